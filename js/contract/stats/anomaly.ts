import type { Job } from '../../contract';

/** How values are judged; meanings in `js/stats/anomaly.ts`. */
export interface AnomalySettings {
  method:
    | 'z-score'
    | 'robust-z-score'
    | 'iqr'
    | 'moving-average'
    | 'ewma'
    | 'stl'
    | 'generalized-esd'
    | 'seasonal-hybrid-esd';
  direction: 'both' | 'above' | 'below';
  /** Of no account for the ESD tests. */
  threshold: number;
  /** Of moving average and EWMA. */
  window: number;
  /** Of the seasonal methods. */
  seasonLength: number;
  /** Of the ESD tests; 0 for a tenth of the values. */
  maxAnomalies: number;
  /** Of the ESD tests. */
  significance: number;
}

/** Numbers for each value that stands out: index, value, expected value, score, lower and upper bound. */
export const ROW = 6;

/** Finding anomalies, as it crosses to a backend. NaN is a missing value. */
export interface AnomalyBackend {
  /** {@link ROW} numbers for each value that stands out. */
  findAnomalies(values: Float64Array, settings: AnomalySettings): Float64Array;
  /**
   * The same for each series between two `offsets`: how many stand out of each series, one number a series, then their
   * rows, series after series. Nothing stands out of an empty one. The arrays are handed over: nobody changes them any
   * more.
   */
  detectAnomalies(
    values: Float64Array,
    offsets: Uint32Array,
    settings: AnomalySettings,
    job: Job,
  ): Promise<Float64Array>;
  /** Four numbers for each segment: start, end, mean, variance. `by` is the penalty if it is `'fixed'`. */
  changepoints(
    values: Float64Array,
    cost: 'mean' | 'variance' | 'mean-variance',
    penalty: 'bic' | 'mbic' | 'fixed',
    by: number,
    minSegment: number,
    job: Job,
  ): Promise<Float64Array>;
}
