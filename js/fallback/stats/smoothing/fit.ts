/** A fitted model; meanings in the public `Fit`. */
import type { Model } from './model';
import type { Convention, Parameters, States } from './space';

/** A model fitted to a series. */
export interface Fit {
  model: Model;
  convention: Convention;
  /** 1 without season. */
  seasonLength: number;
  parameters: Parameters;
  /** The states before the first value of the recursion. */
  initial: States;
  /** The states after the last value. */
  last: States;
  /** NaN before the recursion starts. */
  fitted: Float64Array;
  /** A share of the forecast where the error is multiplicative; NaN where there is no value. */
  residuals: Float64Array;
  sse: number;
  sigma2: number;
  logLikelihood: number;
  aic: number;
  aicc: number;
  bic: number;
  k: number;
  observed: number;
  converged: boolean;
  iterations: number;
  candidates: { model: Model; criterion: number; converged: boolean }[];
}

/** The values 1, 2, … steps after a series' end. */
export interface Ahead {
  forecast: Float64Array;
  intervals: { level: number; lower: Float64Array; upper: Float64Array }[];
}
