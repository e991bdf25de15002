import { outOfRange } from '../../errors';
import { series } from '../../series';
import { kurtosisOf, meanOf, skewnessOf, spread } from './moments';
import { choices, type DispersionOptions, type QuantileOptions, type SampleValues } from './options';
import { quantilesOf } from './quantiles';
import { measure, requireCount, unitScale, withoutMissing } from './sample';

/** Options of {@link describe}. */
export interface DescribeOptions extends DispersionOptions, QuantileOptions {}

/** What {@link describe} returns; all but the counts and the shape in the unit of the values. */
export interface Description {
  /** How many values there are, missing ones not counted. */
  count: number;
  /** How many are missing. */
  missing: number;
  /** See `mean`. */
  mean: number;
  /** See `standardDeviation`; NaN for a sample of one value. */
  standardDeviation: number;
  /** The smallest value. */
  min: number;
  /** The lower quartile. */
  lowerQuartile: number;
  /** The median. */
  median: number;
  /** The upper quartile. */
  upperQuartile: number;
  /** The largest value. */
  max: number;
  /** The upper quartile less the lower. */
  interquartileRange: number;
  /** See `skewness`, G1; NaN below three values, or where all are the same. */
  skewness: number;
  /** See `kurtosis`, G2, of the excess; NaN below four values, or where all are the same. */
  kurtosis: number;
}

/**
 * A summary of the values: how many, where, how far spread and in what shape; one pass for the moments and one selection
 * for the quantiles.
 *
 * @param values at least one finite number
 * @param options sample or population; how the quartiles are read; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index; a summary beyond double precision)
 *
 * @example
 * const { median, interquartileRange } = stats.describe(waitingMinutes, { nan: 'omit' });
 */
export function describe(values: SampleValues, options?: DescribeOptions): Description {
  const { nan, population, type } = choices(options, ['population', 'type']);
  const all = series(values, 'values', nan);
  const present = withoutMissing(all);
  const n = present.length;
  requireCount(n, 1, 'values');
  // Scaled only where it must be: the moments of a size out of range.
  const unit = spread(present, four) ? 1 : unitScale(present);
  if (unit !== 1)
    spread(
      present.map((x) => x * unit),
      four,
    );
  const [, m2, m3, m4] = four as unknown as [number, number, number, number];
  quantilesOf(present, FIVE, type, five);
  const [min, lowerQuartile, median, upperQuartile, max] = five as unknown as [number, number, number, number, number];
  const description: Description = {
    count: n,
    missing: all.length - n,
    mean: measure(present, 'error', 1, 1, meanOf),
    standardDeviation: population || n > 1 ? Math.sqrt(m2 / (n - (population ? 0 : 1))) / unit : Number.NaN,
    min,
    lowerQuartile,
    median,
    upperQuartile,
    max,
    interquartileRange: upperQuartile - lowerQuartile,
    skewness: n > 2 && m2 > 0 ? skewnessOf(n, m2, m3, 'G1') : Number.NaN,
    kurtosis: n > 3 && m2 > 0 ? kurtosisOf(n, m2, m4, 'G2') : Number.NaN,
  };
  if (Object.values(description).some((number) => number === Infinity)) throw outOfRange('values');
  return description;
}

const four = new Float64Array(4);
const five = [0, 0, 0, 0, 0];
const FIVE = [0, 0.25, 0.5, 0.75, 1];
