import type { AnomalySettings } from '../../contract/stats/anomaly';
import { runSync } from '../../task';
import type { Anomaly } from '../anomaly';
import { gappedSeries } from '../decomposition/gaps';
import { detection } from './options';

/** A backend's rows of five numbers as objects. */
export function anomalies(values: Float64Array, rows: Float64Array, method: AnomalySettings['method']): Anomaly[] {
  return Array.from({ length: rows.length / 5 }, (_, i) => {
    const [index, expected, score, lower, upper] = rows.subarray(5 * i, 5 * i + 5) as unknown as Row;
    const value = values[index] as number;
    return { index, value, expected, score, lower, upper, direction: value > upper ? 'above' : 'below', method };
  });
}

type Row = [number, number, number, number, number];

/**
 * {@link detectAnomalies} by z-scores at once, for who is synchronous. `threshold` is above 0; two values are needed.
 *
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is not finite, or too large)
 */
export function zScoreAnomalies(values: Float64Array, threshold: number): Anomaly[] {
  const { settings, enough } = detection({ method: 'z-score', threshold }, 'interactive');
  enough(gappedSeries(values, 'values', 'error'));
  return anomalies(
    values,
    runSync(({ stats }) => stats.findAnomalies(values, settings)),
    'z-score',
  );
}
