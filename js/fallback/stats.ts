import type { StatsBackend } from '../contract/stats';
import { anomaly } from './stats/anomaly';
import { decomposition } from './stats/decomposition';
import { descriptive } from './stats/descriptive';
import { forecast } from './stats/forecast';
import { regression } from './stats/regression';
import { smoothing } from './stats/smoothing';

/** `clinicore/stats` in JavaScript. */
export const stats: StatsBackend = {
  ...anomaly,
  ...decomposition,
  ...forecast,
  ...descriptive,
  ...regression,
  ...smoothing,
};
