/** Workbooks out of sheets. */
import { type Output, outputOf } from '../../output';
import type { Task } from '../../task';
import { optionalRecord } from '../../validate';
import { writeBulk } from './bulk/write';
import { encrypted } from './encryption/encrypt';
import { workbookPassword } from './encryption/password';
import type { XlsxOptions } from './options';
import type { CellSheet } from './rich/sheet';
import { sourcesOf } from './rich/whole-tables';
import { checkRich, isRich, RICH_OPTIONS } from './rich/workbook';
import { writeRich, writeWithSources } from './rich/write';
import type { Sheet, TableSheet } from './sheet';
import { checkWorkbook, OPTIONS } from './workbook';

/**
 * Writes an Excel workbook (.xlsx) from tables or columns: typed cells, number formats, a header that stays in sight,
 * filters.
 *
 * Rows become a file on the pool, a few thousand at a time, on all its threads, and only as fast as the file is taken: of
 * tables that come one after the other any number can be written in bounded memory. No cell is ever written to a temporary
 * file. The same rows give the same bytes, however they are cut into tables and whatever takes the bytes (on the same backend
 * and Node version); with a `password` they differ, as they must.
 *
 * All but the rows is read by this call. They are read when bytes are asked for, in batches of about 2 ms, so that the event
 * loop stays free: leave arrays alone until then. A value changed meanwhile may be in the file in its old or its new state; a
 * column whose length changes is refused. Where a sheet has styles, charts and the like (`RichProperties`), tables that come
 * one after the other are held in memory, and all but the form of the options is checked when they are there: only then is
 * known how far they reach.
 *
 * @param sheets 1 to 255 sheets, of columns (100 million cells in all) or of tables
 * @param options what the file tells about itself, formula protection, rows that do not fit, password
 * @returns the file, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts rows, of a total of
 *   `Infinity` until the number of rows is known
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` and `ERR_LIMIT_EXCEEDED` for sheets and options of the wrong form, columns of
 *   different lengths, names that Excel refuses, more columns than it holds; and while the file is made
 *   `ERR_INVALID_ARGUMENT` for a value that its column's type cannot hold (NaN, infinities, dates before 1900, lone
 *   surrogates) and tables of different columns, `ERR_LIMIT_EXCEEDED` for more rows or characters than Excel holds; `details`
 *   has `sheet`, `column` and `row`, from 0, the header not counted; `ERR_IO` (a source failed), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const file = clinicore.export.xlsx([
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
 * response.type('xlsx').send(await file.toBuffer());
 *
 * @example
 * const table = clinicore.export.tablesFrom(db.cursor('select * from ledger'), { schema });
 * const ledger = clinicore.export.xlsx([{ name: 'Ledger', table, formats: { total: '#,##0.00' } }]);
 * await pipeline(ledger.toStream(), response.type('xlsx')); // of node:stream/promises
 */
export function xlsx(sheets: readonly (Sheet | TableSheet | CellSheet)[], options: XlsxOptions = {}): Output {
  const fields = optionalRecord(options, 'options').only([...OPTIONS, ...RICH_OPTIONS]);
  if (isRich(sheets, fields)) {
    const sources = sourcesOf(sheets);
    if (sources.size > 0) {
      const list = [...sheets];
      const password = fields.optional('password', undefined, workbookPassword);
      return outputOf((task) => sealed(writeWithSources(list, sources, fields, task), password, task), 'bulk');
    }
    const rich = checkRich(sheets, fields);
    return outputOf((task) => sealed(writeRich(rich, task), rich.password, task), 'bulk');
  }
  const workbook = checkWorkbook(sheets, options);
  return outputOf((task) => sealed(writeBulk(workbook, task), workbook.password, task), 'bulk');
}

/** The file, encrypted where it has a password. */
const sealed = (
  file: AsyncIterable<Uint8Array>,
  password: string | undefined,
  task: Task,
): AsyncIterable<Uint8Array> => (password === undefined ? file : encrypted(file, password, task));
