/** Exponential smoothing as it crosses to a backend; meanings in `js/stats/smoothing.ts`. */
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
}
