import type { StlSettings } from '../../contract/stats/decomposition';
import { ClinicoreError } from '../../errors';
import { type NanPolicy, nanPolicy } from '../../series';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, type Fields, integer, invalid, items, oneOf, record } from '../../validate';
import { gappedSeries, smoothable, smoothingLane } from './gaps';
import { mstlWindow, type StlConvention, type StlParameters, stlSettings } from './parameters';

export type { StlConvention };

/** What {@link stl} and {@link mstl} have in common. */
export interface LoessOptions extends TaskOptions {
  /**
   * Whose defaults are taken where nothing is said. Default `'r'`: R's `stats::stl`, with a constant fit of the season
   * (degree 0), every tenth of a window computed and the rest interpolated, and 2 inner iterations (robust: 1 and 15
   * outer ones). `'statsmodels'`: linear fits, every value computed, 5 inner iterations (robust: 2 and 15 outer ones).
   */
  convention?: StlConvention | undefined;
  /** Values the trend's smoothing takes in: odd, at least 3. Default: the next odd number from 1.5 m / (1 − 1.5 / seasonal window). */
  trendWindow?: number | undefined;
  /** Values the low-pass filter takes in: odd, at least 3. Default: the next odd number from `m`; statsmodels: above `m`. */
  lowPassWindow?: number | undefined;
  /** Degrees of the local fits, 0 (constant) or 1 (linear). Default 1 each, but 0 for the season in R and if it is periodic. */
  degrees?:
    | {
        /** Of the season's smoother. */
        seasonal?: 0 | 1 | undefined;
        /** Of the trend's. */
        trend?: 0 | 1 | undefined;
        /** Of the low-pass filter's. */
        lowPass?: 0 | 1 | undefined;
      }
    | undefined;
  /** Every so many values are computed, those between interpolated. Default: a tenth of the window, upwards; statsmodels: 1. */
  jumps?:
    | {
        /** Of the season's smoother. */
        seasonal?: number | undefined;
        /** Of the trend's. */
        trend?: number | undefined;
        /** Of the low-pass filter's. */
        lowPass?: number | undefined;
      }
    | undefined;
  /** Passes between season and trend, 1 to 100. See `convention`. */
  innerIterations?: number | undefined;
  /** Rounds of weighing outliers down, 0 to 100. See `convention`. */
  outerIterations?: number | undefined;
  /**
   * Whether outliers are weighed down. Default `false`. Where a plain fit leaves of more than half of the values nothing but
   * rounding (1e-13 of the largest), as where a season is seen just twice, that fit is the answer: weights would be noise.
   */
  robust?: boolean | undefined;
  /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value, bridged as {@link interpolate} does it. */
  nan?: NanPolicy | undefined;
}

/** Options of {@link stl}. */
export interface StlOptions extends LoessOptions {
  /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000. */
  seasonLength: number;
  /**
   * Over how many seasons each place in the season is smoothed: odd, at least 3. The smaller, the faster the season may
   * change. `'periodic'`: it is the same throughout. Default 11, statsmodels 7. (R's `stl` has no default, its `mstl` has 11.)
   */
  seasonalWindow?: number | 'periodic' | undefined;
}

/** What {@link stl} returns. All arrays are as long as the series. */
export interface StlResult {
  /** The trend. */
  trend: Float64Array;
  /** The seasonal component. */
  seasonal: Float64Array;
  /** What is left: value − trend − season; NaN where the value is missing. */
  remainder: Float64Array;
  /** How much each value was listened to, 0 (an outlier) to 1; all 1 unless robust and something is left to weigh. */
  weights: Float64Array;
  /** Strength of the trend T, 0 to 1: max(0, 1 − var(R) / var(T + R)), with R the remainder; 0 where that is 0 / 0. */
  trendStrength: number;
  /** The same of the season. */
  seasonalStrength: number;
}

/** Options of {@link mstl}. */
export interface MstlOptions extends LoessOptions {
  /** The seasons' lengths: `[7, 365]` for daily values with a weekly and a yearly season. 1 to 10, all different. */
  seasonLengths: number[];
  /** For each season as `seasonalWindow` in {@link StlOptions}. Default: 11 for the shortest season, 15 for the next, 19, … */
  seasonalWindows?: (number | 'periodic')[] | undefined;
  /** How often each season is estimated anew, 1 to 100; a single season is so once. Default 2. */
  iterations?: number | undefined;
}

