/** What the filters with fixed parameters have in common: their options, their recursion, their intervals. */
import { ClinicoreError, count, outOfRange } from '../../errors';
import { filter } from '../../fallback/stats/smoothing/filter';
import { forecast as ahead, isSimulated } from '../../fallback/stats/smoothing/forecast';
import { byRule, requiredBy } from '../../fallback/stats/smoothing/initial';
import type { Model } from '../../fallback/stats/smoothing/model';
import { kindOf, pointOf } from '../../fallback/stats/smoothing/space';
import { atOnce } from '../../fallback/stats/steps';
import { type Fields, integer, invalid, items, number, probability } from '../../validate';
import { conventionOf, type InitialRule, type InitialStates, initialOf, type SmoothingConvention } from './options';

/** Options of every filter with fixed parameters. */
export interface FixedSmoothingOptions {
  /** How many values to forecast. 1 to 1,000,000; to 10,000 with {@link levels}, to 500 where futures are simulated. */
  horizon: number;
  /** Smoothing of the level, 0 to 1: 0 never moves it, 1 follows the last value. */
  alpha: number;
  /**
   * The recursion, and what its parameters mean. Default `'r'`. They differ in β (`'ets'`: the share of the error that goes
   * into the trend, else of the level's change) and γ (`'r'`: the season follows the new level, else the one before).
   */
  convention?: SmoothingConvention | undefined;
  /** Where the recursion starts: by a rule, default `'r'`, or from states. See {@link FitSettings.initial}. */
  initial?: InitialRule | InitialStates | undefined;
  /**
   * Probabilities of prediction intervals, each from 1e-12 to 1 − 1e-12, at most 20. Default: none. In the convention `'r'` they are those of
   * R's `predict.HoltWinters`; for a multiplicative season those of Yar & Chatfield (1990), which R's code means to compute. In
   * the others the errors' variance is `sse` over the values filtered, and where there is no formula (a multiplicative season)
   * 5,000 futures are simulated.
   */
  levels?: ArrayLike<number> | undefined;
}

/** A prediction interval for each step ahead. */
export interface SmoothingInterval {
  /** The probability that it holds the value. */
  level: number;
  /** Lower bounds, in the unit of the values. */
  lower: Float64Array;
  /** Upper bounds, in the unit of the values. */
  upper: Float64Array;
}

/** What every filter with fixed parameters returns. `n` is the number of values. */
export interface FixedSmoothingResult {
  /** The next `horizon` values, in the unit of the values. */
  forecast: Float64Array;
  /** Prediction intervals, one for each of the `levels`. */
  intervals: SmoothingInterval[];
  /** One-step-ahead forecasts (length `n`); NaN before the recursion starts. */
  fitted: Float64Array;
  /** Level after each value (length `n`); NaN before the recursion starts. */
  level: Float64Array;
  /** Sum of squared one-step errors. */
  sse: number;
}

/** The names of {@link FixedSmoothingOptions}. */
export const FIXED_OPTIONS = ['horizon', 'alpha', 'convention', 'initial', 'levels'] as const;

const LONGEST_WITH_INTERVALS = 10_000;

/** A third of a second of simulated futures (measured: 0.65 ms a step), during which nothing else runs. */
const LONGEST_SIMULATED = 500;

/** Checks {@link FixedSmoothingOptions}. */
export function fixedOptions(fields: Fields) {
  const levels = fields.optional('levels', [], items, 20, probability);
  const horizon = fields.get('horizon', integer, 1, levels.length > 0 ? LONGEST_WITH_INTERVALS : 1_000_000);
  const alpha = fields.get('alpha', number, 0, 1);
  const convention = fields.optional('convention', 'r', conventionOf);
  const start = fields.optional('initial', { rule: 'r', level: 0, trend: undefined, seasonal: [] }, initialOf);
  if (start.rule === 'estimated')
    invalid(fields.path('initial'), "'r', 'heuristic', 'legacy-heuristic' or states", 'x');
  return { levels, horizon, alpha, convention, start };
}

export type FixedOptions = ReturnType<typeof fixedOptions>;

