import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';

type Options = Parameters<typeof stats.forecast>[1];

const values = Array.from({ length: 42 }, (_, t) => 20 + 3 * (t % 7) + ((t * 7919) % 11));

describe.each(backends)('forecast on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const options = { horizon: 3, method: 'naive' } as const;
  const withValue = (index: number, value: number) => values.map((v, i) => (i === index ? value : v));
  const gaps = values.map((value, t) => (t % 7 === 2 ? Number.NaN : value));
  it.each([
    ['a NaN', withValue(3, Number.NaN), options, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 3 }],
    ['an infinity', withValue(5, Infinity), { ...options, nan: 'omit' }, 'ERR_INVALID_ARGUMENT', { index: 5 }],
    ['no values', [], options, 'ERR_INSUFFICIENT_DATA', { argument: 'values', required: 1, given: 0 }],
    ['only missing values', [null, Number.NaN], { ...options, nan: 'omit' }, 'ERR_INSUFFICIENT_DATA', { given: 0 }],
    [
      'nothing but closed days',
      values,
      { ...options, closed: values.map(() => 1) },
      'ERR_INSUFFICIENT_DATA',
      { given: 0 },
    ],
    ['one value for drift', [3], { ...options, method: 'drift' }, 'ERR_INSUFFICIENT_DATA', { required: 2, given: 1 }],
    [
      'two values for Theta',
      [3, 4],
      { ...options, method: 'theta' },
      'ERR_INSUFFICIENT_DATA',
      { required: 3, given: 2 },
    ],
    [
      'a season longer than the data',
      values,
      { ...options, method: 'seasonal-naive', seasonLength: 100, horizon: 100 },
      'ERR_INSUFFICIENT_DATA',
      { required: 100, given: 42 },
    ],
    [
      'a weekday that was never seen',
      gaps,
      { ...options, method: 'seasonal-naive', seasonLength: 7, nan: 'omit' },
      'ERR_INSUFFICIENT_DATA',
      { required: 7, given: 6 },
    ],
    [
      'too few windows',
      values.slice(0, 20),
      { ...options, intervals: 'conformal' },
      'ERR_INSUFFICIENT_DATA',
      { argument: 'options.windows', required: 19, given: 17 },
    ],
    [
      'fewer windows than the level needs',
      values,
      { ...options, intervals: 'conformal', windows: 18 },
      'ERR_INSUFFICIENT_DATA',
      { required: 19, given: 18 },
    ],
    ['demand below 0', withValue(4, -1), { ...options, method: 'croston' }, 'ERR_INVALID_ARGUMENT', { index: 4 }],
    [
      'values near the end of the range',
      values.map(() => 1e300),
      options,
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    ['horizon 0', values, { ...options, horizon: 0 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.horizon' }],
    ['horizon 1e9', values, { ...options, horizon: 1e9 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.horizon' }],
    ['a level of 1', values, { ...options, levels: [1] }, 'ERR_INVALID_ARGUMENT', { argument: 'options.levels[0]' }],
    [
      'a level next to 1',
      values,
      { ...options, levels: [1 - 1e-16] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.levels[0]' },
    ],
    [
      'a level next to 0',
      values,
      { ...options, levels: [1e-13] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.levels[0]' },
    ],
    [
      'conformal intervals of too many errors',
      values,
      { ...options, horizon: 1e6, intervals: 'conformal', windows: 1e5 },
      'ERR_LIMIT_EXCEEDED',
      { argument: 'options.horizon', limit: 100, given: 1e6, option: 'windows' },
    ],
    [
      'conformal intervals of a level that needs too many errors',
      values,
      { ...options, horizon: 1e6, intervals: 'conformal', levels: [0.8, 0.99] },
      'ERR_LIMIT_EXCEEDED',
      { argument: 'options.horizon', limit: 101_010, given: 1e6, option: 'levels' },
    ],
    [
      'a level in percent',
      values,
      { ...options, levels: [0.8, 95] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.levels[1]' },
    ],
    ['alpha 0', values, { ...options, method: 'sba', alpha: 0 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.alpha' }],
    [
      'alpha above 1',
      values,
      { ...options, method: 'sba', alpha: 1.5 },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.alpha' },
    ],
    [
      'a method that is none',
      values,
      { ...options, method: 'prophet' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.method' },
    ],
    [
      'a mask that is too short',
      values,
      { ...options, closed: [1, 0] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.closed' },
    ],
    [
      'a mask of other than days',
      values,
      { ...options, closed: values.map(() => 2) },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.closed', index: 0 },
    ],
    [
      'another likelihood for auto',
      values,
      { ...options, method: 'auto', smoothing: { likelihood: 'statsmodels' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.smoothing' },
    ],
    [
      'smoothing for naive',
      values,
      { ...options, smoothing: {} },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.smoothing' },
    ],
    [
      'a model that is none',
      values,
      { ...options, method: 'ets', smoothing: { model: 'XYZ' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.smoothing.model' },
    ],
    [
      'a seasonal model without a season',
      values,
      { method: 'ets', horizon: 3, smoothing: { model: 'AAA' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.seasonLength' },
    ],
    [
      'Holt-Winters without a season',
      values,
      { method: 'holt-winters', horizon: 3 },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.seasonLength' },
    ],
    [
      'a multiplicative model of zeros',
      values.map(() => 0),
      { ...options, method: 'ets', seasonLength: 7, smoothing: { model: 'MAM' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 0 },
    ],
    ['a misspelt option', values, { ...options, seasonality: 7 }, 'ERR_INVALID_ARGUMENT', { argument: 'options' }],
  ])('refuses %s', async (_, badValues, badOptions, code, details) => {
    const got = await failure(() => stats.forecast(badValues as number[], badOptions as Options));
    expect(got).toMatchObject({ code, details });
  });

  it.each([
    ['alpha', { method: 'naive', alpha: 0.2 }],
    ['alpha', { method: 'ets', alpha: 0.2 }],
    ['beta', { method: 'croston', beta: 0.2 }],
    ['beta', { method: 'tsb', alpha: 'estimate', beta: 0.2 }],
    ['seasonLength', { method: 'ses', seasonLength: 7 }],
    ['seasonLength', { method: 'naive', seasonLength: 7 }],
    ['select', { method: 'naive', select: 'aicc' }],
    ['metric', { method: 'naive', metric: 'mae' }],
    ['metric', { method: 'auto', metric: 'mae' }],
    ['windows', { method: 'naive', windows: 20 }],
    ['windows', { method: 'auto', select: 'aicc', windows: 20 }],
    ['levels', { method: 'naive', intervals: 'none', levels: [0.8] }],
  ] as const)('refuses an option that would have no effect: %s of %o', async (name, some) => {
    const details = { argument: `options.${name}` };
    for (const call of [
      () => stats.forecast(values, { horizon: 3, ...some }),
      () => stats.forecastMany({ values, offsets: [0, values.length] }, { horizon: 3, ...some }),
    ]) {
      const got = await failure(call);
      expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details });
      expect(got.message).toMatch(`options.${name} must be left out `);
    }
  });
});
