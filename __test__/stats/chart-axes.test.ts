import { createRequire } from 'node:module';
import type { stats } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as valueAxisModule from '../../js/stats/chart/value-axis';
import { draw, timeLabels } from './charted';

const require = createRequire(import.meta.url);
const { valueAxis } = require('../../dist/stats/chart/value-axis.js') as typeof valueAxisModule;

describe('the axis of values', () => {
  it('labels the example of Heckbert (1990) as he does: 105 to 543 with five labels', () => {
    expect(valueAxis(105, 543, 5).ticks.map(({ at }) => at)).toEqual([100, 200, 300, 400, 500, 600]);
  });

  it('has evenly spaced round ticks, about as many as wanted, that reach to what there is', () => {
    const end = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        end,
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (low, range, count) => {
          const axis = valueAxis(low, low + range, count);
          const at = axis.ticks.map((tick) => tick.at);
          const step = (at.at(-1) as number) / (at.length - 1) - (at[0] as number) / (at.length - 1);
          expect(at.length).toBeGreaterThanOrEqual(2);
          expect(at.length).toBeLessThanOrEqual(2 * count + 2);
          expect(['1', '2', '5']).toContain(Number(step.toPrecision(6)).toExponential().split('e')[0]);
          for (const value of at) expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-3);
          expect(axis.low).toBeLessThanOrEqual(low);
          expect(axis.high).toBeGreaterThanOrEqual(low + range);
          expect(Math.abs((at[0] as number) - low)).toBeLessThanOrEqual(step);
          expect(new Set(axis.ticks.map(({ label }) => label)).size).toBe(at.length);
        },
      ),
      { seed: 20261120, numRuns: 1000 },
    );
  });

  it.each([
    [0, 1, ['0.0', '0.5', '1.0'], 3],
    [-2, 2, ['−2', '0', '2'], 3],
    [0, 40_000, ['0', '20 000', '40 000'], 3],
    [0, 4000, ['0', '2000', '4000'], 3],
    [0, 4e9, ['0', '2 × 10⁹', '4 × 10⁹'], 3],
    [1e-6, 3e-6, ['1 × 10⁻⁶', '2 × 10⁻⁶', '3 × 10⁻⁶'], 3],
    [9.5e6, 1.05e7, ['0.95 × 10⁷', '1.00 × 10⁷', '1.05 × 10⁷'], 3],
  ])('writes %d to %d as %j, in any locale', (low, high, labels, count) => {
    const written = valueAxis(low, high, count).ticks.map(({ label }) => label.replaceAll('\u00a0', ' '));
    expect(written).toEqual(labels);
  });
});

describe('the axis of time', () => {
  const series = (count: number) => ({
    values: Array.from({ length: count }, (_, t) => t % 7),
    forecast: [1, 2, 3, 4, 5, 6, 7],
  });
  const labelled = (count: number, options: stats.ForecastChartOptions) => timeLabels(draw(series(count), options));

  it('counts from 1 without dates', () => {
    expect(labelled(43, {})).toEqual(['5', '10', '15', '20', '25', '30', '35', '40', '45', '50']);
    expect(labelled(20_000, { width: 400 }).map((label) => label.replaceAll('\u00a0', ' '))).toEqual([
      '5000',
      '10 000',
      '15 000',
      '20 000',
    ]);
  });

  it('marks days, Mondays and the first of months', () => {
    expect(labelled(1, { start: '2024-02-27', width: 1200 })).toEqual([
      '2024-02-27',
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
      '2024-03-02',
      '2024-03-03',
      '2024-03-04',
      '2024-03-05',
    ]);
    // Mondays of the calendar of 2026.
    expect(labelled(28, { start: '2026-01-01' })).toEqual([
      '2026-01-05',
      '2026-01-12',
      '2026-01-19',
      '2026-01-26',
      '2026-02-02',
    ]);
    expect(labelled(120, { start: '2025-11-15' })).toEqual(['2025-12', '2026-01', '2026-02', '2026-03']);
    expect(labelled(720, { start: '2024-01-01' })).toEqual([
      '2024-01',
      '2024-04',
      '2024-07',
      '2024-10',
      '2025-01',
      '2025-04',
      '2025-07',
      '2025-10',
    ]);
    expect(labelled(36_500, { start: '1925-06-01' })).toEqual([
      '1930',
      '1940',
      '1950',
      '1960',
      '1970',
      '1980',
      '1990',
      '2000',
      '2010',
      '2020',
    ]);
  });

  it('knows weeks, months, quarters and years', () => {
    expect(labelled(3, { start: '2026-01-07', step: 'week' })).toEqual([
      '2026-01-07',
      '2026-01-21',
      '2026-02-04',
      '2026-02-18',
      '2026-03-04',
    ]);
    expect(labelled(137, { start: '1949-01-31', step: 'month' })).toEqual(
      Array.from({ length: 12 }, (_, i) => String(1949 + i)),
    );
    expect(labelled(3, { start: '2026-01-31', step: 'month' })).toEqual([
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
      '2026-05',
      '2026-06',
      '2026-07',
      '2026-08',
      '2026-09',
      '2026-10',
    ]);
    expect(labelled(1, { start: '2025-04-01', step: 'quarter' })).toEqual([
      '2025-Q2',
      '2025-Q3',
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
      '2026-Q4',
      '2027-Q1',
    ]);
    expect(labelled(93, { start: '1900-01-01', step: 'year', width: 400 })).toEqual([
      '1900',
      '1920',
      '1940',
      '1960',
      '1980',
    ]);
  });

  it('takes the names it is given, those that fit', () => {
    const times = Array.from({ length: 12 }, (_, i) => `slot ${i + 1}`);
    expect(labelled(5, { times })).toEqual(times.filter((_, i) => i % 2 === 0));
    expect(labelled(5, { times, last: 3 })).toEqual(times.slice(2));
  });
});
