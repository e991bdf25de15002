/**
 * Tables to files: `clinicore/export`.
 *
 * @module
 */
import type { SheetMessage, Table as SheetTable } from './contract/export';
import { ClinicoreError } from './errors';
import { CELLS } from './export/cell';
import { type CheckedColumn, type Column, checkColumn } from './export/column';
import { defaultWidth, documentText, documentTime, MAX_COLUMNS, MAX_FORMATS, sheetName } from './export/excel';
import { gather } from './export/gather';
import type { Table as ColumnarTable } from './export/table/table';
import { checkFormats, checkTable, tableColumns } from './export/table-sheet';
import { takeIn } from './intake';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from './task';
import { boolean, type Fields, invalid, items, optionalRecord, record } from './validate';

export type { CompressionFormat } from './contract/compression';
export type {
  BooleanColumn,
  Column,
  ColumnBase,
  DateColumn,
  DecimalColumn,
  Float64Column,
  Int32Column,
  StringColumn,
  TimestampColumn,
} from './export/column';
export { compress } from './export/compression/compress';
export { decompress } from './export/compression/decompress';
export type {
  CompressionOptions,
  CompressOptions,
  CompressStreamOptions,
  DecompressionOptions,
  DecompressOptions,
  DecompressStreamOptions,
} from './export/compression/options';
export {
  type CompressManyOptions,
  compressMany,
  type DecompressManyOptions,
  decompressMany,
  type TrainDictionaryOptions,
  trainDictionary,
} from './export/compression/records';
export { compressStream, decompressStream } from './export/compression/stream';
export type { TableColumn, TableColumnOf } from './export/table/column';
export type { ColumnBuffers, ColumnType, ColumnValues, Field } from './export/table/column-type';
export { type Row, type Rows, type TableFromOptions, type TableFromResult, tableFrom } from './export/table/from';
export {
  type ColumnInput,
  type ColumnInputOf,
  type ColumnItems,
  type TableOfOptions,
  tableOf,
} from './export/table/of';
export type { ColumnReport, RowList } from './export/table/report';
export type { RowsOptions, TableRow } from './export/table/table';

/** A table, as {@link tableFrom} and {@link tableOf} make it. Of the class only the type is public: there is no other way to one. */
export type Table = ColumnarTable;

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

/** Options of {@link xlsx}. Default lane: `bulk`. Progress counts rows. */
export interface XlsxOptions extends TaskOptions {
  /**
   * Mark texts that begin like a formula (with `=`, `+`, `-`, `@`, a full-width form of these, a tab, a line break or
   * NUL) with Excel's own quote prefix. No text is ever a formula in the file; the mark keeps it text when someone
   * edits the cell. Values are unchanged, numbers untouched. Default true.
   */
  escapeFormulas?: boolean;
  /** The document's title. Default: none. */
  title?: string;
  /** Who made the document. Default: none. */
  author?: string;
  /** When the document was made. Default: none, so that the same sheets give the same bytes. */
  created?: Date;
}

/** Cells in a workbook: 800 MB of numbers. */
const MAX_CELLS = 100_000_000;
/** As many as the Rust crate takes. */
const MAX_SHEETS = 255;

/**
 * Writes an Excel workbook (.xlsx) from columns: typed cells, number formats, a header that stays in sight, filters.
 *
 * Everything happens in memory: no cell is ever written to a temporary file. The same arguments give the same bytes
 * (on the same backend and Node version).
 *
 * All but the values is read before the call returns its promise. The values are read in order, the first rows at
 * once and the others in batches of about 2 ms, so that the event loop stays free: leave the arrays alone until the
 * promise settles. While they are read, the call counts as one that waits: when too many do, the next is refused before
 * it reads any. A value changed meanwhile may be in the file in its old or its new state; a column whose length
 * changes is refused.
 *
 * @param sheets 1 to 255 sheets, of columns or of a table each, 100 million cells in all
 * @param options what the file tells about itself, formula protection, abort, progress, lane
 * @returns the file
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` for a value that its column's type cannot hold (NaN,
 *   infinities, dates before 1900, lone surrogates), columns of different lengths, names that Excel refuses;
 *   `ERR_LIMIT_EXCEEDED` for more rows, columns or characters than Excel holds; `details` has `sheet`, `column` and
 *   `row`, from 0, the header not counted. `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const file = await clinicore.export.xlsx([
 *   {
 *     name: 'Invoices',
 *     columns: [
 *       { type: 'string', header: 'Number', values: ['A-1001', 'A-1002'] },
 *       { type: 'date', header: 'Date', values: ['2026-01-30', '2026-01-31'], format: 'dd/mm/yyyy' },
 *       { type: 'decimal', header: 'Total', scale: 2, values: [123400, 5000n], format: '#,##0.00' },
 *       { type: 'boolean', header: 'Paid', values: [true, null] },
 *     ],
 *   },
 * ]);
 * response.type('xlsx').send(file);
 *
 * @example
 * const { table } = await clinicore.export.tableFrom(await db.query('select * from invoices'));
 * const ledger = await clinicore.export.xlsx([{ name: 'Ledger', table, formats: { total: '#,##0.00' } }]);
 */
export async function xlsx(sheets: readonly (Sheet | TableSheet)[], options: XlsxOptions = {}): Promise<Buffer> {
  const fields = optionalRecord(options, 'options');
  fields.only(['escapeFormulas', 'title', 'author', 'created', ...TASK_OPTIONS]);
  const task = taskOptions(fields, 'bulk');
  const workbook = {
    escapeFormulas: fields.optional('escapeFormulas', true, boolean),
    title: fields.optional('title', '', documentText),
    author: fields.optional('author', '', documentText),
    created: fields.optional('created', '', documentTime),
  };
  const checked = checkSheets(sheets);

  return run(task, ({ exporting, pool }, job) => {
    const tables = checked.map(() => new exporting.Table());
    const read = () => gatherAll(checked, tables, () => task.signal?.throwIfAborted());
    const write = (messages: SheetMessage[]) => exporting.xlsx({ ...workbook, sheets: messages }, tables, job);
    return takeIn(pool, read, write).then(asBuffer);
  });
}

/** Moves every sheet's rows into its table. */
async function gatherAll(sheets: CheckedSheet[], tables: SheetTable[], goOn: () => void): Promise<SheetMessage[]> {
  const messages: SheetMessage[] = [];
  try {
    for (const [index, sheet] of sheets.entries()) {
      const longest = await gather(sheet.columns, index, tables[index] as SheetTable, goOn);
      messages.push(message(sheet, longest));
    }
  } catch (error) {
    for (const table of tables) table.clear();
    throw error;
  }
  return messages;
}

interface CheckedSheet {
  readonly name: string;
  readonly columns: readonly CheckedColumn[];
  readonly freezeHeader: boolean;
  readonly autoFilter: boolean;
}

function checkSheets(value: unknown): CheckedSheet[] {
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

function message(sheet: CheckedSheet, longest: number[]): SheetMessage {
  const columns = sheet.columns.map(({ type, header, scale, format, width }, index) => ({
    header,
    kind: CELLS[type].kind,
    scale,
    format,
    width: width ?? defaultWidth(header, format, longest[index] ?? 0),
  }));
  return { name: sheet.name, columns, freezeHeader: sheet.freezeHeader, autoFilter: sheet.autoFilter };
}

/** The bytes as a Buffer, not copied. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
