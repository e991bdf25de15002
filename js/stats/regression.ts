export * from './regression/curves';
export * from './regression/least-squares';
export * from './regression/regression-js';
export type { Band, PredictOptions, Regression, RegressionJson } from './regression/result';
export * from './regression/trend';
