/** Forecasting as it crosses to a backend; meanings in `js/stats/forecast.ts`. */
import type { Job } from '../../contract';
import type { SeriesFaults } from './faults';
import type { FitMessage } from './smoothing';

/** What to forecast, and how. */
export interface ForecastSettings {
  method: string;
  horizon: number;
  /** 1 for none. */
  seasonLength: number;
  levels: number[];
  intervals: 'model' | 'conformal' | 'none';
  /** 0 for the method's own. */
  windows: number;
  nonNegative: boolean;
  integer: boolean;
  /** Smoothing of Croston's family; 0 to estimate both. */
  alpha: number;
  beta: number;
  select: 'aicc' | 'mae' | 'rmse';
  /** What exponential smoothing fits; its season is that of these settings. */
  smoothing: FitMessage;
}

/** A fitted model of exponential smoothing; NaN for a parameter it has not. */
export interface FitSummary {
  /** Its letters, such as `MAdM`. */
  model: string;
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  sigma2: number;
  logLikelihood: number;
  aic: number;
  aicc: number;
  bic: number;
  converged: boolean;
  iterations: number;
}

/** A forecast of one series. */
export interface ForecastAnswer {
  method: string;
  forecast: Float64Array;
  /** One for each level. */
  lower: Float64Array[];
  upper: Float64Array[];
  fitted: Float64Array;
  /** Smoothing of Croston's family; 0 for other methods. */
  alpha: number;
  beta: number;
  fit: FitSummary | null;
  candidates: { method: string; score: number }[];
}

/** Forecasts of many series, one after the other; NaN where one failed. */
export interface ForecastManyAnswer {
  /** For each series the place in `names` of what made it; of no account where it failed. */
  methods: Uint8Array;
  names: string[];
  forecast: Float64Array;
  /** One for each level, of all series. */
  lower: Float64Array[];
  upper: Float64Array[];
  faults: SeriesFaults;
}

/** Which part of shared values and calendar each series is. */
export interface SeriesPlaces {
  /** Index of each series' first value. */
  starts: Uint32Array;
  /** Index after its last. */
  ends: Uint32Array;
  /** Index in the calendar of its first value; of no account where there is no calendar. */
  calendar: Uint32Array;
}

/** Forecasting. Arrays are handed over: nobody changes them any more. */
export interface ForecastBackend {
  /**
   * NaN is a missing value. `closed` has a 1 for each closed day of history and horizon, or is empty if none is closed.
   */
  forecast(values: Float64Array, closed: Uint8Array, settings: ForecastSettings, job: Job): Promise<ForecastAnswer>;
  /** As `forecast` for each part of `values`; parts may overlap. */
  forecastMany(
    values: Float64Array,
    closed: Uint8Array,
    places: SeriesPlaces,
    settings: ForecastSettings,
    job: Job,
  ): Promise<ForecastManyAnswer>;
  /**
   * Fills `measures` with ME, MAE, RMSE, MAPE, sMAPE, WAPE, MASE, RMSSE, pinball, coverage, Winkler score and the number
   * of pairs. `quantiles` are as many times as long as `actual` as there are probabilities; arrays are empty where there
   * is nothing.
   */
  accuracy(
    actual: Float64Array,
    predicted: Float64Array,
    training: Float64Array,
    seasonLength: number,
    lower: Float64Array,
    upper: Float64Array,
    level: number,
    quantiles: Float64Array,
    probabilities: Float64Array,
    measures: Float64Array,
  ): void;
}