/** What {@link mstl} returns. */
export interface MstlResult extends Omit<StlResult, 'seasonal' | 'seasonalStrength'> {
  /** The seasonal components, in the order of `seasonLengths`. */
  seasonal: Float64Array[];
  /** Their strengths. */
  seasonalStrength: number[];
}

/**
 * STL: takes a series apart into trend, season and remainder by local regression, so that both may change with time.
 *
 * The work is done on the pool, by default in the interactive lane, or in the bulk lane for more than 100,000 values.
 *
 * @param values the series, oldest first, evenly spaced: at least two seasons (R wants one value more). Copied
 * @param options season, convention and smoothing, what a NaN means, signal, progress, lane
 * @returns the components, whose sum is the series, and how strong they are
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range), `ERR_INSUFFICIENT_DATA` (fewer than two seasons, nothing but missing values),
 *   `ERR_LIMIT_EXCEEDED` (more than 10 million values, or windows so long that more than ten thousand million weights were to be computed, a
 *   minute's work: raise `jumps`),
 *   `ERR_BUSY`, `ERR_ABORTED`
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), *J. Official Statistics* 6, 3–73; strengths: Wang, Smith &
 *   Hyndman (2006), *Data Mining and Knowledge Discovery* 13, 335–364
 *
 * @example
 * const { trend, seasonalStrength } = await stats.stl(dailySales, { seasonLength: 7, robust: true });
 */
export async function stl(values: ArrayLike<number | null>, options: StlOptions): Promise<StlResult> {
  const fields = record(options, 'options').only(['seasonLength', 'seasonalWindow', ...LOESS_OPTIONS]);
  const seasonLength = fields.get('seasonLength', integer, 2, 1_000_000);
  const seasonalWindow = fields.optional('seasonalWindow', undefined, seasonal);
  const { task, convention, parameters, y } = loess(values, fields);
  smoothable(y, 'values', seasonLength);
  const settings = stlSettings(convention, y.length, seasonLength, {
    ...parameters,
    ...(seasonalWindow !== undefined && { seasonalWindow }),
  });
  const { seasonal: components, seasonalStrength, ...rest } = await decompose(y, [settings], 1, task);
  return { ...rest, seasonal: components[0] as Float64Array, seasonalStrength: seasonalStrength[0] as number };
}

/**
 * MSTL: takes a series with several seasons apart, such as daily values with a weekly and a yearly one. Each season in
 * turn is estimated by an {@link stl} of the series without the others; trend and weights are those of the last STL.
 *
 * The work is done on the pool, by default in the interactive lane, or in the bulk lane for more than 100,000 values.
 * `onProgress` counts STLs.
 *
 * @param values the series, oldest first, evenly spaced: at least two of the longest season. Copied
 * @param options as for {@link stl}, with several seasons
 * @returns the components, whose sum is the series, and how strong they are
 * @throws ClinicoreError (as a rejection) as {@link stl}
 * @see Bandara, Hyndman & Bergmeir (2021), arXiv:2107.13462; `mstl` in R's package forecast
 *
 * @example
 * const { seasonal: [week, year] } = await stats.mstl(dailySales, { seasonLengths: [7, 365] });
 */
export async function mstl(values: ArrayLike<number | null>, options: MstlOptions): Promise<MstlResult> {
  const fields = record(options, 'options').only(['seasonLengths', 'seasonalWindows', 'iterations', ...LOESS_OPTIONS]);
  const lengths = fields.get('seasonLengths', (value, path) => items(value, path, 10, seasonLengthItem));
  if (lengths.length === 0 || new Set(lengths).size < lengths.length) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      'options.seasonLengths must be one length or more, all different',
      { argument: 'options.seasonLengths' },
    );
  }
  const windows = fields.optional('seasonalWindows', undefined, (value, path) => items(value, path, 10, seasonal));
  if (windows && windows.length !== lengths.length) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `options.seasonalWindows must have ${lengths.length} items, one a season, got ${windows.length}`,
      { argument: 'options.seasonalWindows', required: lengths.length, given: windows.length },
    );
  }
  const iterations = fields.optional('iterations', 2, integer, 1, 100);
  const { task, convention, parameters, y } = loess(values, fields);
  smoothable(y, 'values', Math.max(...lengths));

  // The seasons are taken from the shortest to the longest.
  const order = lengths.map((_, i) => i).sort((a, b) => (lengths[a] as number) - (lengths[b] as number));
  const settings = order.map((i, rank) =>
    stlSettings(convention, y.length, lengths[i] as number, {
      ...parameters,
      seasonalWindow: windows?.[i] ?? mstlWindow(rank),
    }),
  );
  const result = await decompose(y, settings, lengths.length === 1 ? 1 : iterations, task);
  const asGiven = <T>(sorted: T[]) => lengths.map((_, i) => sorted[order.indexOf(i)] as T);
  return { ...result, seasonal: asGiven(result.seasonal), seasonalStrength: asGiven(result.seasonalStrength) };
}

