/** Fits held to R's ets, statsmodels and statsforecast: at least as likely, no larger an error; and to each other. */
import { type stats as Stats, stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from '../backends';
import { daily } from './daily';
import { close, data, golden } from './golden';

const seasons: Record<string, number> = { airpassengers: 12, austourists: 4, nile: 1 };
const ets = golden('ets');
const likelihoods = golden('smoothing_likelihood');
const squares = golden('holt_winters');

describe.each(backends)('fit on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(Object.keys(ets.statsmodels))('is at least as likely as statsmodels on %s', async (key) => {
    const [series, model] = key.split('/') as [string, string];
    const got = await stats.fit(data(series), {
      seasonLength: seasons[series] as number,
      model,
      damped: model.includes('d'),
      likelihood: 'statsmodels',
    });
    expect(got.converged).toBe(true);
    expect(got.model).toBe(model);
    expect(got.logLikelihood).toBeGreaterThanOrEqual(ets.statsmodels[key].llf - 1e-3);
  });

  it.each(Object.keys(ets.R_forecast_ets_fixture))('is at least as likely as R on %s', async (key) => {
    const [series, model, damped] = key.split('/') as [string, string, string];
    const got = await stats.fit(data(series), {
      seasonLength: seasons[series] as number,
      model,
      damped: damped === 'damped=TRUE',
      allowMultiplicativeTrend: true,
    });
    expect(got.converged).toBe(true);
    expect(got.logLikelihood).toBeGreaterThanOrEqual(ets.R_forecast_ets_fixture[key].loglik[0] - 1e-3);
  });

  // The fixture's variance is the squared error over n less the parameters without the variance itself.
  it('has R’s degrees of freedom', async () => {
    const want = ets.R_forecast_ets_fixture['austourists/ANA/damped=FALSE'];
    const [level, ...seasonal] = want.initstate as number[];
    const got = await stats.fit(data('austourists'), {
      seasonLength: 4,
      model: 'ANA',
      parameters: { alpha: want.alpha[0], gamma: want.gamma[0] },
      initial: { level: level as number, seasonal: seasonal.reverse() },
    });
    // Printed to eight digits.
    close([got.logLikelihood], [want.loglik[0]], 0, 1e-7);
    close([got.sse / (got.observed - 6)], [want.sigma2[0]], 0, 1e-7);
  });

  it.each(Object.keys(ets.statsforecast_autoets))('chooses a better model than statsforecast on %s', async (series) => {
    const got = await stats.fit(data(series), { seasonLength: seasons[series] as number });
    expect(got.aicc).toBeLessThanOrEqual(ets.statsforecast_autoets[series].aicc);
    // R's own choice for AirPassengers reaches 1400.6.
    if (series === 'airpassengers') expect(got.aicc).toBeLessThanOrEqual(1390.9);
    const chosen = got.candidates.filter(({ converged }) => converged).map(({ criterion }) => criterion);
    expect(got.aicc).toBe(Math.min(...chosen));
  });

  it.each(Object.keys(likelihoods.at))('has the likelihood of statsmodels at given parameters on %s', async (key) => {
    const [series, model] = key.split('/') as [string, string];
    const { alpha, beta, gamma, phi, level, trend, seasonal, n, llf } = likelihoods.at[key];
    const or = (value: number | null) => value ?? undefined;
    const got = await stats.fit(likelihoods.series[series].values.slice(0, n), {
      seasonLength: 12,
      model,
      damped: phi !== null,
      allowUnstable: true,
      allowMultiplicativeTrend: true,
      parameters: { alpha, beta: or(beta), gamma: or(gamma), phi: or(phi) },
      initial: { level, trend: or(trend), seasonal },
      likelihood: 'statsmodels',
    });
    close([got.logLikelihood], [llf], 0, 1e-9);
  });

  it.each(Object.keys(squares.statsmodels_fit))('has no larger an error than statsmodels on %s', async (key) => {
    const parts = key.split('/');
    const series = parts[0] as string;
    const kind = parts[1] as string;
    const method = kind === 'ses' || kind === 'holt' ? kind : 'holt-winters';
    const got = await stats.fit(data(series), {
      method,
      ...(method === 'holt-winters'
        ? { seasonLength: seasons[series] as number, seasonal: kind === 'mul' ? 'multiplicative' : 'additive' }
        : {}),
      ...(method === 'ses' ? {} : { damped: parts.includes('damped') }),
      convention: 'statsmodels',
      initial: parts.at(-1) as 'estimated' | 'heuristic' | 'legacy-heuristic',
    });
    expect(got.converged).toBe(true);
    expect(got.sse).toBeLessThanOrEqual(squares.statsmodels_fit[key].sse * 1.0001);
  });

  it.each(Object.keys(squares.r_holtwinters_reimpl))('finds the least error of R’s recursion on %s', async (key) => {
    const [series, kind] = key.split('/') as [string, string];
    const want = squares.r_holtwinters_reimpl[key];
    const got = await stats.fit(data(series), {
      method: 'holt-winters',
      seasonLength: seasons[series] as number,
      seasonal: kind === 'mul' ? 'multiplicative' : 'additive',
    });
    expect(got.sse).toBeLessThanOrEqual(want.sse * 1.0001);
    // The filter at these parameters is the one for fixed ones.
    const { alpha, beta, gamma } = got.parameters;
    const filtered = stats.holtWinters(data(series), {
      seasonLength: seasons[series] as number,
      horizon: 1,
      alpha,
      beta: beta as number,
      gamma: gamma as number,
      seasonal: kind === 'mul' ? 'multiplicative' : 'additive',
    });
    close(got.fitted, filtered.fitted);
    close([got.final.level, got.final.trend as number], [filtered.level.at(-1), filtered.trend.at(-1)]);
  });

  it('holds what is given and keeps to the conventions’ restrictions', async () => {
    const y = daily(3);
    const held = await stats.fit(y, { seasonLength: 7, model: 'AAdA', parameters: { alpha: 0.2, phi: 0.9 } });
    expect(held.parameters).toMatchObject({ alpha: 0.2, phi: 0.9 });
    for (const convention of ['statsmodels', 'ets'] as const) {
      const { parameters } = await stats.fit(y, { method: 'holt-winters', seasonLength: 7, convention });
      expect(parameters.beta).toBeLessThanOrEqual(parameters.alpha);
      expect(parameters.gamma).toBeLessThanOrEqual(1 - parameters.alpha);
    }
  });

  // R's ets ignores a parameter that the chosen model has not.
  it('chooses among the models that have what is held', async () => {
    const letters = async (parameters: object) =>
      (await stats.fit(daily(5), { seasonLength: 7, parameters })).candidates.map(({ model }) => model);
    const all = await letters({});
    expect(await letters({ beta: 0.01 })).toEqual(all.filter((model) => model[1] !== 'N'));
    expect(await letters({ gamma: 0.1 })).toEqual(all.filter((model) => !model.endsWith('N')));
    expect(await letters({ phi: 0.9 })).toEqual(all.filter((model) => model.includes('d')));
    expect(await letters({ beta: 0.01, gamma: 0.1 })).toEqual(all.filter((model) => /^.[^N]d?[^N]$/.test(model)));
  });

  it.each<[string, Stats.FitOptions]>([
    ['beta', { method: 'ses', parameters: { beta: 0.1 } }],
    ['gamma', { method: 'ses', parameters: { gamma: 0.1 } }],
    ['gamma', { method: 'holt', parameters: { gamma: 0.1 } }],
    ['phi', { method: 'ses', parameters: { phi: 0.9 } }],
    ['phi', { method: 'holt', parameters: { phi: 0.9 } }],
    ['phi', { method: 'holt-winters', seasonLength: 7, parameters: { phi: 0.9 } }],
    ['beta', { model: 'ZNZ', seasonLength: 7, parameters: { beta: 0.1 } }],
    ['gamma', { model: 'ZZN', seasonLength: 7, parameters: { gamma: 0.1 } }],
    ['gamma', { parameters: { gamma: 0.1 } }],
    ['phi', { damped: false, parameters: { phi: 0.9 } }],
    ['phi', { model: 'ZNZ', seasonLength: 7, parameters: { gamma: 0.1, phi: 0.9 } }],
  ])('refuses a held %s that no model of %o has', async (parameter, options) => {
    const argument = `options.parameters.${parameter}`;
    expect(await failure(() => stats.fit(daily(5), options))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      message: `${argument} must be left out: no model that is asked for has it`,
      details: { argument },
    });
  });

  it.each<[string, Stats.FitOptions]>([
    ['trend', { method: 'ses', initial: { level: 5, trend: 1 } }],
    ['seasonal', { method: 'ses', initial: { level: 5, seasonal: [1] } }],
    ['seasonal', { method: 'holt', initial: { level: 5, trend: 1, seasonal: [1, 2] } }],
    ['trend', { model: 'ANN', initial: { level: 5, trend: 1 } }],
    ['seasonal', { model: 'AAN', seasonLength: 7, initial: { level: 5, trend: 1, seasonal: [0, 0, 0, 0, 0, 0, 0] } }],
  ])('refuses a start %s that no model of %o has', async (state, options) => {
    const argument = `options.initial.${state}`;
    expect(await failure(() => stats.fit(daily(5), options))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      message: `${argument} must be left out: no model that is asked for has it`,
      details: { argument },
    });
  });

  it.each(['estimated', 'r', 'heuristic', 'legacy-heuristic'] as const)(
    'finds of each of many models what it finds of that alone, from start values %s',
    async (initial) => {
      const [y, options] = [daily(5), { seasonLength: 7, initial }];
      const { candidates } = await stats.fit(y, { ...options, model: 'ZZZ' });
      for (const { model, criterion, converged } of candidates) {
        const settings = { model: model.replace('d', '') as 'AAN', damped: model.includes('d') };
        const alone = await stats.fit(y, { ...options, ...settings });
        expect([model, criterion, converged]).toEqual([alone.model, alone.aicc, alone.converged]);
      }
    },
  );

  it('keeps the season averaging 0, or 1', async () => {
    const additive = await stats.fit(daily(4), { seasonLength: 7, model: 'ANA' });
    const multiplicative = await stats.fit(daily(4), { seasonLength: 7, model: 'MNM' });
    const sum = (values: Float64Array | null) => (values as Float64Array).reduce((a, b) => a + b, 0);
    expect(sum(additive.initial.seasonal)).toBeCloseTo(0, 9);
    expect(sum(multiplicative.initial.seasonal)).toBeCloseTo(7, 9);
  });

  it.each([0, 0.1, 3, 1e6])('fits a series that is always %d exactly', async (value) => {
    const got = await stats.fit(new Array(30).fill(value), { seasonLength: 7 });
    expect(got).toMatchObject({ model: 'ANN', sse: 0, sigma2: 0, converged: true, final: { level: value } });
  });

  it('bridges missing values: the states move on, and only what is there counts', async () => {
    const y = daily(5);
    const gaps: (number | null)[] = y.map((value, t) => (t % 11 === 4 ? null : value));
    const whole = await stats.fit(y, { seasonLength: 7, model: 'AAA', damped: false });
    const { converged, observed, fitted, residuals, final } = await stats.fit(gaps, {
      seasonLength: 7,
      model: 'AAA',
      damped: false,
      nan: 'omit',
    });
    expect(converged).toBe(true);
    expect(observed).toBe(gaps.filter((value) => value !== null).length);
    expect(residuals.filter(Number.isNaN)).toHaveLength(90 - observed);
    expect(fitted.every(Number.isFinite)).toBe(true);
    expect(Math.abs(final.level - whole.final.level)).toBeLessThan(0.1 * whole.final.level);
  });

  it('is not troubled by a day of the week that is never observed', async () => {
    const closed = daily(6).map((value, t) => (t % 7 === 6 ? Number.NaN : value));
    const got = await stats.fit(closed, { seasonLength: 7, nan: 'omit' });
    expect(got.converged).toBe(true);
    const seasonal = got.final.seasonal as Float64Array;
    expect(seasonal.every(Number.isFinite)).toBe(true);
    // 90 values end on a Saturday: the unseen day comes last of the next seven but one, and has no season of its own.
    expect(seasonal[(6 - (90 % 7) + 7) % 7]).toBe(got.model.endsWith('M') ? 1 : 0);
    const six = closed.filter((value) => !Number.isNaN(value));
    const without = await stats.fit(six, { seasonLength: 6, model: 'ANA', parameters: { alpha: 0.2, gamma: 0.1 } });
    const masked = await stats.fit(closed, {
      seasonLength: 7,
      model: 'ANA',
      parameters: { alpha: 0.2, gamma: 0.1 },
      nan: 'omit',
    });
    close([masked.logLikelihood, masked.sse, masked.k], [without.logLikelihood, without.sse, without.k], 0, 1e-8);
  });

  it('scales with the values, and an additive model shifts with them', async () => {
    const y = daily(8);
    for (const model of ['AAA', 'MAM', 'MNA']) {
      const one = await stats.fit(y, { seasonLength: 7, model, damped: false });
      const thousand = await stats.fit(
        y.map((v) => 1000 * v),
        { seasonLength: 7, model, damped: false },
      );
      close(
        [...thousand.fitted],
        [...one.fitted].map((v) => 1000 * v),
        0,
        1e-5,
      );
    }
    const one = await stats.fit(y, { seasonLength: 7, model: 'AAA', damped: false });
    const shifted = await stats.fit(
      y.map((v) => v + 100),
      { seasonLength: 7, model: 'AAA', damped: false },
    );
    close(
      [...shifted.fitted],
      [...one.fitted].map((v) => v + 100),
      1e-4,
      1e-5,
    );
  });

  it('fits by least squares what is too short for criteria', async () => {
    const got = await stats.fit([3, 5, 4, 6, 5, 8], { method: 'holt', damped: true });
    expect(got).toMatchObject({ model: 'AAdN', aicc: Infinity, converged: true });
  });

  const y = daily(9, 30);
  const zero = y.map((value, t) => (t === 12 ? 0 : value));
  const gap = y.map((value, t) => (t === 3 ? Number.NaN : value));
  it.each<[string, ArrayLike<number>, Stats.FitOptions, string, object]>([
    ['no values', [], {}, 'ERR_INSUFFICIENT_DATA', { required: 7, given: 0 }],
    ['only missing values', new Array(30).fill(Number.NaN), { nan: 'omit' }, 'ERR_INSUFFICIENT_DATA', { given: 0 }],
    ['six values', [1, 2, 3, 4, 5, 6], {}, 'ERR_INSUFFICIENT_DATA', { required: 7, given: 6 }],
    [
      'nine values for a start that takes ten',
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      { model: 'ANN', initial: 'heuristic' },
      'ERR_INSUFFICIENT_DATA',
      { required: 10, given: 9 },
    ],
    [
      'too few for a model',
      y.slice(0, 14),
      { seasonLength: 7, model: 'AAA' },
      'ERR_INSUFFICIENT_DATA',
      { required: 16, given: 14 },
    ],
    ['a season longer than the values', y, { seasonLength: 31 }, 'ERR_INSUFFICIENT_DATA', { required: 62, given: 30 }],
    [
      'fewer than two seasons',
      y,
      { method: 'holt-winters', seasonLength: 16 },
      'ERR_INSUFFICIENT_DATA',
      { required: 32 },
    ],
    [
      'a zero for multiplicative errors',
      zero,
      { model: 'MNN' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 12 },
    ],
    ['a NaN', gap, {}, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 3 }],
    [
      'an infinity among gaps',
      [...gap, Infinity],
      { nan: 'omit' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 30 },
    ],
    ['an unstable model', y, { model: 'AMN' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.model' }],
    ['letters that are no model', y, { model: 'NAA' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.model' }],
    ['a season without its length', y, { model: 'ANA' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.seasonLength' }],
    [
      'an option of another method',
      y,
      { method: 'holt', model: 'AAN' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.model' },
    ],
    [
      'beta above alpha',
      y,
      { parameters: { alpha: 0.1, beta: 0.2 } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.parameters' },
    ],
    [
      'alpha above 1',
      y,
      { parameters: { alpha: 1.5 } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.parameters.alpha' },
    ],
    [
      'start values for a choice',
      y,
      { initial: { level: 5 } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.initial' },
    ],
  ])('refuses %s', async (_, values, options, code, details) => {
    expect(await failure(() => stats.fit(values, options))).toMatchObject({ code, details });
  });

  it('never throws synchronously, and reads its values before it returns', async () => {
    const call = stats.fit(null as never);
    expect(call).toBeInstanceOf(Promise);
    expect((await failure(() => call)).code).toBe('ERR_INVALID_ARGUMENT');
    const values = Float64Array.from(y);
    const before = stats.fit(values);
    values.fill(1);
    expect(await before).toEqual(await stats.fit(y));
    const given = Float64Array.from(y);
    const transferred = stats.fit(given);
    structuredClone(given, { transfer: [given.buffer] });
    expect(await transferred).toEqual(await stats.fit(y));
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('come to the same fit to the last bit', async () => {
    const model = fc.constantFrom('ZZZ', 'AAA', 'MAM', 'MNA', 'AAdN', 'MMdM', 'AMA', 'AAM');
    const missing = fc.constantFrom(0, 5, 13);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 20, max: 70 }),
        model,
        missing,
        async (seed, n, letters, gaps) => {
          const values = daily(seed, n).map((value, t) => (gaps > 0 && t % gaps === 2 ? Number.NaN : value));
          const options = {
            seasonLength: 7,
            model: letters,
            nan: 'omit',
            allowUnstable: true,
            allowMultiplicativeTrend: letters !== 'ZZZ',
          } as const;
          const { native, js } = await onBoth(() => stats.fit(values, options));
          expect(js).toEqual(native);
        },
      ),
      { seed: 20261120, numRuns: 60 },
    );
  }, 60_000);

  it('come to the same Holt-Winters to the last bit, in every convention', async () => {
    const convention = fc.constantFrom('r', 'statsmodels', 'ets') as fc.Arbitrary<'r' | 'statsmodels' | 'ets'>;
    const initial = fc.constantFrom('estimated', 'r', 'heuristic', 'legacy-heuristic') as fc.Arbitrary<'r'>;
    const seasonal = fc.constantFrom('additive', 'multiplicative') as fc.Arbitrary<'additive'>;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        convention,
        initial,
        seasonal,
        fc.boolean(),
        async (seed, by, start, kind, damped) => {
          const options = {
            method: 'holt-winters',
            seasonLength: 7,
            convention: by,
            initial: start,
            seasonal: kind,
            damped,
          } as const;
          const { native, js } = await onBoth(() => stats.fit(daily(seed, 60), options));
          expect(js).toEqual(native);
        },
      ),
      { seed: 20261120, numRuns: 60 },
    );
  }, 60_000);

  it('come to the same least squares to the last bit, with gaps, held parameters and given starts', async () => {
    const options = fc.constantFrom<Stats.FitOptions>(
      { method: 'ses' },
      { method: 'ses', initial: { level: 50 } },
      { method: 'holt' },
      { method: 'holt', damped: true, initial: 'heuristic' },
      { method: 'holt', damped: true, parameters: { phi: 0.9 } },
      { method: 'holt-winters', seasonLength: 7, parameters: { gamma: 0 } },
      { method: 'holt-winters', seasonLength: 7, parameters: { alpha: 0.3, beta: 0.1 }, seasonal: 'multiplicative' },
      { method: 'holt-winters', seasonLength: 7, damped: true, parameters: { beta: 0.02 } },
      { model: 'AAN', damped: false, initial: { level: 50, trend: 0.2 } },
      { model: 'ZZZ', seasonLength: 7, initial: 'r' },
      { model: 'AZN', initial: 'heuristic' },
    );
    const daylike = (value: number) => value;
    const counts = (value: number) => 1 + (Math.floor(value) % 7);
    const exact = (_: number, t: number) => 10 + (t % 7) + t / 4;
    const kind = fc.constantFrom<((value: number, t: number) => number)[]>(daylike, counts, exact);
    const conventions = fc.constantFrom('r', 'statsmodels', 'ets') as fc.Arbitrary<'r'>;
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), kind, options, conventions, fc.boolean(), async (seed, made, given, by, gaps) => {
        const values = daily(seed, 60).map((value, t) => (gaps && t % 13 === 5 ? Number.NaN : made(value, t)));
        const convention = given.method === undefined ? {} : { convention: by };
        const { native, js } = await onBoth(() => stats.fit(values, { ...given, ...convention, nan: 'omit' }));
        expect(js).toEqual(native);
      }),
      { seed: 20261120, numRuns: 200 },
    );
  }, 60_000);
});
