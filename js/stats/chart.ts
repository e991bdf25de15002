import { ClinicoreError } from '../errors';
import { series } from '../series';
import {
  array,
  day,
  type Fields,
  hexColor,
  integer,
  invalid,
  items,
  limitLength,
  line,
  oneOf,
  optionalRecord,
  paragraph,
  probability,
  readable,
  record,
} from '../validate';
import { type Picture, svg } from './chart/picture';
import { counted, dateAt, dated, named, type Step, type TimeAxis } from './chart/time-axis';
import { closedDays, wrongLength } from './forecast/options';

/** What {@link forecastChart} draws: a `Forecast`, or any record with these of its fields. */
export interface ForecastLike {
  /** The history, oldest first; a NaN (or, in an array, a `null`) is a gap. At least one value must be there. */
  values: ArrayLike<number | null>;
  /** What is expected after it, one value a step, at least one; a NaN or `null` is a gap. */
  forecast: ArrayLike<number | null>;
  /** Prediction intervals with different levels, at most 20; each `lower` and `upper` is as long as `forecast`. */
  intervals?: readonly {
    /** Probability that a value falls inside, above 0 and below 1. */
    level: number;
    /** Lower bounds. */
    lower: ArrayLike<number | null>;
    /** Upper bounds, nowhere below the lower ones. */
    upper: ArrayLike<number | null>;
  }[];
}

/** The chart's words, each one line of at most 60 characters. */
export interface ForecastChartLabels {
  /** What `values` are: `'History'`. */
  history: string;
  /** What is expected: `'Forecast'`. */
  forecast: string;
  /** An interval, where `{level}` stands for its probability in percent: `'{level}% interval'`. */
  interval: string;
  /** A value that stands out: `'Anomaly'`. */
  anomaly: string;
}

/** The chart's colours, each `'#rrggbb'`. */
export interface ForecastChartColors {
  /** Behind everything: white, `'#ffffff'`. */
  background: string;
  /** Text, ticks and the line at 0: `'#333333'`. */
  text: string;
  /** Grid lines: `'#dddddd'`. */
  grid: string;
  /** The line of the history: black, `'#000000'`. */
  history: string;
  /** The line of the forecast: blue, `'#0072b2'`. */
  forecast: string;
  /** The intervals: blue, `'#0072b2'`. */
  interval: string;
  /** The anomalies: vermilion, `'#d55e00'`. */
  anomaly: string;
}

/** Options of {@link forecastChart}. */
export interface ForecastChartOptions {
  /** Printed above the chart, and its name for screen readers: at most 120 characters. */
  title?: string | undefined;
  /**
   * What screen readers say of the picture: at most 2,000 characters. By default a sentence in English for each thing
   * that is drawn, with its period and range.
   */
  description?: string | undefined;
  /** In pixels (of 1/96 inch), 320 to 4000. Default 800. */
  width?: number | undefined;
  /** In pixels (of 1/96 inch), 200 to 4000. Default 400. */
  height?: number | undefined;
  /** Draws only so many of the last values. At least 1; default all. */
  last?: number | undefined;
  /** Values that stand out, by their index in `values`: what `detectAnomalies` returns. A gap is not one. */
  anomalies?:
    | readonly {
        /** Which value it is, from 0. */
        index: number;
      }[]
    | undefined;
  /**
   * Days on which nothing is drawn, `true` or 1: those that {@link forecast} was told are closed, in the same form. One
   * for each value, or one for each value and step of the forecast.
   */
  closed?: ArrayLike<boolean | number> | undefined;
  /** The day of the first value, `YYYY-MM-DD`: labels the time axis with dates, of the years 1000 to 9999. */
  start?: string | undefined;
  /** How far two values are apart, with `start`. Default `'day'`. */
  step?: 'day' | 'week' | 'month' | 'quarter' | 'year' | undefined;
  /** Instead of dates: what each value and then each step of the forecast is called, at most 40 characters each. */
  times?: readonly string[] | undefined;
  /** What the values are, printed above their axis, such as `'Pieces a day'`: at most 80 characters. */
  valueTitle?: string | undefined;
  /** What is printed under the time axis: at most 80 characters. */
  timeTitle?: string | undefined;
  /**
   * Writes a number of the axis, in at most 40 characters; `new Intl.NumberFormat('de').format` does. By default a
   * decimal point, a space between thousands, a power of ten for very large and very small ones: the same in every locale.
   *
   * @param value the number
   */
  formatNumber?: ((value: number) => string) | undefined;
  /** The chart's words in another language. Those left out are English. */
  labels?: { [K in keyof ForecastChartLabels]?: ForecastChartLabels[K] | undefined } | undefined;
  /** The chart's colours. Those left out are of the palette of Okabe and Ito, which colour-blind people can tell apart. */
  colors?: { [K in keyof ForecastChartColors]?: ForecastChartColors[K] | undefined } | undefined;
}

