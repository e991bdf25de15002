/**
 * The least sum of squares in a box of few parameters: Gauss and Newton's step, damped where it does not help, with the
 * rest of the curvature learnt from the steps (Dennis, Gay & Welsch 1981). It asks for a point's sums and is told. Its path
 * is part of the definition of a fit: the same operations in the same order as in the Rust crate's
 * `smoothing/gauss_newton.rs`, where each step is explained.
 */
import { clamp } from './optimise';
import type { Side, Sides } from './space';

const ARRIVED = 1e-11;
const NEARLY_ARRIVED = 1e-6;
const ROUNDING = 1e-14;
const NEAR_ROUNDING = 1e-12;
const EXACT = 1e-22;
const UNSEEN = 1e-14;
const MOST_POINTS = 200;
const DAMPED = 1e-2;
const STUCK = 1e12;
const NO_PIVOT = 1e-12;

/** A number for each of α, the shares of β and γ, and φ; and a matrix of such, row after row. */
export type Vector = [number, number, number, number];
export type Matrix = [Vector, Vector, Vector, Vector];

/** A sum of squared errors, and what its change by the parameters is made of. */
export interface Sums {
  sse: number;
  /** Σ e ∂f: half the slope downhill. */
  slopes: Vector;
  /** Σ ∂f ∂f'. */
  normal: Matrix;
}

export class GaussNewton {
  readonly #bounds: readonly (readonly [number, number])[];
  readonly #observed: number;
  #x: Sides;
  #here: Sums = { sse: Number.POSITIVE_INFINITY, slopes: [0, 0, 0, 0], normal: zeros() };
  #bend = zeros();
  /** The point whose sums it waits for. */
  trial: Sides;
  #damping = 0;
  #promised = 0;
  #slope = 0;
  #points = 0;
  #isOver = false;
  converged = false;
  iterations = 0;

  constructor(x: Sides, sides: readonly Side[], observed: number) {
    this.#bounds = sides.map(({ low, high, held }) => [held ?? low, held ?? high]);
    this.#observed = observed;
    this.#x = x;
    this.trial = [...x];
  }

  /** Whether it is not over and has moved less often than this. */
  goesOn(iterations: number): boolean {
    return !this.#isOver && this.iterations < iterations;
  }

  /** Where it came to. */
  get best(): Sides {
    return this.#x;
  }

  /** The sum of squares there. */
  get sse(): number {
    return this.#here.sse;
  }

  /** Takes the sums at the trial point. */
  take(there: Sums): void {
    const usable = Number.isFinite(there.sse) && there.slopes.every(Number.isFinite);
    this.#points++;
    if (this.#points === 1) {
      if (usable) {
        this.#here = there;
        this.#setOut();
      } else this.#isOver = true;
      return;
    }
    const gain = this.#here.sse - there.sse;
    if (usable && gain > 0) {
      const share = gain / this.#promised;
      if (share > 0.75) this.#damping = this.#damping <= DAMPED ? 0 : this.#damping * 0.1;
      else if (share < 0.25) this.#damping = more(this.#damping);
      this.#learn(there);
      this.#x = [...this.trial];
      this.#here = there;
      this.iterations++;
      this.#setOut();
    } else if (this.#promised <= UNSEEN * this.#here.sse || this.#points >= MOST_POINTS) {
      this.converged = this.#slope <= this.#atLeast(NEARLY_ARRIVED, NEAR_ROUNDING);
      this.#isOver = true;
    } else {
      this.#damping = more(this.#damping);
      this.#aim(this.#step(this.#damping));
    }
  }

