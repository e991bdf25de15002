import type { Backend, Job } from '../../contract';
import { FIT_NUMBERS, type FitColumns, type FitMessage } from '../../contract/stats/smoothing';
import { ClinicoreError } from '../../errors';
import { MODELS, nameOf } from '../../fallback/stats/smoothing/model';
import { showAsNamed } from '../../inspect';
import { findPlace, inBatches } from '../../intake';
import { type NanPolicy, nanPolicy, series } from '../../series';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { optionalRecord } from '../../validate';
import { checkIndex, finite, type RaggedSeries, raggedSeries, runSeries, type SoundSeries } from '../ragged';
import { backendErrors } from '../series-errors';
import { FIT_SETTINGS, type FitSettings, fitSettings, type SmoothingConvention } from './options';

/** Options of {@link fit} and {@link fitMany}. */
export interface FitOptions extends FitSettings, TaskOptions {
  /**
   * What a NaN (or `null` in an array) means: a mistake, `'error'` (the default), or a value that is missing, `'omit'`: there
   * the states move on as expected, and nothing enters the likelihood.
   */
  nan?: NanPolicy | undefined;
}

/** Level, trend and season at one time. */
export interface FitStates {
  /** The level, in the unit of the values. */
  level: number;
  /** The trend a step: added, or the factor of a multiplicative one. `null` in a model without. */
  trend: number | null;
  /** The season, beginning with that of the next value: added, or factors. `null` in a model without. */
  seasonal: Float64Array | null;
}

/** A model fitted to a series of `n` values. */
export interface Fit {
  /** The method asked for. */
  method: 'ets' | 'ses' | 'holt' | 'holt-winters';
  /** The model by letters, such as `'MAdM'`; one by least squares has additive errors. */
  model: string;
  /** The recursion, and what the parameters mean; `'ets'` for the ETS family. */
  convention: SmoothingConvention;
  /** Observations in a season; 1 for none. */
  seasonLength: number;
  /** The parameters, estimated or held; `null` where the model has none. */
  parameters: {
    /** Of the level: α. */
    alpha: number;
    /** Of the trend: β; `null` without one. */
    beta: number | null;
    /** Of the season: γ; `null` without one. */
    gamma: number | null;
    /** How far a trend is damped: φ; `null` where it is not. */
    phi: number | null;
  };
  /** The states before the recursion's first value. */
  initial: FitStates;
  /** The states after the last value. */
  final: FitStates;
  /** One-step-ahead forecasts (length `n`); NaN before the recursion starts. */
  fitted: Float64Array;
  /** Value less forecast (length `n`), as a share of the forecast where the error is multiplicative; NaN where there is no value. */
  residuals: Float64Array;
  /** Sum of the squared residuals. */
  sse: number;
  /** The residuals' variance: `sse` over the values observed less the parameters estimated, as in R. */
  sigma2: number;
  /** ln L, in the convention of the option `likelihood`. A perfect fit counts as one with errors in the twelfth digit. */
  logLikelihood: number;
  /** Akaike's criterion. */
  aic: number;
  /** Akaike's criterion, corrected for small samples. */
  aicc: number;
  /** Schwarz's criterion. */
  bic: number;
  /** Parameters estimated, the variance included. */
  k: number;
  /** Values that entered the likelihood. */
  observed: number;
  /** Whether the search came to a minimum. */
  converged: boolean;
  /** Steps of the search. */
  iterations: number;
  /** The models compared, with what the choice went by. One that did not converge is never chosen. */
  candidates: {
    /** Its letters, as {@link FitSettings.model}. */
    model: string;
    /** The criterion it was compared by: less is better. */
    criterion: number;
    /** Whether the search came to a minimum. */
    converged: boolean;
  }[];
}

/**
 * Fits exponential smoothing to a series: its parameters and start values, and, for the ETS family, the model itself.
 *
 * The optimiser starts from many points and ends where the gradient vanishes; both backends come to the same parameters.
 * Of a series whose values are all the same the simplest model is taken, with error 0.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts series, of which there is one.
 *
 * @param values the series, oldest first, evenly spaced. Copied
 * @param options what to fit; none for the best ETS model without season
 * @returns the fitted model
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (an option out of range or without meaning for the method, a
 *   NaN unless it is a gap, an infinity, a value not above 0 for a multiplicative model, values whose fit overflows or whose
 *   search does not converge), `ERR_INSUFFICIENT_DATA` (of `'ets'`, as in R, more than four values beyond the parameters are
 *   needed; of `'holt-winters'` two seasons), `ERR_BUSY`, `ERR_ABORTED`
 * @see Hyndman, Koehler, Ord & Snyder (2008), *Forecasting with Exponential Smoothing*, Springer; R package forecast, `ets`
 *
 * @example
 * const model = await stats.fit(dailySales, { seasonLength: 7 });
 * console.log(model.model, model.aicc, model.parameters.alpha);
 */
