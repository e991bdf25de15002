/** Excel's own rules: its limits, names, number formats and dates. */
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { invalid, text } from '../../validate';
import { DAY_MS, LAST_DAY } from '../calendar';

/** Rows under the header of a sheet. */
export const MAX_ROWS = 1_048_575;
/** Columns of a sheet. */
export const MAX_COLUMNS = 16_384;
/** UTF-16 units of a sheet's name. */
export const MAX_SHEET_NAME = 31;
/** UTF-16 units in a cell. */
export const MAX_CELL = 32_767;
/** Different number formats in a workbook; Excel cannot load more ([MS-OI29500] 2.1.713 g). */
export const MAX_FORMATS = 206;

/** Refuses more than a workbook may have. */
export function limit(path: string, what: string, given: number, most: number): void {
  if (given <= most) return;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must have at most ${most} ${what}, got ${given}`, {
    argument: path,
    limit: most,
    given,
  });
}

/** A sheet's name as Excel allows it. */
export function sheetName(value: unknown, path: string): string {
  const name = text(value, path, MAX_CELL);
  const isAllowed = /^(?!')[^[\]:*?/\\\p{Cc}]{1,31}(?<!')$/u.test(name) && name.length <= MAX_SHEET_NAME;
  if (!isAllowed || name.toLowerCase() === 'history') {
    invalid(
      path,
      "1 to 31 characters without []:*?/\\ or control characters, no apostrophe at either end, and not 'History'",
      name,
    );
  }
  return name;
}

const LITERAL = String.raw`"[^"]*"|\\.|[_*].`;
const BRACKETS = String.raw`\[(?:\$[^[\]"]*|[<>=]{1,2}-?\d+(?:\.\d+)?|[Hh]+|[Mm]+|[Ss]+|DBNum\d|(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+))\]`;
const PLACEHOLDERS = String.raw`General|E[+-]|AM\/PM|A\/P|[0#?.,%@/ymdhsgbeYMDHSGB\d]`;
/** Signs Excel shows without quotes: its own list, and every currency sign. */
const SIGNS = String.raw`[ $+\-():!^&'~{}<>=]|\p{Sc}`;
const SECTION = `(?:${LITERAL}|${BRACKETS}|${PLACEHOLDERS}|${SIGNS})*`;
const NUMBER_FORMAT = new RegExp(`^${SECTION}(?:;${SECTION}){0,3}$`, 'u');

/**
 * A number format (ECMA-376 part 1, 18.8.31), checked because Excel declares a file with a wrong one damaged.
 */
export function numberFormat(value: unknown, path: string): string {
  const format = text(value, path, 255);
  if (format === '' || /\p{Cc}/u.test(format) || !NUMBER_FORMAT.test(format)) {
    invalid(path, 'an Excel number format such as #,##0.00 or dd/mm/yyyy, with other letters in double quotes', format);
  }
  // General is what a cell without a format has.
  return format === 'General' ? '' : format;
}

const FIRST_DAY = -25_567;

/**
 * The serial number of a day since 1970-01-01: 1 is 1900-01-01. Excel counts a 29 February 1900 that never was, so every day
 * from 1 March 1900 on (61) is one more than its distance. Undefined outside 1900 to 9999, which is all Excel shows.
 */
export function serialDay(day: number): number | undefined {
  if (!(day >= FIRST_DAY && day <= LAST_DAY)) return undefined;
  const serial = day - FIRST_DAY + 1;
  return serial < 60 ? serial : serial + 1;
}

/** The serial number of milliseconds since 1970-01-01T00:00Z. */
export function serial(ms: number): number | undefined {
  const day = Math.floor(ms / DAY_MS);
  const whole = serialDay(day);
  return whole === undefined ? undefined : whole + (ms - day * DAY_MS) / DAY_MS;
}

/**
 * A width in characters for a column whose caller left it to us; `longest` is the length of the longest of its first
 * texts or numbers, separators and sign included.
 */
export function defaultWidth(header: string, format: string, longest: number): number {
  // What a format shows at its longest: literals without their quotes, names of days and months written out.
  const shown = (format.split(';')[0] as string)
    .replace(/\[[^\]]*\]|[_*].|["\\]/g, '')
    .replace(/d{4,}/i, 'Wednesday')
    .replace(/m{4,}/i, 'September');
  // Beside the header stands the filter's button.
  return Math.min(60, Math.max(8, header.length + 4, shown.length + 2, longest + 2));
}

/** A document property. */
export function documentText(value: unknown, path: string): string {
  const property = text(value, path, 255);
  if (/[\p{Cc}\ufffe\uffff]/u.test(property)) invalid(path, 'a string without control characters', property);
  return property;
}

/** A document's time as W3CDTF writes it, to the second. */
export function documentTime(value: unknown, path: string): string {
  const ms = types.isDate(value) ? Date.prototype.getTime.call(value) : Number.NaN;
  if (serial(ms) === undefined) invalid(path, 'a Date from 1900 to 9999', value);
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
