import { stats } from 'clinicore';

const values = () => [5, 7, 9, 5, 8, null, 6, 8];
const dispersion = () => ({ population: true, nan: 'omit', compat: 'simple-statistics@7.8.9' });
const quantiles = () => ({ type: 8, nan: 'omit', compat: 'simple-statistics@7.8.9' });
const of =
  (...args: (() => unknown)[]) =>
  () =>
    args.map((make) => make());

export const descriptiveCalls: Record<string, () => unknown[]> = {
  'stats.sum': of(values, () => ({ nan: 'omit' })),
  'stats.mean': of(values, () => ({ nan: 'omit' })),
  'stats.variance': of(values, dispersion),
  'stats.standardDeviation': of(values, dispersion),
  'stats.min': of(values, () => ({ nan: 'omit' })),
  'stats.max': of(() => [5, 7, 9]),
  'stats.median': of(() => Float64Array.of(5, 7, 9)),
  'stats.quantile': of(values, () => [0.25, 0.75], quantiles),
  'stats.interquartileRange': of(values, quantiles),
  'stats.medianAbsoluteDeviation': of(values, () => ({ scaled: false, nan: 'omit' })),
  'stats.skewness': of(values, () => ({ definition: 'g1', nan: 'omit' })),
  'stats.kurtosis': of(values, () => ({ definition: 'b2', nan: 'omit' })),
  'stats.zScores': of(values, dispersion),
  'stats.robustZScores': of(values, () => ({ nan: 'omit' })),
  'stats.covariance': of(values, values, dispersion),
  'stats.correlation': of(
    values,
    () => [1, 2, 3, 4, 4, 3, 2, 1],
    () => ({ method: 'kendall', nan: 'omit' }),
  ),
  'stats.histogram': of(values, () => ({ bins: [0, 5, 10], nan: 'omit' })),
  'stats.rollingMean': of(
    values,
    () => 3,
    () => ({ align: 'centred', minCount: 1, nan: 'omit' }),
  ),
  'stats.rollingStandardDeviation': of(
    values,
    () => 3,
    () => ({ population: true, minCount: 1, nan: 'omit' }),
  ),
  'stats.rollingMedian': of(
    values,
    () => 3,
    () => ({ align: 'centred', minCount: 1, nan: 'omit' }),
  ),
  'stats.describe': of(values, () => ({ ...dispersion(), ...quantiles() })),
  'stats.Moments': of(() => ({ nan: 'omit' })),
  'stats.Moments.fromJSON': of(() => new stats.Moments().push([1, 2]).toJSON()),
  'stats.Moments#push': of(values),
  'stats.Moments#variance': of(() => ({ population: true })),
  'stats.Moments#standardDeviation': of(() => ({ population: true })),
  'stats.Moments#skewness': of(() => ({ definition: 'g1' })),
  'stats.Moments#kurtosis': of(() => ({ definition: 'b2' })),
  'stats.Moments#merge': of(() => new stats.Moments().push([1, 2])),
};
