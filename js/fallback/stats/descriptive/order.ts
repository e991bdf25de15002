/**
 * What is read off the sorted values, in JavaScript, without sorting them. As in `moments.ts`, items that are no finite
 * numbers make the answer NaN or `false`.
 */

/** Its types are those of its ES module only, which TypeScript does not let CommonJS import. */
const { quickselect }: { quickselect(keys: Float64Array, rank: number, left: number, right: number): void } =
  require('simple-statistics');

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
  let even = values[0] as number;
  let odd = even;
  if (typeof even !== 'number') return Number.NaN;
  // Stays 0 while all are finite: 0 times what is not is NaN.
  let sound = even * 0 + 0;
  let i = 1;
  for (; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    if (typeof x !== 'number' || typeof y !== 'number') return Number.NaN;
    if (x < even) even = x;
    if (y < odd) odd = y;
    sound += x * 0 + y * 0;
  }
  if (i < n) {
    const x = values[i];
    if (typeof x !== 'number') return Number.NaN;
    if (x < even) even = x;
    sound += x * 0;
  }
  return Math.min(even, odd) + sound;
}

/** The largest value. */
export function largest(values: ArrayLike<number>): number {
  const n = values.length;
  let even = values[0] as number;
  let odd = even;
  if (typeof even !== 'number') return Number.NaN;
  // Stays 0 while all are finite: 0 times what is not is NaN.
  let sound = even * 0 + 0;
  let i = 1;
  for (; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    if (typeof x !== 'number' || typeof y !== 'number') return Number.NaN;
    if (x > even) even = x;
    if (y > odd) odd = y;
    sound += x * 0 + y * 0;
  }
  if (i < n) {
    const x = values[i];
    if (typeof x !== 'number') return Number.NaN;
    if (x > even) even = x;
    sound += x * 0;
  }
  return Math.max(even, odd) + sound;
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
  const rank = rankOf(n, p, type);
  if (n >= BRACKETED) {
    const answer = bracketed(values, rank);
    if (!Number.isNaN(answer)) return answer;
  }
  const keys = copied(values);
  if (keys === undefined) return Number.NaN;
  const answer = orderStatistic(keys, n, rank);
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

/** From how many values a bracket pays for itself; measured. */
const BRACKETED = 500;

/**
 * The value at a rank, or between two, of many: a sample brackets it (Floyd & Rivest 1975), one pass counts what lies below
 * the bracket and keeps what lies in it. NaN where the bracket misses, or an item is no finite number.
 */
function bracketed(values: ArrayLike<number>, rank: number): number {
  const n = values.length;
  const size = Math.min(Math.max(64, n >> 5), ROOM);
  const keys = taken(n);
  // Places that share no period with any season: multiples of the golden ratio.
  for (let i = 0, at = 0; i < size; i++, at = (at + 0.6180339887498949) % 1) {
    const x = values[Math.floor(at * n)];
    keys[i] = typeof x === 'number' ? x : Number.NaN;
  }
  const share = Math.floor(rank) / n;
  // Three standard deviations of the rank in the sample.
  const margin = 1 + 3 * Math.sqrt(size * share * (1 - share));
  const low = sampled(keys, Math.floor(size * share - margin), size, -Infinity);
  const high = sampled(keys, Math.ceil(size * share + margin), size, Infinity);

  let below = 0;
  let inside = 0;
  for (let i = 0; i < n; i++) {
    const x = values[i];
    if (typeof x !== 'number' || x - x !== 0) return Number.NaN;
    // Written always and counted sometimes: a branch would be mispredicted at the bracket's ends.
    keys[inside] = x;
    inside += Number(x >= low) & Number(x <= high);
    below += Number(x < low);
  }
  const found = rank >= below && Math.ceil(rank) < below + inside;
  const answer = found ? orderStatistic(keys, inside, rank - below) : Number.NaN;
  keep(keys);
  return answer;
}

function sampled(keys: Float64Array, rank: number, size: number, beyond: number): number {
  if (rank < 0 || rank >= size) return beyond;
  place(keys, rank, size);
  return keys[rank] as number;
}

/** Puts the key of a rank in its place, smaller ones before it and larger ones after. */
function place(keys: Float64Array, rank: number, n: number): void {
  let left = 0;
  let right = n - 1;
  if (right > 100) {
    quickselect(keys, rank, left, right);
    return;
  }
  // Hoare's, from the middle of three; for so few, quicker than the sampling that simple-statistics does.
  while (right - left > 4) {
    const pivot = middleOf(keys[left] as number, keys[(left + right) >>> 1] as number, keys[right] as number);
    let i = left;
    let j = right;
    while (i <= j) {
      while ((keys[i] as number) < pivot) i++;
      while ((keys[j] as number) > pivot) j--;
      if (i > j) break;
      const swapped = keys[i] as number;
      keys[i++] = keys[j] as number;
      keys[j--] = swapped;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else return;
  }
  for (let i = left + 1; i <= right; i++) {
    const key = keys[i] as number;
    let j = i - 1;
    for (; j >= left && (keys[j] as number) > key; j--) keys[j + 1] = keys[j] as number;
    keys[j + 1] = key;
  }
}

const middleOf = (x: number, y: number, z: number): number => Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));

/** Room for the keys of a short series, made once; away while it is in use, for reading the caller's array may call back. */
let room: Float64Array | undefined;
const ROOM = 1024;

function taken(n: number): Float64Array {
  const keys = n <= ROOM && room !== undefined ? room : new Float64Array(Math.max(n, ROOM));
  room = undefined;
  return keys;
}

function copied(values: ArrayLike<number>): Float64Array | undefined {
  const n = values.length;
  const keys = taken(n);
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