export async function fit(values: ArrayLike<number | null>, options: FitOptions = {}): Promise<Fit> {
  const { message, method, nan, task } = reading(options, 'interactive');
  const start = async ({ stats, pool }: Backend, job: Job) => {
    findPlace(pool);
    const y = series(values, 'values', nan).slice();
    return stats.fitMany(y, Uint32Array.of(0, y.length), message, job);
  };
  const columns = await run(task, start);
  const [error] = backendErrors(columns.faults).values();
  if (error) throw error;
  return fitAt(columns, FIRST, columns.fitted.length, method, message);
}

/**
 * Fits exponential smoothing to thousands of series in one call, each as {@link fit} does: the same numbers to the last bit,
 * whatever the number of threads. A series that cannot be fitted does not fail the others.
 *
 * The first 100,000 values (and series) are read before the call returns its promise, as everything else is. Further ones
 * are read in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param data values and offsets
 * @param options as those of {@link fit}, for all series alike
 * @returns the fits in columns, and one by one
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (offsets that do not ascend from 0 to the number of values, an
 *   option out of range; what is wrong with one series is in `errors`), `ERR_LIMIT_EXCEEDED` (more than 100 million numbers in
 *   the answer: 79 and two seasons a series), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * const batch = await stats.fitMany({ values, offsets }, { method: 'holt-winters', seasonLength: 7 });
 * for (const [product, error] of batch.errors) console.warn(product, error.message);
 * console.log(batch.alpha[0], batch.at(0).final.level);
 */
export async function fitMany(data: RaggedSeries, options: FitOptions = {}): Promise<FitBatch> {
  const { message, method, nan, task } = reading(options, 'bulk');
  const given = raggedSeries(data, 'data');
  checkSize(given.count, message.seasonLength);
  return runSeries(task, given, finite(nan), async (sound, stats, job) => {
    const columns = await stats.fitMany(sound.values, sound.offsets, message, job);
    return fitsOf(columns, sound, method, message, () => task.signal?.throwIfAborted());
  });
}

function reading(options: unknown, lane: 'interactive' | 'bulk') {
  const fields = optionalRecord(options, 'options').only([...FIT_SETTINGS, 'nan', ...TASK_OPTIONS]);
  const method: Fit['method'] = fields.optional('method', 'ets', (value) => value as Fit['method']);
  const message = fitSettings(fields);
  return { message, method, nan: fields.optional('nan', 'error', nanPolicy), task: taskOptions(fields, lane) };
}

/** What an answer may hold beside fitted values and residuals: 800 MB. */
const MAX_NUMBERS = 100_000_000;

/** Refuses to fit so many series that the answer would be too large. */
function checkSize(series: number, seasonLength: number): void {
  const given = series * (FIT_NUMBERS.length + 2 * MODELS.length + 2 * seasonLength);
  if (given <= MAX_NUMBERS) return;
  throw new ClinicoreError(
    'ERR_LIMIT_EXCEEDED',
    `parameters, seasons and criteria must be at most ${MAX_NUMBERS} numbers in all, got ${given}`,
    { argument: 'data.offsets', limit: MAX_NUMBERS, given },
  );
}

/** Fits of many series in columns, an item a series; NaN where the model has no such number or the series failed. */
class Fits {
  /** Series, failed ones included. */
  readonly length: number;
  /** What was wrong with the series that could not be fitted, by their index. */
  readonly errors: ReadonlyMap<number, ClinicoreError>;
  /** Of the level: α; see {@link Fit.parameters}. */
  readonly alpha: Float64Array;
  /** Of the trend: β. */
  readonly beta: Float64Array;
  /** Of the season: γ. */
  readonly gamma: Float64Array;
  /** How far a trend is damped: φ. */
  readonly phi: Float64Array;
  /** The last level, in the unit of the values. */
  readonly level: Float64Array;
  /** The last trend. */
  readonly trend: Float64Array;
  /** As {@link Fit.sse}. */
  readonly sse: Float64Array;
  /** As {@link Fit.sigma2}. */
  readonly sigma2: Float64Array;
  /** As {@link Fit.logLikelihood}. */
  readonly logLikelihood: Float64Array;
  /** As {@link Fit.aicc}. */
  readonly aicc: Float64Array;
  /** 1 where the search came to a minimum, else 0. */
  readonly converged: Uint8Array;
  readonly #at: (series: number) => Fit;

  /** @internal Its columns are still empty. */
  constructor(length: number, errors: Fits['errors'], at: (series: number) => Fit) {
    this.length = length;
    this.errors = errors;
    this.#at = at;
    const column = () => new Float64Array(length);
    [this.alpha, this.beta, this.gamma, this.phi] = [column(), column(), column(), column()];
    [this.level, this.trend, this.sse, this.sigma2] = [column(), column(), column(), column()];
    [this.logLikelihood, this.aicc, this.converged] = [column(), column(), new Uint8Array(length)];
  }