/**
 * Draws a forecast as an SVG: the history, the forecast, its intervals as nested bands, and anomalies.
 *
 * What differs in colour differs in shape too (a solid and a dashed line, edges, rings, diamonds), so the chart can be
 * read in black and white. It needs no fonts, scripts, style sheets or ids, so it may stand in a page with a strict
 * Content-Security-Policy, in an `<img>`, and beside other charts. Texts are escaped. The same arguments always give the
 * same text. Of a series with more than two values to a pixel the lowest and the highest are drawn, at most 2,000.
 *
 * The same JavaScript on both backends: native code has nothing to gain from putting a short text together.
 *
 * @param result what was forecast, such as the result of `forecast`. The fixed-parameter methods return no history, so
 *   put it beside: `{ values, ...stats.holtWinters(values, options) }`
 * @param options how it looks
 * @returns an `<svg>` element, which is also a whole SVG file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, an infinite number or one beyond ±1e300,
 *   lengths that differ, bounds that cross, an anomaly where no value is, a height too small for the title and legend:
 *   `details.required` is enough), `ERR_INSUFFICIENT_DATA` (no value or no forecast at
 *   all, or none to draw: every day is closed), `ERR_LIMIT_EXCEEDED` (a
 *   text too long, more than 20 intervals, more than 5,000,000 values and steps, more than 1,000,000 steps of intervals)
 * @see Okabe and Ito (2008), "Color Universal Design"
 *
 * @example
 * const result = await stats.forecast(dailySales, { horizon: 28, seasonLength: 7, closed });
 * const svg = stats.forecastChart(result, { title: 'Lens cleaner', start: '2025-01-01', last: 90, closed });
 * response.type('image/svg+xml').send(svg);
 */
export function forecastChart(result: ForecastLike, options: ForecastChartOptions = {}): string {
  return svg(checked(record(result, 'result'), optionalRecord(options, 'options').only(OPTIONS)));
}

const OPTIONS = [
  'title',
  'description',
  'width',
  'height',
  'last',
  'anomalies',
  'closed',
  'start',
  'step',
  'times',
  'valueTitle',
  'timeTitle',
  'formatNumber',
  'labels',
  'colors',
];

const ENGLISH: ForecastChartLabels = {
  history: 'History',
  forecast: 'Forecast',
  interval: '{level}% interval',
  anomaly: 'Anomaly',
};

const PALETTE: ForecastChartColors = {
  background: '#ffffff',
  text: '#333333',
  grid: '#dddddd',
  history: '#000000',
  forecast: '#0072b2',
  interval: '#0072b2',
  anomaly: '#d55e00',
};

function checked(result: Fields, options: Fields): Picture {
  const given = result.get('values', someValues);
  const expected = result.get('forecast', someValues);
  limitLength(given.length + expected.length, 'result.values and result.forecast together', MAX_POINTS);
  const bands = result.optional('intervals', [], intervals, expected.length);
  const closed = options.optional('closed', undefined, closedDays);
  if (closed && closed.length !== given.length && closed.length !== given.length + expected.length) {
    wrongLength(
      `${given.length} items, one for each value, or ${given.length + expected.length}, with the forecast`,
      closed.length,
    );
  }
  const onOpenDays = (numbers: Float64Array, from: number) =>
    closed ? numbers.map((value, i) => (closed[from + i] === 1 ? Number.NaN : value)) : numbers;
  const ahead = (numbers: Float64Array) => onOpenDays(numbers, given.length);
  const all = onOpenDays(given, 0);
  const skipped = all.length - Math.min(all.length, options.optional('last', all.length, integer, 1, 2 ** 53 - 1));
  const values = all.subarray(skipped);
  const forecast = ahead(expected);
  if (values.every(Number.isNaN) && forecast.every(Number.isNaN)) {
    throw new ClinicoreError('ERR_INSUFFICIENT_DATA', 'result must have at least one value to draw, got none', {
      argument: 'result',
      required: 1,
      given: 0,
    });
  }
  return {
    width: options.optional('width', 800, integer, 320, 4000),
    height: options.optional('height', 400, integer, 200, 4000),
    title: options.optional('title', undefined, line, 120),
    description: options.optional('description', undefined, paragraph, 2000),
    values,
    skipped,
    forecast,
    intervals: bands.map(({ level, lower, upper }) => ({ level, lower: ahead(lower), upper: ahead(upper) })),
    anomalies: options.optional('anomalies', undefined, anomalies, all, skipped),
    time: timeAxis(options, all.length + expected.length),
    formatNumber: options.optional('formatNumber', undefined, format),
    labels: options.optional('labels', ENGLISH, filledIn, ENGLISH, line, 60),
    valueTitle: options.optional('valueTitle', undefined, line, 80),
    timeTitle: options.optional('timeTitle', undefined, line, 80),
    colors: options.optional('colors', PALETTE, filledIn, PALETTE, hexColor),
  };
}

