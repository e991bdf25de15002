import type { CorrelationMethod } from '../../contract/stats/descriptive';
import { ClinicoreError, outOfRange } from '../../errors';
import * as inPlace from '../../fallback/stats/descriptive/correlation';
import { type NanPolicy, series } from '../../series';
import { runSync } from '../../task';
import { boolean, oneOf, record } from '../../validate';
import { type DispersionOptions, type SampleOptions, type SampleValues, sampleChoices } from './options';
import { isLong, isReadable, packed, requireCount, requireVariation, unitScale } from './sample';

/** From how many pairs of two Float64Arrays a native call is quicker; measured. */
const NATIVE_FROM = 250;
/** From how many pairs sorting natively is quicker, the copies of arrays counted in; measured. */
const SORT_NATIVE_FROM = 33;

/**
 * The covariance, `Σ(x − x̄)(y − ȳ) / (n − 1)`, or with `/ n` of a whole population.
 *
 * @param x at least two finite numbers; of a population, one
 * @param y as many
 * @param options sample or population; with `nan: 'omit'`, a pair is left out where either value is missing. `compat` makes no
 *   difference: simple-statistics has the sample's only
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   series of different lengths; a covariance beyond double precision)
 *
 * @example
 * stats.covariance([1, 2, 3, 4], [2, 4, 6, 9]); // 3.8333…
 */
export function covariance(x: SampleValues, y: SampleValues, options?: DispersionOptions): number {
  if (options === undefined) {
    const answer = attemptPairs(x, y, 2, sampleCovariance);
    if (answer - answer === 0) return answer;
  }
  return chosenCovariance(x, y, options);
}

/** Apart, as `variance` has it. */
function chosenCovariance(x: SampleValues, y: SampleValues, options: DispersionOptions | undefined): number {
  const fields = record(options === undefined ? {} : options, 'options').only(['nan', 'compat', 'population']);
  const { nan } = sampleChoices(fields);
  const population = fields.optional('population', false, boolean);
  return measurePairs(x, y, nan, population ? 1 : 2, 1, population ? populationCovariance : sampleCovariance);
}

const sampleCovariance = (x: ArrayLike<number>, y: ArrayLike<number>): number => covarianceBy(x, y, 1);
const populationCovariance = (x: ArrayLike<number>, y: ArrayLike<number>): number => covarianceBy(x, y, 0);

function covarianceBy(x: ArrayLike<number>, y: ArrayLike<number>, ddof: number): number {
  return isLong(x, NATIVE_FROM) && isLong(y, NATIVE_FROM)
    ? runSync(({ stats }) => stats.covariance(x, y, ddof))
    : inPlace.covariance(x, y, ddof);
}

/** Options of {@link correlation}. */
export interface CorrelationOptions extends SampleOptions {
  /**
   * `'pearson'` (default): how near the pairs lie to a straight line. `'spearman'`: the same of their ranks, so of any
   * monotone relation; ties share the mean of their ranks. `'kendall'`: τ-b, the surplus of pairs in the same order over
   * pairs in opposite order, allowing for ties.
   */
  method?: CorrelationMethod | undefined;
}

/**
 * The correlation of two series, −1 to 1.
 *
 * @param x at least two finite numbers that are not all the same
 * @param y as many, not all the same
 * @param options the coefficient; with `nan: 'omit'`, a pair is left out where either value is missing
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   series of different lengths; a series whose values are all the same)
 * @see Kendall (1945), *Biometrika* 33, 239–251; Knight (1966), *JASA* 61, 436–439
 *
 * @example
 * stats.correlation(price, unitsSold, { method: 'spearman' });
 */
export function correlation(x: SampleValues, y: SampleValues, options?: CorrelationOptions): number {
  let method: CorrelationMethod = 'pearson';
  let nan: NanPolicy = 'error';
  if (options !== undefined) {
    const fields = record(options, 'options').only(['nan', 'compat', 'method']);
    nan = sampleChoices(fields).nan;
    method = fields.optional('method', 'pearson', oneOf, ['pearson', 'spearman', 'kendall'] as const);
  }
  return measurePairs(x, y, nan, 2, 0, (x, y) => {
    if (method === 'pearson' && !(isLong(x, NATIVE_FROM) && isLong(y, NATIVE_FROM)))
      return inPlace.correlation(x, y, method);
    if (x.length < SORT_NATIVE_FROM) return inPlace.correlation(x, y, method);
    return runSync(({ stats }) => stats.correlation(packed(x), packed(y), method));
  });
}

/** As {@link measure}, of two series. */
function measurePairs(
  x: unknown,
  y: unknown,
  nan: NanPolicy,
  required: number,
  degree: 0 | 1,
  statistic: (x: ArrayLike<number>, y: ArrayLike<number>) => number,
): number {
  if (nan === 'error') {
    const answer = attemptPairs(x, y, required, statistic);
    if (answer - answer === 0) return answer;
  }
  const [xs, ys] = pairs(x, y, nan);
  requireCount(xs.length, required, 'x');
  const answer = statistic(xs, ys);
  if (Number.isFinite(answer)) return answer;
  if (degree === 0) {
    requireVariation(xs, 'x');
    requireVariation(ys, 'y');
  }
  const [xUnit, yUnit] = [unitScale(xs), unitScale(ys)];
  const scaled = statistic(
    xs.map((v) => v * xUnit),
    ys.map((v) => v * yUnit),
  );
  const result = degree === 0 ? scaled : scaled / xUnit / yUnit;
  if (!Number.isFinite(result)) throw outOfRange('x and y', 'x');
  return result;
}

/** As {@link attempt}, of two series. */
function attemptPairs(
  x: unknown,
  y: unknown,
  required: number,
  statistic: (x: ArrayLike<number>, y: ArrayLike<number>) => number,
): number {
  try {
    if (isReadable(x) && isReadable(y) && x.length >= required && x.length === y.length) return statistic(x, y);
  } catch {
    // As in `sample.ts`: it is said below.
  }
  return Number.NaN;
}

/** Both series, checked, without the pairs of which a value is missing. */
function pairs(x: unknown, y: unknown, nan: NanPolicy): [Float64Array, Float64Array] {
  const xs = series(x, 'x', nan);
  const ys = series(y, 'y', nan);
  if (xs.length !== ys.length) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `y must have as many items as x, which has ${xs.length}, got ${ys.length}`,
      { argument: 'y', required: xs.length, given: ys.length },
    );
  }
  const isWhole = (_: number, i: number) => !Number.isNaN((xs[i] as number) + (ys[i] as number));
  return xs.every(isWhole) ? [xs, ys] : [xs.filter(isWhole), ys.filter(isWhole)];
}
