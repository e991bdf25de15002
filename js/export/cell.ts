/** What a value of each column type becomes in a cell. */
import { types } from 'node:util';
import type { ColumnMessage } from '../contract/export';
import type { Column } from './column';
import { serial } from './excel';

/** How a column type is written. */
export interface CellRule {
  /** As the backends name it. */
  readonly kind: ColumnMessage['kind'];
  /** The default number format for a scale. */
  format(scale: number): string;
  /** Whether it takes this typed array; plain arrays it always takes. */
  accepts(values: NodeJS.TypedArray): boolean;
  /** What a value must be, for messages. */
  readonly must: string;
  /** The number in the cell, or undefined for a value that is not of the type. Text has none. */
  number(value: unknown): number | undefined;
}

const DAY_MS = 86_400_000;

/** What Excel keeps of a number: 15 digits. */
const MAX_DECIMAL = 999_999_999_999_999;

/** One rule for each type. */
export const CELLS: Record<Column['type'], CellRule> = {
  string: {
    kind: 'text',
    format: () => '',
    accepts: () => false,
    must: 'a string of well-formed Unicode or null',
    number: () => undefined,
  },
  float64: {
    kind: 'number',
    format: () => '',
    accepts: types.isFloat64Array,
    must: 'a finite number or null',
    number: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  },
  int32: {
    kind: 'number',
    format: () => '',
    accepts: types.isInt32Array,
    must: 'an integer from -2147483648 to 2147483647 or null',
    number: (value) => (typeof value === 'number' && (value | 0) === value ? value : undefined),
  },
  boolean: {
    kind: 'boolean',
    // Excel shows a boolean in its own words whatever the format; LibreOffice would show some as 1 and 0.
    format: () => '"TRUE";"TRUE";"FALSE"',
    accepts: () => false,
    must: 'true, false or null',
    number: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  },
  date: {
    kind: 'number',
    format: () => 'yyyy-mm-dd',
    accepts: () => false,
    must: "a date from 1900-01-01 to 9999-12-31, as 'YYYY-MM-DD' or a Date at midnight UTC, or null",
    number: (value) => {
      const ms = typeof value === 'string' ? midnight(value) : time(value);
      return ms % DAY_MS === 0 ? serial(ms) : undefined;
    },
  },
  timestamp: {
    kind: 'number',
    format: () => 'yyyy-mm-dd hh:mm:ss',
    accepts: types.isFloat64Array,
    must: 'a Date or milliseconds since 1970-01-01T00:00:00Z, from 1900-01-01 to 9999-12-31, or null',
    number: (value) => serial(typeof value === 'number' ? value : time(value)),
  },
  decimal: {
    kind: 'decimal',
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

/** Milliseconds of a Date, NaN for anything else. The value's own methods are not trusted. */
function time(value: unknown): number {
  return types.isDate(value) ? Date.prototype.getTime.call(value) : Number.NaN;
}

/** Milliseconds of `YYYY-MM-DD` at midnight UTC, NaN for what is no such date. */
function midnight(date: string): number {
  const [year, month, day] = [digits(date, 0, 4), digits(date, 5, 7), digits(date, 8, 10)];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 && isLeap ? 29 : (LAST_DAYS[month - 1] ?? 0);
  const isDate = date.length === 10 && date[4] === '-' && date[7] === '-' && day >= 1 && day <= lastDay;
  // Years before 1900 are out of range, and those below 100 would mean 19xx to Date.UTC.
  return isDate && year >= 1900 ? Date.UTC(year, month - 1, day) : Number.NaN;
}

const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number that digits `[from, to)` of a text make; NaN where one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}
