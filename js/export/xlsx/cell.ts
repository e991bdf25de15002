/** What a value of each column type becomes in a cell, and which is refused. */
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { DAY_MS, dayOf, timeOf } from '../calendar';
import type { Column } from './column';
import { MAX_CELL, serial } from './excel';

/** How a column type is written. */
export interface CellRule {
  /** The default number format for a scale. */
  format(scale: number): string;
  /** Whether it takes this typed array; plain arrays it always takes. */
  accepts(values: NodeJS.TypedArray): boolean;
  /** What a value must be, for messages. */
  readonly must: string;
  /** The number in the cell, or undefined for a value that is not of the type. Text has none. */
  number(value: unknown): number | undefined;
}

/** What Excel keeps of a number: 15 digits. */
const MAX_DECIMAL = 999_999_999_999_999;

/** One rule for each type. */
export const CELLS: Record<Column['type'], CellRule> = {
  string: {
    format: () => '',
    accepts: () => false,
    must: 'a string of well-formed Unicode or null',
    number: () => undefined,
  },
  float64: {
    format: () => '',
    accepts: types.isFloat64Array,
    must: 'a finite number or null',
    number: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  },
  int32: {
    format: () => '',
    accepts: types.isInt32Array,
    must: 'an integer from -2147483648 to 2147483647 or null',
    number: (value) => (typeof value === 'number' && (value | 0) === value ? value : undefined),
  },
  boolean: {
    // Excel shows a boolean in its own words whatever the format; LibreOffice would show some as 1 and 0.
    format: () => '"TRUE";"TRUE";"FALSE"',
    accepts: () => false,
    must: 'true, false or null',
    number: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  },
  date: {
    format: () => 'yyyy-mm-dd',
    accepts: () => false,
    must: "a date from 1900-01-01 to 9999-12-31, as 'YYYY-MM-DD' or a Date at midnight UTC, or null",
    number: (value) => {
      const ms = typeof value === 'string' ? midnight(value) : timeOf(value);
      return ms % DAY_MS === 0 ? serial(ms) : undefined;
    },
  },
  timestamp: {
    format: () => 'yyyy-mm-dd hh:mm:ss',
    accepts: types.isFloat64Array,
    must: 'a Date or milliseconds since 1970-01-01T00:00:00Z, from 1900-01-01 to 9999-12-31, or null',
    number: (value) => serial(typeof value === 'number' ? value : timeOf(value)),
  },
  decimal: {
    format: (scale) => (scale === 0 ? '0' : `0.${'0'.repeat(scale)}`),
    accepts: (values) => types.isBigInt64Array(values) || types.isInt32Array(values),
    must: 'an integer of at most 15 digits or null',
    number: (value) => {
      const scaled = typeof value === 'bigint' ? Number(value) : value;
      if (typeof scaled !== 'number' || !Number.isInteger(scaled)) return undefined;
      return Math.abs(scaled) <= MAX_DECIMAL ? scaled : undefined;
    },
  },
};

/** Every type's name. */
export const COLUMN_TYPES = Object.keys(CELLS) as Column['type'][];

/** Milliseconds of `YYYY-MM-DD` at midnight UTC, NaN for what is no such date. */
const midnight = (date: string): number => (date.length === 10 ? dayOf(date) * DAY_MS : Number.NaN);

/** Where a cell is, from 0. */
export interface CellPlace {
  readonly sheet: number;
  readonly column: number;
  /** The header not counted. */
  readonly row: number;
}

/**
 * The error of a cell that its column cannot hold, or, of a text, that is `length` characters long.
 *
 * @param column its type, and the path of its values
 */
export function cellError(
  { type, path }: { readonly type: Column['type']; readonly path: string },
  place: CellPlace,
  length?: number,
): ClinicoreError {
  const cell = `${path}[${place.row}]`;
  const details = { argument: path, ...place };
  if (length === undefined) {
    return new ClinicoreError('ERR_INVALID_ARGUMENT', `${cell} must be ${CELLS[type].must}`, details);
  }
  return new ClinicoreError(
    'ERR_LIMIT_EXCEEDED',
    `${cell} must be at most ${MAX_CELL} characters long, got ${length}`,
    { ...details, limit: MAX_CELL, given: length },
  );
}
