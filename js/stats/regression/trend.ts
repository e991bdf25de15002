import { outOfRange } from '../../errors';
import { series } from '../../series';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { limitLength, oneOf, optionalRecord, probability } from '../../validate';
import { requireCount, requireVariation } from '../descriptive/sample';
import { sameLength } from './input';

/** Options of {@link theilSen}. */
export interface TheilSenOptions extends TaskOptions {
  /** How probably the interval holds the slope, between 0 and 1. Default 0.95. */
  level?: number | undefined;
  /**
   * `'separate'` (the default, as SciPy's): median of `y` less slope times median of `x`; `'joint'`: the median of
   * `y − slope·x`.
   */
  intercept?: 'separate' | 'joint' | undefined;
}

/** What {@link theilSen} returns. */
export interface TheilSen {
  /** The median of the slopes between all pairs of points. */
  slope: number;
  /** See {@link TheilSenOptions.intercept}. */
  intercept: number;
  /** The lower end of the slope's interval. */
  lower: number;
  /** The upper end of the slope's interval. */
  upper: number;
}

/** Options of {@link mannKendall}. */
export interface MannKendallOptions extends TaskOptions {
  /** From which confidence on a trend is one, between 0 and 1. Default 0.95: *p* below 0.05. */
  level?: number | undefined;
}

/** What {@link mannKendall} returns. */
export interface MannKendall {
  /** `'none'` where *p* is not below 1 − level. */
  trend: 'increasing' | 'decreasing' | 'none';
  /** Pairs of values that rise with time less pairs that fall. */
  s: number;
  /** The variance of *S* without a trend, with the correction for ties. */
  variance: number;
  /** *S*, moved by 1 towards 0 (continuity correction), over its standard deviation. */
  z: number;
  /** Probability of a |z| this large without a trend. */
  p: number;
  /** Kendall's τ-b of values and time, −1 to 1. */
  tau: number;
  /** Sen's slope: the median change a step. */
  slope: number;
}

/** Every pair is looked at: 12.5 million of this many points. */
const MAX_POINTS = 5_000;

/**
 * The Theil–Sen line: the median of the slopes between all pairs of points. Up to 29 % of the points may be wrong without
 * moving it far. Pairs with the same `x` are left out. Agrees with SciPy's `theilslopes`.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts pairs.
 *
 * @param x finite numbers, not all the same; `null` for 0, 1, 2, … Copied
 * @param y as many finite numbers, 2 to 5,000. Copied
 * @param options level of the interval, convention of the intercept, signal, progress, lane
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; `x`
 *   the same everywhere), `ERR_INSUFFICIENT_DATA` (fewer than two points), `ERR_LIMIT_EXCEEDED` (more than 5,000),
 *   `ERR_BUSY`, `ERR_ABORTED`
 * @see P. K. Sen (1968), *J. Am. Stat. Assoc.* 63, 1379–1389
 *
 * @example
 * const { slope, lower, upper } = await stats.theilSen(null, dailySales, { level: 0.9 });
 */
export async function theilSen(
  x: ArrayLike<number> | null,
  y: ArrayLike<number>,
  options?: TheilSenOptions,
): Promise<TheilSen> {
  const fields = optionalRecord(options, 'options').only(['level', 'intercept', ...TASK_OPTIONS]);
  const level = fields.optional('level', 0.95, probability);
  const joint = fields.optional('intercept', 'separate', oneOf, ['separate', 'joint']) === 'joint';
  const task = taskOptions(fields, 'interactive');
  const values = points(y);
  const at = x === null ? values.map((_, i) => i) : sameLength(series(x, 'x'), values.length, 'x').slice();
  const found = await run(task, ({ stats }, job) => stats.theilSen(at, values, level, job));
  if (found.length === 0) {
    requireVariation(at, 'x');
    throw outOfRange('y');
  }
  const [slope, lower, upper] = found as unknown as [number, number, number];
  const intercept = joint
    ? middle(values.map((value, i) => value - slope * (at[i] as number)))
    : middle(values) - slope * middle(at);
  return { slope, intercept, lower, upper };
}

/**
 * The Mann–Kendall test for a monotonic trend of evenly spaced values, of whatever shape, and Sen's slope.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts pairs.
 *
 * @param y finite numbers, oldest first, 2 to 5,000. Copied
 * @param options the level at which a trend is one, signal, progress, lane
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index),
 *   `ERR_INSUFFICIENT_DATA` (fewer than two values), `ERR_LIMIT_EXCEEDED` (more than 5,000), `ERR_BUSY`, `ERR_ABORTED`
 * @see H. B. Mann (1945), *Econometrica* 13, 245–259; M. G. Kendall (1970), *Rank Correlation Methods*
 *
 * @example
 * const { trend, p } = await stats.mannKendall(weeklyReturns);
 */
export async function mannKendall(y: ArrayLike<number>, options?: MannKendallOptions): Promise<MannKendall> {
  const fields = optionalRecord(options, 'options').only(['level', ...TASK_OPTIONS]);
  const level = fields.optional('level', 0.95, probability);
  const task = taskOptions(fields, 'interactive');
  const values = points(y);
  const found = await run(task, ({ stats }, job) => stats.mannKendall(values, job));
  if (found.length === 0) throw outOfRange('y');
  const [s, variance, z, p, tau, slope] = found as unknown as [number, number, number, number, number, number];
  const direction = s > 0 ? 'increasing' : 'decreasing';
  return { trend: p < 1 - level ? direction : 'none', s, variance, z, p, tau, slope };
}

/** A copy, for the caller may change its own meanwhile. */
function points(y: unknown): Float64Array {
  const values = series(y, 'y');
  requireCount(values.length, 2, 'y');
  limitLength(values.length, 'y', MAX_POINTS);
  return values.slice();
}

function middle(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (sorted[half - 1] as number) / 2 + upper / 2;
}