  #atLeast(usual: number, rounding: number): number {
    return Math.max(usual, rounding / Math.sqrt(this.#here.sse / this.#observed));
  }

  #learn(there: Sums): void {
    const step: Vector = [0, 0, 0, 0];
    const change: Vector = [0, 0, 0, 0];
    for (const i of PLACES) {
      step[i] = this.trial[i] - this.#x[i];
      change[i] = this.#here.slopes[i] - there.slopes[i];
    }
    const along = dot(change, step);
    if (along <= 0 || Number.isNaN(along)) return;
    const known = times(this.#bend, step);
    const wanted = times(there.normal, step);
    for (const i of PLACES) wanted[i] = change[i] - wanted[i];
    const had = Math.abs(dot(step, known));
    const has = Math.abs(dot(step, wanted));
    const size = had > has ? has / had : 1;
    const missing: Vector = [0, 0, 0, 0];
    for (const i of PLACES) missing[i] = wanted[i] - size * known[i];
    const by = 1 / along;
    const twice = dot(missing, step) * by;
    for (const i of PLACES) {
      const row = this.#bend[i];
      for (const j of PLACES) {
        const added = missing[i] * change[j] + change[i] * missing[j] - twice * (change[i] * change[j]);
        row[j] = size * row[j] + added * by;
      }
    }
  }

  #setOut(): void {
    const { sse, slopes } = this.#here;
    if (sse <= EXACT * this.#observed) {
      this.converged = true;
      this.#isOver = true;
      return;
    }
    let step = this.#step(0);
    this.#slope = dot(step, slopes) * ((2 * this.#observed) / sse);
    if (this.#slope <= this.#atLeast(ARRIVED, ROUNDING) || Number.isNaN(this.#slope)) {
      this.converged = !Number.isNaN(this.#slope);
      this.#isOver = true;
      return;
    }
    if (this.#damping > 0) step = this.#step(this.#damping);
    this.#aim(step);
  }

  #aim(first: Vector): void {
    let step = first;
    const { normal, slopes } = this.#here;
    for (;;) {
      const curve = dot(step, times(normal, step)) + dot(step, times(this.#bend, step));
      this.#promised = 2 * dot(step, slopes) - curve;
      if (this.#promised > 0) break;
      if (this.#damping > STUCK) {
        this.#isOver = true;
        return;
      }
      this.#damping = more(this.#damping);
      step = this.#step(this.#damping);
    }
    for (const i of PLACES) {
      const [low, high] = this.#bounds[i] as readonly [number, number];
      this.trial[i] = clamp(this.#x[i] + step[i], low, high);
    }
  }

  #step(damping: number): Vector {
    const { slopes } = this.#here;
    const free = this.#bounds.map(([low, high], at) => {
      const i = at as 0;
      return !(low >= high || (this.#x[i] <= low && slopes[i] < 0) || (this.#x[i] >= high && slopes[i] > 0));
    });
    const best = this.#within(free.slice(), damping, true);
    if (dot(best, slopes) > 0) return best;
    const step = this.#within(free, damping, false);
    let longest = 1;
    for (const i of PLACES) {
      const [low, high] = this.#bounds[i] as readonly [number, number];
      const reach = (step[i] < 0 ? low : high) - this.#x[i];
      if (Math.abs(reach) < Math.abs(step[i]) * longest) longest = reach / step[i];
    }
    for (const i of PLACES) step[i] *= longest;
    return step;
  }

  #within(free: boolean[], damping: number, all: boolean): Vector {
    const step: Vector = [0, 0, 0, 0];
    for (;;) {
      this.#solve(free, damping, step);
      let leaves = false;
      for (const i of PLACES) {
        const [low, high] = this.#bounds[i] as readonly [number, number];
        const reach = (step[i] < 0 ? low : high) - this.#x[i];
        if (free[i] && Math.abs(step[i]) > Math.abs(reach) && (all || Math.abs(reach) <= 0)) {
          free[i] = false;
          step[i] = reach;
          leaves = true;
        }
      }
      if (!leaves) return step;
    }
  }

  #solve(free: readonly boolean[], damping: number, step: Vector): void {
    const { normal, slopes } = this.#here;
    for (;;) {
      const matrix = zeros();
      const right: Vector = [...slopes];
      for (const i of PLACES) {
        const row = matrix[i];
        for (const j of PLACES) {
          row[j] = normal[i][j] + this.#bend[i][j];
          if (!free[j]) right[i] -= row[j] * step[j];
        }
        row[i] += damping * normal[i][i];
      }
      const isUsed = free.slice();
      let isConvex = true;
      for (const p of PLACES) {
        if (!free[p]) continue;
        const pivot = matrix[p];
        if (pivot[p] <= NO_PIVOT * normal[p][p] || Number.isNaN(pivot[p])) {
          isUsed[p] = false;
          isConvex = false;
          continue;
        }
        const by = 1 / pivot[p];
        for (const i of PLACES) {
          if (i <= p || !free[i]) continue;
          const row = matrix[i];
          const factor = row[p] * by;
          for (const j of PLACES) if (j > p) row[j] -= factor * pivot[j];
          right[i] -= factor * right[p];
        }
      }
      if (!isConvex && this.#bend.some((row) => row.some((entry) => entry !== 0))) {
        this.#bend = zeros();
        continue;
      }
      for (const p of BACKWARDS) {
        if (!free[p]) continue;
        let sum = right[p];
        for (const j of PLACES) if (j > p && free[j]) sum -= matrix[p][j] * step[j];
        step[p] = isUsed[p] ? sum / matrix[p][p] : 0;
      }
      return;
    }
  }
}

const PLACES = [0, 1, 2, 3] as const;
const BACKWARDS = [3, 2, 1, 0] as const;

const more = (damping: number): number => Math.max(8 * damping, DAMPED);

const zeros = (): Matrix => [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];

const times = (matrix: Matrix, by: Vector): Vector => [
  dot(matrix[0], by),
  dot(matrix[1], by),
  dot(matrix[2], by),
  dot(matrix[3], by),
];
