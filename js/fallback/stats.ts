import type { StatsBackend } from '../contract/stats';
import { smoothing } from './stats/smoothing';

/** `clinicore/stats` in JavaScript. */
export const stats: StatsBackend = { ...smoothing };
