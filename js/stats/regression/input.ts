import { types } from 'node:util';
import { ClinicoreError, outOfRange } from '../../errors';
import { type NanPolicy, nanPolicy, series } from '../../series';
import { runSync } from '../../task';
import { boolean, type Fields, invalid, limitLength, optionalRecord } from '../../validate';
import { isReadable, requireCount } from '../descriptive/sample';
import { fitLength, LeastSquaresFit, type Shape, termsOf } from './result';

/** Numbers: a `Float64Array`, which is read in place, or an array, where `null` stands for a missing value. */
export type Numbers = ArrayLike<number | null>;

/** Options of every regression. */
export interface RegressionOptions {
  /** How much each row counts, above 0: as the inverse of its variance. Default: all the same. */
  weights?: Numbers | undefined;
  /**
   * What a NaN (in an array, also a `null`) means: a mistake (`'error'`, the default), or a missing value, whose row is left
   * out (`'omit'`).
   */
  nan?: NanPolicy | undefined;
  /** Whether to give the fitted values and residuals of all rows as well. Default `false`, for they take memory. */
  residuals?: boolean | undefined;
}

/** What the options of a call come to. */
export interface Choices {
  readonly weights: unknown;
  readonly nan: NanPolicy;
  readonly residuals: boolean;
}

const DEFAULTS: Choices = { weights: undefined, nan: 'error', residuals: false };

/** The names of {@link RegressionOptions}. */
export const REGRESSION_OPTIONS = ['weights', 'nan', 'residuals'] as const;

/** Reads {@link RegressionOptions}, of which nothing else is known. */
export function choices(options: unknown): Choices {
  return options === undefined ? DEFAULTS : choicesOf(optionalRecord(options, 'options').only(REGRESSION_OPTIONS));
}

/** Reads {@link RegressionOptions} out of a call's options. */
export function choicesOf(fields: Fields): Choices {
  return {
    weights: fields.optional('weights', undefined, (value) => value),
    nan: fields.optional('nan', 'error', nanPolicy),
    residuals: fields.optional('residuals', false, boolean),
  };
}

/** Whether all that is asked for is the fit, of all rows, which a short cut may give. */
export const isPlain = ({ nan, residuals }: Choices): boolean => nan === 'error' && !residuals;

/** The least squares fit of the caller's columns, known to messages by `paths`. */
export function fitColumns(
  columns: readonly unknown[],
  paths: readonly string[],
  y: unknown,
  shape: Shape,
  { weights, nan, residuals }: Choices,
): LeastSquaresFit {
  // A Float64Array is not looked at first: the fit finds out in passing whether all of it is finite.
  const given = columns.map((column, j) => unchecked(column, paths[j] as string, nan));
  const response = unchecked(y, 'y', nan);
  const shares = weights === undefined ? NONE : series(weights, 'options.weights', nan);
  for (const [j, column] of given.entries()) sameLength(column, response.length, paths[j] as string);
  const terms = termsOf(shape);
  if (terms > 2) limitLength(response.length, 'y', Math.floor(MAX_CELLS / terms));
  if (weights !== undefined) positive(sameLength(shares, response.length, 'options.weights'), 'options.weights');

  const rows =
    nan === 'omit' ? presentRows([...given, response, ...(weights === undefined ? [] : [shares])]) : undefined;
  const [used, usedY, usedWeights] = rows
    ? [given.map((column) => take(column, rows)), take(response, rows), take(shares, rows)]
    : [given, response, shares];
  const count = usedY.length;
  requireCount(count, terms, 'y');

  const length = fitLength(terms, shape.columns);
  const fit = length <= room.length ? room : new Float64Array(length);
  const [fitted, rest] = residuals ? [new Float64Array(count), new Float64Array(count)] : [NONE, NONE];
  const flat = used.length === 1 ? (used[0] as Float64Array) : joined(used, count);
  const dependent = runSync(({ stats }) =>
    stats.leastSquares(flat, usedY, usedWeights, shape.degree, shape.intercept, fit, fitted, rest),
  );
  if (Number.isNaN(dependent)) {
    for (const [j, column] of given.entries()) series(column, paths[j] as string, nan);
    series(response, 'y', nan);
    throw outOfRange('values', paths.length === 1 ? (paths[0] as string) : 'columns');
  }
  if (dependent >= 0) throw dependentTerm(dependent - (shape.intercept ? 1 : 0), paths, shape);
  const kept = fit === room ? firstOf(room, length) : fit;
  if (!rows) return new LeastSquaresFit(kept, shape, count, fitted, rest);
  const all = (values: Float64Array) => (residuals ? putBack(values, rows, response.length) : NONE);
  return new LeastSquaresFit(kept, shape, count, all(fitted), all(rest));
}

