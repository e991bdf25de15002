/** Croston's method, SBA and TSB; the equations are in the Rust crate's `forecast/croston.rs`. */
import { ClinicoreError } from '../../../errors';
import type { Steps } from '../steps';
import { type Ahead, need } from './outcome';

export type Intermittent = 'croston' | 'sba' | 'tsb';

/** Smoothing of the size (and interval), and of TSB's probability of demand. */
export interface Smoothing {
  alpha: number;
  beta: number;
}

/** The same rate for every step; `smoothing` undefined is estimated. */
export function* intermittent(
  y: Float64Array,
  kind: Intermittent,
  smoothing: Smoothing | undefined,
  horizon: number,
  levels: number[],
): Steps<{ ahead: Ahead; smoothing: Smoothing }> {
  need(y, 1);
  const index = y.findIndex((value) => value < 0);
  if (index >= 0) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `values[${index}] must be at least 0 for intermittent demand`, {
      argument: 'values',
      index,
    });
  }
  const used = smoothing ?? (yield* estimate(y, kind));
  const { rate, fitted } = smooth(y, kind, used);
  const flat = (value: number) => new Float64Array(horizon).fill(value);
  const bounds = orderStatistics(y, levels);
  const ahead = {
    forecast: flat(rate),
    lower: bounds.map(([lower]) => flat(lower)),
    upper: bounds.map(([, upper]) => flat(upper)),
    fitted,
  };
  return { ahead, smoothing: used };
}

/** What each period was expected to need (NaN before the first demand), and the next. */
function smooth(
  y: Float64Array,
  kind: Intermittent,
  { alpha, beta }: Smoothing,
): { rate: number; fitted: Float64Array } {
  const fitted = new Float64Array(y.length).fill(Number.NaN);
  let size: number | undefined;
  let interval = 0;
  let probability: number | undefined;
  let since = 0;
  const rate = () => {
    if (size === undefined || probability === undefined) return Number.NaN;
    if (kind === 'tsb') return probability * size;
    return kind === 'sba' ? (1 - alpha / 2) * (size / interval) : size / interval;
  };
  for (let t = 0; t < y.length; t++) {
    const value = y[t] as number;
    if (Number.isNaN(value)) continue;
    fitted[t] = rate();
    since++;
    const demand = value > 0 ? 1 : 0;
    probability = probability === undefined ? demand : probability + beta * (demand - probability);
    if (!demand) continue;
    interval = size === undefined ? since : interval + alpha * (since - interval);
    size = size === undefined ? value : size + alpha * (value - size);
    since = 0;
  }
  return { rate: size === undefined ? 0 : rate(), fitted };
}

/** The parameters, in hundredths from 0.05 to 0.3, with the least mean squared rate (Kourentzes 2014). */
function* estimate(y: Float64Array, kind: Intermittent): Steps<Smoothing> {
  const grid = Array.from({ length: 26 }, (_, i) => (5 + i) / 100);
  let best = { alpha: 0.1, beta: 0.1 };
  let least = Number.POSITIVE_INFINITY;
  for (const alpha of grid) {
    for (const beta of kind === 'tsb' ? grid : [alpha]) {
      yield 10 * y.length;
      const { fitted } = smooth(y, kind, { alpha, beta });
      let [sum, count, cost] = [0, 0, 0];
      for (let t = 0; t < y.length; t++) {
        if (Number.isNaN(y[t])) continue;
        sum += y[t] as number;
        count++;
        const error = (fitted[t] as number) - sum / count;
        if (!Number.isNaN(error)) cost += error * error;
      }
      if (cost < least) {
        least = cost;
        best = { alpha, beta };
      }
    }
  }
  return best;
}

/** For each level the order statistics of past demand that hold the next with that probability. */
function orderStatistics(y: Float64Array, levels: number[]): [lower: number, upper: number][] {
  if (levels.length === 0) return [];
  const sorted = y.filter((value) => !Number.isNaN(value)).sort();
  const places = sorted.length + 1;
  const none = sorted.at(-1) === 0;
  return levels.map((level) => {
    const low = Math.floor((places * (1 - level)) / 2 + 1e-9);
    const high = Math.ceil((places * (1 + level)) / 2 - 1e-9);
    // At rank 0 demand is at least 0; past the last rank nothing is known, unless there never was any demand.
    const upper = high < places ? (sorted[high - 1] as number) : Number.NaN;
    return [low < 1 ? 0 : (sorted[low - 1] as number), none ? 0 : upper];
  });
}

/** Periods for each with demand (ADI), and whether the time since the last exceeds that between any two. */
export function classify(y: Float64Array): { adi: number; fading: boolean } {
  let [periods, count, since, longest] = [0, 0, 0, 0];
  for (const value of y) {
    if (Number.isNaN(value)) continue;
    periods++;
    since++;
    if (value === 0) continue;
    if (count > 0) longest = Math.max(longest, since);
    since = 0;
    count++;
  }
  return { adi: periods / count, fading: since > longest };
}
