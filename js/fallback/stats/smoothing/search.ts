/**
 * The searches for a model's parameters: a look at a grid, a short race from its best points, and the winners' descents.
 * Which points, and how far, is part of the definition of a fit, so it is as in the Rust crate's `smoothing/lockstep.rs`.
 */
import { clamp, Descent } from './optimise';
import { MULTIPLIED, type Point, Tape } from './recursion';
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
}

const ALPHAS = [0.04, 0.2, 0.5, 0.9];
const BETA_SHARES = [0.02, 0.2, 0.8];
const GAMMA_SHARES = [0.03, 0.3, 0.8];
const PHIS = [0.95];
const STARTERS = 3;
const RACE = [
  { steps: 6, survivors: 2 },
  { steps: 16, survivors: 1 },
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
  /** Which of the values of β's share and of γ's these are. */
  places: readonly [number, number];
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
      descent.take(cost, gradient);
      if (breath.isDue(y.length)) await breath.pause();
    }
  };
  for (const { steps, survivors } of space.freeStates ? RACE : SHORT_RACE) {
    for (const descent of descents) await advance(descent, steps);
    descents = descents.sort(byCost).slice(0, survivors);
  }
  const [winner] = descents;
  if (!winner || winner.cost === Number.POSITIVE_INFINITY) return undefined;
  await advance(winner, Number.POSITIVE_INFINITY);
  return winner;
}

/** Costs may be infinite. */
const byCost = (a: { cost: number }, b: { cost: number }) => (a.cost === b.cost ? 0 : a.cost - b.cost);

/** Descents from the best of a grid with each share of β, and with each of γ: those of least cost. */
function survey(problem: Problem, tape: Tape): Descent[] {
  const sights = look(problem, tape);
  const chosen: Sight[] = [];
  for (const share of [0, 1] as const) {
    for (let place = 0; place < Math.max(BETA_SHARES.length, GAMMA_SHARES.length); place++) {
      let least: Sight | undefined;
      for (const sight of sights) {
        if (sight.places[share] !== place || sight.cost === Number.POSITIVE_INFINITY) continue;
        if (least === undefined || sight.cost < least.cost) least = sight;
      }
      if (least && !chosen.includes(least)) chosen.push(least);
    }
  }
  const { space } = problem;
  const starters = chosen.sort(byCost).slice(0, STARTERS);
  return starters.map(({ sides, sse }) => {
    const start = { ...problem.start, seasonal: problem.start.seasonal.slice() };
    space.setParameters(sides, start);
    const bounds = space.sides.filter(({ held }) => held === undefined).map(({ low, high }) => [low, high] as const);
    return new Descent(space.coordinates(sides, start), bounds, curvature(problem, start, sse));
  });
}

function look(problem: Problem, tape: Tape): Sight[] {
  const { space } = problem;
  const choices = (side: 0 | 1 | 2 | 3, values: readonly number[]): readonly number[] => {
    const { held, low, high } = space.sides[side];
    return held === undefined ? values.map((value) => clamp(value, low, high)) : [held];
  };
  const [alphas, betas, gammas, phis] = [
    choices(0, ALPHAS),
    choices(1, BETA_SHARES),
    choices(2, GAMMA_SHARES),
    choices(3, PHIS),
  ];
  const sights: Sight[] = [];
  const point = { ...problem.start, seasonal: problem.start.seasonal.slice() };
  for (const alpha of alphas) {
    betas.forEach((beta, b) => {
      gammas.forEach((gamma, c) => {
        for (const phi of phis) {
          const sides: Sides = [alpha, beta, gamma, phi];
          space.setParameters(sides, point);
          const cost = tape.run(point);
          sights.push({ sides, places: [b, c], cost, sse: tape.sse });
        }
      });
    });
  }
  return sights;
}

/** About the inverse Hessian's diagonal: how far a change of a parameter or state is felt, against the errors' size. */
function curvature(problem: Problem, at: Point, sse: number): number[] {
  const { space, observed: n } = problem;
  const level = at.level * at.level;
  const variance = problem.multiplicativeError ? (sse / n) * level : sse / n;
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
  return guess.map((value) => (value > 1e-30 && value < 1e30 ? value : 1 / n));
}
