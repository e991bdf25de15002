import { stats } from 'clinicore';
import { afterEach, expect, it, vi } from 'vitest';
import { Loess } from '../../js/fallback/stats/decomposition/loess';
import { useBackend } from '../backends';

const wave = (n: number) => Float64Array.from({ length: n }, (_, t) => Math.sin(t / 50) + (t % 7));

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Runs the steps of one smoothing. */
function smoothed(loess: Loess, n: number) {
  const out = new Float64Array(n);
  const steps = [...loess.smooth(wave(n), n, undefined, out, 0)];
  return { out, steps };
}

it('smooths by a long window in steps of a millisecond’s work, and counts every weight', () => {
  const { steps } = smoothed(new Loess(2001, 1, 1), 4000);
  expect(Math.max(...steps)).toBeLessThan(60_000);
  expect(steps.reduce((sum, step) => sum + step, 0)).toBe(4001 * 2001);
});

it('keeps its weights in one array no longer than the window', () => {
  const made: number[] = [];
  class Counted extends Float64Array {
    constructor(length: number) {
      super(length);
      made.push(length);
    }
  }
  const y = wave(1000);
  const out = new Float64Array(1000);
  vi.stubGlobal('Float64Array', Counted);
  const loess = new Loess(21, 1, 1);
  expect([...loess.smooth(y, 1000, undefined, out, 0)].length).toBeGreaterThan(0);
  expect(made).toEqual([0, 21]);
});

it('takes time in proportion to the series: 400,000 values', async () => {
  useBackend('js');
  const { seasonal } = await stats.stl(wave(400_000), { seasonLength: 7 });
  expect(Number.isFinite(seasonal[399_999])).toBe(true);
});
