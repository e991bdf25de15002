import { ClinicoreError } from '../../errors';
import { type NanPolicy, nanPolicy, series } from '../../series';
import { type Fields, integer, items, limitLength, optionalRecord, probability, record } from '../../validate';
import { empty, measured } from './measure';

/** Options of {@link accuracy}. */
export interface AccuracyOptions {
  /** The history before the forecast, for `mase` and `rmsse`. */
  training?: ArrayLike<number | null> | undefined;
  /** Observations in a season of the history, 1 to 1,000,000. Default: 1, no season. */
  seasonLength?: number | undefined;
  /** Lower bounds of an interval, as long as `actual`; needs `upper` and `level`. */
  lower?: ArrayLike<number | null> | undefined;
  /** Upper bounds. */
  upper?: ArrayLike<number | null> | undefined;
  /** The probability that the interval was to hold the value, 1e-12 to 1 − 1e-12. */
  level?: number | undefined;
  /** Quantile forecasts, each as long as `actual`, for `pinball`. At most 1000. */
  quantiles?:
    | readonly {
        /** Which quantile: τ, from 1e-12 to 1 − 1e-12. */
        probability: number;
        /** What it was forecast to be. */
        forecast: ArrayLike<number | null>;
      }[]
    | undefined;
  /** Default `'error'`: a NaN is refused. `'omit'`: where either of a pair is NaN (in an array also `null`), it is left out. */
  nan?: NanPolicy | undefined;
}

/** What {@link accuracy} returns; with e = actual − predicted. A measure that is not defined is NaN. */
export interface Accuracy {
  /** Mean error, in the unit of the values; above 0 where forecasts were too low. */
  me: number;
  /** Mean absolute error, in the unit of the values. */
  mae: number;
  /** Root mean squared error, in the unit of the values. */
  rmse: number;
  /** Mean of |e / actual|, a fraction (0.1 is 10 %). NaN if a value is 0. */
  mape: number;
  /** Mean of 2|e| / (|actual| + |predicted|) as in the M4 competition, a fraction from 0 to 2; a pair of zeros counts 0. */
  smape: number;
  /** Σ|e| / Σ|actual|, a fraction. NaN if all values are 0. */
  wape: number;
  /** `mae` over that of the seasonal naive method on the training. NaN without training, or if that never errs. */
  mase: number;
  /** `rmse` over that of the seasonal naive method on the training. NaN without training, or if that never errs. */
  rmsse: number;
  /** Mean pinball loss over all quantiles τ: τe where e ≥ 0, (τ − 1)e elsewhere. NaN without quantiles. */
  pinball: number;
  /** The share of values within the interval. NaN without interval. */
  coverage: number;
  /** Winkler's score: the interval's width and 2/(1 − level) times how far a value is outside, on average. NaN without. */
  winkler: number;
  /** Pairs measured. */
  count: number;
}

/**
 * How far forecasts were from what came.
 *
 * @param actual what came; finite numbers
 * @param predicted what was forecast, as long as `actual`
 * @param options training, interval, quantiles, what a NaN means
 * @returns the measures; ratios are fractions, not percent
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (lengths that differ, a NaN or an infinity with its index),
 *   `ERR_INSUFFICIENT_DATA` (no pair)
 * @see Hyndman & Koehler (2006), *Int. J. Forecasting* 22, 679–688; Makridakis et al. (2020), *Int. J. Forecasting* 36,
 *   54–74; Koenker & Bassett (1978), *Econometrica* 46, 33–50; Winkler (1972), *JASA* 67, 187–191
 *
 * @example
 * const { mase, wape } = stats.accuracy(lastWeek, forecastOfLastWeek, { training: before, seasonLength: 7 });
 */
export function accuracy(
  actual: ArrayLike<number | null>,
  predicted: ArrayLike<number | null>,
  options: AccuracyOptions = {},
): Accuracy {
  const fields = optionalRecord(options, 'options').only([
    'training',
    'seasonLength',
    'lower',
    'upper',
    'level',
    'quantiles',
    'nan',
  ]);
  const nan = fields.optional('nan', 'error', nanPolicy);
  const seasonLength = fields.optional('seasonLength', 1, integer, 1, 1_000_000);
  const y = series(actual, 'actual', nan);
  const as = (value: unknown, path: string) => asLong(series(value, path, nan), path, y.length);
  const forecast = as(predicted, 'predicted');
  const training = fields.optional('training', empty, series, nan);
  const [lower, upper] = [fields.optional('lower', undefined, as), fields.optional('upper', undefined, as)];
  const level = fields.optional('level', undefined, probability);
  const parts = [lower, upper, level].filter((part) => part !== undefined).length;
  if (parts === 1 || parts === 2) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'options must have lower, upper and level, or none of them', {
      argument: 'options',
    });
  }
  const each = (value: unknown, path: string) => quantile(record(value, path), as);
  const quantiles = fields.optional('quantiles', [], items<Quantile>, 1000, each);
  limitLength(quantiles.length * y.length, 'options.quantiles', 100_000_000);
  if (!y.some((value, t) => !Number.isNaN(value - (forecast[t] as number)))) {
    throw new ClinicoreError('ERR_INSUFFICIENT_DATA', 'actual must have at least 1 item with a prediction, got 0', {
      argument: 'actual',
      required: 1,
      given: 0,
    });
  }
  const flat = new Float64Array(quantiles.length * y.length);
  quantiles.forEach(({ forecast }, i) => {
    flat.set(forecast, i * y.length);
  });
  const probabilities = Float64Array.from(quantiles, ({ probability }) => probability);
  return measured(y, forecast, {
    training,
    seasonLength,
    lower: lower ?? empty,
    upper: upper ?? empty,
    level: level ?? 0,
    quantiles: flat,
    probabilities,
  });
}

interface Quantile {
  probability: number;
  forecast: Float64Array;
}

function quantile(fields: Fields, as: (value: unknown, path: string) => Float64Array): Quantile {
  fields.only(['probability', 'forecast']);
  return { probability: fields.get('probability', probability), forecast: fields.get('forecast', as) };
}

function asLong(values: Float64Array, path: string, length: number): Float64Array {
  if (values.length !== length) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} must have as many items as actual, ${length}, got ${values.length}`,
      { argument: path, required: length, given: values.length },
    );
  }
  return values;
}