/** Values times coefficients: half a second's work, and some hundred megabytes. */
const MAX_CELLS = 50_000_000;

const NONE = new Float64Array(0);

/** Where a backend writes a fit of few terms: an array made for each call would take longer than a short fit. */
const room = new Float64Array(256);

function firstOf(values: Float64Array, length: number): number[] {
  const first: number[] = [];
  for (let i = 0; i < length; i++) first.push(values[i] as number);
  return first;
}

function unchecked(values: unknown, path: string, nan: NanPolicy): Float64Array {
  const readable = nan === 'error' && types.isFloat64Array(values) && isReadable(values);
  // A detached array is empty, and that is for the front door to tell apart.
  return readable && values.length > 0 ? values : series(values, path, nan);
}

/** Refuses another length. */
export function sameLength(values: Float64Array, length: number, path: string): Float64Array {
  if (values.length !== length) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} must have as many items as y, ${length}, got ${values.length}`,
      {
        argument: path,
      },
    );
  }
  return values;
}

function positive(values: Float64Array, path: string): void {
  const index = values.findIndex((value) => value <= 0);
  if (index >= 0) throw notPositive(path, index, 'as a weight');
}

/** For a value that must be above 0; `what` says for which use. */
export function notPositive(path: string, index: number, what: string): ClinicoreError {
  return new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}[${index}] must be greater than 0 ${what}`, {
    argument: path,
    index,
  });
}

/** The rows in which nothing is missing; nothing, where that is all of them. */
function presentRows(columns: Float64Array[]): Uint32Array | undefined {
  const length = (columns[0] as Float64Array).length;
  const rows = new Uint32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (!columns.some((column) => Number.isNaN(column[i]))) rows[count++] = i;
  }
  return count === length ? undefined : rows.subarray(0, count);
}

const take = (values: Float64Array, rows: Uint32Array): Float64Array =>
  values.length === 0 ? values : Float64Array.from(rows, (row) => values[row] as number);

function putBack(values: Float64Array, rows: Uint32Array, length: number) {
  const all = new Float64Array(length).fill(Number.NaN);
  for (const [i, row] of rows.entries()) all[row] = values[i] as number;
  return all;
}

function joined(columns: Float64Array[], rows: number): Float64Array {
  const flat = new Float64Array(columns.length * rows);
  for (const [j, column] of columns.entries()) flat.set(column, j * rows);
  return flat;
}

function dependentTerm(term: number, paths: readonly string[], { degree }: Shape): ClinicoreError {
  const path = paths[Math.floor(term / degree)] as string;
  const must =
    degree > 1
      ? `have more than ${degree} values that are apart, for a polynomial of degree ${degree}`
      : paths.length > 1
        ? 'not be made up of the columns before it, nor be the same in all rows'
        : 'not be the same in all rows';
  return new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must ${must}`, { argument: path });
}

/** A list of columns of the same length, at most 64. */
export function columnPaths(count: number, path: string): string[] {
  if (count === 0) invalid(path, 'an array of 1 to 64 columns', []);
  return Array.from({ length: count }, (_, j) => `${path}[${j}]`);
}
