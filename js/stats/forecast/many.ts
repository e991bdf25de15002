import { ClinicoreError } from '../../errors';
import { run, taskOptions } from '../../task';
import { nanPolicy, record } from '../../validate';
import { type RaggedSeries, raggedSeries } from '../ragged';
import { checkSize, ForecastBatch } from './batch';
import { known } from './history';
import { closedDays, FORECAST_OPTIONS, type ForecastOptions, forecastSettings, wrongLength } from './options';

export type { ForecastBatch, SeriesForecast } from './batch';

/** Options of {@link forecastMany}. */
export interface ForecastManyOptions extends Omit<ForecastOptions, 'closed'> {
  /**
   * Closed days (`true` or 1) of the calendar that all series share. They all end on the same day: the last `horizon`
   * items are the days ahead, those before go back from each series' last. As long as the longest series and the horizon,
   * or longer.
   */
  closed?: ArrayLike<boolean | number> | undefined;
}

/**
 * Forecasts thousands of series in one call, each as {@link forecast} does: the same numbers to the last bit, whatever
 * the number of threads. A series that cannot be forecast does not fail the others.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param data values and offsets. Copied
 * @param options as those of {@link forecast}, for all series alike
 * @returns the forecasts in columns, and one by one
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (offsets that do not ascend from 0 to the number of
 *   values, an option out of range; a NaN or an infinity is the error of its series), `ERR_LIMIT_EXCEEDED` (more than 100 million
 *   numbers in the answer), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * // Three articles with 2, 3 and 1 days of sales.
 * const batch = await stats.forecastMany({ values: [3, 4, 8, 9, 7, 0], offsets: [0, 2, 5, 6] }, { horizon: 7 });
 * for (let article = 0; article < batch.length; article++) {
 *   if (!batch.errors.has(article)) console.log(batch.at(article).forecast);
 * }
 */
export async function forecastMany(data: RaggedSeries, options: ForecastManyOptions): Promise<ForecastBatch> {
  const fields = record(options, 'options').only(FORECAST_OPTIONS);
  const settings = forecastSettings(fields);
  const task = taskOptions(fields, 'bulk');
  const nan = fields.optional('nan', 'error', nanPolicy);
  const closed = fields.optional('closed', new Uint8Array(0), closedDays);
  const { horizon } = settings;

  const given = raggedSeries(data, 'data', closed.length > 0 ? 'omit' : nan);
  const values = given.values.slice();
  const [starts, ends] = [given.offsets.slice(0, -1), given.offsets.slice(1)];
  checkSize(starts.length, settings);
  const lengths = ends.map((end, i) => end - (starts[i] as number));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (closed.length > 0 && closed.length < longest + horizon) {
    wrongLength(`at least ${longest + horizon} items, for the longest series and the horizon`, closed.length);
  }
  const calendar = lengths.map((length) => (closed.length > 0 ? closed.length - horizon - length : 0));
  const errors = new Map<number, ClinicoreError>();
  starts.forEach((start, i) => {
    try {
      known(values.subarray(start, ends[i]), closed.subarray(calendar[i]), nan);
    } catch (error) {
      if (!(error instanceof ClinicoreError)) throw error;
      errors.set(i, error);
      ends[i] = start; // nothing of it goes to the backend
    }
  });
  const answer = await run(
    task,
    ({ stats }, job) => stats.forecastMany(values, closed, { starts, ends, calendar }, settings, job),
    starts.length,
  );
  return new ForecastBatch(answer, settings, errors);
}
