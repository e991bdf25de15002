/** What to fit, as the user says it, checked: `fit`, `fitMany` and `forecast` read the same options. */
import type { FitMessage } from '../../contract/stats/smoothing';
import { ClinicoreError } from '../../errors';
import { asked, etsModels, isUnstable, leastSquaresModel, MODELS, matches } from '../../fallback/stats/smoothing/model';
import { series } from '../../series';
import { boolean, type Fields, integer, invalid, number, oneOf, record } from '../../validate';
import { seasonalKind } from './seasonal';

/** How a recursion is written, and what its parameters mean. */
export type SmoothingConvention = 'r' | 'statsmodels' | 'ets';

/** Where a recursion starts from, by a rule. */
export type InitialRule = 'r' | 'heuristic' | 'legacy-heuristic';

/** Level, trend and season before the first value. */
export interface InitialStates {
  /** The level, in the unit of the values. */
  level: number;
  /** The trend a step: added, or the factor of a multiplicative one. Needed by models with a trend, refused by others. */
  trend?: number | undefined;
  /** The season, an item for each place in it, the first value's first. Needed by models with a season, refused by others. */
  seasonal?: ArrayLike<number> | undefined;
}

/** What to fit to a series. */
export interface FitSettings {
  /**
   * - `'ets'` (the default): models of the ETS family by maximum likelihood, and the best of those {@link model} allows.
   * - `'ses'`, `'holt'`, `'holt-winters'`: simple, double and triple exponential smoothing by least squares.
   */
  method?: 'ets' | 'ses' | 'holt' | 'holt-winters' | undefined;
  /** Observations in a season, *m*: 7 for daily values with a weekly season. 1 to 1,000; default 1, none. */
  seasonLength?: number | undefined;
  /**
   * Of `'ets'`: error, trend and season by letters, `N` none, `A` additive, `M` multiplicative, `Z` to be chosen, with a
   * `d` after the second for a damped trend: `'MAM'`, `'AAdA'`. Default `'ZZZ'`.
   */
  model?: string | undefined;
  /** Whether a trend is damped. Default: of `'ets'` either, whichever is better; else `false`. */
  damped?: boolean | undefined;
  /** Of `'ets'`: what the choice goes by. Default `'aicc'`. */
  criterion?: 'aicc' | 'aic' | 'bic' | undefined;
  /**
   * Of `'ets'`: whether models may be fitted that R thinks unstable (additive errors with a multiplicative trend or season,
   * multiplicative errors and trend with an additive season). Default `false`.
   */
  allowUnstable?: boolean | undefined;
  /** Of `'ets'`: whether a multiplicative trend may be chosen where {@link model} leaves it open. Default `false`, as in R. */
  allowMultiplicativeTrend?: boolean | undefined;
  /** Of `'holt-winters'`: default `'additive'`. `'multiplicative'` needs values above 0. */
  seasonal?: 'additive' | 'multiplicative' | undefined;
  /**
   * Of the least-squares methods: the recursion, and what its parameters mean. Default `'r'`.
   * - `'r'`: R's `HoltWinters`; α, β and γ from 0 to 1, β weighs the change of the level, the season follows the new level.
   * - `'statsmodels'`: its `ExponentialSmoothing`; β ≤ α, γ ≤ 1 − α, the season follows the level before the value;
   *   its forecasts leave out what the last value does to the season, and so do these.
   * - `'ets'`: the state-space form; β is the share of the error that goes into the trend, β ≤ α, γ ≤ 1 − α.
   */
  convention?: SmoothingConvention | undefined;
  /**
   * Parameters that are held at a value, in the sense of the convention (`'ets'` for the ETS family). The others are estimated.
   * A held parameter asks for a model that has it: of `'ets'` a held `gamma` leaves out the models without season, `beta`
   * those without trend, `phi` those without a damped one. One that no model asked for has is refused.
   */
  parameters?:
    | {
        /** Of the level: α. */
        alpha?: number | undefined;
        /** Of the trend: β. */
        beta?: number | undefined;
        /** Of the season: γ. */
        gamma?: number | undefined;
        /** How far a trend is damped: φ. */
        phi?: number | undefined;
      }
    | undefined;
  /**
   * Start values. Default `'estimated'`, with the parameters; for the convention `'r'` its rule.
   * - `'r'`: the classical decomposition of the first two seasons and the line through its trend, which use up the first
   *   season; without season the first value, or the second and its difference from the first.
   * - `'heuristic'`: statsmodels': the mean season of up to five centred cycles, and the line through its first ten trend values.
   * - `'legacy-heuristic'`: statsmodels': level and season from the mean over each phase.
   * - states, as given.
   */
  initial?: 'estimated' | InitialRule | InitialStates | undefined;
  /**
   * The convention of log-likelihood and criteria. `'r'` leaves out the constant −½ n (ln(2π/n) + 1) and counts m − 1
   * seasons; `'statsmodels'` has it and counts m, and reckons least squares as its `ExponentialSmoothing`. Default `'r'`.
   */
  likelihood?: 'r' | 'statsmodels' | undefined;
}