/** Throws unless there are enough values. */
export function need(y: Float64Array, required: number, what = ''): void {
  if (y.length >= required) return;
  throw new ClinicoreError(
    'ERR_INSUFFICIENT_DATA',
    `values must have at least ${count(required)}${what}, got ${y.length}`,
    { argument: 'values', required, given: y.length },
  );
}

/** The recursion of a model with additive errors, on either backend in JavaScript: it is as quick there as in Rust. */
export function smooth(
  y: Float64Array,
  model: Model,
  m: number,
  { alpha, horizon, convention, start, levels }: FixedOptions,
  { beta, gamma, phi }: { beta?: number; gamma?: number; phi?: number },
) {
  if (levels.length > 0 && horizon > LONGEST_SIMULATED && isSimulated({ model, convention })) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `options.horizon must be at most ${LONGEST_SIMULATED} for intervals that are simulated, got ${horizon}`,
      { argument: 'options.horizon', limit: LONGEST_SIMULATED, given: horizon, option: 'levels' },
    );
  }
  if (model.trend === 'N' && start.trend !== undefined) refuseState('trend');
  if (model.season === 'N' && start.seasonal.length > 0) refuseState('seasonal');
  const parameters = { alpha, beta, gamma, phi };
  const rule = start.rule as InitialRule | 'given';
  if (rule !== 'given') need(y, Math.max(requiredBy(rule, m, model), rule === 'r' ? usedUp(model, m) : 0));
  need(y, 1);
  const given = { level: start.level, trend: start.trend, seasonal: Float64Array.from(start.seasonal) };
  const { states, from } = rule === 'given' ? { states: given, from: 0 } : byRule(rule, y, m, model);
  const kind = kindOf(model, convention, m);
  const zeros = (length = y.length) => new Float64Array(length);
  const components = { fitted: zeros(), level: zeros(), trend: zeros(), seasonal: zeros(), forecast: zeros(horizon) };
  // statsmodels forecasts the last value's place with the season before it.
  const withLastSeason = convention !== 'statsmodels';
  const sse = filter(y, kind, pointOf(model, convention, parameters, states), from, components, withLastSeason);
  const { fitted, level, trend, seasonal, forecast } = components;
  const n = y.length;
  const last = {
    level: level[n - 1] as number,
    trend: model.trend === 'N' ? undefined : trend[n - 1],
    seasonal: Float64Array.from({ length: kind.m }, (_, i) => seasonal[n - m + i] as number),
  };
  const sums = [sse, last.level, trend[n - 1] as number, ...last.seasonal];
  if (!sums.every(Number.isFinite) || !forecast.every(Number.isFinite)) throw outOfRange();
  const intervals = intervalsOf({ y, fitted, sse, from, model, m, convention, parameters, last }, horizon, levels);
  return { forecast, intervals, fitted, level, trend, seasonal, sse };
}

/** A start state that the model has not must not be silently ignored. */
function refuseState(name: string): never {
  const argument = `options.initial.${name}`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must be left out: the method has none`, { argument });
}

/** Values of which at least one must be left after the start by R's rule. */
const usedUp = (model: Model, m: number) => (model.season === 'N' ? (model.trend === 'N' ? 2 : 3) : 2 * m);

/** What the intervals are computed from. */
interface Filtered {
  y: Float64Array;
  fitted: Float64Array;
  sse: number;
  /** Where the recursion started. */
  from: number;
  model: Model;
  m: number;
  convention: SmoothingConvention;
  parameters: Parameters<typeof pointOf>[2];
  last: Parameters<typeof pointOf>[3];
}

export function intervalsOf(
  { y, fitted, sse, from, ...fit }: Filtered,
  horizon: number,
  levels: readonly number[],
): SmoothingInterval[] {
  if (levels.length === 0) return [];
  const residuals = y.map((value, t) => value - (fitted[t] as number));
  const sigma2 = sse / (y.length - from);
  return atOnce(ahead({ ...fit, seasonLength: fit.m, residuals, sigma2 }, horizon, levels)).intervals;
}
