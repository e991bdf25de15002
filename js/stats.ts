/**
 * Statistics and forecasting: `clinicore/stats`.
 *
 * @module clinicore/stats
 */

export type { NanPolicy } from './series';
export * from './stats/anomaly';
export * from './stats/chart';
export * from './stats/decomposition';
export * from './stats/descriptive';
export * from './stats/engine';
export * from './stats/forecast';
export * from './stats/regression';
export * from './stats/smoothing';
