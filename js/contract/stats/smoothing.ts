/** Exponential smoothing as it crosses to a backend; meanings in `js/stats/smoothing/`. */
import type { Job } from '../../contract';
import type { SeriesFaults } from './faults';

/** See the module. */
export interface SmoothingBackend {
  /** Fills the five arrays (`forecast` as long as the horizon, the others as `values`); returns the squared error. */
  holtWinters(
    values: Float64Array,
    seasonLength: number,
    alpha: number,
    beta: number,
    gamma: number,
    multiplicative: boolean,
    fitted: Float64Array,
    level: Float64Array,
    trend: Float64Array,
    seasonal: Float64Array,
    forecast: Float64Array,
  ): number;
  /**
   * Fits each of the series `values[offsets[i] .. offsets[i + 1]]`, NaN for a missing value. Progress is in series. The
   * arrays are handed over: nobody changes them any more.
   */
  fitMany(values: Float64Array, offsets: Uint32Array, options: FitMessage, job: Job): Promise<FitColumns>;
}

/** What to fit; absent parameters are estimated. */
export interface FitMessage {
  /** Least squares (ses, Holt, Holt-Winters), or maximum likelihood (ETS). */
  leastSquares: boolean;
  /** Of least squares. */
  trend: boolean;
  /** Whether a trend is damped; absent for either. */
  damped?: boolean;
  /** Of least squares: `N`, `A` or `M`. */
  season: string;
  /** Of least squares: `r`, `statsmodels` or `ets`. */
  convention: string;
  /** Of ETS: letters such as `ZZZ` or `MAdM`. */
  model: string;
  /** Of ETS: `aicc`, `aic` or `bic`. */
  criterion: string;
  allowUnstable: boolean;
  allowMultiplicativeTrend: boolean;
  /** 1 without season. */
  seasonLength: number;
  alpha?: number;
  beta?: number;
  gamma?: number;
  phi?: number;
  /** `estimated`, `r`, `heuristic`, `legacy-heuristic`, or `given` in the next three. */
  initial: string;
  initialLevel: number;
  initialTrend?: number;
  initialSeasonal: number[];
  /** `r` or `statsmodels`. */
  likelihood: string;
}

/** Fits of many series in columns: all of the first series, then all of the second; of those that failed nothing. */
export interface FitColumns {
  /** {@link FIT_NUMBERS} numbers a series, NaN for what a model has not. */
  numbers: Float64Array;
  /** Of a model with a season those before the first value and after the last: 2 × the season's length. */
  seasons: Float64Array;
  /** As long as the values. */
  fitted: Float64Array;
  /** As long as the values. */
  residuals: Float64Array;
  /** How many models were tried. */
  tried: Uint8Array;
  /** For each of them its place in the list of all models, and 1 or 0 for converged. */
  candidates: Uint8Array;
  /** For each of them its criterion. */
  criteria: Float64Array;
  faults: SeriesFaults;
}

/** The order of a series' numbers. `model` is a place in the list of all models, `converged` 1 or 0. */
export const FIT_NUMBERS = [
  'model',
  'alpha',
  'beta',
  'gamma',
  'phi',
  'initialLevel',
  'initialTrend',
  'level',
  'trend',
  'sse',
  'sigma2',
  'logLikelihood',
  'aic',
  'aicc',
  'bic',
  'k',
  'observed',
  'converged',
  'iterations',
] as const;
