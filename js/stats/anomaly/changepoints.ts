import { type NanPolicy, nanPolicy } from '../../series';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { integer, limitLength, number, oneOf, optionalRecord } from '../../validate';
import { gappedSeries, tooFewKnown } from '../decomposition/gaps';

/** Options of {@link changepoints}. */
export interface ChangepointOptions extends TaskOptions {
  /** Only `'pelt'`, the default: the exact optimum. */
  method?: 'pelt' | undefined;
  /**
   * What changes. Default `'mean'`, with the same variance throughout, which is estimated from the differences of
   * neighbours. `'variance'`: around the mean of all values. `'mean-variance'`: both.
   */
  cost?: 'mean' | 'variance' | 'mean-variance' | undefined;
  /**
   * What a changepoint must gain, as twice the log-likelihood. `'bic'`: (d + 1) ln n, with d = 1, or 2 for
   * `'mean-variance'`. Default `'mbic'`: that, and the logarithm of each segment's length. A number: so much, 1e-9 to 1e9.
   */
  penalty?: 'bic' | 'mbic' | number | undefined;
  /** Values a segment has at least, 1 to 1,000,000. Default 2; 5 where the variance changes. */
  minSegment?: number | undefined;
  /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value and left out. */
  nan?: NanPolicy | undefined;
}

/** A stretch of a series without a change. */
export interface Segment {
  /** Index of its first value. */
  start: number;
  /** Index after its last: the start of the next. */
  end: number;
  /** Mean of its values. */
  mean: number;
  /** Their standard deviation (population). */
  standardDeviation: number;
}

/** What {@link changepoints} returns. */
export interface Changepoints {
  /** Index of the first value of each segment but the first: where it has changed. Empty if nothing changes. */
  changepoints: number[];
  /** The segments between them, from the series' start to its end. */
  segments: Segment[];
}

/** In the worst case, when nothing changes, the work grows with the square of the length. */
const MAX_VALUES = 100_000;

/** From here on that is half a second and more, and nothing that others should wait for. */
const LONG = 10_000;

/**
 * Where a series changes its mean, its variance or both: the segmentation of least cost plus penalty, found exactly by
 * PELT. Costs are twice the negative log-likelihood of normal values.
 *
 * Where nothing changes, the work grows with the square of the length: a quarter of a second for 10,000 values, half a
 * minute for 100,000. It is done on the pool, by default in the interactive lane, or in the bulk lane for more than 10,000
 * values. `onProgress` counts values.
 *
 * @param values the series, oldest first, at most 100,000. Copied
 * @param options cost, penalty, what a NaN means, signal, progress, lane
 * @returns where it changes, and what it is like in between
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range), `ERR_INSUFFICIENT_DATA` (fewer values than two segments must have), `ERR_LIMIT_EXCEEDED`,
 *   `ERR_BUSY`, `ERR_ABORTED`
 * @see Killick, Fearnhead & Eckley (2012), *J. American Statistical Association* 107, 1590–1598; `'mbic'`: Zhang &
 *   Siegmund (2007), *Biometrics* 63, 22–32
 *
 * @example
 * const { changepoints: days } = await stats.changepoints(dailySales, { cost: 'mean-variance' });
 */
export async function changepoints(
  values: ArrayLike<number | null>,
  options: ChangepointOptions = {},
): Promise<Changepoints> {
  const fields = optionalRecord(options, 'options').only([
    'method',
    'cost',
    'penalty',
    'minSegment',
    'nan',
    ...TASK_OPTIONS,
  ]);
  fields.optional('method', 'pelt', (value, path) => oneOf(value, path, ['pelt']));
  const cost = fields.optional('cost', 'mean', (value, path) =>
    oneOf(value, path, ['mean', 'variance', 'mean-variance']),
  );
  const penalty = fields.optional('penalty', 'mbic', (value, path) =>
    typeof value === 'number' ? number(value, path, 1e-9, 1e9) : oneOf(value, path, ['bic', 'mbic']),
  );
  const minSegment = fields.optional('minSegment', cost === 'mean' ? 2 : 5, integer, 1, 1_000_000);
  const nan = fields.optional('nan', 'error', nanPolicy);
  const y = gappedSeries(values, 'values', nan);
  const task = taskOptions(fields, y.length > LONG ? 'bulk' : 'interactive');
  limitLength(y.length, 'values', MAX_VALUES);
  const known = y.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  if (known < 2 * minSegment) {
    tooFewKnown('values', 2 * minSegment, known, y.length);
  }
  const [kind, by] = typeof penalty === 'number' ? (['fixed', penalty] as const) : ([penalty, 0] as const);
  const flat = await run(task, ({ stats }, job) => stats.changepoints(y, cost, kind, by, minSegment, job));
  const segments = Array.from({ length: flat.length / 4 }, (_, i) => {
    const [start, end, mean, variance] = flat.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    return { start, end, mean, standardDeviation: Math.sqrt(variance) };
  });
  return { changepoints: segments.slice(1).map(({ start }) => start), segments };
}
