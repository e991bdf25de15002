/**
 * Workbooks and tables from row objects, as a service has them: 5 texts, 3 numbers and 2 dates a row, against exceljs,
 * SheetJS, hucre and apache-arrow.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { both, on } from '../clinicore.mjs';
import { invoice } from './invoice.mjs';

const LAYOUT = [
  { key: 'number', type: 'string' },
  { key: 'patient', type: 'string' },
  { key: 'city', type: 'string' },
  { key: 'item', type: 'string' },
  { key: 'status', type: 'string' },
  { key: 'quantity', type: 'int32' },
  { key: 'price', type: 'float64', format: '0.00' },
  { key: 'total', type: 'float64', format: '0.00' },
  { key: 'issued', type: 'date', format: 'yyyy-mm-dd' },
  { key: 'paid', type: 'timestamp', format: 'yyyy-mm-dd hh:mm:ss' },
];

const SCHEMA = LAYOUT.map(({ key, type }) => ({ name: key, type }));
const FORMATS = Object.fromEntries(LAYOUT.flatMap(({ key, format }) => (format ? [[key, format]] : [])));
const STYLED = { columnStyles: { status: { bold: true } } };

const workbooks = [100, 10_000, 100_000].map((length) => ({
  name: `xlsx, ${length.toLocaleString('en')} rows of 10 columns, from row objects`,
  of: ['export.xlsx', 'export.tablesFrom'],
  growth: { family: 'xlsx', n: length, unit: 'rows' },
  input: () => Array.from({ length }, (_, i) => invoice(i)),
  contenders: {
    ...both(written()),
    exceljs: async () => withExceljs((await import('exceljs')).default),
    'exceljs stream': async () => withExceljsStream((await import('exceljs')).default),
    sheetjs: async () => withSheetjs((await import('xlsx')).default),
    'hucre stream': async () => withHucre(await import('hucre/xlsx')),
  },
  summary,
  agree: (a, b) => a.rows === length + 1 && a.rows === b.rows && a.hash === b.hash,
}));

/** A sheet with a style of its own, which the writer of rich workbooks makes. */
const styled = [1000, 100_000].map((length) => ({
  name: `xlsx with styles, ${length.toLocaleString('en')} rows of 10 columns, from row objects`,
  of: ['export.xlsx', 'export.tablesFrom'],
  input: () => Array.from({ length }, (_, i) => invoice(i)),
  contenders: {
    ...both(written(STYLED)),
    exceljs: async () => withExceljs((await import('exceljs')).default, { status: { font: { bold: true } } }),
  },
  summary,
  agree: (a, b) => a.rows === length + 1 && a.rows === b.rows && a.hash === b.hash,
}));

/** Made row by row, from a cursor into a file: what a service does with what is too large to be in memory. */
const streamed = {
  name: 'xlsx, 100,000 rows of 10 columns, a cursor into a file',
  of: ['export.xlsx', 'export.tablesFrom'],
  input: () => {
    const folder = mkdtempSync(join(tmpdir(), 'clinicore-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true }));
    return join(folder, 'invoices.xlsx');
  },
  contenders: {
    ...both(async ({ export: { tablesFrom, xlsx } }, path) => {
      const table = tablesFrom(cursor(100_000), { schema: SCHEMA });
      await pipeline(xlsx([{ name: 'Invoices', table, formats: FORMATS }]).toStream(), createWriteStream(path));
      return path;
    }),
    'exceljs stream': async () => {
      const { default: ExcelJS } = await import('exceljs');
      return async (path) => {
        const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true });
        const sheet = workbook.addWorksheet('Invoices', sheetOptions);
        sheet.columns = exceljsColumns();
        sheet.autoFilter = 'A1:J1';
        for await (const row of cursor(100_000)) sheet.addRow(row).commit();
        sheet.commit();
        await workbook.commit();
        return path;
      };
    },
  },
  summary: async (path) => summary(await readFile(path)),
  agree: (a, b) => a.rows === 100_001 && a.rows === b.rows && a.hash === b.hash,
};