/** The names of {@link FitSettings}. */
export const FIT_SETTINGS = [
  'method',
  'seasonLength',
  'model',
  'damped',
  'criterion',
  'allowUnstable',
  'allowMultiplicativeTrend',
  'seasonal',
  'convention',
  'parameters',
  'initial',
  'likelihood',
] as const;

const MOST_SEASON = 1000;
const ETS_ONLY = ['model', 'criterion', 'allowUnstable', 'allowMultiplicativeTrend'] as const;

/** Checks {@link FitSettings}; the answer crosses to a backend as it is. */
export function fitSettings(fields: Fields): FitMessage {
  const method = fields.optional('method', 'ets', (value, path) =>
    oneOf(value, path, ['ets', 'ses', 'holt', 'holt-winters']),
  );
  const isEts = method === 'ets';
  const refused = isEts ? (['seasonal', 'convention'] as const) : ETS_ONLY;
  for (const key of refused) fields.optional(key, undefined, notFor, method);
  if (method === 'ses') fields.optional('damped', undefined, notFor, method);
  if (method === 'holt' || method === 'ses') {
    for (const key of ['seasonal', 'seasonLength']) fields.optional(key, undefined, notFor, method);
  }
  const seasonLength =
    method === 'holt-winters'
      ? fields.get('seasonLength', integer, 2, MOST_SEASON)
      : fields.optional('seasonLength', 1, integer, 1, MOST_SEASON);
  const convention = isEts ? 'ets' : fields.optional('convention', 'r', conventionOf);
  const damped = fields.optional('damped', undefined, boolean);
  const seasonal = fields.optional('seasonal', 'additive', seasonalKind);
  const {
    level,
    trend,
    seasonal: season,
    rule,
  } = fields.optional(
    'initial',
    { rule: convention === 'r' ? 'r' : 'estimated', level: 0, trend: undefined, seasonal: [] },
    initialOf,
  );
  const { alpha, beta, gamma, phi } = parametersOf(
    fields.optional('parameters', {}, (value) => value),
    fields.path('parameters'),
  );
  const message: FitMessage = {
    leastSquares: !isEts,
    trend: method !== 'ses',
    season: method === 'holt-winters' ? (seasonal === 'additive' ? 'A' : 'M') : 'N',
    convention,
    model: fields.optional('model', 'ZZZ', modelOf),
    criterion: fields.optional('criterion', 'aicc', (value, path) => oneOf(value, path, ['aicc', 'aic', 'bic'])),
    allowUnstable: fields.optional('allowUnstable', false, boolean),
    allowMultiplicativeTrend: fields.optional('allowMultiplicativeTrend', false, boolean),
    seasonLength,
    initial: rule,
    initialLevel: level,
    initialSeasonal: season,
    likelihood: fields.optional('likelihood', 'r', (value, path) => oneOf(value, path, ['r', 'statsmodels'])),
    ...(damped === undefined ? {} : { damped }),
    ...(trend === undefined ? {} : { initialTrend: trend }),
    ...(alpha === undefined ? {} : { alpha }),
    ...(beta === undefined ? {} : { beta }),
    ...(gamma === undefined ? {} : { gamma }),
    ...(phi === undefined ? {} : { phi }),
  };
  checkModel(fields, message);
  checkParameters(fields, message);
  checkInitial(fields, message);
  return message;
}

