/** The same table as a file of each format that can be read, and as a source of each kind. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';

/** What reads a file, whatever it is. */
export type Read = (source: exporting.BytesInput, options?: { signal?: AbortSignal }) => exporting.TableReader;

/** A format: how a table becomes a file of it, and how that is read. */
export interface Format {
  readonly name: string;
  /** Whether a stream of it is kept in memory, because it is read from its end. */
  readonly isKept: boolean;
  readonly write: (table: exporting.Table) => exporting.Output;
  readonly read: Read;
}

const { arrow, csv, parquet, readArrow, readCsv, readParquet, readSheet, xlsx } = exporting;

export const formats: readonly Format[] = [
  { name: 'CSV', isKept: false, write: (table) => csv(table), read: readCsv },
  { name: 'xlsx', isKept: true, write: (table) => xlsx([{ name: 'Visits', table }]), read: readSheet },
  { name: 'Parquet', isKept: true, write: (table) => parquet(table), read: readParquet },
  { name: "Arrow's stream", isKept: false, write: (table) => arrow(table, { format: 'stream' }), read: readArrow },
  { name: "Arrow's file", isKept: false, write: (table) => arrow(table, { format: 'file' }), read: readArrow },
];

/** A table of `rows` rows: numbers, texts and days. */
export const visits = (rows: number): Promise<exporting.Table> =>
  exporting.tableOf([
    { name: 'number', type: 'int32', values: Array.from({ length: rows }, (_, row) => row) },
    { name: 'patient', type: 'string', values: Array.from({ length: rows }, (_, row) => `patient ${row % 97}`) },
    { name: 'day', type: 'date', values: Array.from({ length: rows }, (_, row) => `2026-01-${10 + (row % 20)}`) },
  ]);

/** A table's cells, row by row. */
export const cells = (table: exporting.Table): unknown[] => [...table.rows()].map((row) => Object.values(row));

/** Bytes as a stream of Node's. */
export const streamed = (bytes: Buffer, chunk = 16 * 1024): Readable => Readable.from(chunks(bytes, chunk));

export function* chunks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Calls `use` with the path of a file that holds the bytes. */
export async function atPath<T>(bytes: Buffer, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'clinicore-readers-'));
  try {
    const path = join(folder, 'visits');
    await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
