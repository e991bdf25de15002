/** CSV of 5 texts, 3 numbers and 2 dates a row to columns of these types, against papaparse and csv-parse. */
import { createHash } from 'node:crypto';

const NUMBERS = new Set(['quantity', 'price', 'total']);

/** @param others whether all of them, or only the fastest */
const read = (rows, others = true) => ({
  name: `csv, ${rows.toLocaleString('en')} rows of 10 columns in memory, to columns`,
  input: () =>
    Buffer.from(`${Object.keys(row(0)).join(',')}\n${Array.from({ length: rows }, (_, i) => line(i)).join('')}`),
  contenders: {
    clinicore: async () => withClinicore(),
    'clinicore, JavaScript': async () => {
      process.env.CLINICORE_BACKEND = 'js';
      return withClinicore();
    },
    papaparse: async () => {
      const { default: papa } = await import('papaparse');
      return (bytes) => columnsOf(papa.parse(bytes.toString(), { skipEmptyLines: true }).data);
    },
    ...(others && {
      'csv-parse': async () => {
        const { parse } = await import('csv-parse/sync');
        return (bytes) => columnsOf(parse(bytes));
      },
    }),
  },
  summary,
  agree: (a, b) => a.rows === rows && a.rows === b.rows && a.hash === b.hash,
});

// The last has 100 MB.
export const cases = [read(10), read(100), read(1000), read(100_000), read(860_000, false)];

async function withClinicore() {
  const { readCsv } = (await import('clinicore')).default.export;
  return (bytes) => readCsv(bytes).toTable();
}

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
