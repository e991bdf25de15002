import { FIT_NUMBERS, type FitColumns, type FitMessage } from '../../contract/stats/smoothing';
import { ClinicoreError } from '../../errors';
import { MODELS, nameOf } from '../../fallback/stats/smoothing/model';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { type NanPolicy, nanPolicy, optionalRecord, series } from '../../validate';
import { checkIndex, type RaggedSeries, raggedSeries, type SoundSeries, soundSeries } from '../ragged';
import { SeriesErrors } from '../series-errors';
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
  parameters: { alpha: number; beta: number | null; gamma: number | null; phi: number | null };
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
  candidates: { model: string; criterion: number; converged: boolean }[];
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
  const y = series(values, 'values', nan);
  const { length } = y; // the array is the caller's, who may do with it what he likes while we wait
  const columns = await run(task, ({ stats }, job) => stats.fitMany(y, Uint32Array.of(0, length), message, job));
  const [fault] = faultsOf(columns);
  if (fault) throw errorOf(fault);
  return fitAt(columns, 0, method, message, [0, length]);
}

/**
 * Fits exponential smoothing to thousands of series in one call, each as {@link fit} does: the same numbers to the last bit,
 * whatever the number of threads. A series that cannot be fitted does not fail the others.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param data values and offsets. Copied
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
  const given = raggedSeries(data, 'data', nan);
  checkSize(given.offsets.length - 1, message.seasonLength);
  const check = (values: Float64Array) => void series(values, 'values', nan);
  const sound = soundSeries(given, nan, { length: 0, known: 0, largest: Number.MAX_VALUE }, check);
  const columns = await run(task, ({ stats }, job) => stats.fitMany(sound.values, sound.offsets, message, job));
  return new Fits(columns, given.offsets.length - 1, sound, method, message);
}

function reading(options: unknown, lane: 'interactive' | 'bulk') {
  const fields = optionalRecord(options, 'options').only([...FIT_SETTINGS, 'nan', ...TASK_OPTIONS]);
  const method: Fit['method'] = fields.optional('method', 'ets', (value) => value as Fit['method']);
  const message = fitSettings(fields);
  return { message, method, nan: fields.optional('nan', 'error', nanPolicy), task: taskOptions(fields, lane) };
}

interface Fault {
  series: number;
  code: ClinicoreError['code'];
  message: string;
  details: object;
}

const faultsOf = ({ errors }: FitColumns): Fault[] => JSON.parse(errors);
const errorOf = ({ code, message, details }: Fault) => new ClinicoreError(code, message, details);

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
  /** See {@link Fit.parameters}. */
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly gamma: Float64Array;
  readonly phi: Float64Array;
  /** The last level and trend. */
  readonly level: Float64Array;
  readonly trend: Float64Array;
  /** See {@link Fit}. */
  readonly sse: Float64Array;
  readonly sigma2: Float64Array;
  readonly logLikelihood: Float64Array;
  readonly aicc: Float64Array;
  /** 1 where the search came to a minimum, else 0. */
  readonly converged: Uint8Array;
  readonly #at: (series: number) => Fit | undefined;

  /** @internal */
  constructor(columns: FitColumns, length: number, sound: SoundSeries, method: Fit['method'], message: FitMessage) {
    this.length = length;
    const faults = new Map(faultsOf(columns).map((fault) => [sound.places[fault.series] as number, fault]));
    this.errors = new SeriesErrors(
      [...sound.refused, ...faults.keys()].sort((a, b) => a - b),
      (series) => {
        const fault = faults.get(series);
        return fault ? errorOf(fault) : sound.error(series);
      },
    );
    const column = (name: (typeof FIT_NUMBERS)[number]) => {
      const numbers = new Float64Array(length).fill(Number.NaN);
      const from = FIT_NUMBERS.indexOf(name);
      sound.places.forEach((series, place) => {
        numbers[series] = columns.numbers[place * FIT_NUMBERS.length + from] as number;
      });
      return numbers;
    };
    this.alpha = column('alpha');
    this.beta = column('beta');
    this.gamma = column('gamma');
    this.phi = column('phi');
    this.level = column('level');
    this.trend = column('trend');
    this.sse = column('sse');
    this.sigma2 = column('sigma2');
    this.logLikelihood = column('logLikelihood');
    this.aicc = column('aicc');
    this.converged = Uint8Array.from(column('converged'));
    const places = new Map(sound.places.map((series, place) => [series, place]));
    this.#at = (series) => {
      const place = places.get(series);
      if (place === undefined) return undefined;
      const range = [sound.offsets[place] as number, sound.offsets[place + 1] as number] as const;
      return fitAt(columns, place, method, message, range);
    };
  }

  /**
   * The fit of one series, as {@link fit} would have given it.
   *
   * @param index which, from 0
   * @throws ClinicoreError that of the series if it could not be fitted; `ERR_INVALID_ARGUMENT` if there is no such series
   */
  at(index: number): Fit {
    checkIndex(index, this.length, this.errors);
    return this.#at(index) as Fit;
  }
}

/** Reads one fit out of the columns. */
function fitAt(
  columns: FitColumns,
  place: number,
  method: Fit['method'],
  { leastSquares, convention, seasonLength: m }: FitMessage,
  [from, to]: readonly [number, number],
): Fit {
  const at = (name: (typeof FIT_NUMBERS)[number]) =>
    columns.numbers[place * FIT_NUMBERS.length + FIT_NUMBERS.indexOf(name)] as number;
  const orNull = (name: (typeof FIT_NUMBERS)[number]) => (Number.isNaN(at(name)) ? null : at(name));
  const chosen = MODELS[at('model')] as (typeof MODELS)[number];
  const season = (which: 0 | 1) =>
    chosen.season === 'N' ? null : columns.seasons.slice((2 * place + which) * m, (2 * place + which + 1) * m);
  const candidates = MODELS.flatMap((candidate, i) => {
    const row = (place * MODELS.length + i) * 2;
    const criterion = columns.candidates[row] as number;
    if (Number.isNaN(criterion)) return [];
    return [{ model: nameOf(candidate), criterion, converged: columns.candidates[row + 1] === 1 }];
  });
  return {
    method,
    model: nameOf(chosen),
    convention: leastSquares ? (convention as SmoothingConvention) : 'ets',
    seasonLength: m,
    parameters: { alpha: at('alpha'), beta: orNull('beta'), gamma: orNull('gamma'), phi: orNull('phi') },
    initial: { level: at('initialLevel'), trend: orNull('initialTrend'), seasonal: season(0) },
    final: { level: at('level'), trend: orNull('trend'), seasonal: season(1) },
    fitted: columns.fitted.slice(from, to),
    residuals: columns.residuals.slice(from, to),
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

/** Fits of many series: see {@link fitMany}. Nothing to construct, hence only a type. */
export type FitBatch = Fits;
