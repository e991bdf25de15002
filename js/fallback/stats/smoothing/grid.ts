/**
 * Where searches start: a grid of parameters, and which of its points are worth a search. Which they are is part of the
 * definition of a fit, so it is as in the Rust crate's `smoothing/grid.rs`.
 */
import { clamp } from './optimise';
import type { Sides, Space } from './space';

/** Values of α, of the shares of β and γ, and of φ. */
const VALUES = [
  [1e-4, 0.02, 0.06, 0.15, 0.35, 0.6, 0.85, 0.9999],
  [0.02, 0.2, 0.8],
  [0.03, 0.3, 0.8],
  [0.8, 0.98],
] as const;

/** A point of the grid. */
interface GridPoint {
  readonly sides: Sides;
  /** Which of the values of each side these are. */
  readonly places: readonly [number, number, number, number];
}

/** Points of a space, φ's values running fastest. */
export class Grid {
  readonly points: GridPoint[] = [];
  /** How many values each side has. */
  readonly #counts: readonly number[];

  constructor(space: Space) {
    const [alphas, betas, gammas, phis] = VALUES.map((values, side) => {
      const { held, low, high } = space.sides[side] as (typeof space.sides)[0];
      return held === undefined ? values.map((value) => clamp(value, low, high)) : [held];
    }) as [number[], number[], number[], number[]];
    this.#counts = [alphas.length, betas.length, gammas.length, phis.length];
    alphas.forEach((alpha, a) => {
      betas.forEach((beta, b) => {
        gammas.forEach((gamma, c) => {
          phis.forEach((phi, d) => {
            this.points.push({ sides: [alpha, beta, gamma, phi], places: [a, b, c, d] });
          });
        });
      });
    });
  }

  /** So many of the points: the best of each basin, then the best with each value of each parameter; or all. */
  starters(costs: Float64Array, most: number): number[] {
    const byCost = (a: number, b: number) => (costs[a] as number) - (costs[b] as number);
    const possible = [...costs.keys()].filter((index) => (costs[index] as number) < Number.POSITIVE_INFINITY);
    if (most > costs.length) return possible.sort(byCost);
    const chosen = possible
      .filter((index) => this.#isLeast(costs, index))
      .sort(byCost)
      .slice(0, most);
    const others: number[] = [];
    this.#counts.forEach((count, side) => {
      for (let place = 0; count > 1 && place < count; place++) {
        let least = -1;
        for (const index of possible) {
          if (this.points[index]?.places[side] === place && (least < 0 || byCost(index, least) < 0)) least = index;
        }
        if (least >= 0 && !chosen.includes(least) && !others.includes(least)) others.push(least);
      }
    });
    return [...chosen, ...others.sort(byCost)].slice(0, most);
  }

  /** Whether no neighbour costs less. */
  #isLeast(costs: Float64Array, index: number): boolean {
    const { places } = this.points[index] as GridPoint;
    const cost = costs[index] as number;
    let stride = 1;
    for (let side = 3; side >= 0; side--) {
      const place = places[side] as number;
      const count = this.#counts[side] as number;
      if (place > 0 && (costs[index - stride] as number) <= cost) return false;
      if (place + 1 < count && (costs[index + stride] as number) < cost) return false;
      stride *= count;
    }
    return true;
  }
}
