/**
 * Searches for the least squares of models whose start states are given. Which searches, and how far, is part of the
 * definition of a fit, so it is as in the Rust crate's `smoothing/least_squares.rs`.
 */
import { ln } from './elementary';
import { GaussNewton } from './gauss-newton';
import { Grid } from './grid';
import { NEGLIGIBLE, type Point } from './recursion';
import { type Breath, isSimple, type Optimum, type Problem } from './search';
import { Squares } from './squares';

const STARTERS = 8;
const START = 1.1;
const RACE = [
  { moves: 1, survivors: 6, share: 1.05 },
  { moves: 2, survivors: 4, share: 1.02 },
  { moves: 5, survivors: 1, share: 1 },
];

/** Whether a problem's parameters are searched here. */
export const isLeastSquares = ({ space, multiplicativeError }: Problem): boolean =>
  !space.freeStates && !multiplicativeError && !space.kind.multipliedTrend;

/** The least squares; none where the model cannot be. */
export async function leastSquares(problem: Problem, breath: Breath): Promise<Optimum | undefined> {
  const { space, y, start, observed } = problem;
  const squares = new Squares(space.kind, y, start);
  const point: Point = { ...start };
  const grid = new Grid(space);
  const sums = Float64Array.from(grid.points, ({ sides }) => {
    space.setParameters(sides, point);
    const sse = squares.sum(point);
    return Number.isNaN(sse) ? Number.POSITIVE_INFINITY : sse;
  });
  const simple = isSimple(space);
  const starters = grid.starters(sums, simple ? Number.POSITIVE_INFINITY : STARTERS);
  const limit = START * (sums[starters[0] ?? 0] as number);
  let paths = starters
    .filter((at) => simple || (sums[at] as number) <= limit)
    .map((at) => new GaussNewton((grid.points[at] as (typeof grid.points)[0]).sides, space.sides, observed));
  const advance = async (path: GaussNewton, moves: number) => {
    while (path.goesOn(moves)) {
      space.setParameters(path.trial, point);
      path.take(space.sums(path.trial, squares.sums(point)));
      if (breath.isDue(2 * y.length)) await breath.pause();
    }
  };
  for (const { moves, survivors, share } of RACE) {
    for (const path of paths) await advance(path, moves);
    if (simple) continue;
    paths.sort(bySquares);
    const most = share * (paths[0]?.sse ?? 0);
    paths = paths.filter((path, rank) => rank === 0 || (rank < survivors && path.sse <= most));
  }
  for (const path of paths) await advance(path, Number.POSITIVE_INFINITY);
  const [best] = paths.sort(bySquares);
  if (best === undefined) return undefined;
  const cost = observed * ln(best.sse + observed * NEGLIGIBLE);
  if (!(cost < Number.POSITIVE_INFINITY)) return undefined;
  return { best: space.coordinates(best.best, start), cost, converged: best.converged, iterations: best.iterations };
}

/** Sums may be infinite. */
const bySquares = (a: GaussNewton, b: GaussNewton) => (a.sse === b.sse ? 0 : a.sse - b.sse);
