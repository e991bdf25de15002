import { stats } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from '../backends';
import { band, result } from './charted';

describe('forecastChart', () => {
  const spoiled = (change: object) => ({ ...result, ...change });
  it.each<[string, object, object, string, object]>([
    [
      'a mask of another length',
      result,
      { closed: [true] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.closed', given: 1 },
    ],
    [
      'an anomaly on a closed day',
      { values: [1, 2], forecast: [1] },
      { anomalies: [{ index: 1 }], closed: [0, 1] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.anomalies[0].index', index: 1 },
    ],
    [
      'no values',
      spoiled({ values: [] }),
      {},
      'ERR_INSUFFICIENT_DATA',
      { argument: 'result.values', required: 1, given: 0 },
    ],
    [
      'missing values only',
      spoiled({ values: [null, Number.NaN] }),
      {},
      'ERR_INSUFFICIENT_DATA',
      { argument: 'result.values', required: 1, given: 0 },
    ],
    [
      'no forecast',
      spoiled({ forecast: [] }),
      {},
      'ERR_INSUFFICIENT_DATA',
      { argument: 'result.forecast', required: 1, given: 0 },
    ],
    [
      'an infinite value',
      spoiled({ values: [1, Number.POSITIVE_INFINITY] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.values', index: 1 },
    ],
    [
      'a value beyond what can be drawn',
      spoiled({ values: [1, -1.1e300] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.values', index: 1 },
    ],
    [
      'an interval of another length',
      spoiled({ intervals: [{ level: 0.8, lower: [1], upper: [2] }] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals[0].lower', required: 14, given: 1 },
    ],
    [
      'a level of 1',
      spoiled({ intervals: [{ ...band(0.8, 1), level: 1 }] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals[0].level' },
    ],
    [
      'the same level twice',
      spoiled({ intervals: [band(0.8, 1), band(0.8, 2)] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals' },
    ],
    [
      'bounds that cross',
      spoiled({ intervals: [band(0.8, 1), band(0.9, -1)] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals[1].lower', index: 0 },
    ],
    [
      'twenty-one intervals',
      spoiled({ intervals: Array.from({ length: 21 }, (_, i) => band(i / 40 + 0.1, i)) }),
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'result.intervals', limit: 20, given: 21 },
    ],
    [
      'an anomaly after the history',
      result,
      { anomalies: [{ index: 60 }] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.anomalies[0].index' },
    ],
    [
      'an anomaly in a gap',
      { values: [1, null], forecast: [1] },
      { anomalies: [{ index: 1 }] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.anomalies[0].index', index: 1 },
    ],
    [
      'a day that does not exist',
      result,
      { start: '2026-02-29' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.start' },
    ],
    [
      'dates past the year 9999',
      result,
      { start: '9990-01-01', step: 'year' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.start' },
    ],
    [
      'names that are too few',
      result,
      { times: ['a', 'b'] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.times', required: 74, given: 2 },
    ],
    [
      'names and dates',
      { values: [1], forecast: [1] },
      { times: ['a', 'b'], start: '2026-01-01' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.times' },
    ],
    [
      'an unknown step',
      result,
      { start: '2026-01-01', step: 'hour' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.step' },
    ],
    [
      'a long title',
      result,
      { title: 'x'.repeat(121) },
      'ERR_LIMIT_EXCEEDED',
      { argument: 'options.title', limit: 120, given: 121 },
    ],
    [
      'a title of two lines',
      result,
      { title: 'a\nb' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.title', codePoint: 'U+000A' },
    ],
    [
      'a colour by name',
      result,
      { colors: { history: 'red' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.colors.history' },
    ],
    [
      'a colour that would leave its attribute',
      result,
      { colors: { grid: '#00"/><b/>' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.colors.grid' },
    ],
    ['a width of 10', result, { width: 10 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.width' }],
    ['none of the last values', result, { last: 0 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.last' }],
    [
      'a format that gives a number',
      result,
      { formatNumber: (value: number) => value },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.formatNumber()' },
    ],
    ['an unknown option', result, { heading: 'x' }, 'ERR_INVALID_ARGUMENT', { argument: 'options' }],
    ['an unknown word', result, { labels: { past: 'x' } }, 'ERR_INVALID_ARGUMENT', { argument: 'options.labels' }],
  ])('refuses %s', async (_, bad, options, code, details) => {
    const refused = await failure(() => stats.forecastChart(bad as stats.ForecastLike, options));
    expect(refused).toMatchObject({ code });
    expect(refused.details).toEqual(details);
  });

  it('refuses a format that throws, with its error as the cause', () => {
    const cause = new Error('no such locale');
    const formatNumber = () => {
      throw cause;
    };
    expect(() => stats.forecastChart(result, { formatNumber })).toThrow(expect.objectContaining({ cause }));
  });
});
