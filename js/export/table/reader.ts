/** What every reader of a file's rows has. */
import type { TaskOptions } from '../../task';
import type { Field } from './column-type';
import type { Table } from './table';

/** Options of {@link TableReader.toTable}. What progress counts says the call that made the reader. */
export type ReadTableOptions = TaskOptions;

/**
 * Rows of a file, as tables one after the other, of which one at a time is in memory: a source for every writer of this
 * package. A file of bytes or at a path can be read as often as you like, a stream once.
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
   * @throws ClinicoreError (as a rejection) as reading does, and `ERR_LIMIT_EXCEEDED` for more than a table can hold: 2 GiB
   *   of text in a column
   */
  toTable(options?: ReadTableOptions): Promise<Table>;
}
