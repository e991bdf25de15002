import type { DescriptiveBackend } from '../../contract/stats/descriptive';
import { correlation, covariance } from './descriptive/correlation';
import { histogram } from './descriptive/histogram';
import { centralMoments, mean, meanAbsoluteDeviation, standardise } from './descriptive/moments';
import { extremes, medianAbsoluteDeviation, quantiles } from './descriptive/order';
import { rollingMean, rollingMedian, rollingStandardDeviation } from './descriptive/rolling';

/** Descriptive statistics in JavaScript. */
export const descriptive: DescriptiveBackend = {
  mean,
  centralMoments,
  extremes,
  quantiles,
  medianAbsoluteDeviation,
  meanAbsoluteDeviation,
  standardise,
  covariance,
  correlation,
  histogram,
  rollingMean,
  rollingStandardDeviation,
  rollingMedian,
};
