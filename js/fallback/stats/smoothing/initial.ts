/** Start values. */

import { centredMovingAverage } from '../decomposition/classical';
import type { Model } from './model';
import { clamp } from './optimise';
import type { States } from './space';

/** The named ways to start; meanings in `InitialRule`. */
export type Rule = 'r' | 'heuristic' | 'legacy-heuristic';

/** Start states from which the estimated ones are searched; the rule is that of the Rust crate's `smoothing/initial.rs`. */
export function estimate(y: Float64Array, m: number, model: Model, of: 'beginning' | 'whole'): States {
  const isWhole = of === 'whole';
  const multiplied = model.season === 'M';
  const seasonal =
    model.season === 'N' ? new Float64Array(0) : figure(isWhole ? y : y.subarray(0, 5 * m), m, multiplied);
  const xs: number[] = [];
  const ys: number[] = [];
  const span = isWhole ? y.length : Math.min(y.length, Math.max(10, 2 * m));
  for (let t = 0; t < span; t++) {
    const value = y[t] as number;
    if (Number.isNaN(value)) continue;
    const s = seasonal[t % m];
    xs.push(t + 1);
    ys.push(s === undefined ? value : multiplied ? value / s : value - s);
  }
  if (xs.length === 0) {
    xs.push(1);
    ys.push(y.find((value) => !Number.isNaN(value)) as number);
  }
  if (model.trend === 'N') return { level: mean(ys), trend: undefined, seasonal };
  const { level, slope } = line(xs, ys);
  if (model.trend === 'A') return { level, trend: slope, seasonal };
  const overall = mean(ys);
  const [first, factor] =
    level > 0.1 * overall && level + slope > 0.1 * overall ? [level, (level + slope) / level] : [overall, 1];
  return { level: first, trend: clamp(factor, 0.9, 1.1), seasonal };
}

/** The mean of each phase's values over a moving average of one cycle around them, averaging 0 (or 1). */
function figure(y: Float64Array, m: number, multiplied: boolean): Float64Array {
  const half = Math.floor(m / 2);
  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  const averageFrom = (from: number) => {
    const start = clamp(from, 0, Math.max(0, y.length - m));
    return mean(y.subarray(start, Math.min(y.length, start + m)).filter((v) => !Number.isNaN(v)));
  };
  for (let t = 0; t < y.length; t++) {
    const value = y[t] as number;
    if (Number.isNaN(value)) continue;
    if (y.length >= 2 * m && (t < half || t + half >= y.length)) continue;
    const lower = averageFrom(t - half);
    const average = m % 2 === 0 ? 0.5 * (lower + averageFrom(t - half + 1)) : lower;
    const phase = t % m;
    sums[phase] = (sums[phase] as number) + (multiplied ? value / average : value - average);
    counts[phase] = (counts[phase] as number) + 1;
  }
  const raw = sums.map((sum, phase) => sum / (counts[phase] as number));
  const overall = mean(raw.filter((_, phase) => (counts[phase] as number) > 0));
  return raw.map((part, phase) => {
    if ((counts[phase] as number) === 0) return multiplied ? 1 : 0;
    return multiplied ? Math.max(part / overall, 0.01) : part - overall;
  });
}

/** Values a rule needs. */
export function requiredBy(rule: Rule, m: number, model: Model): number {
  if (rule === 'heuristic') return model.season === 'N' ? 10 : Math.max(2 * m, 10 + 2 * Math.floor(m / 2));
  return model.season === 'N' ? 2 : 2 * m;
}

