/** Rows on their way into a Parquet file: of tables, or of CSV, which get there without coming to JavaScript. */
import type { Job } from '../../contract';
import type { ParquetWriter } from '../../contract/parquet';
import type { Task } from '../../task';
import { isCsvReader, type PartRows, partsOf } from '../csv/reader';
import type { Field } from '../table/column-type';
import { columnsOf, slicesOf } from '../table/crossing';
import { runsOf } from '../table/row-source';
import { type TableSource, tablesOf } from '../table/source';
import type { Table } from '../table/table';

/** Some rows. */
export interface Rows {
  readonly schema: readonly Field[];
  readonly length: number;
  /** Adds the rows `[from, to)` to a row group; gives about how many bytes of memory the group has. */
  write(writer: ParquetWriter, from: number, to: number, job: Job): Promise<number>;
}

/** The rows of a source, in order, a megabyte or so at a time. */
export async function* rowsOf(source: TableSource, path: string, task: Task): AsyncGenerator<Rows, void, undefined> {
  if (isCsvReader(source)) {
    const parts = { kind: 'async', items: partsOf(source) } as const;
    for await (const [part] of runsOf(parts, task, 1, path)) yield ofPart(part as PartRows);
    return;
  }
  for await (const table of tablesOf(source, path, task)) {
    // One without rows tells its columns.
    if (table.length === 0) yield ofTable(table);
    for (const slice of slicesOf(table)) yield ofTable(slice);
  }
}

const ofPart = ({ session, fields, part, rows }: PartRows): Rows => ({
  schema: fields,
  length: rows,
  write: (writer, from, to, job) => session.write(writer, part, from, to, job),
});

const ofTable = (table: Table): Rows => ({
  schema: table.schema,
  length: table.length,
  write: (writer, from, to, job) => writer.write(columnsOf(table.slice(from, to)), job),
});
