import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { close, data, golden } from './golden';
import { withSeason } from './seasonal';

type Options = Parameters<typeof stats.forecast>[1];
type Method = NonNullable<Options['method']>;

const seasons: Record<string, number> = { airpassengers: 12, austourists: 4, nile: 1 };
const numbers = (values: (number | null)[]) => values.map((value) => value ?? Number.NaN);

const values = Array.from({ length: 42 }, (_, t) => 20 + 3 * (t % 7) + ((t * 7919) % 11));

describe.each(backends)('forecast on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const { simple, intermittent, theta } = golden('forecast');

  describe.each(Object.keys(simple))('of %s', (series) => {
    const m = seasons[series] as number;
    it.each(['naive', 'seasonal-naive'].filter((method) => simple[series][method]))(
      'agrees with statsforecast on %s and its intervals',
      async (method) => {
        const want = simple[series][method];
        const horizon = want.mean.length;
        const got = await stats.forecast(data(series), { ...withSeason(method as Method, m), horizon });
        close(got.forecast, want.mean);
        close(got.fitted, numbers(want.fitted));
        ['80', '95'].forEach((percent, i) => {
          close(got.intervals[i]?.lower ?? [], want[`lo-${percent}`]);
          close(got.intervals[i]?.upper ?? [], want[`hi-${percent}`]);
        });
      },
    );

    it("agrees with R's meanf and rwf with drift", async () => {
      const { mean, drift, R } = simple[series];
      const horizon = drift.mean.length;
      const byMean = await stats.forecast(data(series), { method: 'mean', horizon });
      close(byMean.forecast, mean.mean);
      const half = (made: typeof byMean, level: number) =>
        made.forecast.map((value, h) => (made.intervals[level]?.upper[h] as number) - value);
      close(
        half(byMean, 1),
        mean.mean.map(() => R.mean_se * R.mean_t[1]),
      );
      const byDrift = await stats.forecast(data(series), { method: 'drift', horizon });
      close(byDrift.forecast, drift.mean);
      close(
        half(byDrift, 1),
        R.drift_se.map((se: number) => 1.959963984540054 * se),
      );
    });

    it("agrees with R's thetaf, put together from statsmodels, NumPy and SciPy", async () => {
      const want = theta[series];
      const horizon = want.forecast.length;
      const got = await stats.forecast(data(series), { method: 'theta', horizon, seasonLength: m, levels: [0.95] });
      // SciPy's minimum is good to half the digits.
      close(got.forecast, want.forecast, 1e-9, 1e-7);
      close(got.intervals[0]?.lower ?? [], want.lower95, 1e-9, 1e-7);
      close(got.fitted, want.fitted, 1e-9, 1e-7);
      close(got.forecast, want.statsmodels.forecast, 0, 1e-3);
    });
  });

  it.each(Object.keys(intermittent))('agrees with statsforecast on the intermittent demand "%s"', async (key) => {
    const { values: demand, ...want } = intermittent[key];
    const options = { horizon: 3, intervals: 'none' } as const;
    for (const method of ['croston', 'sba', 'tsb'] as const) {
      close((await stats.forecast(demand, { ...options, method })).forecast, want[method].mean);
    }
    const other = await stats.forecast(demand, { ...options, method: 'tsb', alpha: 0.2, beta: 0.05 });
    close(other.forecast, want.tsb_2_05.mean);
    expect(other.intermittent).toEqual({ alpha: 0.2, beta: 0.05 });
  });

  it('estimates the smoothing of intermittent demand from 0.05 to 0.3 by the least mean squared rate', async () => {
    const { values: demand } = intermittent.slow as { values: number[] };
    const cost = async (alpha: number) => {
      const { fitted } = await stats.forecast(demand, { method: 'croston', horizon: 1, alpha });
      let sum = 0;
      return demand.reduce((total, value, t) => {
        sum += value;
        const error = (fitted[t] as number) - sum / (t + 1);
        return total + (Number.isNaN(error) ? 0 : error * error);
      }, 0);
    };
    const made = await stats.forecast(demand, { method: 'croston', horizon: 1, alpha: 'estimate' });
    const best = await cost(made.intermittent?.alpha as number);
    for (let alpha = 0.05; alpha < 0.3; alpha += 0.03) expect(await cost(alpha)).toBeGreaterThanOrEqual(best - 1e-12);
  });

  it('bounds intermittent demand by the order statistics of what was needed', async () => {
    const demand = Array.from({ length: 39 }, (_, t) => ((t * 17) % 39) * (t % 2));
    const sorted = [...demand].sort((a, b) => a - b);
    const { intervals } = await stats.forecast(demand, { method: 'sba', horizon: 1, levels: [0.5, 0.95, 0.99] });
    // Of 40 places the outer 10 and 1 on either side; half a place is too few.
    expect(intervals.map(({ lower, upper }) => [lower[0], upper[0]])).toEqual([
      [sorted[9], sorted[29]],
      [sorted[0], sorted[38]],
      [0, Number.NaN],
    ]);
  });

  it.each([2e11 + 0.5, 1e9 + 0.75, 5e8 + 0.25, 1000.25, -220_558_131_200.5, -(2 ** 50) - 0.25])(
    'in whole units of %d is the nearest, between the whole numbers on either side',
    async (value) => {
      const options = { method: 'seasonal-naive', seasonLength: 7, horizon: 2, integer: true } as const;
      const { forecast, intervals } = await stats.forecast(Array(20).fill(value), options);
      expect([...forecast]).toEqual(Array(2).fill(Math.round(value)));
      // All values are alike: before rounding, intervals have no width.
      for (const { lower, upper } of intervals) {
        expect([...lower]).toEqual(Array(2).fill(Math.floor(value)));
        expect([...upper]).toEqual(Array(2).fill(Math.ceil(value)));
      }
    },
  );

  it('needs few values, and says what it makes of them', async () => {
    const one = await stats.forecast([4], { horizon: 2 });
    expect(one).toMatchObject({ method: 'naive', forecast: Float64Array.of(4, 4) });
    expect(one.intervals.every(({ lower, upper }) => [...lower, ...upper].every(Number.isNaN))).toBe(true);
    const three = await stats.forecast([4, 5, 6], { horizon: 1, levels: [0.95] });
    expect(three).toMatchObject({ method: 'mean', forecast: Float64Array.of(5) });
    // Student's t with 2 degrees of freedom: 4.302653 · 1 · √(1 + 1/3).
    close(three.intervals[0]?.upper ?? [], [5 + 4.302652729749464 * Math.sqrt(4 / 3)]);
  });

  it('chooses by the data', async () => {
    const rare = Array.from({ length: 30 }, (_, t) => (t % 4 === 1 ? 3 : 0));
    const weekly = Array.from({ length: 70 }, (_, t) => [5, 9, 2, 7, 30, 1, 4][t % 7] as number);
    const chosen = async (y: number[], options: Partial<Options> = {}) =>
      (await stats.forecast(y, { horizon: 3, seasonLength: 7, ...options })).method;
    expect(await chosen(rare)).toBe('sba');
    expect(await chosen([...rare, ...Array(10).fill(0)])).toBe('tsb');
    expect(await chosen(rare.map((value) => value - 1))).not.toBe('sba');
    expect(await chosen(weekly)).toBe('seasonal-naive');
    expect(await chosen(weekly, { select: 'backtest', metric: 'rmse' })).toBe('seasonal-naive');
    // A random walk with drift: the first digits of π as steps.
    let at = 0;
    const steps = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7];
    const walk = steps.map((step) => {
      at += 5 + step;
      return at;
    });
    expect(await chosen(walk)).toBe('drift');
    const zero = await stats.forecast(new Float64Array(20), { horizon: 2 });
    expect(zero.forecast).toEqual(Float64Array.of(0, 0));
    expect(zero.intervals[1]?.upper).toEqual(Float64Array.of(0, 0));
  });

  it('chooses without a backtest where there is nothing to hold forecasts against', async () => {
    const y = [9, 18, 11, 23, 14, 4, 6, 19, 23, 14, 22, 29];
    const closed = y.map(() => false).concat(true);
    const made = await stats.forecast(y, { horizon: 1, closed, seasonLength: 13, select: 'backtest' });
    expect([...made.forecast]).toEqual([0]);
    const short = await stats.forecast(y.slice(0, 7), { horizon: 5, select: 'backtest' });
    expect(short.forecast).toHaveLength(5);
  });

  it('by backtest takes the method whose errors a hand-written loop finds least', async () => {
    const y = data('austourists');
    const options = { horizon: 4, seasonLength: 4, intervals: 'none' } as const;
    const { candidates, method } = await stats.forecast(y, {
      ...options,
      select: 'backtest',
      metric: 'mae',
      windows: 6,
    });
    for (const candidate of candidates) {
      const errors: number[] = [];
      for (let origin = y.length - 4; origin > y.length - 10; origin--) {
        const made = await stats.forecast(y.slice(0, origin), {
          horizon: 4,
          intervals: 'none',
          ...withSeason(candidate.method, 4),
        });
        made.forecast.forEach((value, h) => {
          errors.push(Math.abs((y[origin + h] as number) - value));
        });
      }
      close([candidate.score], [errors.reduce((a, b) => a + b) / errors.length]);
    }
    const best = candidates.reduce((a, b) => (b.score < a.score ? b : a));
    expect(method).toBe(best.method);
  });

  const { fixed } = golden('holt_winters');
  it("by Holt-Winters with fixed parameters agrees with R's predict.HoltWinters", async () => {
    for (const [key, kind] of [
      ['airpassengers/add/R', 'additive'],
      ['airpassengers/mul/R', 'multiplicative'],
    ] as const) {
      const want = fixed[key];
      const { alpha, beta, gamma } = want;
      const smoothing = { convention: 'r', initial: 'r', seasonal: kind, parameters: { alpha, beta, gamma } } as const;
      const made = await stats.forecast(data('airpassengers'), {
        method: 'holt-winters',
        horizon: 12,
        seasonLength: 12,
        smoothing,
      });
      close(made.forecast, want.forecast12);
      expect(made.fit).toMatchObject({ parameters: { alpha, beta, gamma, phi: null }, converged: true });
    }
  });

  it('by ETS comes below the AICc of R on AirPassengers, and is what auto takes', async () => {
    const options = { horizon: 24, seasonLength: 12 };
    const ets = await stats.forecast(data('airpassengers'), { ...options, method: 'ets' });
    // R's own choice, ETS(M,Ad,M), has 1400.6; statsmodels' ETS(M,A,M) 1390.8.
    expect(ets.fit?.aicc).toBeLessThanOrEqual(1390.9);
    expect(ets.fit?.converged).toBe(true);
    const auto = await stats.forecast(data('airpassengers'), options);
    expect(auto.candidates.find(({ method }) => method === 'ets')?.score).toBe(ets.fit?.aicc);
    expect(auto).toEqual({ ...ets, candidates: auto.candidates });
  });

  it('makes conformal intervals of the order statistics of its own errors', async () => {
    const y = data('nile');
    const made = await stats.forecast(y, { method: 'drift', horizon: 3, intervals: 'conformal', levels: [0.8, 0.95] });
    const errors: number[][] = [[], [], []];
    for (let origin = y.length - 3; origin > y.length - 22; origin--) {
      const { forecast } = await stats.forecast(y.slice(0, origin), { method: 'drift', horizon: 3 });
      forecast.forEach((value, h) => {
        errors[h]?.push(Math.abs((y[origin + h] as number) - value));
      });
    }
    for (const [h, found] of errors.entries()) {
      expect(found).toHaveLength(19);
      found.sort((a, b) => a - b);
      // ⌈20 · 0.8⌉ = 16 and ⌈20 · 0.95⌉ = 19.
      const half = made.intervals.map(({ upper }) => (upper[h] as number) - (made.forecast[h] as number));
      close(half, [found[15], found[18]]);
    }
  });

  // Changes 2, −1, 4, −1: slope 1, SSE 18, σ² = 18/(T − 2) = 6 (R's forecast::lagwalk; FPP3 §5.5), slope variance 6/4.
  it('has the standard errors of drift of R and FPP3', async () => {
    const se = async (y: number[]) => {
      const { forecast, intervals } = await stats.forecast(y, {
        method: 'drift',
        horizon: 2,
        levels: [0.8],
        nan: 'omit',
      });
      // The normal quantile at 0.9.
      return forecast.map((value, h) => ((intervals[0]?.upper[h] as number) - value) / 1.2815515655446004);
    };
    close(await se([3, 5, 4, 8, 7]), [Math.sqrt(7.5), Math.sqrt(18)]);
    // Changes 2 in one period and 3 in two: slope 5/3, SSE (1/3)² + (1/3)²/2 = 1/6 over 2 − 1.
    close(await se([3, 5, Number.NaN, 8]), [Math.sqrt(2 / 9), Math.sqrt(5 / 9)]);
    expect((await se([3, 5])).every(Number.isNaN)).toBe(true);
  });

  // Teunter, Syntetos & Babai (2011): demand that may have ended; what lay before the first tells nothing of that.
  it('takes the demand of a newly listed article that ends for ended', async () => {
    const listed = [...Array(30).fill(0), 2, 0, 3, 0, 0, 2, 0, 4];
    const method = async (y: number[]) => (await stats.forecast(y, { horizon: 1 })).method;
    expect(await method([...listed, 0, 0, 0])).toBe('sba');
    expect(await method([...listed, ...Array(20).fill(0)])).toBe('tsb');
  });

  // The square of 1e-165 is 0 in double precision: an interval of no width would promise what is not known.
  it.each(['mean', 'naive', 'seasonal-naive', 'drift', 'theta', 'sba', 'ses', 'ets', 'auto'] as const)(
    'refuses differences whose squares underflow by %s',
    async (method) => {
      const options = { ...withSeason(method, 2), horizon: 2 };
      const scaled = (scale: number) => values.map((value) => value * scale);
      const got = await failure(() => stats.forecast(scaled(1e-165), options));
      expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'values' } });
      expect(got.message).toContain('too close to 0');
      const small = await stats.forecast(scaled(1e-130), options);
      for (const { lower, upper } of small.intervals) expect(upper[0]).toBeGreaterThan(lower[0] as number);
      const alike = await stats.forecast(Array(20).fill(1e-165), { horizon: 2, method: 'naive' });
      expect(alike.intervals[0]?.upper).toEqual(Float64Array.of(1e-165, 1e-165));
    },
  );

  it('takes a season for any method where days are closed, and where errors are scaled by it', async () => {
    const closed = values.map((_, day) => day % 7 === 6);
    await stats.forecast(values, { method: 'ses', horizon: 3, seasonLength: 7, closed });
    const backtest = { method: 'naive', horizon: 3, initial: 20 } as const;
    const [one, seven] = [
      await stats.backtest(values, backtest),
      await stats.backtest(values, { ...backtest, seasonLength: 7 }),
    ];
    expect(seven.forecast).toEqual(one.forecast);
    expect(seven.accuracy.mase).not.toBe(one.accuracy.mase);
  });

  it('has no seasonal naive among the candidates without a season, and says what fits without error', async () => {
    const among = async (more: object) => (await stats.forecast(values, { horizon: 2, ...more })).candidates;
    for (const more of [{}, { select: 'backtest' }]) {
      expect((await among(more)).map(({ method }) => method)).not.toContain('seasonal-naive');
      expect((await among({ ...more, seasonLength: 7 })).map(({ method }) => method)).toContain('seasonal-naive');
    }
    const { candidates } = await stats.forecast(
      values.map(() => 3),
      { horizon: 2 },
    );
    expect(candidates[0]).toEqual({ method: 'mean', score: Number.NEGATIVE_INFINITY });
  });

  it.each([
    ['tsb', { alpha: 'estimate' }],
    ['theta', {}],
    ['ets', {}],
  ] as const)('stops in the midst of a long series by %s', async (method, more) => {
    const long = Float64Array.from({ length: 300_000 }, (_, t) => ((t * 7919) % 23) * (t % 3));
    const controller = new AbortController();
    const running = stats.forecast(long, { ...more, method, horizon: 2, signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    // Both threads are free again.
    await Promise.all([1, 2, 3].map(() => stats.forecast([1, 2], { horizon: 1, method: 'naive' })));
  });

  // A million steps of 5,000 futures take minutes; what they keep must not grow with the steps.
  it('stops simulated intervals in their midst, in bounded memory', async () => {
    const sold = Array.from({ length: 84 }, (_, t) => 60 + 5 * (t % 7) + ((t * 7919) % 13));
    const controller = new AbortController();
    const seen: number[] = [];
    const before = process.memoryUsage().rss;
    let most = before;
    const running = stats.forecast(sold, {
      method: 'ets',
      seasonLength: 7,
      horizon: 1_000_000,
      levels: [0.8],
      smoothing: { model: 'AAM', damped: false, allowUnstable: true },
      signal: controller.signal,
      onProgress: (done, total) => {
        seen.push(done / total);
        most = Math.max(most, process.memoryUsage().rss);
        if (seen.length === 200) controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(seen.every((share, i) => share >= (seen[i - 1] ?? 0))).toBe(true);
    // Two bounds and a forecast of a million numbers are 24 MB.
    expect(most - before).toBeLessThan(200e6);
    // Both threads are free again.
    await Promise.all([1, 2, 3].map(() => stats.forecast([1, 2], { horizon: 1, method: 'naive' })));
  });

  it.each([500, 501])('Theta goes on with a long season of %i, even or odd', async (m) => {
    const season = (t: number) => 100 + 40 * Math.sin((2 * Math.PI * t) / m);
    const y = Float64Array.from({ length: 5 * m }, (_, t) => season(t));
    const { forecast } = await stats.forecast(y, { method: 'theta', horizon: m, seasonLength: m });
    forecast.forEach((value, h) => {
      expect(Math.abs(value - season(h))).toBeLessThan(1e-6);
    });
  });

  const options = { horizon: 3, method: 'naive' } as const;

  it('never throws before it returns its promise, and reads the values before it does', async () => {
    await expect(stats.forecast('x' as never, options)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    const mine = Float64Array.from(values);
    const promise = stats.forecast(mine, options);
    mine.fill(-1);
    expect((await promise).forecast[0]).toBe(values.at(-1));
  });

  it.each([
    { select: 'backtest', seasonLength: 7, intervals: 'conformal', levels: [0.8] },
    { method: 'naive' },
  ] as const)('tells progress on one scale, and that all is done: %o', async (more) => {
    const told: number[][] = [];
    const y = Float64Array.from({ length: 60 }, (_, t) => 50 + 9 * (t % 7) + ((t * 7919) % 13));
    await stats.forecast(y, { horizon: 2, ...more, onProgress: (...progress) => told.push(progress) });
    expect(told.slice(0, -1).every(([done, total]) => done === 0 && total === 1)).toBe(true);
    expect(told.at(-1)).toEqual([1, 1]);
  });

  it('stops when its signal is aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(stats.forecast(values, { ...options, signal })).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    const controller = new AbortController();
    const running = stats.forecast(values, { ...options, intervals: 'conformal', signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError' });
  });
});
