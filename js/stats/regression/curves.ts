import { series } from '../../validate';
import { isReadable, outOfRange } from '../descriptive/sample';
import { choices, isPlain, type Numbers, notPositive, type RegressionOptions } from './input';
import { type Band, type PredictOptions, predictOptions, type Regression } from './result';
import { straightLine } from './straight-line';

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
  return new Logarithms('an exponential curve', false, true, x, y, options);
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
  return new Logarithms('a logarithmic curve', true, false, x, y, options);
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
  return new Logarithms('a power curve', true, true, x, y, options);
}

/** A line of `ln x`, of `ln y`, or of both. The logarithms are JavaScript's on both backends, so that these agree. */
class Logarithms implements Curve {
  readonly linear: Regression<ArrayLike<number>>;
  readonly #name: string;
  readonly #ofX: boolean;
  readonly #ofY: boolean;

  constructor(name: string, ofX: boolean, ofY: boolean, x: unknown, y: unknown, options: unknown) {
    const own = choices(options);
    this.#name = name;
    this.#ofX = ofX;
    this.#ofY = ofY;
    const of = (values: unknown, path: string, logarithmic: boolean) => {
      if (!logarithmic) return values;
      return (
        (isPlain(own) ? quickLogarithms(values) : undefined) ?? this.#logarithms(series(values, path, own.nan), path)
      );
    };
    this.linear = straightLine(of(x, 'x', ofX), of(y, 'y', ofY), { ...own, intercept: true });
  }

  get coefficients(): [number, number] {
    const [a, b] = this.linear.coefficients as [number, number];
    return [this.#ofY ? Math.exp(a) : a, b];
  }

  predict(x: ArrayLike<number>): Float64Array;
  predict(x: ArrayLike<number>, options: PredictOptions): Band;
  predict(x: ArrayLike<number>, options?: PredictOptions): Float64Array | Band {
    const own = options === undefined ? undefined : predictOptions(options);
    const at = this.#ofX ? this.#logarithms(series(x, 'x'), 'x') : x;
    if (own === undefined) return this.#back(this.linear.predict(at));
    const { fit, lower, upper } = this.linear.predict(at, own);
    return { fit: this.#back(fit), lower: this.#back(lower), upper: this.#back(upper) };
  }

  #back(values: Float64Array): Float64Array {
    if (!this.#ofY) return values;
    const back = values.map(Math.exp);
    if (back.includes(Infinity)) throw outOfRange('x');
    return back;
  }

  #logarithms(values: Float64Array, path: string): Float64Array {
    const index = values.findIndex((value) => value <= 0);
    if (index >= 0) throw notPositive(path, index, `for ${this.#name}`);
    return values.map(Math.log);
  }
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
