/** Mean, naive, seasonal naive and drift; the formulas are in the Rust crate's `forecast/simple.rs`. */
import { normalQuantile, studentTQuantile } from '../distribution';
import { type Ahead, need, symmetric, unseen } from './outcome';

/** The mean of what is not missing, with Student's t. */
export function mean(y: Float64Array, horizon: number, levels: number[]): Ahead {
  const count = need(y, 1);
  let sum = 0;
  for (const value of y) if (!Number.isNaN(value)) sum += value;
  const average = sum / count;
  let squares = 0;
  for (const value of y) if (!Number.isNaN(value)) squares += (value - average) * (value - average);
  const se = Math.sqrt(squares / (count - 1)) * Math.sqrt(1 + 1 / count);
  const quantile = (p: number) => (count > 1 ? studentTQuantile(p, count - 1) : Number.NaN);
  const [forecast, fitted] = [new Float64Array(horizon).fill(average), new Float64Array(y.length).fill(average)];
  return symmetric(forecast, fitted, levels, quantile, () => se);
}

/** A random walk from each season's last value to its next, with drift or without. */
export function walk(y: Float64Array, lag: number, drift: boolean, horizon: number, levels: number[]): Ahead {
  need(y, drift ? 2 : 1);
  const n = y.length;
  // When each season's last value was, as seen from each time on; then its age in seasons.
  const last = new Int32Array(lag).fill(-1);
  const from = new Int32Array(n + horizon);
  const age = (t: number) => (t - (from[t] as number)) / lag;
  let [changes, span, count] = [0, 0, 0];
  for (let t = 0; t < n + horizon; t++) {
    const before = last[t % lag] as number;
    from[t] = before;
    if (t >= n || Number.isNaN(y[t])) continue;
    last[t % lag] = t;
    if (before < 0) continue;
    changes += (y[t] as number) - (y[before] as number);
    span += age(t);
    count++;
  }
  const isUnseen = from.subarray(n).includes(-1);
  if (isUnseen) {
    const given = last.reduce((seen, t) => seen + (t < 0 ? 0 : 1), 0);
    throw unseen(lag, given);
  }
  const slope = drift ? changes / span : 0;
  const expected = (t: number) => (from[t] === -1 ? Number.NaN : (y[from[t] as number] as number) + age(t) * slope);
  let squares = 0;
  const fitted = y.map((value, t) => {
    if (from[t] !== -1 && !Number.isNaN(value)) {
      const error = value - (y[from[t] as number] as number) - slope * age(t);
      squares += (error * error) / age(t);
    }
    return expected(t);
  });
  const variance = squares / (drift ? count - 1 : count);
  const slopeVariance = drift ? variance / span : 0;
  const forecast = new Float64Array(horizon).map((_, h) => expected(n + h));
  return symmetric(forecast, fitted, levels, normalQuantile, (h) => {
    const k = age(n + h);
    return Math.sqrt(variance * k + k * k * slopeVariance);
  });
}
