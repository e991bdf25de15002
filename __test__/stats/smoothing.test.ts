/** Filters with fixed parameters, held to R's HoltWinters and statsmodels' ExponentialSmoothing. */
import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { close, data, golden } from './golden';

const { fixed } = golden('holt_winters');

describe.each(backends)('filters with fixed parameters on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(Object.keys(fixed))('holtWinters agrees with the reference on %s', (key) => {
    const want = fixed[key];
    const parts = key.split('/');
    const [, rule] = (parts.at(-1) as string).match(/^statsmodels-(.*)$/) ?? [];
    const m = want.start.s.length;
    const got = stats.holtWinters(data(parts[0] as string), {
      seasonLength: m,
      horizon: 12,
      alpha: want.alpha,
      beta: want.beta,
      gamma: want.gamma,
      phi: want.phi ?? 1,
      seasonal: parts[1] === 'mul' ? 'multiplicative' : 'additive',
      convention: rule ? 'statsmodels' : 'r',
      initial: (rule ?? 'r') as 'r' | 'heuristic' | 'legacy-heuristic',
      levels: [0.95],
    });
    const from = rule ? 0 : m;
    if (want.fitted_first5) close([...got.fitted.slice(from, from + 5)], want.fitted_first5);
    close([...got.forecast], want.forecast12);
    close([got.sse], [want.sse]);
    if (want.pi95_halfwidth12) {
      const [{ lower, upper }] = got.intervals as [(typeof got.intervals)[0]];
      close(
        [...upper].map((bound, h) => (bound - (lower[h] as number)) / 2),
        want.pi95_halfwidth12,
      );
    }
  });

  it.each<[string, () => unknown]>([
    ['trend', () => stats.ses([3, 5, 4, 6], { horizon: 1, alpha: 0.2, initial: { level: 4, trend: 1 } })],
    ['seasonal', () => stats.ses([3, 5, 4, 6], { horizon: 1, alpha: 0.2, initial: { level: 4, seasonal: [1] } })],
    [
      'seasonal',
      () =>
        stats.holt([3, 5, 4], { horizon: 1, alpha: 0.2, beta: 0.1, initial: { level: 4, trend: 1, seasonal: [1] } }),
    ],
  ])('refuses a start %s that the method has not', async (state, call) => {
    expect(await failure(call)).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: `options.initial.${state}` },
    });
  });

  // The window of a long season slides; each is summed anew here.
  it.each([1000, 1001])(
    'holtWinters starts a season of %d from the moving averages, to the values’ last digit',
    (m) => {
      const y = Array.from({ length: 2 * m }, (_, t) => 1e6 + t + 1e-3 * ((t * 7919) % 1013));
      const { seasonal } = stats.holtWinters(y, { seasonLength: m, horizon: 1, alpha: 0.1, beta: 0.1, gamma: 0.1 });
      const half = Math.floor(m / 2);
      const outer = m % 2 === 0 ? 0.5 : 1;
      // About the level, so that nothing is lost.
      const x = y.map((value) => value - 1e6);
      const parts: number[][] = Array.from({ length: m }, () => []);
      for (let t = half; t + half < 2 * m; t++) {
        const inner = x.slice(t - half + 1, t + half).reduce((a, b) => a + b, 0);
        const average = (outer * ((x[t - half] as number) + (x[t + half] as number)) + inner) / m;
        parts[t % m]?.push((x[t] as number) - average);
      }
      const raw = parts.map((own) => own.reduce((a, b) => a + b, 0) / own.length);
      const mean = raw.reduce((a, b) => a + b, 0) / m;
      close(
        [...seasonal.slice(0, m)],
        raw.map((part) => part - mean),
        1e-9,
        0,
      );
    },
  );

  it.each(Object.keys(fixed).filter((key) => key.includes('statsmodels')))(
    'fit with everything held reckons the criteria as statsmodels on %s',
    async (key) => {
      const want = fixed[key];
      const parts = key.split('/');
      const { alpha, beta, gamma } = want;
      const got = await stats.fit(data(parts[0] as string), {
        method: 'holt-winters',
        seasonLength: want.start.s.length,
        seasonal: parts[1] === 'mul' ? 'multiplicative' : 'additive',
        convention: 'statsmodels',
        damped: want.phi !== null,
        parameters: { alpha, beta, gamma, phi: want.phi ?? undefined },
        initial: (parts.at(-1) as string).replace('statsmodels-', '') as 'heuristic' | 'legacy-heuristic',
        likelihood: 'statsmodels',
      });
      close([got.sse, got.aic, got.aicc, got.bic], [want.sse, want.aic, want.aicc, want.bic]);
      close([got.initial.level, got.initial.trend as number], [want.start.l, want.start.b]);
      close([...(got.initial.seasonal as Float64Array)], want.start.s);
      expect(got.parameters).toEqual({ alpha, beta, gamma, phi: want.phi });
    },
  );

  // R 4: HoltWinters(Nile, alpha = .3, beta = FALSE, gamma = FALSE) and with beta = .1 are these recursions by definition.
  it('ses and holt are the recursions of Brown and Holt, started as in R', () => {
    const y = data('nile');
    let level = y[0] as number;
    for (const value of y.slice(1)) level = 0.3 * value + 0.7 * level;
    const ses = stats.ses(y, { alpha: 0.3, horizon: 2 });
    close([...ses.forecast], [level, level]);
    expect(ses.fitted[0]).toBeNaN();

    let [l, b] = [y[1] as number, (y[1] as number) - (y[0] as number)];
    for (const value of y.slice(2)) {
      const last = l;
      l = 0.3 * value + 0.7 * (l + b);
      b = 0.1 * (l - last) + 0.9 * b;
    }
    close([...stats.holt(y, { alpha: 0.3, beta: 0.1, horizon: 2 }).forecast], [l + b, l + 2 * b]);
    const damped = stats.holt(y, { alpha: 0.3, beta: 0, phi: 0.9, horizon: 3, initial: { level: 1000, trend: 10 } });
    const flat = stats.holt(y, { alpha: 0.3, beta: 0, phi: 1, horizon: 3, initial: { level: 1000, trend: 10 } });
    expect(damped.trend.at(-1)).toBeCloseTo(10 * 0.9 ** 100, 12);
    expect(flat.trend.at(-1)).toBe(10);
  });

  it('the conventions are one model: with their parameters converted they filter the same', () => {
    const y = data('austourists');
    const options = { seasonLength: 4, horizon: 8, alpha: 0.3, initial: 'heuristic', levels: [0.8] } as const;
    const r = stats.holtWinters(y, { ...options, convention: 'r', beta: 0.1, gamma: 0.2 });
    const statsmodels = stats.holtWinters(y, { ...options, convention: 'statsmodels', beta: 0.1, gamma: 0.2 * 0.7 });
    const ets = stats.holtWinters(y, { ...options, convention: 'ets', beta: 0.1 * 0.3, gamma: 0.2 * 0.7 });
    close(statsmodels.fitted, r.fitted);
    // statsmodels forecasts the last value's place in the season with what it was before that value.
    close(statsmodels.forecast.slice(0, 3), r.forecast.slice(0, 3));
    close(ets.forecast, r.forecast);
    close(ets.seasonal, r.seasonal);
  });

  it('intervals nest with the level and scale with the values', () => {
    const values = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 16, maxLength: 40 });
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const convention = fc.constantFrom('r', 'statsmodels', 'ets') as fc.Arbitrary<'r' | 'statsmodels' | 'ets'>;
    fc.assert(
      fc.property(values, unit, unit, unit, convention, (y, alpha, beta, gamma, by) => {
        const options = { seasonLength: 4, horizon: 6, alpha, beta, gamma, convention: by, levels: [0.5, 0.8, 0.99] };
        const got = stats.holtWinters(y, options);
        const scaled = stats.holtWinters(
          y.map((v) => 8 * v),
          options,
        );
        got.forecast.forEach((forecast, h) => {
          const widths = got.intervals.map(({ lower, upper }) => [lower[h] as number, upper[h] as number] as const);
          widths.reduce(
            (inner, outer) => {
              expect(outer[0]).toBeLessThanOrEqual(inner[0]);
              expect(outer[1]).toBeGreaterThanOrEqual(inner[1]);
              return outer;
            },
            [forecast, forecast] as readonly [number, number],
          );
          expect(scaled.forecast[h]).toBe(8 * forecast);
        });
      }),
      { seed: 20261120, numRuns: 60 },
    );
  });

  const values = [5, 7, 9, 5, 8, 9, 6, 8];
  const hw = { seasonLength: 2, horizon: 2, alpha: 0.3, beta: 0.1, gamma: 0.2 };
  it.each<[string, () => unknown, string, object]>([
    [
      'one value for ses',
      () => stats.ses([1], { alpha: 0.3, horizon: 1 }),
      'ERR_INSUFFICIENT_DATA',
      { required: 2, given: 1 },
    ],
    [
      'two values for holt',
      () => stats.holt([1, 2], { alpha: 0.3, beta: 0.1, horizon: 1 }),
      'ERR_INSUFFICIENT_DATA',
      { required: 3 },
    ],
    [
      'nine values for the heuristic',
      () => stats.ses(values, { alpha: 0.3, horizon: 1, initial: 'heuristic' }),
      'ERR_INSUFFICIENT_DATA',
      { required: 10 },
    ],
    [
      'a level of 1',
      () => stats.ses(values, { alpha: 0.3, horizon: 1, levels: [1] }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.levels[0]' },
    ],
    [
      'estimated start values',
      () => stats.ses(values, { alpha: 0.3, horizon: 1, initial: 'estimated' as 'r' }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.initial' },
    ],
    [
      'a start without trend',
      () => stats.holt(values, { alpha: 0.3, beta: 0, horizon: 1, initial: { level: 1 } }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.initial' },
    ],
    [
      'a start without season',
      () => stats.holtWinters(values, { ...hw, initial: { level: 1, trend: 0 } }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.initial' },
    ],
    [
      'phi above 1',
      () => stats.holtWinters(values, { ...hw, phi: 1.1 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.phi' },
    ],
    [
      'a horizon too far for intervals',
      () => stats.holtWinters(values, { ...hw, horizon: 10_001, levels: [0.8] }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.horizon' },
    ],
    [
      'a horizon too far for intervals that are simulated',
      () =>
        stats.holtWinters(values, {
          ...hw,
          horizon: 501,
          levels: [0.8],
          seasonal: 'multiplicative',
          convention: 'ets',
        }),
      'ERR_LIMIT_EXCEEDED',
      { argument: 'options.horizon', limit: 500, given: 501, option: 'levels' },
    ],
  ])('refuses %s', async (_, call, code, details) => {
    expect(await failure(call)).toMatchObject({ code, details });
  });
});
