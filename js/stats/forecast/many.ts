import { ClinicoreError } from '../../errors';
import { run, taskOptions } from '../../task';
import { nanPolicy, record, series as seriesOf } from '../../validate';
import { ForecastBatch } from './batch';
import { close } from './history';
import { offsets } from './offsets';
import { closedDays, FORECAST_OPTIONS, type ForecastOptions, forecastSettings, wrongLength } from './options';

export type { ForecastBatch, SeriesForecast } from './batch';

/** Many series of any lengths, one after the other. */
export interface ManySeries {
  /** The values of all series, each oldest first. */
  values: ArrayLike<number | null>;
  /** Where each series begins in `values`, and at last where the last one ends: one more than there are series. */
  offsets: ArrayLike<number>;
}

/** Options of {@link forecastMany}. */
export interface ForecastManyOptions extends Omit<ForecastOptions, 'closed'> {
  /**
   * Closed days (`true` or 1) of the calendar that all series share. They all end on the same day: the last `horizon`
   * items are the days ahead, those before go back from each series' last. As long as the longest series and the horizon,
   * or longer.
   */
  closed?: ArrayLike<boolean | number>;
}

/**
 * Forecasts thousands of series in one call, each as {@link forecast} does: the same numbers to the last bit, whatever
 * the number of threads. A series that cannot be forecast does not fail the others.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param series values and offsets. Copied
 * @param options as those of {@link forecast}, for all series alike
 * @returns the forecasts in columns, and one by one
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (offsets that do not ascend from 0 to the number of
 *   values, a NaN or an infinity with its index, an option out of range), `ERR_LIMIT_EXCEEDED` (more than 100 million
 *   numbers in the answer), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * // Three articles with 2, 3 and 1 days of sales.
 * const batch = await stats.forecastMany({ values: [3, 4, 8, 9, 7, 0], offsets: [0, 2, 5, 6] }, { horizon: 7 });
 * for (let article = 0; article < batch.length; article++) {
 *   if (!batch.errors.has(article)) console.log(batch.at(article).forecast);
 * }
 */
export async function forecastMany(series: ManySeries, options: ForecastManyOptions): Promise<ForecastBatch> {
  const fields = record(options, 'options').only(FORECAST_OPTIONS);
  const settings = forecastSettings(fields);
  const task = taskOptions(fields, 'bulk');
  const nan = fields.optional('nan', 'error', nanPolicy);
  const mask = fields.optional('closed', undefined, closedDays);
  const { horizon, levels } = settings;

  const given = record(series, 'series').only(['values', 'offsets']);
  const values = given.get('values', copied, mask ? 'omit' : nan);
  const places = given.get('offsets', offsets, values.length);
  const count = places.length - 1;
  const [starts, ends] = [places.subarray(0, count), places.subarray(1)];
  const numbers = count * horizon * (1 + 2 * (settings.intervals === 'none' ? 0 : levels.length));
  if (numbers > MAX_NUMBERS) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `the forecasts must be at most ${MAX_NUMBERS} numbers with their bounds, got ${numbers}`,
      { argument: 'options.horizon', limit: MAX_NUMBERS, given: numbers },
    );
  }
  const longest = ends.reduce((most, end, i) => Math.max(most, end - (starts[i] as number)), 0);
  const closed = mask ?? new Uint8Array(0);
  if (mask && mask.length < longest + horizon) {
    wrongLength(`at least ${longest + horizon} items, for the longest series and the horizon`, mask.length);
  }
  const calendar = ends.map((end, i) => (mask ? mask.length - horizon - (end - (starts[i] as number)) : 0));
  if (mask) {
    calendar.forEach((day, i) => {
      close(values, closed, nan, { path: 'series.values', from: starts[i] as number, to: ends[i] as number, day });
    });
  }
  const answer = await run(task, ({ stats }, job) =>
    stats.forecastMany(values, closed, { starts, ends, calendar }, settings, job),
  );
  return new ForecastBatch(answer, settings);
}

/** What one answer may hold: 800 MB. */
const MAX_NUMBERS = 100_000_000;

const copied = (...checked: Parameters<typeof seriesOf>) => seriesOf(...checked).slice();
