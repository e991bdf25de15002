/** Missing values (NaN) bridged as `na.interp` of R's package forecast does it; see the Rust crate's `interpolate`. */
import { mstlWindow, stlSettings } from '../../../stats/decomposition/parameters';
import type { Steps } from '../steps';
import { mstl } from './stl';
import { sineAndCosine } from './turn';

/** The values without gaps, for seasons of these lengths (1 or none: no season). */
export function* interpolate(values: Float64Array, seasonLengths: number[]): Steps<Float64Array> {
  const known = Array.from(values.keys()).filter((t) => !Number.isNaN(values[t]));
  if (known.length === values.length) return values.slice();
  const seasons = seasonLengths.filter((m) => m > 1).sort((a, b) => a - b);
  const longest = seasons.at(-1);
  if (longest === undefined || known.length <= 2 * longest) return straight(values, known);

  const regression = yield* regress(values, known, seasons);
  const first = values.map((y, t) => (Number.isNaN(y) ? (regression[t] as number) : y));
  // What is beyond the range that is analysed at all is far from stable.
  if (!first.every((value) => Math.abs(value) <= 1e140)) return straight(values, known);
  const settings = seasons.map((m, i) =>
    stlSettings('r', values.length, m, { seasonalWindow: mstlWindow(i), robust: true }),
  );
  const { seasonal } = yield* mstl(first, settings, seasons.length === 1 ? 1 : 2);
  const season = first.map((_, t) => seasonal.reduce((sum, component) => sum + (component[t] as number), 0));
  const line = straight(
    first.map((value, t) => value - (season[t] as number)),
    known,
  );
  const bridged = values.map((y, t) => (Number.isNaN(y) ? (line[t] as number) + (season[t] as number) : y));

  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const t of known) {
    low = Math.min(low, values[t] as number);
    high = Math.max(high, values[t] as number);
  }
  const beyond = 0.5 * (high - low);
  const stable = bridged.every((value) => value <= high + beyond && value >= low - beyond);
  return stable ? bridged : straight(values, known);
}

/** Straight lines between the values at `known`, level before the first and after the last. */
function straight(values: Float64Array, known: number[]): Float64Array {
  const line = values.slice();
  const [first, last] = [known[0] as number, known.at(-1) as number];
  line.fill(values[first] as number, 0, first);
  line.fill(values[last] as number, last);
  for (let i = 1; i < known.length; i++) {
    const [from, to] = [known[i - 1] as number, known[i] as number];
    const start = values[from] as number;
    const rise = (values[to] as number) - start;
    for (let t = from + 1; t < to; t++) line[t] = start + rise * ((t - from) / (to - from));
  }
  return line;
}

/**
 * What least squares through the `known` values gives everywhere, on harmonics of the seasons and powers of time.
 * Columns are made orthogonal one after the other, over the known values; one that hardly differs from those before it
 * is left out, as R's `lm` does.
 */
function* regress(values: Float64Array, known: number[], seasons: number[]): Steps<Float64Array> {
  const product = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (const t of known) sum += (a[t] as number) * (b[t] as number);
    return sum;
  };
  const take = (from: Float64Array, factor: number, what: Float64Array) => {
    for (let t = 0; t < from.length; t++) from[t] = (from[t] as number) - factor * (what[t] as number);
  };
  const units: Float64Array[] = [];
  const fit = new Float64Array(values.length);
  for (const column of regressors(values.length, seasons)) {
    const before = Math.sqrt(product(column, column));
    for (let twice = 0; twice < 2; twice++) {
      for (const unit of units) {
        take(column, product(column, unit), unit);
        yield 2 * values.length;
      }
    }
    const length = Math.sqrt(product(column, column));
    if (length < 1e-7 * before || length === 0) continue;
    const unit = column.map((x) => x / length);
    take(fit, -product(values, unit), unit);
    units.push(unit);
  }
  return fit;
}

/** A constant, sines and cosines of the seasons' harmonics, Legendre polynomials of time. */
function* regressors(n: number, seasons: number[]): Generator<Float64Array> {
  const times = new Float64Array(n).map((_, t) => t + 1);
  yield times.map(() => 1);
  const most = seasons.length === 1 ? 5 : 20;
  const harmonics: [k: number, m: number][] = [];
  for (const m of seasons) {
    for (let k = 1; k <= Math.min(Math.floor(m / 2), most); k++) {
      // Two seasons may share a harmonic.
      if (harmonics.some(([k2, m2]) => k2 * m === k * m2)) continue;
      harmonics.push([k, m]);
      const wave = times.map((t) => (k * t) % m);
      // The sine of every half turn is 0.
      if (2 * k !== m) yield wave.map((part) => sineAndCosine(part, m)[0]);
      yield wave.map((part) => sineAndCosine(part, m)[1]);
    }
  }
  const u = times.map((t) => (2 * (t - 1)) / (n - 1) - 1);
  let [before, last] = [times.map(() => 1), u];
  yield u.slice();
  for (let k = 1; k < Math.min(Math.floor(n / 10), 6); k++) {
    const [p0, p1] = [before, last];
    before = p1;
    last = u.map((x, t) => ((2 * k + 1) * x * (p1[t] as number) - k * (p0[t] as number)) / (k + 1));
    yield last.slice();
  }
}
