import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from '../backends';
import { close, data, golden } from './golden';

const { trend: trends } = golden('regression_inference');

/** As many points as are allowed: a rise with a swing, of two decimals, so that slopes are tied. */
const long = Float64Array.from({ length: 5000 }, (_, i) => Math.round(i / 50 + 900 * Math.sin(i * i)) / 100);

describe.each(backends)('trends on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(Object.keys(trends))('agree with SciPy on %s', async (key) => {
    const want = trends[key];
    const y: number[] = want.y ?? data(key);
    const x: number[] | null = want.x ?? null;
    for (const level of [0.9, 0.95]) {
      for (const intercept of ['separate', 'joint'] as const) {
        const { slope, intercept: start, lower, upper } = await stats.theilSen(x, y, { level, intercept });
        close([slope, start, lower, upper], want[`${level}/${intercept}`], 1e-12, 1e-12);
      }
    }
    if (!want.kendall) return;
    const { trend, ...test } = await stats.mannKendall(y);
    const { s, variance, z, p, tau } = want.kendall;
    close([test.s, test.variance, test.z, test.p, test.tau], [s, variance, z, p, tau], 0, 1e-12);
    expect(test.slope).toBe((await stats.theilSen(null, y)).slope);
    expect(trend).toBe(p < 0.05 ? (s > 0 ? 'increasing' : 'decreasing') : 'none');
  });

  it('are none where there is none to see', async () => {
    const none = { trend: 'none', s: 0, z: 0, p: 1, tau: 0, slope: 0 };
    expect(await stats.mannKendall([5, 5, 5, 5])).toMatchObject(none);
    expect(await stats.mannKendall([1, 2])).toMatchObject({ trend: 'none', s: 1 });
    expect(await stats.theilSen(null, [5, 5, 5, 5])).toEqual({ slope: 0, intercept: 5, lower: 0, upper: 0 });
  });

  it('are those of the values at the time of the call', async () => {
    const [x, y] = [Float64Array.of(1, 2, 4, 8), Float64Array.of(1, 3, 2, 5)];
    const [line, test] = [await stats.theilSen(x, y, { intercept: 'joint' }), await stats.mannKendall(y)];
    const running = [stats.theilSen(x, y, { intercept: 'joint' }), stats.mannKendall(y)];
    x.fill(7);
    y.fill(7);
    expect(await Promise.all(running)).toEqual([line, test]);
  });

  const calls = {
    theilSen: (options: stats.TheilSenOptions) => stats.theilSen(null, long, options),
    mannKendall: (options: stats.MannKendallOptions) => stats.mannKendall(long, options),
  };

  it.each(Object.entries(calls))('%s says how far it is', async (_, call) => {
    const told: [number, number][] = [];
    await call({ onProgress: (...progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(0);
    for (const [done, total] of told) {
      expect(total).toBe((5000 * 4999) / 2);
      expect(done).toBeLessThanOrEqual(total);
    }
    const done = told.map(([pairs]) => pairs);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it.each(Object.entries(calls))('%s stops when its signal is aborted', async (_, call) => {
    const aborted = { code: 'ERR_ABORTED' };
    expect(await failure(() => call({ signal: AbortSignal.abort() }))).toMatchObject(aborted);
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    expect(await failure(() => call({ signal: controller.signal, onProgress }))).toMatchObject(aborted);
    expect(await failure(() => call({ signal: controller.signal }))).toMatchObject(aborted);
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  /** What each backend answers, or how it refuses. */
  const both = async <T>(call: () => Promise<T>) => {
    const answers: (T | string)[] = [];
    for (const name of ['native', 'js'] as const) {
      useBackend(name);
      answers.push(await call().catch((error: Error) => error.message));
    }
    return answers as [T, T];
  };

  const same = async (y: number[] | Float64Array, level: number) => {
    const [left, right] = await both(() => stats.theilSen(null, y, { level }));
    expect(left).toEqual(right);
    const [one, other] = await both(() => stats.mannKendall(y));
    expect({ ...one, p: 0 }).toEqual({ ...other, p: 0 });
    close([one.p], [other.p], 0, 1e-12);
  };

  it('see the same trends, to the last bit but of p', async () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    const values = fc.array(fc.oneof(number, fc.integer({ min: -5, max: 5 })), { minLength: 2, maxLength: 60 });
    await fc.assert(fc.asyncProperty(values, fc.double({ min: 0.5, max: 0.99, noNaN: true }), same), {
      seed: 20261120,
      numRuns: 300,
    });
  });

  it('see the same in a long series', () => same(long, 0.95));
});
