/** How two series go together, in JavaScript. As in `moments.ts`, items that are no finite numbers make the answer NaN. */
import type { CorrelationMethod } from '../../../contract/stats/descriptive';
import { isPrecise, roughMean, SMALLEST } from './moments';

/** `Σ(x − x̄)(y − ȳ) / (n − ddof)`. */
export function covariance(x: ArrayLike<number>, y: ArrayLike<number>, ddof: number): number {
  const n = x.length;
  const xAbout = roughMean(x);
  const yAbout = roughMean(y);
  let sx = 0;
  let sy = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - xAbout;
    const dy = (y[i] as number) - yAbout;
    sx += dx;
    sy += dy;
    sxy += dx * dy;
  }
  return (sxy - sx * (sy / n)) / (n - ddof);
}

/** The correlation by the named method; NaN where a series has one value only. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>, method: CorrelationMethod): number {
  if (method === 'pearson') return pearson(x, y);
  if (method === 'spearman' && x.length <= FEW) return pearson(countedRanks(x), countedRanks(y));
  const [xs, ys] = [sorted(x), sorted(y)];
  if (xs === undefined || ys === undefined) return Number.NaN;
  return method === 'spearman' ? pearson(midRanks(x, xs), midRanks(y, ys)) : kendall(x, y, xs, ys);
}

function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  const xAbout = roughMean(x);
  const yAbout = roughMean(y);
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - xAbout;
    const dy = (y[i] as number) - yAbout;
    sx += dx;
    sy += dy;
    sxx += dx * dx;
    syy += dy * dy;
    sxy += dx * dy;
  }
  const xx = Math.max(0, sxx - sx * (sx / n));
  const yy = Math.max(0, syy - sy * (sy / n));
  if (!Number.isFinite(xx + yy)) return Number.NaN;
  if (!isPrecise(x, xx, SMALLEST) || !isPrecise(y, yy, SMALLEST)) return Number.NaN;
  return clamp((sxy - sx * (sy / n)) / Math.sqrt(xx) / Math.sqrt(yy));
}

/** Rounding may carry a coefficient past 1. */
const clamp = (coefficient: number): number => Math.min(Math.max(coefficient, -1), 1);

/** A sorted copy, or `undefined` where an item is no finite number. */
function sorted(values: ArrayLike<number>): Float64Array | undefined {
  const copy = new Float64Array(values.length);
  let sound = 0;
  for (let i = 0; i < copy.length; i++) {
    const x = values[i];
    if (typeof x !== 'number') return undefined;
    sound += x * 0;
    copy[i] = x;
  }
  return sound === 0 ? copy.sort() : undefined;
}

/** So few values are compared each with each in less time than arrays to sort are made in. */
const FEW = 32;

function countedRanks(values: ArrayLike<number>): number[] {
  const ranks: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const x = values[i] as number;
    // What is no number makes NaN of its rank, and so of the answer.
    let rank = typeof x === 'number' ? x * 0 + 0.5 : Number.NaN;
    for (let j = 0; j < values.length; j++) {
      const other = values[j] as number;
      if (other < x) rank += 1;
      else if (other === x) rank += 0.5;
    }
    ranks.push(rank);
  }
  return ranks;
}

/** The rank of each value, where equal values share the mean of theirs. */
function midRanks(values: ArrayLike<number>, sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(sorted.length);
  for (let i = 0; i < ranks.length; i++) {
    const x = values[i] as number;
    ranks[i] = (countBelow(sorted, x, false) + countBelow(sorted, x, true) + 1) / 2;
  }
  return ranks;
}

/** How many values lie below `x`, or, `inclusive`, at it too. */
function countBelow(sorted: Float64Array, x: number, inclusive: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] as number;
    if (value < x || (inclusive && value === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Kendall's τ-b. */
function kendall(x: ArrayLike<number>, y: ArrayLike<number>, xs: Float64Array, ys: Float64Array): number {
  const all = (xs.length * (xs.length - 1)) / 2;
  return clamp(concordance(x, y, ys) / Math.sqrt(all - ties(xs)) / Math.sqrt(all - ties(ys)));
}

/**
 * Concordant less discordant pairs; `ys` is `y` sorted. They are counted by going through the values in the order of `x`,
 * with a tree of partial sums (Fenwick 1994) over the ranks of `y` gone through so far: O(n log n), as Knight's way, but
 * another.
 */
export function concordance(x: ArrayLike<number>, y: ArrayLike<number>, ys: Float64Array): number {
  const n = ys.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number));
  const tree = new Uint32Array(n + 1);
  let balance = 0;
  for (let start = 0; start < n; ) {
    let end = start;
    const value = x[order[start] as number] as number;
    while (end < n && x[order[end] as number] === value) end++;
    // Ties in x do not count against each other, so none is entered before all are counted.
    for (let i = start; i < end; i++) {
      const yi = y[order[i] as number] as number;
      const below = sumTo(tree, countBelow(ys, yi, false));
      const above = start - sumTo(tree, countBelow(ys, yi, true));
      balance += below - above;
    }
    for (let i = start; i < end; i++) enter(tree, countBelow(ys, y[order[i] as number] as number, false) + 1);
    start = end;
  }
  return balance;
}

function ties(sorted: Float64Array): number {
  let pairs = 0;
  for (let i = 1, run = 0; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

function sumTo(tree: Uint32Array, place: number): number {
  let sum = 0;
  for (let node = place; node > 0; node &= node - 1) sum += tree[node] as number;
  return sum;
}

function enter(tree: Uint32Array, place: number): void {
  for (let node = place; node < tree.length; node += node & -node) tree[node] = (tree[node] as number) + 1;
}
