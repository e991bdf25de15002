/** Centre and dispersion, by the operations the native backend does, in its order. */
import { ROUNDING } from '../decomposition/stl';
import { medianAbsoluteDeviation, quantiles } from '../descriptive/order';

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
  const [centre, mad] = filled(2, (out) => medianAbsoluteDeviation(x, out)) as [number, number];
  const mean = () => sum(x.map((value) => Math.abs(value - centre))) / x.length;
  const scale = MAD_TO_SD * mad > least ? MAD_TO_SD * mad : MEAN_AD_TO_SD * mean();
  return { centre, rest: 0, low: centre, high: centre, scale };
}

/** Quartiles (type 7 of Hyndman & Fan), with the median as centre. */
export function quartiles(x: Float64Array): Spread {
  const [low, centre, high] = filled(3, (out) => quantiles(x, [0.25, 0.5, 0.75], 7, out)) as [number, number, number];
  return { centre, rest: 0, low, high, scale: high - low };
}

function filled(length: number, fill: (out: Float64Array) => void): number[] {
  const out = new Float64Array(length);
  fill(out);
  return Array.from(out);
}

/** The dispersion up to which it is rounding that differs. */
export const floor = (x: Float64Array): number => 1e-14 * largest(x);

/** The same of what an STL leaves over, which is the sum of many more values. */
export const floorOfRemainder = (x: Float64Array): number => ROUNDING * largest(x);

function largest(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i] as number));
  return most;
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
