/** A report's tables as a PDF document. */
import { ClinicoreError } from '../../errors';
import { isRightToLeft, numberFormat, printedDate, printedTime } from '../../pdf/locale';
import type { Block, TableColumn as PdfColumn, PdfDocument, Row } from '../../pdf/model';
import { rendered } from '../../pdf/render';
import type { Task } from '../../task';
import { Turns } from '../../turn';
import type { TableColumn } from '../table/column';
import type { KeptTable } from './kept-tables';
import type { Report } from './options';

/** Columns of a PDF's table. */
const MAX_COLUMNS = 100;
/** Rows that are made between two looks at the clock. */
const STEP = 64;
/** Where a table's blocks begin: after the title. */
const FIRST = 1;
/** Blocks of a table: its name and its rows. */
const BLOCKS = 2;

/**
 * The report as a PDF.
 *
 * @throws ClinicoreError as `pdf.render` does, `details` with `table`'s place in `argument`, `row` and `column`; and
 *   `ERR_LIMIT_EXCEEDED` for more than 100 columns
 */
export async function pdfOf(report: Report, tables: readonly KeptTable[], task: Task): Promise<Buffer> {
  const turns = new Turns(task);
  turns.check();
  const content: Block[] = [{ type: 'heading', level: 1, text: report.title }];
  for (const [at, table] of tables.entries()) {
    content.push({ type: 'heading', level: 2, text: table.name });
    content.push(await tableBlock(table, at, report.language, turns));
  }
  const document: PdfDocument = {
    title: report.title,
    language: report.language,
    ...(report.author !== undefined && { author: report.author }),
    ...(report.created && { created: `${report.created.toISOString().slice(0, 19)}Z` }),
    page: { size: 'A4', orientation: 'landscape' },
    style: { size: 8 },
    content,
    footer: [{ type: 'paragraph', text: [{ field: 'page' }, ' / ', { field: 'pages' }], align: 'end' }],
  };
  try {
    return await rendered(document, { name: 'accessible' }, task);
  } catch (error) {
    throw placed(error);
  }
}

async function tableBlock({ source, seen }: KeptTable, at: number, locale: string, turns: Turns): Promise<Block> {
  const fields = seen.schema;
  if (fields.length > MAX_COLUMNS) throw tooManyColumns(at, fields.length);
  const widths = fields.map(({ name }) => name.length);
  const print = printer(locale);
  const rows: Row[] = [];
  for await (const table of source) {
    for (let row = 0; row < table.length; row++) {
      rows.push(
        table.columns.map((column, index) => {
          const text = print(column, row);
          widths[index] = Math.max(widths[index] as number, text.length);
          return text;
        }),
      );
      if (row % STEP === 0) await turns.take(0, 1);
    }
  }
  const columns = fields.map(
    ({ type }, index): PdfColumn => ({
      // In proportion to their longest text, within reason: what is longer is broken into lines.
      width: `${Math.min(40, Math.max(4, widths[index] as number))}*`,
      align: isNumber(type) ? (isRightToLeft(locale) ? 'start' : 'end') : 'start',
    }),
  );
  return { type: 'table', columns, head: [fields.map(({ name }) => shown(name))], rows, padding: [2, 4] };
}

const isNumber = (type: TableColumn['type']): boolean => ['float64', 'int32', 'int64', 'decimal'].includes(type);

/** How a value is printed. */
function printer(locale: string): (column: TableColumn, row: number) => string {
  const { plain, primaryGroup, secondaryGroup, minimumGrouping } = numberFormat(locale, 'EUR');
  const grouped = (digits: string): string => {
    if (digits.length < primaryGroup + minimumGrouping) return digits;
    let end = digits.length - primaryGroup;
    let text = digits.slice(end);
    for (; end > 0; end -= secondaryGroup)
      text = digits.slice(Math.max(0, end - secondaryGroup), end) + plain.group + text;
    return text;
  };
  const decimal = (text: string): string => {
    const [, sign, whole, fraction, rest] = /^(-?)(\d+)(?:\.(\d+))?(.*)$/.exec(text) ?? [];
    if (whole === undefined || rest) return text;
    return `${sign}${grouped(whole)}${fraction === undefined ? '' : plain.decimal + fraction}`;
  };
  return (column, row) => {
    const value = column.get(row);
    if (value === null) return '';
    switch (column.type) {
      case 'float64':
      case 'decimal':
        return decimal(String(value));
      // Often numbers of records, which are not counted in thousands.
      case 'int32':
      case 'int64':
        return String(value);
      case 'date':
        return printedDate(new Date(`${value}T00:00:00Z`), locale);
      case 'timestamp':
        return printedTime(value as Date, locale);
      default:
        return shown(String(value));
    }
  };
}

/** A text without the control characters that a page cannot show. */
const shown = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ');

/** An error of the document as one of the table that is at fault. */
function placed(error: unknown): unknown {
  if (!(error instanceof ClinicoreError)) return error;
  const { argument = '' } = error.details;
  const [where, block, row, cell] =
    /^document\.content\[(\d+)\](?:\.(?:rows\[(\d+)\]|head\[0\])(?:\.cells)?\[(\d+)\])?[^:]*/.exec(argument) ?? [];
  if (where === undefined || Number(block) < FIRST) return error;
  const path = `content.tables[${Math.floor((Number(block) - FIRST) / BLOCKS)}]`;
  const details = {
    ...error.details,
    argument: path,
    format: 'pdf',
    ...(row !== undefined && { row: Number(row) }),
    ...(cell !== undefined && { column: Number(cell) }),
  };
  return new ClinicoreError(error.code, error.message.replace(argument, `The PDF of ${path}`), details, {
    cause: error,
  });
}

function tooManyColumns(table: number, given: number): ClinicoreError {
  const argument = `content.tables[${table}].table`;
  const message = `${argument} must have at most ${MAX_COLUMNS} columns in a PDF, got ${given}`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument, format: 'pdf', limit: MAX_COLUMNS, given });
}
