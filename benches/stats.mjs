/** Statistics and forecasting against what services use for them today, one module a concept. */
import { cases as holtWinters } from './stats/holt-winters.mjs';
import { cases as python } from './stats/python.mjs';

export const cases = [...holtWinters, ...python];
