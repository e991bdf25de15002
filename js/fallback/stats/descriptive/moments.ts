/**
 * Sums, means and central moments in JavaScript.
 *
 * These run on short series with either backend, so they read arrays of the caller's in place: an item that is no number
 * makes the answer NaN, as one that is not finite does by itself. Two accumulators, because each addition waits for the
 * one before.
 */

/** The sum, with what each addition rounded away added at the end. */
export function sum(values: ArrayLike<number>): number {
  const total = compensated(values);
  return total + (lost[0] as number);
}

/** What the additions of the last {@link compensated} sum rounded away. */
const lost = new Float64Array(1);

/** The sum of the values as it comes out; `TwoSum` of Knuth leaves in {@link lost} what is missing in it. */
function compensated(values: ArrayLike<number>): number {
  const n = values.length;
  let even = 0;
  let evenLost = 0;
  let odd = 0;
  let oddLost = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    if (typeof x !== 'number' || typeof y !== 'number') return Number.NaN;
    const next = even + x;
    const part = next - even;
    evenLost += even - (next - part) + (x - part);
    even = next;
    const after = odd + y;
    const rest = after - odd;
    oddLost += odd - (after - rest) + (y - rest);
    odd = after;
  }
  if (i < n) {
    const x = values[i];
    if (typeof x !== 'number') return Number.NaN;
    const next = even + x;
    const part = next - even;
    evenLost += even - (next - part) + (x - part);
    even = next;
  }
  const total = even + odd;
  const part = total - even;
  lost[0] = evenLost + oddLost + (even - (total - part) + (odd - part));
  return total;
}

/** The mean: the exact sum over *n*, rounded once. */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  const total = compensated(values);
  const about = total / n;
  // Veltkamp's split: with half of the digits each, their products with n are exact, and so is what the division left.
  const high = 134217729 * about - (134217729 * about - about);
  const low = about - high;
  return about + (total - n * high - n * low + (lost[0] as number)) / n;
}

/** A mean that may be a little off, for deviations to be taken from. */
export function roughMean(values: ArrayLike<number>): number {
  const n = values.length;
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    if (typeof x !== 'number' || typeof y !== 'number') return Number.NaN;
    even += x;
    odd += y;
  }
  if (i < n) {
    const x = values[i];
    if (typeof x !== 'number') return Number.NaN;
    even += x;
  }
  return (even + odd) / n;
}

/** The mean and `Σ(x − mean)²`; where `out` is 4 long, also `Σ(x − mean)³` and `Σ(x − mean)⁴`. */
export function centralMoments(values: ArrayLike<number>, out: Float64Array): boolean {
  return out.length === 2 ? meanAndSquares(values, out) : fourMoments(values, out);
}

/** The mean and `Σ(x − mean)²`. */
function meanAndSquares(values: ArrayLike<number>, out: Float64Array): boolean {
  const sum = squares(values);
  out[0] = scratch[0] as number;
  out[1] = sum;
  return Number.isFinite(sum);
}

/** `Σ(x − mean)²`, NaN where it has lost digits to underflow; leaves the mean in {@link scratch}. */
export function squares(values: ArrayLike<number>): number {
  const n = values.length;
  const about = roughMean(values);
  let rest = 0;
  let sum = 0;
  let even = 0;
  let odd = 0;
  let evenSquares = 0;
  let oddSquares = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const d = (values[i] as number) - about;
    const e = (values[i + 1] as number) - about;
    even += d;
    odd += e;
    evenSquares += d * d;
    oddSquares += e * e;
    if ((i & (BLOCK - 1)) === BLOCK - 2) {
      rest += even + odd;
      sum += evenSquares + oddSquares;
      even = odd = evenSquares = oddSquares = 0;
    }
  }
  if (i < n) {
    const d = (values[i] as number) - about;
    even += d;
    evenSquares += d * d;
  }
  rest += even + odd;
  sum += evenSquares + oddSquares;
  const corrected = Math.max(0, sum - rest * (rest / n));
  scratch[0] = about + rest / n;
  return corrected >= SMALLEST || isPrecise(values, corrected, SMALLEST) ? corrected : Number.NaN;
}

/** The second number a function returns: an object for two would take longer to make than the sums of a short series. */
const scratch = new Float64Array(1);

/** A sum grows in blocks of so many values: its rounding errors then grow with their number, not with the series. */
const BLOCK = 128;

/** A sum of squares below this has lost digits to underflow. */
export const SMALLEST = 1e-290;

/** Or its square has, in the sum of fourth powers. */
const SMALLEST_FOR_FOURTH = 1e-140;

/** Whether a sum of squared deviations is no artefact of underflow. Of values that are all the same it is 0 by right. */
export function isPrecise(values: ArrayLike<number>, squares: number, smallest: number): boolean {
  if (squares >= smallest) return true;
  const n = values.length;
  for (let i = 1; i < n; i++) if (values[i] !== values[0]) return false;
  return true;
}

function fourMoments(values: ArrayLike<number>, out: Float64Array): boolean {
  const n = values.length;
  const about = roughMean(values);
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  for (let start = 0; start < n; start += BLOCK) {
    const end = Math.min(start + BLOCK, n);
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    let b4 = 0;
    for (let i = start; i < end; i++) {
      const d = (values[i] as number) - about;
      const square = d * d;
      b1 += d;
      b2 += square;
      b3 += square * d;
      b4 += square * square;
    }
    s1 += b1;
    s2 += b2;
    s3 += b3;
    s4 += b4;
  }
  // From sums about a point near the mean to sums about the mean.
  const h = s1 / n;
  out[0] = about + h;
  out[1] = Math.max(0, s2 - n * h * h);
  out[2] = s3 - 3 * h * s2 + 2 * n * h * h * h;
  out[3] = Math.max(0, s4 - 4 * h * s3 + 6 * h * h * s2 - 3 * n * h * h * h * h);
  return Number.isFinite(s4 + about) && isPrecise(values, out[1], SMALLEST_FOR_FOURTH);
}

/** The mean distance from `centre`. */
export function meanAbsoluteDeviation(values: Float64Array, centre: number): number {
  return sum(values.map((x) => Math.abs(x - centre))) / values.length;
}

/** `(x − centre) / scale` of each value. */
export function standardise(values: ArrayLike<number>, centre: number, scale: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = ((values[i] as number) - centre) / scale;
}
