/** The options that `forecast`, `forecastMany` and `backtest` share. */
import { types } from 'node:util';
import type { ForecastSettings } from '../../contract/stats/forecast';
import { ClinicoreError } from '../../errors';
import type { NanPolicy } from '../../series';
import { TASK_OPTIONS, type TaskOptions } from '../../task';
import {
  array,
  attached,
  boolean,
  type Fields,
  integer,
  invalid,
  items,
  limitLength,
  number,
  oneOf,
  probability,
  readable,
} from '../../validate';
import { MOST_SEASON, type SmoothingOptions, smoothingSettings } from './smoothing';

const METHODS = [
  'mean',
  'naive',
  'seasonal-naive',
  'drift',
  'theta',
  'croston',
  'sba',
  'tsb',
  'ses',
  'holt',
  'holt-winters',
  'ets',
  'auto',
] as const;

/**
 * How a forecast is made; each is described in {@link ForecastOptions.method}.
 *
 * @useDeclaredType
 */
export type ForecastMethod = (typeof METHODS)[number];

/**
 * Options of {@link forecast}, {@link forecastMany} and {@link backtest}. One that would have no effect is refused, such as
 * `alpha` for `'naive'`, or `levels` with `intervals: 'none'`.
 */
export interface ForecastOptions extends TaskOptions {
  /** How many values to forecast. 1 to 1,000,000. */
  horizon: number;
  /**
   * Observations in a season, *m*: 7 for daily values with a weekly season. 1 to 1,000,000, of `'ets'` and
   * `'holt-winters'` to 1000. Default: 1, no season. Other methods than these, `'seasonal-naive'`, `'theta'` and `'auto'`
   * take one only with `closed`, or in {@link backtest}, which scales errors by it.
   */
  seasonLength?: number | undefined;
  /**
   * - `'mean'`: the mean of all values.
   * - `'naive'`: the last value. `'seasonal-naive'`: the last value of the same season. `'drift'`: the last value, and
   *   for each step the average change since the first.
   * - `'theta'`: R's `thetaf`; simple exponential smoothing with half the trend, seasonally adjusted where a test says so.
   * - `'croston'`, `'sba'` (its bias corrected after Syntetos and Boylan), `'tsb'` (after Teunter, Syntetos and Babai,
   *   for demand that may end): intermittent demand. Values must be 0 or more.
   * - `'ses'`, `'holt'`, `'holt-winters'`, `'ets'`: exponential smoothing, simple, with a trend, with trend and season, or
   *   the best model of the ETS family; {@link smoothing} says which.
   * - `'auto'` (default): by the data. One value: naive; fewer than five: the mean. Intermittent demand (on average more
   *   than 1.32 periods for each with demand, Syntetos, Boylan & Croston 2005): SBA, or TSB if the time since the last
   *   demand is longer than any between two before; the time up to the first does not count. Else
   *   whichever of mean, naive, drift, seasonal naive, Theta and ETS `select` finds best; a fit that did not converge never wins.
   */
  method?: ForecastMethod | undefined;
  /** Probabilities that the prediction intervals hold the value, each from 1e-12 to 1 − 1e-12, at most 20. Default: `[0.8, 0.95]`. */
  levels?: ArrayLike<number> | undefined;
  /**
   * - `'model'` (default): what the method's model says; where a model of exponential smoothing has no formula, the
   *   quantiles of 5,000 simulated futures, which take up to a millisecond a step of the horizon. For `'croston'`, `'sba'` and `'tsb'`, which have no model, the
   *   order statistics of past demand.
   * - `'conformal'`: as wide as the errors of a backtest on the series itself, for each step ahead; right for any
   *   method as long as errors stay alike. Windows × horizon may be 10 million.
   * - `'none'`.
   */
  intervals?: 'model' | 'conformal' | 'none' | undefined;
  /**
   * Origins of the backtest behind conformal intervals (default: the fewest the highest level allows, 19 for 0.95) or
   * behind `select: 'backtest'` (default: 10). 1 to 100,000.
   */
  windows?: number | undefined;
  /**
   * What `'auto'` goes by: `'aicc'` (default), Akaike's criterion, in which Theta takes no part for it has no
   * likelihood; or `'backtest'`, the error of forecasts from the last `windows` origins.
   */
  select?: 'aicc' | 'backtest' | undefined;
  /** The error `select: 'backtest'` goes by: mean absolute (default) or root mean squared. */
  metric?: 'mae' | 'rmse' | undefined;
  /**
   * What `'ses'`, `'holt'`, `'holt-winters'` and `'ets'` fit, and `'auto'` (which has R's `likelihood` only) holds against
   * the others; as in {@link fit}.
   */
  smoothing?: SmoothingOptions | undefined;
  /**
   * Smoothing of `'croston'`, `'sba'` and `'tsb'`, above 0, at most 1; or `'estimate'`, which takes the one from 0.05 to
   * 0.3 with the least mean squared rate (Kourentzes 2014). Default: 0.1.
   */
  alpha?: number | 'estimate' | undefined;
  /**
   * Smoothing of the probability of demand in `'tsb'`, above 0, at most 1. Default: 0.1; estimated with `alpha`, when none
   * may be given.
   */
  beta?: number | undefined;
  /** Forecasts and bounds below 0 become 0. Default: `false`. */
  nonNegative?: boolean | undefined;
  /**
   * Whole units: forecasts are rounded to the nearest (halves up), lower bounds down and upper bounds up, so that an
   * interval holds at least what it held. Default: `false`.
   */
  integer?: boolean | undefined;
  /**
   * Days on which the clinic is closed, `true` or 1: Sundays, holidays. What the history holds there counts as missing,
   * and the forecast and its interval are 0. A day of the season that is never open leaves the season, so that a week
   * with a closed Sunday is a season of six days. One that is closed all history through must be closed ahead too:
   * whatever the method, nothing tells what it would hold (`ERR_INSUFFICIENT_DATA`).
   */
  closed?: ArrayLike<boolean | number> | undefined;
  /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value. */
  nan?: NanPolicy | undefined;
}

