/**
 * A quasi-Newton descent in a box: BFGS on the inverse Hessian (Nocedal & Wright, *Numerical Optimization*, 2nd ed., 2006,
 * chapters 3 and 6). It asks for a point's cost and gradient and is told. Its path is part of the definition of a fit: the
 * same operations in the same order as in the Rust crate's `smoothing/optimise.rs`, where each step is explained.
 */

const ARRIVED = -1e-11;
const NEARLY_ARRIVED = -1e-6;
const ROUNDING = 1e-14;
const NEAR_ROUNDING = 1e-12;
const FINE = 1e-8;
const EXACT = 1e-11;
const MOST_TRIALS = 30;
const GOOD_ENOUGH = 1e-4;
const LONG_ENOUGH = 0.9;

interface Place {
  x: Float64Array;
  cost: number;
  gradient: Float64Array;
}

export class Descent {
  #stage: 'start' | 'step' | 'over' = 'start';
  /** Bounds of the first coordinates; the others have none. */
  readonly #bounds: readonly (readonly [number, number])[];
  #here: Place;
  #next: Place;
  #hasNext = false;
  /** The point whose cost and gradient it waits for. */
  readonly trial: Float64Array;
  readonly #inverse: Float64Array;
  #isScaled = false;
  readonly #direction: Float64Array;
  #slope = 0;
  #step = 0;
  #longest = Number.POSITIVE_INFINITY;
  #limit: readonly [number, number] | undefined;
  #unseen = 0;
  #arrived = ARRIVED;
  #nearlyArrived = NEARLY_ARRIVED;
  #hasFailed = false;
  #trials = 0;
  iterations = 0;
  readonly #mostIterations: number;
  converged = false;
  readonly #change: Float64Array;
  readonly #image: Float64Array;

  /** A descent from `x`, where `curvature` guesses the inverse Hessian's diagonal. */
  constructor(x: Float64Array, bounds: readonly (readonly [number, number])[], curvature: readonly number[]) {
    const k = x.length;
    this.#bounds = bounds;
    this.#here = { x, cost: Number.POSITIVE_INFINITY, gradient: new Float64Array(k) };
    this.#next = { x: x.slice(), cost: Number.POSITIVE_INFINITY, gradient: new Float64Array(k) };
    this.trial = x.slice();
    this.#inverse = new Float64Array(k * k);
    curvature.forEach((guess, i) => {
      this.#inverse[i * k + i] = guess;
    });
    this.#direction = new Float64Array(k);
    this.#mostIterations = 200 + 20 * k;
    this.#change = new Float64Array(k);
    this.#image = new Float64Array(k);
  }

  /** Whether it is not over and has taken fewer steps than these. */
  goesOn(steps: number): boolean {
    return this.#stage !== 'over' && this.iterations < steps;
  }

  /** Where it came to. */
  get best(): Float64Array {
    return this.#here.x;
  }

  /** The cost there. */
  get cost(): number {
    return this.#here.cost;
  }

  /**
   * Takes the cost at the trial point, infinite where the model cannot be, and the gradient there; `error` is the root of
   * the mean squared error.
   */
  take(cost: number, gradient: Float64Array, error: number): void {
    let usable = Number.isFinite(cost);
    for (let i = 0; i < gradient.length; i++) usable &&= Number.isFinite(gradient[i]);
    this.#arrived = Math.min(ARRIVED, -ROUNDING / error);
    this.#nearlyArrived = Math.min(NEARLY_ARRIVED, -NEAR_ROUNDING / error);
    this.#unseen = error < FINE ? NEAR_ROUNDING / error : 0;
    if (usable && error <= EXACT && cost < this.#here.cost) {
      this.#here.cost = cost;
      this.#here.x.set(this.trial);
      this.converged = true;
      this.#stage = 'over';
    } else if (this.#stage === 'start' && usable) {
      this.#here.cost = cost;
      this.#here.gradient.set(gradient);
      this.#setOut();
    } else if (this.#stage === 'step') {
      this.#judge(usable ? cost : Number.POSITIVE_INFINITY, gradient);
    } else {
      this.#stage = 'over';
    }
  }

