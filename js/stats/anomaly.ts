import type { AnomalySettings } from '../contract/stats/anomaly';
import { anomaly as inPlace } from '../fallback/stats/anomaly';
import { findPlace } from '../intake';
import { run } from '../task';
import { anomalies } from './anomaly/anomalies';
import { Anomalies, type AnomalyBatch } from './anomaly/batch';
import { type AnomalyOptions, detection } from './anomaly/options';
import { gappedSeries, smoothingLane } from './decomposition/gaps';
import { type RaggedSeries, raggedSeries, runSeries } from './ragged';

export * from './anomaly/changepoints';
export type { AnomalyBatch, AnomalyOptions, RaggedSeries };

/** Up to so many values, they are judged in less time than a call takes to the pool and back: some 60 µs. */
const QUICK = 5000;

/** A value that stands out of its series. */
export interface Anomaly {
  /** Its place in the series, from 0. */
  index: number;
  /** The value there. */
  value: number;
  /** What was expected there, in the unit of the values. */
  expected: number;
  /** How far away it is, on the scale of the threshold (see {@link AnomalyOptions.method}); below 0 if it lies below. */
  score: number;
  /** The lower of the bounds of which it lies outside of one, whatever direction was asked for. */
  lower: number;
  /** The upper one. */
  upper: number;
  /** On which side it lies. */
  direction: 'above' | 'below';
  /** How it was found. */
  method: AnomalySettings['method'];
}

/**
 * The values that stand out of a series.
 *
 * The work is done on the pool, by default in the interactive lane, or for the seasonal methods and more than 100,000
 * values in the bulk lane.
 *
 * @param values the series, oldest first; evenly spaced for the methods that know of time. Copied
 * @param options method, threshold, direction, what a NaN means, signal, progress, lane
 * @returns what stands out, in the series' order
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range or not of this method), `ERR_INSUFFICIENT_DATA` (too few values for the method), `ERR_LIMIT_EXCEEDED`
 *   (more than 10 million values for a seasonal method), `ERR_BUSY`, `ERR_ABORTED`
 * @see {@link AnomalyOptions.method} for what each method does and its source
 *
 * @example
 * const found = await stats.detectAnomalies(dailySales, { method: 'stl', seasonLength: 7 });
 * for (const { index, value, expected } of found) console.log(`day ${index}: ${value} instead of ${expected}`);
 */
export async function detectAnomalies(values: ArrayLike<number | null>, options: AnomalyOptions): Promise<Anomaly[]> {
  const { settings, nan, isSeasonal, inOnePass, enough, ...read } = detection(options);
  const y = gappedSeries(values, 'values', nan);
  const task = read.task(isSeasonal ? smoothingLane(y) : 'interactive');
  enough(y);
  if (inOnePass && y.length <= QUICK) {
    return run(task, async () => anomalies(inPlace.findAnomalies(y, settings), settings.method));
  }
  const rows = await run(task, async ({ stats, pool }, job) => {
    findPlace(pool);
    return stats.detectAnomalies(y.slice(), Uint32Array.of(0, y.length), settings, job);
  });
  return anomalies(rows.subarray(1), settings.method);
}

/**
 * {@link detectAnomalies} of each of many series, on all of the pool's threads.
 *
 * The first 100,000 values (and series) are read before the call returns its promise, as everything else is. Further ones
 * are read in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * The work is done in the bulk lane by default. `onProgress` counts series. The result does not depend on the number of
 * threads.
 *
 * @param data the series
 * @param options as for one series
 * @returns what stands out, in columns and series by series. A series that is too short or holds an infinity does not fail
 *   the others: its error, with which {@link detectAnomalies} would have rejected, is in `errors`
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (an option out of range, offsets that do not ascend from
 *   0 to the number of values, with their index), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * const batch = await stats.detectAnomaliesMany({ values, offsets }, { method: 'stl', seasonLength: 7 });
 * for (const [product, error] of batch.errors) console.warn(products[product], error.message);
 * batch.series.forEach((product, i) => console.log(products[product], batch.index[i], batch.value[i]));
 */
export async function detectAnomaliesMany(data: RaggedSeries, options: AnomalyOptions): Promise<AnomalyBatch> {
  const { settings, nan, needed, enough, ...read } = detection(options);
  const task = read.task('bulk');
  const given = raggedSeries(data, 'data');
  const check = (series: Float64Array) => enough(gappedSeries(series, 'values', nan));
  return runSeries(task, given, { nan, needed, check }, async (sound, stats, job) => {
    const flat = await stats.detectAnomalies(sound.values, sound.offsets, settings, job);
    return new Anomalies(flat, sound, settings.method);
  });
}
