import type { Job } from '../../contract';

/** Regression as it crosses to a backend; meanings in `js/stats/regression/`. */
export interface RegressionBackend {
  /**
   * Least squares of `y` by the columns (one of `y.length` after the other), or, with `degree` above 1, by the powers of
   * one. `weights` is empty for none; `fitted` and `residuals` are filled unless they are empty.
   *
   * Returns -1, or the place of the first coefficient whose term is made up of those before it, or NaN where the fit cannot
   * be computed. Fills `fit` (for *p* coefficients and *m* columns): residual and total sum of squares of `y` over a scale; that scale; the *p* coefficients;
   * their *p* standard errors over the residual standard deviation; the *p* coefficients of the centred, scaled columns; the
   * *m* centres; the *m* scales; the inverse of the triangular factor in those columns, *p* × *p* by rows.
   */
  leastSquares(
    columns: Float64Array,
    y: Float64Array,
    weights: Float64Array,
    degree: number,
    intercept: boolean,
    fit: Float64Array,
    fitted: Float64Array,
    residuals: Float64Array,
  ): number;
  /** Slope, lower and upper end; nothing where they cannot be computed. Progress is in pairs of points. */
  theilSen(x: Float64Array, y: Float64Array, level: number, job: Job): Promise<Float64Array>;
  /** *S*, its variance, *z*, *p*, τ, slope; nothing where they cannot be computed. Progress is in pairs of points. */
  mannKendall(y: Float64Array, job: Job): Promise<Float64Array>;
  /** `P(T > t)` of Student's t. */
  studentTSf(t: number, df: number): number;
  /** The *t* with `P(T ≤ t) = p`. */
  studentTQuantile(p: number, df: number): number;
  /** `P(F > f)`. */
  fSf(f: number, d1: number, d2: number): number;
}
