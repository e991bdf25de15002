import { type AnomalySettings, ROW } from '../../../contract/stats/anomaly';
import { stlSettings } from '../../../stats/decomposition/parameters';
import { Sliding } from '../decomposition/sliding';
import { mstl } from '../decomposition/stl';
import type { Steps } from '../steps';
import { flagged } from './esd';
import { floor, floorOfRemainder, moments, quartiles, robust, type Spread } from './spread';

/** A row for each value that stands out. The Rust crate says how each method judges. */
export function* detect(values: Float64Array, settings: AnomalySettings): Steps<number[]> {
  const gaps = hasGaps(values);
  const x = gaps ? values.filter((value) => !Number.isNaN(value)) : values;
  const rows = yield* detectKnown(values, x, settings);
  if (gaps) {
    const places = Array.from(values.keys()).filter((t) => !Number.isNaN(values[t]));
    for (let row = 0; row < rows.length; row += ROW) rows[row] = places[rows[row] as number] as number;
  }
  return rows;
}

function hasGaps(values: Float64Array): boolean {
  for (let t = 0; t < values.length; t++) if (Number.isNaN(values[t])) return true;
  return false;
}

/** The same for `x`, the values that are not missing; indices are those in `x`. */
function* detectKnown(values: Float64Array, x: Float64Array, settings: AnomalySettings): Steps<number[]> {
  const { method, window, seasonLength } = settings;
  yield x.length;
  switch (method) {
    case 'z-score':
      return beyond(x, undefined, x, moments(x), floor(x), settings);
    case 'robust-z-score':
      return beyond(x, undefined, x, robust(x, floor(x)), floor(x), settings);
    case 'iqr':
      return beyond(x, undefined, x, quartiles(x), floor(x), settings);
    case 'moving-average':
      return differences(x, movingAverages(x, window), floor(x), settings);
    case 'ewma':
      return differences(x, weightedAverages(x, window), floor(x), settings);
    case 'generalized-esd':
      return yield* flagged(x, () => 0, 'standard deviation', floor(x), settings);
    default: {
      const { trend, seasonal } = yield* mstl(
        values,
        [stlSettings('r', values.length, seasonLength, { seasonalWindow: 'periodic', robust: true })],
        1,
      );
      const known = (component: Float64Array) => component.filter((_, t) => !Number.isNaN(values[t]));
      const season = known(seasonal[0] as Float64Array);
      if (method === 'seasonal-hybrid-esd') {
        return yield* flagged(x, (i) => season[i] as number, 'mad', floorOfRemainder(x), settings);
      }
      const expected = known(trend).map((level, i) => level + (season[i] as number));
      return differences(x, expected, floorOfRemainder(x), settings);
    }
  }
}

/** Flags by how far the last values of `x` are from as many that were expected, all before them being unjudged. */
function differences(x: Float64Array, expected: Float64Array, least: number, settings: AnomalySettings): number[] {
  const first = x.length - expected.length;
  const judged = x.subarray(first);
  const difference = judged.map((value, i) => value - (expected[i] as number));
  const rows = beyond(judged, expected, difference, robust(difference, least), least, settings);
  for (let row = 0; row < rows.length; row += ROW) rows[row] = (rows[row] as number) + first;
  return rows;
}

/** Flags what of `x` lies beyond `threshold` dispersions; `difference` is what `x` differs from `base`. */
function beyond(
  x: Float64Array,
  base: Float64Array | undefined,
  difference: Float64Array,
  spread: Spread,
  least: number,
  { threshold, direction }: AnomalySettings,
): number[] {
  const { centre, rest, scale } = spread;
  if (!(scale > least)) return [];
  const low = spread.low + rest - threshold * scale;
  const high = spread.high + rest + threshold * scale;
  const rows: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    const at = base ? (base[i] as number) : 0;
    const lower = at + low;
    const upper = at + high;
    if ((value > upper && direction !== 'below') || (value < lower && direction !== 'above')) {
      const away = difference[i] as number;
      const from = away < spread.low ? spread.low : spread.high;
      rows.push(i, value, at + (centre + rest), (away - from - rest) / scale, lower, upper);
    }
  }
  return rows;
}

/** The means of `window` values, each for the value after them. */
function movingAverages(x: Float64Array, window: number): Float64Array {
  const sum = new Sliding();
  const averages = new Float64Array(x.length - window);
  x.forEach((value, t) => {
    if (t >= window) {
      averages[t - window] = sum.mean(window);
      sum.remove(x[t - window] as number);
    }
    sum.add(value);
  });
  return averages;
}

/** The exponentially weighted means of all values before each but the first. */
function weightedAverages(x: Float64Array, window: number): Float64Array {
  const weight = 2 / (window + 1);
  let level = x[0] as number;
  return x.subarray(1).map((value) => {
    const before = level;
    level += weight * (value - level);
    return before;
  });
}
