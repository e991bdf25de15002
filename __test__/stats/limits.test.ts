/** What a call may take: how it is refused, where it waits, and that it stops. */
import { configure, stats } from 'clinicore';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, failure, useBackend } from '../backends';

const zeros = (length: number) => new Float64Array(length);
const season = (length: number) => Float64Array.from({ length }, (_, t) => (t % 365) + ((t * 7919) % 1000) / 100);
const points = (length: number) => Array.from({ length }, (_, i): [number, number] => [i, i]);
const chart = (steps: number, bands: number) => ({
  values: [1, 2],
  forecast: zeros(steps),
  intervals: Array.from({ length: bands }, (_, i) => ({
    level: (i + 1) / 100,
    lower: zeros(steps),
    upper: zeros(steps),
  })),
});

describe.each(backends)('a limit on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each([
    ['a polynomial of order 20', () => stats.regressionJs('polynomial', points(50_001), { order: 20 }), 50_000, 50_001],
    [
      'a regression on 64 columns',
      () => stats.multipleRegression(Array<Float64Array>(64).fill(zeros(769_231)), zeros(769_231)),
      769_230,
      769_231,
    ],
    [
      'a polynomial of degree 20',
      () => stats.polynomialRegression(zeros(2_380_953), zeros(2_380_953), { degree: 20 }),
      2_380_952,
      2_380_953,
    ],
    ['a chart’s bands', () => stats.forecastChart(chart(50_001, 20)), 1_000_000, 1_000_020],
    ['a chart’s points', () => stats.forecastChart({ values: zeros(5_000_000), forecast: [1] }), 5_000_000, 5_000_001],
    [
      'STL’s weights',
      () => stats.stl(season(100_000), { seasonLength: 7, trendWindow: 100_001, jumps: { trend: 1 } }),
      1e10,
      expect.any(Number),
    ],
  ])('%s is refused', async (_, call, limit, given) => {
    const got = await failure(call);
    expect(got).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { limit, given } });
    expect(got.message).toContain(String(limit));
    expect((got.details as { given: number }).given).toBeGreaterThan(limit);
  });

  it('leaves a straight line and a chart of fewer points as they were', () => {
    expect(stats.regressionJs('polynomial', points(1000), { order: 3 }).r2).toBe(1);
    expect(stats.forecastChart(chart(1000, 20))).toMatch(/^<svg /);
  });

  it('stops an STL in the middle of a smoothing, and frees its thread', async () => {
    const controller = new AbortController();
    const long = stats.stl(season(90_000), {
      seasonLength: 7,
      trendWindow: 50_001,
      jumps: { trend: 1 },
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(configure().running).toBe(1));
    controller.abort();
    await expect(long).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await vi.waitFor(() => expect(configure().running).toBe(0), 2000);
  });
});

describe('by default long work waits in the bulk lane, short work in the interactive one', () => {
  const seasonal = { method: 'stl', seasonLength: 7 } as const;
  it.each<[string, number, (y: Float64Array, signal: AbortSignal) => Promise<unknown>]>([
    ['stl', 100_000, (y, signal) => stats.stl(y, { seasonLength: 7, signal })],
    ['mstl', 100_000, (y, signal) => stats.mstl(y, { seasonLengths: [7], signal })],
    ['interpolate', 100_000, (y, signal) => stats.interpolate(y, { seasonLength: 7, signal })],
    ['detectAnomalies', 100_000, (y, signal) => stats.detectAnomalies(y, { ...seasonal, signal })],
    ['changepoints', 10_000, (y, signal) => stats.changepoints(y, { signal })],
  ])('%s', async (_, most, call) => {
    useBackend('js');
    await vi.waitFor(() => expect(configure().running).toBe(0));
    const controller = new AbortController();
    const { signal } = controller;
    // The first is worked on, and the others wait behind it.
    const first = stats.changepoints(season(10_000), { signal });
    const calls = [first, call(season(most), signal), call(season(most + 1), signal)];
    const settled = Promise.allSettled(calls);
    const { interactive, bulk, running } = configure();
    controller.abort();
    await settled;
    expect([interactive + running, bulk]).toEqual([2, 1]);
  });
});

it.each([
  [{ values: [1, 2], forecast: [1] }, { closed: [1, 1, 1] }],
  [
    { values: [1, 2, Number.NaN], forecast: [1] },
    { last: 1, closed: [0, 0, 0, 1] },
  ],
])('a chart of %j with %j has nothing to draw', async (result, options) => {
  expect(await failure(() => stats.forecastChart(result, options))).toMatchObject({
    code: 'ERR_INSUFFICIENT_DATA',
    details: { argument: 'result', required: 1, given: 0 },
  });
  expect(
    stats.forecastChart(result, { closed: [1, 1, 1, 0].slice(0, result.values.length + 1).fill(0) }),
  ).not.toContain('NaN');
});
