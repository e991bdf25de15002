import type { Backend, Job } from '../contract';
import type { FitSummary } from '../contract/stats/forecast';
import { findPlace } from '../intake';
import { run, taskOptions } from '../task';
import { record } from '../validate';
import { history } from './forecast/history';
import { FORECAST_OPTIONS, type ForecastMethod, type ForecastOptions, forecastSettings } from './forecast/options';
import type { Fit } from './smoothing/fit';

export * from './forecast/accuracy';
export * from './forecast/backtest';
export * from './forecast/many';
export type { ForecastMethod, ForecastOptions } from './forecast/options';
export type { SmoothingOptions } from './forecast/smoothing';

/** A prediction interval for each step of the horizon. */
export interface ForecastInterval {
  /** The probability that it holds the value. */
  level: number;
  /** Lower bounds, in the unit of the values; NaN where the data are too few to know. */
  lower: Float64Array;
  /** Upper bounds, in the unit of the values; NaN where the data are too few to know. */
  upper: Float64Array;
}

/** How the model behind a forecast was fitted. */
export type ForecastFit = Pick<
  Fit,
  'model' | 'parameters' | 'sigma2' | 'logLikelihood' | 'aic' | 'aicc' | 'bic' | 'converged' | 'iterations'
>;

/** What {@link forecast} resolves with. `n` is the number of values, `h` the horizon. */
export interface Forecast {
  /** What made it. */
  method: Exclude<ForecastMethod, 'auto'>;
  /** The history (length `n`); NaN where it is missing or closed. */
  values: Float64Array;
  /** The next values (length `h`), in the unit of the values; 0 on closed days. */
  forecast: Float64Array;
  /** One for each level asked for, each of length `h`; empty with `intervals: 'none'`. */
  intervals: ForecastInterval[];
  /** One-step forecasts of the history (length `n`); NaN where there are none, and on days that are never open. */
  fitted: Float64Array;
  /** `values` less `fitted` (length `n`); NaN where either is. */
  residuals: Float64Array;
  /** What Croston, SBA and TSB smoothed by (`beta` in TSB only); `null` for other methods. */
  intermittent: {
    /** Of the sizes of demands. */
    alpha: number;
    /** Of the probability of a demand. */
    beta: number;
  } | null;
  /** The model that `'ses'`, `'holt'`, `'holt-winters'` or `'ets'` fitted; `null` for other methods. */
  fit: ForecastFit | null;
  /**
   * What `'auto'` compared, and by which score: AICc or error, less is better, NaN for a method that could not take part; an
   * AICc of `-Infinity` (in JSON `null`) for one that fits without any error, as all do a constant series.
   * Empty where it had no choice, or none was asked for.
   */
  candidates: {
    /** What was tried. */
    method: Exclude<ForecastMethod, 'auto'>;
    /** How good it was: less is better. */
    score: number;
  }[];
}

/**
 * Forecasts a series, with prediction intervals: by the method named, or by the one that suits the data.
 *
 * The work is done on the pool, in the interactive lane by default.
 *
 * @param values the series, oldest first, evenly spaced. Copied
 * @param options horizon, season, method, intervals, closed days, demand, signal, progress, lane
 * @returns the forecast, its intervals, how it fits the history, and what made it
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range, a mask of the wrong length, demand below 0 for an intermittent method, values beyond 1e140 or
 *   unlike by less than 1e-140), `ERR_INSUFFICIENT_DATA` (nothing but missing values, too few for the method or for
 *   conformal intervals, a season with a part that has no value, a day of the season that opens in the horizon only),
 *   `ERR_LIMIT_EXCEEDED` (conformal intervals of more than 10 million windows × steps), `ERR_BUSY`, `ERR_ABORTED`
 * @see Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., chapter 5, and R's package forecast
 *   (`meanf`, `naive`, `snaive`, `rwf`, `thetaf`); Croston (1972), *Operational Research Quarterly* 23, 289–303;
 *   Syntetos & Boylan (2005), *Int. J. Forecasting* 21, 303–314; Teunter, Syntetos & Babai (2011), *European J.
 *   Operational Research* 214, 606–615; Lei et al. (2018), *JASA* 113, 1094–1111 (conformal intervals)
 *
 * @example
 * // Next week's sales of a clinic that is closed on Sundays; `dailySales` begins on a Monday.
 * const closed = Array.from({ length: dailySales.length + 7 }, (_, day) => day % 7 === 6);
 * const { forecast, intervals } = await stats.forecast(dailySales, {
 *   horizon: 7, seasonLength: 7, closed, nonNegative: true, integer: true,
 * });
 * console.log(forecast[6]); // 0: a Sunday
 */
export async function forecast(values: ArrayLike<number | null>, options: ForecastOptions): Promise<Forecast> {
  const fields = record(options, 'options').only(FORECAST_OPTIONS);
  const settings = forecastSettings(fields);
  const task = taskOptions(fields, 'interactive');
  const start = async ({ stats, pool }: Backend, job: Job) => {
    findPlace(pool);
    const { values: y, closed } = history(values, fields, settings.horizon);
    return { y, made: await stats.forecast(y, closed, settings, job) };
  };
  const { y, made } = await run(task, start, 1);
  const { alpha, beta, lower, upper, fitted } = made;
  return {
    method: made.method as Forecast['method'],
    values: y,
    forecast: made.forecast,
    intervals: lower.map((bound, i) => ({
      level: settings.levels[i] as number,
      lower: bound,
      upper: upper[i] as Float64Array,
    })),
    fitted,
    residuals: y.map((value, t) => value - (fitted[t] as number)),
    intermittent: alpha > 0 ? { alpha, beta } : null,
    fit: made.fit && fitOf(made.fit),
    candidates: made.candidates as Forecast['candidates'],
  };
}

function fitOf({ alpha, beta, gamma, phi, ...made }: FitSummary): ForecastFit {
  const orNull = (parameter: number) => (Number.isNaN(parameter) ? null : parameter);
  return { ...made, parameters: { alpha, beta: orNull(beta), gamma: orNull(gamma), phi: orNull(phi) } };
}