/** Of history and forecast: a quarter of a second's work. */
const MAX_POINTS = 5_000_000;

/** Steps of all intervals: a fifth of a second's work. */
const MAX_BAND_POINTS = 1_000_000;

/** Beyond this, the ends of an axis could not be told from infinity. */
const LARGEST = 1e300;

function drawable(value: unknown, path: string): Float64Array {
  const numbers = series(value, path, 'omit');
  const index = numbers.findIndex((item) => Math.abs(item) > LARGEST);
  if (index >= 0) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}[${index}] must be from -1e300 to 1e300 to be drawn`, {
      argument: path,
      index,
    });
  }
  return numbers;
}

function someValues(value: unknown, path: string): Float64Array {
  const numbers = drawable(value, path);
  if (numbers.every(Number.isNaN)) {
    throw new ClinicoreError(
      'ERR_INSUFFICIENT_DATA',
      `${path} must have at least one value that is not missing, got none`,
      { argument: path, required: 1, given: 0 },
    );
  }
  return numbers;
}

/** The widest first. */
function intervals(value: unknown, path: string, horizon: number): Picture['intervals'] {
  limitLength(array(value, path, 20).length * horizon, `the steps of all ${path}`, MAX_BAND_POINTS);
  const found = items(value, path, 20, (item, at) => {
    const fields = record(item, at);
    const level = fields.get('level', probability);
    const lower = fields.get('lower', asLong, horizon, 'result.forecast');
    const upper = fields.get('upper', asLong, horizon, 'result.forecast');
    const index = lower.findIndex((low, i) => low > (upper[i] as number));
    if (index >= 0) {
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `${at}.lower[${index}] must not be above ${at}.upper[${index}]`,
        {
          argument: `${at}.lower`,
          index,
        },
      );
    }
    return { level, lower, upper };
  });
  found.sort((a, b) => b.level - a.level);
  if (found.some(({ level }, i) => level === found[i + 1]?.level)) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have different levels`, { argument: path });
  }
  return found;
}

function asLong(value: unknown, path: string, length: number, as: string): Float64Array {
  const numbers = drawable(value, path);
  sameLength(numbers.length, path, length, as);
  return numbers;
}

function sameLength(given: number, path: string, required: number, as: string): void {
  if (given === required) return;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be as long as ${as}, ${required}, got ${given}`, {
    argument: path,
    required,
    given,
  });
}

/** Those from `skipped` on, if there are any. */
function anomalies(value: unknown, path: string, values: Float64Array, skipped: number): Float64Array | undefined {
  const found = new Float64Array(values.length).fill(Number.NaN);
  items(value, path, values.length, (item, at) => {
    const index = record(item, at).get('index', integer, 0, values.length - 1);
    if (Number.isNaN(values[index])) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${at}.index must be of a value that is not missing`, {
        argument: `${at}.index`,
        index,
      });
    }
    found[index] = values[index] as number;
  });
  const drawn = found.subarray(skipped);
  return drawn.every(Number.isNaN) ? undefined : drawn;
}

const STEPS = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Step[];
const LAST_DAY = Date.UTC(9999, 11, 31);

function timeAxis(options: Fields, count: number): TimeAxis {
  const start = options.optional('start', undefined, day, 1000);
  const step = options.optional('step', 'day', (value, path) => oneOf(value, path, STEPS));
  const times = options.optional('times', undefined, (value, path) => {
    const names = items(value, path, count, (item, at) => line(item, at, 40));
    sameLength(names.length, path, count, 'result.values and result.forecast together');
    return names;
  });
  if (start === undefined) return times ? named(times) : counted;
  if (times) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'options.start and options.times must not both be given', {
      argument: 'options.times',
    });
  }
  if (!(dateAt(start, step, count - 1).getTime() <= LAST_DAY)) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      'options.start must be so early that no date is after 9999-12-31',
      {
        argument: 'options.start',
      },
    );
  }
  return dated(start, step);
}

function format(value: unknown, path: string): (number: number) => string {
  if (typeof value !== 'function') invalid(path, 'a function', value);
  return (number) => readable(path, () => line(value(number), `${path}()`, 40));
}

/** The caller's own words or colours, each checked, in place of the given ones. */
function filledIn<T extends object, A extends unknown[]>(
  value: unknown,
  path: string,
  given: T,
  check: (value: unknown, path: string, ...rest: A) => string,
  ...rest: A
): T {
  const names = Object.keys(given) as (keyof T & string)[];
  const fields = record(value, path).only(names);
  const own = names.map((name) => [name, fields.optional(name, given[name], check, ...rest)]);
  return Object.fromEntries(own) as T;
}
