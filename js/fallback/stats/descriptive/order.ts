/**
 * What is read off the sorted values, in JavaScript, without sorting them. As in `moments.ts`, items that are no finite
 * numbers make the answer NaN or `false`.
 */

/** The smallest and the largest value. */
export function extremes(values: ArrayLike<number>, out: Float64Array): boolean {
  const low = smallest(values);
  const high = largest(values);
  out[0] = low;
  out[1] = high;
  return low - low === 0 && high - high === 0;
}

/** The smallest value. */
export function smallest(values: ArrayLike<number>): number {
  const n = values.length;
  let found = values[0] as number;
  // Stays 0 while all are finite: 0 times what is not is NaN.
  let sound = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    if (typeof x !== 'number' || typeof y !== 'number') return Number.NaN;
    if (x < found) found = x;
    if (y < found) found = y;
    sound += x * 0 + y * 0;
  }
  if (i < n) {
    const x = values[i];
    if (typeof x !== 'number') return Number.NaN;
    if (x < found) found = x;
    sound += x * 0;
  }
  return found + sound;
}

/** The largest value. */
export function largest(values: ArrayLike<number>): number {
  const n = values.length;
  let found = values[0] as number;
  // Stays 0 while all are finite: 0 times what is not is NaN.
  let sound = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    if (typeof x !== 'number' || typeof y !== 'number') return Number.NaN;
    if (x > found) found = x;
    if (y > found) found = y;
    sound += x * 0 + y * 0;
  }
  if (i < n) {
    const x = values[i];
    if (typeof x !== 'number') return Number.NaN;
    if (x > found) found = x;
    sound += x * 0;
  }
  return found + sound;
}

/** The quantiles at each of `p`, by a type from 1 to 9, or by 0, the rule of simple-statistics up to 7.8.8. */
export function quantiles(
  values: ArrayLike<number>,
  p: ArrayLike<number>,
  type: number,
  out: Float64Array | number[],
): boolean {
  const n = values.length;
  const keys = copied(values);
  if (keys === undefined) return false;
  for (let i = 0; i < p.length; i++) out[i] = orderStatistic(keys, n, rankOf(n, p[i] as number, type));
  keep(keys);
  return true;
}

/** One quantile, as {@link quantiles}. */
export function quantile(values: ArrayLike<number>, p: number, type: number): number {
  const n = values.length;
  const keys = copied(values);
  if (keys === undefined) return Number.NaN;
  const answer = orderStatistic(keys, n, rankOf(n, p, type));
  keep(keys);
  return answer;
}

/** The median and the median distance from it. */
export function medianAbsoluteDeviation(values: ArrayLike<number>, out: Float64Array): boolean {
  const n = values.length;
  const keys = copied(values);
  if (keys === undefined) return false;
  const middle = (n - 1) / 2;
  const centre = orderStatistic(keys, n, middle);
  for (let i = 0; i < n; i++) keys[i] = Math.abs((keys[i] as number) - centre);
  const deviation = orderStatistic(keys, n, middle);
  out[0] = centre;
  out[1] = deviation;
  keep(keys);
  return Number.isFinite(deviation);
}

/** Where the quantile `p` of `n` values lies among their ranks, which count from 0. */
function rankOf(n: number, p: number, type: number): number {
  let rank: number;
  switch (type) {
    case 7:
      return (n - 1) * p;
    case 0:
      rank = n * p;
      if (!Number.isInteger(rank)) rank = Math.ceil(rank) - 1;
      else if (n % 2 === 0) rank -= 0.5;
      break;
    case 1:
      rank = Math.ceil(whole(n * p)) - 1;
      break;
    case 2: {
      const np = whole(n * p);
      rank = Number.isInteger(np) ? np - 0.5 : Math.ceil(np) - 1;
      break;
    }
    case 3: {
      // Of two order statistics as near, that of even rank, counted from 1.
      const np = whole(n * p - 0.5);
      rank = Number.isInteger(np) && np % 2 === 0 ? np - 1 : Math.floor(np);
      break;
    }
    default: {
      // Hyndman & Fan's p(k) = (k − a) / (n + 1 − a − b), solved for k.
      const [a, b] = PLOTTING_POSITIONS[type] as readonly [number, number];
      rank = a + p * (n + 1 - a - b) - 1;
    }
  }
  return Math.min(Math.max(rank, 0), n - 1);
}

const PLOTTING_POSITIONS: { readonly [type: number]: readonly [a: number, b: number] } = {
  4: [0, 1],
  5: [1 / 2, 1 / 2],
  6: [0, 0],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
};

