import { outOfRange } from '../../errors';
import { series } from '../../series';
import { isReadable } from '../descriptive/sample';
import { choices, isPlain, type Numbers, notPositive, type RegressionOptions } from './input';
import { type Band, type LeastSquaresFit, type PredictOptions, predictOptions, type Regression } from './result';
import { type LinearChoices, PLAIN, straightLine } from './straight-line';

/** A curve that is a straight line of logarithms. */
export interface Curve {
  /** `[a, b]` of the curve's formula. */
  readonly coefficients: [number, number];
  /** The straight line that was fitted: its errors, tests and *R²* are of the logarithms. */
  readonly linear: Regression<ArrayLike<number>>;
  /**
   * Predicts `y`: on a curve of `ln y` its median, not its mean.
   *
   * @param x where: finite numbers, above 0 where the curve is of `ln x`
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  predict(x: ArrayLike<number>): Float64Array;
  /**
   * Predicts `y` with an interval: the line's, taken back from logarithms.
   *
   * @param x where: finite numbers, above 0 where the curve is of `ln x`
   * @param options which interval, and its level
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  predict(x: ArrayLike<number>, options: PredictOptions): Band;
}

/**
 * `y = a·e^(bx)`, fitted as the straight line `ln y = ln a + bx` (R's `lm(log(y) ~ x)`): it makes relative errors small. The
 * package regression@2 weighs each point by its `y`: `{ weights: y }` does the same.
 *
 * @param x finite numbers, not all the same
 * @param y as many numbers above 0
 * @param options weights, missing values, residuals
 * @returns `[a, b]`, the line, predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, or a `y` not above 0, with its index;
 *   lengths that differ; `x` the same everywhere), `ERR_INSUFFICIENT_DATA` (fewer than two rows)
 *
 * @example
 * const [start, rate] = stats.exponentialRegression(months, patients).coefficients;
 */
export function exponentialRegression(x: Numbers, y: Numbers, options?: RegressionOptions): Curve {
  return curve(EXPONENTIAL, x, y, options);
}

/**
 * `y = a + b·ln x` by least squares (R's `lm(y ~ log(x))`).
 *
 * @param x numbers above 0, not all the same
 * @param y as many finite numbers
 * @param options weights, missing values, residuals
 * @returns `[a, b]`, the line, predictions
 * @throws ClinicoreError as {@link exponentialRegression}, for an `x` not above 0
 *
 * @example
 * stats.logarithmicRegression(weeks, skill).predict([52]);
 */
export function logarithmicRegression(x: Numbers, y: Numbers, options?: RegressionOptions): Curve {
  return curve(LOGARITHMIC, x, y, options);
}

/**
 * `y = a·x^b`, fitted as the straight line `ln y = ln a + b·ln x` (R's `lm(log(y) ~ log(x))`).
 *
 * @param x numbers above 0, not all the same
 * @param y as many numbers above 0
 * @param options weights, missing values, residuals
 * @returns `[a, b]`, the line, predictions
 * @throws ClinicoreError as {@link exponentialRegression}, also for an `x` not above 0
 *
 * @example
 * const [, elasticity] = stats.powerRegression(prices, units).coefficients;
 */
export function powerRegression(x: Numbers, y: Numbers, options?: RegressionOptions): Curve {
  return curve(POWER, x, y, options);
}

/** Which of the two are logarithms. */
interface Kind {
  readonly name: string;
  readonly ofX: boolean;
  readonly ofY: boolean;
}

const EXPONENTIAL: Kind = { name: 'an exponential curve', ofX: false, ofY: true };
const LOGARITHMIC: Kind = { name: 'a logarithmic curve', ofX: true, ofY: false };
const POWER: Kind = { name: 'a power curve', ofX: true, ofY: true };

/** Fits the line of logarithms. They are JavaScript's on both backends, so that these agree. */
function curve(kind: Kind, x: unknown, y: unknown, options: unknown): Curve {
  const own = options === undefined ? PLAIN : { ...choices(options), intercept: true };
  const linear = straightLine(
    kind.ofX ? logarithms(kind, x, 'x', own) : x,
    kind.ofY ? logarithms(kind, y, 'y', own) : y,
    own,
  );
  const [a, b] = linear.coefficients as [number, number];
  return {
    coefficients: [kind.ofY ? Math.exp(a) : a, b],
    linear,
    predict: ((at: unknown, asked?: PredictOptions) => predict(kind, linear, at, asked)) as Curve['predict'],
  };
}

function predict(kind: Kind, line: LeastSquaresFit, x: unknown, options?: PredictOptions): Float64Array | Band {
  const own = options === undefined ? undefined : predictOptions(options);
  const at = kind.ofX ? logarithms(kind, x, 'x', undefined) : x;
  const back = (values: Float64Array) => {
    const original = kind.ofY ? values.map(Math.exp) : values;
    if (original.includes(Infinity)) throw outOfRange('x');
    return original;
  };
  if (own === undefined) return back(line.predict(at));
  const { fit, lower, upper } = line.predict(at, own);
  return { fit: back(fit), lower: back(lower), upper: back(upper) };
}

function logarithms(kind: Kind, given: unknown, path: string, own: LinearChoices | undefined): ArrayLike<number> {
  const quick = own && isPlain(own) ? quickLogarithms(given) : undefined;
  if (quick) return quick;
  const values = series(given, path, own?.nan);
  const index = values.findIndex((value) => value <= 0);
  if (index >= 0) throw notPositive(path, index, `for ${kind.name}`);
  return values.map(Math.log);
}

/** The logarithms of a short array in one pass; nothing where that cannot be. */
function quickLogarithms(values: unknown): number[] | undefined {
  try {
    if (!isReadable(values) || values.length > 1000) return undefined;
    const logarithms: number[] = [];
    for (let i = 0; i < values.length; i++) {
      const value: unknown = values[i];
      if (typeof value !== 'number' || !(value > 0 && value < Infinity)) return undefined;
      logarithms.push(Math.log(value));
    }
    return logarithms;
  } catch {
    return undefined;
  }
}
