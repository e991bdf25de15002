import { ClinicoreError } from '../errors';
import { type NanPolicy, nanPolicy } from '../series';
import { run, runSync, TASK_OPTIONS, type TaskOptions, taskOptions } from '../task';
import { integer, oneOf, optionalRecord, record } from '../validate';
import { gappedSeries, limitSmoothed, smoothingLane, twoSeasons } from './decomposition/gaps';

export * from './decomposition/stl';

/** Options of {@link classicalDecomposition}. */
export interface ClassicalDecompositionOptions {
  /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000. */
  seasonLength: number;
  /** Default `'additive'`: value = trend + season + remainder. `'multiplicative'` multiplies them and needs values above 0. */
  model?: 'additive' | 'multiplicative' | undefined;
  /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value. */
  nan?: NanPolicy | undefined;
}

/** What {@link classicalDecomposition} returns. `n` is the number of values, `m` the season's length. */
export interface ClassicalDecomposition {
  /**
   * The average over one season centred on each value (length `n`). NaN in the first and last half season, where it is
   * not known, and where it would take in a missing value.
   */
  trend: Float64Array;
  /** The figure, season after season (length `n`). */
  seasonal: Float64Array;
  /** What is left (length `n`); NaN where the trend or the value is. */
  remainder: Float64Array;
  /** One season's component, from the first value's on (length `m`); its mean is 0 (multiplicative: 1). */
  figure: Float64Array;
}

/**
 * Takes a series apart by moving averages, as R's `stats::decompose` does: the trend is a centred moving average over
 * one season (for an even season the outer two values count half), the season the mean of what is left at each place.
 *
 * @param values the series, oldest first, evenly spaced: at least two seasons. A `Float64Array` is read in place, an
 *   array is copied
 * @param options season, model, what a NaN means
 * @returns trend, season and remainder
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, values not above 0
 *   for a multiplicative model), `ERR_INSUFFICIENT_DATA` (fewer than two seasons, or a place in the season at which no
 *   value has a known trend)
 * @see R 4, `decompose` in package stats; Kendall & Stuart (1983), *The Advanced Theory of Statistics* 3, 410–414
 *
 * @example
 * const { figure } = stats.classicalDecomposition(dailySales, { seasonLength: 7 });
 */
export function classicalDecomposition(
  values: ArrayLike<number | null>,
  options: ClassicalDecompositionOptions,
): ClassicalDecomposition {
  const fields = record(options, 'options').only(['seasonLength', 'model', 'nan']);
  const seasonLength = fields.get('seasonLength', integer, 2, 1_000_000);
  const multiplicative = fields.optional('model', 'additive', model) === 'multiplicative';
  const y = gappedSeries(values, 'values', fields.optional('nan', 'error', nanPolicy));
  twoSeasons(y, 'values', seasonLength);
  const index = multiplicative ? y.findIndex((value) => value <= 0) : -1;
  if (index >= 0) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `values[${index}] must be greater than 0 for a multiplicative season`,
      { argument: 'values', index },
    );
  }
  const [trend, seasonal, remainder, figure] = [zeros(y.length), zeros(y.length), zeros(y.length), zeros(seasonLength)];
  runSync(({ stats }) => stats.classicalDecomposition(y, multiplicative, trend, seasonal, remainder, figure));
  return { trend, seasonal, remainder, figure };
}

/** Options of {@link interpolate}. */
export interface InterpolateOptions extends TaskOptions {
  /** Observations in a season, *m*, 1 to 1,000,000. Default: 1, no season. */
  seasonLength?: number | undefined;
}

/**
 * Fills in what is missing, as `na.interp` of R's package forecast does.
 *
 * Without a season, or with no more than two seasons of values, along a straight line from neighbour to neighbour, and
 * level before the first and after the last. With a season, the line is drawn through the values without their season,
 * and the season added back; the season is that of a robust {@link mstl}. Should that lead half the range beyond what
 * was observed, the straight line is taken instead. Values that are not missing stay as they are.
 *
 * The work is done on the pool, by default in the interactive lane, or with a season and more than 100,000
 * values in the bulk lane.
 *
 * @param values the series, oldest first, evenly spaced; NaN, or `null` in an array, where a value is missing. Copied
 * @param options season, signal, progress, lane
 * @returns the series without gaps
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (an infinity, with its index), `ERR_INSUFFICIENT_DATA`
 *   (nothing but missing values), `ERR_LIMIT_EXCEEDED` (more than 10 million values and a season), `ERR_BUSY`, `ERR_ABORTED`
 * @see `na.interp` in R's package forecast, 8.21 and later
 *
 * @example
 * const sales = await stats.interpolate([12, 14, null, 13], { seasonLength: 7 });
 */
export async function interpolate(
  values: ArrayLike<number | null>,
  options: InterpolateOptions = {},
): Promise<Float64Array> {
  const fields = optionalRecord(options, 'options').only(['seasonLength', ...TASK_OPTIONS]);
  const seasonLength = fields.optional('seasonLength', 1, integer, 1, 1_000_000);
  const y = gappedSeries(values, 'values', 'omit');
  const task = taskOptions(fields, seasonLength > 1 ? smoothingLane(y) : 'interactive');
  if (seasonLength > 1) limitSmoothed(y, 'values');
  return run(task, ({ stats }, job) => stats.interpolate(y, seasonLength, job));
}

const zeros = (length: number) => new Float64Array(length);

const model = (value: unknown, path: string) => oneOf(value, path, ['additive', 'multiplicative']);
