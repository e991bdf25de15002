/** From options to fits: what models are tried, on what data, and which one wins. */
import type { FitMessage } from '../../../contract/stats/smoothing';
import { ClinicoreError, count as counted, outOfRange } from '../../../errors';
import { exponentOf, powerOfTwo } from './elementary';
import type { Fit } from './fit';
import { byRule, estimate, type Rule, requiredBy } from './initial';
import { isLeastSquares, leastSquares } from './least-squares';
import { type Scores, scores } from './likelihood';
import { asked, etsModels, isMultiplicative, leastSquaresModel, type Model } from './model';
import type { Point } from './recursion';
import { Breath, type Optimum, type Problem, search } from './search';
import { type Convention, type Parameters, Space, type States } from './space';
import { Walk } from './walk';

/** A model that is tried. */
interface Entry extends Problem {
  readonly model: Model;
  /** Values the start uses up. */
  readonly from: number;
}

/**
 * Fits a model to a series, NaN for missing values.
 *
 * @param pause lets the event loop turn; called every few milliseconds
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT`
 */
export async function fit(values: Float64Array, options: FitMessage, pause: () => Promise<void>): Promise<Fit> {
  const prepared = new Prepared(values, options);
  const breath = new Breath(pause);
  const best: (Optimum | undefined)[] = [];
  for (const entry of prepared.entries) {
    best.push(await (isLeastSquares(entry) ? leastSquares : search)(entry, breath));
  }
  return prepared.choose(best);
}

/** A scaled series, and the models to try on it. */
class Prepared {
  readonly #options: FitMessage;
  readonly #convention: Convention;
  readonly #m: number;
  readonly #values: Float64Array;
  /** The values divided by `#scale`, a power of 2. */
  readonly #y: Float64Array;
  readonly #scale: number;
  readonly #observed: number;
  readonly #phases: number[];
  /** Whether all values are the same. */
  readonly #isConstant: boolean;
  entries: Entry[] = [];
  /** Whether the best of the entries is wanted, or the one there is. */
  #isChoice = false;

  constructor(values: Float64Array, options: FitMessage) {
    this.#options = options;
    this.#values = values;
    this.#m = options.seasonLength;
    this.#convention = options.leastSquares ? (options.convention as Convention) : 'ets';
    this.#observed = count(values);
    this.#scale = scaleOf(values, this.#observed);
    this.#y = values.map((value) => value / this.#scale);
    const first = this.#y.find((value) => !Number.isNaN(value));
    this.#isConstant = first !== undefined && this.#y.every((value) => Number.isNaN(value) || value === first);
    this.#phases = [];
    for (let phase = 0; phase < this.#m; phase++) {
      for (let t = phase; t < values.length; t += this.#m) {
        if (Number.isNaN(values[t])) continue;
        this.#phases.push(phase);
        break;
      }
    }
    if (options.leastSquares) this.#enterLeastSquares();
    else this.#enterEts();
  }

