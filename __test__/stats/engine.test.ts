import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { data } from './golden';

describe.each(backends)('TimeSeriesEngine on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const passengers = data('airpassengers');

  it('forecasts as holtWinters does, one season by default', () => {
    const engine = new stats.TimeSeriesEngine(passengers);
    const options = { alpha: 0.3, beta: 0.05, gamma: 0.2, seasonLength: 12 };
    expect(engine.holtWinters(0.3, 0.05, 0.2, 12)).toEqual(stats.holtWinters(passengers, { ...options, horizon: 12 }));
    expect(engine.holtWinters(0.3, 0.05, 0.2, 12, 30).forecast).toHaveLength(30);
  });

  it('keeps its values, whatever becomes of the array they came in', () => {
    const given = Float64Array.from(passengers);
    const engine = new stats.TimeSeriesEngine(given);
    const before = engine.holtWinters(0.3, 0.05, 0.2, 12);
    given.fill(Number.NaN);
    expect(engine.holtWinters(0.3, 0.05, 0.2, 12)).toEqual(before);
  });

  it.each<[string, () => unknown, string, object]>([
    [
      'a NaN',
      () => new stats.TimeSeriesEngine([1, Number.NaN]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    ['alpha above 1', () => engineOf(24).holtWinters(1.1, 0, 0, 12), 'ERR_INVALID_ARGUMENT', { argument: 'alpha' }],
    ['a season of 1', () => engineOf(24).holtWinters(0, 0, 0, 1), 'ERR_INVALID_ARGUMENT', { argument: 'seasonLength' }],
    ['horizon 0', () => engineOf(24).holtWinters(0, 0, 0, 12, 0), 'ERR_INVALID_ARGUMENT', { argument: 'horizon' }],
    [
      'one value too few',
      () => engineOf(23).holtWinters(0, 0, 0, 12),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 24, given: 23 },
    ],
  ])('refuses %s', async (_, call, code, details) => {
    const refused = await failure(call);
    expect(refused).toMatchObject({ code });
    expect(refused.details).toEqual(details);
  });

  const engineOf = (count: number) => new stats.TimeSeriesEngine(passengers.slice(0, count));
});
