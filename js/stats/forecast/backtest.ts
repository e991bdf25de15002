import { ClinicoreError, outOfRange } from '../../errors';
import { run, taskOptions } from '../../task';
import { integer, oneOf, record } from '../../validate';
import type { ForecastInterval } from '../forecast';
import type { Accuracy } from './accuracy';
import { checkSize, Forecasts, type SeriesForecast } from './batch';
import { history } from './history';
import { empty, measured } from './measure';
import { FORECAST_OPTIONS, type ForecastOptions, forecastSettings } from './options';
import { placed } from './placed';

/** Options of {@link backtest}: what is to be forecast, and from where. */
export interface BacktestOptions extends ForecastOptions {
  /** How many values the first forecast is made from. 1 to 1,000,000. */
  initial: number;
  /** How many values later each next forecast is made. 1 to 1,000,000. Default: 1. */
  step?: number | undefined;
  /** `'expanding'` (default): from all values so far. `'sliding'`: from the last `initial` only. */
  window?: 'expanding' | 'sliding' | undefined;
}

/** How well an interval of a {@link Backtest} held what came. */
export interface BacktestInterval extends ForecastInterval {
  /** The share of values within it. */
  coverage: number;
  /** Winkler's score: width and 2/(1 − level) times how far values were outside, on average. */
  winkler: number;
}

/** The most steps of a backtest; each has measures of its own. */
const LONGEST = 10_000;

/** The most numbers of a backtest, forecasts and bounds of all windows. */
const MAX_NUMBERS = 10_000_000;

/** What {@link backtest} resolves with: columns for all windows, `h` items (the horizon) for each. */
export interface Backtest {
  /** How many forecasts were made. */
  length: number;
  /** Steps of each. */
  horizon: number;
  /** How many values came before each forecast. */
  origins: Uint32Array;
  /** What made each forecast. */
  methods: SeriesForecast['method'][];
  /** The forecasts, window after window. */
  forecast: Float64Array;
  /** What came; NaN where it is missing or closed. */
  actual: Float64Array;
  /** One for each level, window after window. */
  intervals: BacktestInterval[];
  /** The errors of all windows and steps; scaled by the first window's history. */
  accuracy: Accuracy;
  /** The errors of all windows, for each step ahead (length `h`). */
  steps: Accuracy[];
}

/**
 * How good forecasts would have been: forecasts the series from one origin after the other, each time from what was known
 * then, and holds them against what came. Every forecast is the one {@link forecast} makes of the same values.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts windows.
 *
 * @param values the series, oldest first, evenly spaced: at least `initial` and the horizon. Copied
 * @param options as those of {@link forecast}, and where to forecast from. A `closed` mask is as long as `values`; closed
 *   days are not measured
 * @returns forecasts, what came, and measures of error
 * @throws ClinicoreError (as a rejection) as {@link forecast}, for the first window that fails; `ERR_INSUFFICIENT_DATA`
 *   (fewer values than `initial` and the horizon), `ERR_LIMIT_EXCEEDED` (a horizon above 10,000,
 *   more than 10 million numbers in the answer: windows × horizon × (1 + 2 × levels))
 * @see Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., §5.10; `tsCV` in R's package forecast
 *
 * @example
 * const { accuracy, intervals } = await stats.backtest(dailySales, {
 *   method: 'seasonal-naive', seasonLength: 7, horizon: 7, initial: 56, step: 7,
 * });
 * console.log(accuracy.mase, intervals[1].coverage); // of the 95 % interval
 */
export async function backtest(values: ArrayLike<number | null>, options: BacktestOptions): Promise<Backtest> {
  const fields = record(options, 'options').only(['initial', 'step', 'window', ...FORECAST_OPTIONS]);
  const settings = forecastSettings(fields, true);
  const task = taskOptions(fields, 'bulk');
  const initial = fields.get('initial', integer, 1, 1_000_000);
  const step = fields.optional('step', 1, integer, 1, 1_000_000);
  const window = fields.optional('window', 'expanding', oneOf, ['expanding', 'sliding'] as const);
  const { horizon, seasonLength } = settings;
  if (horizon > LONGEST) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `options.horizon must be at most ${LONGEST}, got ${horizon}`, {
      argument: 'options.horizon',
      limit: LONGEST,
      given: horizon,
    });
  }
  const { values: y, closed } = history(values, fields, horizon);
  const required = initial + horizon;
  if (y.length < required) {
    throw new ClinicoreError(
      'ERR_INSUFFICIENT_DATA',
      `values must have at least ${required} items, initial and horizon, got ${y.length}`,
      { argument: 'values', required, given: y.length },
    );
  }
  const length = Math.floor((y.length - required) / step) + 1;
  checkSize(length, settings, MAX_NUMBERS);
  const origins = Uint32Array.from({ length }, (_, i) => initial + i * step);
  const starts = origins.map((origin) => (window === 'sliding' ? origin - initial : 0));
  const answer = await run(
    task,
    ({ stats }, job) => stats.forecastMany(y, closed, { starts, ends: origins, calendar: starts }, settings, job),
    length,
  );
  const made = new Forecasts(answer, settings);
  for (const [i, error] of made.errors) throw placed(error, (index) => index + (starts[i] as number));

  const actual = new Float64Array(length * horizon);
  origins.forEach((origin, i) => {
    actual.set(y.subarray(origin, origin + horizon), i * horizon);
  });
  const training = y.subarray(starts[0], initial);
  const scale = scaleOf(training, seasonLength);
  const scaled = (of: Float64Array, by: Float64Array) => {
    const made = measured(of, by, { ...unscaled, ...none });
    return { ...made, mase: ratio(made.mae, scale.mae), rmsse: ratio(made.rmse, scale.rmse) };
  };
  const every = (column: Float64Array, h: number) =>
    Float64Array.from({ length }, (_, i) => column[i * horizon + h] as number);
  const steps: Accuracy[] = [];
  for (let h = 0; h < horizon; h++) {
    // A thousand steps in one go would hold up the event loop.
    if ((h * length) % TURN < length) await turn();
    steps.push(scaled(every(actual, h), every(made.forecast, h)));
  }
  return {
    length,
    horizon,
    origins,
    methods: made.methods as SeriesForecast['method'][],
    forecast: made.forecast,
    actual,
    intervals: made.intervals.map((interval) => {
      const { coverage, winkler } = measured(actual, made.forecast, { ...unscaled, ...interval });
      return { ...interval, coverage, winkler };
    }),
    accuracy: scaled(actual, made.forecast),
    steps,
  };
}

const none = { lower: empty, upper: empty, level: 0 };
const unscaled = { training: empty, seasonLength: 1, quantiles: empty, probabilities: empty };

/** What the seasonal naive method errs on the training: once for all steps, for it takes as long as the training. */
function scaleOf(training: Float64Array, seasonLength: number): { mae: number; rmse: number } {
  const changes = training.slice(seasonLength);
  for (let t = 0; t < changes.length; t++) (changes[t] as number) -= training[t] as number;
  return measured(changes, new Float64Array(changes.length), { ...unscaled, ...none });
}

/** NaN for a denominator of 0. */
function ratio(numerator: number, denominator: number): number {
  if (denominator === 0) return Number.NaN;
  if (Math.abs(numerator / denominator) === Number.POSITIVE_INFINITY) throw outOfRange();
  return numerator / denominator;
}

/** Pairs that are measured between two turns of the event loop. */
const TURN = 20_000;

const turn = () => new Promise((resume) => setImmediate(resume));
