import { tableFromIPC } from 'apache-arrow';
import ExcelJS from 'exceljs';
import { decompress } from 'fzstd';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, removeFolders, seededFolder } from './clinic';
import { csvRows } from './csv';

afterAll(removeFolders);

type Cells = Record<string, unknown>;

/** Readers of other makers: rows by the names of their columns, days as Dates. */
const readers: Record<string, (file: ArrayBuffer) => Promise<Cells[]>> = {
  async xlsx(file) {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file);
    const [header = [], ...rows] = (workbook.worksheets[0] as ExcelJS.Worksheet)
      .getSheetValues()
      .slice(1) as unknown[][];
    return rows.map((row) => Object.fromEntries(header.slice(1).map((name, at) => [name, row[at + 1] ?? null])));
  },
  async csv(file) {
    const text = Buffer.from(file).toString('utf8');
    // As Excel wants it to take the rest for UTF-8.
    expect(text[0]).toBe('\uFEFF');
    const [header = [], ...rows] = csvRows(text.slice(1));
    return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, csvCell(row[at] as string)])));
  },
  parquet: (file) => {
    const ZSTD = (bytes: Uint8Array, length: number) => decompress(bytes, new Uint8Array(length));
    return parquetReadObjects({ file, compressors: { ZSTD } });
  },
  async arrow(file) {
    const table = tableFromIPC(new Uint8Array(file));
    const names = table.schema.fields.map(({ name }) => name);
    const cell = (name: string, row: number) => {
      const value = table.getChild(name)?.get(row) ?? null;
      return value !== null && ['Issued', 'Due', 'Paid'].includes(name) ? new Date(value as number) : value;
    };
    return Array.from({ length: table.numRows }, (_, row) =>
      Object.fromEntries(names.map((name) => [name, cell(name, row)])),
    );
  },
};

const csvCell = (text: string) => {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return new Date(text);
  return /^\d+\.\d\d$/.test(text) ? Number(text) : text;
};

/** Arrow's decimals are whole units, of 128 bits; the other readers make numbers of them. */
const centsOf = (value: unknown): number =>
  typeof value === 'number'
    ? Math.round(value * 100)
    : Number((value as { [Symbol.toPrimitive](): unknown }).valueOf());

describe.each(backends)('lists on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
  });
  afterAll(() => clinic?.stop());

  it.each([
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['csv', 'text/csv; charset=utf-8'],
    ['parquet', 'application/vnd.apache.parquet'],
    ['arrow', 'application/vnd.apache.arrow.file'],
  ])('are read by another program as %s', async (format, type) => {
    const response = await clinic.fetch(`/exports/invoices.${format}?from=2024-01-01&to=2024-01-31`, { as: 'maria' });
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="invoices.${format}"`);
    const rows = (await readers[format]?.(await response.arrayBuffer())) ?? [];
    // Worked out by hand from the lines of the seeded invoice 1: 1,117.70 net at 19 %.
    const { Net, Tax, Gross, ...cells } = rows[0] as Cells;
    expect(cells).toEqual({
      Number: 'INV-2024-00001',
      Issued: new Date('2024-01-01'),
      Due: new Date('2024-01-15'),
      Paid: new Date('2024-01-13'),
      Record: 'P-00053',
      Patient: 'Čeněk Nováková',
      Currency: 'EUR',
    });
    expect([Net, Tax, Gross].map(centsOf)).toEqual([111_770, 21_236, 133_006]);
    for (const row of rows) expect(centsOf(row.Gross)).toBe(centsOf(row.Net) + centsOf(row.Tax));
    expect(new Set(rows.map((row) => row.Number)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(100);
  });
});
