/**
 * The recursion of every exponential smoothing model, what it costs (minus twice the log-likelihood), and the gradient of
 * that. The equations are in the documentation of the Rust crate (`smoothing/recursion.rs`); operations and their order are the
 * same as there, so that a search takes the same path.
 */
import { exponentOf, ln, mantissaOf, power } from './elementary';

/** No season, added, multiplied, or multiplied and following the new level as in R's `HoltWinters`. */
export const NO_SEASON = 0;
export const ADDED = 1;
export const MULTIPLIED = 2;
export const MULTIPLIED_BY_NEW_LEVEL = 3;

/** Which recursion. */
export interface Kind {
  readonly multipliedTrend: boolean;
  readonly season: number;
  /** The season's length; 0 without one. */
  readonly m: number;
}

/** Parameters in the state-space form and start states. Without a trend `beta` and `trend` are 0. */
export interface Point {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  trend: number;
  seasonal: Float64Array;
}

export const NEGLIGIBLE = 1e-24;
const LEAST_FORECAST = 1e-30;
const GREATEST_PRODUCT = 1e300;
const FACTORS = 8;

/** Memory for a recursion over a series and all its states, for the reverse sweep. */
export class Tape {
  readonly kind: Kind;
  readonly y: Float64Array;
  readonly observed: number;
  readonly share: boolean;
  readonly #l: Float64Array;
  readonly #b: Float64Array;
  readonly #s: Float64Array;
  readonly #e: Float64Array;
  readonly #bySeason: Float64Array;
  readonly #byLevel: Float64Array;
  #at: Point = { alpha: 0, beta: 0, gamma: 0, phi: 1, level: 0, trend: 0, seasonal: new Float64Array(0) };
  sse = 0;
  /** The cost's derivatives in the point's numbers, after {@link differentiate}. */
  readonly by: Point;

