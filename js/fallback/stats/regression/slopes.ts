/** Order statistics of the slopes between all pairs of points, without keeping them all. */
import type { Steps } from '../steps';

/** Its types are those of its ES module only, which TypeScript does not let CommonJS import. */
const { quickselect }: { quickselect(values: Float64Array, rank: number): void } = require('simple-statistics');

/** Up to so many pairs, all slopes are kept. */
const FEW = 65_536;
/** Slopes looked at to bracket the ranks. */
const SAMPLE = 16_384;

/**
 * The slopes at some ranks, of the `count` there are, ranked from 0; a pair with the same `x` has none. Undefined where
 * a slope is not finite. `onPairs` is told how many pairs have been looked at.
 *
 * A sample brackets the ranks (Floyd & Rivest 1975), and only what lies in the bracket is kept; everything, where it misses.
 */
export function* slopesAt(
  x: Float64Array,
  y: Float64Array,
  count: number,
  ranks: readonly number[],
  onPairs: (pairs: number) => void,
): Steps<number[] | undefined> {
  const bracket = count <= FEW ? EVERYTHING : bracketOf(sampled(x, y), count, ranks);
  let among = yield* within(x, y, bracket, onPairs);
  if (among && !ranks.every(among.holds)) among = yield* within(x, y, EVERYTHING, onPairs);
  if (!among) return undefined;
  const found: number[] = [];
  for (const rank of ranks) {
    found.push(among.at(rank));
    yield 4 * among.kept;
  }
  return found;
}

type Bracket = readonly [low: number, high: number];

const EVERYTHING: Bracket = [-Infinity, Infinity];

function bracketOf(sample: Float64Array, count: number, ranks: readonly number[]): Bracket {
  const places = ranks.map((rank) => (rank / count) * sample.length);
  // Four standard deviations of a rank in the sample, at its widest.
  const margin = 2 * Math.sqrt(sample.length);
  return [
    sample[Math.floor(Math.min(...places) - margin)] ?? -Infinity,
    sample[Math.ceil(Math.max(...places) + margin)] ?? Infinity,
  ];
}

/** The slopes of some pairs, sorted: at the points of a plane that M. Roberts' R₂ sequence goes through, evenly. */
function sampled(x: Float64Array, y: Float64Array): Float64Array {
  const slopes: number[] = [];
  for (let k = 1; k <= SAMPLE; k++) {
    const i = Math.floor(((k * 0.7548776662466927) % 1) * x.length);
    const j = Math.floor(((k * 0.5698402909980532) % 1) * x.length);
    const dx = (x[i] as number) - (x[j] as number);
    if (dx !== 0) slopes.push(((y[i] as number) - (y[j] as number)) / dx);
  }
  return Float64Array.from(slopes).sort();
}

/** The slopes within a bracket. */
interface Within {
  kept: number;
  holds: (rank: number) => boolean;
  at: (rank: number) => number;
}

function* within(
  x: Float64Array,
  y: Float64Array,
  [low, high]: Bracket,
  onPairs: (pairs: number) => void,
): Steps<Within | undefined> {
  const inside: number[] = [];
  // Those at the bracket's ends are counted only: of values with few digits, many slopes are the same.
  let [below, atLow, atHigh] = [0, 0, 0];
  // Stays 0 while all slopes are finite: 0 times what is not is NaN.
  let flaw = 0;
  for (let i = 1; i < y.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = (x[i] as number) - (x[j] as number);
      if (dx === 0) continue;
      const slope = ((y[i] as number) - (y[j] as number)) / dx;
      flaw += slope * 0;
      if (slope < low) below++;
      else if (slope === low) atLow++;
      else if (slope < high) inside.push(slope);
      else if (slope === high) atHigh++;
    }
    onPairs((i * (i + 1)) / 2);
    yield i;
  }
  if (flaw !== 0) return undefined;
  const slopes = Float64Array.from(inside);
  return {
    kept: slopes.length,
    holds: (rank) => rank >= below && rank < below + atLow + slopes.length + atHigh,
    at: (rank) => {
      const place = rank - below - atLow;
      if (place < 0) return low + 0;
      if (place >= slopes.length) return high + 0;
      quickselect(slopes, place);
      return (slopes[place] as number) + 0;
    },
  };
}
