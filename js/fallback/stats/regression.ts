import type { RegressionBackend } from '../../contract/stats/regression';
import { fSf, studentTQuantile, studentTSf } from './distribution';
import { leastSquares } from './regression/least-squares';
import { mannKendall, theilSen } from './regression/trend';

/** Regression in JavaScript. */
export const regression: RegressionBackend = {
  leastSquares,
  theilSen,
  mannKendall,
  studentTSf,
  studentTQuantile,
  fSf,
};
