/** From a fit to the values to come and how far they may stray; formulas and sources in the Rust crate's `smoothing/forecast.rs`. */
import type { Steps } from '../steps';
import { normalQuantile } from './elementary';
import type { Ahead, Fit } from './fit';
import type { Point } from './recursion';
import { quantiles } from './simulate';
import { kindOf, pointOf } from './space';
import { Walk } from './walk';

/** What a forecast needs of a fit. */
type Fitted = Pick<Fit, 'model' | 'convention' | 'seasonLength' | 'parameters' | 'last' | 'sigma2' | 'residuals'>;

/** The next `horizon` values of a fit, with prediction intervals for each of `levels` (above 0, below 1). */
export function* forecast(fit: Fitted, horizon: number, levels: readonly number[]): Steps<Ahead> {
  const { model, convention, seasonLength: m, sigma2 } = fit;
  const at = pointOf(model, convention, fit.parameters, fit.last);
  const points = pointsAhead(new Walk(kindOf(model, convention, m), at), horizon);
  if (convention === 'r') {
    return symmetric(points, variancesInR(at, model.season, m, residualVariance(fit.residuals), horizon), levels);
  }
  if (isSimulated(fit)) {
    const walk = new Walk(kindOf(model, convention, m), at);
    const share = model.error === 'M';
    const bounds = levels.length > 0 ? yield* quantiles(walk, share, Math.sqrt(sigma2), horizon, levels) : [];
    return { forecast: points, intervals: levels.map((level, i) => ({ level, ...(bounds[i] as (typeof bounds)[0]) })) };
  }
  if (model.season === 'M') {
    const { means, variances } = yield* seasonalMoments(at, sigma2, horizon);
    return symmetric(means, variances, levels);
  }
  if (model.error === 'M') return symmetric(points, scaledVariances(points, at, m, sigma2), levels);
  return symmetric(points, addedVariances(responses(at, at.gamma, m, horizon), sigma2), levels);
}

/** Whether intervals are quantiles of simulated futures, for want of a formula. */
export const isSimulated = ({ model: { error, trend, season }, convention }: Pick<Fit, 'model' | 'convention'>) =>
  convention !== 'r' && (trend === 'M' || (error === 'A' && season === 'M'));

/** The recursion's own forecasts. */
function pointsAhead(walk: Walk, horizon: number): Float64Array {
  const points = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    points[h] = walk.forecast();
    walk.step(Number.NaN);
  }
  return points;
}

/** Normal intervals. */
export function symmetric(points: Float64Array, variances: Float64Array, levels: readonly number[]): Ahead {
  const intervals = levels.map((level) => {
    const z = normalQuantile(0.5 + 0.5 * level);
    const bound = (sign: number) =>
      points.map((mean, h) => mean + sign * (z * Math.sqrt(Math.max(0, variances[h] as number))));
    return { level, lower: bound(-1), upper: bound(1) };
  });
  return { forecast: points, intervals };
}

/** What an error of 1 adds to the forecasts 1, 2, … steps later: α + β (φ + … + φ^j), and γ more at each multiple of *m*. */
function responses(at: Point, gamma: number, m: number, horizon: number): Float64Array {
  const c = new Float64Array(horizon);
  let damped = 0;
  let factor = 1;
  for (let j = 1; j <= horizon; j++) {
    factor *= at.phi;
    damped += factor;
    c[j - 1] = at.alpha + at.beta * damped + (j % m === 0 ? gamma : 0);
  }
  return c;
}

/** σ² (1 + c₁² + … + c_{h−1}²) */
function addedVariances(c: Float64Array, variance: number): Float64Array {
  let sum = 1;
  return c.map((response) => {
    const now = variance * sum;
    sum += response * response;
    return now;
  });
}

/** The residuals' variance about their mean. */
function residualVariance(residuals: Float64Array): number {
  const there = residuals.filter((r) => !Number.isNaN(r));
  let sum = 0;
  for (const r of there) sum += r;
  const mean = sum / there.length;
  let squares = 0;
  for (const r of there) squares += (r - mean) * (r - mean);
  return squares / (there.length - 1);
}

