import type { Steps } from '../steps';

/** Weights between two steps: a fraction of a millisecond's work. */
const PACE = 50_000;

/**
 * Local regression of equally spaced values after Cleveland et al. (1990), section 2: the smoother of STL.
 *
 * Positions count from 1. The order of the operations is that of the authors' Fortran, as the native backend has it too:
 * where a fit is perfect, the robustness weights are made of its rounding errors.
 */
export class Loess {
  #weights = new Float64Array(0);

  /**
   * @param window how many values a fit takes in, odd
   * @param degree of the local polynomial, 0 or 1
   * @param jump every so many values are fitted, those between interpolated
   */
  constructor(
    readonly window: number,
    readonly degree: number,
    readonly jump: number,
  ) {}

  /** Smooths the first `n` of `y` into `out` from `at` on; yields every so many weights, for a window may be long. */
  *smooth(
    y: Float64Array,
    n: number,
    robustness: Float64Array | undefined,
    out: Float64Array,
    at: number,
  ): Steps<void> {
    if (n < 2) {
      out[at] = y[0] as number;
      return;
    }
    const jump = Math.min(this.jump, n - 1);
    const span = Math.min(this.window, n);
    const half = (this.window + 1) / 2;
    const fitAt = (x: number, left: number) => {
      out[at + x - 1] = this.fit(y, n, robustness, x, left, left + span - 1) ?? (y[x - 1] as number);
    };
    let left = 1;
    let last = 1;
    let weights = 0;
    for (let x = 1; x <= n; x += jump) {
      left = Math.max(1, Math.min(x - half + 1, n - span + 1));
      fitAt(x, left);
      if (x > last) interpolate(out, at + last - 1, at + x - 1);
      last = x;
      weights += span;
      if (weights >= PACE) {
        yield weights;
        weights = 0;
      }
    }
    if (last < n) {
      // With the window of the last fit, as the Fortran has it.
      fitAt(n, left);
      interpolate(out, at + last - 1, at + n - 1);
    }
    yield weights + span;
  }

  /** The fit at `x` to the values from `left` to `right`; undefined where robustness leaves none. */
  fit(
    y: Float64Array,
    n: number,
    robustness: Float64Array | undefined,
    x: number,
    left: number,
    right: number,
  ): number | undefined {
    const span = right - left + 1;
    if (this.#weights.length < span) this.#weights = new Float64Array(span);
    const w = this.#weights;
    let h = Math.max(x - left, right - x);
    if (this.window > n) h += Math.floor((this.window - n) / 2);
    const far = 0.999 * h;
    const near = 0.001 * h;

    let sum = 0;
    for (let j = left; j <= right; j++) {
      const r = Math.abs(j - x);
      let weight = 0;
      if (r <= far) {
        weight = r <= near ? 1 : cube(1 - cube(r / h));
        if (robustness) weight *= robustness[j - 1] as number;
        sum += weight;
      }
      w[j - left] = weight;
    }
    if (sum <= 0) return undefined;
    for (let j = left; j <= right; j++) w[j - left] = (w[j - left] as number) / sum;

    if (this.degree > 0 && h > 0) {
      let centre = 0;
      for (let j = left; j <= right; j++) centre += (w[j - left] as number) * j;
      let spread = 0;
      for (let j = left; j <= right; j++) spread += (w[j - left] as number) * ((j - centre) * (j - centre));
      // Only where the points are spread enough for a slope.
      if (Math.sqrt(spread) > 0.001 * (n - 1)) {
        const slope = (x - centre) / spread;
        for (let j = left; j <= right; j++) w[j - left] = (w[j - left] as number) * (slope * (j - centre) + 1);
      }
    }
    let value = 0;
    for (let j = left; j <= right; j++) value += (w[j - left] as number) * (y[j - 1] as number);
    return value;
  }
}

/** Straight from one place of `values` to another. */
function interpolate(values: Float64Array, from: number, to: number): void {
  const start = values[from] as number;
  const delta = ((values[to] as number) - start) / (to - from);
  for (let t = from + 1; t < to; t++) values[t] = start + delta * (t - from);
}

const cube = (x: number) => x * x * x;
