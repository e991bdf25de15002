/**
 * Descriptive statistics as they cross to a backend; meanings in `js/stats/descriptive/`.
 *
 * The values have not been looked at: where one is not finite, or what is computed from them leaves the range of double
 * precision, a function answers NaN or `false`. Only then does the front door look which it was, so that the check costs
 * no pass of its own and its words are said once. There are enough values, and arrays to fill have their length.
 */
export interface DescriptiveBackend {
  mean(values: Float64Array): number;
  /**
   * Fills `out` with the mean and the sums of powers of the deviations from it: of the second power, or, where `out` is
   * not 2 but 4 long, of the second, third and fourth.
   */
  centralMoments(values: Float64Array, out: Float64Array): boolean;
  /** Fills `out` with the smallest and the largest value. */
  extremes(values: Float64Array, out: Float64Array): boolean;
  /** Fills `out` with the quantiles at the probabilities `p`. `kind` is the type, 1 to 9; 0 is simple-statistics' up to 7.8.8. */
  quantiles(values: Float64Array, p: Float64Array, kind: number, out: Float64Array): boolean;
  /** Fills `out` with the median and the median distance from it. */
  medianAbsoluteDeviation(values: Float64Array, out: Float64Array): boolean;
  /** The mean distance from `centre`. */
  meanAbsoluteDeviation(values: Float64Array, centre: number): number;
  /** Fills `out` with `(x - centre) / scale`; a NaN stays one. */
  standardise(values: Float64Array, centre: number, scale: number, out: Float64Array): void;
  /** `Σ(x - x̄)(y - ȳ) / (n - ddof)`. */
  covariance(x: Float64Array, y: Float64Array, ddof: number): number;
  /** NaN, too, where a series has one value only. */
  correlation(x: Float64Array, y: Float64Array, method: CorrelationMethod): number;
  /** Adds to `counts` how many values lie between each edge and the next. */
  histogram(values: Float64Array, edges: Float64Array, counts: Uint32Array): boolean;
  /** Fills `out` with a statistic of the window that ends at, or is centred on, each value; NaN is a missing one. */
  rollingMean(values: Float64Array, window: number, centred: boolean, minCount: number, out: Float64Array): boolean;
  rollingStandardDeviation(
    values: Float64Array,
    window: number,
    centred: boolean,
    minCount: number,
    ddof: number,
    out: Float64Array,
  ): boolean;
  rollingMedian(values: Float64Array, window: number, centred: boolean, minCount: number, out: Float64Array): boolean;
}

/** Which correlation coefficient. */
export type CorrelationMethod = 'pearson' | 'spearman' | 'kendall';
