import type { StatsBackend } from '../../contract/stats';
import { outOfRange } from '../../errors';
import { type NanPolicy, nanPolicy, series } from '../../series';
import { runSync } from '../../task';
import { boolean, type Fields, integer, oneOf, record } from '../../validate';
import type { SampleValues } from './options';
import { unitScale } from './sample';

/** Options of {@link rollingMean} and {@link rollingMedian}. */
export interface RollingOptions {
  /**
   * Where the window lies: `'trailing'` (default) ends at the value its statistic stands at; `'centred'` has it in the
   * middle, of an even window just after the middle.
   */
  align?: 'trailing' | 'centred' | undefined;
  /**
   * With fewer values in the window than this, missing ones and those beyond the series' ends not counted, the statistic
   * is NaN. 1 to `window`, which is the default.
   */
  minCount?: number | undefined;
  /** What a NaN (in an array, also a `null`) means: a mistake (`'error'`, the default) or a missing value. */
  nan?: NanPolicy | undefined;
}

/** Options of {@link rollingStandardDeviation}. */
export interface RollingDeviationOptions extends RollingOptions {
  /** Whether to divide by *n* rather than *n* − 1. Default `false`. */
  population?: boolean | undefined;
}

/**
 * The moving average. Windows are as pandas has them; nothing is subtracted as the window moves, so no digits are lost
 * however long the series.
 *
 * @param values finite numbers, oldest first
 * @param window how many values a window spans, 1 to 100,000,000
 * @param options where the window lies, how full it must be; what a NaN means
 * @returns the mean of the window of each value; NaN where the window is not full enough
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; an option out of range)
 *
 * @example
 * stats.rollingMean([1, 2, 3, 4, 5], 3); // Float64Array [NaN, NaN, 2, 3, 4]
 */
export function rollingMean(values: SampleValues, window: number, options?: RollingOptions): Float64Array {
  const { nan, centred, minCount, length } = rolling(window, options, []);
  return slide(values, nan, (stats, y, out) => stats.rollingMean(y, length, centred, minCount, out));
}

/**
 * The moving standard deviation; see {@link rollingMean}. NaN, too, where the window has a single value (of a population,
 * 0).
 *
 * @param values finite numbers, oldest first
 * @param window how many values a window spans, 1 to 100,000,000
 * @param options as for {@link rollingMean}; sample or population
 * @returns the standard deviation of the window of each value
 * @throws ClinicoreError as {@link rollingMean}
 *
 * @example
 * stats.rollingStandardDeviation(dailySales, 28, { minCount: 7 });
 */
export function rollingStandardDeviation(
  values: SampleValues,
  window: number,
  options?: RollingDeviationOptions,
): Float64Array {
  const { nan, centred, minCount, length, fields } = rolling(window, options, ['population']);
  const ddof = fields.optional('population', false, boolean) ? 0 : 1;
  return slide(values, nan, (stats, y, out) => stats.rollingStandardDeviation(y, length, centred, minCount, ddof, out));
}

/**
 * The moving median; see {@link rollingMean}.
 *
 * @param values finite numbers, oldest first
 * @param window how many values a window spans, 1 to 100,000,000
 * @param options as for {@link rollingMean}
 * @returns the median of the window of each value
 * @throws ClinicoreError as {@link rollingMean}
 *
 * @example
 * stats.rollingMedian([1, 9, 2, 3, 8], 3, { align: 'centred' }); // Float64Array [NaN, 2, 3, 3, NaN]
 */
export function rollingMedian(values: SampleValues, window: number, options?: RollingOptions): Float64Array {
  const { nan, centred, minCount, length } = rolling(window, options, []);
  return slide(values, nan, (stats, y, out) => stats.rollingMedian(y, length, centred, minCount, out));
}

function rolling(window: unknown, options: unknown, own: readonly string[]) {
  const length = integer(window, 'window', 1, 100_000_000);
  const fields: Fields = record(options === undefined ? {} : options, 'options');
  fields.only(['align', 'minCount', 'nan', ...own]);
  return {
    fields,
    length,
    centred: fields.optional('align', 'trailing', oneOf, ['trailing', 'centred']) === 'centred',
    minCount: fields.optional('minCount', length, integer, 1, length),
    nan: fields.optional('nan', 'error', nanPolicy),
  };
}

function slide(
  values: unknown,
  nan: NanPolicy,
  fill: (stats: StatsBackend, values: Float64Array, out: Float64Array) => boolean,
): Float64Array {
  const y = series(values, 'values', nan);
  const out = new Float64Array(y.length);
  const unit = unitScale(y);
  // Of values of an extreme size, differences or squares leave the range of double precision; scaled, they do not, and the
  // statistic itself is no larger than the values.
  if (unit > 2 ** -450 && unit < 2 ** 450 && runSync(({ stats }) => fill(stats, y, out))) return out;
  const scaled = y.map((x) => x * unit);
  if (!runSync(({ stats }) => fill(stats, scaled, out))) throw outOfRange('values');
  return out.map((x) => x / unit);
}
