/** Simulated futures, the same for the same fit on every machine and in both backends. */
import type { Steps } from '../steps';
import { normalQuantile } from './elementary';
import { clamp } from './optimise';
import type { Walk } from './walk';

/** As many as R's `forecast.ets` takes; half of them mirror the errors of the other half. */
const PATHS = 5000;

/** What a step of a future takes, in those of some nanoseconds. */
const COST = 20;

/**
 * Lower and upper bounds of each step for each level: quantiles of type 8, as R's. All futures go a step together, so that
 * only where they are now is kept, however long the horizon.
 */
export function* quantiles(
  end: Walk,
  share: boolean,
  deviation: number,
  horizon: number,
  levels: readonly number[],
): Steps<{ lower: Float64Array; upper: Float64Array }[]> {
  const walks = Array.from({ length: PATHS }, () => end.copy());
  const values = new Float64Array(PATHS);
  const random = uniforms();
  const bounds = levels.map(() => ({ lower: new Float64Array(horizon), upper: new Float64Array(horizon) }));
  for (let h = 0; h < horizon; h++) {
    let error = 0;
    walks.forEach((walk, path) => {
      error = path % 2 === 0 ? deviation * normalQuantile(random()) : -error;
      const forecast = walk.forecast();
      const value = forecast + (share ? forecast * error : error);
      walk.step(value);
      values[path] = value;
    });
    values.sort();
    bounds.forEach(({ lower, upper }, i) => {
      const level = levels[i] as number;
      lower[h] = quantile(values, 0.5 - 0.5 * level);
      upper[h] = quantile(values, 0.5 + 0.5 * level);
    });
    yield COST * PATHS;
  }
  return bounds;
}

/** Type 8 of Hyndman & Fan (1996). */
function quantile(sorted: Float64Array, p: number): number {
  const n = sorted.length;
  const place = clamp((n + 1 / 3) * p + 1 / 3, 1, n);
  const below = Math.floor(place);
  const low = sorted[below - 1] as number;
  const high = sorted[Math.min(below, n - 1)] as number;
  return low + (place - below) * (high - low);
}

/** xoshiro128** (Blackman & Vigna, 2021), seeded with digits of π; numbers in the open unit interval. */
function uniforms(): () => number {
  let [a, b, c, d] = [0x243f6a88, 0x85a308d3 | 0, 0x13198a2e, 0x03707344];
  const rotated = (x: number, by: number) => (x << by) | (x >>> (32 - by));
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return (result + 0.5) / 4294967296;
  };
}
