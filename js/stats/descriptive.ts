export type { CorrelationMethod } from '../contract/stats/descriptive';
export { type CorrelationOptions, correlation, covariance } from './descriptive/correlation';
export { type DescribeOptions, type Description, describe } from './descriptive/describe';
export { type BinRule, type Histogram, type HistogramOptions, histogram } from './descriptive/histogram';
export {
  type KurtosisOptions,
  kurtosis,
  mean,
  type SkewnessOptions,
  skewness,
  standardDeviation,
  sum,
  variance,
} from './descriptive/moments';
export { Moments, type MomentsJson } from './descriptive/online-moments';
export type {
  DispersionOptions,
  QuantileOptions,
  QuantileType,
  SampleOptions,
  SampleValues,
  SimpleStatistics,
} from './descriptive/options';
export {
  interquartileRange,
  type MedianAbsoluteDeviationOptions,
  max,
  median,
  medianAbsoluteDeviation,
  min,
  quantile,
} from './descriptive/quantiles';
export {
  type RollingDeviationOptions,
  type RollingOptions,
  rollingMean,
  rollingMedian,
  rollingStandardDeviation,
} from './descriptive/rolling';
export { robustZScores, zScores } from './descriptive/scores';
