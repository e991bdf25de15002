/** Forecasts of many series in columns. */
import type { ForecastManyAnswer, ForecastSettings } from '../../contract/stats/forecast';
import { ClinicoreError } from '../../errors';
import { showAsNamed } from '../../inspect';
import type { ForecastInterval } from '../forecast';
import { checkIndex } from '../ragged';
import { backendErrors } from '../series-errors';
import type { ForecastMethod } from './options';

/** The forecast of one of many series. */
export interface SeriesForecast {
  /** What made it. */
  method: Exclude<ForecastMethod, 'auto'>;
  /** The next values; a view of the batch's. */
  forecast: Float64Array;
  /** One for each level; views of the batch's. */
  intervals: ForecastInterval[];
}

/** What {@link forecastMany} resolves with: columns for all series, `h` items (the horizon) for each. */
export class Forecasts {
  /** How many series. */
  readonly length: number;
  /** Steps for each. */
  readonly horizon: number;
  /** The next values of every series, one after the other; NaN where one failed. */
  readonly forecast: Float64Array;
  /** One for each level, of every series one after the other; NaN where one failed. */
  readonly intervals: readonly ForecastInterval[];
  /** What made each series' forecast; `null` where it failed. */
  readonly methods: readonly (SeriesForecast['method'] | null)[];
  /** Why a series failed, by its index. */
  readonly errors: ReadonlyMap<number, ClinicoreError>;

  /** @internal */
  constructor(
    answer: ForecastManyAnswer,
    { horizon, levels }: ForecastSettings,
    own?: (series: number) => ClinicoreError | undefined,
  ) {
    this.length = answer.methods.length;
    this.horizon = horizon;
    this.forecast = answer.forecast;
    this.intervals = answer.lower.map((lower, i) => ({
      level: levels[i] as number,
      lower,
      upper: answer.upper[i] as Float64Array,
    }));
    const { methods: places, names, faults } = answer;
    const methods: (SeriesForecast['method'] | null)[] = new Array(places.length);
    for (let i = 0; i < places.length; i++) methods[i] = names[places[i] as number] as SeriesForecast['method'];
    for (let i = 0; i < faults.series.length; i++) methods[faults.series[i] as number] = null;
    this.methods = methods;
    this.errors = backendErrors(faults, own);
  }

  /**
   * The forecast of one series.
   *
   * @param index which, from 0
   * @returns its forecast, as views into the columns
   * @throws ClinicoreError the series' own error where it failed; `ERR_INVALID_ARGUMENT` for an index that is none
   */
  at(index: number): SeriesForecast {
    checkIndex(index, this.length, this.errors);
    const method = this.methods[index] as SeriesForecast['method'];
    const part = (column: Float64Array) => column.subarray(index * this.horizon, (index + 1) * this.horizon);
    return {
      method,
      forecast: part(this.forecast),
      intervals: this.intervals.map(({ level, lower, upper }) => ({ level, lower: part(lower), upper: part(upper) })),
    };
  }
}

/** What one answer may hold, unless less is said: 800 MB. */
const MAX_NUMBERS = 100_000_000;

/** Refuses to forecast so many series that the answer would be too large. */
export function checkSize(series: number, { horizon, levels, intervals }: ForecastSettings, limit = MAX_NUMBERS): void {
  const numbers = series * horizon * (1 + 2 * (intervals === 'none' ? 0 : levels.length));
  if (numbers > limit) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `forecasts and bounds must be at most ${limit} numbers in all, got ${numbers}`,
      { argument: 'options.horizon', limit, given: numbers },
    );
  }
}

/**
 * Forecasts of many series: see {@link forecastMany}. Nothing to construct, hence only a type.
 *
 * @reexport
 */
export type ForecastBatch = Forecasts;

showAsNamed(Forecasts, 'ForecastBatch');