async function* cursor(length) {
  for (let i = 0; i < length; i++) yield invoice(i);
}

/** A page of figures: styles, merged cells and a formula. */
const report = {
  name: 'xlsx, a report of 40 cells with styles, merged cells and formulas',
  of: ['export.xlsx'],
  input: () =>
    Array.from({ length: 12 }, (_, i) => ({ name: `Month ${i + 1}`, exams: 12_500 + i, frames: 8300.5 + i })),
  contenders: {
    ...both(({ export: { xlsx } }, months) => {
      const money = { numberFormat: '#,##0.00' };
      const cells = [{ at: 'A1', value: 'Revenue', style: { bold: true, size: 16 } }];
      for (const [i, { name, exams, frames }] of months.entries()) {
        cells.push({ at: `A${i + 2}`, value: name });
        cells.push({ at: `B${i + 2}`, value: exams, style: money }, { at: `C${i + 2}`, value: frames, style: money });
      }
      cells.push({ at: 'A14', value: 'Total' });
      for (const column of ['B', 'C']) {
        cells.push({ at: `${column}14`, value: { formula: `SUM(${column}2:${column}13)`, result: 1 }, style: money });
      }
      return xlsx([{ name: 'Year', cells, merges: ['A1:C1'] }]).toBuffer();
    }),
    exceljs: async () => {
      const { default: ExcelJS } = await import('exceljs');
      return async (months) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = workbook.addWorksheet('Year');
        sheet.addRow(['Revenue']);
        sheet.mergeCells('A1:C1');
        sheet.getCell('A1').font = { bold: true, size: 16 };
        for (const { name, exams, frames } of months) sheet.addRow([name, exams, frames]);
        const sum = (column) => ({ formula: `SUM(${column}2:${column}13)`, result: 1 });
        sheet.addRow(['Total', sum('B'), sum('C')]);
        for (let row = 2; row <= 14; row++) {
          for (const column of ['B', 'C']) sheet.getCell(`${column}${row}`).numFmt = '#,##0.00';
        }
        return workbook.xlsx.writeBuffer();
      };
    },
  },
  summary: async (file) => {
    const { default: ExcelJS } = await import('exceljs');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file);
    const cells = [];
    workbook.getWorksheet('Year').eachRow((row) => {
      row.eachCell(({ address, value, numFmt, font, master }) =>
        cells.push([address, value, numFmt, font?.bold === true, master.address]),
      );
    });
    return cells;
  },
  agree: (a, b) => a.length > 40 && JSON.stringify(a) === JSON.stringify(b),
};

/** Rows to columns in Arrow's memory layout. */
const tables = [1000, 100_000].map((length) => ({
  name: `tableFrom, ${length.toLocaleString('en')} rows of 10 columns, from row objects`,
  of: ['export.tableFrom'],
  input: () => Array.from({ length }, (_, i) => invoice(i)),
  contenders: {
    'clinicore, by a schema': on('native', tabled({ schema: SCHEMA })),
    'clinicore, by inference': on('native', tabled({})),
    'clinicore, JavaScript, by a schema': on('js', tabled({ schema: SCHEMA })),
    'apache-arrow': async () => {
      const { tableFromJSON } = await import('apache-arrow');
      return (rows) => tableFromJSON(rows);
    },
  },
  summary: tableSummary,
  agree: (a, b) => a.rows === length && a.rows === b.rows && a.hash === b.hash,
}));

/** What is columns already, texts as UTF-8: checked, not copied. */
const columns = [100_000].map((length) => ({
  name: `tableOf, ${length.toLocaleString('en')} rows of 10 columns, already columnar`,
  of: ['export.tableOf'],
  input: async () => {
    const { tableFrom } = (await import('clinicore')).default.export;
    const { table } = await tableFrom(Array.from({ length }, (_, i) => invoice(i)));
    return table.columns.map(({ name, type, values, offsets }) => ({
      name,
      type,
      values,
      ...(offsets && { offsets }),
    }));
  },
  contenders: both(async ({ export: { tableOf } }, given) => ({ table: await tableOf(given) })),
  summary: tableSummary,
  agree: (a, b) => a.rows === length && a.hash === b.hash,
}));