const LOESS_OPTIONS = [
  'convention',
  'trendWindow',
  'lowPassWindow',
  'degrees',
  'jumps',
  'innerIterations',
  'outerIterations',
  'robust',
  'nan',
  ...TASK_OPTIONS,
];

/** The series, and the options that stl and mstl have in common. */
function loess(values: unknown, fields: Fields) {
  const convention = fields.optional('convention', 'r', conventionName);
  const given = {
    trendWindow: fields.optional('trendWindow', undefined, window),
    lowPassWindow: fields.optional('lowPassWindow', undefined, window),
    degrees: fields.optional('degrees', undefined, eachSmoother, (value, path) => integer(value, path, 0, 1) as 0 | 1),
    jumps: fields.optional('jumps', undefined, eachSmoother, (value, path) => integer(value, path, 1, MAX_WINDOW)),
    innerIterations: fields.optional('innerIterations', undefined, integer, 1, 100),
    outerIterations: fields.optional('outerIterations', undefined, integer, 0, 100),
    robust: fields.optional('robust', undefined, boolean),
  };
  const nan = fields.optional('nan', 'error', nanPolicy);
  const y = gappedSeries(values, 'values', nan);
  const task = taskOptions(fields, smoothingLane(y));
  return { task, convention, parameters: defined(given) as StlParameters, y };
}

/** Ten times the longest series and one: what `'periodic'` makes of it. */
const MAX_WINDOW = 1_000_000_001;

const conventionName = (value: unknown, path: string) => oneOf(value, path, ['r', 'statsmodels']);

function window(value: unknown, path: string): number {
  if (typeof value !== 'number' || !(value >= 3 && value <= MAX_WINDOW) || value % 2 !== 1) {
    invalid(path, `an odd integer from 3 to ${MAX_WINDOW}`, value);
  }
  return value;
}

const seasonLengthItem = (value: unknown, path: string) => integer(value, path, 2, 1_000_000);

const seasonal = (value: unknown, path: string) => (value === 'periodic' ? value : window(value, path));

function eachSmoother<T>(value: unknown, path: string, check: (value: unknown, path: string) => T) {
  const fields = record(value, path).only(['seasonal', 'trend', 'lowPass']);
  const read = (key: string) => fields.optional(key, undefined, check);
  return defined({ seasonal: read('seasonal'), trend: read('trend'), lowPass: read('lowPass') });
}

/** Without the properties that are undefined. */
function defined<T extends object>(object: T) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Loess weights computed at most in one call: about a minute's work. */
const MAX_WORK = 1e10;

async function decompose(y: Float64Array, seasons: StlSettings[], iterations: number, task: Task) {
  const work = iterations * seasons.reduce((sum, settings) => sum + stlWork(y.length, settings), 0);
  if (work > MAX_WORK) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `windows and jumps must make for at most ${MAX_WORK} weights, got ${work}; greater jumps take fewer`,
      { argument: 'options', limit: MAX_WORK, given: work, option: 'jumps' },
    );
  }
  const n = y.length;
  const flat = await run(task, ({ stats }, job) => stats.mstl(y, seasons, iterations, job));
  const column = (i: number) => flat.slice(i * n, (i + 1) * n);
  const strengths = flat.subarray((3 + seasons.length) * n);
  return {
    trend: column(0),
    remainder: column(1),
    weights: column(2),
    seasonal: seasons.map((_, i) => column(3 + i)),
    trendStrength: strengths[0] as number,
    seasonalStrength: Array.from(strengths.subarray(1)),
  };
}

/** How many weights an STL computes. */
function stlWork(n: number, s: StlSettings): number {
  const smoothing = (length: number, window: number, jump: number) =>
    Math.ceil(length / jump + 2) * Math.min(length, window);
  const once =
    s.seasonLength * smoothing(Math.ceil(n / s.seasonLength), s.seasonalWindow, s.seasonalJump) +
    smoothing(n, s.trendWindow, s.trendJump) +
    smoothing(n, s.lowPassWindow, s.lowPassJump);
  return once * s.innerIterations * (s.outerIterations + 1);
}