  #enterLeastSquares(): void {
    const { season, trend } = this.#options;
    const model = leastSquaresModel(this.#options);
    asked([model], this.#options, withoutModel);
    const notPositive = this.#values.findIndex((value) => value <= 0);
    if (season === 'M' && notPositive >= 0) throw notPositiveError(notPositive);
    const m = this.#m;
    const rule = this.#rule;
    const space = this.#space(model);
    const used = rule !== 'r' ? 0 : season === 'N' ? (trend ? 2 : 1) : m;
    const required = Math.max(
      season === 'N' ? 2 : 2 * m,
      rule === undefined ? 0 : requiredBy(rule, m, model),
      used + space.dimension + 1,
    );
    this.entries = [this.#entry(model, required)];
  }

  #enterEts(): void {
    const m = this.#m;
    const n = this.#values.length;
    if (m > 1 && !this.#options.model.endsWith('N') && n < m) throw tooFew(2 * m, n);
    const possible = etsModels(this.#options);
    if (possible.length === 0)
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'model is out of range', { argument: 'model' });
    const models = asked(possible, this.#options, withoutModel);
    this.#isChoice = models.length > 1;
    const notPositive = this.#values.findIndex((value) => value <= 0);
    const usable = models.filter((model) => notPositive < 0 || !isMultiplicative(model));
    if (usable.length === 0) throw notPositiveError(notPositive);
    let least = Number.POSITIVE_INFINITY;
    const rule = this.#rule;
    for (const model of usable) {
      // R's ets asks for more than four values beyond the parameters; a rule may ask for more.
      const required = Math.max(this.#space(model).estimated + 5, rule === undefined ? 0 : requiredBy(rule, m, model));
      least = Math.min(least, required);
      if (this.#observed >= required && (model.season === 'N' || n >= 2 * m)) {
        this.entries.push(this.#entry(model, required));
      }
    }
    const [simplest] = this.entries;
    if (simplest === undefined) {
      const needsSeasons = models.every(({ season }) => season !== 'N');
      throw tooFew(needsSeasons ? Math.max(least, 2 * m) : least, Math.min(this.#observed, n));
    }
    // Nothing tells the models of a constant series apart; the first has the fewest components.
    if (this.#isConstant) this.entries = [simplest];
  }

  get #rule(): Rule | undefined {
    const { initial } = this.#options;
    return initial === 'estimated' || initial === 'given' ? undefined : (initial as Rule);
  }

  #space(model: Model): Space {
    const { alpha, beta, gamma, phi, initial } = this.#options;
    const parameters: Parameters = { alpha, beta, gamma, phi };
    return new Space(model, this.#m, this.#convention, parameters, initial === 'estimated', this.#phases);
  }

  #entry(model: Model, required: number): Entry {
    for (const given of [this.#y.length, this.#observed]) if (given < required) throw tooFew(required, given);
    const { initial, initialLevel, initialTrend, initialSeasonal } = this.#options;
    const rule = this.#rule;
    let from = 0;
    let states: States;
    if (rule !== undefined) ({ states, from } = byRule(rule, this.#y, this.#m, model));
    else if (initial === 'given') {
      const given = { level: initialLevel, trend: initialTrend, seasonal: Float64Array.from(initialSeasonal) };
      states = scaled(given, 1 / this.#scale, model);
    } else states = this.#isConstant ? this.#constant(model) : estimate(this.#y, this.#m, model, 'beginning');
    const slow = initial === 'estimated' && !this.#isConstant ? estimate(this.#y, this.#m, model, 'whole') : states;
    if (model.season !== 'N' && states.seasonal.length !== this.#m) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'initial is out of range', { argument: 'initial' });
    }
    const pointOf = ({ level, trend = 0, seasonal }: States) => ({
      alpha: 0,
      beta: 0,
      gamma: 0,
      phi: 0,
      level,
      trend,
      seasonal,
    });
    const y = this.#y.subarray(from);
    return {
      model,
      from,
      y,
      observed: count(y),
      // Without errors either kind fits exactly; the additive one's gradient then vanishes.
      multiplicativeError: model.error === 'M' && !this.#isConstant,
      space: this.#space(model),
      start: pointOf(states),
      slowStart: pointOf(slow),
    };
  }

  /** The states of a series whose values are all the same, which any model fits exactly. */
  #constant(model: Model): States {
    return {
      level: this.#y.find((value) => !Number.isNaN(value)) as number,
      trend: model.trend === 'N' ? undefined : model.trend === 'M' ? 1 : 0,
      seasonal: new Float64Array(model.season === 'N' ? 0 : this.#m).fill(model.season === 'M' ? 1 : 0),
    };
  }

  /** The fit of the best entry. One that did not converge is never chosen from many. */
  choose(best: readonly (Optimum | undefined)[]): Fit {
    const candidates: Fit['candidates'] = [];
    let winner = -1;
    let least = Number.POSITIVE_INFINITY;
    this.entries.forEach((entry, index) => {
      const descent = best[index];
      const by = this.#options.criterion as 'aicc' | 'aic' | 'bic';
      const criterion = descent ? this.#scores(entry, descent)[by] : Number.POSITIVE_INFINITY;
      const converged = descent?.converged ?? false;
      candidates.push({ model: entry.model, criterion, converged });
      if (descent && (converged || !this.#isChoice) && (winner < 0 || criterion < least)) {
        winner = index;
        least = criterion;
      }
    });
    const entry = this.entries[winner];
    const descent = best[winner];
    if (!entry || !descent) throw best.some((any) => any !== undefined) ? notConverged() : outOfRange();
    return this.#finish(entry, descent, candidates);
  }

  #scores({ space, model, observed }: Entry, descent: Optimum): Scores {
    const { likelihood, leastSquares } = this.#options;
    return scores(space, model, observed, descent.cost, this.#scale, likelihood, leastSquares);
  }

  /** Reads the fit off its recursion. */
  #finish(entry: Entry, descent: Optimum, candidates: Fit['candidates']): Fit {
    const { model, space, from } = entry;
    const scale = this.#scale;
    const start: Point = { ...entry.start, seasonal: entry.start.seasonal.slice() };
    space.set(descent.best, start);
    if (space.freeStates) normalise(start, model, space.phases);
    const parameters = space.parameters(model, this.#convention, start, space.sidesAt(descent.best));
    const walk = new Walk(space.kind, start);
    const n = this.#y.length;
    const fitted = new Float64Array(n).fill(Number.NaN);
    const residuals = new Float64Array(n).fill(Number.NaN);
    let sse = 0;
    let beforeLast = 0;
    for (let t = from; t < n; t++) {
      const y = this.#y[t] as number;
      const forecast = walk.forecast();
      beforeLast = walk.season();
      walk.step(y);
      fitted[t] = forecast * scale;
      if (Number.isNaN(y)) continue;
      const error = y - forecast;
      const residual = model.error === 'M' ? error / forecast : error * scale;
      residuals[t] = residual;
      sse += residual * residual;
    }
    const freedom = entry.observed - space.estimated;
    const seasons = walk.seasonsToCome();
    // It forecasts with the season that the last value has not changed.
    if (this.#convention === 'statsmodels' && model.season !== 'N') seasons[this.#m - 1] = beforeLast;
    const last = this.#states(walk.at, seasons, model);
    if (![sse, last.level, last.trend ?? 0, ...last.seasonal].every(Number.isFinite)) throw outOfRange();
    return {
      model,
      convention: this.#convention,
      seasonLength: this.#m,
      parameters,
      initial: this.#states(start, start.seasonal, model),
      last,
      fitted,
      residuals,
      sse,
      sigma2: freedom > 0 ? sse / freedom : Number.NaN,
      ...this.#scores(entry, descent),
      observed: entry.observed,
      converged: descent.converged,
      iterations: descent.iterations,
      candidates,
    };
  }

  /** A point's states in the series' unit. */
  #states({ level, trend }: Point, seasonal: Float64Array, model: Model): States {
    return scaled({ level, trend: model.trend === 'N' ? undefined : trend, seasonal }, this.#scale, model);
  }
}

/** Values that are not missing. */
function count(values: Float64Array): number {
  let there = 0;
  for (const value of values) if (!Number.isNaN(value)) there++;
  return there;
}

/** The power of 2 nearest below the mean size of the values. */
function scaleOf(values: Float64Array, observed: number): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += Math.abs(value) / observed;
  return sum >= 2.2250738585072014e-308 && Number.isFinite(sum) ? powerOfTwo(exponentOf(sum)) : 1;
}

/** States in another unit: summands are multiplied, factors stay. */
function scaled({ level, trend, seasonal }: States, factor: number, model: Model): States {
  const season = model.season === 'M' ? 1 : factor;
  return {
    level: level * factor,
    trend: trend === undefined ? undefined : trend * (model.trend === 'M' ? 1 : factor),
    seasonal: seasonal.map((s) => s * season),
  };
}

/** Makes the season average 0 (or 1) over the phases that are observed, and moves the rest into level and trend. */
function normalise(point: Point, model: Model, phases: readonly number[]): void {
  if (model.season === 'N') return;
  const { seasonal } = point;
  let sum = 0;
  for (const phase of phases) sum += seasonal[phase] as number;
  const mean = sum / phases.length;
  if (model.season === 'A') {
    point.level += mean;
    for (const phase of phases) seasonal[phase] = (seasonal[phase] as number) - mean;
  } else {
    point.level *= mean;
    if (model.trend === 'A') point.trend *= mean;
    for (const phase of phases) seasonal[phase] = (seasonal[phase] as number) / mean;
  }
}

const tooFew = (required: number, given: number) =>
  new ClinicoreError('ERR_INSUFFICIENT_DATA', `values must have at least ${counted(required)}, got ${given}`, {
    argument: 'values',
    required,
    given,
  });

const notPositiveError = (index: number) =>
  new ClinicoreError('ERR_INVALID_ARGUMENT', `values[${index}] must be greater than 0 for a multiplicative model`, {
    argument: 'values',
    index,
  });

const withoutModel = (name: string): never => {
  const argument = `parameters.${name}`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must be left out: no model that is asked for has it`, {
    argument,
  });
};

const notConverged = () =>
  new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    'no model could be fitted: the search for its parameters did not converge',
    { argument: 'values' },
  );
