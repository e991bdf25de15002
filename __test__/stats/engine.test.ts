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

  it('flags by z-scores what detectAnomalies does, beyond 3 standard deviations by default', async () => {
    // Nineteen values of 0 and one of 20: mean 1, sum of squares 380, sample standard deviation √20, z-score 19 / √20.
    const outlying = [...Array(19).fill(0), 20];
    const engine = new stats.TimeSeriesEngine(outlying);
    const [found, ...others] = engine.detectAnomalies();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ index: 19, value: 20, expected: 1, direction: 'above', method: 'z-score' });
    expect(found?.score).toBeCloseTo(19 / Math.sqrt(20), 12);
    expect(found?.upper).toBeCloseTo(1 + 3 * Math.sqrt(20), 12);
    expect(engine.detectAnomalies(4.3)).toEqual([]);
    expect(engine.detectAnomalies(2)).toEqual(
      await stats.detectAnomalies(outlying, { method: 'z-score', threshold: 2 }),
    );
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
    ['threshold 0', () => engineOf(24).detectAnomalies(0), 'ERR_INVALID_ARGUMENT', { argument: 'threshold' }],
    [
      'one value alone',
      () => engineOf(1).detectAnomalies(),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 2, given: 1 },
    ],
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
