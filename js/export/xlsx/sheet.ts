/** The sheets a caller passes in, of columns or of tables each. */
import { ClinicoreError } from '../../errors';
import { boolean, invalid, items, record } from '../../validate';
import type { TableSource } from '../table/source';
import { type CheckedColumn, type Column, checkColumn } from './column';
import { limit, MAX_COLUMNS, MAX_FORMATS, MAX_ROWS, sheetName } from './excel';
import type { CellRange } from './rich/address';
import type { RichProperties } from './rich/sheet';
import { type CheckedTables, checkTables } from './table-sheet';

/** What every sheet of a workbook has. */
export interface SheetBase extends RichProperties {
  /**
   * What its tab says: 1 to 31 characters without `[]:*?/\` or control characters, no apostrophe at either end, not
   * `History`, different from the other sheets' names whatever the case.
   */
  name: string;
  /** Keep the header in sight while the rows scroll. Default true. */
  freezeHeader?: boolean;
  /** Put a filter button on each header, or on the first row of a range. Default true. */
  autoFilter?: boolean | CellRange;
}

/** A sheet of columns of equal length under one header row. */
export interface Sheet extends SheetBase {
  /** 1 to 16,384 columns of at most 1,048,575 values each, unless {@link XlsxOptions.overflow} says otherwise. */
  columns: readonly Column[];
}

/** A sheet of a table, or of tables that come one after the other: a header row of the columns' names, and the rows. */
export interface TableSheet extends SheetBase {
  /**
   * 1 to 16,384 columns whose names are not empty, and at most 1,048,575 rows, unless {@link XlsxOptions.overflow} says
   * otherwise. What Excel cannot hold is refused at its row: NaN and infinities, dates before 1900, `int64` and `decimal` of
   * more than 15 digits. Timestamps are shown in UTC.
   */
  table: TableSource;
  /**
   * Excel number formats such as `#,##0.00` or `dd/mm/yyyy`, by the names of columns. Default: the types' own; see
   * {@link Column}.
   */
  formats?: Readonly<Record<string, string>>;
  /** Widths in characters, 1 to 255, by the names of columns. Default: what fits; see {@link ColumnBase.width}. */
  widths?: Readonly<Record<string, number>>;
}

/** Cells of columns in a workbook: 800 MB of numbers. */
const MAX_CELLS = 100_000_000;
/** Excel sets no limit of its own; this one keeps a mistake from making thousands of parts. */
export const MAX_SHEETS = 255;

/** A sheet whose shape is checked: one of columns, or of tables. */
export interface CheckedSheet {
  readonly name: string;
  readonly freezeHeader: boolean;
  readonly autoFilter: boolean;
  /** Of a sheet of columns. */
  readonly columns: readonly CheckedColumn[] | undefined;
  /** Of a sheet of tables. */
  readonly tables: CheckedTables | undefined;
}

/** Checks everything of the sheets but their values; `overflows`: whether rows may be more than fit a sheet. */
export function checkSheets(value: unknown, overflows: boolean): CheckedSheet[] {
  const maxRows = overflows ? Number.MAX_SAFE_INTEGER : MAX_ROWS;
  const sheets = items(value, 'sheets', MAX_SHEETS, (sheet, path) => checkSheet(sheet, path, maxRows));
  if (sheets.length === 0) invalid('sheets', 'an array of at least one sheet', value);
  different(sheets, (sheet) => sheet.name.toLowerCase(), 'name', 'sheets');

  const cells = sheets.reduce((sum, { columns = [] }) => sum + columns.length * (columns[0]?.length ?? 0), 0);
  limit('sheets', 'cells', cells, MAX_CELLS);
  const columns = sheets.flatMap((sheet) => sheet.columns ?? sheet.tables?.columns ?? []);
  const formats = new Set(columns.map(({ format }) => format).filter(Boolean));
  limit('sheets', 'different number formats', formats.size, MAX_FORMATS);
  return sheets;
}

/** The names of a plain sheet's properties. */
export const SHEET_KEYS = ['name', 'columns', 'table', 'formats', 'widths', 'freezeHeader', 'autoFilter'];

function checkSheet(value: unknown, path: string, maxRows: number): CheckedSheet {
  const fields = record(value, path);
  fields.only(SHEET_KEYS);
  const name = fields.get('name', sheetName);
  const tables = checkTables(fields, maxRows);
  return {
    name,
    tables,
    columns: tables ? undefined : fields.get('columns', checkColumns, maxRows),
    freezeHeader: fields.optional('freezeHeader', true, boolean),
    autoFilter: fields.optional('autoFilter', true, boolean),
  };
}

export function checkColumns(value: unknown, path: string, maxRows: number): CheckedColumn[] {
  const columns = items(value, path, MAX_COLUMNS, (column, at) => checkColumn(column, at, maxRows));
  if (columns.length === 0) invalid(path, 'an array of at least one column', value);
  different(columns, ({ header }) => header, 'header', path);
  const rows = columns[0]?.length ?? 0;
  const odd = columns.find(({ length }) => length !== rows);
  if (odd !== undefined) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${odd.path} must have ${rows} values as ${path}[0].values has, got ${odd.length}`,
      { argument: odd.path, required: rows, given: odd.length },
    );
  }
  return columns;
}

/** Refuses the second of two items that have the same key. */
export function different<T>(list: readonly T[], key: (item: T) => string, property: string, path: string): void {
  const first = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const twin = first.get(key(item));
    if (twin !== undefined) {
      const argument = `${path}[${index}].${property}`;
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must differ from ${path}[${twin}].${property}`, {
        argument,
      });
    }
    first.set(key(item), index);
  }
}
