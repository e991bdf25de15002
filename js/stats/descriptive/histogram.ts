import { ClinicoreError } from '../../errors';
import { type NanPolicy, nanPolicy } from '../../series';
import { runSync } from '../../task';
import { integer, invalid, items, limitLength, number, record } from '../../validate';
import { spread } from './moments';
import type { SampleValues } from './options';
import { quantilesOf } from './quantiles';
import { sample } from './sample';

/** The most bins a histogram may have. */
const MAX_BINS = 1_000_000;

/** A rule that chooses the bins. */
export type BinRule = 'sturges' | 'freedman-diaconis' | 'scott';

/** Options of {@link histogram}. */
export interface HistogramOptions {
  /**
   * How many bins of one width from the smallest to the largest value; or their edges, in ascending order; or a rule:
   * `'sturges'` (default), ⌈log₂ n + 1⌉ bins, for small samples of near-normal data; `'freedman-diaconis'`, a width of
   * 2·IQR/∛n, robust; `'scott'`, a width of s·∛(24√π/n), best for normal data. At most 1,000,000.
   */
  bins?: number | ArrayLike<number> | BinRule | undefined;
  /** What a NaN (in an array, also a `null`) means. Default `'error'`. */
  nan?: NanPolicy | undefined;
}

/** What {@link histogram} returns. */
export interface Histogram {
  /** The bins' edges, one more than there are bins, in the unit of the values. */
  edges: Float64Array;
  /** How many values lie in each bin: from its lower edge up to, not including, its upper; in the last, including it. */
  counts: Uint32Array;
}

/**
 * Counts values in bins. The rules are NumPy's, and so are the edges but for their last digit (0.3 where NumPy has
 * 0.30000000000000004): values that are all the same get bins from half a unit below to half a unit above.
 *
 * @param values at least one finite number; with edges given, those outside them are not counted
 * @param options the bins; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index; edges that do not ascend), `ERR_LIMIT_EXCEEDED` (a rule that would make more than 1,000,000 bins)
 * @see Sturges (1926), *JASA* 21, 65–66; Freedman & Diaconis (1981), *Zeitschrift für Wahrscheinlichkeitstheorie* 57,
 *   453–476; Scott (1979), *Biometrika* 66, 605–610
 *
 * @example
 * const { edges, counts } = stats.histogram(intraocularPressures, { bins: 'freedman-diaconis' });
 */
export function histogram(values: SampleValues, options?: HistogramOptions): Histogram {
  const fields = record(options === undefined ? {} : options, 'options').only(['bins', 'nan']);
  const nan = fields.optional('nan', 'error', nanPolicy);
  const bins = fields.optional('bins', 'sturges', binning);
  const data = sample(values, nan, 1);
  const edges = typeof bins === 'object' ? bins : evenEdges(data, bins);
  const counts = new Uint32Array(edges.length - 1);
  runSync(({ stats }) => stats.histogram(data, edges, counts));
  return { edges, counts };
}

function binning(value: unknown, path: string): number | Float64Array | BinRule {
  if (value === 'sturges' || value === 'freedman-diaconis' || value === 'scott') return value;
  if (typeof value === 'number') return integer(value, path, 1, MAX_BINS);
  if (typeof value === 'string') invalid(path, "'sturges', 'freedman-diaconis' or 'scott'", value);
  const edges = Float64Array.from(
    items(value, path, MAX_BINS + 1, (item, itemPath) => number(item, itemPath, -Number.MAX_VALUE, Number.MAX_VALUE)),
  );
  const index = edges.findIndex((edge, i) => i > 0 && edge <= (edges[i - 1] as number));
  if (edges.length < 2 || index >= 0) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be at least two edges in ascending order`, {
      argument: path,
      ...(index >= 0 && { index }),
    });
  }
  return edges;
}

const pair = new Float64Array(2);
const QUARTILES = [0.25, 0.75];
const quartiles = [0, 0];

function evenEdges(values: Float64Array, bins: number | BinRule): Float64Array {
  runSync(({ stats }) => stats.extremes(values, pair));
  let [low, high] = pair as unknown as [number, number];
  const count = typeof bins === 'number' ? bins : binsBy(bins, values, high - low);
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => low + (high - low) * (i / count));
  edges[count] = high;
  if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] as number)) || !Number.isFinite(high - low)) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `values must differ by more than rounding, and by less than double precision spans, for ${count} bins`,
      { argument: 'values' },
    );
  }
  return edges;
}

function binsBy(rule: BinRule, values: Float64Array, range: number): number {
  const n = values.length;
  if (rule === 'sturges' || range === 0) return range === 0 ? 1 : Math.ceil(Math.log2(n) + 1);
  const width = rule === 'scott' ? scottWidth(values) : freedmanDiaconisWidth(values);
  const count = width > 0 ? Math.max(1, Math.ceil(range / width)) : 1;
  limitLength(count, 'bins', MAX_BINS);
  return count;
}

function scottWidth(values: Float64Array): number {
  spread(values, pair);
  return Math.cbrt((24 * Math.sqrt(Math.PI)) / values.length) * Math.sqrt((pair[1] as number) / values.length);
}

function freedmanDiaconisWidth(values: Float64Array): number {
  quantilesOf(values, QUARTILES, 7, quartiles);
  return (2 * ((quartiles[1] as number) - (quartiles[0] as number))) / Math.cbrt(values.length);
}
