/** Cells and ranges as callers name them. */
import type { RangeMessage, ReferenceMessage } from '../../../contract/rich';
import { ClinicoreError } from '../../../errors';
import { integer, invalid, record } from '../../../validate';
import { MAX_COLUMNS } from '../excel';

/** A cell: `'B2'`, or its row and column counted from 0 (`{ row: 1, column: 1 }`). */
export type CellAddress =
  | string
  | {
      /** From 0: row 1 of Excel is 0. */
      row: number;
      /** From 0: column A is 0. */
      column: number;
    };

/** Cells: `'B2:D10'`, one cell, or the cells at two opposite corners. */
export type CellRange =
  | CellAddress
  | {
      /** A corner. */
      from: CellAddress;
      /** The corner opposite to it. */
      to: CellAddress;
    };

/** Cells, on another sheet where it says so: `'Prices!B2:B20'`, `"'Old prices'!B2:B20"`. */
export type SheetRange =
  | CellRange
  | {
      /** Name of a sheet of the same workbook. */
      sheet: string;
      /** The cells on it. */
      range: CellRange;
    };

/** Rows of a sheet, the header's included. */
export const SHEET_ROWS = 1_048_576;

const CELL = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/i;

/** A cell's row and column, from 0. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Reads a {@link CellAddress}. */
export function cellAt(value: unknown, path: string): Cell {
  if (typeof value !== 'string') {
    const fields = record(value, path).only(['row', 'column']);
    return {
      row: fields.get('row', integer, 0, SHEET_ROWS - 1),
      column: fields.get('column', integer, 0, MAX_COLUMNS - 1),
    };
  }
  return parsed(value) ?? invalid(path, "a cell from A1 to XFD1048576, such as 'B2'", value);
}

function parsed(text: string): Cell | undefined {
  const [, letters, digits] = CELL.exec(text) ?? [];
  if (letters === undefined) return undefined;
  const cell = { row: Number(digits) - 1, column: columnIndex(letters) };
  return cell.row < SHEET_ROWS && cell.column < MAX_COLUMNS ? cell : undefined;
}

/** The index of a column's letters. */
const columnIndex = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The letters of a column's index. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** Reads a {@link CellRange}. */
export function rangeAt(value: unknown, path: string): RangeMessage {
  if (typeof value === 'string') {
    const corners = value.split(':').map(parsed);
    const [from, to = from] = corners;
    if (corners.length > 2 || from === undefined || to === undefined) {
      invalid(path, "cells from A1 to XFD1048576, such as 'B2:D10'", value);
    }
    return spanned(from, to);
  }
  const fields = record(value, path);
  if (fields.optional('from', undefined, (from) => from) === undefined) {
    const cell = cellAt(value, path);
    return spanned(cell, cell);
  }
  fields.only(['from', 'to']);
  return spanned(fields.get('from', cellAt), fields.get('to', cellAt));
}

const spanned = (a: Cell, b: Cell): RangeMessage => [
  Math.min(a.row, b.row),
  Math.min(a.column, b.column),
  Math.max(a.row, b.row),
  Math.max(a.column, b.column),
];

const SHEET_PREFIX = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/su;

/** Reads a {@link SheetRange}; the sheet is one of `sheets`, by default `own`. */
export function referenceAt(value: unknown, path: string, own: string, sheets: readonly string[]): ReferenceMessage {
  const [given, range] = apart(value, path);
  if (given === undefined) return { sheet: own, range };
  const sheet = sheets.find((name) => name.toLowerCase() === given.toLowerCase());
  return { sheet: sheet ?? invalid(path, 'cells of a sheet of this workbook', value), range };
}

function apart(value: unknown, path: string): [sheet: string | undefined, range: RangeMessage] {
  if (typeof value === 'string') {
    const [, quoted, plain, range] = SHEET_PREFIX.exec(value) ?? [];
    return range === undefined
      ? [undefined, rangeAt(value, path)]
      : [quoted?.replace(/''/g, "'") ?? plain, rangeAt(range, path)];
  }
  const fields = record(value, path);
  if (fields.optional('sheet', undefined, (sheet) => sheet) === undefined) return [undefined, rangeAt(value, path)];
  fields.only(['sheet', 'range']);
  return [fields.get('sheet', String), fields.get('range', rangeAt)];
}

/** `'Old prices'!$B$2:$B$20`, as formulas and names have it. */
export const referenceText = ({ sheet, range }: ReferenceMessage): string => {
  const [row, column, lastRow, lastColumn] = range;
  const end = row === lastRow && column === lastColumn ? '' : `:$${columnLetters(lastColumn)}$${lastRow + 1}`;
  return `'${sheet.replace(/'/g, "''")}'!$${columnLetters(column)}$${row + 1}${end}`;
};

/** Columns: `'B'`, `'B:D'` or their indexes from 0. */
export function columnSpan(value: unknown, path: string): [number, number] {
  const must = "columns from A to XFD, such as 'B' or 'B:D'";
  if (typeof value !== 'string') {
    const column = integer(value, path, 0, MAX_COLUMNS - 1);
    return [column, column];
  }
  const [, first, last = first] = /^\$?([A-Z]{1,3})(?::\$?([A-Z]{1,3}))?$/i.exec(value) ?? [];
  if (first === undefined || last === undefined) invalid(path, must, value);
  const ends = [columnIndex(first), columnIndex(last)].sort((a, b) => a - b) as [number, number];
  return ends[1] < MAX_COLUMNS ? ends : invalid(path, must, value);
}

/** Rows: `'3'`, `'3:5'` as Excel counts them, or an index from 0. */
export function rowSpan(value: unknown, path: string): [number, number] {
  const must = "rows from 1 to 1048576, such as '3' or '3:5'";
  if (typeof value !== 'string') {
    const row = integer(value, path, 0, SHEET_ROWS - 1);
    return [row, row];
  }
  const [, first, last = first] = /^\$?([1-9]\d{0,6})(?::\$?([1-9]\d{0,6}))?$/.exec(value) ?? [];
  if (first === undefined) invalid(path, must, value);
  const ends = [Number(first) - 1, Number(last) - 1].sort((a, b) => a - b) as [number, number];
  return ends[1] < SHEET_ROWS ? ends : invalid(path, must, value);
}

/** How many cells a range has. */
export const cellCount = ([row, column, lastRow, lastColumn]: RangeMessage): number =>
  (lastRow - row + 1) * (lastColumn - column + 1);

/** Whether two ranges have a cell in common. */
export const overlaps = (a: RangeMessage, b: RangeMessage): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** Refuses two ranges that share a cell; `paths` names them. Looks only at ranges that share rows. */
export function apartFrom(ranges: readonly RangeMessage[], paths: readonly string[]): void {
  const order = ranges.map((_, index) => index).sort((a, b) => (ranges[a]?.[0] ?? 0) - (ranges[b]?.[0] ?? 0));
  let open: number[] = [];
  for (const index of order) {
    const range = ranges[index] as RangeMessage;
    open = open.filter((other) => (ranges[other] as RangeMessage)[2] >= range[0]);
    const other = open.find((at) => overlaps(ranges[at] as RangeMessage, range));
    if (other !== undefined) {
      const [first, second] = [paths[Math.min(other, index)], paths[Math.max(other, index)]];
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${second} must not overlap ${first}`, {
        argument: second as string,
      });
    }
    open.push(index);
  }
}
