/**
 * The searches for a model's parameters: a look at a grid, a short race from its best points, and the winners' descents.
 * Which points, and how far, is part of the definition of a fit, so it is as in the Rust crate's `smoothing/lockstep.rs`.
 */
import { clamp, Descent } from './optimise';
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

const GRID = [
  [1e-4, 0.02, 0.06, 0.15, 0.35, 0.6, 0.85, 0.9999],
  [0.02, 0.2, 0.8],
  [0.03, 0.3, 0.8],
  [0.8, 0.98],
] as const;
const SLOW = 0.02;
const STARTERS = 6;
const SHORT_STARTERS = 4;
const RACE = [
  { steps: 6, survivors: 3 },
  { steps: 16, survivors: 2 },
  { steps: 30, survivors: 1 },
];
const SHORT_RACE = [
  { steps: 5, survivors: 2 },
  { steps: 8, survivors: 1 },
];

/** Steps of a recursion between two pauses: a few milliseconds. */
const STEPS_A_PAUSE = 100_000;

/** Parameters that were looked at. */
interface Sight {
  sides: Sides;
  /** Which of the values of each side these are. */
  places: readonly [number, number, number, number];
  cost: number;
  sse: number;
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
export async function search(problem: Problem, breath: Breath): Promise<Descent | undefined> {
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
  for (const { steps, survivors } of space.freeStates ? RACE : SHORT_RACE) {
    for (const descent of descents) await advance(descent, steps);
    descents = descents.sort(byCost).slice(0, isSimple(space) ? undefined : survivors);
  }
  for (const descent of descents) await advance(descent, Number.POSITIVE_INFINITY);
  const [winner] = descents.sort(byCost);
  return winner && winner.cost < Number.POSITIVE_INFINITY ? winner : undefined;
}

/** Costs may be infinite. */
const byCost = (a: { cost: number }, b: { cost: number }) => (a.cost === b.cost ? 0 : a.cost - b.cost);

/** Descents from the best of a grid: the best of each basin, then the best with each value of each parameter. */
function survey(problem: Problem, tape: Tape): Descent[] {
  const { space } = problem;
  return starters(look(problem, tape), space).map(({ sides, sse }) => {
    const start = { ...startFor(problem, sides[0]) };
    space.setParameters(sides, start);
    const bounds = space.sides.filter(({ held }) => held === undefined).map(({ low, high }) => [low, high] as const);
    return new Descent(space.coordinates(sides, start), bounds, curvature(problem, start, sse));
  });
}

/** As many as start; all where α is the only parameter. */
function starters({ sights, counts }: Grid, space: Space): Sight[] {
  const possible = sights.filter(({ cost }) => cost < Number.POSITIVE_INFINITY);
  if (isSimple(space)) return possible.sort(byCost);
  const most = space.freeStates ? STARTERS : SHORT_STARTERS;
  const chosen = possible
    .filter((sight) => isLeast(sight, sights, counts))
    .sort(byCost)
    .slice(0, most);
  const others: Sight[] = [];
  counts.forEach((count, side) => {
    for (let place = 0; count > 1 && place < count; place++) {
      let least: Sight | undefined;
      for (const sight of possible) {
        if (sight.places[side] === place && (least === undefined || sight.cost < least.cost)) least = sight;
      }
      if (least && !chosen.includes(least) && !others.includes(least)) others.push(least);
    }
  });
  return [...chosen, ...others.sort(byCost)].slice(0, most);
}

/** Whether no neighbour on the grid costs less. */
function isLeast({ cost, places }: Sight, sights: readonly Sight[], counts: readonly number[]): boolean {
  let index = 0;
  for (let side = 0; side < 4; side++) index = index * (counts[side] as number) + (places[side] as number);
  let stride = 1;
  for (let side = 3; side >= 0; side--) {
    const place = places[side] as number;
    const count = counts[side] as number;
    if (place > 0 && (sights[index - stride] as Sight).cost <= cost) return false;
    if (place + 1 < count && (sights[index + stride] as Sight).cost < cost) return false;
    stride *= count;
  }
  return true;
}

/** The states a search with such an α starts from. */
const startFor = ({ start, slowStart }: Problem, alpha: number) => (alpha <= SLOW ? slowStart : start);

/** Whether α is the only parameter. */
const isSimple = (space: Space) => !space.hasTrend && space.kind.season === NO_SEASON;

/** What was looked at, the last side's places running fastest, and how many places each side has. */
interface Grid {
  readonly sights: Sight[];
  readonly counts: readonly number[];
}

function look(problem: Problem, tape: Tape): Grid {
  const { space } = problem;
  const choices = GRID.map((values, side) => {
    const { held, low, high } = space.sides[side] as (typeof space.sides)[0];
    return held === undefined ? values.map((value) => clamp(value, low, high)) : [held];
  }) as [number[], number[], number[], number[]];
  const sights: Sight[] = [];
  const [alphas, betas, gammas, phis] = choices;
  alphas.forEach((alpha, a) => {
    const point = { ...startFor(problem, alpha) };
    betas.forEach((beta, b) => {
      gammas.forEach((gamma, c) => {
        phis.forEach((phi, d) => {
          const sides: Sides = [alpha, beta, gamma, phi];
          space.setParameters(sides, point);
          const cost = tape.run(point);
          sights.push({ sides, places: [a, b, c, d], cost, sse: tape.sse });
        });
      });
    });
  });
  return { sights, counts: choices.map((values) => values.length) };
}

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
