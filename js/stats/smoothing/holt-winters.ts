import { ClinicoreError } from '../../errors';
import { series } from '../../series';
import { runSync } from '../../task';
import { integer, number, record } from '../../validate';
import {
  FIXED_OPTIONS,
  type FixedOptions,
  type FixedSmoothingOptions,
  type FixedSmoothingResult,
  fixedOptions,
  intervalsOf,
  need,
  smooth,
} from './fixed';
import { type Seasonal, seasonalKind } from './seasonal';

/** Options of {@link holtWinters}. */
export interface HoltWintersOptions extends FixedSmoothingOptions {
  /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000; to 1,000 with {@link levels}. */
  seasonLength: number;
  /** Smoothing of the trend, 0 to 1, in the sense of the convention. */
  beta: number;
  /** Smoothing of the season, 0 to 1, in the sense of the convention. */
  gamma: number;
  /** The factor by which the trend fades a step, 0 to 1. Default 1: it does not, as in R. */
  phi?: number | undefined;
  /** Default `'additive'`. `'multiplicative'` needs values above 0. */
  seasonal?: Seasonal | undefined;
}

/** What {@link holtWinters} returns. `n` is the number of values, `m` the season's length. */
export interface HoltWintersResult extends FixedSmoothingResult {
  /** Trend per step after each value (length `n`); NaN before the recursion starts. */
  trend: Float64Array;
  /**
   * Seasonal component after each value (length `n`), added or multiplied; where the start uses up the first season, the start
   * values there.
   */
  seasonal: Float64Array;
}

/**
 * Holt-Winters forecast (triple exponential smoothing) with fixed parameters, by default as R's `stats::HoltWinters` computes
 * it: starting from a classical decomposition of the first two seasons, with the season updated by the new level.
 * To estimate the parameters use {@link fit} with `method: 'holt-winters'`.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least two seasons of finite numbers.
 *   A `Float64Array` is read in place, an array is copied
 * @param options season, horizon, smoothing parameters, convention, start
 * @returns the forecast and the filtered components
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a NaN in the series with its index, a parameter out of range, values
 *   not above 0 for a multiplicative season), `ERR_INSUFFICIENT_DATA` (fewer than two seasons), `ERR_LIMIT_EXCEEDED` (more
 *   than 500 steps of simulated intervals)
 * @see R 4, `HoltWinters` in package stats; Winters (1960), *Management Science* 6, 324–342
 *
 * @example
 * const { forecast, intervals } = stats.holtWinters(dailySales, {
 *   seasonLength: 7, horizon: 28, alpha: 0.3, beta: 0.05, gamma: 0.2, seasonal: 'additive', levels: [0.8, 0.95],
 * });
 */
export function holtWinters(values: ArrayLike<number>, options: HoltWintersOptions): HoltWintersResult {
  const known = [...FIXED_OPTIONS, 'seasonLength', 'beta', 'gamma', 'phi', 'seasonal'];
  const fields = record(options, 'options').only(known);
  const checked = fixedOptions(fields);
  const m = fields.get('seasonLength', integer, 2, checked.levels.length > 0 ? 1000 : 1_000_000);
  const beta = fields.get('beta', number, 0, 1);
  const gamma = fields.get('gamma', number, 0, 1);
  const phi = fields.optional('phi', 1, number, 0, 1);
  const multiplicative = fields.optional('seasonal', 'additive', seasonalKind) === 'multiplicative';
  checkStart(fields.path('initial'), checked, m);

  const y = series(values, 'values');
  need(y, 2 * m, ', two seasons');
  if (multiplicative) {
    const index = y.findIndex((value) => value <= 0);
    if (index >= 0) {
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `values[${index}] must be greater than 0 for a multiplicative season`,
        { argument: 'values', index },
      );
    }
  }
  const model = { error: 'A', trend: 'A', damped: phi < 1, season: multiplicative ? 'M' : 'A' } as const;
  if (checked.convention !== 'r' || checked.start.rule !== 'r' || phi !== 1) {
    return smooth(y, model, m, checked, { beta, gamma, phi });
  }
  const { alpha, horizon, levels } = checked;
  const n = y.length;
  const [fitted, level, trend, seasonal] = [zeros(n), zeros(n), zeros(n), zeros(n)];
  const forecast = zeros(horizon);
  // No threshold keeps short series in JavaScript: crossing with arrays to fill costs about 0.3 µs, and from 28 values
  // up the native call was measured as the quicker one.
  const sse = runSync(({ stats }) =>
    stats.holtWinters(y, m, alpha, beta, gamma, multiplicative, fitted, level, trend, seasonal, forecast),
  );
  const last = { level: level[n - 1] as number, trend: trend[n - 1], seasonal: seasonal.slice(n - m) };
  const parameters = { alpha, beta, gamma, phi: undefined };
  const filtered = { y, fitted, sse, from: m, model, m, convention: 'r', parameters, last } as const;
  const intervals = intervalsOf(filtered, horizon, levels);
  return { forecast, intervals, fitted, level, trend, seasonal, sse };
}

/** Given states must be those of a model with trend and season. */
function checkStart(argument: string, { start }: FixedOptions, m: number): void {
  if (start.rule !== 'given' || (start.trend !== undefined && start.seasonal.length === m)) return;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must have a trend and ${m} seasonal items`, {
    argument,
  });
}

const zeros = (length: number) => new Float64Array(length);
