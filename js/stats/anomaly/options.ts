import type { Lane } from '../../contract';
import type { AnomalySettings } from '../../contract/stats/anomaly';
import { type NanPolicy, nanPolicy } from '../../series';
import { TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { integer, number, oneOf, record } from '../../validate';
import { MAX_SMOOTHED, smoothable, tooFewKnown } from '../decomposition/gaps';

/** Options of {@link detectAnomalies} and {@link detectAnomaliesMany}. */
export interface AnomalyOptions extends TaskOptions {
  /**
   * How values are judged. Each says what it expects, and flags what is further away than `threshold` times a dispersion;
   * the score is the distance in that dispersion.
   *
   * - `'z-score'`: the mean; sample standard deviations. Of `n` values no score can be above (n − 1) / √n, so that with
   *   ten or fewer none is above 3.
   * - `'robust-z-score'`: the median; MADs, times 1.4826 to be standard deviations of normal values (Iglewicz & Hoaglin
   *   1993). Outliers do not hide each other.
   * - `'iqr'`: between the quartiles (type 7); interquartile ranges from the nearer one (Tukey's fences). Expected is the
   *   median.
   * - `'moving-average'`: the mean of the `window` values before; MADs, as above, of the differences from that around
   *   their median. The first `window` values are not judged.
   * - `'ewma'`: the exponentially weighted mean of all values before, of weight 2 / (window + 1); the same.
   * - `'stl'`: trend and season of a robust {@link stl} with a periodic season; the same. Needs two seasons.
   * - `'generalized-esd'`: Rosner's test (1983), which says how many outliers there are in otherwise normal values.
   *   Expected is the mean of what is left before the last outlier is taken, the score is in standard deviations of
   *   that, and the critical value is the threshold.
   * - `'seasonal-hybrid-esd'`: the same test on median and MAD of the values without the season of such an STL
   *   (Hochenbaum, Vallis & Kejariwal 2017). Needs two seasons.
   *
   * Where a MAD is 0, 1.2533 times the mean absolute deviation takes its place, but in the ESD tests. A dispersion of no
   * more than 1e-14 of the largest absolute value (1e-13 after an STL) is rounding and counts as 0, and where it is 0
   * nothing stands out.
   */
  method: AnomalySettings['method'];
  /**
   * How many dispersions are too far, 1e-9 to 1e9. Default: 3 for `'z-score'`; 3.5 where it is MADs; 1.5 for `'iqr'` (3
   * is "far out"). The ESD tests have `significance` instead.
   */
  threshold?: number | undefined;
  /** Flags only what lies `'above'` or `'below'`. Default `'both'`. */
  direction?: 'both' | 'above' | 'below' | undefined;
  /** Moving average and EWMA: how many values, 1 to 1,000,000. Default 7. */
  window?: number | undefined;
  /** STL and seasonal hybrid ESD, which need it: observations in a season, 2 to 1,000,000. */
  seasonLength?: number | undefined;
  /** ESD tests: how many values may be flagged, less than half of them. Default: a tenth, at least one. */
  maxAnomalies?: number | undefined;
  /** ESD tests: the probability of any false alarm in normal values, 1e-12 to 0.5. Default 0.05. */
  significance?: number | undefined;
  /**
   * Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value: left out, bridged
   * as {@link interpolate} does it for the seasonal methods, and never flagged.
   */
  nan?: NanPolicy | undefined;
}

const METHODS = [
  'z-score',
  'robust-z-score',
  'iqr',
  'moving-average',
  'ewma',
  'stl',
  'generalized-esd',
  'seasonal-hybrid-esd',
] as const;

const THRESHOLDS: Partial<Record<AnomalySettings['method'], number>> = { 'z-score': 3, iqr: 1.5 };

/** Reads the options: what crosses to a backend, and the check that a series has values enough. */
export function detection(options: unknown) {
  const fields = record(options, 'options');
  const method = fields.get('method', (value, path) => oneOf(value, path, METHODS));
  const isEsd = method.endsWith('esd');
  const isSeasonal = method.startsWith('s');
  const isWindowed = method === 'moving-average' || method === 'ewma';
  fields.only([
    'method',
    ...(isEsd ? ['maxAnomalies', 'significance'] : ['threshold']),
    ...(isSeasonal ? ['seasonLength'] : []),
    ...(isWindowed ? ['window'] : []),
    'direction',
    'nan',
    ...TASK_OPTIONS,
  ]);
  const settings: AnomalySettings = {
    method,
    direction: fields.optional('direction', 'both', direction),
    threshold: isEsd ? 1 : fields.optional('threshold', THRESHOLDS[method] ?? 3.5, number, 1e-9, 1e9),
    window: isWindowed ? fields.optional('window', 7, integer, 1, 1_000_000) : 0,
    seasonLength: isSeasonal ? fields.get('seasonLength', integer, 2, 1_000_000) : 0,
    maxAnomalies: isEsd ? fields.optional('maxAnomalies', 0, integer, 1, 50_000_000) : 0,
    significance: isEsd ? fields.optional('significance', 0.05, number, 1e-12, 0.5) : 0.05,
  };
  const nan = fields.optional('nan', 'error', nanPolicy);
  const task = (defaultLane: Lane) => taskOptions(fields, defaultLane);
  const needed = needs(settings);
  /** That a series has values enough. */
  const enough = (values: Float64Array) => {
    if (isSeasonal) smoothable(values, 'values', settings.seasonLength);
    const known = nan === 'error' ? values.length : count(values, (value) => !Number.isNaN(value));
    if (known < needed.known) tooFewKnown('values', needed.known, known, values.length);
  };
  return { settings, nan, task, isSeasonal, inOnePass: !isEsd && !isSeasonal, needed, enough };
}

const count = (values: Float64Array, counts: (value: number) => boolean) => {
  let n = 0;
  for (let i = 0; i < values.length; i++) if (counts(values[i] as number)) n++;
  return n;
};

const direction = (value: unknown, path: string) => oneOf(value, path, ['both', 'above', 'below']);

/** How many values are needed, missing ones included and not, and how many there may be. */
function needs({ method, window, seasonLength, maxAnomalies }: AnomalySettings) {
  const tested = 2 * Math.max(1, maxAnomalies) + 1;
  const known = {
    'z-score': 2,
    'robust-z-score': 2,
    iqr: 2,
    'moving-average': window + 2,
    ewma: 3,
    stl: 1,
    'generalized-esd': tested,
    'seasonal-hybrid-esd': tested,
  }[method];
  return { length: 2 * seasonLength, known, most: seasonLength > 0 ? MAX_SMOOTHED : Number.POSITIVE_INFINITY };
}
