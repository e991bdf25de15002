/**
 * The normal, Student's t and F distributions, to about 1e-13 relative, far tails included.
 *
 * Sources: the normal tail's series and continued fraction, Abramowitz & Stegun 26.2.11 and 26.2.14, the start of its
 * quantiles 26.2.23; the continued fraction of the incomplete beta function, A. R. DiDonato & A. H. Morris, *ACM Trans.
 * Math. Softw.* 18 (1992) 360–373, eq. 9; its leading factor by deviances and Stirling's error, C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000).
 */

/** `P(X ≤ x)` for a standard normal *X*. */
export const normalCdf = (x: number): number => normalSf(-x);

/** `P(X > x)` for a standard normal *X*. */
export function normalSf(x: number): number {
  const z = Math.abs(x);
  let upper = 0;
  if (z < 2) upper = 0.5 - normalCentre(z);
  else if (!(z > 40)) upper = normalDensity(z) * millsRatio(z);
  return x < 0 ? 1 - upper : upper;
}

/** `P(0 < X < z)` for a small `z ≥ 0`: φ(z)(z + z³/3 + z⁵/(3·5) + …), every term positive. */
function normalCentre(z: number): number {
  let sum = 0;
  for (let term = z, k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return normalDensity(z) * sum;
}

/** 1/(z + 1/(z + 2/(z + 3/…))), from its end; with this many terms the last digit no longer moves. */
function millsRatio(z: number): number {
  let fraction = z;
  for (let k = Math.floor(12 + 500 / (z * z)); k >= 1; k--) fraction = z + k / fraction;
  return 1 / fraction;
}

/** The density for `z ≥ 0`; the square is split, for its rounding would cost the tail digits. */
function normalDensity(z: number): number {
  const head = Math.trunc(z * 16) / 16;
  return (Math.exp((-head * head) / 2) * Math.exp((-(z - head) * (z + head)) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The *x* with `P(X ≤ x) = p`, for `0 < p < 1`: Halley's iteration from a start good to 4.5e-4. */
export function normalQuantile(p: number): number {
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let round = 0; round < 3; round++) {
    // Near the middle the distance from ½ carries the digits, further out the tail does.
    const excess = x < 1 ? 0.5 - tail - Math.sign(x) * normalCentre(Math.abs(x)) : normalSf(x) - tail;
    const step = excess / normalDensity(Math.abs(x));
    x += step / (1 - (x * step) / 2);
  }
  return p < 0.5 ? -x : x;
}

/** `P(T > t)` for Student's *T* with `df ≥ 1` degrees of freedom, not necessarily whole. */
export function studentTSf(t: number, df: number): number {
  const z = Math.abs(t);
  const upper = studentTUpper(Math.min(z, FAR), df) * (z > FAR ? (FAR / z) ** df : 1);
  return t < 0 ? 1 - upper : upper;
}

/** Where a tail of Student's t has long been a power of t, and its square does not yet overflow. */
const FAR = 1e100;

const studentTUpper = (z: number, df: number): number =>
  incompleteBeta(df / (df + z * z), (z * z) / (df + z * z), df / 2, 0.5) / 2;

/** The *t* with `P(T ≤ t) = p` for `0 < p < 1` and `df ≥ 1`. */
export function studentTQuantile(p: number, df: number): number {
  const tail = Math.min(p, 1 - p);
  let t: number;
  if (tail > 0.25) {
    // P(0 < T < t) is concave: Newton's iteration climbs from below, and keeps the digits of a t near 0.
    const centre = 0.5 - tail;
    t = newton(centre / studentTDensity(0, df), (at) => {
      const square = at * at;
      const below = incompleteBeta(square / (df + square), df / (df + square), 0.5, df / 2) / 2;
      return at + (centre - below) / studentTDensity(at, df);
    });
  } else {
    // ln P(T > t) is concave in ln t, almost a straight line: Newton's iteration comes down from above.
    t = newton(-normalQuantile(tail), (at) => {
      const sf = studentTSf(at, df);
      // Far out the tail is a power of t, and the density may be less than any number.
      const slope = at > 1e8 * df ? df : (at * studentTDensity(at, df)) / sf;
      return Math.min(at * Math.exp(Math.log(sf / tail) / slope), Number.MAX_VALUE);
    });
  }
  return p < 0.5 ? -t : t;
}

/** Repeats a step of Newton's iteration until the next, quadratically smaller, would be below the last digit. */
function newton(start: number, step: (at: number) => number): number {
  let at = start;
  for (let round = 0; round < 100; round++) {
    const last = at;
    at = step(last);
    if (Math.abs(at - last) <= 1e-9 * Math.abs(at)) break;
  }
  return at;
}

/** Γ((ν+1)/2)/(Γ(ν/2)√(νπ)) · (1 + t²/ν)^(−(ν+1)/2), the first factor written by Stirling's errors. */
function studentTDensity(t: number, df: number): number {
  const a = df / 2;
  const factor = stirlingError(a + 0.5) - stirlingError(a) + a * Math.log1p(0.5 / a) - 0.5;
  return Math.exp(factor - (a + 0.5) * Math.log1p((t * t) / df)) / Math.sqrt(2 * Math.PI);
}

/** `P(F > f)` for `f ≥ 0` and Snedecor's *F* with `d1`, `d2` degrees of freedom. */
export const fSf = (f: number, d1: number, d2: number): number =>
  incompleteBeta(d2 / (d2 + d1 * f), (d1 * f) / (d2 + d1 * f), d2 / 2, d1 / 2);

/** The regularised incomplete beta function I_x(a, b), where `y = 1 − x` is given, as it may have more digits. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  // The fraction is quick below the mean.
  return x > (a + 1) / (a + b + 2) ? 1 - betaTail(y, x, b, a) : betaTail(x, y, a, b);
}

/** x^a y^b / B(a, b) · 1/(β₀ + α₁/(β₁ + α₂/(β₂ + …))), its convergents P/Q by the plain recursion, kept in range. */
function betaTail(x: number, y: number, a: number, b: number): number {
  const drift = a * y - b * x + 1;
  let [p0, p1] = [1, (a * drift) / (a + 1)];
  let [q0, q1] = [0, 1];
  for (let n = 1, last = 0; n < 1e6; n++) {
    const odd = a + 2 * n - 1;
    const alpha = ((a + n - 1) / odd) * ((a + b + n - 1) / odd) * n * (b - n) * x * x;
    const beta = n + (n * (b - n) * x) / odd + ((a + n) * (drift + n * (1 + y))) / (odd + 2);
    const p = beta * p1 + alpha * p0;
    const q = beta * q1 + alpha * q0;
    [p0, p1, q0, q1] = [p1 / p, 1, q1 / p, q / p];
    if (!(Math.abs(q1 - last) > 1e-16 * q1)) break;
    last = q1;
  }
  return betaFactor(x, y, a, b) * q1;
}

/** x^a y^b / B(a, b) */
function betaFactor(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const excess = a * y - b * x; // a − n x without its cancellation
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return (
    Math.sqrt((a * (b / n)) / (2 * Math.PI)) * Math.exp(errors - deviance(a, excess, x, n) - deviance(b, -excess, y, n))
  );
}

/** k ln(k/np) + np − k where `excess = k − np`, without cancellation near k = np. */
function deviance(k: number, excess: number, p: number, n: number): number {
  const v = excess / (2 * k - excess);
  if (Math.abs(v) > 0.1) return k * Math.log(k / (n * p)) - excess;
  let sum = excess * v;
  for (let j = 3, power = 2 * k * v ** 3; Math.abs(power) > sum * 1e-17; j += 2, power *= v * v) sum += power / j;
  return sum;
}

/** ln Γ(n + 1) − (n + ½) ln n + n − ln √(2π): what Stirling's formula leaves out. */
function stirlingError(n: number): number {
  let shift = 0;
  let m = n;
  for (; m < 16; m++) shift += (m + 0.5) * Math.log1p(1 / m) - 1;
  const w = 1 / (m * m);
  return shift + (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - (w * 691) / 360360))))) / m;
}
