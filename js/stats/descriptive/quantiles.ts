import * as inPlace from '../../fallback/stats/descriptive/order';
import { runSync } from '../../task';
import { array, number, readable } from '../../validate';
import { choices, type QuantileOptions, type SampleOptions, type SampleValues } from './options';
import { attempt, isLong, measure, packed, type Statistic } from './sample';

/** From how many values of a Float64Array a native look at each is quicker. */
const NATIVE_FROM = 400;
/** Whether selecting natively is quicker; of an array it takes a copy. Measured. */
const selectsNatively = (values: ArrayLike<number>): boolean =>
  values.length >= (values instanceof Float64Array ? 500 : 1000);

/**
 * The smallest value.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index)
 *
 * @example
 * stats.min([3, 1, 2]); // 1
 */
export function min(values: SampleValues, options?: SampleOptions): number {
  if (options === undefined) {
    const answer = attempt(values, 1, smallest);
    if (answer - answer === 0) return answer;
  }
  return measure(values, choices(options).nan, 1, 1, smallest);
}

/**
 * The largest value.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError as {@link min}
 *
 * @example
 * stats.max([3, 1, 2]); // 3
 */
export function max(values: SampleValues, options?: SampleOptions): number {
  if (options === undefined) {
    const answer = attempt(values, 1, largest);
    if (answer - answer === 0) return answer;
  }
  return measure(values, choices(options).nan, 1, 1, largest);
}

const pair = new Float64Array(2);
const smallest: Statistic = (values) => (isLong(values, NATIVE_FROM) ? extremes(values)[0] : inPlace.smallest(values));
const largest: Statistic = (values) => (isLong(values, NATIVE_FROM) ? extremes(values)[1] : inPlace.largest(values));

function extremes(values: Float64Array): [number, number] {
  const found = runSync(({ stats }) => stats.extremes(values, pair));
  return found ? [pair[0] as number, pair[1] as number] : [Number.NaN, Number.NaN];
}

/**
 * The median: the middle value, or the mean of the two middle ones.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError as {@link min}
 *
 * @example
 * stats.median([5, 1, 3, 8]); // 4
 */
export function median(values: SampleValues, options?: SampleOptions): number {
  return measure(values, choices(options).nan, 1, 1, medianOf);
}

const medianOf: Statistic = (values) => quantileOf(values, 0.5, 7);

/**
 * One quantile, or several at once (which is quicker than one by one).
 *
 * @param values at least one finite number
 * @param p the probability, 0 (the smallest value) to 1 (the largest); or up to 10,000 of them, in any order
 * @param options how it is read off the sorted values; what a NaN means
 * @returns the quantile; for an array of probabilities an array, in their order
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index; a probability outside 0 to 1)
 * @see Hyndman & Fan (1996), *American Statistician* 50, 361–365. For types 1 to 3 a product *n·p* within rounding of a
 *   whole number counts as that number
 *
 * @example
 * stats.quantile(dailySales, 0.95);
 * const [lower, upper] = stats.quantile(dailySales, [0.25, 0.75], { type: 8 });
 */
export function quantile(values: SampleValues, p: number, options?: QuantileOptions): number;
export function quantile(values: SampleValues, p: readonly number[], options?: QuantileOptions): number[];
export function quantile(
  values: SampleValues,
  p: number | readonly number[],
  options?: QuantileOptions,
): number | number[] {
  const { nan, type } = choices(options, ['type']);
  if (typeof p === 'number') {
    const one = number(p, 'p', 0, 1);
    return measure(values, nan, 1, 1, (x) => quantileOf(x, one, type));
  }
  const all = probabilities(p);
  const out: number[] = new Array(all.length).fill(0);
  // Nothing is asked of the values then, but they must be sound all the same.
  if (all.length === 0) measure(values, nan, 1, 1, smallest);
  else measure(values, nan, 1, 1, (x) => (quantilesOf(x, all, type, out) ? (out[0] as number) : Number.NaN));
  return out;
}

