/** Workbooks out of sheets. */
import type { SheetMessage, Table } from '../../contract/export';
import { takeIn } from '../../intake';
import { run, TASK_OPTIONS, taskOptions } from '../../task';
import { boolean, optionalRecord } from '../../validate';
import { CELLS } from './cell';
import { defaultWidth, documentText, documentTime } from './excel';
import { gather } from './gather';
import type { XlsxOptions } from './options';
import { type CheckedSheet, checkSheets, type Sheet, type TableSheet } from './sheet';

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
async function gatherAll(sheets: CheckedSheet[], tables: Table[], goOn: () => void): Promise<SheetMessage[]> {
  const messages: SheetMessage[] = [];
  try {
    for (const [index, sheet] of sheets.entries()) {
      const longest = await gather(sheet.columns, index, tables[index] as Table, goOn);
      messages.push(message(sheet, longest));
    }
  } catch (error) {
    for (const table of tables) table.clear();
    throw error;
  }
  return messages;
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
