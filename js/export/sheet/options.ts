/** Options of reading spreadsheets. */
import type { SpreadsheetLimits } from '../../contract/sheet';
import { ClinicoreError } from '../../errors';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, type Fields, integer, MAX_VALUES, oneOf, text } from '../../validate';
import type { Field } from '../table/column-type';
import type { OnBadCell } from '../table/fill';
import { columnNames, schemaOf } from '../table/schema';
import { workbookPassword } from '../xlsx/encryption/password';
import { type Area, areaOf, MAX_ROWS } from './area';
import { type Clock, clockOf } from './time-zone';

/** What a workbook may have, and its password. All limits are on by default, and named in the error of what passes them. */
export interface SpreadsheetOptions extends TaskOptions {
  /**
   * Opens xlsx, xlsm and xlsb workbooks that are encrypted with it; others do not need it. At most 255 characters. No message
   * ever holds it.
   */
  password?: string | undefined;
  /** Bytes of the file. Default 256 MiB. */
  maxFileBytes?: number | undefined;
  /** Entries of its archive. Default 10,000. */
  maxEntries?: number | undefined;
  /** Bytes that its parts unpack to, and that the texts of a sheet come to. Default 1 GiB. */
  maxBytes?: number | undefined;
  /** Bytes that a part of more than 10 MiB may unpack to for one before. Default 200; deflate can do 1,032. */
  maxRatio?: number | undefined;
  /** Cells of a sheet, those without a value too, and of the table made of it. Default 100,000,000. */
  maxCells?: number | undefined;
  /** Bytes of a cell's text in UTF-8. Default 131,072; Excel allows 32,767 characters. */
  maxCellBytes?: number | undefined;
}

/** How the cells of a sheet become a table. */
export interface SheetTableOptions extends TaskOptions {
  /**
   * Which row has the names of the columns: the first that is not empty (`true`), that of a number as Excel counts them,
   * from 1, or none (`false`). A column without a name there has its letters for one; of a name that comes again, the second is
   * `name_2`. Default `true`.
   */
  header?: boolean | number | undefined;
  /** The cells that are read, such as `B2:F100`, `B:F` or `2:100`; the header is among them. Default: all. */
  range?: string | undefined;
  /**
   * The columns, in order, and their types. They are found by their names in the header; without one, they are those of the
   * range from the left. Default: all columns that have a name or a value, with the types that their cells have.
   */
  schema?: readonly Field[] | undefined;
  /** Only these columns, in this order, with the types that their cells have; found as those of `schema`. Not together with it. */
  columns?: readonly string[] | undefined;
  /**
   * What becomes of a cell that its column cannot hold: reading fails at the first one, or the cell has no value and its row
   * is in the report. Default `'error'`.
   */
  onBadCell?: 'error' | 'null' | undefined;
  /** Rows beyond which reading fails. Default 100,000,000. */
  maxRows?: number | undefined;
  /** What merged cells hold: the value in the first of them, or in all. Default `'first'`. */
  mergedCells?: 'first' | 'all' | undefined;
  /** What a cell with a formula holds: its result, or, but in xls and xlsb, the formula as text, `'=A1+B1'`. Default `'results'`. */
  formulas?: 'results' | 'texts' | undefined;
  /** Leave out hidden rows and columns. Default false. */
  skipHidden?: boolean | undefined;
  /** The time zone of the clock by which dates with a time were written: cells have none. Default `'UTC'`. */
  timeZone?: string | undefined;
}

/** Options of {@link readSheet}. Progress counts bytes of the sheet as it is packed; twice where its types are found first. */
export interface ReadSheetOptions extends SpreadsheetOptions, SheetTableOptions {
  /** Which sheet: its name, or its place from 0. Default: the first one that has cells and is not hidden, else the first that has cells. */
  sheet?: string | number | undefined;
}

const LIMITS = ['maxFileBytes', 'maxEntries', 'maxBytes', 'maxRatio', 'maxCells', 'maxCellBytes'] as const;