/** Start values by a rule, and where the recursion starts: from the first value, or after those the rule uses up. */
export function byRule(rule: Rule, y: Float64Array, m: number, model: Model): { states: States; from: number } {
  const multiplied = model.season === 'M';
  const states = (level: number, slope: number, seasonal: Float64Array = new Float64Array(0)): States => ({
    level,
    trend: model.trend === 'N' ? undefined : slope,
    seasonal,
  });
  if (model.season === 'N') {
    if (rule === 'heuristic') {
      const { level, slope } = numberedLine(bridged(y.subarray(0, 10), 1));
      return { states: states(level, slope), from: 0 };
    }
    const [first, second] = bridged(y.subarray(0, 2), 1) as unknown as [number, number];
    if (rule === 'legacy-heuristic') return { states: states(first, second - first), from: 0 };
    return model.trend === 'N'
      ? { states: states(first, 0), from: 1 }
      : { states: states(second, second - first), from: 2 };
  }
  if (rule === 'legacy-heuristic') {
    const all = bridged(y, m);
    const level = mean(all.filter((_, t) => t % m === 0));
    const slope = mean(Array.from({ length: m }, (_, t) => ((all[m + t] as number) - (all[t] as number)) / m));
    return {
      states: states(
        level,
        slope,
        all.slice(0, m).map((v) => (multiplied ? v / level : v - level)),
      ),
      from: 0,
    };
  }
  const cycles =
    rule === 'r' ? 2 : Math.max(Math.min(5, Math.floor(y.length / m)), Math.ceil((10 + 2 * Math.floor(m / 2)) / m));
  const first = bridged(y.subarray(0, cycles * m), m);
  const average = averages(first, m);
  const { level, slope } = numberedLine(rule === 'r' ? average : average.subarray(0, 10));
  const seasonal = normalised(phaseMeans(first, average, m, multiplied), multiplied);
  return { states: states(level, slope, seasonal), from: rule === 'r' ? m : 0 };
}

/** Missing values replaced by the mean of their phase, or of all where the phase is never observed. */
function bridged(y: Float64Array, m: number): Float64Array {
  if (!y.some(Number.isNaN)) return y;
  const there = (values: Float64Array) => values.filter((value) => !Number.isNaN(value));
  const overall = mean(there(y));
  const phases = Array.from({ length: m }, (_, phase) => mean(there(y.filter((_, t) => t % m === phase))));
  return y.map((value, t) => {
    if (!Number.isNaN(value)) return value;
    const own = phases[t % m] as number;
    return Number.isNaN(own) ? overall || 0 : own;
  });
}

/** The centred moving averages of a season, where they are known: from the middle of the first. */
export function averages(y: Float64Array, m: number): Float64Array {
  const average = new Float64Array(y.length);
  centredMovingAverage(y, m, average);
  return average.subarray(Math.floor(m / 2), y.length - Math.floor(m / 2));
}

/** The mean of each phase's values less (or over) the centred moving average. */
function phaseMeans(y: Float64Array, average: Float64Array, m: number, multiplied: boolean): Float64Array {
  const half = Math.floor(m / 2);
  return Float64Array.from({ length: m }, (_, phase) => {
    const parts: number[] = [];
    for (let t = phase; t < y.length; t += m) {
      const trend = average[t - half];
      if (trend !== undefined) parts.push(multiplied ? (y[t] as number) / trend : (y[t] as number) - trend);
    }
    return mean(parts);
  });
}

function normalised(figure: Float64Array, multiplied: boolean): Float64Array {
  const overall = mean(figure);
  return figure.map((part) => (multiplied ? part / overall : part - overall));
}

const numberedLine = (y: ArrayLike<number>) =>
  line(
    Array.from(y, (_, i) => i + 1),
    y,
  );

/** Intercept at 0 and slope of the least-squares line through points; flat through one point. */
function line(x: ArrayLike<number>, y: ArrayLike<number>): { level: number; slope: number } {
  const xMean = mean(x);
  const yMean = mean(y);
  let sxy = 0;
  let sxx = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] as number) - xMean;
    sxy += dx * ((y[i] as number) - yMean);
    sxx += dx * dx;
  }
  const slope = sxx > 0 ? sxy / sxx : 0;
  return { level: yMean - slope * xMean, slope };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}
