import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { close } from './golden';

describe.each(backends)('Moments on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  // In millionths: the fourth power of what is very much smaller is 0.
  const value = fc.integer({ min: -1e10, max: 1e10 }).map((x) => x / 1e6);
  const series = fc.oneof(
    fc.array(value, { minLength: 1, maxLength: 30 }),
    fc.array(value, { minLength: 450, maxLength: 600 }).map((x) => Float64Array.from(x)),
  );
  const runs = { seed: 20261120, numRuns: 200 };

  it('of parts, merged in any order, pushed one by one or stored on the way, are those of all values', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 5 }), (parts) => {
        const all = parts.flatMap((part) => [...part]);
        const apart = parts.map((part) => new stats.Moments().push(part));
        const merged = apart.reduce((sum, part) => sum.merge(part), new stats.Moments());
        const backwards = apart.reduceRight((sum, part) => sum.merge(part), new stats.Moments());
        const single = new stats.Moments();
        for (const one of all) single.push(one);
        const stored = parts.reduce(
          (sum, part) => stats.Moments.fromJSON(JSON.parse(JSON.stringify(sum))).push(part),
          new stats.Moments(),
        );
        const size = Math.max(...all.map(Math.abs));
        for (const moments of [merged, backwards, single, stored]) {
          expect([moments.count, moments.min, moments.max]).toEqual([all.length, stats.min(all), stats.max(all)]);
          close([moments.mean], [stats.mean(all)], 1e-12 * size);
          const { m2, m3, m4 } = moments.toJSON();
          const want = new stats.Moments().push(all).toJSON();
          const spread = Math.sqrt(want.m2 / all.length) + 1e-9 * size;
          close([m2], [want.m2], 1e-9 * all.length * spread ** 2);
          close([m3], [want.m3], 1e-9 * all.length ** 2 * spread ** 3);
          close([m4], [want.m4], 1e-9 * all.length ** 2 * spread ** 4);
        }
      }),
      runs,
    );
  });

  it('give what the functions give', () => {
    const x = [5, 1, 2, 3, 9, 9, 1];
    const moments = new stats.Moments().push(x);
    const near = (got: number, want: number) => close([got], [want], 0, 1e-14);
    near(moments.mean, stats.mean(x));
    near(moments.variance(), stats.variance(x));
    near(moments.variance({ population: true }), stats.variance(x, { population: true }));
    near(moments.standardDeviation(), stats.standardDeviation(x));
    for (const definition of ['g1', 'G1', 'b1'] as const)
      near(moments.skewness({ definition }), stats.skewness(x, { definition }));
    for (const definition of ['g2', 'G2', 'b2'] as const)
      near(moments.kurtosis({ definition }), stats.kurtosis(x, { definition }));
  });

  // By hand, of 1, 2, 2, 5: mean 2.5, and powers of deviations that sum to 9, 12 and 44.25.
  it('say what values that hardly differ cannot give, and give the rest', () => {
    const shape = [1, 2, 2, 5];
    const of = (size: number) => {
      const one = new stats.Moments();
      for (const x of shape) one.push(x * size);
      return [one, new stats.Moments().push(shape.map((x) => x * size))];
    };
    const refused = expect.objectContaining({
      code: 'ERR_INVALID_ARGUMENT',
      message: expect.stringContaining('too close to 0'),
    });
    for (const [size, variance, skewness, kurtosis] of [
      [1e-65, true, true, true],
      [1e-81, true, true, false],
      [1e-100, true, false, false],
      [1e-170, false, false, false],
    ] as const) {
      for (const moments of of(size)) {
        const held = (there: boolean, got: () => number, want: number) => {
          if (there) close([got()], [want], 0, 1e-13);
          else expect(got).toThrow(refused);
        };
        close([moments.mean], [2.5 * size], 0, 1e-15);
        held(variance, () => moments.standardDeviation(), Math.sqrt(3) * size);
        held(skewness, () => moments.skewness({ definition: 'g1' }), 12 / 4 / (9 / 4) ** 1.5);
        held(kurtosis, () => moments.kurtosis({ definition: 'g2' }), (4 * 44.25) / 81 - 3);
      }
    }
    const later = new stats.Moments().push([0, 1e-100]);
    expect(() => later.kurtosis({ definition: 'g2' })).toThrow(refused);
    close([later.push(3).kurtosis({ definition: 'g2' })], [-1.5], 0, 1e-15);
    expect(new stats.Moments().push([1e-170, 1e-170]).variance()).toBe(0);
  });

  it('leave out what is missing, if told to', () => {
    const moments = new stats.Moments({ nan: 'omit' }).push([1, null, 3]).push(null).push(Number.NaN).push(5);
    expect(moments.toJSON()).toEqual({ count: 3, mean: 3, m2: 8, m3: 0, m4: 32, min: 1, max: 5 });
    expect(new stats.Moments({ nan: 'omit' }).push([null]).toJSON()).toEqual(new stats.Moments().toJSON());
  });

  it('can be merged with themselves', () => {
    const moments = new stats.Moments().push([1, 2, 3]);
    expect(moments.merge(moments).count).toBe(6);
    close([moments.variance()], [stats.variance([1, 2, 3, 1, 2, 3])]);
  });

  const { Moments } = stats;
  const state = new Moments().push([1, 2]).toJSON();
  it.each([
    [
      'the mean of nothing',
      () => new Moments().mean,
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 1, given: 0 },
    ],
    [
      'the variance of one value',
      () => new Moments().push(1).variance(),
      'ERR_INSUFFICIENT_DATA',
      { required: 2, given: 1 },
    ],
    [
      'the shape of a constant',
      () => new Moments().push([1, 1, 1]).skewness(),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    ['an infinity', () => new Moments().push(Infinity), 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 0 }],
    ['a text', () => new Moments().push('1' as never), 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 0 }],
    [
      'a null not allowed',
      () => new Moments().push([1, null]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    [
      'a text among numbers',
      () => new Moments().push([1, 2, '3'] as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 2 },
    ],
    [
      'a hole among numbers',
      // biome-ignore lint/suspicious/noSparseArray: what is refused
      () => new Moments().push([1, , 3] as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    [
      'fourth powers beyond double precision',
      () => new Moments().push([1e100, -1e100]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    [
      'to merge with something else',
      () => new Moments().merge({ count: 1 } as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'other' },
    ],
    [
      'an option that is none',
      () => new Moments({ nans: 'omit' } as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options' },
    ],
    [
      'a state with a part missing',
      () => Moments.fromJSON({ ...state, m3: undefined } as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'json.m3' },
    ],
    [
      'a state with a negative square',
      () => Moments.fromJSON({ ...state, m2: -1 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'json.m2' },
    ],
    [
      'a state of half a value',
      () => Moments.fromJSON({ ...state, count: 1.5 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'json.count' },
    ],
    [
      'a state without extremes',
      () => Moments.fromJSON({ ...state, min: null }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'json.min' },
    ],
  ] as [string, () => unknown, string, object][])('refuse %s', async (_, call, code, details) => {
    expect(await failure(call)).toMatchObject({ code, details });
  });

  it('stay as they were when a push fails', () => {
    const moments = new Moments().push([1, 2, 3]);
    expect(() => moments.push([4, Number.NaN])).toThrow();
    expect(() => moments.push([1e200, -1e200])).toThrow();
    expect(moments.toJSON()).toEqual(new Moments().push([1, 2, 3]).toJSON());
  });
});
