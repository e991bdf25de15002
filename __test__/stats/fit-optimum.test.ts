/** Fits find the optimum: of series that a model fits exactly, and among the optima of short noisy ones. */
import { type stats as Stats, stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const conventions = ['r', 'statsmodels', 'ets'] as const;
const kinds = ['additive', 'multiplicative'] as const;

describe.each(backends)('fit on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const lengths = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const noises = [0, 1e-12, 1e-11, 1e-10];
  it.each(lengths)('continues a season of %d that repeats exactly, with or without trend', async (m) => {
    const season = Array.from({ length: m }, (_, i) => 25 + ((i * 7919 + i * i * 93 + 17) % 23));
    for (const slope of [0, 0.5, 3]) {
      const exact = (t: number) => slope * t + (season[t % m] as number);
      const settings: Stats.FitOptions[] = [
        {},
        ...(slope > 0 ? ['AAA', 'MAA'] : ['ANA', 'MNA', 'MNM', 'MAM']).map((model) => ({ model, damped: false })),
        ...conventions.flatMap((convention) =>
          kinds
            .filter((kind) => slope === 0 || kind === 'additive')
            .map(
              (seasonal): Stats.FitOptions => ({ method: 'holt-winters', convention, seasonal, initial: 'estimated' }),
            ),
        ),
        { method: 'holt-winters' },
      ];
      for (const noise of noises) {
        const random = generator(100 * m);
        const y = Array.from({ length: 8 * m + 20 }, (_, t) => exact(t) * (1 + noise * (2 * random() - 1)));
        for (const options of noise === 0 ? settings : settings.slice(0, 2)) {
          const { final, ...got } = await stats.fit(y, { ...options, seasonLength: m });
          expect([options, noise, got.converged]).toEqual([options, noise, true]);
          const { level, trend, seasonal } = final;
          for (let h = 1; h <= m; h++) {
            const line = level + h * (trend ?? 0);
            const s = (seasonal as Float64Array)[h - 1] as number;
            const forecast = got.model.endsWith('M') ? line * s : line + s;
            expect(Math.abs(forecast / exact(y.length - 1 + h) - 1)).toBeLessThan(1e-6);
          }
        }
      }
    }
  });

  // The likelihoods of statsmodels 0.15 (ETSModel, ExponentialSmoothing), or with α held at the better optimum.
  it('finds the better of two optima in α', async () => {
    const ann = await stats.fit([3, 5, 7, 5, 6, 6, 6, 7, 8, 7], { model: 'ANN' });
    expect(ann.logLikelihood).toBeGreaterThan(-13.638);
    const ses = await stats.fit([3, 5, 7, 5, 6, 6, 6, 7, 8, 7], { method: 'ses', convention: 'statsmodels' });
    expect(ses.sse).toBeLessThan(15.152);
    expect(ses.parameters.alpha).toBeCloseTo(0.616, 3);
    const counts = [2, 9, 3, 4, 4, 2, 3, 2, 3, 3, 3, 3, 2];
    const mnn = await stats.fit(counts, { model: 'MNN', likelihood: 'statsmodels' });
    expect(mnn.logLikelihood).toBeGreaterThan(-24.0685);
  });

  it('is never less likely than a fit with α held, without trend and season', async () => {
    const values = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom('ANN', 'MNN'), async (y, model) => {
        const free = await stats.fit(y, { model });
        for (const alpha of [1e-4, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999]) {
          const held = await stats.fit(y, { model, parameters: { alpha } });
          expect(free.logLikelihood).toBeGreaterThan(held.logLikelihood - 1e-3);
        }
      }),
      { seed: 20261120, numRuns: 60 },
    );
  });

  // No search from a few starts finds every optimum: measured, 3 of 100 of these, half of them in φ alone, and by 0.2 at most.
  it('is seldom less likely than a fit with some parameter held', async () => {
    let fits = 0;
    let misses = 0;
    for (let seed = 1; seed <= 12; seed++) {
      for (const model of ['AAN', 'MAdN', 'ANA', 'MNM', 'AAA', 'MAM', 'AAdA']) {
        const random = generator(seed * 977);
        const seasonLength = model.endsWith('N') ? 1 : 4;
        const length = 12 + 4 * seasonLength + Math.floor(20 * random());
        const y = Array.from({ length }, () => 1 + Math.floor((1 + (seed % 4) * 4) * (random() + random())));
        const options = { seasonLength, model, damped: model.includes('d') };
        const free = await stats.fit(y, options);
        let best = Number.NEGATIVE_INFINITY;
        const alphas = [1e-4, 0.03, 0.1, 0.3, 0.6, 0.9, 0.9999].map((alpha) => ({ alpha }));
        const phis = options.damped ? [0.8, 0.9, 0.98].map((phi) => ({ phi })) : [];
        for (const parameters of [...alphas, ...phis]) {
          best = Math.max(best, (await stats.fit(y, { ...options, parameters })).logLikelihood);
        }
        fits++;
        if (best > free.logLikelihood + 1e-3) misses++;
        expect(free.logLikelihood).toBeGreaterThan(best - 1);
      }
    }
    expect(misses / fits).toBeLessThanOrEqual(0.05);
  }, 30_000);
});
