import { ClinicoreError } from 'clinicore';
import {
  type ColumnReport,
  type CsvReject,
  type Field,
  readCsv,
  readSheet,
  type SheetColumnReport,
  type Table,
  type TableColumn,
} from 'clinicore/export';
import { PRICE_LIST } from '../lists/products.js';
import { Problem } from '../problem.js';
import type { PriceFile, PriceRow, Product, RowProblem } from './priceFile.js';

const MIB = 2 ** 20;
/** The largest file that is taken. */
export const MAX_FILE_BYTES = 8 * MIB;
const MAX_ROWS = 10_000;

/** How to read a price list. */
export interface Reading {
  /** The end of the file's name, which says what it is meant to be. */
  extension: string;
  /** Whether decimals in CSV have a comma. */
  decimalComma: boolean;
  signal: AbortSignal;
}

/** The columns. Prices are read as decimals: 12.905 is refused, not rounded. */
const schema: Field[] = Object.entries(PRICE_LIST).map(([key, name]) =>
  key === 'unitPrice' || key === 'taxRate' ? { name, type: 'decimal', scale: 2 } : { name, type: 'string' },
);

/** The header is row 1. */
const FIRST_ROW = 2;

/**
 * Reads a price list: rows and cells that cannot be read are problems of their own. The file is from outside, so all it may
 * cost has a limit.
 *
 * @throws Problem, ClinicoreError if the file as a whole cannot be read
 */
export async function readPrices(file: Buffer, { extension, ...how }: Reading): Promise<PriceFile> {
  try {
    if (extension === '.csv') return await readAsCsv(file, how);
    if (SHEETS.includes(extension)) return await readAsSheet(file, how);
  } catch (error) {
    throw ofTheFile(error);
  }
  const kinds = [...SHEETS, '.csv'].join(', ');
  throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', `The file's name must end in one of ${kinds}`);
}

const SHEETS = ['.xlsx', '.xlsm', '.xlsb', '.xls', '.ods'];

async function readAsCsv(file: Buffer, { decimalComma, signal }: Omit<Reading, 'extension'>): Promise<PriceFile> {
  const reader = readCsv(file, {
    ...{ schema, header: true, decimalComma, signal },
    // Mended, they keep their place, so that the rows can still be counted.
    ...{ onBadRow: 'keep', onBadCell: 'null' },
    ...{ maxRows: MAX_ROWS, maxColumns: 200, maxCellBytes: 32_768, maxRejects: MAX_ROWS },
  });
  const table = await reader.toTable();
  const { columns, rejects } = reader.report();
  const { rows, problems } = rowsOf(table, columns);
  return { rows, problems: [...rejects.rows.map(flawOf), ...problems] };
}

async function readAsSheet(file: Buffer, { signal }: Omit<Reading, 'extension'>): Promise<PriceFile> {
  const reader = readSheet(file, {
    // The first row and no other, so that rows have the numbers that they have in the sheet.
    ...{ schema, header: 1, onBadCell: 'null', signal },
    ...{ maxRows: MAX_ROWS, maxCells: 500_000, maxCellBytes: 32_768 },
    ...{ maxFileBytes: MAX_FILE_BYTES, maxBytes: 64 * MIB, maxEntries: 1000 },
  });
  return rowsOf(await reader.toTable(), await reader.report());
}

/** A row of CSV that is not as it should be. */
const flawOf = ({ row, line, reason }: CsvReject): RowProblem => ({
  row: (row ?? 0) + FIRST_ROW,
  reason: `${FLAWS[reason]} (line ${line})`,
});

const FLAWS: Record<CsvReject['reason'], string> = {
  fewCells: 'has fewer cells than the header',
  manyCells: 'has more cells than the header',
  quote: 'has text after a closing quote',
  unclosed: 'has a quote that is not closed',
  encoding: 'has characters that cannot be read',
};

type Report = readonly (ColumnReport | SheetColumnReport)[];

/** The rows that are not empty, and the cells that could not be read. */
function rowsOf(table: Table, report: Report): PriceFile {
  const rows: PriceRow[] = [];
  const problems: RowProblem[] = [];
  const unreadable = report.map(unreadableIn);
  for (let at = 0; at < table.length; at++) {
    const row = at + FIRST_ROW;
    const cells = table.columns.map((column) => cellAt(column, at));
    const bad = schema.filter((_, column) => unreadable[column]?.(at, cells[column] === null));
    problems.push(...bad.map((field) => ({ row, column: field.name, reason: 'cannot be read' })));
    if (bad.length === 0 && cells.every((cell) => cell === null)) continue;
    rows.push({ row, ...Object.fromEntries(KEYS.map((key, column) => [key, cells[column]])) } as PriceRow);
  }
  return { rows, problems };
}

const KEYS = Object.keys(PRICE_LIST) as (keyof Product)[];

/** A cell's text, or its decimal in units of its last digit; `null` where there is nothing. */
function cellAt(column: TableColumn, row: number): string | number | null {
  const value = column.get(row);
  if (value === null) return null;
  return column.type === 'decimal' ? Number(column.values[row]) : String(value).trim() || null;
}

/** Whether a cell of a column could not be read; or may not have been, since a report lists only the first ones. */
function unreadableIn(column: Report[number]): (row: number, isEmpty: boolean) => boolean {
  const lists = [column.disagreeing, ...('errors' in column ? [column.errors] : [])];
  return (row, isEmpty) =>
    lists.some(
      ({ count, rows }) =>
        rows.includes(row) || (isEmpty && count > rows.length && row > (rows.at(-1) ?? Number.NEGATIVE_INFINITY)),
    );
}

/** What is wrong with a file as a whole, in words for whoever uploaded it. */
function ofTheFile(error: unknown): unknown {
  if (!(error instanceof ClinicoreError)) return error;
  const [, place] = /^options\.schema\[(\d+)\]/.exec(String(error.details.argument)) ?? [];
  const missing = error.code === 'ERR_MALFORMED_INPUT' ? schema[Number(place)] : undefined;
  if (missing) return new Problem('ERR_MALFORMED_INPUT', `The first row has no column "${missing.name}"`);
  if (error.details.argument === 'options.password') {
    return new Problem('ERR_UNSUPPORTED', 'The workbook is encrypted: save it without a password');
  }
  // The clinic's own arguments are right.
  return error.code === 'ERR_INVALID_ARGUMENT' ? new Problem('ERR_MALFORMED_INPUT', 'The file cannot be read') : error;
}
