/** What every reader of a file's rows has. */
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { optionalRecord } from '../../validate';
import type { Field } from './column-type';
import { concat } from './concat';
import type { Table } from './table';

/**
 * Options of {@link TableReader.toTable}; those of the call that made the reader where they are left out. What progress
 * counts says that call.
 */
export type ReadTableOptions = TaskOptions;

/**
 * Rows of a file, as tables one after the other, of which one at a time is in memory: a source for every writer of this
 * package. A file of bytes or at a path can be read as often as you like, also at the same time. A stream goes by only once:
 * its rows can be read once, its columns asked for before, after and meanwhile; a second reading fails with
 * `ERR_INVALID_ARGUMENT`. Where a format is read from its end, a stream is kept in memory and can be read as bytes can.
 */
export interface TableReader extends AsyncIterable<Table> {
  /**
   * The columns.
   *
   * @throws ClinicoreError (as a rejection) as reading does
   */
  schema(): Promise<readonly Field[]>;
  /**
   * All rows in one table.
   *
   * @param options abort, progress, lane
   * @throws ClinicoreError (as a rejection) as reading does, and `ERR_LIMIT_EXCEEDED` for more than a table can hold: 2 GiB
   *   of text in a column
   */
  toTable(options?: ReadTableOptions): Promise<Table>;
}

/** The task of a `toTable` call: what its options leave out is the reader's. */
export function tableTask(options: unknown, reader: Task): Task {
  const own = taskOptions(optionalRecord(options, 'options').only(TASK_OPTIONS), reader.lane);
  return { ...own, signal: own.signal ?? reader.signal, onProgress: own.onProgress ?? reader.onProgress };
}

/** Told a file's columns, before its first rows. */
export type Tell = (schema: readonly Field[]) => void;

/** All of a reader's tables as one. */
export async function inOne(tables: (tell: Tell) => AsyncIterable<Table>, task: Task): Promise<Table> {
  const all: Table[] = [];
  let schema: readonly Field[] = [];
  const read = tables((fields) => {
    schema = fields;
  });
  for await (const table of read) all.push(table);
  new Turns(task).check();
  return concat(all, schema, { ...task, onProgress: undefined });
}
