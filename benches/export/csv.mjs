/** CSV of 5 texts, 3 numbers and 2 dates a row to columns of these types, against papaparse and csv-parse. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { both } from '../clinicore.mjs';
import { heavy } from '../heavy.mjs';

const NUMBERS = new Set(['quantity', 'price', 'total']);
const NAMES = ['number', 'patient', 'city', 'item', 'status', 'quantity', 'price', 'total', 'issued', 'paid'];
/** As they stand in the rows: all but one are texts. */
const SCHEMA = NAMES.map((name) => ({ name, type: name === 'quantity' ? 'int32' : 'string' }));

const read = [10, 100, 1000, 10_000, 100_000].map((rows) => ({
  name: `readCsv, ${rows.toLocaleString('en')} rows of 10 columns in memory, to columns`,
  of: ['export.readCsv'],
  growth: { family: 'readCsv', n: rows, unit: 'rows' },
  input: () =>
    Buffer.from(`${Object.keys(row(0)).join(',')}\n${Array.from({ length: rows }, (_, i) => line(i)).join('')}`),
  contenders: {
    ...both(({ export: { readCsv } }, bytes) => readCsv(bytes).toTable()),
    papaparse: async () => {
      const { default: papa } = await import('papaparse');
      return (bytes) => columnsOf(papa.parse(bytes.toString(), { skipEmptyLines: true }).data);
    },
    Polars: heavy('nodejs-polars', async () => {
      const { default: polars } = await import('nodejs-polars');
      return (bytes) => {
        const frame = polars.readCSV(bytes, { tryParseDates: true });
        const days = (dates) => Int32Array.from(dates, (date) => date / 86_400_000);
        return NAMES.map((name) => {
          const values = frame.getColumn(name).toArray();
          return name === 'issued' ? days(values) : values;
        });
      };
    }),
    'csv-parse': async () => {
      const { parse } = await import('csv-parse/sync');
      return (bytes) => columnsOf(parse(bytes));
    },
    exceljs: async () => {
      const { default: ExcelJS } = await import('exceljs');
      return async (bytes) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = await workbook.csv.read(Readable.from([bytes]), { map: (cell) => cell });
        return columnsOf(
          sheet
            .getSheetValues()
            .map((cells) => cells.slice(1))
            .slice(1),
        );
      };
    },
  },
  summary,
  agree: (a, b) => a.rows === rows && a.rows === b.rows && a.hash === b.hash,
}));

/** The same rows back to a text, from row objects as a database gives them. */
const written = [1000, 100_000].map((rows) => ({
  name: `csv, ${rows.toLocaleString('en')} rows of 10 columns, from row objects`,
  of: ['export.csv', 'export.tableFrom'],
  input: () => Array.from({ length: rows }, (_, i) => row(i)),
  contenders: {
    ...both(async ({ export: { csv, tableFrom } }, given) => {
      const { table } = await tableFrom(given, { schema: SCHEMA });
      return csv(table, { escapeFormulas: false }).toBuffer();
    }),
    papaparse: async () => {
      const { default: papa } = await import('papaparse');
      return (given) => Buffer.from(papa.unparse(given));
    },
    exceljs: async () => {
      const { default: ExcelJS } = await import('exceljs');
      return (given) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = workbook.addWorksheet('Rows');
        sheet.addRow(Object.keys(given[0]));
        for (const one of given) sheet.addRow(Object.values(one));
        return workbook.csv.writeBuffer();
      };
    },
  },
  summary: (bytes) =>
    createHash('sha256').update(Buffer.from(bytes).toString().trim().replaceAll('\r\n', '\n')).digest('hex'),
  agree: (a, b) => a === b,
}));

export const cases = [...read, ...written];

/** Rows of texts as columns: numbers as numbers, days as days, texts as they are. */
function columnsOf([names, ...rows]) {
  return names.map((name, at) => {
    if (NUMBERS.has(name)) return Float64Array.from(rows, (cells) => Number(cells[at]));
    if (name === 'issued') return Int32Array.from(rows, (cells) => Date.parse(cells[at]) / 86_400_000);
    if (name === 'paid') return Float64Array.from(rows, (cells) => Date.parse(cells[at]));
    return rows.map((cells) => cells[at]);
  });
}

/** How many rows there are, and the hash of some of them. */
function summary(made) {
  const columns = made.columns ?? made;
  const rows = columns[0].length;
  const hash = createHash('sha256');
  for (let at = 0; at < rows; at += 97) {
    for (const column of columns) hash.update(plain(made.columns ? column.get(at) : column[at]));
  }
  return { rows, hash: hash.digest('hex') };
}

/** A number, day or moment as a number, whatever it is read as. */
function plain(value) {
  if (value instanceof Date) return String(value.getTime());
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return String(Date.parse(value) / 86_400_000);
  return /^-?\d+(?:\.\d+)?$/.test(value) ? String(Number(value)) : String(value);
}

function row(i) {
  const quantity = 1 + (i % 4);
  const price = (10 + ((i * 7919) % 9973) / 11).toFixed(2);
  const day = new Date(Date.UTC(2024, 0, 1 + (i % 700))).toISOString().slice(0, 10);
  return {
    number: `A-${100_000 + i}`,
    patient: `Patient Nº ${(i * 48_271) % 65_537}`,
    city: ['Köln', 'Pune', 'São Paulo', 'Leeds'][i % 4],
    item: `Progressive lens 1.${i % 7} & coating`,
    status: i % 3 ? 'paid' : 'open',
    quantity,
    price,
    total: (price * quantity).toFixed(2),
    issued: day,
    paid: `${day}T08:${String(i % 60).padStart(2, '0')}:${String(i % 59).padStart(2, '0')}Z`,
  };
}

const line = (i) => `${Object.values(row(i)).join(',')}\n`;
