/** Forecasts of what is counted: never below 0, in whole units. */
import type { ForecastSettings } from '../../../contract/stats/forecast';
import type { Ahead } from './outcome';

/** The forecast as the settings want it. */
export function shaped(ahead: Ahead, { integer, nonNegative }: ForecastSettings): Ahead {
  const shape = (values: Float64Array, round: (value: number) => number) => {
    const rounded = integer ? values.map((value) => (Math.abs(value) < 2 ** 52 ? round(value) + 0 : value)) : values;
    return nonNegative ? rounded.map((value) => Math.max(value, 0)) : rounded;
  };
  // What is a whole number but for rounding is that number; no large one is rounded past its neighbours.
  const slack = (value: number) => Math.min(1e-9 * Math.max(Math.abs(value), 1), 1e-3);
  return {
    ...ahead,
    forecast: shape(ahead.forecast, (value) => Math.floor(value + 0.5 + slack(value))),
    lower: ahead.lower.map((bound) => shape(bound, (value) => Math.floor(value + slack(value)))),
    upper: ahead.upper.map((bound) => shape(bound, (value) => Math.ceil(value - slack(value)))),
  };
}
