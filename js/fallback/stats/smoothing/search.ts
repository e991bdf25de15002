/**
 * The searches for a model's parameters: a look at a grid, a short race from its best points, and the winners' descents.
 * Which points, and how far, is part of the definition of a fit, so it is as in the Rust crate's `smoothing/lockstep.rs`.
 */
import { Grid } from './grid';
import { Descent } from './optimise';
import { MULTIPLIED, NEGLIGIBLE, NO_SEASON, type Point, Tape } from './recursion';
import type { Sides, Space } from './space';

/** A model to be fitted to a series. */
export interface Problem {
  /** The scaled values; NaN where missing. */
  readonly y: Float64Array;
  readonly observed: number;
  readonly multiplicativeError: boolean;
  readonly space: Space;
  /** The start states. */
  readonly start: Point;
  /** Those of the whole series, for parameters that hardly change them. */
  readonly slowStart: Point;
}

const SLOW = 0.02;
const STARTERS = 6;
const RACE = [
  { steps: 6, survivors: 3 },
  { steps: 16, survivors: 2 },
  { steps: 30, survivors: 1 },
];
/** Steps of a recursion between two pauses: a few milliseconds. */
const STEPS_A_PAUSE = 100_000;

/** What a search comes to. */
export interface Optimum {
  /** The free coordinates. */
  readonly best: Float64Array;
  readonly cost: number;
  /** Whether it is a minimum. */
  readonly converged: boolean;
  /** Steps that led there. */
  readonly iterations: number;
}

/** Lets the event loop turn now and then. */
export class Breath {
  readonly #pause: () => Promise<void>;
  #steps = 0;

  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  /** Whether it is time for a pause; counts steps. */
  isDue(steps: number): boolean {
    this.#steps += steps;
    return this.#steps > STEPS_A_PAUSE;
  }

  async pause(): Promise<void> {
    this.#steps = 0;
    await this.#pause();
  }
}

/** The descent of a problem that was not beaten, at its end; none where the model cannot be. */
export async function search(problem: Problem, breath: Breath): Promise<Optimum | undefined> {
  const { space, y } = problem;
  const tape = new Tape(space.kind, y, problem.observed, problem.multiplicativeError);
  let descents = survey(problem, tape);
  const point: Point = { ...problem.start, seasonal: problem.start.seasonal.slice() };
  const gradient = new Float64Array(space.dimension);
  const advance = async (descent: Descent, steps: number) => {
    while (descent.goesOn(steps)) {
      space.set(descent.trial, point);
      const cost = tape.run(point);
      tape.differentiate();
      space.gradient(descent.trial, tape.by, gradient);
      descent.take(cost, gradient, Math.sqrt(tape.sse / problem.observed));
      if (breath.isDue(y.length)) await breath.pause();
    }
  };
  for (const { steps, survivors } of RACE) {
    for (const descent of descents) await advance(descent, steps);
    descents = descents.sort(byCost).slice(0, isSimple(space) ? undefined : survivors);
  }
  for (const descent of descents) await advance(descent, Number.POSITIVE_INFINITY);
  const [winner] = descents.sort(byCost);
  return winner && winner.cost < Number.POSITIVE_INFINITY ? winner : undefined;
}

/** Costs may be infinite. */
const byCost = (a: { cost: number }, b: { cost: number }) => (a.cost === b.cost ? 0 : a.cost - b.cost);

/** Descents from the best of a grid; from all of it where α is the only parameter. */
function survey(problem: Problem, tape: Tape): Descent[] {
  const { space } = problem;
  const grid = new Grid(space);
  const squares = new Float64Array(grid.points.length);
  const at = ({ sides }: { sides: Sides }) => {
    const point = { ...startFor(problem, sides[0]) };
    space.setParameters(sides, point);
    return point;
  };
  const costs = Float64Array.from(grid.points, (point, index) => {
    const cost = tape.run(at(point));
    squares[index] = tape.sse;
    return cost;
  });
  const most = isSimple(space) ? Number.POSITIVE_INFINITY : STARTERS;
  const bounds = space.sides.filter(({ held }) => held === undefined).map(({ low, high }) => [low, high] as const);
  return grid.starters(costs, most).map((index) => {
    const point = grid.points[index] as (typeof grid.points)[0];
    const start = at(point);
    const guess = curvature(problem, start, squares[index] as number);
    return new Descent(space.coordinates(point.sides, start), bounds, guess);
  });
}

/** The states a search with such an α starts from. */
const startFor = ({ start, slowStart }: Problem, alpha: number) => (alpha <= SLOW ? slowStart : start);

/** Whether α is the only parameter. */
export const isSimple = (space: Space) => !space.hasTrend && space.kind.season === NO_SEASON;

/** About the inverse Hessian's diagonal: how far a change of a parameter or state is felt, against the errors' size. */
function curvature(problem: Problem, at: Point, sse: number): number[] {
  const { space, observed: n } = problem;
  const level = at.level * at.level;
  const square = sse / n + NEGLIGIBLE;
  const variance = problem.multiplicativeError ? square * level : square;
  const alpha = Math.max(at.alpha, 1 / n);
  const guess = new Array<number>(space.freeSides).fill(0.5 / n);
  if (space.freeStates) {
    guess.push(0.5 * variance * alpha * (2 - alpha));
    if (space.hasTrend) {
      const trend = 2 * variance * alpha * alpha * alpha;
      guess.push(space.kind.multipliedTrend ? trend / level : trend);
    }
    const cycles = n / Math.max(1, space.phases.length);
    const felt = Math.min(cycles, 1 / (Math.max(at.gamma, 1e-6) * (2 - at.gamma)));
    const season = (0.5 * variance) / Math.max(1, felt);
    for (const _ of space.phases) guess.push(space.kind.season >= MULTIPLIED ? season / level : season);
  }
  return guess.map((value) => (value > 0 && value < 1e30 ? value : 1 / n));
}