function probabilities(value: unknown): number[] {
  const given = array(value, 'p', 10_000);
  return readable('p', () => {
    const checked: number[] = [];
    for (let i = 0; i < given.length; i++) {
      const p = given[i];
      checked.push(typeof p === 'number' && p >= 0 && p <= 1 ? p : number(p, `p[${i}]`, 0, 1));
    }
    return checked;
  });
}

/**
 * The interquartile range: the upper quartile less the lower, in the unit of the values.
 *
 * @param values at least one finite number
 * @param options how the quartiles are read off the sorted values; what a NaN means
 * @throws ClinicoreError as {@link min}
 *
 * @example
 * stats.interquartileRange([1, 2, 3, 4, 5, 6, 7, 8]); // 3.5
 */
export function interquartileRange(values: SampleValues, options?: QuantileOptions): number {
  const { nan, type } = choices(options, ['type']);
  return measure(values, nan, 1, 1, (x) =>
    quantilesOf(x, QUARTILES, type, quartiles) ? (quartiles[1] as number) - (quartiles[0] as number) : Number.NaN,
  );
}

const QUARTILES = [0.25, 0.75];
const quartiles = [0, 0];

function quantileOf(values: ArrayLike<number>, p: number, type: number): number {
  if (!selectsNatively(values)) return inPlace.quantile(values, p, type);
  const asked = Float64Array.of(p);
  const found = new Float64Array(1);
  const done = runSync(({ stats }) => stats.quantiles(packed(values), asked, type, found));
  return done ? (found[0] as number) : Number.NaN;
}

/** Fills `out` as the backend's `quantiles` does. */
export function quantilesOf(values: ArrayLike<number>, p: readonly number[], type: number, out: number[]): boolean {
  if (!selectsNatively(values)) return inPlace.quantiles(values, p, type, out);
  const found = new Float64Array(p.length);
  if (!runSync(({ stats }) => stats.quantiles(packed(values), Float64Array.from(p), type, found))) return false;
  found.forEach((quantile, i) => {
    out[i] = quantile;
  });
  return true;
}

/** Options of {@link medianAbsoluteDeviation}. */
export interface MedianAbsoluteDeviationOptions extends SampleOptions {
  /**
   * Whether to multiply by 1.4826 (1/Φ⁻¹(¾) = 1.482602218505602), which makes it an estimate of a normal distribution's
   * standard deviation. Default `true`, as in R; SciPy and simple-statistics do not.
   */
  scaled?: boolean | undefined;
}

/**
 * The median absolute deviation: the median distance from the median, a measure of spread that outliers hardly move.
 *
 * @param values at least one finite number
 * @param options scaled or raw; what a NaN means
 * @throws ClinicoreError as {@link min}
 * @see Hampel (1974), *JASA* 69, 383–393
 *
 * @example
 * stats.medianAbsoluteDeviation([1, 2, 3, 4, 100]); // 1.482602218505602
 */
export function medianAbsoluteDeviation(values: SampleValues, options?: MedianAbsoluteDeviationOptions): number {
  const { nan, scaled } = choices(options, ['scaled']);
  const raw = measure(values, nan, 1, 1, deviationOf);
  return scaled ? raw * NORMAL_CONSISTENCY : raw;
}

/** 1/Φ⁻¹(¾). */
export const NORMAL_CONSISTENCY = 1.482602218505602;

const deviationOf: Statistic = (values) => (deviations(values, pair) ? (pair[1] as number) : Number.NaN);

/** Fills `out` as the backend's `medianAbsoluteDeviation` does. */
export function deviations(values: ArrayLike<number>, out: Float64Array): boolean {
  return selectsNatively(values)
    ? runSync(({ stats }) => stats.medianAbsoluteDeviation(packed(values), out))
    : inPlace.medianAbsoluteDeviation(values, out);
}