  #judge(cost: number, gradient: Float64Array): void {
    const promised = this.#step * this.#slope;
    const improves = !this.#hasNext || cost < this.#next.cost;
    if (improves && cost <= this.#here.cost + GOOD_ENOUGH * promised) {
      const isShort = dot(gradient, this.#direction) < LONG_ENOUGH * this.#slope;
      this.#next.cost = cost;
      this.#next.x.set(this.trial);
      this.#next.gradient.set(gradient);
      this.#hasNext = true;
      if (isShort && this.#step < this.#longest && !this.#hasFailed && this.#trials < MOST_TRIALS) {
        this.#aim(this.#step * 4);
      } else {
        this.#arrive();
      }
    } else if (this.#hasNext) {
      this.#arrive();
    } else if (this.#trials >= MOST_TRIALS || -promised <= 1e-14 * Math.abs(this.#here.cost)) {
      this.converged = this.#slope >= this.#nearlyArrived;
      this.#stage = 'over';
    } else {
      this.#hasFailed = true;
      const ratio =
        cost < Number.POSITIVE_INFINITY ? clamp(-promised / (2 * (cost - this.#here.cost - promised)), 0.1, 0.5) : 0.2;
      this.#aim(this.#step * ratio);
    }
  }

  #arrive(): void {
    const k = this.trial.length;
    const [here, next, moved, change] = [this.#here, this.#next, this.#direction, this.#change];
    for (let i = 0; i < k; i++) {
      moved[i] = (next.x[i] as number) - (here.x[i] as number);
      change[i] = (next.gradient[i] as number) - (here.gradient[i] as number);
    }
    const curve = dot(moved, change);
    const image = multiply(this.#inverse, change, this.#image);
    const spread = dot(change, image);
    if (curve > 1e-14 * spread && spread > 0) {
      let factor = 1;
      if (!this.#isScaled) {
        this.#isScaled = true;
        factor = clamp(curve / spread, 0.05, 20);
      }
      const rho = 1 / curve;
      const both = rho * (1 + rho * (spread * factor));
      const inverse = this.#inverse;
      for (let i = 0, at = 0; i < k; i++) {
        const si = moved[i] as number;
        const hi = (image[i] as number) * factor;
        for (let j = 0; j < k; j++, at++) {
          const sj = moved[j] as number;
          const cross = hi * sj + si * ((image[j] as number) * factor);
          inverse[at] = (inverse[at] as number) * factor + (both * (si * sj) - rho * cross);
        }
      }
    }
    const gained = here.cost - next.cost;
    this.#here = next;
    this.#next = here;
    this.iterations++;
    this.#setOut();
    if (this.#stage === 'over') return;
    if (gained <= this.#unseen) {
      this.converged = true;
      this.#stage = 'over';
    } else if (this.iterations >= this.#mostIterations) this.#stage = 'over';
  }

  #setOut(): void {
    const { x, gradient } = this.#here;
    const direction = this.#direction;
    const held: number[] = [];
    this.#bounds.forEach(([low, high], i) => {
      const at = x[i] as number;
      const g = gradient[i] as number;
      if ((at <= low && g > 0) || (at >= high && g < 0)) held.push(i);
    });
    this.#turn(held);
    for (let i = this.#leaving(held); i >= 0; i = this.#leaving(held)) {
      held.push(i);
      this.#turn(held);
    }
    this.#slope = dot(gradient, direction);
    if (this.#slope >= this.#arrived || Number.isNaN(this.#slope)) {
      this.converged = this.#slope <= -this.#nearlyArrived;
      this.#stage = 'over';
      return;
    }
    this.#longest = Number.POSITIVE_INFINITY;
    this.#limit = undefined;
    this.#bounds.forEach(([low, high], i) => {
      const d = direction[i] as number;
      const bound = d < 0 ? low : high;
      const reach = (bound - (x[i] as number)) / d;
      if (d !== 0 && reach < this.#longest) {
        this.#longest = reach;
        this.#limit = [i, bound];
      }
    });
    this.#stage = 'step';
    this.#hasNext = false;
    this.#hasFailed = false;
    this.#trials = 0;
    this.#aim(1);
  }

  #leaving(held: readonly number[]): number {
    return this.#bounds.findIndex(([low, high], i) => {
      const x = this.#here.x[i] as number;
      const d = this.#direction[i] as number;
      return !held.includes(i) && ((x <= low && d < 0) || (x >= high && d > 0));
    });
  }

  /** The direction −H g, where the coordinates in `held` do not move. */
  #turn(held: readonly number[]): void {
    const k = this.trial.length;
    const [inverse, force] = [this.#inverse, this.#change];
    for (let i = 0; i < k; i++) force[i] = -(this.#here.gradient[i] as number);
    for (const i of held) force[i] = 0;
    const direction = multiply(inverse, force, this.#direction);
    const a = held.length;
    if (a === 0) return;
    const z = held.map((i) => direction[i] as number);
    const matrix = held.map((i) => held.map((j) => inverse[i * k + j] as number));
    for (let p = 0; p < a; p++) {
      const pivot = matrix[p] as number[];
      for (let r = p + 1; r < a; r++) {
        const row = matrix[r] as number[];
        const factor = (row[p] as number) / (pivot[p] as number);
        for (let c = p; c < a; c++) row[c] = (row[c] as number) - factor * (pivot[c] as number);
        z[r] = (z[r] as number) - factor * (z[p] as number);
      }
    }
    for (let p = a - 1; p >= 0; p--) {
      const pivot = matrix[p] as number[];
      for (let c = p + 1; c < a; c++) z[p] = (z[p] as number) - (pivot[c] as number) * (z[c] as number);
      z[p] = (z[p] as number) / (pivot[p] as number);
    }
    held.forEach((j, at) => {
      for (let i = 0; i < k; i++) {
        direction[i] = (direction[i] as number) - (inverse[j * k + i] as number) * (z[at] as number);
      }
    });
    for (const i of held) direction[i] = 0;
  }

  #aim(step: number): void {
    const atLimit = step >= this.#longest;
    this.#step = atLimit ? this.#longest : step;
    this.#trials++;
    const { trial } = this;
    const { x } = this.#here;
    for (let i = 0; i < trial.length; i++) {
      trial[i] = (x[i] as number) + this.#step * (this.#direction[i] as number);
    }
    for (let i = 0; i < this.#bounds.length; i++) {
      const [low, high] = this.#bounds[i] as readonly [number, number];
      trial[i] = clamp(trial[i] as number, low, high);
    }
    if (atLimit && this.#limit) trial[this.#limit[0]] = this.#limit[1];
  }
}

/** A symmetric matrix times a vector. */
function multiply(matrix: Float64Array, by: Float64Array, into: Float64Array): Float64Array {
  into.fill(0);
  const k = by.length;
  for (let r = 0, at = 0; r < k; r++) {
    const factor = by[r] as number;
    for (let i = 0; i < k; i++, at++) into[i] = (into[i] as number) + (matrix[at] as number) * factor;
  }
  return into;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
