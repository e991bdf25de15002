import { type AnomalySettings, ROW } from '../../contract/stats/anomaly';
import { anomaly as inPlace } from '../../fallback/stats/anomaly';
import { runSync } from '../../task';
import type { Anomaly } from '../anomaly';
import { gappedSeries } from '../decomposition/gaps';
import { detection } from './options';

/** Up to so many values a synchronous call is quicker in JavaScript. */
const QUICK = 500;

/** A backend's rows as objects. */
export function anomalies(rows: Float64Array, method: AnomalySettings['method']): Anomaly[] {
  const found: Anomaly[] = [];
  for (let row = 0; row < rows.length; row += ROW) {
    const number = (column: number) => rows[row + column] as number;
    const [value, upper] = [number(1), number(5)];
    found.push({
      index: number(0),
      value,
      expected: number(2),
      score: number(3),
      lower: number(4),
      upper,
      direction: value > upper ? 'above' : 'below',
      method,
    });
  }
  return found;
}

/**
 * {@link detectAnomalies} by z-scores at once, for who is synchronous. `threshold` is above 0; two values are needed.
 *
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is not finite, or too large)
 */
export function zScoreAnomalies(values: Float64Array, threshold: number): Anomaly[] {
  const { settings, enough } = detection({ method: 'z-score', threshold });
  enough(gappedSeries(values, 'values', 'error'));
  const rows =
    values.length <= QUICK
      ? inPlace.findAnomalies(values, settings)
      : runSync(({ stats }) => stats.findAnomalies(values, settings));
  return anomalies(rows, 'z-score');
}
