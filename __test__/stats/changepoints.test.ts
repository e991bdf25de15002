import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from '../backends';
import { series } from './any-series';
import { data } from './golden';

describe.each(backends)('changepoints on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(['mean', 'mean-variance'] as const)('find the Nile’s fall of 1898 (Cobb 1978): %s', async (cost) => {
    for (const penalty of ['bic', 'mbic'] as const) {
      const { changepoints, segments } = await stats.changepoints(data('nile'), { cost, penalty });
      expect(changepoints).toEqual([28]);
      // Means as R's changepoint and strucchange print them for 1871–1898 and 1899–1970.
      expect(segments.map(({ mean }) => mean.toFixed(2))).toEqual(['1097.75', '849.97']);
    }
  });

  it('find a change of variance', async () => {
    const y = Array.from({ length: 120 }, (_, t) => (((t * 7919) % 23) - 11) * (t < 60 ? 1 : 6));
    const { changepoints } = await stats.changepoints(y, { cost: 'variance' });
    expect(changepoints).toHaveLength(1);
    expect(Math.abs((changepoints[0] as number) - 60)).toBeLessThan(4);
  });

  it('are none where nothing changes', async () => {
    for (const cost of ['mean', 'variance', 'mean-variance'] as const) {
      const flat = await stats.changepoints(new Array(50).fill(0.3), { cost });
      expect(flat.changepoints).toEqual([]);
      expect(flat.segments).toMatchObject([{ start: 0, end: 50 }]);
      const noisy = Array.from({ length: 200 }, (_, t) => ((t * 7919) % 101) / 10);
      expect((await stats.changepoints(noisy, { cost })).changepoints).toEqual([]);
    }
  });

  it('skip what is missing', async () => {
    const gaps = data('nile').map((value, t) => (t % 10 === 8 ? null : value));
    const { changepoints, segments } = await stats.changepoints(gaps, { nan: 'omit' });
    expect(changepoints).toEqual([29]);
    expect(segments.map(({ start, end }) => [start, end])).toEqual([
      [0, 29],
      [29, 100],
    ]);
  });

  it.each([
    ['too few values', [1, 2, 3], {}, 'ERR_INSUFFICIENT_DATA', { argument: 'values', required: 4, given: 3 }],
    ['too many', new Float64Array(100_001), {}, 'ERR_LIMIT_EXCEEDED', { argument: 'values', limit: 100_000 }],
    ['a penalty of 0', data('nile'), { penalty: 0 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.penalty' }],
    ['an unknown penalty', data('nile'), { penalty: 'aic' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.penalty' }],
    ['an unknown cost', data('nile'), { cost: 'median' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.cost' }],
    ['another method', data('nile'), { method: 'binseg' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.method' }],
  ])('are not sought for %s', async (_, values, options, code, details) => {
    const got = await failure(() => stats.changepoints(values, options as stats.ChangepointOptions));
    expect(got).toMatchObject({ code, details });
  });

  it('a clean step is found where it is', async () => {
    const length = fc.integer({ min: 11, max: 60 });
    await fc.assert(
      fc.asyncProperty(length, length, fc.double({ min: -1e3, max: 1e3, noNaN: true }), async (a, b, low) => {
        const y = [...new Array(a).fill(low), ...new Array(b).fill(low + 5)];
        expect((await stats.changepoints(y)).changepoints).toEqual([a]);
        expect((await stats.changepoints(y, { cost: 'mean-variance' })).changepoints).toEqual([a]);
      }),
      { seed: 20261120, numRuns: 50 },
    );
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('cut the same series alike', async () => {
    const cost = fc.constantFrom('mean' as const, 'variance' as const, 'mean-variance' as const);
    const penalty = fc.constantFrom('bic' as const, 'mbic' as const, 5);
    await fc.assert(
      fc.asyncProperty(series, cost, penalty, fc.integer({ min: 1, max: 5 }), async (y, kind, by, minSegment) => {
        const { native, js } = await onBoth(() => stats.changepoints(y, { cost: kind, penalty: by, minSegment }));
        expect(js).toEqual(native);
      }),
      { seed: 20261120, numRuns: 300 },
    );
  });
});
