/** The fallback's distributions, which the public functions reach only with the arguments that their data give. */
import { expect, it } from 'vitest';
import {
  fSf,
  normalCdf,
  normalQuantile,
  normalSf,
  studentTQuantile,
  studentTSf,
} from '../../js/fallback/stats/distribution';
import { golden } from './golden';

type Row = [number, number, number, number];
const rows = golden('distribution') as Record<string, Row[]>;

it.each<[string, string, (row: Row) => number, number]>([
  ['normalCdf', 'normal', ([x]) => normalCdf(x), 1],
  ['normalSf', 'normal', ([x]) => normalSf(x), 2],
  ['normalQuantile', 'normal_quantile', ([p]) => normalQuantile(p), 1],
  ['studentTSf', 'student_t', ([t, df]) => studentTSf(t, df), 2],
  ['studentTQuantile', 'student_t_quantile', ([p, df]) => studentTQuantile(p, df), 2],
  ['fSf', 'f', ([f, d1, d2]) => fSf(f, d1, d2), 3],
])('%s agrees with 32-digit arithmetic to 2e-13, far tails included', (_, name, got, want) => {
  const table = rows[name] as Row[];
  expect(table.length).toBeGreaterThan(30);
  for (const row of table) {
    const [value, wanted] = [got(row), row[want] as number];
    expect(Math.abs(value - wanted), `${row}: ${value}`).toBeLessThanOrEqual(2e-13 * Math.abs(wanted));
  }
});

it('ends at infinity, and passes NaN on', () => {
  expect([normalSf(Infinity), normalCdf(Infinity), studentTSf(Infinity, 3), studentTSf(-Infinity, 3)]).toEqual([
    0, 1, 0, 1,
  ]);
  expect(fSf(Infinity, 2, 9)).toBe(0);
  for (const value of [normalSf(Number.NaN), studentTSf(Number.NaN, 3), fSf(Number.NaN, 2, 9)]) expect(value).toBeNaN();
});
