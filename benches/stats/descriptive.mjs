/**
 * Descriptive statistics against simple-statistics: every function that stands for one of its calls, short and long, and those
 * that are called most as they grow. Of short series so many are taken that the processor cannot learn the branches of one.
 */
import { both } from '../clinicore.mjs';

const MILLION = 1_000_000;

const compat = { compat: 'simple-statistics@7.8.9' };
const population = { population: true };

/** `of` a function of ours, `ours` by it and `theirs` by simple-statistics; `y` is the other series of two. */
const rows = [
  { of: 'mean', theirs: (s, x) => s.mean(x), grows: true },
  { of: 'sum', theirs: (s, x) => s.sum(x) },
  { of: 'min', theirs: (s, x) => s.min(x) },
  { of: 'max', theirs: (s, x) => s.max(x) },
  { of: 'median', theirs: (s, x) => s.median(x), grows: true },
  { of: 'standardDeviation', theirs: (s, x) => s.sampleStandardDeviation(x), grows: true },
  { of: 'standardDeviation', more: [population], theirs: (s, x) => s.standardDeviation(x), say: 'of a population' },
  { of: 'variance', theirs: (s, x) => s.sampleVariance(x) },
  { of: 'variance', more: [population], theirs: (s, x) => s.variance(x), say: 'of a population' },
  { of: 'skewness', theirs: (s, x) => s.sampleSkewness(x) },
  { of: 'kurtosis', theirs: (s, x) => s.sampleKurtosis(x) },
  { of: 'quantile', more: [0.95], theirs: (s, x) => s.quantile(x, 0.95), grows: true, say: '0.95' },
  {
    of: 'quantile',
    more: [[0.25, 0.5, 0.75]],
    theirs: (s, x) => s.quantile(x, [0.25, 0.5, 0.75]),
    say: 'three of them',
  },
  { of: 'interquartileRange', theirs: (s, x) => s.interquartileRange(x) },
  { of: 'medianAbsoluteDeviation', more: [compat], theirs: (s, x) => s.medianAbsoluteDeviation(x) },
  {
    of: 'zScores',
    more: [population],
    theirs: (s, x) => {
      const mean = s.mean(x);
      const deviation = s.standardDeviation(x);
      return x.map((value) => s.zScore(value, mean, deviation));
    },
    grows: true,
  },
  {
    of: 'describe',
    ours: (s, x) => {
      const { mean, standardDeviation, min, max, median } = s.describe(x);
      return [mean, standardDeviation, min, max, median];
    },
    theirs: (s, x) => [s.mean(x), s.sampleStandardDeviation(x), ...s.extent(x), s.median(x)],
  },
  {
    of: 'Moments',
    ours: (s, x, y) => {
      const all = new s.Moments();
      all.push(x);
      const others = new s.Moments();
      others.push(y);
      all.merge(others);
      return [all.mean, all.variance()];
    },
    theirs: (s, x, y) => {
      const [mean, mean2, variance, variance2] = [s.mean(x), s.mean(y), s.variance(x), s.variance(y)];
      const both = x.length + y.length;
      return [
        s.combineMeans(mean, x.length, mean2, y.length),
        // Ours is a sample's.
        (s.combineVariances(variance, mean, x.length, variance2, mean2, y.length) * both) / (both - 1),
      ];
    },
    say: 'of two series, put together',
  },
  { of: 'covariance', ours: (s, x, y) => s.covariance(x, y), theirs: (s, x, y) => s.sampleCovariance(x, y) },
  { of: 'correlation', ours: (s, x, y) => s.correlation(x, y), theirs: (s, x, y) => s.sampleCorrelation(x, y) },
  {
    of: 'correlation',
    ours: (s, x, y) => s.correlation(x, y, { method: 'spearman' }),
    theirs: (s, x, y) => s.sampleRankCorrelation(x, y),
    say: 'of ranks',
    // A second and more at a million.
    longest: 100_000,
  },
];

const near = (a, b) => a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) <= 1e-9 * (1 + Math.abs(b[i])));

/** A weekly swing with noise. */
function series(length, seed) {
  let state = seed + 1;
  return Float64Array.from({ length }, (_, i) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return 40 + 12 * Math.sin(i / 7) + (state / 2147483648) * 25;
  });
}

const against = rows.flatMap(({ grows, longest = MILLION, ...row }) => [
  ...(grows ? [10, 1000, 100_000, MILLION] : [30, longest]).map((length) => contest(row, 'Array', length, grows)),
  ...(grows ? [contest(row, 'Float64Array', MILLION)] : []),
]);

function contest({ of, say, more = [], theirs, ours = (s, x) => s[of](x, ...more) }, form, length, grows) {
  const count = Math.min(1000, MILLION / length);
  const each = (library, call, inputs) => {
    let last;
    for (const [x, y] of inputs) last = call(library, x, y);
    return last;
  };
  const name = say ? `${of}, ${say}` : of;
  return {
    name: `${name}, ${form} of ${length.toLocaleString('en')}`,
    of: [`stats.${of}`],
    per: count,
    ...(grows && { growth: { family: name, n: length, unit: 'values' } }),
    input: () => {
      const inputs = Array.from({ length: count }, (_, seed) => [series(length, seed), series(length, seed + count)]);
      return form === 'Array' ? inputs.map(([x, y]) => [Array.from(x), Array.from(y)]) : inputs;
    },
    contenders: {
      ...both(({ stats }, inputs) => each(stats, ours, inputs)),
      'simple-statistics': async () => {
        const library = await import('simple-statistics');
        return (inputs) => each(library, theirs, inputs);
      },
    },
    summary: (answer) => (typeof answer === 'number' ? [answer] : Array.from(answer)),
    agree: near,
  };
}

/** What a service has written by hand: each window copied and sorted. */
const rolling = [7, 30, 365].map((window) => ({
  name: `rollingMedian of 100,000, window ${window}`,
  of: ['stats.rollingMedian'],
  growth: { family: 'rollingMedian of 100,000', n: window, unit: 'values a window' },
  input: () => series(100_000, 1),
  contenders: {
    ...both(({ stats }, x) => stats.rollingMedian(x, window)),
    'plain JavaScript': async () => (x) =>
      x.map((_, i) => {
        if (i + 1 < window) return Number.NaN;
        const sorted = x.slice(i + 1 - window, i + 1).sort();
        return (sorted[(window - 1) >> 1] + sorted[window >> 1]) / 2;
      }),
  },
  summary: (medians) => Array.from(medians.subarray(window - 1)),
  agree: near,
}));

export const cases = [...against, ...rolling];
