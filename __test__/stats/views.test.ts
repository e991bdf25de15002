/** Typed arrays that are not what they seem, and those that are not Float64Arrays. */
import { runInNewContext } from 'node:vm';
import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';

const y = Array.from({ length: 40 }, (_, t) => 20 + ((t * 37) % 11) + (t % 7));

const days = y.map((_, t) => t);

class Odd extends Float64Array {
  static get [Symbol.species](): Float64ArrayConstructor {
    throw new RangeError('odd');
  }
}

const odd: [string, () => Float64Array][] = [
  ['of a subclass', () => new Odd(y)],
  ['with a length of its own', () => Object.defineProperty(Float64Array.from(y), 'length', { value: 7 })],
  ['with a constructor of its own', () => Object.assign(Float64Array.from(y), { constructor: 'none' })],
  ['from another realm', () => runInNewContext('Float64Array').from(y)],
  ['on a part of a buffer', () => Float64Array.from([0, ...y, 0]).subarray(1, -1)],
];

const calls: [string, (values: ArrayLike<number>) => unknown][] = [
  ['sum', (values) => stats.sum(values)],
  ['kurtosis', (values) => stats.kurtosis(values)],
  ['quantile', (values) => stats.quantile(values, 0.5)],
  ['rollingMean', (values) => stats.rollingMean(values, 3)],
  ['zScores', (values) => stats.zScores(values)],
  ['polynomialRegression', (values) => stats.polynomialRegression(days, values, { degree: 2 }).coefficients],
  ['theilSen', (values) => stats.theilSen(null, values)],
  ['ses', (values) => stats.ses(values, { alpha: 0.2, horizon: 2 }).forecast],
  ['fit', (values) => stats.fit(values, { method: 'ses' })],
  [
    'fitMany',
    (values) => stats.fitMany({ values, offsets: [0, 20, 40] }, { method: 'ses' }).then((fits) => fits.alpha),
  ],
  ['forecast', (values) => stats.forecast(values, { horizon: 3, method: 'drift' })],
  ['backtest', (values) => stats.backtest(values, { horizon: 3, initial: 30, method: 'drift' })],
  ['detectAnomalies', (values) => stats.detectAnomalies(values, { method: 'iqr' })],
  ['stl', (values) => stats.stl(values, { seasonLength: 7 })],
  ['interpolate', (values) => stats.interpolate(values)],
];

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe.each(calls)('%s', (_, call) => {
    it.each(odd)('reads a Float64Array %s', async (_, view) => {
      expect(await call(view())).toEqual(await call(y));
    });

    it.each([Float32Array, Int32Array, Uint8Array, Int16Array])('reads a %o', async (Numbers) => {
      expect(await call(Numbers.from(y))).toEqual(await call(y));
    });

    it('refuses one that is detached, of any class', async () => {
      for (const view of [Float64Array.from(y), new Odd(y), Int32Array.from(y)]) {
        structuredClone(view, { transfer: [view.buffer] });
        const got = await failure(() => call(view));
        expect(got.code).toBe('ERR_INVALID_ARGUMENT');
        expect(got.message).toMatch(/is detached: its bytes were transferred away$/);
      }
    });

    it('says what it takes in place of BigInts', async () => {
      const got = await failure(() => call(BigInt64Array.of(1n, 2n) as never));
      expect(got.message).toMatch(/must be an array or a typed array of numbers, got an object$/);
    });
  });

  it('offsets, levels and bins may be typed arrays as well', async () => {
    const batch = { values: y, offsets: runInNewContext('Uint32Array').of(0, 20, 40) };
    const few = { horizon: 2, method: 'naive', levels: Float32Array.of(0.5) } as const;
    const { forecast, intervals } = await stats.forecastMany(batch, few);
    expect(forecast).toEqual((await stats.forecastMany({ values: y, offsets: [0, 20, 40] }, few)).forecast);
    expect(intervals.map(({ level }) => level)).toEqual([0.5]);
    expect((await stats.fitMany({ values: y, offsets: Float64Array.of(0, 40) }, { method: 'ses' })).length).toBe(1);
    const edges = Int16Array.of(0, 25, 60);
    expect(stats.histogram(y, { bins: edges }).counts).toEqual(stats.histogram(y, { bins: [0, 25, 60] }).counts);
  });

  it('shows a number that is a parameter, and none that is data', async () => {
    const message = async (call: () => unknown) => (await failure(call)).message;
    expect(await message(() => stats.rollingMean(y, 1e9))).toBe(
      'window must be an integer from 1 to 100000000, got 1000000000',
    );
    expect(await message(() => stats.quantile(y, 1.5))).toBe('p must be a number from 0 to 1, got 1.5');
    expect(await message(() => stats.mean(36.6 as never))).not.toMatch(/36/);
    expect(await message(() => stats.fitMany({ values: y, offsets: [0.25, 40] }))).not.toMatch(/25/);
  });

  it('counts one item in the singular', async () => {
    const message = async (call: () => unknown) => (await failure(call)).message;
    expect(await message(() => stats.mean([]))).toBe('values must have at least 1 item, got 0');
    expect(await message(() => stats.forecast([null], { horizon: 1, nan: 'omit' }))).toBe(
      'values must have at least 1 item that is not missing, got 0',
    );
    expect(await message(() => stats.detectAnomalies([null], { method: 'iqr', nan: 'omit' }))).toBe(
      'values must have at least 1 item that is not missing, got 0',
    );
  });
});