  /**
   * The fit of one series, as {@link fit} would have given it.
   *
   * @param index which, from 0
   * @throws ClinicoreError that of the series if it could not be fitted; `ERR_INVALID_ARGUMENT` if there is no such series
   */
  at(index: number): Fit {
    checkIndex(index, this.length, this.errors);
    return this.#at(index);
  }
}

/** The columns of {@link Fits}. */
const COLUMNS = [
  'alpha',
  'beta',
  'gamma',
  'phi',
  'level',
  'trend',
  'sse',
  'sigma2',
  'logLikelihood',
  'aicc',
  'converged',
] as const;

/** Reads a backend's columns, with turns of the event loop in between; `goOn` is asked at each. */
async function fitsOf(
  columns: FitColumns,
  { offsets, error }: SoundSeries,
  method: Fit['method'],
  message: FitMessage,
  goOn: () => void,
): Promise<Fits> {
  const { numbers, tried, faults } = columns;
  const length = offsets.length - 1;
  const place = () => new Uint32Array(length);
  const places = { row: place(), season: place(), value: place(), candidate: place() };
  const fits = new Fits(length, backendErrors(faults, error), (series) => {
    const [row, season] = [places.row[series] as number, places.season[series] as number];
    const [value, candidate] = [places.value[series] as number, places.candidate[series] as number];
    return fitAt(columns, { row, season, value, candidate }, sizeOf(offsets, series), method, message);
  });
  const read = COLUMNS.map((name) => ({ into: fits[name], at: FIT_NUMBERS.indexOf(name) }));
  const isSeasonal = MODELS.map(({ season }) => season !== 'N');
  let [failed, row, season, value, candidate] = [0, 0, 0, 0, 0];
  await inBatches(length, { first: 10_000, most: 1_000_000 }, goOn, (start, end) => {
    for (let series = start; series < end; series++) {
      const isFitted = faults.series[failed] !== series;
      const from = row * FIT_NUMBERS.length;
      for (const { into, at } of read) into[series] = isFitted ? (numbers[from + at] as number) : Number.NaN;
      if (!isFitted) {
        failed++;
        continue;
      }
      places.row[series] = row;
      places.season[series] = season;
      places.value[series] = value;
      places.candidate[series] = candidate;
      if (isSeasonal[numbers[from] as number]) season += 2 * message.seasonLength;
      value += sizeOf(offsets, series);
      candidate += tried[row] as number;
      row++;
    }
    return end;
  });
  return fits;
}

const sizeOf = (offsets: Uint32Array, series: number) => (offsets[series + 1] as number) - (offsets[series] as number);

/** Where a fit is in the columns: which row of numbers, and where what belongs to it begins. */
interface Place {
  row: number;
  season: number;
  value: number;
  candidate: number;
}

const FIRST: Place = { row: 0, season: 0, value: 0, candidate: 0 };

/** Reads the fit of a series of so many values out of the columns. */
function fitAt(
  columns: FitColumns,
  { row, season, value, candidate }: Place,
  length: number,
  method: Fit['method'],
  { leastSquares, convention, seasonLength: m }: FitMessage,
): Fit {
  const at = (name: (typeof FIT_NUMBERS)[number]) =>
    columns.numbers[row * FIT_NUMBERS.length + FIT_NUMBERS.indexOf(name)] as number;
  const orNull = (name: (typeof FIT_NUMBERS)[number]) => (Number.isNaN(at(name)) ? null : at(name));
  const modelAt = (place: number) => MODELS[place] as (typeof MODELS)[number];
  const chosen = modelAt(at('model'));
  const seasonal = (start: number) => (chosen.season === 'N' ? null : columns.seasons.slice(start, start + m));
  const candidates = Array.from({ length: columns.tried[row] as number }, (_, i) => ({
    model: nameOf(modelAt(columns.candidates[2 * (candidate + i)] as number)),
    criterion: columns.criteria[candidate + i] as number,
    converged: columns.candidates[2 * (candidate + i) + 1] === 1,
  }));
  return {
    method,
    model: nameOf(chosen),
    convention: leastSquares ? (convention as SmoothingConvention) : 'ets',
    seasonLength: m,
    parameters: { alpha: at('alpha'), beta: orNull('beta'), gamma: orNull('gamma'), phi: orNull('phi') },
    initial: { level: at('initialLevel'), trend: orNull('initialTrend'), seasonal: seasonal(season) },
    final: { level: at('level'), trend: orNull('trend'), seasonal: seasonal(season + m) },
    fitted: columns.fitted.slice(value, value + length),
    residuals: columns.residuals.slice(value, value + length),
    sse: at('sse'),
    sigma2: at('sigma2'),
    logLikelihood: at('logLikelihood'),
    aic: at('aic'),
    aicc: at('aicc'),
    bic: at('bic'),
    k: at('k'),
    observed: at('observed'),
    converged: at('converged') === 1,
    iterations: at('iterations'),
    candidates,
  };
}

/**
 * Fits of many series: see {@link fitMany}. Nothing to construct, hence only a type.
 *
 * @reexport
 */
export type FitBatch = Fits;

showAsNamed(Fits, 'FitBatch');
