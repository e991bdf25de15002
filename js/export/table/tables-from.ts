import type { TaskOptions } from '../../task';
import { taskOptions } from '../../task';
import { Turns } from '../../turn';
import { boolean, integer, optionalRecord, readable } from '../../validate';
import type { Field } from './column-type';
import { Filling, type OnBadCell } from './fill';
import { onBadCell, originOf, type Row, type Rows } from './from';
import { Gathering } from './gather';
import { chunkOf, rowSource, runsOf } from './row-source';
import { schemaOf } from './schema';
import { Table } from './table';

/** Rows of an iterable that are taken at a time. */
const RUN = 256;

/** Options of {@link tablesFrom}. Progress counts rows; as many as there were are the total. */
export interface TablesFromOptions extends Pick<TaskOptions, 'signal' | 'onProgress'> {
  /** The columns, in order, and their types. Of rows that are objects, other properties are left out. */
  schema: readonly Field[];
  /** Rows of each table, but for the last: 1 to 10,000,000. Default 10,000. */
  rowsPerTable?: number | undefined;
  /** Whether each item of `rows` is an array of rows. The fastest way from an asynchronous source. Default false. */
  chunked?: boolean | undefined;
  /** What becomes of a cell that its column cannot hold: the tables end with an error, or it has no value. Default `'error'`. */
  onBadCell?: 'error' | 'null' | undefined;
  /**
   * What becomes of a column of which no row has the property (rows that have it without a value have it): the tables end with an error,
   * because its name may be misspelt, or none of its rows has a value. Without any rows, it is nobody's fault. Default
   * `'error'`.
   */
  onMissingColumn?: 'error' | 'null' | undefined;
}

/**
 * Makes tables of rows, one after the other as they are asked for, in constant memory: for a cursor of millions of rows. The
 * rows are read as {@link tableFrom} does with a schema. Without rows there is one empty table.
 *
 * @param rows an array, an iterable or an asynchronous one, of rows or (with `chunked`) of arrays of rows
 * @param options the schema, rows of a table, what becomes of bad cells, abort, progress
 * @returns the tables, a source for every writer of this package
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for options of the wrong form; as the rejection of a step what
 *   {@link tableFrom} rejects with, rows counted over all tables
 *
 * @example
 * const invoices = clinicore.export.tablesFrom(db.cursor('select * from invoices'), { schema });
 * await clinicore.export.parquet(invoices).toFile('/archive/invoices.parquet');
 */
export function tablesFrom(
  rows: Rows | Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>,
  options: TablesFromOptions,
): AsyncIterableIterator<Table> {
  const fields = optionalRecord(options, 'options').only([
    'schema',
    'rowsPerTable',
    'chunked',
    'onBadCell',
    'onMissingColumn',
    'signal',
    'onProgress',
  ]);
  return make({
    schema: fields.get('schema', schemaOf),
    rowsPerTable: fields.optional('rowsPerTable', 10_000, integer, 1, 10_000_000),
    isChunked: fields.optional('chunked', false, boolean),
    onBadCell: fields.optional('onBadCell', 'error', onBadCell),
    onMissingColumn: fields.optional('onMissingColumn', 'error', onBadCell),
    task: taskOptions(fields, 'interactive'),
    source: rowSource(rows, 'rows'),
  });
}

interface Making {
  readonly schema: readonly Field[];
  readonly rowsPerTable: number;
  readonly isChunked: boolean;
  readonly onBadCell: OnBadCell;
  readonly onMissingColumn: OnBadCell;
  readonly task: ReturnType<typeof taskOptions>;
  readonly source: ReturnType<typeof rowSource>;
}

async function* make(making: Making): AsyncGenerator<Table, void, undefined> {
  const { schema, rowsPerTable, isChunked, task, source } = making;
  new Turns(task).check();
  const names = schema.map(({ name }) => name);
  const sinks = fillings(making, 0);
  const gathering = new Gathering({ names, sinks, unknown: undefined }, task, Number.MAX_SAFE_INTEGER, 0);
  let first = 0;
  const cut = (): Table => {
    const table = new Table(
      sinks.map((filling) => filling.finish()),
      gathering.rows - first,
    );
    first = gathering.rows;
    sinks.splice(0, sinks.length, ...fillings(making, first));
    return table;
  };

  for await (const run of runsOf(source, task, isChunked ? 1 : RUN, 'rows')) {
    const { rows, length } = isChunked ? chunkOf(run[0]) : { rows: run, length: run.length };
    for (let at = 0; at < length; ) {
      const end = Math.min(length, at + first + rowsPerTable - gathering.rows);
      const part = at === 0 && end === length ? rows : readable('rows', () => rows.slice(at, end));
      await gathering.take(part, end - at);
      at = end;
      if (gathering.rows === first + rowsPerTable) yield cut();
    }
    await gathering.turn();
  }
  if (making.onMissingColumn === 'error') gathering.checkNames((column) => `options.schema[${column}].name`);
  if (gathering.rows > first || first === 0) yield cut();
  task.onProgress?.(gathering.rows, gathering.rows);
}

const fillings = ({ schema, onBadCell, rowsPerTable }: Making, first: number): Filling[] =>
  schema.map(
    (field, column) => new Filling(field, column, Math.min(rowsPerTable, 10_000), onBadCell, originOf(column), first),
  );
