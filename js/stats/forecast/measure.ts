/** Forecasts that were checked, measured by a backend. */
import { runSync } from '../../task';
import type { Accuracy } from './accuracy';

/** Stands for what is not there. */
export const empty = new Float64Array(0);

/** What checked forecasts are measured by. */
export interface Yardstick {
  training: Float64Array;
  seasonLength: number;
  lower: Float64Array;
  upper: Float64Array;
  level: number;
  quantiles: Float64Array;
  probabilities: Float64Array;
}

/** {@link accuracy} of what was checked already. */
export function measured(actual: Float64Array, predicted: Float64Array, by: Yardstick): Accuracy {
  const measures = new Float64Array(12);
  runSync(({ stats }) => {
    const { training, seasonLength, lower, upper, level, quantiles, probabilities } = by;
    stats.accuracy(actual, predicted, training, seasonLength, lower, upper, level, quantiles, probabilities, measures);
  });
  const names = [
    'me',
    'mae',
    'rmse',
    'mape',
    'smape',
    'wape',
    'mase',
    'rmsse',
    'pinball',
    'coverage',
    'winkler',
    'count',
  ] as const;
  return Object.fromEntries(names.map((name, i) => [name, measures[i] as number])) as unknown as Accuracy;
}
