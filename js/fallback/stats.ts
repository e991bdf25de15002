import type { StatsBackend } from '../contract/stats';
import { decomposition } from './stats/decomposition';
import { smoothing } from './stats/smoothing';

/** `clinicore/stats` in JavaScript. */
export const stats: StatsBackend = { ...decomposition, ...smoothing };
