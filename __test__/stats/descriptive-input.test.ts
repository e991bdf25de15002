/** What descriptive statistics refuse, on either backend in the same words. */
import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';

describe.each(backends)('descriptive statistics on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const bad: [string, () => unknown, string, object][] = [
    ['a NaN', () => stats.mean([1, Number.NaN]), 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 1 }],
    [
      'a null where none is allowed',
      () => stats.median([1, null]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    [
      'an infinity, even with omit',
      () => stats.mean([1, Infinity], { nan: 'omit' }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    ['no values', () => stats.mean([]), 'ERR_INSUFFICIENT_DATA', { argument: 'values', required: 1, given: 0 }],
    ['the least of no values', () => stats.quantile([], 0), 'ERR_INSUFFICIENT_DATA', { required: 1, given: 0 }],
    [
      'all missing',
      () => stats.median([null, null], { nan: 'omit' }),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 1, given: 0 },
    ],
    [
      'one value for a sample',
      () => stats.variance([1]),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 2, given: 1 },
    ],
    [
      'two values for G1',
      () => stats.skewness([1, 2]),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 3, given: 2 },
    ],
    [
      'three values for G2',
      () => stats.kurtosis([1, 2, 3]),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 4, given: 3 },
    ],
    ['the shape of a constant', () => stats.skewness([2, 2, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
    ['scores of a constant', () => stats.zScores([2, 2, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
    ['robust scores of a constant', () => stats.robustZScores([2, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
    [
      'a constant to correlate with',
      () => stats.correlation([1, 2], [3, 3]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y' },
    ],
    [
      'the ranks of a constant',
      () => stats.correlation([3, 3], [1, 2], { method: 'spearman' }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'series of different lengths',
      () => stats.covariance([1, 2], [1]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', required: 2, given: 1 },
    ],
    [
      'a NaN in y',
      () => stats.covariance([1, 2], [1, Number.NaN]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', index: 1 },
    ],
    [
      'a sum beyond the largest double',
      () => stats.sum([1.5e308, 1.5e308]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    [
      'a variance beyond the largest double',
      () => stats.variance([1e200, 3e200]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    ['a probability above 1', () => stats.quantile([1], 1.1), 'ERR_INVALID_ARGUMENT', { argument: 'p' }],
    [
      'a NaN among the probabilities',
      () => stats.quantile([1], [0.5, Number.NaN]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'p[1]' },
    ],
    [
      'type 10',
      () => stats.quantile([1], 0.5, { type: 10 as never }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.type' },
    ],
    [
      'a misspelt option',
      () => stats.mean([1], { nans: 'omit' } as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options' },
    ],
    [
      'another package',
      () => stats.variance([1, 2], { compat: 'd3' as never }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.compat' },
    ],
    ['window 0', () => stats.rollingMean([1], 0), 'ERR_INVALID_ARGUMENT', { argument: 'window' }],
    [
      'more than a window full',
      () => stats.rollingMedian([1], 2, { minCount: 3 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.minCount' },
    ],
    [
      'edges that do not ascend',
      () => stats.histogram([1], { bins: [0, 2, 2] }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.bins', index: 2 },
    ],
    ['no bins', () => stats.histogram([1], { bins: 0 }), 'ERR_INVALID_ARGUMENT', { argument: 'options.bins' }],
    [
      'a rule that makes too many bins',
      () => stats.histogram([...Array.from({ length: 99 }, (_, i) => i % 5), 1e9], { bins: 'freedman-diaconis' }),
      'ERR_LIMIT_EXCEEDED',
      { argument: 'bins', limit: 1_000_000 },
    ],
  ];
  it.each(bad)('refuses %s', async (_, call, code, details) => {
    expect(await failure(call)).toMatchObject({ code, details });
  });

  it.each([2, 500, 5000])('says of %d values which is no number, in the same words', async (n) => {
    const values = Float64Array.from({ length: n }, (_, i) => i);
    values[n - 1] = Number.NaN;
    const calls = [
      stats.sum,
      stats.mean,
      stats.variance,
      stats.standardDeviation,
      stats.min,
      stats.max,
      stats.median,
      stats.interquartileRange,
      stats.medianAbsoluteDeviation,
      stats.zScores,
      stats.robustZScores,
      stats.histogram,
      stats.describe,
      (x: Float64Array) => stats.quantile(x, [0.1, 0.9]),
      (x: Float64Array) => stats.rollingMean(x, 3),
      (x: Float64Array) => new stats.Moments().push(x),
    ];
    for (const call of calls) {
      expect(await failure(() => call(values))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        message: `values[${n - 1}] must be a finite number, got NaN`,
        details: { argument: 'values', index: n - 1 },
      });
    }
  });
});
