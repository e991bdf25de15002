import type { SmoothingBackend } from '../../contract/stats/smoothing';
import { outOfRange } from '../../errors';
import { averages } from './smoothing/initial';
import { fitMany } from './smoothing/many';

/** Exponential smoothing in JavaScript. */
export const smoothing: SmoothingBackend = { holtWinters, fitMany };

/** R's `stats::HoltWinters` with fixed parameters; the equations are in the documentation of the Rust crate. */
function holtWinters(
  y: Float64Array,
  m: number,
  alpha: number,
  beta: number,
  gamma: number,
  multiplicative: boolean,
  fitted: Float64Array,
  level: Float64Array,
  trend: Float64Array,
  seasonal: Float64Array,
  forecast: Float64Array,
): number {
  const n = y.length;
  const start = startValues(y, m, multiplicative);
  for (const array of [fitted, level, trend]) array.fill(Number.NaN, 0, m);
  seasonal.set(start.figure);
  let { l, b } = start;
  let sse = 0;
  for (let t = m; t < n; t++) {
    const value = y[t] as number;
    const s = seasonal[t - m] as number;
    const expected = multiplicative ? (l + b) * s : l + b + s;
    const error = value - expected;
    sse += error * error;
    fitted[t] = expected;

    const last = l;
    l = alpha * (multiplicative ? value / s : value - s) + (1 - alpha) * (l + b);
    b = beta * (l - last) + (1 - beta) * b;
    level[t] = l;
    trend[t] = b;
    seasonal[t] = gamma * (multiplicative ? value / l : value - l) + (1 - gamma) * s;
  }
  for (let i = 0; i < forecast.length; i++) {
    const line = (i + 1) * b + l;
    const s = seasonal[n - m + (i % m)] as number;
    forecast[i] = multiplicative ? line * s : line + s;
  }
  // What is not finite in the recursion spreads to the sum of squares, except in the last season, which nothing uses yet.
  const lastSeason = seasonal.subarray(n - m).reduce((sum, s) => sum + s, 0);
  if (!Number.isFinite(sse + l + b + lastSeason) || !forecast.every(Number.isFinite)) {
    throw outOfRange();
  }
  return sse;
}

/** Level, trend and seasonal figure of the first two seasons, as R's `decompose` and `lm` on its trend give them. */
function startValues(y: Float64Array, m: number, multiplicative: boolean) {
  const half = Math.floor(m / 2);
  // From the middle of the first season to the middle of the second.
  const trend = averages(y.subarray(0, 2 * m), m);

  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  trend.forEach((average, i) => {
    const value = y[half + i] as number;
    const phase = (half + i) % m;
    sums[phase] = (sums[phase] as number) + (multiplicative ? value / average : value - average);
    counts[phase] = (counts[phase] as number) + 1;
  });
  const raw = sums.map((sum, phase) => sum / (counts[phase] as number));
  const overall = raw.reduce((sum, part) => sum + part, 0) / m;
  const figure = raw.map((part) => (multiplicative ? part / overall : part - overall));

  // Least squares through (1, trend[0]), (2, trend[1]), …
  const xMean = (trend.length + 1) / 2;
  const yMean = trend.reduce((sum, value) => sum + value, 0) / trend.length;
  let sxy = 0;
  let sxx = 0;
  trend.forEach((value, i) => {
    const dx = i + 1 - xMean;
    sxy += dx * (value - yMean);
    sxx += dx * dx;
  });
  const b = sxy / sxx;
  return { l: yMean - b * xMean, b, figure };
}
