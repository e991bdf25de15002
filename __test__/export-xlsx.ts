/** Workbooks for tests, and readers of them that are no part of either backend. */
import { export as exporting } from 'clinicore';
import Excel from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';

export type Sheet = exporting.Sheet;
export type Column = Sheet['columns'][number];
type Text = Extract<Column, { type: 'string' }>;

export const write = (
  sheets: readonly (Sheet | exporting.TableSheet)[],
  options?: exporting.XlsxOptions,
  task?: exporting.WriteOptions,
): Promise<Buffer> => exporting.xlsx(sheets, options).toBuffer(task);

/** The parts of a file, by name. */
export const parts = (file: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(file)).map(([name, content]) => [name, strFromU8(content)]));

export const sheetXml = async (...columns: Column[]): Promise<string> =>
  parts(await write([{ name: 'S', columns }]))['xl/worksheets/sheet1.xml'] as string;

/** What a sheet's cells hold in the file, by reference. */
export const rawCells = (xml: string): Record<string, string> =>
  Object.fromEntries(
    [...xml.matchAll(/<c r="([A-Z]+\d+)"[^>]*>.*?<(?:v|t)[^>]*>(.*?)<\//gs)].map(([, r, v]) => [r, v]),
  );

export async function read(file: Buffer): Promise<Excel.Workbook> {
  const workbook = new Excel.Workbook();
  await workbook.xlsx.load(file as never);
  return workbook;
}

export const cellValues = (sheet: Excel.Worksheet | undefined): unknown[][] =>
  ((sheet?.getSheetValues() ?? []) as unknown[][]).slice(1).map((row) => Array.from(row).slice(1));

export const text = (...values: (string | null)[]): Column => ({ type: 'string', header: 'a', values });
export const one = (...columns: Column[]): Sheet[] => [{ name: 'S', columns }];

/** Many rows, so that they are gathered in several batches and written in several pieces. */
export const manyRows = (rows: number): [Text, Column, Column, Text] => [
  { type: 'string', header: 'name', values: Array.from({ length: rows }, (_, i) => `Zoë ${'👓'.repeat(i % 4)} ${i}`) },
  { type: 'float64', header: 'sphere', values: Float64Array.from({ length: rows }, (_, i) => i / 4 - 20) },
  {
    type: 'decimal',
    header: 'total',
    scale: 2,
    values: Array.from({ length: rows }, (_, i) => (i % 3 ? i * 7 : null)),
  },
  { type: 'string', header: 'code', values: Array.from({ length: rows }, (_, i) => (i % 5 ? `00${i}` : '')) },
];
