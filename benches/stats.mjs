/** Statistics and forecasting against what services use for them today, one module a concept. */
import { cases as holtWinters } from './stats/holt-winters.mjs';

export const cases = [...holtWinters];
