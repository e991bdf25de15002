/** Log-likelihood and information criteria, in R's convention and in statsmodels'. */
import { ln } from './elementary';
import type { Model } from './model';
import type { Space } from './space';

export interface Scores {
  logLikelihood: number;
  aic: number;
  aicc: number;
  bic: number;
  k: number;
}

/** From the cost n ln Σe² (+ 2 Σ ln ŷ) of values divided by `scale`. */
export function scores(
  space: Space,
  model: Model,
  observed: number,
  cost: number,
  scale: number,
  likelihood: string,
  leastSquares: boolean,
): Scores {
  const n = observed;
  // −2 ln L, but for what R leaves out.
  const deviance = cost + 2 * n * ln(scale);
  const constant = n * (ln((2 * Math.PI) / n) + 1);
  const { estimated } = space;
  if (likelihood === 'r') return scoresOf(deviance, estimated + 1, n);
  // Its ETSModel counts every start season.
  const hasSeason = model.season !== 'N';
  if (!leastSquares) return scoresOf(deviance + constant, estimated + 1 + (space.freeStates && hasSeason ? 1 : 0), n);
  // Its ExponentialSmoothing counts what the model has, estimated or not, and takes n ln(SSE / n).
  const trend = space.hasTrend ? 1 : 0;
  const smoothing = 1 + trend + (hasSeason ? 1 : 0) + (model.damped ? 1 : 0);
  const k = smoothing + 1 + trend + Math.max(0, space.kind.m - 1);
  const devianceOfN = deviance - n * ln(n);
  const aic = devianceOfN + 2 * k;
  return {
    logLikelihood: -0.5 * (deviance + constant),
    aic,
    aicc: aic + (2 * (k + 2) * (k + 3)) / (n - k - 3),
    bic: devianceOfN + k * ln(n),
    k,
  };
}

function scoresOf(deviance: number, k: number, n: number): Scores {
  const aic = deviance + 2 * k;
  return {
    logLikelihood: -0.5 * deviance,
    aic,
    // Infinite where there are too few values for the correction.
    aicc: n - k - 1 > 0 ? aic + (2 * k * (k + 1)) / (n - k - 1) : Number.POSITIVE_INFINITY,
    bic: deviance + k * ln(n),
    k,
  };
}
