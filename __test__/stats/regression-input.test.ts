/** What regression refuses, on either backend in the same words. */
import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { data } from './golden';

const air = data('airpassengers');
const t = air.map((_, i) => i + 1);

describe.each(backends)('regression on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const nan = Number.NaN;
  const long = Float64Array.from({ length: 2000 }, (_, i) => i);
  const spoiled = (value: number) => long.map((v, i) => (i === 1234 ? value : v));
  it.each<[string, () => unknown, string, object]>([
    [
      'a NaN in x',
      () => stats.linearRegression([1, nan, 3], [1, 2, 3]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x', index: 1 },
    ],
    [
      'a null in y',
      () => stats.linearRegression([1, 2, 3], [1, 2, null]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', index: 2 },
    ],
    [
      'an infinite y among many',
      () => stats.linearRegression(long, spoiled(Infinity)),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', index: 1234 },
    ],
    [
      'a NaN x among many',
      () => stats.polynomialRegression(spoiled(nan), long, { degree: 2 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x', index: 1234 },
    ],
    [
      'a NaN column',
      () => stats.multipleRegression([long, spoiled(nan)], long),
      'ERR_INVALID_ARGUMENT',
      { argument: 'columns[1]', index: 1234 },
    ],
    ['lengths that differ', () => stats.linearRegression([1, 2], [1, 2, 3]), 'ERR_INVALID_ARGUMENT', { argument: 'x' }],
    [
      'too few rows',
      () => stats.polynomialRegression([1, 2, 3], [1, 2, 3], { degree: 3 }),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'y', required: 4, given: 3 },
    ],
    [
      'no rows',
      () => stats.linearRegression([], []),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'y', required: 2, given: 0 },
    ],
    [
      'only missing rows',
      () => stats.linearRegression([nan, 1], [1, nan], { nan: 'omit' }),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'y', required: 2, given: 0 },
    ],
    [
      'x all the same',
      () => stats.linearRegression([0.1, 0.1, 0.1], [1, 2, 3]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'x all the same, many',
      () =>
        stats.linearRegression(
          long.map(() => 0.1),
          long,
        ),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'x all 0 without an intercept',
      () => stats.linearRegression([0, 0], [1, 2], { intercept: false }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'too few different x',
      () => stats.polynomialRegression([1, 2, 1, 2], [1, 2, 3, 4], { degree: 2 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'a column made up of others',
      () => stats.multipleRegression([t, t.map(Math.sqrt), t.map((v) => 3 * v - 2 * Math.sqrt(v) + 7)], air),
      'ERR_INVALID_ARGUMENT',
      { argument: 'columns[2]' },
    ],
    [
      'a constant column',
      () => stats.multipleRegression([t, t.map(() => 0.1)], air),
      'ERR_INVALID_ARGUMENT',
      { argument: 'columns[1]' },
    ],
    ['no columns', () => stats.multipleRegression([], [1, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'columns' }],
    [
      '65 columns',
      () => stats.multipleRegression(Array(65).fill([1, 2]), [1, 2]),
      'ERR_LIMIT_EXCEEDED',
      { argument: 'columns', limit: 64, given: 65 },
    ],
    [
      'values near the end of the range',
      () => stats.linearRegression([1, 2, 3], [1e308, -1e308, 1e308]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'a weight of 0',
      () => stats.linearRegression([1, 2, 3], [1, 2, 3], { weights: [1, 0, 1] }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.weights', index: 1 },
    ],
    [
      'degree 0',
      () => stats.polynomialRegression([1, 2], [1, 2], { degree: 0 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.degree' },
    ],
    [
      'degree 21',
      () => stats.polynomialRegression([1, 2], [1, 2], { degree: 21 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.degree' },
    ],
    [
      'a misspelt option',
      () => stats.linearRegression([1, 2], [1, 2], { weight: [1, 1] } as object),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options' },
    ],
    [
      'y of 0 on an exponential curve',
      () => stats.exponentialRegression([1, 2, 3], [1, 0, 3]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', index: 1 },
    ],
    [
      'x of 0 on a logarithmic curve',
      () => stats.logarithmicRegression([0, 2, 3], [1, 2, 3]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x', index: 0 },
    ],
    [
      'a prediction at NaN',
      () => stats.linearRegression([1, 2], [1, 2]).predict([nan]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x', index: 0 },
    ],
    [
      'a prediction for other columns',
      () => stats.multipleRegression([t], air).predict([[1], [2]]),
      'ERR_LIMIT_EXCEEDED',
      { argument: 'x', limit: 1, given: 2 },
    ],
    [
      'a prediction at 0 of ln x',
      () => stats.powerRegression(t, air).predict([0]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x', index: 0 },
    ],
    [
      'level 1',
      () => stats.linearRegression(t, air).predict([1], { interval: 'confidence', level: 1 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.level' },
    ],
    ['one point', () => stats.theilSen(null, [1]), 'ERR_INSUFFICIENT_DATA', { argument: 'y', required: 2, given: 1 }],
    [
      '5,001 points',
      () => stats.mannKendall(new Float64Array(5001)),
      'ERR_LIMIT_EXCEEDED',
      { argument: 'y', limit: 5000, given: 5001 },
    ],
    ['Theil–Sen at one x', () => stats.theilSen([1, 1], [1, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'x' }],
  ])('refuses %s', async (_, call, code, details) => {
    expect(await failure(call)).toMatchObject({ code, details });
  });
});
