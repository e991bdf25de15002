/** Workbooks and their sheets: `openWorkbook`, `readSheet`. */

import { type BytesInput, byteSource } from '../../bytes';
import type { SheetInfoMessage } from '../../contract/sheet';
import { ClinicoreError } from '../../errors';
import { named, showAs } from '../../inspect';
import { taskOptions } from '../../task';
import { optionalRecord } from '../../validate';
import { Shared } from '../shared';
import { cellsOf, cellsOptions, type SheetCell, type SheetCellsOptions } from './cells';
import { type OpenFile, openFile } from './file';
import {
  limitsOf,
  passwordOf,
  READ_SHEET_OPTIONS,
  type ReadSheetOptions,
  SHEET_TABLE_OPTIONS,
  type SheetTableOptions,
  SPREADSHEET_OPTIONS,
  type SpreadsheetOptions,
  sheetOf,
  tableOptions,
} from './options';
import { Reading, type SheetReader } from './reader';

/** What a workbook says of a sheet. */
export interface SheetInfo {
  /** What its tab says. */
  readonly name: string;
  /** What it is. Charts and dialogs have no cells; macros are those of Excel 4. */
  readonly kind: 'worksheet' | 'chart' | 'dialog' | 'macro';
  /** Whether its tab is not shown. */
  readonly isHidden: boolean;
  /** Where its cells are, as the file says, such as `A1:J500`; it may be wrong. Undefined where it does not say. */
  readonly dimensions: string | undefined;
}

/** A workbook in memory. */
export class Workbook {
  /** What it is written in, told by its content; xlsm is xlsx with macros. */
  readonly format: 'xlsx' | 'xlsb' | 'xls' | 'ods';
  /** Its sheets, in order. */
  readonly sheets: readonly SheetInfo[];
  readonly #file: OpenFile;
  #isClosed = false;

  /** @internal */
  constructor(file: OpenFile) {
    this.#file = file;
    this.format = file.message.format;
    this.sheets = Object.freeze(file.message.sheets.map(infoOf));
  }