/** The names of {@link ForecastOptions}, for `Fields.only`. */
export const FORECAST_OPTIONS = [
  'horizon',
  'seasonLength',
  'method',
  'levels',
  'intervals',
  'windows',
  'select',
  'metric',
  'smoothing',
  'alpha',
  'beta',
  'nonNegative',
  'integer',
  'closed',
  'nan',
  ...TASK_OPTIONS,
];

/** What some methods only have a use for; `smoothing` has its own. */
const METHODS_WITH: Record<'seasonLength' | 'alpha' | 'beta' | 'select', readonly ForecastMethod[]> = {
  seasonLength: ['seasonal-naive', 'theta', 'holt-winters', 'ets', 'auto'],
  alpha: ['croston', 'sba', 'tsb', 'auto'],
  beta: ['tsb', 'auto'],
  select: ['auto'],
};

/** The check of an option that would be silently ignored unless `sound` is true, and else says where. */
const only =
  <T, A extends unknown[]>(sound: true | string, check: (value: unknown, path: string, ...rest: A) => T) =>
  (value: unknown, path: string, ...rest: A): T =>
    sound === true ? check(value, path, ...rest) : invalid(path, `left out ${sound}`, value);

/**
 * Reads what goes to the backend out of {@link ForecastOptions}. Whatever the method, a season has a meaning in a calendar
 * with closed days, and where errors are scaled by it.
 */
