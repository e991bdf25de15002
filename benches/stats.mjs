/** Statistics and forecasting against what services use for them today, one module a concept. */
import { cases as anomaly } from './stats/anomaly.mjs';
import { cases as decomposition } from './stats/decomposition.mjs';
import { cases as descriptive } from './stats/descriptive.mjs';
import { cases as forecast } from './stats/forecast.mjs';
import { cases as holtWinters } from './stats/holt-winters.mjs';
import { cases as python } from './stats/python.mjs';
import { cases as regression } from './stats/regression.mjs';
import { cases as smoothing } from './stats/smoothing.mjs';

export const cases = [
  ...anomaly,
  ...decomposition,
  ...descriptive,
  ...forecast,
  ...holtWinters,
  ...python,
  ...regression,
  ...smoothing,
];
