/** Forecasts of many series, backtests and accuracy: columns that must equal what is made one by one. */
import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from '../backends';
import { close, data, golden } from './golden';
import { withSeason } from './seasonal';

type Options = Parameters<typeof stats.forecastMany>[1];
type Forecasts = Awaited<ReturnType<typeof stats.forecastMany>>;

const ragged = (series: number[][]) => ({
  values: series.flat(),
  offsets: [0, ...series.map((_, i) => series.slice(0, i + 1).flat().length)],
});

const columns = ({ forecast, intervals, methods }: Forecasts) => ({ forecast, intervals, methods });

/** Slow movers and fast ones, long and short, from a fixed rule. */
const stock = Array.from({ length: 60 }, (_, article) =>
  Array.from({ length: (article * 7) % 64 }, (_, day) => {
    const rare = article % 3 === 0 && (day * 31 + article) % 5 !== 0;
    return rare ? 0 : ((day * day * 17 + article * 29) % 23) + (day % 7);
  }),
);

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(['auto', 'ets', 'holt', 'tsb', 'theta'] as const)(
    'forecastMany by %s equals forecast, one by one',
    async (method) => {
      const options: Options = { ...withSeason(method, 7), horizon: 5, integer: true, nonNegative: true };
      const batch = await stats.forecastMany(ragged(stock), options);
      expect(batch.length).toBe(stock.length);
      for (const [i, series] of stock.entries()) {
        const one = await stats.forecast(series, options).catch((error: unknown) => error);
        if (batch.errors.has(i)) {
          expect(one).toEqual(batch.errors.get(i));
          expect(() => batch.at(i)).toThrow((one as Error).message);
          expect(batch.methods[i]).toBeNull();
          expect(batch.forecast.slice(5 * i, 5 * i + 5).every(Number.isNaN)).toBe(true);
        } else {
          const { forecast, method: chosen, intervals } = one as Awaited<ReturnType<typeof stats.forecast>>;
          expect(batch.at(i)).toEqual({ forecast, method: chosen, intervals });
        }
      }
      expect(batch.errors.has(0)).toBe(true); // it has no values
    },
  );

  it('forecastMany shares a calendar that ends with the horizon', async () => {
    const series = [stock[8] as number[], stock[18] as number[]];
    const closed = Array.from({ length: 64 + 5 }, (_, day) => day % 7 === 3 || day === 66);
    const options = { method: 'seasonal-naive', horizon: 5, seasonLength: 7 } as const;
    const batch = await stats.forecastMany(ragged(series), { ...options, closed });
    for (const [i, values] of series.entries()) {
      const mask = closed.slice(-5 - values.length);
      expect(batch.at(i).forecast).toEqual((await stats.forecast(values, { ...options, closed: mask })).forecast);
    }
  });

  it('forecastMany keeps the errors of a series to that series', async () => {
    const batch = await stats.forecastMany(ragged([[1, 2, 3], [4, Number.NaN], [5], [6, Infinity], [7, -8]]), {
      method: 'croston',
      horizon: 2,
    });
    expect([...batch.errors].map(([i, { code, details }]) => [i, code, details])).toEqual([
      [1, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 1 }],
      [3, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 1 }],
      [4, 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 1 }],
    ]);
    expect(batch.at(2).forecast).toEqual(Float64Array.of(5, 5));
    expect(() => batch.at(9)).toThrow('index must be an integer from 0 to 4');
  });

  it.each([
    [
      'offsets that descend',
      { values: [1, 2], offsets: [0, 2, 1, 2] },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.offsets', index: 2 },
    ],
    [
      'offsets that end early',
      { values: [1, 2], offsets: [0, 1] },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.offsets' },
    ],
    [
      'a calendar that is too short',
      { values: [1, 2], offsets: [0, 2] },
      { closed: [1, 0] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.closed' },
    ],
    [
      'an answer that is too large',
      { values: [1, 2, 3], offsets: [0, 1, 2, 3] },
      { horizon: 1e6, levels: Array(20).fill(0.5) },
      'ERR_LIMIT_EXCEEDED',
      { limit: 1e8 },
    ],
  ])('forecastMany refuses %s', async (_, many, options, code, details) => {
    const got = await failure(() => stats.forecastMany(many, { horizon: 2, ...options }));
    expect(got).toMatchObject({ code, details });
  });

  it('forecastMany of no series is an empty batch, and tells its progress in series', async () => {
    expect(await stats.forecastMany({ values: [], offsets: [0] }, { horizon: 2 })).toMatchObject({ length: 0 });
    const told: [number, number][] = [];
    await stats.forecastMany(ragged(Array(20).fill(stock.flat())), {
      horizon: 2,
      method: 'theta',
      onProgress: (...progress) => told.push(progress),
    });
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(([done, total], i) => done >= (told[i - 1]?.[0] ?? 0) && total === 20)).toBe(true);
    expect(told.at(-1)).toEqual([20, 20]);
    const controller = new AbortController();
    const running = stats.forecastMany(ragged(stock), { horizon: 2, signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it.each(['expanding', 'sliding'] as const)(
    'backtest equals a hand-written loop, with an %s window',
    async (window) => {
      const y = data('austourists');
      const closed = y.map((_, t) => t === 41);
      const options = { method: 'auto', horizon: 4, seasonLength: 4, levels: [0.8] } as const;
      const made = await stats.backtest(y, { ...options, closed, initial: 30, step: 3, window });
      const columns: number[] = [];
      const actual: number[] = [];
      for (let origin = 30, i = 0; origin + 4 <= y.length; origin += 3, i++) {
        const start = window === 'sliding' ? origin - 30 : 0;
        const mask = closed.slice(start, origin + 4);
        const one = await stats.forecast(y.slice(start, origin), { ...options, closed: mask });
        expect(made.origins[i]).toBe(origin);
        expect(made.methods[i]).toBe(one.method);
        expect(made.intervals[0]?.lower.slice(4 * i, 4 * i + 4)).toEqual(one.intervals[0]?.lower);
        columns.push(...one.forecast);
        actual.push(...y.slice(origin, origin + 4).map((value, h) => (closed[origin + h] ? Number.NaN : value)));
      }
      expect([...made.forecast]).toEqual(columns);
      expect([...made.actual]).toEqual(actual);
      expect(made.length).toBe(columns.length / 4);

      const training = y.slice(0, 30);
      expect(made.accuracy).toEqual(stats.accuracy(actual, columns, { training, seasonLength: 4, nan: 'omit' }));
      const step = (values: number[], h: number) => values.filter((_, i) => i % 4 === h);
      expect(made.steps[2]).toEqual(
        stats.accuracy(step(actual, 2), step(columns, 2), { training, seasonLength: 4, nan: 'omit' }),
      );
      const [interval] = made.intervals;
      const { lower = [], upper = [], level = 0 } = interval ?? {};
      const measured = stats.accuracy(actual, columns, { lower, upper, level, nan: 'omit' });
      expect([interval?.coverage, interval?.winkler]).toEqual([measured.coverage, measured.winkler]);
    },
  );

  it('backtest refuses a history that is too short, and fails with the first window that does', async () => {
    const short = await failure(() => stats.backtest([1, 2, 3], { horizon: 2, initial: 2 }));
    expect(short).toMatchObject({ code: 'ERR_INSUFFICIENT_DATA', details: { required: 4, given: 3 } });
    const drift = await failure(() => stats.backtest([1, 2, 3, 4], { horizon: 2, initial: 1, method: 'drift' }));
    expect(drift).toMatchObject({ code: 'ERR_INSUFFICIENT_DATA', details: { required: 2, given: 1 } });
  });

  it('names the value that a sliding backtest refuses by its place in the history', async () => {
    const y = Array.from({ length: 40 }, (_, day) => (day === 25 ? -1 : day % 3));
    const got = await failure(() =>
      stats.backtest(y, { method: 'sba', horizon: 1, initial: 10, step: 1, window: 'sliding' }),
    );
    expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'values', index: 25 } });
    expect(got.message).toContain('values[25] must be');
  });

  it.each([
    ['a horizon of a million', { horizon: 1e6, initial: 10 }, { argument: 'options.horizon', limit: 1e4, given: 1e6 }],
    ['ten million numbers', { horizon: 1e4, initial: 10 }, { argument: 'options.horizon', limit: 1e7 }],
    [
      'a billion errors behind intervals',
      { horizon: 1e4, initial: 10, intervals: 'conformal', windows: 1e5 },
      { argument: 'options.horizon', limit: 100, given: 1e4, option: 'windows' },
    ],
  ] as const)('backtest refuses %s', async (_, options, details) => {
    const got = await failure(() => stats.backtest(new Float64Array(20_000), options));
    expect(got).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details });
  });

  // The fitted values of all windows are 400 MB.
  it('backtest keeps of each window only what it answers', async () => {
    const y = Float64Array.from({ length: 10_000 }, (_, t) => (t * 7919) % 23);
    const before = process.memoryUsage().rss;
    let most = before;
    const made = await stats.backtest(y, {
      method: 'naive',
      horizon: 1,
      initial: 10,
      intervals: 'none',
      onProgress: () => {
        most = Math.max(most, process.memoryUsage().rss);
      },
    });
    expect(made.length).toBe(9990);
    expect(made.forecast.at(-1)).toBe(y.at(-2));
    expect(Math.max(most, process.memoryUsage().rss) - before).toBeLessThan(200e6);
  });

  it('backtest scales by a training that never errs, that is missing, or shorter than the season, as accuracy does', async () => {
    const y = [5, 5, 5, 5, 7, 9, 6, 8];
    const missing = y.map((value, t) => (t < 3 ? null : value));
    for (const [values, seasonLength] of [
      [y, 1],
      [y, 9],
      [missing, 1],
    ] as const) {
      const options = {
        seasonLength,
        horizon: 2,
        initial: 4,
        method: 'naive',
        intervals: 'none',
        nan: 'omit',
      } as const;
      const { accuracy, steps } = await stats.backtest(values, options);
      expect([accuracy.mase, steps[1]?.rmsse]).toEqual([Number.NaN, Number.NaN]);
    }
  });

  const wanted = golden('accuracy');
  it.each(Object.keys(wanted))('accuracy agrees with NumPy on %s', (key) => {
    const want = wanted[key];
    const m = { airpassengers: 12, austourists: 4 }[key] ?? 1;
    const y = data(key);
    const training = y.slice(0, -want.h);
    const predicted = Array.from({ length: want.h }, (_, h) => training[training.length - m + (h % m)] as number);
    const got = stats.accuracy(y.slice(-want.h), predicted, { training, seasonLength: m });
    close(
      [got.me, got.mae, got.rmse, got.mape, got.smape, got.mase, got.rmsse, got.wape],
      [
        want.ME,
        want.MAE,
        want.RMSE,
        want.MAPE_pct / 100,
        want.sMAPE_M4_pct / 100,
        want.MASE,
        want.RMSSE,
        want.WAPE_pct / 100,
      ],
    );
    expect(got.count).toBe(want.h);
  });

  it('accuracy scores quantiles and intervals by their definitions', () => {
    // Winkler: widths 4, 4, 4; one value 2 below at level 0.8 costs 2 · 10. Pinball at 0.9: 0.9 · 2, 0.9 · 1, 0.1 · 3.
    const got = stats.accuracy([10, 20, 27], [11, 19, 30], {
      lower: [9, 22, 26],
      upper: [13, 26, 30],
      level: 0.8,
      quantiles: [{ probability: 0.9, forecast: [8, 19, 30] }],
    });
    close([got.winkler, got.coverage, got.pinball], [(4 + 4 + 4 + 20) / 3, 2 / 3, (1.8 + 0.9 + 0.3) / 3]);
    expect([got.mase, got.rmsse]).toEqual([Number.NaN, Number.NaN]);
  });

  it('accuracy leaves a measure out where it is not defined', () => {
    const got = stats.accuracy([0, 2], [0, 1], { training: [3, 3, 3] });
    expect(got).toMatchObject({ mape: Number.NaN, smape: 2 / 3 / 2, wape: 0.5, mase: Number.NaN, pinball: Number.NaN });
    expect(stats.accuracy([0, 0], [0, 0]).wape).toBeNaN();
    expect(stats.accuracy([1, null, 3], [2, 5, Number.NaN], { nan: 'omit' })).toMatchObject({ mae: 1, count: 1 });
  });

  it.each([
    ['a NaN', [1, Number.NaN], [1, 2], {}, 'ERR_INVALID_ARGUMENT', { argument: 'actual', index: 1 }],
    ['lengths that differ', [1, 2], [1], {}, 'ERR_INVALID_ARGUMENT', { argument: 'predicted', required: 2, given: 1 }],
    ['bounds without a level', [1], [1], { lower: [0], upper: [2] }, 'ERR_INVALID_ARGUMENT', { argument: 'options' }],
    ['nothing', [], [], {}, 'ERR_INSUFFICIENT_DATA', { required: 1, given: 0 }],
    ['no pair', [1], [null], { nan: 'omit' }, 'ERR_INSUFFICIENT_DATA', { required: 1, given: 0 }],
    [
      'a probability of 1',
      [1],
      [1],
      { quantiles: [{ probability: 1, forecast: [1] }] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.quantiles[0].probability' },
    ],
  ])('accuracy refuses %s', async (_, actual, predicted, options, code, details) => {
    const got = await failure(() => stats.accuracy(actual, predicted as number[], options as never));
    expect(got).toMatchObject({ code, details });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('forecast many series alike', async () => {
    const options = { horizon: 4, seasonLength: 7 };
    useBackend('native');
    const native = await stats.forecastMany(ragged(stock), options);
    useBackend('js');
    const js = await stats.forecastMany(ragged(stock), options);
    expect(js.methods).toEqual(native.methods);
    expect([...js.errors]).toEqual([...native.errors]);
    close(js.forecast, native.forecast);
    native.intervals.forEach(({ lower, upper }, i) => {
      close(js.intervals[i]?.lower ?? [], lower, 1e-9);
      close(js.intervals[i]?.upper ?? [], upper, 1e-9);
    });
  });

  it('measure alike', () => {
    const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { freq: 6 });
    const three = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(three, fc.integer({ min: 1, max: 5 }), (rows, seasonLength) => {
        const column = (i: 0 | 1 | 2) => rows.map((row) => row[i]);
        const measure = (backend: 'native' | 'js') => {
          useBackend(backend);
          try {
            return Object.values(
              stats.accuracy(column(0), column(1), {
                training: column(2),
                seasonLength,
                lower: column(1),
                upper: column(2),
                level: 0.9,
                quantiles: [{ probability: 0.3, forecast: column(2) }],
                nan: 'omit',
              }),
            );
          } catch (error) {
            return [(error as Error).message.length];
          }
        };
        close(measure('js'), measure('native'), 1e-9);
      }),
      { seed: 20261120, numRuns: 300 },
    );
  });

  it.runIf(backends.includes('native'))('give the same bits on one thread and on four', async () => {
    useBackend('native');
    const { configure } = await import('clinicore');
    configure({ threads: 1 });
    const one = await stats.forecastMany(ragged(stock), { horizon: 3, seasonLength: 7 });
    configure({ threads: 4 });
    const four = await stats.forecastMany(ragged(stock), { horizon: 3, seasonLength: 7 });
    configure({ threads: 2 });
    expect(columns(four)).toEqual(columns(one));
  });
});
