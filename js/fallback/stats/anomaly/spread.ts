/** Centre and dispersion, by the operations the native backend does, in its order. */

/** 1 / Φ⁻¹(3/4): what makes a MAD a standard deviation, for normal values. */
export const MAD_TO_SD = 1.482602218505602;

/** √(π/2): what makes a mean absolute deviation one. */
const MEAN_AD_TO_SD = 1.2533141373155003;

/** Where distances are measured from, and in what unit. */
export interface Spread {
  /** What is expected, but for `rest`. */
  centre: number;
  /** What rounding took off `centre`, so that scores of values that hardly differ are right. */
  rest: number;
  /** Where distances down begin. */
  low: number;
  /** And up. */
  high: number;
  scale: number;
}

/** Mean and sample standard deviation, by two passes. */
export function moments(x: Float64Array): Spread {
  const n = x.length;
  const centre = sum(x) / n;
  const { deviations, squares } = sumsAround(x, centre);
  const rest = deviations / n;
  const scale = Math.sqrt(Math.max(0, (squares - n * rest * rest) / (n - 1)));
  return { centre, rest, low: centre, high: centre, scale };
}

/** Median and MAD, or where that is not above `least`, mean absolute deviation. */
export function robust(x: Float64Array, least: number): Spread {
  const centre = median(x.slice());
  const deviations = x.map((value) => Math.abs(value - centre));
  const mad = MAD_TO_SD * median(deviations.slice());
  const scale = mad > least ? mad : (MEAN_AD_TO_SD * sum(deviations)) / x.length;
  return { centre, rest: 0, low: centre, high: centre, scale };
}

/** Quartiles (type 7 of Hyndman & Fan), with the median as centre. */
export function quartiles(x: Float64Array): Spread {
  const copy = x.slice();
  const [low, high] = [quantile(copy, 0.25), quantile(copy, 0.75)];
  return { centre: median(copy), rest: 0, low, high, scale: high - low };
}

/** The dispersion up to which it is rounding that differs. */
export function floor(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i] as number));
  return 1e-14 * largest;
}

/** The middle one, or the mean of the middle two. Reorders `x`. */
export function median(x: Float64Array): number {
  const half = x.length >> 1;
  const high = select(x, half);
  return x.length % 2 === 0 ? (extreme(x, 0, half, Math.max) + high) / 2 : high;
}

function quantile(x: Float64Array, p: number): number {
  const place = (x.length - 1) * p;
  const below = Math.floor(place);
  const low = select(x, below);
  if (below === x.length - 1) return low;
  return low + (place - below) * (extreme(x, below + 1, x.length, Math.min) - low);
}

/** The k-th smallest, from 0, with the smaller ones brought before it. */
function select(x: Float64Array, k: number): number {
  const at = (i: number) => x[i] as number;
  let [left, right] = [0, x.length - 1];
  while (left < right) {
    // Hoare's partition around the middle of three.
    const [a, b, c] = [at(left), at((left + right) >> 1), at(right)];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [left, right];
    while (i <= j) {
      while (at(i) < pivot) i++;
      while (at(j) > pivot) j--;
      if (i > j) break;
      const swapped = at(i);
      x[i++] = at(j);
      x[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return at(k);
}

function extreme(x: Float64Array, from: number, to: number, better: (a: number, b: number) => number): number {
  let best = x[from] as number;
  for (let i = from + 1; i < to; i++) best = better(best, x[i] as number);
  return best;
}

/** The sum, in four lanes. */
function sum(x: Float64Array): number {
  const whole = x.length - (x.length & 3);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += x[i] as number;
    b += x[i + 1] as number;
    c += x[i + 2] as number;
    d += x[i + 3] as number;
  }
  // The rest, if there is one, goes to the first lanes.
  return a + (x[whole] ?? 0) + (b + (x[whole + 1] ?? 0)) + (c + (x[whole + 2] ?? 0) + d);
}

/** Sums of the deviations from `centre` and of their squares, in four lanes each. */
function sumsAround(x: Float64Array, centre: number) {
  const whole = x.length - (x.length & 3);
  let [a, b, c, d] = [0, 0, 0, 0];
  let [aa, bb, cc, dd] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    const [p, q] = [(x[i] as number) - centre, (x[i + 1] as number) - centre];
    const [r, s] = [(x[i + 2] as number) - centre, (x[i + 3] as number) - centre];
    a += p;
    b += q;
    c += r;
    d += s;
    aa += p * p;
    bb += q * q;
    cc += r * r;
    dd += s * s;
  }
  const [p, q, r] = [0, 1, 2].map((i) => (x[whole + i] ?? centre) - centre) as [number, number, number];
  return {
    deviations: a + p + (b + q) + (c + r + d),
    squares: aa + p * p + (bb + q * q) + (cc + r * r + dd),
  };
}