export const cases = [...workbooks, ...styled, streamed, report, ...tables, ...columns];

function tabled(options) {
  return ({ export: { tableFrom } }, rows) => tableFrom(rows, options);
}

/** How many rows there are, and the hash of some of them. */
function tableSummary(made) {
  const { table } = made.table ? made : { table: undefined };
  const rows = table ? table.length : made.numRows;
  const hash = createHash('sha256');
  for (let at = 0; at < rows; at += 97) {
    const values = table ? Object.values([...table.slice(at, at + 1).rows()][0]) : Object.values(made.get(at).toJSON());
    hash.update(JSON.stringify(values.map(plain)));
  }
  return { rows, hash: hash.digest('hex') };
}

/** A day or a moment as milliseconds, whatever it is read as. */
function plain(value) {
  if (value instanceof Date) return value.getTime();
  return /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : value;
}

function written(more = {}) {
  return ({ export: { tablesFrom, xlsx } }, rows) => {
    const table = tablesFrom(rows, { schema: SCHEMA });
    return xlsx([{ name: 'Invoices', table, formats: FORMATS, ...more }]).toBuffer();
  };
}

const exceljsColumns = (styles = {}) =>
  LAYOUT.map(({ key, format }) => ({
    ...{ key, header: key, width: 14 },
    style: { ...(format && { numFmt: format }), ...styles[key] },
  }));
const sheetOptions = { views: [{ state: 'frozen', ySplit: 1 }] };

function withExceljs({ Workbook }, styles = {}) {
  return async (rows) => {
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('Invoices', sheetOptions);
    sheet.columns = exceljsColumns(styles);
    sheet.autoFilter = 'A1:J1';
    sheet.addRows(rows);
    return workbook.xlsx.writeBuffer();
  };
}

function withExceljsStream({ stream }) {
  return async (rows) => {
    const out = new PassThrough();
    const chunks = [];
    out.on('data', (chunk) => chunks.push(chunk));
    const workbook = new stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
    const sheet = workbook.addWorksheet('Invoices', sheetOptions);
    sheet.columns = exceljsColumns();
    sheet.autoFilter = 'A1:J1';
    for (const row of rows) sheet.addRow(row).commit();
    sheet.commit();
    await workbook.commit();
    return Buffer.concat(chunks);
  };
}

function withSheetjs({ utils, write }) {
  return async (rows) => {
    const sheet = utils.json_to_sheet(rows, { cellDates: true });
    sheet['!autofilter'] = { ref: 'A1:J1' };
    const book = utils.book_new();
    utils.book_append_sheet(book, sheet, 'Invoices');
    return write(book, { type: 'buffer', bookType: 'xlsx', compression: true });
  };
}

function withHucre({ writeXlsxStream }) {
  const columns = LAYOUT.map(({ key, format }) => ({ key, header: key, width: 14, ...(format && { numFmt: format }) }));
  return async (rows) => {
    const chunks = [];
    const options = { name: 'Invoices', columns, freezePane: { rows: 1 } };
    for await (const chunk of writeXlsxStream(rows, options)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
}

/** What a streaming reader finds in the file: how many rows, and the hash of every value. */
async function summary(file) {
  const { stream } = (await import('exceljs')).default;
  const hash = createHash('sha256');
  const options = { sharedStrings: 'cache', styles: 'cache', worksheets: 'emit' };
  let rows = 0;
  for await (const sheet of new stream.xlsx.WorkbookReader(Readable.from([file]), options)) {
    for await (const row of sheet) {
      rows++;
      // The reader breaks characters that straddle its chunks, so any run of non-ASCII counts the same.
      hash.update(JSON.stringify(row.values).replace(/[^ -~]+/g, '?'));
    }
  }
  return { rows, hash: hash.digest('hex') };
}