  /**
   * A sheet as a table; see {@link readSheet}.
   *
   * @param nameOrIndex its name, or its place from 0
   * @param options what is read of it, and as what
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if there is none
   *
   * @example
   * const prices = await workbook.sheet('Prices', { range: 'B2:F100' }).toTable();
   */
  sheet(nameOrIndex: string | number, options?: SheetTableOptions): SheetReader {
    const sheet = this.#find(nameOrIndex);
    const checked = tableOptions(optionalRecord(options, 'options').only(SHEET_TABLE_OPTIONS));
    return new Reading(async () => ({ file: this.#openFile(), sheet }), checked);
  }

  /**
   * The cells of a sheet that have a value, row by row, in chunks.
   *
   * @param nameOrIndex its name, or its place from 0
   * @param options what is read of it, and as what
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if there is none; then as reading does
   *
   * @example
   * for await (const cells of workbook.cells(0)) for (const { address, type, value } of cells) inspect(address, type, value);
   */
  cells(nameOrIndex: string | number, options?: SheetCellsOptions): AsyncIterable<readonly SheetCell[]> {
    const sheet = this.#find(nameOrIndex);
    const checked = cellsOptions(options);
    return { [Symbol.asyncIterator]: () => cellsOf(this.#openFile(), sheet, checked) };
  }

  /** Lets go of its memory; what is being read is read to its end. Not needed: the garbage collector does so too. */
  close(): void {
    this.#isClosed = true;
    this.#file.file.close();
  }

  #openFile(): OpenFile {
    if (this.#isClosed) throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'The workbook is closed');
    return this.#file;
  }

  #find(nameOrIndex: unknown): number {
    return findSheet(this.#file, sheetOf(nameOrIndex, 'nameOrIndex'), 'nameOrIndex');
  }
}
showAs(Workbook, ({ format, sheets }) => named('Workbook', { format, sheets: sheets.length }));

const infoOf = ({ name, kind, isHidden, dimensions }: SheetInfoMessage): SheetInfo =>
  Object.freeze({ name, kind, isHidden, dimensions });

/** The place of a sheet. */
function findSheet({ message: { sheets } }: OpenFile, sheet: string | number, path: string): number {
  const place = typeof sheet === 'number' ? sheet : sheets.findIndex(({ name }) => name === sheet);
  if (place >= 0 && place < sheets.length) return place;
  const message = `${path} must be the name of a sheet of the workbook, or a place from 0 to ${sheets.length - 1}`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
}

/** The first sheet that has cells and can be seen, else the first that has cells. */
function firstSheet({ message: { sheets } }: OpenFile): number {
  const hasCells = ({ kind }: SheetInfoMessage) => kind === 'worksheet' || kind === 'macro';
  const visible = sheets.findIndex((sheet) => hasCells(sheet) && !sheet.isHidden);
  const place = visible < 0 ? sheets.findIndex(hasCells) : visible;
  if (place < 0) throw new ClinicoreError('ERR_MALFORMED_INPUT', 'The workbook has no sheet with cells');
  return place;
}

/**
 * Opens a workbook: xlsx, xlsm, xlsb, xls (Excel 5 to 2003) or ods, told by its content, not its name. Its bytes are kept in
 * memory; sheets are unpacked as they are read.
 *
 * @param source the file: bytes, a path, a stream
 * @param options password, limits, abort, lane
 * @returns the workbook
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (another kind of file, or a damaged one), `ERR_UNSUPPORTED`
 *   (ods and xls that are encrypted), `ERR_AUTHENTICATION_FAILED` (another password, or changed content),
 *   `ERR_LIMIT_EXCEEDED` (`details.option`), `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`, `ERR_INVALID_ARGUMENT` (also one that is
 *   encrypted, without `password`)
 *
 * @example
 * const workbook = await clinicore.export.openWorkbook(upload);
 * for (const { name, kind, isHidden, dimensions } of workbook.sheets) console.log(name, kind, isHidden, dimensions);
 * const { length } = await workbook.sheet('Prices').toTable();
 */
export async function openWorkbook(source: BytesInput, options?: SpreadsheetOptions): Promise<Workbook> {
  const fields = optionalRecord(options, 'options').only(SPREADSHEET_OPTIONS);
  const limits = limitsOf(fields);
  const password = passwordOf(fields);
  const task = taskOptions(fields, 'interactive');
  return new Workbook(await openFile(byteSource(source, 'source'), limits, password, task));
}

/**
 * Reads a sheet of a workbook as a table: as tables of some thousand rows each, or with `toTable()` as one.
 *
 * What a cell holds says its number format as much as its value:
 *
 * | cell | as a column of its own kind | in a column of texts |
 * |---|---|---|
 * | number | `int32` if all are, else `float64` | as it prints |
 * | text | `string`; `'12.30'`, `'2026-01-31'`, `'true'` as `tableFrom` takes them, `'00123'` stays text | |
 * | TRUE, FALSE | `boolean` | `'true'`, `'false'` |
 * | a number shown as a date | `date` | `'2026-01-31'` |
 * | a number shown as date and time | `timestamp`, in `timeZone`, to the millisecond, as Excel rounds | `'2026-01-31T12:30:00.000Z'` |
 * | a number shown as a time of day, or as `[h]:mm` | `string`: `'08:30:00'`, `'26:15:00'`; seconds in columns of numbers by a schema | |
 * | an error such as #N/A | no value; its row is in `report()` | |
 *
 * Columns get their types as {@link tableFrom} gives them, from all cells of the sheet; with a `schema` it is read only once,
 * and each cell must be of its column's type: a date for a `date`, a date or a date with time for a `timestamp`, for a
 * `decimal` a number as Excel shows it, with 15 digits. A column of texts takes every cell. Rows without cells
 * before the first row, and behind the last one, are left out; those between have no values.
 *
 * @param source the file: bytes, which are left alone until it is open, a path, a stream
 * @param options which sheet, header, range, schema, password, limits, abort, progress, lane
 * @returns the reader, which opens the file when it is first asked for something
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; and as rejections of the reader what {@link openWorkbook} does, and
 *   `ERR_MALFORMED_INPUT` for a cell that its column cannot hold (`details` has `sheet`, `row` and `column` of the table, from 0; the
 *   message its address, never its content) or a column of the schema that is not in the header; of damage within a cell `row`
 *   and `column` are those of the sheet, from 0
 *
 * @example
 * const reader = clinicore.export.readSheet('prices.xlsx', {
 *   schema: [{ name: 'article', type: 'string' }, { name: 'price', type: 'decimal', scale: 2 }],
 *   onBadCell: 'null',
 * });
 * for await (const table of reader) await insert(table.rows());
 * for (const { letters, disagreeing, errors } of await reader.report()) console.warn(letters, disagreeing.rows, errors.rows);
 */
export function readSheet(source: BytesInput, options?: ReadSheetOptions): SheetReader {
  const fields = optionalRecord(options, 'options').only(READ_SHEET_OPTIONS);
  const limits = limitsOf(fields);
  const password = passwordOf(fields);
  const which = fields.optional('sheet', undefined, sheetOf);
  const checked = tableOptions(fields);
  const bytes = byteSource(source, 'source');
  const opening = new Shared(async (task) => {
    const file = await openFile(bytes, limits, password, task);
    return { file, sheet: which === undefined ? firstSheet(file) : findSheet(file, which, 'options.sheet') };
  });
  return new Reading((task) => opening.join(task), checked);
}
