import { run, taskOptions } from '../../task';
import { type NanPolicy, nanPolicy, record } from '../../validate';
import { type RaggedSeries, raggedSeries, thrownBy } from '../ragged';
import { checkSize, type ForecastBatch, Forecasts } from './batch';
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
  const refused = new Set<number>();
  starts.forEach((start, i) => {
    if (isSound(values, start, ends[i] as number, closed, calendar[i] as number, nan)) return;
    refused.add(i);
    ends[i] = start; // nothing of it goes to the backend
  });
  // Why they are refused is looked for when it is asked for.
  const own = refused.size > 0 ? values : undefined;
  const error = (i: number) => {
    if (!own || !refused.has(i)) return undefined;
    const start = starts[i] as number;
    const one = own.slice(start, start + (lengths[i] as number));
    return thrownBy(() => known(one, closed.subarray(calendar[i]), nan));
  };
  const answer = await run(
    task,
    ({ stats }, job) => stats.forecastMany(values, closed, { starts, ends, calendar }, settings, job),
    starts.length,
  );
  return new Forecasts(answer, settings, error);
}

/**
 * Whether a series can go to the backend; what its closed days hold is then taken out. Without an error for each that
 * cannot, which would be slow.
 */
function isSound(
  values: Float64Array,
  start: number,
  end: number,
  closed: Uint8Array,
  calendar: number,
  nan: NanPolicy,
): boolean {
  for (let t = start; t < end; t++) {
    const item = values[t] as number;
    const mayBeMissing = nan === 'omit' || closed[calendar + t - start] === 1;
    if (item - item !== 0 && !(mayBeMissing && Number.isNaN(item))) return false;
  }
  if (closed.length > 0) {
    for (let t = start; t < end; t++) if (closed[calendar + t - start] === 1) values[t] = Number.NaN;
  }
  return true;
}
