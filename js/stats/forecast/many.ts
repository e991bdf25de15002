import { nanPolicy } from '../../series';
import { taskOptions } from '../../task';
import { record } from '../../validate';
import { finite, type RaggedSeries, type Reading, raggedSeries, runSeries } from '../ragged';
import { checkSize, type ForecastBatch, Forecasts } from './batch';
import { withoutGaps } from './history';
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
 * The first 100,000 values (and series) are read before the call returns its promise, as everything else is. Further ones
 * are read in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param data values and offsets
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
  const given = raggedSeries(data, 'data');
  checkSize(given.count, settings);

  /** The index in the calendar of the day after every series' last value. */
  const today = closed.length - horizon;
  const reading: Reading =
    closed.length === 0
      ? finite(nan)
      : {
          ...finite(nan),
          checkOffsets: (offsets) => checkCalendar(closed, offsets, horizon),
          prepare: (values, start, end, rest) =>
            withoutGaps(values.subarray(start, end), closed.subarray(today - rest)),
        };
  return runSeries(task, given, reading, async ({ values, offsets, error }, stats, job) => {
    const [starts, ends] = [offsets.subarray(0, -1), offsets.subarray(1)];
    const calendar = new Uint32Array(starts.length);
    if (closed.length > 0) {
      for (let i = 0; i < calendar.length; i++) calendar[i] = today + (starts[i] as number) - (ends[i] as number);
    }
    const answer = await stats.forecastMany(values, closed, { starts, ends, calendar }, settings, job);
    return new Forecasts(answer, settings, error);
  });
}

/** That the calendar covers the longest series and the horizon. */
function checkCalendar(closed: Uint8Array, offsets: Uint32Array, horizon: number): void {
  let longest = 0;
  for (let i = 1; i < offsets.length; i++) {
    longest = Math.max(longest, (offsets[i] as number) - (offsets[i - 1] as number));
  }
  if (closed.length >= longest + horizon) return;
  wrongLength(`at least ${longest + horizon} items, for the longest series and the horizon`, closed.length);
}
