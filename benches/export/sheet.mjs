/** A sheet of 5 texts, 3 numbers and 2 dates a row to columns or rows, against exceljs, SheetJS and hucre. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { both } from '../clinicore.mjs';
import { invoice } from './invoice.mjs';

const NAMES = ['number', 'patient', 'city', 'item', 'status', 'quantity', 'price', 'total', 'issued', 'paid'];

const read = [100, 10_000, 100_000].map((length) => ({
  name: `readSheet, ${length.toLocaleString('en')} rows of 10 columns, xlsx`,
  of: ['export.readSheet'],
  growth: { family: 'readSheet', n: length, unit: 'rows' },
  input: () => workbook(length),
  contenders: {
    ...both(({ export: { readSheet } }, file) => readSheet(file).toTable()),
    exceljs: async () => withExceljs((await import('exceljs')).default),
    'exceljs stream': async () => withExceljsStream((await import('exceljs')).default),
    sheetjs: async () => {
      // It reads days by the machine's clock, the others by UTC.
      process.env.TZ = 'UTC';
      return withSheetjs((await import('xlsx')).default);
    },
    hucre: async () => withHucre(await import('hucre/xlsx')),
    'hucre stream': async () => withHucreStream(await import('hucre/xlsx')),
  },
  summary,
  agree: (a, b) => a.rows === length && a.rows === b.rows && a.hash === b.hash,
}));

const SHEETS = 5;

/** Every sheet of a workbook: what stands in all of them. */
const all = {
  name: `openWorkbook, ${SHEETS} sheets of 1,000 rows of 10 columns`,
  of: ['export.openWorkbook'],
  input: () => workbook(1000, SHEETS),
  contenders: {
    ...both(async ({ export: { openWorkbook } }, file) => {
      const book = await openWorkbook(file);
      const tables = [];
      for (const { name } of book.sheets) tables.push(await book.sheet(name).toTable());
      return tables;
    }),
    exceljs: async () => {
      const { default: ExcelJS } = await import('exceljs');
      return async (file) => {
        const book = new ExcelJS.Workbook();
        await book.xlsx.load(file);
        return book.worksheets.map((sheet) =>
          sheet
            .getSheetValues()
            .slice(2)
            .map((cells) => cells.slice(1)),
        );
      };
    },
    sheetjs: async () => {
      process.env.TZ = 'UTC';
      const { read, utils } = (await import('xlsx')).default;
      return (file) => {
        const book = read(file, { cellDates: true });
        return book.SheetNames.map((name) => utils.sheet_to_json(book.Sheets[name], { header: 1 }).slice(1));
      };
    },
  },
  summary: (sheets) => sheets.map(summary),
  agree: (a, b) => a.length === SHEETS && JSON.stringify(a) === JSON.stringify(b),
};

export const cases = [...read, all];

async function workbook(length, sheets = 1) {
  const { xlsx, tableFrom } = (await import('clinicore')).default.export;
  const { table } = await tableFrom(
    Array.from({ length }, (_, i) => ({ ...invoice(i), issued: invoice(i).issued.toISOString().slice(0, 10) })),
    { columns: NAMES },
  );
  return xlsx(Array.from({ length: sheets }, (_, i) => ({ name: `Invoices ${i + 1}`, table }))).toBuffer();
}

function withExceljs(Excel) {
  return async (file) => {
    const book = new Excel.Workbook();
    await book.xlsx.load(file);
    const rows = [];
    book.worksheets[0].eachRow((row) => rows.push(row.values.slice(1)));
    return rows.slice(1);
  };
}

function withExceljsStream(Excel) {
  return async (file) => {
    const reader = new Excel.stream.xlsx.WorkbookReader(Readable.from([file]), {
      sharedStrings: 'cache',
      styles: 'cache',
    });
    const rows = [];
    for await (const sheet of reader) for await (const row of sheet) rows.push(row.values.slice(1));
    return rows.slice(1);
  };
}

function withSheetjs({ read, utils }) {
  return async (file) => {
    const book = read(file, { cellDates: true });
    return utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 }).slice(1);
  };
}

function withHucre({ readXlsx }) {
  return async (file) => (await readXlsx(file)).sheets[0].rows.slice(1);
}

function withHucreStream({ streamXlsxRows }) {
  return async (file) => {
    const rows = [];
    for await (const { values } of streamXlsxRows(file)) rows.push(values);
    return rows.slice(1);
  };
}

/** How many rows there are, and the hash of some of them. */
function summary(made) {
  const isTable = !Array.isArray(made);
  const hash = createHash('sha256');
  for (let at = 0; at < made.length; at += 97) {
    const values = isTable ? Object.values([...made.slice(at, at + 1).rows()][0]) : made[at];
    hash.update(JSON.stringify(values.map(plain)));
  }
  return { rows: made.length, hash: hash.digest('hex') };
}

/** A day or a moment as seconds, whatever it is read as: SheetJS is a millisecond off at some. */
function plain(value) {
  if (value instanceof Date) return Math.round(value.getTime() / 1000);
  return /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) / 1000 : value;
}
