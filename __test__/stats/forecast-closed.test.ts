/** Days on which the clinic is closed: out of the season, missing, 0 ahead; and what of them is refused. */
import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { close } from './golden';

type Options = Parameters<typeof stats.forecast>[1];

describe.each(backends)('forecast with closed days on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('fits a week with closed Sundays as a season of six days', async () => {
    const y = Array.from({ length: 70 }, (_, t) => 20 + 4 * (t % 7) + ((t * t * 31) % 13));
    const closed = Array.from({ length: 84 }, (_, day) => day % 7 === 6);
    const open = <T>(items: ArrayLike<T>) => Array.from(items).filter((_, day) => day % 7 !== 6);
    const options = { method: 'ets', smoothing: { model: 'AAA' } } as const;
    const week = await stats.forecast(y, { ...options, horizon: 14, seasonLength: 7, closed });
    const six = await stats.forecast(open(y), { ...options, horizon: 12, seasonLength: 6 });
    expect(open(week.forecast)).toEqual([...six.forecast]);
    expect(open(week.intervals[1]?.upper ?? [])).toEqual([...(six.intervals[1]?.upper ?? [])]);
    expect(open(week.fitted)).toEqual([...six.fitted]);
    expect(week.fit).toEqual(six.fit);
    const mondays = Array.from({ length: 77 }, (_, day) => day % 7 > 0);
    const refused = await failure(() =>
      stats.forecast(y, { ...options, horizon: 7, seasonLength: 7, closed: mondays }),
    );
    expect(refused).toMatchObject({ code: 'ERR_INSUFFICIENT_DATA', details: { required: 2, given: 1 } });
  });

  it('leaves closed Sundays out, and forecasts 0 for them', async () => {
    const week = [20, 22, 25, 24, 30, 41, 0];
    const closed = Array.from({ length: 35 }, (_, day) => day % 7 === 6 || day === 9 || day === 30);
    const y = Array.from({ length: 28 }, (_, day) => (closed[day] ? Number.NaN : (week[day % 7] as number)));
    const options = { horizon: 7, seasonLength: 7, closed };
    const seasonal = await stats.forecast(y, { ...options, method: 'seasonal-naive' });
    expect([...seasonal.forecast]).toEqual([20, 22, 0, 24, 30, 41, 0]);
    for (const { lower, upper } of seasonal.intervals) expect([lower[6], upper[6]]).toEqual([0, 0]);
    expect(seasonal.values[9]).toBeNaN();
    const croston = await stats.forecast(
      y.map((value) => (Number.isNaN(value) ? 0 : 7)),
      { ...options, method: 'croston' },
    );
    close(croston.forecast, [7, 7, 0, 7, 7, 7, 0]);
    for (const method of ['mean', 'naive', 'drift', 'sba', 'tsb', 'theta', 'ses', 'auto'] as const) {
      const made = await stats.forecast(y, { ...options, method });
      expect([made.forecast[2], made.forecast[6]]).toEqual([0, 0]);
      expect(made.forecast[0]).toBeGreaterThan(0);
    }
  });

  it.each([
    ['sba', {}],
    ['ets', { smoothing: { model: 'MNM' } }],
    ['holt-winters', { smoothing: { seasonal: 'multiplicative' } }],
  ] as const)(
    'names the value that %s refuses by its place in the history, closed days counted',
    async (method, more) => {
      const closed = Array.from({ length: 77 }, (_, day) => day % 7 === 6);
      const y = Array.from({ length: 70 }, (_, day) => (day === 40 ? -1 : 20 + (day % 7)));
      const options = { horizon: 7, seasonLength: 7, closed, method, ...more } as Options;
      const one = await failure(() => stats.forecast(y, options));
      expect(one).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'values', index: 40 } });
      expect(one.message).toContain('values[40] must be');
      const { errors } = await stats.forecastMany({ values: y, offsets: [0, 70] }, options);
      expect(errors.get(0)).toMatchObject(one);
    },
  );

  describe('of a day of the season that is closed all history through', () => {
    const y = Array.from({ length: 42 }, (_, day) => 20 + (day % 7) + ((day * day) % 5));
    const sundays = (until: number) => Array.from({ length: 49 }, (_, day) => day % 7 === 6 && day < until);
    it.each(['mean', 'naive', 'seasonal-naive', 'theta', 'sba', 'ses', 'holt-winters', 'ets', 'auto'] as const)(
      'refuses %s where it opens',
      async (method) => {
        const options = { method, horizon: 7, seasonLength: 7 } as const;
        const code = 'ERR_INSUFFICIENT_DATA';
        const got = await failure(() => stats.forecast(y, { ...options, closed: sundays(42) }));
        const details = { argument: 'options.closed', index: 48, required: 1, given: 0 };
        expect(got).toMatchObject({ code, details });
        expect(got.message).toContain('options.closed[48]');
        // One mask for several series: the index is that of the mask, whatever part of it a series has.
        const [values, offsets] = [
          [...y, ...y.slice(14)],
          [0, 42, 70],
        ];
        const { errors } = await stats.forecastMany({ values, offsets }, { ...options, closed: sundays(42) });
        for (const series of [0, 1]) expect(errors.get(series)).toMatchObject(got);
        expect((await stats.forecast(y, { ...options, closed: sundays(49) })).forecast[6]).toBe(0);
      },
    );

    it('says nothing of a day that the history is too short to have', async () => {
      const options = { method: 'naive', horizon: 7, seasonLength: 7 } as const;
      const closed = Array.from({ length: 12 }, (_, day) => day === 1 || day === 8);
      expect((await stats.forecast(y.slice(0, 5), { ...options, closed })).forecast).toHaveLength(7);
    });
  });
});
