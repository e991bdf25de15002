import { array, boolean, integer, optionalRecord, readable } from '../../validate';
import { choicesOf, columnPaths, fitColumns, type Numbers, REGRESSION_OPTIONS, type RegressionOptions } from './input';
import type { Regression } from './result';
import { LINE, type LinearChoices, PLAIN, straightLine } from './straight-line';

export type { Numbers, RegressionOptions } from './input';

/** Options of {@link linearRegression} and {@link multipleRegression}. */
export interface LinearRegressionOptions extends RegressionOptions {
  /** Whether there is a constant term. Default `true`; without one, the fit goes through the origin. */
  intercept?: boolean | undefined;
}

/** Options of {@link polynomialRegression}. */
export interface PolynomialRegressionOptions extends RegressionOptions {
  /** The highest power, 1 to 20. */
  degree: number;
}

/**
 * The straight line `y = b₀ + b₁x` by least squares, as R's `lm(y ~ x)`. Right for any offset of `x`, epoch milliseconds
 * included. The coefficients are `[b₀, b₁]`.
 *
 * @param x finite numbers, not all the same
 * @param y as many finite numbers, at least two
 * @param options intercept, weights, missing values, residuals
 * @returns the coefficients with their errors, tests and predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; `x`
 *   the same everywhere), `ERR_INSUFFICIENT_DATA` (fewer rows than coefficients)
 *
 * @example
 * const trend = stats.linearRegression(days, sales);
 * const [start, perDay] = trend.coefficients;
 * const next = trend.predict([90, 91, 92], { interval: 'prediction', level: 0.9 });
 */
export function linearRegression(
  x: Numbers,
  y: Numbers,
  options?: LinearRegressionOptions,
): Regression<ArrayLike<number>> {
  return straightLine(x, y, linearOptions(options));
}

function linearOptions(options: unknown): LinearChoices {
  if (options === undefined) return PLAIN;
  const fields = optionalRecord(options, 'options').only([...REGRESSION_OPTIONS, 'intercept']);
  return { ...choicesOf(fields), intercept: fields.optional('intercept', true, boolean) };
}

/**
 * `y = b₀ + b₁x₁ + b₂x₂ + …` by least squares, as R's `lm(y ~ x1 + x2)`. The coefficients are `[b₀, b₁, b₂, …]`, or, without
 * an intercept, `[b₁, b₂, …]`. Of up to 1,000 rows, columns that almost make each other up leave ten digits; beyond, a column
 * that those before it make up to *k* digits leaves 16 − *k*.
 *
 * @param columns the predictors, 1 to 64 lists as long as `y`, of finite numbers; none may be made up of the others
 * @param y finite numbers, at least as many as coefficients
 * @param options intercept, weights, missing values, residuals
 * @returns the coefficients with their errors, tests and predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; a
 *   column that those before it make up to ten digits), `ERR_INSUFFICIENT_DATA` (fewer rows than coefficients),
 *   `ERR_LIMIT_EXCEEDED` (more than 64 columns, or values times coefficients more than 50,000,000)
 * @see G. H. Golub & C. F. Van Loan, *Matrix Computations*, 4th ed. (2013), 5.3
 *
 * @example
 * const model = stats.multipleRegression([staff, isMonday], patients);
 * model.pValues; // of the intercept, of staff, of isMonday
 * model.predict([[4, 5], [1, 0]]); // four on a Monday, five on another day
 */
export function multipleRegression(
  columns: readonly Numbers[],
  y: Numbers,
  options?: LinearRegressionOptions,
): Regression<readonly ArrayLike<number>[]> {
  const own = linearOptions(options);
  const source = array(columns, 'columns', 64);
  const lists = readable('columns', () => Array.from({ length: source.length }, (_, j) => source[j]));
  const paths = columnPaths(lists.length, 'columns');
  const shape = { columns: lists.length, single: false, degree: 1, intercept: own.intercept };
  return fitColumns(lists, paths, y, shape, own) as Regression<readonly ArrayLike<number>[]>;
}

/**
 * `y = b₀ + b₁x + b₂x² + …` by least squares, fitted in powers of the centred, scaled `x`, so that neither a high degree nor
 * a large `x` costs the digits that normal equations lose. The coefficients are of the powers of `x` itself, rising:
 * `[b₀, b₁, b₂, …]`.
 *
 * @param x finite numbers, with more different values than the degree
 * @param y as many finite numbers
 * @param options degree, weights, missing values, residuals
 * @returns the coefficients with their errors, tests and predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; too
 *   few different `x`), `ERR_INSUFFICIENT_DATA` (fewer rows than coefficients), `ERR_LIMIT_EXCEEDED` (values times
 *   coefficients more than 50,000,000)
 *
 * @example
 * const curve = stats.polynomialRegression(days, sales, { degree: 3 });
 * curve.predict([91, 92]);
 */
export function polynomialRegression(
  x: Numbers,
  y: Numbers,
  options: PolynomialRegressionOptions,
): Regression<ArrayLike<number>> {
  const fields = optionalRecord(options, 'options').only([...REGRESSION_OPTIONS, 'degree']);
  const degree = fields.get('degree', integer, 1, 20);
  return fitColumns([x], ['x'], y, { ...LINE, degree }, choicesOf(fields));
}
