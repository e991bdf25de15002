/** The Theil–Sen line and the Mann–Kendall test; their sources are in the documentation of the public functions. */
import { concordance } from '../descriptive/correlation';
import { normalQuantile, normalSf } from '../distribution';
import type { Steps } from '../steps';
import { slopesAt } from './slopes';

/** See the contract. */
export function* theilSen(
  x: Float64Array,
  y: Float64Array,
  level: number,
  onPairs: (pairs: number) => void,
): Steps<number[]> {
  const n = y.length;
  const [xTies, yTies] = [ties(x), ties(y)];
  const count = xTies.reduce((left, size) => left - pairs(size), pairs(n));
  if (count === 0) return [];
  const variance = Math.max((spread(n) - spreads(xTies) - spreads(yTies)) / 18, 0);
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(variance);
  const upper = Math.min(roundTiesEven(count / 2 + reach / 2), count - 1);
  const lower = Math.max(roundTiesEven(count / 2 - reach / 2) - 1, 0);
  const found = yield* slopesAt(x, y, count, [...middles(count), lower, upper], onPairs);
  return found ? [median(found), found[2] as number, found[3] as number] : [];
}

/** See the contract. */
export function* mannKendall(y: Float64Array, onPairs: (pairs: number) => void): Steps<number[]> {
  const n = y.length;
  const time = y.map((_, i) => i);
  const yTies = ties(y);
  const s = concordance(time, y, y.slice().sort());
  const count = pairs(n);
  const untied = yTies.reduce((left, size) => left - pairs(size), count);
  const variance = (spread(n) - spreads(yTies)) / 18;
  // Without two different values there is no variance, and no trend.
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  const tau = untied === 0 ? 0 : Math.min(1, Math.max(-1, s / (Math.sqrt(untied) * Math.sqrt(count))));
  const found = yield* slopesAt(time, y, count, middles(count), onPairs);
  return found ? [s, variance, z, 2 * normalSf(Math.abs(z)), tau, median(found)] : [];
}

/** Pairs of `n` points. */
export const pairs = (n: number): number => (n * (n - 1)) / 2;

/** 18 times the variance of *S* where no values are tied. */
const spread = (n: number): number => n * (n - 1) * (2 * n + 5);

/** What groups of tied values take off {@link spread}. */
const spreads = (sizes: number[]): number => sizes.reduce((sum, size) => sum + spread(size), 0);

/** How many values there are of each size. */
function ties(values: Float64Array): number[] {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  return [...groups.values()];
}

/** As NumPy rounds. */
function roundTiesEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The ranks of the one or two in the middle. */
const middles = (count: number): [number, number] => [(count - 1) >>> 1, count >>> 1];

/** Of one value, that value: its halves would lose a digit if it is subnormal. */
function median(middle: number[]): number {
  const [lower, upper] = middle as [number, number];
  return lower === upper ? upper : lower / 2 + upper / 2;
}
