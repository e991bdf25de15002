/**
 * Workbooks and tables from row objects, as a service has them: 5 texts, 3 numbers and 2 dates a row, against exceljs,
 * SheetJS, hucre and apache-arrow.
 */
import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';

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

const workbooks = [100, 10_000, 100_000].map((length) => ({
  name: `xlsx, ${length.toLocaleString('en')} rows of 10 columns, from row objects`,
  input: () => Array.from({ length }, (_, i) => row(i)),
  contenders: {
    clinicore: async () => withClinicore((await import('clinicore')).default.export),
    'clinicore, JavaScript': async () => {
      process.env.CLINICORE_BACKEND = 'js';
      return withClinicore((await import('clinicore')).default.export);
    },
    exceljs: async () => withExceljs((await import('exceljs')).default),
    'exceljs stream': async () => withExceljsStream((await import('exceljs')).default),
    sheetjs: async () => withSheetjs((await import('xlsx')).default),
    'hucre stream': async () => withHucre(await import('hucre/xlsx')),
  },
  summary,
  agree: (a, b) => a.rows === length + 1 && a.rows === b.rows && a.hash === b.hash,
}));

/** A sheet with a style of its own, which the writer of rich workbooks makes. */
const styled = [10_000, 100_000].map((length) => ({
  name: `xlsx with styles, ${length.toLocaleString('en')} rows of 10 columns, from row objects`,
  input: () => Array.from({ length }, (_, i) => row(i)),
  contenders: {
    clinicore: async () => withClinicore((await import('clinicore')).default.export, STYLED),
    'clinicore, JavaScript': async () => {
      process.env.CLINICORE_BACKEND = 'js';
      return withClinicore((await import('clinicore')).default.export, STYLED);
    },
    exceljs: async () => withExceljs((await import('exceljs')).default, { status: { font: { bold: true } } }),
  },
  summary,
  agree: (a, b) => a.rows === length + 1 && a.rows === b.rows && a.hash === b.hash,
}));

/** Rows to columns in Arrow's memory layout. */
const tables = [1000, 100_000].map((length) => ({
  name: `table, ${length.toLocaleString('en')} rows of 10 columns, from row objects`,
  input: () => Array.from({ length }, (_, i) => row(i)),
  contenders: {
    'clinicore, by a schema': async () => withTable({ schema: LAYOUT.map(({ key, type }) => ({ name: key, type })) }),
    'clinicore, by inference': async () => withTable({}),
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
  name: `table, ${length.toLocaleString('en')} rows of 10 columns, already columnar`,
  input: async () => {
    const { table } = await (await withTable({}))(Array.from({ length }, (_, i) => row(i)));
    return table.columns.map(({ name, type, values, offsets }) => ({
      name,
      type,
      values,
      ...(offsets && { offsets }),
    }));
  },
  contenders: {
    clinicore: async () => {
      const { tableOf } = (await import('clinicore')).default.export;
      return async (given) => ({ table: await tableOf(given) });
    },
  },
  summary: tableSummary,
  agree: (a, b) => a.rows === length && a.hash === b.hash,
}));

export const cases = [...workbooks, ...styled, ...tables, ...columns];

async function withTable(options) {
  const { tableFrom } = (await import('clinicore')).default.export;
  return (rows) => tableFrom(rows, options);
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

function row(i) {
  const quantity = 1 + (i % 4);
  const price = Math.round((10 + ((i * 7919) % 9973) / 11) * 100) / 100;
  return {
    number: `A-${100_000 + i}`,
    patient: `Patient Nº ${(i * 48_271) % 65_537}`,
    city: ['Köln', 'Pune', 'São Paulo', 'Leeds'][i % 4],
    item: `Progressive lens 1.${i % 7} & coating`,
    status: i % 3 ? 'paid' : 'open',
    quantity,
    price,
    total: Math.round(price * quantity * 100) / 100,
    issued: new Date(Date.UTC(2024, 0, 1 + (i % 700))),
    paid: new Date(Date.UTC(2024, 0, 1 + (i % 700), 8, i % 60, i % 59)),
  };
}

const STYLED = { columnStyles: { status: { bold: true } } };

function withClinicore({ tablesFrom, xlsx }, more = {}) {
  const schema = LAYOUT.map(({ key, type }) => ({ name: key, type }));
  const formats = Object.fromEntries(LAYOUT.flatMap(({ key, format }) => (format ? [[key, format]] : [])));
  return (rows) => xlsx([{ name: 'Invoices', table: tablesFrom(rows, { schema }), formats, ...more }]).toBuffer();
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
