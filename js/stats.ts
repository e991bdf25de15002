/**
 * Statistics and forecasting: `clinicore/stats`.
 *
 * @module
 */
export * from './stats/smoothing';
