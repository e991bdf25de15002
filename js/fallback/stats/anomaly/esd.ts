/** The generalized ESD test after Rosner (1983), as the Rust crate's `esd` describes it. */
import type { AnomalySettings } from '../../../contract/stats/anomaly';
import { studentTQuantile } from '../distribution';
import type { Steps } from '../steps';
import { MAD_TO_SD } from './spread';

/** One value taken away: its distance, what that must be above, and what was measured of the values it was among. */
export interface Step {
  statistic: number;
  critical: number;
  centre: number;
  scale: number;
  /** How many have been taken from below, it included, and from above. */
  below: number;
  above: number;
}

/** The first `k` steps of the test on `sorted` values; fewer where no dispersion above `least` is left. */
export function* esd(
  sorted: Float64Array,
  k: number,
  significance: number,
  direction: AnomalySettings['direction'],
  dispersion: 'standard deviation' | 'mad',
  least: number,
): Steps<Step[]> {
  const n = sorted.length;
  const meanAndSd = remaining(sorted, k);
  const steps: Step[] = [];
  let [below, above] = [0, 0];
  for (let i = 0; i < k; i++) {
    if (i % 256 === 0) yield 100_000;
    const { centre, scale } =
      dispersion === 'mad' ? medianAndMad(sorted.subarray(below, n - above)) : meanAndSd(below, above);
    if (scale <= least) break;
    const down = centre - (sorted[below] as number);
    const up = (sorted[n - above - 1] as number) - centre;
    const high = direction === 'both' ? up >= down : direction === 'above';
    if (high) above++;
    else below++;
    const statistic = (high ? up : down) / scale;
    steps.push({ statistic, critical: critical(n - i, significance, direction), centre, scale, below, above });
  }
  return steps;
}

/** Rosner's λ for `left` values. */
function critical(left: number, significance: number, direction: AnomalySettings['direction']): number {
  const sides = direction === 'both' ? 2 : 1;
  const t = -studentTQuantile(significance / (sides * left), left - 2);
  return ((left - 1) * t) / Math.sqrt((left - 2 + t * t) * left);
}

/** Number, mean, and squared deviations summed. */
interface Moments {
  n: number;
  mean: number;
  squares: number;
}

const none: Moments = { n: 0, mean: 0, squares: 0 };

function withValue(a: Moments, value: number): Moments {
  const n = a.n + 1;
  const delta = value - a.mean;
  const mean = a.mean + delta / n;
  return { n, mean, squares: a.squares + delta * (value - mean) };
}

function joined(a: Moments, b: Moments): Moments {
  const n = a.n + b.n;
  const delta = b.mean - a.mean;
  return {
    n,
    mean: a.mean + delta * (b.n / n),
    squares: a.squares + b.squares + delta * delta * ((a.n * b.n) / n),
  };
}

/**
 * Mean and standard deviation of what is left of sorted values: those of the values that are never taken, to which those
 * not taken yet are added. Nothing is subtracted, so that a huge outlier leaves no trace.
 */
function remaining(sorted: Float64Array, k: number) {
  const n = sorted.length;
  const outwards = (values: Float64Array) => {
    const moments = [none];
    for (const value of values) moments.push(withValue(moments.at(-1) as Moments, value));
    return moments.reverse();
  };
  const core = sorted.subarray(k, n - k).reduce(withValue, none);
  const low = outwards(sorted.slice(0, k).reverse());
  const high = outwards(sorted.subarray(n - k));
  return (below: number, above: number) => {
    const left = joined(joined(core, low[below] as Moments), high[above] as Moments);
    return { centre: left.mean, scale: Math.sqrt(left.squares / (left.n - 1)) };
  };
}

/** Of sorted values; the MAD by bisection: the smallest deviation that some run of half the values stays within. */
function medianAndMad(sorted: Float64Array) {
  const n = sorted.length;
  const at = (i: number) => sorted[i] as number;
  const centre = (at((n - 1) >> 1) + at(n >> 1)) / 2;
  const kth = (k: number) => {
    const reach = (first: number) => Math.max(centre - at(first), at(first + k - 1) - centre);
    let [falling, rising] = [0, n - k];
    while (falling < rising) {
      const middle = (falling + rising) >> 1;
      if (at(middle + k - 1) - centre >= centre - at(middle)) rising = middle;
      else falling = middle + 1;
    }
    return falling > 0 ? Math.min(reach(falling), reach(falling - 1)) : reach(0);
  };
  const half = n >> 1;
  return { centre, scale: MAD_TO_SD * (n % 2 === 0 ? (kth(half) + kth(half + 1)) / 2 : kth(half + 1)) };
}

/** A row for each value of `x` that the test finds when `base` is taken off them; no dispersion up to `least` counts. */
export function* flagged(
  x: Float64Array,
  base: (i: number) => number,
  dispersion: 'standard deviation' | 'mad',
  least: number,
  settings: AnomalySettings,
): Steps<number[]> {
  const { direction, significance, maxAnomalies } = settings;
  const left = x.map((value, i) => value - base(i));
  const sorted = left.slice().sort();
  const k = maxAnomalies || Math.max(1, Math.floor(x.length / 10));
  const steps = yield* esd(sorted, k, significance, direction, dispersion, least);
  const last = steps.filter(({ statistic, critical }) => statistic > critical).at(-1);
  if (!last) return [];

  const { centre, scale, critical } = last;
  const low = outermost(sorted.subarray(0, last.below), last.below - 1);
  const high = outermost(sorted.subarray(x.length - last.above), 0);
  const rows: number[] = [];
  left.forEach((value, i) => {
    if (!(low.take(value) || value < low.border || high.take(value) || value > high.border)) return;
    const expected = base(i) + centre;
    rows.push(
      i,
      x[i] as number,
      expected,
      (value - centre) / scale,
      expected - critical * scale,
      expected + critical * scale,
    );
  });
  return rows;
}

/** The values taken from one end: all beyond the border, and of those on it the first so many. */
function outermost(taken: Float64Array, innermost: number) {
  const border = taken[innermost] ?? Number.NaN;
  let onIt = taken.filter((value) => value === border).length;
  return { border, take: (value: number) => value === border && onIt-- > 0 };
}
