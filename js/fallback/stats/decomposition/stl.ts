import type { StlSettings } from '../../../contract/stats/decomposition';
import type { Steps } from '../steps';
import { interpolate } from './interpolate';
import { Loess } from './loess';

/** A series taken apart. */
export interface Decomposition {
  trend: Float64Array;
  seasonal: Float64Array[];
  remainder: Float64Array;
  weights: Float64Array;
}

/**
 * MSTL (Bandara, Hyndman & Bergmeir 2021): an STL a season, in turn, of the values without the other seasons. Missing
 * values (NaN) are bridged first.
 */
export function* mstl(
  values: Float64Array,
  seasons: StlSettings[],
  iterations: number,
  onStl?: () => void,
): Steps<Decomposition> {
  let left = yield* interpolate(
    values,
    seasons.map(({ seasonLength }) => seasonLength),
  );
  const seasonal = seasons.map(() => new Float64Array(values.length));
  let trend = left;
  let weights = left;
  for (let i = 0; i < iterations * seasons.length; i++) {
    const which = i % seasons.length;
    const before = seasonal[which] as Float64Array;
    const whole = left.map((value, t) => value + (before[t] as number));
    const fit = yield* stl(whole, seasons[which] as StlSettings);
    ({ trend, weights } = fit);
    seasonal[which] = fit.seasonal;
    left = whole.map((value, t) => value - (fit.seasonal[t] as number));
    onStl?.();
  }
  const remainder = left.map((value, t) => (Number.isNaN(values[t]) ? Number.NaN : value - (trend[t] as number)));
  return { trend, seasonal, remainder, weights };
}

/** STL after Cleveland et al. (1990); the letters are the paper's. */
function* stl(y: Float64Array, settings: StlSettings) {
  const { seasonLength: m, innerIterations, outerIterations } = settings;
  const n = y.length;
  const cycle = new Loess(settings.seasonalWindow, settings.seasonalDegree, settings.seasonalJump);
  const trendLoess = new Loess(settings.trendWindow, settings.trendDegree, settings.trendJump);
  const lowPass = new Loess(settings.lowPassWindow, settings.lowPassDegree, settings.lowPassJump);
  const trend = new Float64Array(n);
  const seasonal = new Float64Array(n);
  const level = new Float64Array(n);
  const weights = new Float64Array(n).fill(1);
  for (let outer = 0; ; outer++) {
    const robustness = outer > 0 ? weights : undefined;
    for (let inner = 0; inner < innerIterations; inner++) {
      const detrended = y.map((value, t) => value - (trend[t] as number));
      const smoothed = yield* cycleSubseries(detrended, m, cycle, robustness);
      const filtered = movingAverage(movingAverage(movingAverage(smoothed, m), m), 3);
      yield* lowPass.smooth(filtered, n, undefined, level, 0);
      for (let t = 0; t < n; t++) seasonal[t] = (smoothed[m + t] as number) - (level[t] as number);
      const deseasonalised = y.map((value, t) => value - (seasonal[t] as number));
      yield* trendLoess.smooth(deseasonalised, n, robustness, trend, 0);
    }
    if (outer === outerIterations || (outer === 0 && leavesRounding(y, trend, seasonal))) break;
    weigh(y, trend, seasonal, weights);
  }
  if (settings.periodic) makePeriodic(seasonal, m);
  return { trend, seasonal, weights };
}

/** Each place in the season smoothed over the seasons, and extended by one season at either end (C in the paper). */
function* cycleSubseries(
  y: Float64Array,
  m: number,
  loess: Loess,
  robustness: Float64Array | undefined,
): Steps<Float64Array> {
  const extended = new Float64Array(y.length + 2 * m);
  const most = Math.ceil(y.length / m);
  const [values, weights, smooth] = [new Float64Array(most), new Float64Array(most), new Float64Array(most + 2)];
  for (let phase = 0; phase < m; phase++) {
    let k = 0;
    for (let t = phase; t < y.length; t += m, k++) {
      values[k] = y[t] as number;
      if (robustness) weights[k] = robustness[t] as number;
    }
    const robust = robustness && weights;
    yield* loess.smooth(values, k, robust, smooth, 1);
    smooth[0] = loess.fit(values, k, robust, 0, 1, Math.min(loess.window, k)) ?? (smooth[1] as number);
    smooth[k + 1] = loess.fit(values, k, robust, k + 1, Math.max(1, k - loess.window + 1), k) ?? (smooth[k] as number);
    for (let i = 0; i < k + 2; i++) extended[phase + i * m] = smooth[i] as number;
  }
  return extended;
}

/** The means of `length` values, sliding. */
function movingAverage(values: Float64Array, length: number): Float64Array {
  const averages = new Float64Array(values.length - length + 1);
  let sum = 0;
  for (let t = 0; t < length; t++) sum += values[t] as number;
  averages[0] = sum / length;
  for (let t = 1; t < averages.length; t++) {
    sum = sum - (values[t - 1] as number) + (values[t + length - 1] as number);
    averages[t] = sum / length;
  }
  return averages;
}

/** A remainder up to this, beside the largest value, is rounding. */
export const ROUNDING = 1e-13;

/**
 * Whether all that is left over of more than half of the values is rounding, as where a season is seen just twice: there are
 * no outliers then, and weights would be noise.
 */
function leavesRounding(y: Float64Array, trend: Float64Array, seasonal: Float64Array): boolean {
  const floor = ROUNDING * y.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const left = (value: number, t: number) => Math.abs(value - (trend[t] as number) - (seasonal[t] as number));
  return 2 * y.filter((value, t) => left(value, t) <= floor).length > y.length;
}

/** Robustness weights: the bisquare of what the components leave over, in units of six of its medians. */
function weigh(y: Float64Array, trend: Float64Array, seasonal: Float64Array, weights: Float64Array): void {
  const residuals = y.map((value, t) => Math.abs(value - ((trend[t] as number) + (seasonal[t] as number))));
  const sorted = residuals.slice().sort();
  const [low, high] = [sorted[(y.length - 1) >> 1] as number, sorted[y.length >> 1] as number];
  const h = 3 * (low + high);
  residuals.forEach((r, t) => {
    const u = 1 - (r / h) * (r / h);
    weights[t] = r <= 0.001 * h ? 1 : r <= 0.999 * h ? u * u : 0;
  });
}

/** Gives each place in the season the mean of what it has throughout. */
function makePeriodic(seasonal: Float64Array, m: number): void {
  for (let phase = 0; phase < m; phase++) {
    let sum = 0;
    let count = 0;
    for (let t = phase; t < seasonal.length; t += m, count++) sum += seasonal[t] as number;
    for (let t = phase; t < seasonal.length; t += m) seasonal[t] = sum / count;
  }
}

/** Strength of a component: max(0, 1 − var(R) / var(C + R)) where the remainder R is known, 0 where that is 0 / 0. */
export function strength(component: Float64Array, remainder: Float64Array): number {
  const known = component.filter((_, t) => !Number.isNaN(remainder[t]));
  const rest = remainder.filter((r) => !Number.isNaN(r));
  const whole = sumOfSquares(known.map((c, i) => c + (rest[i] as number)));
  return whole > 0 ? Math.max(0, 1 - sumOfSquares(rest) / whole) : 0;
}

/** Squared deviations from the mean, summed. */
function sumOfSquares(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
}
