/** The Theil–Sen line and the Mann–Kendall test; their sources are in the documentation of the public functions. */
import { normalQuantile, normalSf } from '../distribution';

/** Its types are those of its ES module only, which TypeScript does not let CommonJS import. */
const { quickselect }: { quickselect(values: Float64Array, rank: number): void } = require('simple-statistics');

/** See the contract. */
export function theilSen(x: Float64Array, y: Float64Array, level: number, out: Float64Array): boolean {
  const n = y.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const dx = (x[i] as number) - (x[j] as number);
      if (dx !== 0) slopes[count++] = ((y[i] as number) - (y[j] as number)) / dx;
    }
  }
  const known = slopes.subarray(0, count);
  if (count === 0 || ![x, y, known].every((values) => values.every(Number.isFinite))) return false;
  const variance = Math.max((spread(n) - ties(x) - ties(y)) / 18, 0);
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(variance);
  const upper = Math.min(roundTiesEven(count / 2 + reach / 2), count - 1);
  const lower = Math.max(roundTiesEven(count / 2 - reach / 2) - 1, 0);
  out.set([median(known), ranked(known, lower), ranked(known, upper)]);
  return true;
}

/** See the contract. */
export function mannKendall(y: Float64Array, out: Float64Array): boolean {
  const n = y.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let [s, untied, count] = [0, 0, 0];
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const difference = (y[i] as number) - (y[j] as number);
      s += Math.sign(difference);
      if (difference !== 0) untied++;
      slopes[count++] = difference / (i - j);
    }
  }
  if (!y.every(Number.isFinite) || !slopes.every(Number.isFinite)) return false;
  const variance = (spread(n) - ties(y)) / 18;
  // Without two different values there is no variance, and no trend.
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  const tau = untied === 0 ? 0 : s / (Math.sqrt(untied) * Math.sqrt(count));
  out.set([s, variance, z, 2 * normalSf(Math.abs(z)), tau, median(slopes)]);
  return true;
}

/** 18 times the variance of *S* where no values are tied. */
const spread = (n: number): number => n * (n - 1) * (2 * n + 5);

/** What the groups of tied values take off {@link spread}. */
function ties(values: Float64Array): number {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  let sum = 0;
  for (const size of groups.values()) sum += spread(size);
  return sum;
}

/** As NumPy rounds. */
function roundTiesEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function ranked(values: Float64Array, index: number): number {
  quickselect(values, index);
  return values[index] as number;
}

function median(values: Float64Array): number {
  const middle = values.length >> 1;
  const upper = ranked(values, middle);
  if (values.length % 2 === 1) return upper;
  const lower = values.subarray(0, middle).reduce((most, value) => Math.max(most, value), -Infinity);
  return lower / 2 + upper / 2;
}
