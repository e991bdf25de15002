/**
 * Parquet and Arrow files: written from a table, read back whole, and a page out of the middle, against hyparquet-writer,
 * hyparquet and apache-arrow, and DuckDB and Polars where somebody has installed them.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { both } from '../clinicore.mjs';
import { heavy } from '../heavy.mjs';

const LENGTH = 200_000;
const SCHEMA = [
  { name: 'number', type: 'string' },
  { name: 'patient', type: 'string' },
  { name: 'city', type: 'category' },
  { name: 'quantity', type: 'int32' },
  { name: 'price', type: 'float64' },
  { name: 'id', type: 'int64' },
  { name: 'issued', type: 'date' },
  { name: 'paid', type: 'timestamp' },
];
const CITIES = ['Wien', 'Graz', 'Linz', 'Salzburg', 'Innsbruck'];
let made;
/** Made when they are first asked for, not when this is loaded. */
const rows = () => {
  made ??= Array.from({ length: LENGTH }, (_, i) => ({
    number: `A-${100_000 + i}`,
    patient: `Patient ${(i * 7919) % 5000}`,
    city: CITIES[(i * 31) % 5],
    quantity: (i * 17) % 100,
    price: ((i * 7919) % 100_000) / 100,
    id: BigInt(i) * 1_000_003n,
    issued: new Date(Date.UTC(2020, 0, 1 + (i % 2000))).toISOString().slice(0, 10),
    paid: new Date(Date.UTC(2026, 0, 1) + i * 61_000),
  }));
  return made;
};

const tableOf = async ({ tableFrom }) => (await tableFrom(rows(), { schema: SCHEMA })).table;

/** What is written, as one reader sees it: hyparquet, or apache-arrow. */
async function parquetSummary(bytes) {
  const { parquetReadObjects } = await import('hyparquet');
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return rowsSummary(await parquetReadObjects({ file }));
}

/** On both backends, with a table that is there already. */
const ofTable = (write) =>
  Object.fromEntries(
    Object.entries({ clinicore: 'native', 'clinicore, JavaScript': 'js' }).map(([name, backend]) => [
      name,
      async () => {
        process.env.CLINICORE_BACKEND = backend;
        const { default: clinicore } = await import('clinicore');
        const table = await tableOf(clinicore.export);
        return () => write(clinicore.export, table);
      },
    ]),
  );

const rowsSummary = (rows) => ({
  rows: rows.length,
  hash: createHash('sha256')
    .update(rows.map((row) => SCHEMA.map(({ name }) => said(row[name])).join('|')).join('\n'))
    .digest('hex'),
});

function said(value) {
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  return String(value).replace('T00:00:00.000Z', '');
}

const agree = (a, b) => a.rows === b.rows && a.hash === b.hash;

const written = {
  name: `parquet, ${LENGTH.toLocaleString('en')} rows of 8 columns, snappy`,
  of: ['export.parquet'],
  input: () => undefined,
  contenders: {
    ...ofTable((api, table) => api.parquet(table, { compression: 'snappy' }).toBuffer()),
    'hyparquet-writer': async () => {
      const { parquetWriteBuffer } = await import('hyparquet-writer');
      const columnData = SCHEMA.map(({ name, type }) => ({
        name,
        type: { string: 'STRING', category: 'STRING', int32: 'INT32', float64: 'DOUBLE', int64: 'INT64' }[type],
        data: rows().map((row) => (type === 'date' ? new Date(row[name]) : row[name])),
      })).map(({ type, ...column }) => (type ? { ...column, type } : { ...column, type: 'TIMESTAMP' }));
      return async () => new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 131_072 }));
    },
  },
  summary: parquetSummary,
  agree,
};

/** The same file for every reader. */
async function file() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-parquet-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'rows.parquet');
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = [
    { name: 'number', type: 'STRING', data: rows().map((row) => row.number) },
    { name: 'patient', type: 'STRING', data: rows().map((row) => row.patient) },
    { name: 'quantity', type: 'INT32', data: rows().map((row) => row.quantity) },
    { name: 'price', type: 'DOUBLE', data: rows().map((row) => row.price) },
    { name: 'paid', type: 'TIMESTAMP', data: rows().map((row) => row.paid) },
  ];
  writeFileSync(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 50_000 })));
  return path;
}

const columnsSummary = (columns) => ({
  rows: columns[0].length,
  hash: createHash('sha256')
    .update(columns.map((column) => Array.from(column, said).join('|')).join('\n'))
    .digest('hex'),
});

const READ = ['number', 'patient', 'quantity', 'price', 'paid'];

/** Reading of the rows from `offset` on, by every contender. */
const reading = (name, offset, limit) => ({
  name,
  of: ['export.readParquet'],
  input: file,
  contenders: {
    ...both(async ({ export: { readParquet } }, path) => {
      const table = await readParquet(path, { columns: READ, offset, limit }).toTable();
      return READ.map((name) => table.column(name));
    }),
    hyparquet: async () => {
      const { parquetReadObjects, asyncBufferFromFile } = await import('hyparquet');
      return async (path) => {
        const rows = await parquetReadObjects({
          file: await asyncBufferFromFile(path),
          rowStart: offset,
          rowEnd: offset + limit,
        });
        return READ.map((column) => rows.map((row) => row[column]));
      };
    },
    DuckDB: heavy('@duckdb/node-api', async () => {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      return async (path) => {
        const query = `select ${READ.join(', ')} from read_parquet('${path}') limit ${limit} offset ${offset}`;
        return (await connection.runAndReadAll(query)).getColumnsJS();
      };
    }),
    Polars: heavy('nodejs-polars', async () => {
      const { default: polars } = await import('nodejs-polars');
      return async (path) => {
        const page = await polars
          .scanParquet(path)
          .select(...READ)
          .slice(offset, limit)
          .collect();
        return READ.map((name) => page.getColumn(name).toArray());
      };
    }),
  },
  summary: columnsSummary,
  agree,
});

const arrowFile = {
  name: `arrow, ${LENGTH.toLocaleString('en')} rows of 8 columns, as a stream`,
  of: ['export.arrow'],
  input: () => undefined,
  contenders: {
    ...ofTable((api, table) => api.arrow(table, { format: 'stream' }).toBuffer()),
    'apache-arrow': async () => {
      const { tableFromIPC, tableToIPC } = await import('apache-arrow');
      const { default: clinicore } = await import('clinicore');
      const table = tableFromIPC(await clinicore.export.arrow(await tableOf(clinicore.export)).toBuffer());
      return async () => tableToIPC(table, 'stream');
    },
  },
  summary: async (bytes) => {
    const { tableFromIPC } = await import('apache-arrow');
    const table = tableFromIPC(bytes);
    return columnsSummary(SCHEMA.map(({ name }) => table.getChild(name)));
  },
  agree,
};

export const cases = [
  written,
  reading(`readParquet, ${LENGTH.toLocaleString('en')} rows of 5 columns`, 0, LENGTH),
  reading('readParquet, a page of 1,000 rows out of the middle', LENGTH / 2 + 17, 1000),
  arrowFile,
];
