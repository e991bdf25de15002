import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from '../backends';
import { close, data, golden } from './golden';

const smoothing = { alpha: 0.3, beta: 0.1, gamma: 0.2 };

describe.each(backends)('holtWinters on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const { fixed } = golden('holt_winters');
  it.each(Object.keys(fixed).filter((key) => key.endsWith('/R')))('agrees with R stats::HoltWinters on %s', (key) => {
    const want = fixed[key];
    const [series, kind] = key.split('/') as [string, string];
    const m = want.season.length;
    const got = stats.holtWinters(data(series), {
      seasonLength: m,
      horizon: 12,
      alpha: want.alpha,
      beta: want.beta,
      gamma: want.gamma,
      seasonal: kind === 'mul' ? 'multiplicative' : 'additive',
    });
    const n = got.level.length;
    close([...got.seasonal.slice(0, m)], want.start.s);
    close([...got.fitted.slice(m, m + 5)], want.fitted_first5);
    close([...got.forecast], want.forecast12);
    close([...got.seasonal.slice(n - m)], want.season);
    close([got.level[n - 1], got.trend[n - 1], got.sse], [want.level, want.trend, want.sse]);
    expect(got.fitted.slice(0, m).every(Number.isNaN)).toBe(true);
  });

  const values = Array.from({ length: 56 }, (_, t) => 20 + (t % 7) + t / 100);
  const options = { ...smoothing, seasonLength: 7, horizon: 3 };

  it('gives the same for an array and for a Float64Array', () => {
    expect(stats.holtWinters(Float64Array.from(values), options)).toEqual(stats.holtWinters(values, options));
  });

  const withValue = (index: number, value: number) => values.map((v, i) => (i === index ? value : v));
  it.each([
    ['a NaN', withValue(3, Number.NaN), options, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 3 }],
    ['an infinity', withValue(7, -Infinity), options, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 7 }],
    ['no values', [], options, 'ERR_INSUFFICIENT_DATA', { argument: 'values', required: 14, given: 0 }],
    [
      'one value too few',
      values.slice(0, 13),
      options,
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 14, given: 13 },
    ],
    [
      'zero with a multiplicative season',
      withValue(9, 0),
      { ...options, seasonal: 'multiplicative' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 9 },
    ],
    [
      'a multiplicative season whose level falls to 0',
      [8, 6, 4, 2, 1, 1],
      { ...options, alpha: 0, beta: 0, gamma: 0.5, seasonLength: 2, seasonal: 'multiplicative' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    [
      'values near the end of the range',
      values.map(() => 1e308),
      options,
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    ['alpha above 1', values, { ...options, alpha: 1.01 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.alpha' }],
    ['a NaN gamma', values, { ...options, gamma: Number.NaN }, 'ERR_INVALID_ARGUMENT', { argument: 'options.gamma' }],
    ['horizon 0', values, { ...options, horizon: 0 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.horizon' }],
    ['horizon 1e9', values, { ...options, horizon: 1e9 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.horizon' }],
    [
      'a season of 1',
      values,
      { ...options, seasonLength: 1 },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.seasonLength' },
    ],
    ['a misspelt option', values, { ...options, seasonalLength: 7 }, 'ERR_INVALID_ARGUMENT', { argument: 'options' }],
    ['a string for values', 'abc', options, 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
  ])('refuses %s', async (_, badValues, badOptions, code, details) => {
    const got = await failure(() => stats.holtWinters(badValues as number[], badOptions as typeof options));
    expect(got).toMatchObject({ code, details });
  });

  it('says where a NaN is, and what would be right', async () => {
    const { message } = await failure(() => stats.holtWinters(withValue(3, Number.NaN), options));
    expect(message).toBe('values[3] must be a finite number, got NaN');
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('compute the same Holt-Winters to the last digit they share', () => {
    const series = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 24, maxLength: 120 });
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(series, fc.integer({ min: 2, max: 12 }), unit, unit, unit, fc.boolean(), (y, m, a, b, c, mul) => {
        const options = { seasonLength: m, horizon: 5, alpha: a, beta: b, gamma: c };
        const attempt = (name: 'native' | 'js') => {
          useBackend(name);
          try {
            return stats.holtWinters(y, { ...options, seasonal: mul ? 'multiplicative' : 'additive' });
          } catch {
            return undefined;
          }
        };
        const [left, right] = [attempt('native'), attempt('js')];
        if (!left || !right) return expect(left).toEqual(right);
        // A multiplicative run may pass close to a division by 0, where any rounding grows without bound.
        if (mul && Math.min(...[...left.level].slice(m).map(Math.abs)) < 1e-3) return;
        for (const key of ['forecast', 'fitted', 'level', 'trend', 'seasonal'] as const) {
          const size = Math.max(...y);
          close(left[key], right[key], 1e-9 * Math.max(1, mul ? 1 : size));
        }
      }),
      { seed: 20261120, numRuns: 300 },
    );
  });
});
