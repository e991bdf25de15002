import type { Job } from '../../contract';

/** One STL in full, every default filled in; meanings in `js/stats/decomposition/stl.ts`. */
export interface StlSettings {
  seasonLength: number;
  /** Whether each place in the season is then given its mean over all seasons. */
  periodic: boolean;
  seasonalWindow: number;
  seasonalDegree: number;
  seasonalJump: number;
  trendWindow: number;
  trendDegree: number;
  trendJump: number;
  lowPassWindow: number;
  lowPassDegree: number;
  lowPassJump: number;
  innerIterations: number;
  outerIterations: number;
}

/** Decomposition as it crosses to a backend; meanings in `js/stats/decomposition.ts`. NaN is a missing value. */
export interface DecompositionBackend {
  /** Fills the arrays: `figure` as long as the season, the others as `values`. */
  classicalDecomposition(
    values: Float64Array,
    multiplicative: boolean,
    trend: Float64Array,
    seasonal: Float64Array,
    remainder: Float64Array,
    figure: Float64Array,
  ): void;
  /**
   * Seasons from the shortest to the longest. One after the other: trend, remainder, robustness weights, each seasonal
   * component, all as long as `values`; the strength of the trend and of each season.
   */
  mstl(values: Float64Array, seasons: StlSettings[], iterations: number, job: Job): Promise<Float64Array>;
  /** The values with what is missing filled in; a season of 1 is none. */
  interpolate(values: Float64Array, seasonLength: number, job: Job): Promise<Float64Array>;
}