/** `n·p` without the rounding error of a `p` such as 0.07, which would make a step of it that is none. */
function whole(np: number): number {
  const near = Math.round(np);
  return Math.abs(np - near) <= 4 * Number.EPSILON * near ? near : np;
}

/** The value at a rank, or between two. Reorders the first `n` keys. */
function orderStatistic(keys: Float64Array, n: number, rank: number): number {
  const lower = Math.floor(rank);
  place(keys, lower, n);
  const low = keys[lower] as number;
  if (rank === lower) return low + 0;
  let high = keys[lower + 1] as number;
  for (let i = lower + 2; i < n; i++) {
    const x = keys[i] as number;
    if (x < high) high = x;
  }
  const fraction = rank - lower;
  const gap = high - low;
  // Rounding must not carry it past the upper value.
  return gap < Infinity ? Math.min(low + fraction * gap, high) + 0 : (1 - fraction) * low + fraction * high;
}

/**
 * Puts the key of a rank in its place, smaller ones before it and larger ones after: quickselect (Hoare 1961) that, as
 * Musser's introselect (1997), sorts what is left where the pivots keep missing.
 */
function place(keys: Float64Array, rank: number, n: number): void {
  let left = 0;
  let right = n - 1;
  for (let passes = 2 * Math.log2(n); right - left > FEW; passes--) {
    if (passes < 0) {
      keys.subarray(left, right + 1).sort();
      return;
    }
    const pivot = pivotOf(keys, left, right, rank);
    const above = moveBelow(pivot, keys, left, right);
    if (rank < above) right = above - 1;
    else if (above > left) left = above;
    else {
      // No key is below the pivot.
      left = moveEqual(pivot, keys, left, right);
      if (rank < left) return;
    }
  }
  for (let i = left + 1; i <= right; i++) {
    const key = keys[i] as number;
    let j = i - 1;
    for (; j >= left && (keys[j] as number) > key; j--) keys[j + 1] = keys[j] as number;
    keys[j + 1] = key;
  }
}

/** Up to so many places apart, insertion is quicker. */
const FEW = 4;

/** Up to so many places apart, more than three samples do not pay. */
const MEDIAN_OF_THREE = 64;

/** The middle of three keys; of many, one of three such middles, that on the rank's side. */
function pivotOf(keys: Float64Array, left: number, right: number, rank: number): number {
  const width = right - left;
  if (width <= MEDIAN_OF_THREE) return middleOf(keys, left, width >> 1);
  const step = width >> 3;
  const x = middleOf(keys, left, step);
  const y = middleOf(keys, left + 3 * step, step);
  const z = middleOf(keys, left + 6 * step, step);
  if (rank - left < width / 4) return Math.min(x, y, z);
  if (right - rank < width / 4) return Math.max(x, y, z);
  return middle(x, y, z);
}

const middleOf = (keys: Float64Array, at: number, step: number): number =>
  middle(keys[at] as number, keys[at + step] as number, keys[at + 2 * step] as number);

const middle = (x: number, y: number, z: number): number => Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));

/** Moves the keys below the pivot to the front, and says where the others begin. */
function moveBelow(pivot: number, keys: Float64Array, left: number, right: number): number {
  let end = left;
  for (let i = left; i <= right; i++) {
    const key = keys[i] as number;
    keys[i] = keys[end] as number;
    keys[end] = key;
    // Swapped always and counted sometimes: every other branch would be mispredicted.
    end += Number(key < pivot);
  }
  return end;
}

/** As {@link moveBelow}, those that equal it. */
function moveEqual(pivot: number, keys: Float64Array, left: number, right: number): number {
  let end = left;
  for (let i = left; i <= right; i++) {
    const key = keys[i] as number;
    keys[i] = keys[end] as number;
    keys[end] = key;
    end += Number(key === pivot);
  }
  return end;
}

/** Room for the keys of a short series, made once; away while it is in use, for reading the caller's array may call back. */
let room: Float64Array | undefined;
const ROOM = 1024;

/** A copy to reorder, or `undefined` where an item is no finite number. */
function copied(values: ArrayLike<number>): Float64Array | undefined {
  const n = values.length;
  const keys = n <= ROOM && room !== undefined ? room : new Float64Array(Math.max(n, ROOM));
  room = undefined;
  for (let i = 0; i < n; i++) {
    const x = values[i];
    // Infinity - Infinity is NaN as well. A sum of what is not finite would wait for each addition.
    if (typeof x !== 'number' || x - x !== 0) return undefined;
    keys[i] = x;
  }
  return keys;
}

function keep(keys: Float64Array): void {
  if (keys.length === ROOM) room = keys;
}