/** The names of {@link SpreadsheetOptions}. */
export const SPREADSHEET_OPTIONS = ['password', ...LIMITS, ...TASK_OPTIONS];

const TABLE_OPTIONS = [
  'header',
  'range',
  'schema',
  'columns',
  'onBadCell',
  'maxRows',
  'mergedCells',
  'formulas',
  'skipHidden',
  'timeZone',
] as const;

/** The names of {@link SheetTableOptions}. */
export const SHEET_TABLE_OPTIONS = [...TABLE_OPTIONS, ...TASK_OPTIONS];

/** The names of {@link ReadSheetOptions}. */
export const READ_SHEET_OPTIONS = ['sheet', ...TABLE_OPTIONS, ...SPREADSHEET_OPTIONS];

export const passwordOf = (fields: Fields): string | undefined =>
  fields.optional('password', undefined, workbookPassword);

/** See {@link SpreadsheetOptions}. */
export interface CheckedLimits extends SpreadsheetLimits {
  readonly maxFileBytes: number;
}

export function limitsOf(fields: Fields): CheckedLimits {
  const limit = (name: (typeof LIMITS)[number], otherwise: number) =>
    fields.optional(name, otherwise, integer, 1, Number.MAX_SAFE_INTEGER);
  return {
    maxFileBytes: limit('maxFileBytes', 256 * 1024 * 1024),
    maxEntries: limit('maxEntries', 10_000),
    maxBytes: limit('maxBytes', 1024 * 1024 * 1024),
    maxRatio: limit('maxRatio', 200),
    maxCells: limit('maxCells', 100_000_000),
    maxCellBytes: limit('maxCellBytes', 128 * 1024),
  };
}

/** See {@link SheetTableOptions}. */
export interface CheckedTable {
  readonly header: boolean | number;
  readonly area: Area | undefined;
  readonly schema: readonly Field[] | undefined;
  readonly columns: readonly string[] | undefined;
  readonly onBadCell: OnBadCell;
  readonly maxRows: number;
  readonly repeatsMerged: boolean;
  readonly givesFormulas: boolean;
  readonly skipsHidden: boolean;
  readonly clock: Clock;
  readonly task: Task;
}

export function tableOptions(fields: Fields): CheckedTable {
  const checked: CheckedTable = {
    header: fields.optional('header', true, headerRow),
    area: fields.optional('range', undefined, areaOf),
    schema: fields.optional('schema', undefined, schemaOf),
    columns: fields.optional('columns', undefined, columnNames),
    onBadCell: fields.optional('onBadCell', 'error', onBadCell),
    maxRows: fields.optional('maxRows', MAX_VALUES, integer, 0, 2 ** 31 - 2),
    repeatsMerged: fields.optional('mergedCells', 'first', oneOf, ['first', 'all']) === 'all',
    givesFormulas: fields.optional('formulas', 'results', oneOf, ['results', 'texts']) === 'texts',
    skipsHidden: fields.optional('skipHidden', false, boolean),
    clock: fields.optional('timeZone', clockOf('UTC', ''), clockOf),
    task: taskOptions(fields, 'interactive'),
  };
  const { header, area, schema, columns } = checked;
  if (schema && columns) refuse(fields.path('columns'), 'must not be given with options.schema');
  const isOutside = typeof header === 'number' && area && (header <= area.firstRow || header > area.lastRow + 1);
  if (isOutside) refuse(fields.path('header'), 'must be a row of options.range');
  return checked;
}

const onBadCell = (value: unknown, path: string): OnBadCell => oneOf(value, path, ['error', 'null']);

function refuse(argument: string, must: string): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} ${must}`, { argument });
}

const headerRow = (value: unknown, path: string): boolean | number =>
  typeof value === 'boolean' ? value : integer(value, path, 1, MAX_ROWS);

/** Which sheet: its name or place. */
export const sheetOf = (value: unknown, path: string): string | number =>
  typeof value === 'number' ? integer(value, path, 0, 2 ** 31 - 1) : text(value, path, 1000);
