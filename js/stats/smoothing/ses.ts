import { series } from '../../series';
import { record } from '../../validate';
import { FIXED_OPTIONS, type FixedSmoothingOptions, type FixedSmoothingResult, fixedOptions, smooth } from './fixed';

/** Options of {@link ses}. */
export type SesOptions = FixedSmoothingOptions;

/** What {@link ses} returns. */
export type SesResult = FixedSmoothingResult;

/**
 * Simple exponential smoothing with a fixed parameter, as R's `HoltWinters(x, alpha, beta = FALSE, gamma = FALSE)` computes
 * it: for a level that wanders, without trend or season. To estimate the parameter use {@link fit} with `method: 'ses'`.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least two finite numbers (ten to start by
 *   `'heuristic'`). A `Float64Array` is read in place, an array is copied
 * @param options horizon, parameter, start
 * @returns the forecast, the same for every step, and the filtered level
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_INSUFFICIENT_DATA`
 * @see Hyndman, Koehler, Ord & Snyder (2008), model ETS(A,N,N)
 *
 * @example
 * const { forecast, intervals } = stats.ses(weeklyDemand, { alpha: 0.2, horizon: 4, levels: [0.8] });
 */
export function ses(values: ArrayLike<number>, options: SesOptions): SesResult {
  const fields = record(options, 'options').only(FIXED_OPTIONS);
  const checked = fixedOptions(fields);
  const model = { error: 'A', trend: 'N', damped: false, season: 'N' } as const;
  const { forecast, intervals, fitted, level, sse } = smooth(series(values, 'values'), model, 1, checked, {});
  return { forecast, intervals, fitted, level, sse };
}
