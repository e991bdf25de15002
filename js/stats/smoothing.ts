import { ClinicoreError } from '../errors';
import { runSync } from '../task';
import { integer, number, record, series } from '../validate';
import { type Seasonal, seasonalKind } from './smoothing/seasonal';

export { type Fit, type FitBatch, type FitOptions, type FitStates, fit, fitMany } from './smoothing/fit';
export type { FitSettings, InitialRule, InitialStates, SmoothingConvention } from './smoothing/options';
export type { Seasonal };

/** Options of {@link holtWinters}. */
export interface HoltWintersOptions {
  /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000. */
  seasonLength: number;
  /** How many values to forecast. 1 to 1,000,000. */
  horizon: number;
  /** Smoothing of the level, 0 to 1: 0 never moves it, 1 follows the last value. */
  alpha: number;
  /** Smoothing of the trend, 0 to 1. */
  beta: number;
  /** Smoothing of the season, 0 to 1. */
  gamma: number;
  /** Default `'additive'`. `'multiplicative'` needs values above 0. */
  seasonal?: Seasonal;
}

/** What {@link holtWinters} returns. `n` is the number of values, `m` the season's length. */
export interface HoltWintersResult {
  /** The next `horizon` values, in the unit of the values. */
  forecast: Float64Array;
  /** One-step-ahead forecasts (length `n`); NaN in the first season, which only starts the recursion. */
  fitted: Float64Array;
  /** Level after each value (length `n`); NaN in the first season. */
  level: Float64Array;
  /** Trend per step after each value (length `n`); NaN in the first season. */
  trend: Float64Array;
  /** Seasonal component after each value (length `n`), added or multiplied; the start values in the first season. */
  seasonal: Float64Array;
  /** Sum of squared one-step errors, from the second season on. */
  sse: number;
}

/**
 * Holt-Winters forecast (triple exponential smoothing) with fixed parameters, as R's `stats::HoltWinters` computes it:
 * starting from a classical decomposition of the first two seasons, with the season updated by the new level.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least two seasons of finite numbers.
 *   A `Float64Array` is read in place, an array is copied
 * @param options season, horizon and smoothing parameters
 * @returns the forecast and the filtered components
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a NaN in the series with its index, a parameter out of range, values
 *   not above 0 for a multiplicative season), `ERR_INSUFFICIENT_DATA` (fewer than two seasons)
 * @see R 4, `HoltWinters` in package stats; Winters (1960), *Management Science* 6, 324–342
 *
 * @example
 * const { forecast } = stats.holtWinters(dailySales, {
 *   seasonLength: 7, horizon: 28, alpha: 0.3, beta: 0.05, gamma: 0.2, seasonal: 'additive',
 * });
 */
export function holtWinters(values: ArrayLike<number>, options: HoltWintersOptions): HoltWintersResult {
  const fields = record(options, 'options').only(['seasonLength', 'horizon', 'alpha', 'beta', 'gamma', 'seasonal']);
  const seasonLength = fields.get('seasonLength', integer, 2, 1_000_000);
  const horizon = fields.get('horizon', integer, 1, 1_000_000);
  const alpha = fields.get('alpha', number, 0, 1);
  const beta = fields.get('beta', number, 0, 1);
  const gamma = fields.get('gamma', number, 0, 1);
  const multiplicative = fields.optional('seasonal', 'additive', seasonalKind) === 'multiplicative';

  const y = series(values, 'values');
  if (y.length < 2 * seasonLength) {
    throw new ClinicoreError(
      'ERR_INSUFFICIENT_DATA',
      `values must have at least ${2 * seasonLength} items, two seasons, got ${y.length}`,
      { argument: 'values', required: 2 * seasonLength, given: y.length },
    );
  }
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
  const n = y.length;
  const [fitted, level, trend, seasonal] = [zeros(n), zeros(n), zeros(n), zeros(n)];
  const forecast = zeros(horizon);
  // No threshold keeps short series in JavaScript: crossing with arrays to fill costs about 0.3 µs, and from 28 values
  // up the native call was measured as the quicker one.
  const sse = runSync(({ stats }) =>
    stats.holtWinters(y, seasonLength, alpha, beta, gamma, multiplicative, fitted, level, trend, seasonal, forecast),
  );
  return { forecast, fitted, level, trend, seasonal, sse };
}

const zeros = (length: number) => new Float64Array(length);
