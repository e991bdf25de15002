/** Statistics of a moving window in JavaScript; NaN is a missing value. */

/** How many values a window takes before and after its own place, at most all of `n`. */
function reach(n: number, window: number, centred: boolean): { before: number; after: number } {
  const after = centred ? Math.floor((window - 1) / 2) : 0;
  return { before: Math.min(window - 1 - after, n), after: Math.min(after, n) };
}

/** The mean of each window. */
export function rollingMean(
  values: Float64Array,
  window: number,
  centred: boolean,
  minCount: number,
  out: Float64Array,
): boolean {
  return moving(values, window, centred, minCount, (s) => s.mean + s.rest, out);
}

/** The standard deviation of each window. */
export function rollingStandardDeviation(
  values: Float64Array,
  window: number,
  centred: boolean,
  minCount: number,
  ddof: number,
  out: Float64Array,
): boolean {
  const deviation = (s: Spread) => (s.count > ddof ? Math.sqrt(s.m2 / (s.count - ddof)) : Number.NaN);
  return moving(values, window, centred, minCount, deviation, out);
}

/** Count, mean and sum of squared deviations. */
interface Spread {
  count: number;
  mean: number;
  /** What rounding took off the mean: far from 0, it would cost the deviations their digits. */
  rest: number;
  m2: number;
}

const NOTHING: Spread = { count: 0, mean: 0, rest: 0, m2: 0 };

/** Chan, Golub & LeVeque (1979), and Knuth's TwoSum for the mean. */
function merge(a: Spread, b: Spread): Spread {
  if (b.count === 0) return a;
  if (a.count === 0) return b;
  const count = a.count + b.count;
  const delta = b.mean - a.mean + (b.rest - a.rest);
  const share = b.count / count;
  const step = delta * share;
  const mean = a.mean + step;
  const part = mean - a.mean;
  const rest = a.rest + (a.mean - (mean - part) + (step - part));
  return { count, mean, rest, m2: a.m2 + b.m2 + delta * delta * (a.count * share) };
}

/**
 * A statistic of each window. The series is cut into blocks as long as the window; each window is then the end of one
 * block and the start of the next (van Herk 1992; Gil & Werman 1993), so nothing is ever taken out, which would lose
 * digits.
 */
function moving(
  values: Float64Array,
  window: number,
  centred: boolean,
  minCount: number,
  statistic: (spread: Spread) => number,
  out: Float64Array,
): boolean {
  const n = values.length;
  const { before, after } = reach(n, window, centred);
  const length = before + 1 + after;
  const at = (i: number): Spread => {
    const x = values[i];
    return x === undefined || Number.isNaN(x) ? NOTHING : { count: 1, mean: x, rest: 0, m2: 0 };
  };
  const ends: Spread[] = new Array(length);
  for (let block = 0; block < n; block += length) {
    // The windows at `block` and after begin in what starts here.
    const start = block - before;
    let end = NOTHING;
    for (let k = length - 1; k >= 0; k--) {
      end = merge(at(start + k), end);
      ends[k] = end;
    }
    let beginning = NOTHING;
    for (let k = 0; k < length && block + k < n; k++) {
      const inside = merge(ends[k] as Spread, beginning);
      const answer = inside.count < Math.max(minCount, 1) ? Number.NaN : statistic(inside);
      // What overflowed may since have become NaN.
      if (Math.abs(answer) === Infinity || !Number.isFinite(inside.mean)) return false;
      out[block + k] = answer;
      beginning = merge(beginning, at(start + length + k));
    }
  }
  return true;
}

/** The median of each window: marks on the ranks of the whole series, in a tree of partial sums (Fenwick 1994). */
export function rollingMedian(
  values: Float64Array,
  window: number,
  centred: boolean,
  minCount: number,
  out: Float64Array,
): boolean {
  const n = values.length;
  const { before, after } = reach(n, window, centred);
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    // NaN compares as 0 with everything, so it is given a place: after all else.
    (a, b) => missingLast(values[a] as number) - missingLast(values[b] as number) || a - b,
  );
  const rank = new Uint32Array(n);
  order.forEach((index, place) => {
    rank[index] = place + 1;
  });
  let size = 1;
  while (size < n) size *= 2;
  const tree = new Int32Array(size + 1);
  const change = (index: number, by: 1 | -1): number => {
    if (Number.isNaN(values[index])) return 0;
    for (let node = rank[index] as number; node <= size; node += node & -node) tree[node] = (tree[node] as number) + by;
    return by;
  };
  const nth = (which: number): number => {
    let node = 0;
    let left = which;
    for (let step = size; step > 0; step >>>= 1) {
      if (node + step <= size && (tree[node + step] as number) <= left) {
        node += step;
        left -= tree[node] as number;
      }
    }
    return values[order[node] as number] as number;
  };

  let count = 0;
  let taken = 0;
  for (let i = 0; i < n; i++) {
    for (const end = Math.min(i + after + 1, n); taken < end; taken++) count += change(taken, 1);
    if (i > before) count += change(i - before - 1, -1);
    out[i] = count < Math.max(minCount, 1) ? Number.NaN : halfway(nth((count - 1) >>> 1), nth(count >>> 1));
  }
  return true;
}

const missingLast = (x: number): number => (Number.isNaN(x) ? Number.MAX_VALUE : x);

function halfway(low: number, high: number): number {
  const gap = high - low;
  return gap < Infinity ? low + 0.5 * gap : 0.5 * low + 0.5 * high;
}
