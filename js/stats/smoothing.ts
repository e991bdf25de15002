export { type Fit, type FitBatch, type FitOptions, type FitStates, fit, fitMany } from './smoothing/fit';
export type { FixedSmoothingOptions, FixedSmoothingResult, SmoothingInterval } from './smoothing/fixed';
export { type HoltOptions, type HoltResult, holt } from './smoothing/holt';
export { type HoltWintersOptions, type HoltWintersResult, holtWinters } from './smoothing/holt-winters';
export type { FitSettings, InitialRule, InitialStates, SmoothingConvention } from './smoothing/options';
export type { Seasonal } from './smoothing/seasonal';
export { type SesOptions, type SesResult, ses } from './smoothing/ses';
