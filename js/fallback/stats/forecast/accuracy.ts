/** Measures of forecast error; the definitions are in the Rust crate's `forecast/accuracy.rs`. */

import type { ForecastBackend } from '../../../contract/stats/forecast';
import { outOfRange } from '../../../errors';
import { need } from './outcome';

export const accuracy: ForecastBackend['accuracy'] = (
  actual,
  predicted,
  training,
  seasonLength,
  lower,
  upper,
  level,
  quantiles,
  probabilities,
  measures,
) => {
  const errors = actual.map((value, t) => value - (predicted[t] as number));
  const count = need(errors, 0);
  const known = (t: number) => !Number.isNaN(errors[t]);
  const over = (measure: (error: number, value: number, forecast: number) => number) =>
    mean(
      Array.from(errors.keys())
        .filter(known)
        .map((t) => measure(errors[t] as number, actual[t] as number, predicted[t] as number)),
    );
  const mae = over(Math.abs);
  const rmse = Math.sqrt(over((e) => e * e));
  const changes = Array.from(training.subarray(seasonLength), (value, t) => value - (training[t] as number));
  const seasonal = changes.filter((change) => !Number.isNaN(change));
  const hasZero = actual.some((value, t) => value === 0 && known(t));

  const widths: number[] = [];
  const held: number[] = [];
  lower.forEach((l, t) => {
    const [y, u] = [actual[t] as number, upper[t] as number];
    if (Number.isNaN(y + l + u)) return;
    held.push(l <= y && y <= u ? 1 : 0);
    widths.push(u - l + (2 / (1 - level)) * (Math.max(l - y, 0) + Math.max(y - u, 0)));
  });
  const losses: number[] = [];
  quantiles.forEach((q, i) => {
    const y = actual[i % actual.length] as number;
    const p = probabilities[Math.floor(i / actual.length)] as number;
    const loss = (y - q) * (y >= q ? p : p - 1);
    if (!Number.isNaN(loss)) losses.push(loss);
  });
  measures.set([
    over((e) => e),
    mae,
    rmse,
    hasZero ? Number.NaN : over((e, value) => Math.abs(e / value)),
    over((e, value, forecast) => {
      const size = Math.abs(value) + Math.abs(forecast);
      return size === 0 ? 0 : (2 * Math.abs(e)) / size;
    }),
    ratio(
      mae,
      over((_, value) => Math.abs(value)),
    ),
    ratio(mae, mean(seasonal.map(Math.abs))),
    ratio(rmse, Math.sqrt(mean(seasonal.map((change) => change * change)))),
    mean(losses),
    mean(held),
    mean(widths),
    count,
  ]);
  if (measures.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) throw outOfRange();
};

/** NaN for a denominator of 0. */
const ratio = (numerator: number, denominator: number) => (denominator === 0 ? Number.NaN : numerator / denominator);

/** NaN of nothing. */
function mean(values: number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
