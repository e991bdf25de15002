import { ClinicoreError } from '../../errors';
import { series } from '../../series';
import { number, record } from '../../validate';
import { FIXED_OPTIONS, type FixedSmoothingOptions, type FixedSmoothingResult, fixedOptions, smooth } from './fixed';

/** Options of {@link holt}. */
export interface HoltOptions extends FixedSmoothingOptions {
  /** Smoothing of the trend, 0 to 1, in the sense of the convention. */
  beta: number;
  /** The factor by which the trend fades a step, above 0 to 1. Default 1: it does not. */
  phi?: number | undefined;
}

/** What {@link holt} returns. `n` is the number of values. */
export interface HoltResult extends FixedSmoothingResult {
  /** Trend per step after each value (length `n`); NaN before the recursion starts. */
  trend: Float64Array;
}

/**
 * Holt's method (double exponential smoothing) with fixed parameters, as R's `HoltWinters(x, alpha, beta, gamma = FALSE)`
 * computes it: for a level with a trend, damped if `phi` is below 1. To estimate the parameters use {@link fit} with `method: 'holt'`.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least three finite numbers (ten to start by
 *   `'heuristic'`). A `Float64Array` is read in place, an array is copied
 * @param options horizon, parameters, start
 * @returns the forecast and the filtered components
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_INSUFFICIENT_DATA`
 * @see Holt (1957), reprinted in *Int. J. Forecasting* 20 (2004), 5–10
 *
 * @example
 * const { forecast } = stats.holt(monthlyPatients, { alpha: 0.4, beta: 0.1, phi: 0.95, horizon: 12 });
 */
export function holt(values: ArrayLike<number>, options: HoltOptions): HoltResult {
  const fields = record(options, 'options').only([...FIXED_OPTIONS, 'beta', 'phi']);
  const checked = fixedOptions(fields);
  const beta = fields.get('beta', number, 0, 1);
  const phi = fields.optional('phi', 1, number, 0, 1);
  if (checked.start.rule === 'given' && checked.start.trend === undefined) {
    const argument = fields.path('initial');
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must have a trend for a model with one`, {
      argument,
    });
  }
  const model = { error: 'A', trend: 'A', damped: phi < 1, season: 'N' } as const;
  const filtered = smooth(series(values, 'values'), model, 1, checked, { beta, phi });
  const { forecast, intervals, fitted, level, trend, sse } = filtered;
  return { forecast, intervals, fitted, level, trend, sse };
}
