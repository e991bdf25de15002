/** Thousands of series in one call: how they are read, what fails with which error, and that nothing else is changed by it. */
import { configure, stats } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from '../backends';

type Data = Parameters<typeof stats.fitMany>[0];
type Options = { signal?: AbortSignal; onProgress?: (done: number, total: number) => void; nan?: 'error' | 'omit' };

/** More than is read at once. */
const MANY = 250_000;

const value = (t: number) => 10 + ((t * 7919) % 23) + (t % 7);
const ragged = (series: number[][]) => {
  const offsets = [0];
  for (const one of series) offsets.push((offsets.at(-1) as number) + one.length);
  return { values: series.flat(), offsets };
};
const even = (count: number, length: number) => ({
  values: Float64Array.from({ length: count * length }, (_, t) => value(t)),
  offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * length),
});

/** The error itself with which a call is rejected. */
const rejection = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error) => error,
  );

/** Each batch with what it does to one series. */
const CALLS = {
  fitMany: {
    many: (data: Data, options: Options = {}) => stats.fitMany(data, { method: 'ses', ...options }),
    one: (values: ArrayLike<number>) => stats.fit(values, { method: 'ses' }),
  },
  forecastMany: {
    many: (data: Data, options: Options = {}) => stats.forecastMany(data, { method: 'drift', horizon: 2, ...options }),
    one: async (values: ArrayLike<number>) => {
      const { method, forecast, intervals } = await stats.forecast(values, { method: 'drift', horizon: 2 });
      return { method, forecast, intervals };
    },
  },
  detectAnomaliesMany: {
    many: (data: Data, options: Options = {}) => stats.detectAnomaliesMany(data, { method: 'z-score', ...options }),
    one: (values: ArrayLike<number>) => stats.detectAnomalies(values, { method: 'z-score' }),
  },
};

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe.each(Object.entries(CALLS))('%s', (_, { many, one }) => {
    it('keeps the order of errors, whoever found them, and each is that of the series by itself', async () => {
      const sound = Array.from({ length: 40 }, (_, t) => value(t));
      const series = [[], sound, [1, Number.NaN, 3], [7], [Infinity], sound.slice(3), [Number.NaN], [], sound, [8]];
      const { errors, ...batch } = await many(ragged(series));
      expect([...errors.keys()]).toEqual([0, 2, 3, 4, 6, 7, 9]);
      expect(errors.size).toBe(7);
      expect([...errors.entries()].map(([i]) => i)).toEqual([...errors.keys()]);
      for (const [i, error] of errors) {
        expect(error).toEqual(await rejection(one(series[i] as number[])));
        expect(error.details.argument).toBe('values');
        expect(errors.get(i)).toBe(error);
      }
      for (const none of [1, 5, 8, -1, 10, 0.5, Number.NaN, '0' as unknown as number]) {
        expect(errors.has(none)).toBe(false);
        expect(errors.get(none)).toBeUndefined();
      }
      expect(batch.length).toBe(series.length);
    });

    it('gives each series what it gets alone, those after a refused one too', async () => {
      const sound = [5, 31, 12].map((from) =>
        Array.from({ length: 30 }, (_, t) => value(from + t) + (t === 9 ? 99 : 0)),
      );
      const [a = [], b = [], c = []] = sound;
      const batch = await many(ragged([[Number.NaN], a, [1, Infinity], b, [], c]));
      for (const [i, series] of [a, b, c].entries()) expect(batch.at(2 * i + 1)).toEqual(await one(series));
    });

    it('takes 200,000 series that all fail', async () => {
      const { errors } = await many(even(200_000, 1));
      expect(errors.size).toBe(200_000);
      expect([...errors.keys()]).toEqual(Array.from({ length: 200_000 }, (_, i) => i));
      const alone = await rejection(one([value(0)]));
      for (const i of [0, 99_999, 199_999]) expect(errors.get(i)).toEqual(alone);
    });

    it('takes series that are longer than what is read at once', async () => {
      const long = Float64Array.from({ length: MANY }, (_, t) => value(t));
      const values = new Float64Array(2 * MANY + 3).fill(Number.NaN);
      values.set(long, 1);
      values.set(long, MANY + 2);
      values[2 * MANY + 1] = Infinity;
      const data = { values, offsets: [0, 1, MANY + 1, MANY + 2, 2 * MANY + 2, 2 * MANY + 3] };
      const batch = await many(data);
      expect([...batch.errors.keys()]).toEqual([0, 2, 3, 4]);
      expect(batch.errors.get(3)).toEqual(await rejection(one(values.subarray(MANY + 2, 2 * MANY + 2))));
      expect(batch.at(1)).toEqual(await one(long));
    }, 30_000);

    it('reads the first 100,000 values before it returns, and its offsets', async () => {
      const typed = even(3000, 30);
      const plain = { values: [...typed.values], offsets: [...typed.offsets] };
      const want = await many(typed);
      for (const data of [typed, plain]) {
        const running = many(data);
        data.values.fill(-1);
        data.offsets.fill(0);
        const got = await running;
        expect(got.errors.size).toBe(0);
        for (const i of [0, 1500, 2999]) expect(got.at(i)).toEqual(want.at(i));
      }
    });

    it('stops reading when it is aborted', async () => {
      const { values, offsets } = even(MANY / 5, 5);
      let reads = 0;
      const watched = new Proxy([...values], {
        get: (target, key) => {
          if (key !== 'length') reads++;
          return Reflect.get(target, key);
        },
      });
      const controller = new AbortController();
      const running = rejection(many({ values: watched, offsets }, { signal: controller.signal }));
      expect(reads).toBeGreaterThan(50_000);
      controller.abort(new Error('enough'));
      expect(await running).toMatchObject({ code: 'ERR_ABORTED', cause: new Error('enough') });
      await new Promise((resume) => setTimeout(resume, 20));
      expect(reads).toBeLessThan(MANY);
      const { interactive, bulk } = configure();
      expect([interactive, bulk]).toEqual([0, 0]);
    });

    it('refuses values that are none, or gone, when it comes to them', async () => {
      const { values, offsets } = even(MANY / 5, 5);
      const wrong: unknown[] = [...values];
      wrong[MANY - 1] = 'x';
      expect(await failure(() => many({ values: wrong as number[], offsets }))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        message: `data.values[${MANY - 1}] must be a number, got a string`,
        details: { argument: 'data.values', index: MANY - 1 },
      });
      const shortened = [...values];
      const transferred = values.slice();
      const shrinking = failure(() => many({ values: shortened, offsets }));
      const vanishing = failure(() => many({ values: transferred, offsets }));
      shortened.length = 10;
      structuredClone(transferred.buffer, { transfer: [transferred.buffer] });
      for (const error of [await shrinking, await vanishing]) {
        expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'data.values' } });
        expect(error.message).toMatch(/must be a number, got undefined$/);
      }
    });

    it('counts all series in its progress, those that are refused too', async () => {
      const told: [number, number][] = [];
      const series = Array.from({ length: 60 }, (_, i) => (i % 3 ? [1, 2, 4, 8, 9, 7] : [Number.NaN]));
      await many(ragged(series), { onProgress: (...progress) => told.push(progress) });
      expect(told.every(([done, total], i) => total === 60 && done >= (told[i - 1]?.[0] ?? 0))).toBe(true);
      expect(told.at(-1)).toEqual([60, 60]);
    });
  });

  it('forecastMany keeps a calendar to a series that is not read at once', async () => {
    const values = Float64Array.from({ length: MANY }, (_, t) => (t % 7 === 6 ? Number.NaN : value(t)));
    const closed = Uint8Array.from({ length: MANY + 3 }, (_, t) => (t % 7 === 6 ? 1 : 0));
    const options = { method: 'seasonal-naive', seasonLength: 7, horizon: 3, closed } as const;
    const batch = await stats.forecastMany({ values, offsets: [0, 0, MANY] }, options);
    expect([...batch.errors.keys()]).toEqual([0]);
    expect(batch.at(1).forecast).toEqual((await stats.forecast(values, options)).forecast);
    values[MANY - 2] = Number.NaN; // an open day
    expect((await stats.forecastMany({ values, offsets: [0, MANY] }, options)).errors.get(0)).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'values', index: MANY - 2 },
    });
  });

  it.each(['ses', 'holt', 'ets', 'holt-winters'] as const)(
    'fit by %s says of which argument it has too few',
    async (method) => {
      const options = method === 'holt-winters' ? { method, seasonLength: 4 } : { method };
      const { code, details } = await failure(() => stats.fit([1], options));
      expect({ code, details }).toMatchObject({
        code: 'ERR_INSUFFICIENT_DATA',
        details: { argument: 'values', given: 1 },
      });
    },
  );

  it('fitMany says of each series what it tried, and which seasons it found', async () => {
    const year = (from: number) => Array.from({ length: 36 }, (_, t) => 50 + from + t + (t % 4) * 9 * (from % 2));
    const series = [year(1), [], year(2), [0, 1], year(3)];
    const options = { seasonLength: 4 } as const;
    const batch = await stats.fitMany(ragged(series), options);
    for (const i of [0, 2, 4]) expect(batch.at(i)).toEqual(await stats.fit(series[i] as number[], options));
    expect([0, 2, 4].map((i) => batch.at(i).final.seasonal === null)).toContain(true);
    expect([0, 2, 4].map((i) => batch.at(i).final.seasonal?.length)).toContain(4);
  });

  describe('when the queue is full', () => {
    const before = configure();
    afterEach(() => {
      configure({ threads: Math.max(1, before.threads), maxQueue: before.maxQueue });
    });

    it('a call is refused before any value is read', async () => {
      configure({ threads: 1, maxQueue: 1 });
      let reads = 0;
      const values = new Proxy([1, 2, 3, 5], {
        get: (target, key) => {
          if (key !== 'length') reads++;
          return Reflect.get(target, key);
        },
      });
      const data = { values, offsets: [0, 4] };
      const big = even(MANY / 5, 5);
      // One runs and one waits, as far as others can tell: both are still being read.
      const reading = [CALLS.forecastMany.many(big), CALLS.detectAnomaliesMany.many(big)];
      const calls = [
        ...Object.values(CALLS).map(
          ({ many }) =>
            () =>
              many(data),
        ),
        () => stats.fit(values, { method: 'ses' }),
        () => stats.forecast(values, { horizon: 1 }),
      ];
      for (const call of calls) {
        expect(await failure(call)).toMatchObject({ code: 'ERR_BUSY', details: { limit: 1, option: 'maxQueue' } });
      }
      expect(reads).toBe(0);
      await Promise.all(reading);
      for (const call of calls) await call();
      expect(reads).toBeGreaterThan(0);
    });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('say the same of series that fail', async () => {
    const series = Array.from({ length: 300 }, (_, i) =>
      Array.from({ length: (i * 7) % 13 }, (_, t) =>
        i % 11 === 5 && t === 3 ? Number.NaN : value(i + t) - (i % 5 === 1 ? 30 : 0),
      ),
    );
    const errorsOf = async () => {
      const batches = [
        await stats.fitMany(ragged(series), { model: 'MNN' }),
        await stats.forecastMany(ragged(series), { method: 'sba', horizon: 1 }),
        await stats.detectAnomaliesMany(ragged(series), { method: 'ewma' }),
      ];
      return batches.map(({ errors }) =>
        [...errors].map(([i, { code, message, details }]) => ({ i, code, message, details })),
      );
    };
    useBackend('native');
    const native = await errorsOf();
    useBackend('js');
    expect(await errorsOf()).toEqual(native);
    expect(native.map((errors) => errors.length > 30)).toEqual([true, true, true]);
  });

  it.runIf(backends.includes('native'))('fits are the same bits on one thread and on four', async () => {
    useBackend('native');
    const data = ragged(
      Array.from({ length: 90 }, (_, i) => Array.from({ length: (i * 5) % 31 }, (_, t) => value(3 * i + t))),
    );
    const { threads } = configure();
    const fits = async (on: number) => {
      configure({ threads: on });
      const batch = await stats.fitMany(data, { seasonLength: 4 });
      return Array.from({ length: batch.length }, (_, i) => batch.errors.get(i)?.message ?? batch.at(i));
    };
    const one = await fits(1);
    expect(await fits(4)).toEqual(one);
    configure({ threads: Math.max(1, threads) });
  });
});
