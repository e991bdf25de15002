/** The columns a caller passes in, and what each type's values may be. */
import { types } from 'node:util';
import { attached, integer, invalid, limitLength, number, oneOf, record, text } from '../../validate';
import { CELLS, COLUMN_TYPES } from './cell';
import { MAX_CELL, numberFormat } from './excel';

/** What every column has. */
export interface ColumnBase {
  /** The header's text: not empty, different from the sheet's other headers, at most 32,767 characters. */
  header: string;
  /** An Excel number format such as `#,##0.00` or `dd/mm/yyyy`. Default: the type's own. */
  format?: string;
  /**
   * Width in characters, 1 to 255. Default: what fits the header and the type; for text and decimals, what fits the
   * first rows too, up to 60.
   */
  width?: number;
}

/** Text; a cell holds at most 32,767 characters. An empty string is an empty cell. */
export interface StringColumn extends ColumnBase {
  /** Which kind of column it is. */
  type: 'string';
  /** A text for each row. */
  values: readonly (string | null | undefined)[];
}

/** Finite numbers. */
export interface Float64Column extends ColumnBase {
  /** Which kind of column it is. */
  type: 'float64';
  /** A number for each row. */
  values: readonly (number | null | undefined)[] | Float64Array;
}

/** Integers from -2,147,483,648 to 2,147,483,647. Larger ones: a `decimal` column with `scale: 0`. */
export interface Int32Column extends ColumnBase {
  /** Which kind of column it is. */
  type: 'int32';
  /** An integer for each row. */
  values: readonly (number | null | undefined)[] | Int32Array;
}

/** `true` or `false`. */
export interface BooleanColumn extends ColumnBase {
  /** Which kind of column it is. */
  type: 'boolean';
  /** `true` or `false` for each row. */
  values: readonly (boolean | null | undefined)[];
}

/**
 * Calendar dates from 1900-01-01 to 9999-12-31: `'YYYY-MM-DD'`, or a Date at midnight UTC. A Date at any other time is
 * refused, because which day it means depends on a time zone. Default format `yyyy-mm-dd`.
 */
export interface DateColumn extends ColumnBase {
  /** Which kind of column it is. */
  type: 'date';
  /** A day for each row. */
  values: readonly (string | Date | null | undefined)[];
}

/**
 * Moments from 1900-01-01 to 9999-12-31: Dates, or milliseconds since 1970-01-01T00:00:00Z. Excel knows no time zones:
 * the cell shows UTC. Default format `yyyy-mm-dd hh:mm:ss`.
 */
export interface TimestampColumn extends ColumnBase {
  /** Which kind of column it is. */
  type: 'timestamp';
  /** A moment for each row. */
  values: readonly (Date | number | null | undefined)[] | Float64Array;
}

/**
 * Exact decimals, such as money: integers counted in units of `10^-scale`. With `scale: 2`, 1234 is 12.34, and those
 * digits stand in the file. At most 15 digits, because Excel keeps no more and changes the rest to zeros: send longer
 * numbers (identifiers) as text. Default format: all `scale` decimals.
 */
export interface DecimalColumn extends ColumnBase {
  /** Which kind of column it is. */
  type: 'decimal';
  /** Decimals, 0 to 15. */
  scale: number;
  /** An integer for each row, in units of `10^-scale`. */
  values: readonly (number | bigint | null | undefined)[] | BigInt64Array | Int32Array;
}

/** A column of a sheet: its `type` says what its `values` are. `null` and `undefined` are empty cells. */
export type Column =
  | StringColumn
  | Float64Column
  | Int32Column
  | BooleanColumn
  | DateColumn
  | TimestampColumn
  | DecimalColumn;

/** A column as a sheet shows it. */
export interface SheetColumn {
  /** As what its values are written. */
  readonly type: Column['type'];
  readonly header: string;
  readonly scale: number;
  /** Empty for General. */
  readonly format: string;
  /** Undefined where the caller left it to us. */
  readonly width: number | undefined;
  /** The path of its values. */
  readonly path: string;
}

/** A column whose shape is checked; its values are checked as they are read. */
export interface CheckedColumn extends SheetColumn {
  readonly values: ArrayLike<unknown>;
  readonly length: number;
}

/** Checks everything of a column but its values. */
export function checkColumn(value: unknown, path: string, maxRows: number): CheckedColumn {
  const fields = record(value, path);
  const type = fields.get('type', oneOf, COLUMN_TYPES);
  const isDecimal = type === 'decimal';
  fields.only(['type', 'header', 'values', 'format', 'width', ...(isDecimal ? ['scale'] : [])]);
  const scale = isDecimal ? fields.get('scale', integer, 0, 15) : 0;
  const values = fields.get('values', valuesOf, type, maxRows);
  return {
    type,
    header: fields.get('header', headerText),
    scale,
    format: fields.optional('format', CELLS[type].format(scale), numberFormat),
    width: fields.optional('width', undefined, columnWidth),
    ...values,
    path: fields.path('values'),
  };
}

export function headerText(value: unknown, path: string): string {
  const header = text(value, path, MAX_CELL);
  if (header === '') invalid(path, 'a string of at least one character', header);
  return header;
}

/** In characters. */
export const columnWidth = (value: unknown, path: string): number => number(value, path, 1, 255);

function valuesOf(
  value: unknown,
  path: string,
  type: Column['type'],
  maxRows: number,
): Pick<CheckedColumn, 'values' | 'length'> {
  const isTyped = isTypedArray(value) && CELLS[type].accepts(value);
  if (isTyped) attached(value, path);
  else if (!Array.isArray(value)) invalid(path, 'an array', value);
  const values = value as ArrayLike<unknown>;
  // Read once: a proxy may answer differently, and nonsense.
  const length = integer(values.length, `${path}.length`, 0, Number.MAX_SAFE_INTEGER);
  limitLength(length, path, maxRows);
  return { values, length };
}

const isTypedArray = (value: unknown): value is NodeJS.TypedArray => types.isTypedArray(value);