/** Those of R's `predict.HoltWinters`: of a multiplicative season each response is in the ratio of the seasons. */
function variancesInR(at: Point, season: string, m: number, variance: number, horizon: number): Float64Array {
  if (season !== 'M') return addedVariances(responses(at, at.gamma, m, horizon), variance);
  const c = responses(at, at.gamma * (1 - at.alpha), m, horizon);
  const squares = new Float64Array(m);
  squares[0] = 1;
  let age = 0;
  return c.map((response, h) => {
    const own = at.seasonal[h % m] as number;
    let sum = 0;
    for (let j = 0; j < m; j++) {
      const ratio = own / (at.seasonal[(age + m - j) % m] as number);
      sum += (squares[j] as number) * (ratio * ratio);
    }
    age = (age + 1) % m;
    squares[age] = (squares[age] as number) + response * response;
    return variance * sum;
  });
}

/** θ_h = μ_h² + σ² Σ c_j² θ_{h−j}, the sum going on from step to step; the variance is (1 + σ²) θ_h − μ_h². */
function scaledVariances(means: Float64Array, at: Point, m: number, variance: number): Float64Array {
  const squares = new Float64Array(means.length);
  const responses = new Responses(at);
  const seasons = Array.from({ length: at.seasonal.length }, () => new Responses(at));
  return means.map((mean, h) => {
    let past = 0;
    if (h > 0) {
      responses.age(squares[h - 1] as number, 1);
      past = responses.squared();
    }
    const season = seasons[h % m];
    if (season && h >= m) {
      season.age(squares[h - m] as number, m);
      past += at.gamma * (2 * season.plain() + at.gamma * season.count);
    }
    const square = mean * mean + variance * past;
    squares[h] = square;
    return (1 + variance) * square - mean * mean;
  });
}

/** Sums over past steps of their θ, times the response without season, a polynomial in *j*, or in φ^j. */
class Responses {
  readonly #phi: number;
  /** The response is `level + slope · j`, or `level + slope · φ^j` where φ is below 1. */
  readonly #level: number;
  readonly #slope: number;
  /** Σ θ, and Σ θ times *j* (or φ^j) and its square. */
  count = 0;
  #first = 0;
  #second = 0;

  constructor({ alpha, beta, phi }: Point) {
    const limit = phi < 1 ? phi / (1 - phi) : 0;
    this.#phi = phi;
    this.#slope = phi < 1 ? -beta * limit : beta;
    this.#level = alpha + beta * limit;
  }

  /** Takes in one more θ, and lets all grow older by some steps. */
  age(theta: number, steps: number): void {
    this.count += theta;
    if (this.#phi < 1) {
      let factor = 1;
      for (let step = 0; step < steps; step++) factor *= this.#phi;
      this.#first = factor * (this.#first + theta);
      this.#second = factor * factor * (this.#second + theta);
    } else {
      this.#second += steps * (2 * this.#first + steps * this.count);
      this.#first += steps * this.count;
    }
  }

  /** Σ u θ */
  plain(): number {
    return this.#level * this.count + this.#slope * this.#first;
  }

  /** Σ u² θ */
  squared(): number {
    return (
      this.#level * (this.#level * this.count + 2 * this.#slope * this.#first) +
      this.#slope * this.#slope * this.#second
    );
  }
}

/** Means and variances where level and trend are multiplied by a season that has the same errors. */
function* seasonalMoments(
  at: Point,
  variance: number,
  horizon: number,
): Steps<{ means: Float64Array; variances: Float64Array }> {
  const { alpha, beta, gamma, phi, seasonal } = at;
  const m = seasonal.length;
  const means = new Float64Array(horizon);
  const variances = new Float64Array(horizon);
  for (let phase = 0; phase < Math.min(m, horizon); phase++) {
    const season = seasonal[phase] as number;
    let { level: l, trend: b } = at;
    let [ll, lb, bb] = [l * l, l * b, b * b];
    for (let h = 0; h < horizon; h++) {
      const q = l + phi * b;
      const qq = ll + 2 * phi * lb + phi * phi * bb;
      const own = h % m === phase;
      if (own) {
        means[h] = season * q;
        variances[h] = season * season * ((1 + variance) * qq - q * q);
      }
      const g = own ? gamma : 0;
      const k0 = 1 + g * g * variance;
      const k1 = 2 * g * variance;
      const k2 = variance + 3 * g * g * variance * variance;
      const kept = phi * b;
      const qk = phi * lb + phi * phi * bb;
      const kk = phi * phi * bb;
      l = q + alpha * (g * variance) * q;
      b = kept + beta * (g * variance) * q;
      ll = qq * (k0 + 2 * alpha * k1 + alpha * alpha * k2);
      lb = qk * (k0 + alpha * k1) + qq * (beta * k1 + alpha * beta * k2);
      bb = kk * k0 + 2 * (qk * beta * k1) + qq * (beta * beta * k2);
    }
    yield horizon;
  }
  return { means, variances };
}
