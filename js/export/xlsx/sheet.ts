/** The sheets a caller passes in, of columns or of a table each. */
import { ClinicoreError } from '../../errors';
import { boolean, type Fields, invalid, items, record } from '../../validate';
import type { Table } from '../table/table';
import { type CheckedColumn, type Column, checkColumn } from './column';
import { MAX_COLUMNS, MAX_FORMATS, sheetName } from './excel';
import { checkFormats, checkTable, tableColumns } from './table-sheet';

/** What every sheet of a workbook has. */
export interface SheetBase {
  /**
   * What its tab says: 1 to 31 characters without `[]:*?/\` or control characters, no apostrophe at either end, not
   * `History`, different from the other sheets' names whatever the case.
   */
  name: string;
  /** Keep the header in sight while the rows scroll. Default true. */
  freezeHeader?: boolean;
  /** Put a filter button on each header. Default true. */
  autoFilter?: boolean;
}

/** A sheet of columns of equal length under one header row. */
export interface Sheet extends SheetBase {
  /** 1 to 16,384 columns of at most 1,048,575 values each. */
  columns: readonly Column[];
}

/** A sheet of a table: a header row of its columns' names, and its rows. */
export interface TableSheet extends SheetBase {
  /**
   * 1 to 16,384 columns whose names are not empty, and at most 1,048,575 rows. What Excel cannot hold is refused at its
   * row: NaN and infinities, dates before 1900, `int64` and `decimal` of more than 15 digits. Timestamps are shown in UTC.
   */
  table: Table;
  /**
   * Excel number formats such as `#,##0.00` or `dd/mm/yyyy`, by the names of columns. Default: the types' own; see
   * {@link Column}.
   */
  formats?: Readonly<Record<string, string>>;
}

/** Cells in a workbook: 800 MB of numbers. */
const MAX_CELLS = 100_000_000;
/** As many as the Rust crate takes. */
const MAX_SHEETS = 255;

/** A sheet whose shape is checked. */
export interface CheckedSheet {
  readonly name: string;
  readonly columns: readonly CheckedColumn[];
  readonly freezeHeader: boolean;
  readonly autoFilter: boolean;
}

/** Checks everything of the sheets but their values. */
export function checkSheets(value: unknown): CheckedSheet[] {
  const sheets = items(value, 'sheets', MAX_SHEETS, checkSheet);
  if (sheets.length === 0) invalid('sheets', 'an array of at least one sheet', value);
  different(sheets, (sheet) => sheet.name.toLowerCase(), 'name', 'sheets');

  const cells = sheets.reduce((sum, { columns }) => sum + columns.length * (columns[0]?.length ?? 0), 0);
  limit('sheets', 'cells', cells, MAX_CELLS);
  const formats = new Set(sheets.flatMap(({ columns }) => columns.map(({ format }) => format)).filter(Boolean));
  limit('sheets', 'different number formats', formats.size, MAX_FORMATS);
  return sheets;
}

function checkSheet(value: unknown, path: string): CheckedSheet {
  const fields = record(value, path).only(['name', 'columns', 'table', 'formats', 'freezeHeader', 'autoFilter']);
  return {
    name: fields.get('name', sheetName),
    columns: sheetColumns(fields),
    freezeHeader: fields.optional('freezeHeader', true, boolean),
    autoFilter: fields.optional('autoFilter', true, boolean),
  };
}

/** The columns of a sheet that has them, or of its table. */
function sheetColumns(fields: Fields): CheckedColumn[] {
  const table = fields.optional('table', undefined, checkTable);
  if (table === undefined) {
    fields.optional('formats', undefined, (value, path) => invalid(path, 'left out, but for a table', value));
    return fields.get('columns', checkColumns);
  }
  fields.optional('columns', undefined, (value, path) => invalid(path, 'left out beside a table', value));
  const formats = fields.optional('formats', new Map<string, string>(), checkFormats, table);
  return tableColumns(table, formats, fields.path('table'));
}

function checkColumns(value: unknown, path: string): CheckedColumn[] {
  const columns = items(value, path, MAX_COLUMNS, checkColumn);
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
function different<T>(list: readonly T[], key: (item: T) => string, property: string, path: string): void {
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

function limit(path: string, what: string, given: number, most: number): void {
  if (given <= most) return;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must have at most ${most} ${what}, got ${given}`, {
    argument: path,
    limit: most,
    given,
  });
}
