/**
 * A recursion with an additive error and an added trend from given states: the sum of squared errors, and, where wanted,
 * what a Gauss–Newton step needs, by derivatives that run beside the states. Operations and their order are those of the
 * Rust crate's `smoothing/squares.rs`, so that a search takes the same path.
 */
import type { Matrix, Sums, Vector } from './gauss-newton';
import { ADDED, type Kind, MULTIPLIED, NO_SEASON, type Point } from './recursion';

/** Parameters there can be: α, β, γ and φ. */
const MOST = 4;

export class Squares {
  readonly #kind: Kind;
  readonly #y: Float64Array;
  readonly #start: Point;
  /** The season as it is, and its derivatives. */
  readonly #ring: Float64Array;
  readonly #ringBy: Float64Array;

  constructor(kind: Kind, y: Float64Array, start: Point) {
    this.#kind = kind;
    this.#y = y;
    this.#start = start;
    this.#ring = new Float64Array(kind.m);
    this.#ringBy = new Float64Array(kind.m * MOST);
  }

  /** The sum of squared errors with a point's parameters. */
  sum({ alpha, beta, gamma, phi }: Point): number {
    const { season, m } = this.#kind;
    const [y, ring] = [this.#y, this.#ring];
    ring.set(this.#start.seasonal);
    let { level: l, trend: b } = this.#start;
    let sse = 0;
    for (let t = 0, place = 0; t < y.length; t++) {
      const value = y[t] as number;
      const there = !Number.isNaN(value);
      const kept = phi * b;
      const q = l + kept;
      const s = season === NO_SEASON ? 0 : (ring[place] as number);
      const e = there ? value - (season === NO_SEASON ? q : season === ADDED ? q + s : q * s) : 0;
      sse += e * e;
      const d = season >= MULTIPLIED ? e * (1 / s) : e;
      l = q + alpha * d;
      b = kept + beta * d;
      if (season === NO_SEASON) continue;
      const g = season === ADDED ? e : season === MULTIPLIED ? e * (1 / q) : there ? value * (1 / l) - s : 0;
      ring[place] = s + gamma * g;
      if (++place === m) place = 0;
    }
    return sse;
  }

  /** The same with the derivatives, of the matrix the upper triangle. */
  sums({ alpha, beta, gamma, phi }: Point): Sums {
    const { season, m } = this.#kind;
    const [y, ring, ringBy] = [this.#y, this.#ring, this.#ringBy];
    ring.set(this.#start.seasonal);
    ringBy.fill(0);
    let { level: l, trend: b } = this.#start;
    const count = phi === 1 ? 3 : 4;
    const byLevel = new Float64Array(MOST);
    const byTrend = new Float64Array(MOST);
    const us = new Float64Array(MOST);
    const slopes = new Float64Array(MOST);
    const normal = new Float64Array(MOST * MOST);
    let sse = 0;
    for (let t = 0, place = 0; t < y.length; t++) {
      const value = y[t] as number;
      const there = !Number.isNaN(value);
      const kept = phi * b;
      const q = l + kept;
      const s = season === NO_SEASON ? 0 : (ring[place] as number);
      const e = there ? value - (season === NO_SEASON ? q : season === ADDED ? q + s : q * s) : 0;
      sse += e * e;
      const byS = season >= MULTIPLIED ? 1 / s : 1;
      const d = season >= MULTIPLIED ? e * byS : e;
      const old = b;
      l = q + alpha * d;
      b = kept + beta * d;
      let byQ = 0;
      let g = e;
      if (season === MULTIPLIED) {
        byQ = 1 / q;
        g = e * byQ;
      } else if (season > MULTIPLIED) {
        byQ = 1 / l;
        g = there ? value * byQ - s : 0;
      }
      if (season !== NO_SEASON) ring[place] = s + gamma * g;
      for (let i = 0; i < count; i++) {
        if (season === NO_SEASON && i === 2) continue;
        const at = place * MOST + i;
        const s_ = season === NO_SEASON ? 0 : (ringBy[at] as number);
        let kept_ = phi * (byTrend[i] as number);
        if (i === 3) kept_ += old;
        const q_ = (byLevel[i] as number) + kept_;
        let u = 0;
        if (there) u = season === NO_SEASON ? q_ : season === ADDED ? q_ + s_ : q_ * s + q * s_;
        const v = season >= MULTIPLIED ? (u + d * s_) * byS : u;
        let l_ = q_ - alpha * v;
        let b_ = kept_ - beta * v;
        if (i === 0) l_ += d;
        if (i === 1) b_ += d;
        byLevel[i] = l_;
        byTrend[i] = b_;
        if (season !== NO_SEASON) {
          let next = s_;
          if (season === ADDED) next = s_ - gamma * u;
          else if (season === MULTIPLIED) next = s_ - gamma * ((u + g * q_) * byQ);
          else if (there) next = s_ - gamma * (value * byQ * byQ * l_ + s_);
          if (i === 2) next += g;
          ringBy[at] = next;
        }
        slopes[i] = (slopes[i] as number) + e * u;
        us[i] = u;
        for (let j = 0; j <= i; j++) {
          if (season === NO_SEASON && j === 2) continue;
          const entry = j * MOST + i;
          normal[entry] = (normal[entry] as number) + (us[j] as number) * u;
        }
      }
      if (season !== NO_SEASON && ++place === m) place = 0;
    }
    const row = (i: number) => [...normal.subarray(i * MOST, (i + 1) * MOST)] as Vector;
    return { sse, slopes: [...slopes] as Vector, normal: [row(0), row(1), row(2), row(3)] as Matrix };
  }
}
