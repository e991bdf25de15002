/** PELT after Killick, Fearnhead & Eckley (2012); the Rust crate's `changepoint` says what costs and penalties are. */
import type { AnomalyBackend } from '../../../contract/stats/anomaly';
import { quantile } from '../descriptive/order';
import type { Steps } from '../steps';
import { floor, MAD_TO_SD } from './spread';

type Cost = Parameters<AnomalyBackend['changepoints']>[1];
type Penalty = Parameters<AnomalyBackend['changepoints']>[2];

/** The least variance of a segment, in units of the series'. */
const LEAST_VARIANCE = 1e-8;

/** Four numbers for each segment: start, end, mean, variance. */
export function* changepoints(
  values: Float64Array,
  cost: Cost,
  penalty: Penalty,
  by: number,
  minSegment: number,
  onPlace: (t: number) => void,
): Steps<Float64Array> {
  const known = Array.from(values.keys()).filter((t) => !Number.isNaN(values[t]));
  const x = Float64Array.from(known, (t) => values[t] as number);
  const costs = segmentCosts(x, cost, penalty, by);
  const starts = costs ? yield* pelt(costs, x.length, minSegment, onPlace) : [0];
  const place = (start: number) => (start === 0 ? 0 : (known[start] as number));
  const segments = starts.flatMap((start, i) => {
    const next = starts[i + 1];
    const part = x.subarray(start, next);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const variance = part.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / part.length;
    return [place(start), next === undefined ? values.length : place(next), mean, variance];
  });
  return Float64Array.from(segments);
}

interface Costs {
  /** Of so many values with this sum and sum of squares. */
  of: (length: number, sum: number, square: number) => number;
  sums: Float64Array;
  squares: Float64Array;
  penalty: number;
  /** What a segment costs by its length, if that is part of the penalty. */
  logarithms: Float64Array | undefined;
  /** What two totals may differ by through rounding. */
  rounding: number;
}

const COSTS: Record<Cost, Costs['of']> = {
  mean: (n, sum, square) => square - (sum * sum) / n,
  variance: (n, _, square) => n * logLikelihood(square / n),
  'mean-variance': (n, sum, square) => n * logLikelihood((square - (sum * sum) / n) / n),
};

/** Undefined for values that do not vary. */
function segmentCosts(x: Float64Array, cost: Cost, penalty: Penalty, by: number): Costs | undefined {
  const n = x.length;
  const least = floor(x);
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / n);
  const unit = cost === 'mean' ? noise(x, least) : sd;
  if (sd <= least || unit <= least) return undefined;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  x.forEach((value, t) => {
    const y = (value - mean) / unit;
    sums[t + 1] = (sums[t] as number) + y;
    squares[t + 1] = (squares[t] as number) + y * y;
  });
  const parameters = cost === 'mean-variance' ? 2 : 1;
  return {
    of: COSTS[cost],
    sums,
    squares,
    penalty: penalty === 'fixed' ? by : (parameters + 1) * Math.log(n),
    logarithms: penalty === 'mbic' ? new Float64Array(n + 1).map((_, length) => Math.log(length)) : undefined,
    rounding: 1e-12 * ((squares[n] as number) + n),
  };
}

/** ln v + 1 of a variance, for one value, with the least variance minded. */
const logLikelihood = (variance: number) =>
  variance >= LEAST_VARIANCE ? Math.log(variance) : Math.log(LEAST_VARIANCE) + variance / LEAST_VARIANCE - 1;

/** The standard deviation of the noise around a mean that sometimes jumps. */
function noise(x: Float64Array, least: number): number {
  const steps = x.subarray(1).map((value, t) => Math.abs(value - (x[t] as number)));
  const meanSquare = steps.reduce((sum, step) => sum + step * step, 0) / steps.length;
  const robust = (MAD_TO_SD * quantile(steps, 0.5, 7)) / Math.SQRT2;
  return robust > least ? robust : Math.sqrt(meanSquare / 2);
}

/** The starts of the best segments; of those that are as good but for rounding, the ones with the earliest changepoints. */
function* pelt(costs: Costs, n: number, minSegment: number, onPlace: (t: number) => void): Steps<number[]> {
  const { of, sums, squares, penalty, rounding } = costs;
  const logarithms = costs.logarithms ?? new Float64Array(n + 1);
  const log = (length: number) => logarithms[length] as number;
  const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  least[0] = -penalty;
  const last = new Uint32Array(n + 1);
  // Places the last changepoint may be at, each with the end from which on it no longer may.
  const starts = new Uint32Array(n + 1);
  const until = new Float64Array(n + 1);
  const totals = new Float64Array(n + 1);
  let count = 0;
  for (let t = minSegment; t <= n; t++) {
    const fresh = t - minSegment;
    if (fresh === 0 || fresh >= minSegment) {
      starts[count] = fresh;
      until[count++] = Number.POSITIVE_INFINITY;
    }
    onPlace(t);
    yield 10 * count;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const s = starts[i] as number;
      const cost = of(
        t - s,
        (sums[t] as number) - (sums[s] as number),
        (squares[t] as number) - (squares[s] as number),
      );
      const total = (least[s] as number) + cost + log(t - s);
      totals[i] = total;
      if (total < lowest) lowest = total;
    }
    let best = 0;
    while ((totals[best] as number) > lowest + rounding) best++;
    last[t] = starts[best] as number;
    const bound = (totals[best] as number) + penalty;
    least[t] = bound;

    let kept = 0;
    for (let i = 0; i < count; i++) {
      const length = t - (starts[i] as number);
      // A segment cut in two costs no more than before, but for the logarithms of the lengths.
      const more = t < n ? Math.max(0, log(length) + log(n - t) - log(length + n - t)) : 0;
      const end = (totals[i] as number) - more > bound + rounding ? t + minSegment : Number.POSITIVE_INFINITY;
      const to = Math.min(until[i] as number, end);
      if (to <= t + 1) continue;
      starts[kept] = starts[i] as number;
      until[kept++] = to;
    }
    count = kept;
  }
  const path = [last[n] as number];
  while ((path[0] as number) > 0) path.unshift(last[path[0] as number] as number);
  return path;
}
