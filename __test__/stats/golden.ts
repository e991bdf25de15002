/** The outside references of `golden/stats` (its README names their sources), and how near an answer must come to them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '../golden/stats');

/** A file of references. */
export const golden = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

/** A series, or the first column of a table: its header is left out. */
export const data = (name: string): number[] => columns(`data_${name}`).map(([value]) => value as number);

/** The rows of a table of numbers, without its header. */
export const columns = (file: string): number[][] =>
  readFileSync(join(folder, `${file}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));

/** That every number is within `relative` of what is wanted (`absolute` near 0), NaN where NaN is wanted. */
export function close(
  got: ArrayLike<number | undefined>,
  want: ArrayLike<number | undefined>,
  absolute = 1e-9,
  relative = 1e-9,
): void {
  expect(got.length).toBe(want.length);
  Array.from(got).forEach((g, i) => {
    const w = want[i] as number;
    if (Number.isNaN(w)) expect(g).toBeNaN();
    else
      expect(Math.abs((g as number) - w), `[${i}]: ${g} is not ${w}`).toBeLessThanOrEqual(
        relative * Math.abs(w) + absolute,
      );
  });
}
