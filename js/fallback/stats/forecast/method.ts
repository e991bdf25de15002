/** The methods by name. */
import type { ForecastSettings } from '../../../contract/stats/forecast';
import type { Steps } from '../steps';
import { choose } from './automatic';
import { type Intermittent, intermittent, type Smoothing } from './croston';
import type { Ahead } from './outcome';
import { mean, walk } from './simple';
import { theta } from './theta';

/** What is the same for every forecast from one series, however much of it is used. */
export interface Run {
  settings: ForecastSettings;
  seasonLength: number;
  horizon: number;
}

/** A method's forecast, and what made it. */
export interface Outcome {
  method: string;
  ahead: Ahead;
  smoothing?: Smoothing;
  candidates: { method: string; score: number }[];
}

/** By the method of the settings, which may be `auto`. */
export function outcome(run: Run, y: Float64Array, levels: number[]): Steps<Outcome> {
  return run.settings.method === 'auto' ? choose(run, y, levels) : named(run, run.settings.method, y, levels);
}

/** By a method that is not `auto`. */
export function* named(run: Run, method: string, y: Float64Array, levels: number[]): Steps<Outcome> {
  const { settings, seasonLength, horizon } = run;
  yield 10 * y.length + horizon;
  switch (method) {
    case 'mean':
      return { method, ahead: mean(y, horizon, levels), candidates: [] };
    case 'naive':
    case 'drift':
      return { method, ahead: walk(y, 1, method === 'drift', horizon, levels), candidates: [] };
    case 'seasonal-naive':
      return { method, ahead: walk(y, seasonLength, false, horizon, levels), candidates: [] };
    case 'theta':
      return { method, ahead: yield* theta(y, seasonLength, horizon, levels), candidates: [] };
    default: {
      const { alpha, beta } = settings;
      const given = alpha > 0 ? { alpha, beta } : undefined;
      if (!given) yield 300 * y.length;
      return { method, ...intermittent(y, method as Intermittent, given, horizon, levels), candidates: [] };
    }
  }
}
