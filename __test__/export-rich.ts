/** Rich workbooks for tests, and readers of them that are no part of either backend. */
import { deflateSync } from 'node:zlib';
import { export as exporting } from 'clinicore';
import Excel from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { crc32 } from '../js/export/archive/crc32';

export type Sheets = Parameters<typeof exporting.xlsx>[0];
export type Options = NonNullable<Parameters<typeof exporting.xlsx>[1]>;
export type Rich = Sheets[number];

/** The file's bytes. */
export const write = (sheets: Sheets, options?: Options): Promise<Buffer> => exporting.xlsx(sheets, options).toBuffer();

/** A sheet of cells alone, or of what else is given. */
export const sheet = (more: Partial<Rich> & object): Sheets => [{ name: 'S', cells: [], ...more } as Rich];

/** The parts of a file, by name. */
export const parts = (file: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(file)).map(([name, content]) => [name, strFromU8(content)]));

/** What exceljs reads. */
export async function read(sheets: Sheets, options?: Options): Promise<Excel.Workbook> {
  const workbook = new Excel.Workbook();
  await workbook.xlsx.load((await write(sheets, options)) as never);
  return workbook;
}

/** The first sheet as exceljs reads it. */
export const readSheet = async (sheets: Sheets, options?: Options): Promise<Excel.Worksheet> =>
  (await read(sheets, options)).worksheets[0] as Excel.Worksheet;

/** What `sheet1.xml` says. */
export const sheetXml = async (sheets: Sheets, options?: Options): Promise<string> =>
  parts(await write(sheets, options))['xl/worksheets/sheet1.xml'] as string;

/** A PNG of one colour. */
export function png(width: number, height: number, level = 120): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length, 0);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc32(body, 0), body.length + 4);
    return whole;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc(height * (width + 1), level);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A clinic's monthly report: something of everything. */
export const report: Sheets = [
  {
    name: 'Report',
    start: 'A4',
    columns: [
      { type: 'string', header: 'Month', values: ['January', 'February', '=March', 'April', 'May', ''] },
      { type: 'decimal', header: 'Exams', scale: 2, values: [120000, 135050, 142000, 99000, 160000, 175025] },
      { type: 'decimal', header: 'Lenses', scale: 2, values: [80000, 91000, 70500, 66000, 120000, 130000] },
      { type: 'date', header: 'Closed', values: ['2026-01-31', '2026-02-28', '1900-02-28', '1900-03-01', null, null] },
      { type: 'boolean', header: 'Paid', values: [true, true, false, true, null, false] },
    ],
    columnStyles: {
      Exams: 'money',
      Lenses: { numberFormat: { currency: 'EUR', locale: 'de-DE' }, italic: true },
      Closed: { numberFormat: { date: 'short', locale: 'de-DE' } },
    },
    tables: [
      { name: 'Sales', totals: { Month: { label: 'Total' }, Exams: 'sum', Lenses: 'average', Closed: 'count' } },
    ],
    merges: ['A1:E1'],
    cells: [
      { at: 'A1', value: 'Monthly report', style: 'title' },
      { at: 'A2', value: '=cmd|calc' },
      { at: 'B2', value: { formula: '=SUM(B5:B10)', result: 8310.75 }, style: 'money' },
      { at: { row: 1, column: 2 }, value: 'Web site', link: { url: 'https://example.com/a?b=1&c=2#x', tip: 'Go' } },
      { at: 'D2', value: 'Prices', link: { to: 'Prices!B2' } },
      { at: 'E2', value: new Date('2026-01-31T10:30:00Z') },
      { at: 'B5', note: { text: 'Includes children\nand <more>', author: 'Dr. A', visible: true } },
      { at: 'F5', value: true },
      { at: 'F6', value: { date: '2026-02-01' } },
      { at: 'F7', value: -12.5, style: { rotation: -45, border: { line: 'double', color: '#ff0000' }, indent: 1 } },
      { at: 'F8', value: { formula: 'IF(B5>1,"<yes>","no")', result: '<yes>' } },
      {
        at: 'F9',
        value: 'wrapped\ntext ',
        style: { wrap: true, verticalAlign: 'top', align: 'justify', locked: false },
      },
    ],
    ranges: [{ range: 'B6:C7', style: { fill: '#FFFF99', border: 'thin' } }],
    charts: [
      {
        type: 'column',
        at: 'A13',
        title: 'Revenue',
        series: [
          { name: { cell: 'B4' }, values: 'B5:B10', categories: 'A5:A10' },
          { name: 'Lenses', values: 'C5:C10', categories: 'A5:A10' },
        ],
        xAxis: { title: 'Month' },
        yAxis: { title: 'EUR', min: 0 },
      },
    ],
    images: [{ at: 'H1', x: 100, y: 5, data: png(120, 60), alt: 'Logo' }],
    conditionalFormats: [
      { range: 'B5:B10', type: 'dataBar', color: '#63C384' },
      { range: 'C5:C10', type: 'colorScale', colors: ['#F8696B', '#FFEB84', '#63BE7B'] },
      { range: 'B5:B10', type: 'cell', operator: 'greaterThan', value: 1500, style: { color: '#9C0006', bold: true } },
    ],
    validations: [{ range: 'F1:F10', type: 'list', values: ['yes', 'no'] }],
    print: { paper: 'A4', orientation: 'landscape', repeatRows: '4', area: 'A1:L60', fit: { width: 1 } },
    protection: { password: 'secret', allow: ['selectUnlockedCells', 'sort'] },
    columnLayout: [
      { columns: 'A', width: 16 },
      { columns: 'P:Q', level: 1, collapsed: true },
    ],
    rowLayout: [
      { rows: '1', height: 30 },
      { rows: '60:62', level: 1 },
    ],
    tabColor: '#0F6277',
  },
  {
    name: 'Prices',
    columns: [
      { type: 'string', header: 'Article', values: ['Lens', 'Frame'] },
      { type: 'float64', header: 'Price', values: [12.3, 4e-7] },
    ],
  },
];

export const reportOptions: Options = {
  styles: {
    money: { numberFormat: '#,##0.00' },
    title: { bold: true, size: 18, color: '#0F6277', align: 'center' },
  },
  names: { VatRate: 'Prices!B2' },
  title: 'January',
  subject: 'Revenue',
  company: 'Clinic & Co',
  created: new Date('2026-02-01T00:00:00Z'),
};