/** An option that means nothing for a method must not be silently ignored. */
const notFor = (_: unknown, path: string, method: string): never => {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} is no option of the method '${method}'`, {
    argument: path,
  });
};

export const conventionOf = (value: unknown, path: string): SmoothingConvention =>
  oneOf(value, path, ['r', 'statsmodels', 'ets']);

function modelOf(value: unknown, path: string): string {
  if (typeof value !== 'string' || !/^[AMZ](?:[NAMZ]|[AMZ]d)[NAMZ]$/.test(value)) {
    invalid(
      path,
      "three of the letters N, A, M and Z, with a d after the second for a damped trend, such as 'MAdM'",
      value,
    );
  }
  return value;
}

function parametersOf(value: unknown, path: string) {
  const fields = record(value, path).only(['alpha', 'beta', 'gamma', 'phi']);
  const share = (key: string) => fields.optional(key, undefined, number, 0, 1);
  return { alpha: share('alpha'), beta: share('beta'), gamma: share('gamma'), phi: share('phi') };
}

/** Start values: a rule, or states. */
export function initialOf(value: unknown, path: string) {
  if (typeof value === 'string') {
    const rule = oneOf(value, path, ['estimated', 'r', 'heuristic', 'legacy-heuristic']);
    return { rule, level: 0, trend: undefined, seasonal: [] as number[] };
  }
  const fields = record(value, path).only(['level', 'trend', 'seasonal']);
  const finite = (item: unknown, at: string) => number(item, at, -Number.MAX_VALUE, Number.MAX_VALUE);
  return {
    rule: 'given',
    level: fields.get('level', finite),
    trend: fields.optional('trend', undefined, finite),
    seasonal: Array.from(fields.optional('seasonal', new Float64Array(0), series)),
  };
}

/** There must be a model the letters and restrictions leave. */
function checkModel(
  fields: Fields,
  { leastSquares, model: pattern, damped, seasonLength, ...allowed }: FitMessage,
): void {
  if (leastSquares) return;
  if (pattern.includes('d') && damped === false)
    invalidTogether(fields, 'damped', "be true or left out where the model has a 'd'");
  const all = MODELS.filter((model) => matches(pattern, damped, model));
  if (all.every(({ season }) => season !== 'N') && seasonLength < 2) {
    invalidTogether(fields, 'seasonLength', 'be at least 2 for a model with a season');
  }
  if (!allowed.allowUnstable && all.every(isUnstable)) {
    invalidTogether(fields, 'model', 'not be an unstable combination, unless allowUnstable is true');
  }
}

/** Held parameters must be those of a model that is asked for, and leave room for α. */
function checkParameters(fields: Fields, message: FitMessage): void {
  const { leastSquares, convention, alpha, beta = 0, gamma = 0 } = message;
  asked(leastSquares ? [leastSquaresModel(message)] : etsModels(message), message, (name) =>
    invalidTogether(fields, `parameters.${name}`, 'be left out: no model that is asked for has it'),
  );
  if (convention === 'r') return;
  const [least, most] = convention === 'ets' ? [1e-4, 0.9999] : [0, 1];
  const room =
    alpha === undefined ? beta <= 1 - gamma && beta <= most && 1 - gamma >= least : beta <= alpha && alpha <= 1 - gamma;
  if (!room) invalidTogether(fields, 'parameters', 'have beta at most alpha and gamma at most 1 - alpha');
}

/** Given states must be those the model has. */
function checkInitial(fields: Fields, message: FitMessage): void {
  if (message.initial !== 'given') return;
  const trend = message.leastSquares ? (message.trend ? 'A' : 'N') : message.model[1];
  const season = message.leastSquares ? message.season : message.model.at(-1);
  const m = message.seasonLength;
  if (trend === 'Z' || (season === 'Z' && m > 1)) {
    invalidTogether(fields, 'initial', 'be left to estimate where the model is to be chosen');
  }
  if (trend === 'N' && message.initialTrend !== undefined)
    invalidTogether(fields, 'initial.trend', 'be left out: no model that is asked for has it');
  if ((season === 'N' || m === 1) && message.initialSeasonal.length > 0)
    invalidTogether(fields, 'initial.seasonal', 'be left out: no model that is asked for has it');
  if (trend !== 'N' && message.initialTrend === undefined)
    invalidTogether(fields, 'initial', 'have a trend for a model with one');
  if (season !== 'N' && m > 1 && message.initialSeasonal.length !== m) {
    invalidTogether(fields, 'initial', `have ${m} seasonal items for a model with that season`);
  }
}

function invalidTogether(fields: Fields, key: string, must: string): never {
  const argument = fields.path(key);
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must ${must}`, { argument });
}
