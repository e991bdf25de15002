import { series } from '../series';
import { integer, number } from '../validate';
import type { Anomaly } from './anomaly';
import { zScoreAnomalies } from './anomaly/anomalies';
import { type HoltWintersResult, holtWinters } from './smoothing';

/**
 * A series with its analyses as methods: a thin, synchronous shell over {@link holtWinters} and z-scores.
 *
 * For fitted parameters, intervals, missing values and other methods use {@link forecast} and {@link detectAnomalies},
 * which run off the event loop.
 *
 * @example
 * const engine = new stats.TimeSeriesEngine(dailySales);
 * const { forecast } = engine.holtWinters(0.3, 0.05, 0.2, 7);
 * const oddDays = engine.detectAnomalies(3).map(({ index }) => index);
 */
export class TimeSeriesEngine {
  readonly #values: Float64Array;

  /**
   * @param values the series, oldest first, evenly spaced, without gaps: finite numbers. They are copied
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is not a finite number, with its index)
   */
  constructor(values: ArrayLike<number>) {
    this.#values = Float64Array.from(series(values, 'values'));
  }

  /**
   * Holt-Winters with an additive season, as R's `stats::HoltWinters` computes it.
   *
   * @param alpha smoothing of the level, 0 to 1
   * @param beta smoothing of the trend, 0 to 1
   * @param gamma smoothing of the season, 0 to 1
   * @param seasonLength observations in a season: 7 for daily values with a weekly season. 2 to 1,000,000
   * @param horizon how many values to forecast, 1 to 1,000,000. By default one season
   * @returns the forecast and the filtered components
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a parameter out of range), `ERR_INSUFFICIENT_DATA` (fewer than two
   *   seasons)
   */
  holtWinters(
    alpha: number,
    beta: number,
    gamma: number,
    seasonLength: number,
    horizon: number = seasonLength,
  ): HoltWintersResult {
    return holtWinters(this.#values, {
      alpha: number(alpha, 'alpha', 0, 1),
      beta: number(beta, 'beta', 0, 1),
      gamma: number(gamma, 'gamma', 0, 1),
      seasonLength: integer(seasonLength, 'seasonLength', 2, 1_000_000),
      horizon: integer(horizon, 'horizon', 1, 1_000_000),
    });
  }

  /**
   * The values that stand out by their z-score, as {@link detectAnomalies} finds them with `method: 'z-score'`: more than
   * `threshold` sample standard deviations from the mean. Of ten or fewer values none is more than 3 from it.
   *
   * @param threshold how many standard deviations are too far, 1e-9 to 1e9. Default 3
   * @returns what stands out, in the series' order
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a threshold out of range, values beyond ±1e140),
   *   `ERR_INSUFFICIENT_DATA` (fewer than two values)
   */
  detectAnomalies(threshold = 3): Anomaly[] {
    return zScoreAnomalies(this.#values, number(threshold, 'threshold', 1e-9, 1e9));
  }
}
