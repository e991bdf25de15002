/** The Theta method of R's `thetaf`; the equations are in the Rust crate's `forecast/theta.rs`. */
import { centredMovingAverage } from '../decomposition/classical';
import { interpolate } from '../decomposition/interpolate';
import { normalQuantile } from '../distribution';
import type { Steps } from '../steps';
import { type Ahead, need, symmetric } from './outcome';

/** Simple exponential smoothing with half the slope of the trend line as drift, on the deseasonalised series. */
export function* theta(y: Float64Array, m: number, horizon: number, levels: number[]): Steps<Ahead> {
  need(y, 3);
  const n = y.length;
  const bridged = yield* interpolate(y, [m]);
  const figure = (yield* isSeasonal(bridged, m)) ? yield* seasonalFigure(bridged, m) : undefined;
  const season = (t: number) => (figure ? (figure[t % m] as number) : 1);
  const x = bridged.map((value, t) => value / season(t));
  const alpha = yield* bestAlpha(x);
  const { first, sse } = profile(x, alpha);
  let level = first;
  const fitted = x.map((value, t) => {
    const expected = level;
    level += alpha * (value - expected);
    return expected * season(t);
  });
  const halfSlope = slope(x) / 2;
  const start = (1 - (1 - alpha) ** n) / alpha;
  const forecast = new Float64Array(horizon).map((_, h) => (level + halfSlope * (h + start)) * season(n + h));
  const sigma = Math.sqrt(sse / (n - 2));
  return symmetric(forecast, fitted, levels, normalQuantile, (h) => sigma * Math.sqrt(h * alpha * alpha + 1));
}

/** Whether the autocorrelation at lag m is significant at 90 %, by Bartlett's formula. */
function* isSeasonal(x: Float64Array, m: number): Steps<boolean> {
  const n = x.length;
  if (m < 2 || n <= 2 * m || x.every((value) => value === x[0])) return false;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const deviation = x.map((value) => value - mean);
  const variance = deviation.reduce((sum, d) => sum + d * d, 0);
  let squares = 0;
  let last = 0;
  for (let lag = 1; lag <= m; lag++) {
    yield n;
    let product = 0;
    for (let t = lag; t < n; t++) product += (deviation[t - lag] as number) * (deviation[t] as number);
    last = product / variance;
    if (lag < m) squares += last * last;
  }
  return Math.abs(last) / Math.sqrt((1 + 2 * squares) / n) > normalQuantile(0.95);
}

/** The multiplicative figure of the classical decomposition; undefined where it comes too near 0. */
function* seasonalFigure(x: Float64Array, m: number): Steps<Float64Array | undefined> {
  yield 10 * x.length;
  const average = new Float64Array(x.length);
  centredMovingAverage(x, m, average);
  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  for (let t = 0; t < x.length; t++) {
    if (Number.isNaN(average[t])) continue;
    sums[t % m] = (sums[t % m] as number) + (x[t] as number) / (average[t] as number);
    counts[t % m] = (counts[t % m] as number) + 1;
  }
  const raw = sums.map((sum, phase) => sum / (counts[phase] as number));
  const mean = raw.reduce((sum, part) => sum + part, 0) / m;
  const figure = raw.map((part) => part / mean);
  return figure.every((part) => Number.isFinite(part) && Math.abs(part) >= 1e-4) ? figure : undefined;
}

/** α of least squares within [0.0001, 0.9999]: the best of a grid, then where the derivative is 0. */
function* bestAlpha(x: Float64Array): Steps<number> {
  const [from, to, grid] = [1e-4, 0.9999, 32];
  const at = (i: number) => from + (to - from) * (i / grid);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= grid; i++) {
    yield 4 * x.length;
    const { sse } = profile(x, at(i));
    if (sse < least) [best, least] = [i, sse];
  }
  let low = at(Math.max(best - 1, 0));
  let high = at(Math.min(best + 1, grid));
  for (let i = 0; i < 60; i++) {
    yield 4 * x.length;
    const middle = low + (high - low) / 2;
    if (profile(x, middle).derivative > 0) high = middle;
    else low = middle;
  }
  return low + (high - low) / 2;
}

/** The first level of least squares for this α, the sum of squares and half its derivative with respect to α. */
function profile(x: Float64Array, alpha: number): { first: number; sse: number; derivative: number } {
  const start = x[0] as number;
  let level = start;
  let weight = 1;
  let cross = 0;
  let weights = 0;
  for (const value of x) {
    const error = value - level;
    cross += error * weight;
    weights += weight * weight;
    level += alpha * error;
    weight *= 1 - alpha;
  }
  const first = start + cross / weights;
  level = first;
  let slope = 0;
  let sse = 0;
  let derivative = 0;
  for (const value of x) {
    const error = value - level;
    sse += error * error;
    derivative -= error * slope;
    level += alpha * error;
    slope += error - alpha * slope;
  }
  return { first, sse, derivative };
}

/** The slope of the least-squares line over time. */
function slope(x: Float64Array): number {
  const centre = (x.length - 1) / 2;
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  let sxy = 0;
  let sxx = 0;
  x.forEach((value, t) => {
    sxy += (t - centre) * (value - mean);
    sxx += (t - centre) * (t - centre);
  });
  return sxy / sxx;
}