export function forecastSettings(fields: Fields, scales = false): ForecastSettings {
  const forSeason = scales || fields.optional('closed', false, () => true);
  const method = fields.optional('method', 'auto', oneOf, METHODS);
  const own = (name: keyof typeof METHODS_WITH) => METHODS_WITH[name].includes(method) || `for method '${method}'`;
  const select = fields.optional('select', 'aicc', only(own('select'), oneOf), ['aicc', 'backtest'] as const);
  const byBacktest = select === 'backtest' || "unless select is 'backtest'";
  const metric = fields.optional('metric', 'mae', only(byBacktest, oneOf), ['mae', 'rmse'] as const);
  const hasSeason = forSeason || own('seasonLength');
  const seasonLength =
    method === 'holt-winters'
      ? fields.get('seasonLength', integer, 2, MOST_SEASON)
      : fields.optional('seasonLength', 1, only(hasSeason, integer), 1, method === 'ets' ? MOST_SEASON : 1_000_000);
  const horizon = fields.get('horizon', integer, 1, 1_000_000);
  const intervals = fields.optional('intervals', 'model', oneOf, ['model', 'conformal', 'none'] as const);
  const hasLevels = intervals !== 'none' || "with intervals 'none'";
  const levels = fields.optional('levels', [0.8, 0.95], only(hasLevels, items<number>), 20, probability);
  const hasWindows =
    intervals === 'conformal' || select === 'backtest' || "unless intervals are 'conformal' or select is 'backtest'";
  const windows = fields.optional('windows', 0, only(hasWindows, integer), 1, 100_000);
  const alpha = fields.optional('alpha', 0.1, only(own('alpha'), smoothing));
  const hasBeta = own('beta') === true && alpha === 0 ? "with alpha 'estimate'" : own('beta');
  const beta = fields.optional('beta', 0.1, only(hasBeta, share));
  if (intervals === 'conformal') limitErrors(horizon, windows, levels);
  return {
    method,
    horizon,
    seasonLength,
    levels,
    intervals,
    windows,
    nonNegative: fields.optional('nonNegative', false, boolean),
    integer: fields.optional('integer', false, boolean),
    alpha,
    beta,
    select: select === 'aicc' ? 'aicc' : metric,
    smoothing: smoothingSettings(fields, method, seasonLength),
  };
}

/** Errors that conformal intervals are made from, one for each window and step: 80 MB. */
const MOST_ERRORS = 10_000_000;

function limitErrors(horizon: number, given: number, levels: number[]): void {
  // As many as the highest level needs, unless the caller says.
  const windows = given || Math.max(1, ...levels.map((level) => Math.ceil(level / (1 - level) - 1e-9)));
  const limit = Math.max(1, Math.floor(MOST_ERRORS / windows));
  if (horizon <= limit) return;
  throw new ClinicoreError(
    'ERR_LIMIT_EXCEEDED',
    `options.horizon must be at most ${limit} for conformal intervals of ${windows} windows, got ${horizon}`,
    { argument: 'options.horizon', limit, given: horizon, option: given ? 'windows' : 'levels' },
  );
}

function share(value: unknown, path: string): number {
  if (number(value, path, 0, 1) === 0) invalid(path, 'a number above 0 and at most 1', value);
  return value as number;
}

/** 0 stands for `'estimate'`. */
const smoothing = (value: unknown, path: string): number => (value === 'estimate' ? 0 : share(value, path));

/** A mask of days: a 1 for each that is closed. */
export function closedDays(value: unknown, path: string): Uint8Array {
  const source = types.isUint8Array(value) ? value : array(value, path, 100_000_000);
  if (types.isUint8Array(value)) attached(value, path);
  limitLength(source.length, path, 100_000_000);
  return readable(path, () => {
    const { length } = source;
    // The first item is looked at before the mask is allocated, so that `new Array(1e8)` costs nothing.
    const closed = new Uint8Array(length > 0 && isDay(source[0]) ? length : 0);
    for (let day = 0; day < length; day++) {
      const item = source[day];
      if (!isDay(item)) invalid(`${path}[${day}]`, 'true, false, 1 or 0', item, { argument: path, index: day });
      closed[day] = Number(item);
    }
    return closed;
  });
}

const isDay = (value: unknown) => value === true || value === false || value === 0 || value === 1;

/** Throws for a mask that is too long or too short. */
export function wrongLength(must: string, given: number): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `options.closed must have ${must}, got ${given}`, {
    argument: 'options.closed',
    given,
  });
}
