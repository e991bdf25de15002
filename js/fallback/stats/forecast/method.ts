/** The methods by name. */
import type { ForecastSettings } from '../../../contract/stats/forecast';
import { fit as fitModel } from '../smoothing/engine';
import type { Fit } from '../smoothing/fit';
import { forecast } from '../smoothing/forecast';
import { choose } from './automatic';
import { type Intermittent, intermittent, type Smoothing } from './croston';
import { type Ahead, unseen } from './outcome';
import type { Pace } from './pace';
import { mean, walk } from './simple';
import { theta } from './theta';

/** What is the same for every forecast from one series, however much of it is used. */
export interface Run {
  settings: ForecastSettings;
  seasonLength: number;
  horizon: number;
  pace: Pace;
}

/** A method's forecast, and what made it. */
export interface Outcome {
  method: string;
  ahead: Ahead;
  smoothing?: Smoothing;
  fit?: Fit;
  candidates: { method: string; score: number }[];
}

/** By the method of the settings, which may be `auto`. */
export function outcome(run: Run, y: Float64Array, levels: number[]): Promise<Outcome> {
  return run.settings.method === 'auto' ? choose(run, y, levels) : named(run, run.settings.method, y, levels);
}

/** By a method that is not `auto`. */
export async function named(run: Run, method: string, y: Float64Array, levels: number[]): Promise<Outcome> {
  const { settings, seasonLength, horizon, pace } = run;
  await pace.after(10 * y.length + horizon);
  const candidates: Outcome['candidates'] = [];
  switch (method) {
    case 'mean':
      return { method, ahead: mean(y, horizon, levels), candidates };
    case 'naive':
    case 'drift':
      return { method, ahead: walk(y, 1, method === 'drift', horizon, levels), candidates };
    case 'seasonal-naive':
      return { method, ahead: walk(y, seasonLength, false, horizon, levels), candidates };
    case 'theta':
      return { method, ahead: await pace.through(theta(y, seasonLength, horizon, levels)), candidates };
    case 'croston':
    case 'sba':
    case 'tsb': {
      const { alpha, beta } = settings;
      const given = alpha > 0 ? { alpha, beta } : undefined;
      const made = await pace.through(intermittent(y, method as Intermittent, given, horizon, levels));
      return { method, ...made, candidates };
    }
    default: {
      const made = await fitModel(y, { ...settings.smoothing, seasonLength: fitSeason(run, method) }, pace.rest);
      const { forecast: values, intervals } = await pace.through(forecast(made, horizon, levels));
      const [lower, upper] = [intervals.map((bounds) => bounds.lower), intervals.map((bounds) => bounds.upper)];
      return { method, ahead: { forecast: values, lower, upper, fitted: made.fitted }, fit: made, candidates };
    }
  }
}

/** The season a model is fitted with: none for a method without, and beyond what is fitted. */
function fitSeason({ settings, seasonLength }: Run, method: string): number {
  const { leastSquares, model } = settings.smoothing;
  const needed = method === 'holt-winters' || (!leastSquares && 'AM'.includes(model.slice(-1)));
  if (seasonLength < 2 && needed) throw unseen(2, 1);
  return method === 'ses' || method === 'holt' || seasonLength > 1000 ? 1 : seasonLength;
}