  constructor(kind: Kind, y: Float64Array, observed: number, share: boolean) {
    const n = y.length;
    this.kind = kind;
    this.y = y;
    this.observed = observed;
    this.share = share;
    this.#l = new Float64Array(n + 1);
    this.#b = new Float64Array(n + 1);
    this.#s = new Float64Array(kind.season === NO_SEASON ? 0 : n + kind.m);
    this.#e = new Float64Array(n);
    const multiplied = kind.season >= MULTIPLIED ? n : 0;
    this.#bySeason = new Float64Array(multiplied);
    this.#byLevel = new Float64Array(multiplied);
    const seasonal = new Float64Array(this.#s.length);
    this.by = { alpha: 0, beta: 0, gamma: 0, phi: 0, level: 0, trend: 0, seasonal };
  }

  /** The cost at a point; infinite where the model cannot be. */
  run(at: Point): number {
    this.#at = at;
    const logarithms = this.#forward(at);
    const cost = this.observed * ln(this.sse + this.observed * NEGLIGIBLE) + 2 * logarithms;
    return Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY;
  }

  #forward({ alpha, beta, gamma, phi, level, trend, seasonal }: Point): number {
    const { kind, y, share } = this;
    const { season, m, multipliedTrend } = kind;
    const [ls, bs, ss, es, bySeason, byLevel] = [this.#l, this.#b, this.#s, this.#e, this.#bySeason, this.#byLevel];
    const n = y.length;
    if (season !== NO_SEASON) ss.set(seasonal);
    let l = level;
    let b = trend;
    ls[0] = l;
    bs[0] = b;
    let sse = 0;
    let least = 1;
    let product = 1;
    let exponents = 0;
    let factors = 0;
    for (let t = 0; t < n; t++) {
      const value = y[t] as number;
      const there = !Number.isNaN(value);
      const kept = multipliedTrend ? power(b, phi) : phi * b;
      const q = multipliedTrend ? l * kept : l + kept;
      let s = 0;
      let f = q;
      if (season !== NO_SEASON) {
        s = ss[t] as number;
        f = season === ADDED ? q + s : q * s;
      }
      const e = there ? value - f : 0;
      let d = e;
      let byQ = 1;
      if (season >= MULTIPLIED) {
        const byS = 1 / s;
        byQ = 1 / q;
        bySeason[t] = byS;
        byLevel[t] = byQ;
        d = e * byS;
      }
      if (share) {
        const shared = e / f;
        sse += shared * shared;
        const factor = there ? f : 1;
        if (factor < least) least = factor;
        product *= factor;
        if (++factors === FACTORS || t === n - 1) {
          if (product > GREATEST_PRODUCT) least = 0;
          exponents += exponentOf(product);
          product = mantissaOf(product);
          factors = 0;
        }
      } else {
        sse += e * e;
      }
      es[t] = e;
      const old = l;
      l = q + alpha * d;
      b = multipliedTrend ? kept + beta * (d / old) : kept + beta * d;
      ls[t + 1] = l;
      bs[t + 1] = b;
      if (season === ADDED) ss[t + m] = s + gamma * e;
      else if (season === MULTIPLIED) ss[t + m] = s + gamma * (e * byQ);
      else if (season !== NO_SEASON) ss[t + m] = there ? s + gamma * (value / l - s) : s;
    }
    this.sse = sse;
    if (!share) return 0;
    return least > LEAST_FORECAST ? ln(product) + exponents * Math.LN2 : Number.POSITIVE_INFINITY;
  }

  /** The gradient where {@link run} was last, by one reverse sweep; `x_` is the cost's derivative in *x*. */
  differentiate(): void {
    const { kind, y, share, by, observed } = this;
    const { season, m, multipliedTrend } = kind;
    const { alpha, beta, gamma, phi } = this.#at;
    const [ls, bs, ss, es, bySeason, byLevel] = [this.#l, this.#b, this.#s, this.#e, this.#bySeason, this.#byLevel];
    const n = y.length;
    const weight = (observed + observed) / (this.sse + observed * NEGLIGIBLE);
    let [alpha_, beta_, gamma_, phi_, l_, b_] = [0, 0, 0, 0, 0, 0];
    const seasonal_ = by.seasonal;
    if (season !== NO_SEASON) seasonal_.fill(0, n);
    for (let t = n - 1; t >= 0; t--) {
      const value = y[t] as number;
      const there = !Number.isNaN(value);
      const e = es[t] as number;
      const l = ls[t] as number;
      const b = bs[t] as number;
      const kept = multipliedTrend ? power(b, phi) : phi * b;
      const q = multipliedTrend ? l * kept : l + kept;
      let s = 0;
      let e_ = 0;
      let q_ = 0;
      let s_ = 0;
      let byS = 1;
      if (season !== NO_SEASON) {
        s = ss[t] as number;
        const next_ = seasonal_[t + m] as number;
        const step_ = gamma * next_;
        s_ = next_;
        if (season === ADDED) {
          gamma_ += next_ * e;
          e_ = step_;
        } else {
          byS = bySeason[t] as number;
          if (season === MULTIPLIED) {
            const byQ = byLevel[t] as number;
            const g = e * byQ;
            gamma_ += next_ * g;
            e_ = step_ * byQ;
            q_ = -(e_ * g);
          } else if (there) {
            const now = ls[t + 1] as number;
            const shareOfNew = value / now;
            gamma_ += next_ * (shareOfNew - s);
            s_ -= step_;
            l_ -= (step_ * shareOfNew) / now;
          }
        }
      }

      const d = season >= MULTIPLIED ? e * byS : e;
      alpha_ += l_ * d;
      let d_ = alpha * l_;
      let old_ = 0;
      if (multipliedTrend) {
        const byL = d / l;
        const step_ = (beta * b_) / l;
        beta_ += b_ * byL;
        d_ += step_;
        old_ = -(step_ * byL);
      } else {
        beta_ += b_ * d;
        d_ += beta * b_;
      }
      q_ += l_;
      if (season >= MULTIPLIED) {
        const eByS = d_ * byS;
        e_ += eByS;
        s_ -= eByS * d;
      } else {
        e_ += d_;
      }

      let f_ = 0;
      if (share) {
        const byF = 1 / (season === NO_SEASON ? q : season === ADDED ? q + s : q * s);
        const shared = e * byF;
        e_ += weight * shared * byF;
        if (there) f_ = (2 - weight * shared * shared) * byF;
      } else {
        e_ += weight * e;
      }
      if (there) f_ -= e_;
      if (season === NO_SEASON) {
        q_ += f_;
      } else if (season === ADDED) {
        q_ += f_;
        s_ += f_;
        seasonal_[t] = s_;
      } else {
        q_ += f_ * s;
        s_ += f_ * q;
        seasonal_[t] = s_;
      }

      if (multipliedTrend) {
        const kept_ = b_ + q_ * l;
        l_ = old_ + q_ * kept;
        phi_ += kept_ * kept * ln(b);
        b_ = (kept_ * phi * kept) / b;
      } else {
        const kept_ = b_ + q_;
        l_ = q_;
        phi_ += kept_ * b;
        b_ = phi * kept_;
      }
    }
    by.alpha = alpha_;
    by.beta = beta_;
    by.gamma = gamma_;
    by.phi = phi_;
    by.level = l_;
    by.trend = b_;
  }
}
