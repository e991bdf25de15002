/** What must hold for the forecast of any series, and that both backends forecast alike. */
import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth, useBackend } from '../backends';
import { close } from './golden';
import { withSeason } from './seasonal';

type Options = Parameters<typeof stats.forecast>[1];

/** Methods that are made the same in both backends to the last bit, but for the quantile. */
const exact = ['mean', 'naive', 'seasonal-naive', 'drift', 'croston', 'sba', 'tsb'] as const;
const methods = [...exact, 'theta', 'ses', 'holt', 'auto'] as const;

describe.each(backends)('a forecast on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const amount = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100);
  const series = fc.array(amount, { minLength: 12, maxLength: 60 });
  const check = <T>(property: fc.IAsyncProperty<T>) => fc.assert(property, { seed: 20261120, numRuns: 60 });

  it('scales with the values, and its intervals nest', async () => {
    await check(
      fc.asyncProperty(
        series,
        fc.constantFrom(...exact),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        async (y, method, k) => {
          const options = { ...withSeason(method, 3), horizon: 4 };
          const one = await stats.forecast(y, options);
          const many = await stats.forecast(
            y.map((value) => k * value),
            options,
          );
          close(
            many.forecast,
            one.forecast.map((value) => k * value),
            1e-9 * k * 1000,
          );
          for (const [i, interval] of one.intervals.entries()) {
            close(
              many.intervals[i]?.lower ?? [],
              interval.lower.map((value) => k * value),
              1e-8 * k * 1000,
            );
          }
          const [inner, outer] = one.intervals;
          inner?.upper.forEach((value, h) => {
            if (Number.isNaN(outer?.upper[h])) return;
            expect(value).toBeLessThanOrEqual(outer?.upper[h] as number);
            expect(inner.lower[h]).toBeGreaterThanOrEqual(outer?.lower[h] as number);
          });
        },
      ),
    );
  });

  it('moves with the values where a method has no origin', async () => {
    await check(
      fc.asyncProperty(series, fc.constantFrom('mean', 'naive', 'seasonal-naive', 'drift'), async (y, method) => {
        const options = { ...withSeason(method, 3), horizon: 4 };
        const one = await stats.forecast(y, options);
        const other = await stats.forecast(
          y.map((value) => value - 500),
          options,
        );
        close(
          other.forecast,
          one.forecast.map((value) => value - 500),
          1e-8,
        );
        close(other.intervals[1]?.upper ?? [], one.intervals[1]?.upper.map((value) => value - 500) ?? [], 1e-7);
      }),
    );
  });

  it('does not depend on what a closed day holds', async () => {
    const days = fc.array(fc.boolean(), { minLength: 64, maxLength: 64 });
    await check(
      fc.asyncProperty(series, days, fc.constantFrom(...methods), fc.double(), async (y, mask, method, other) => {
        fc.pre(Math.abs(other) !== Infinity);
        const closed = mask.slice(0, y.length + 4);
        const options = { method, horizon: 4, seasonLength: 5, closed };
        const said = (values: number[]) => stats.forecast(values, options).catch(({ message }) => message);
        expect(await said(y.map((value, t) => (closed[t] ? other : value)))).toEqual(await said(y));
      }),
    );
  });

  it('as demand is whole, not negative, and holds what the plain interval holds', async () => {
    await check(
      fc.asyncProperty(series, fc.constantFrom(...exact), async (y, method) => {
        const centred =
          method === 'croston' || method === 'sba' || method === 'tsb' ? y : y.map((value) => value - 400);
        const options = { ...withSeason(method, 3), horizon: 3 };
        const plain = await stats.forecast(centred, options);
        const demand = await stats.forecast(centred, { ...options, nonNegative: true, integer: true });
        demand.intervals.forEach(({ lower, upper }, i) => {
          lower.forEach((low, h) => {
            const [was, high] = [plain.intervals[i]?.lower[h] as number, upper[h] as number];
            expect(Number.isInteger(low) && low >= 0).toBe(true);
            expect(low).toBeLessThanOrEqual(Math.max(was, 0) + 1e-6);
            if (Number.isNaN(high)) return;
            expect(Number.isInteger(high)).toBe(true);
            expect(high).toBeGreaterThanOrEqual(Math.max(plain.intervals[i]?.upper[h] as number, 0) - 1e-6);
          });
        });
        expect([...demand.forecast]).toEqual([...plain.forecast].map((value) => Math.max(Math.round(value), 0)));
      }),
    );
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('forecast alike', async () => {
    const value = fc.option(fc.integer({ min: 0, max: 40 }), { freq: 9 });
    const cases = fc.record({
      y: fc.array(value, { minLength: 1, maxLength: 80 }),
      mask: fc.option(fc.array(fc.boolean(), { minLength: 85, maxLength: 85 })),
      method: fc.constantFrom(...methods),
      seasonLength: fc.integer({ min: 1, max: 8 }),
      intervals: fc.constantFrom('model', 'conformal', 'none'),
      select: fc.constantFrom('aicc', 'backtest'),
      alpha: fc.constantFrom('estimate', 0.2),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ y, mask, method, seasonLength, intervals, select, alpha }) => {
        const closed = mask ? { closed: mask.slice(0, y.length + 5) } : {};
        const options = {
          ...(mask ? { method, seasonLength } : withSeason(method, seasonLength)),
          ...closed,
          horizon: 5,
          intervals,
          nan: 'omit',
          ...(intervals !== 'none' && { levels: [0.5, 0.8] }),
          ...(method === 'auto' && { select }),
          ...(['auto', 'croston', 'sba', 'tsb'].includes(method) && { alpha }),
        } as Options;
        const { native, js } = await onBoth(() => stats.forecast(y as number[], options));
        if (!('value' in native && 'value' in js)) {
          expect(js).toEqual(native);
          return;
        }
        const near = 1e-9;
        expect(js.value.method).toBe(native.value.method);
        expect(Object.keys(js.value.fit ?? {})).toEqual(Object.keys(native.value.fit ?? {}));
        close(js.value.forecast, native.value.forecast, near);
        close(js.value.fitted, native.value.fitted, near);
        native.value.intervals.forEach(({ lower, upper }, i) => {
          close(js.value.intervals[i]?.lower ?? [], lower, near);
          close(js.value.intervals[i]?.upper ?? [], upper, near);
        });
      }),
      { seed: 20261120, numRuns: 400 },
    );
  });
});
