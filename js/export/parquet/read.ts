import { currentBackend } from '../../backend';
import { type ByteSource, type BytesInput, byteLengthOf, byteSource, wholeOf } from '../../bytes';
import type { Backend } from '../../contract';
import type { ParquetAbout, ParquetColumn, ParquetFile, ParquetQuery } from '../../contract/parquet';
import { fromBackend } from '../../errors';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { integer, MAX_VALUES, optionalRecord } from '../../validate';
import { Shared } from '../shared';
import { Steps } from '../steps';
import type { Field } from '../table/column-type';
import { tableOfColumns } from '../table/crossing';
import { type FileColumn, picked, tooManyRows } from '../table/pick';
import { inOne, type ReadTableOptions, type TableReader, type Tell, tableTask } from '../table/reader';
import { columnNames } from '../table/schema';
import type { Table } from '../table/table';
import { type CheckedCondition, conditions, filterOf, type ParquetCondition } from './where';

/** Options of {@link readParquet}. Progress counts rows. Default lane: `interactive`. */
export interface ReadParquetOptions extends TaskOptions {
  /** Only these columns, in this order. Default: all. */
  columns?: readonly string[] | undefined;
  /**
   * Conditions, all of which a row must hold; their columns need not be among `columns`. Row groups and pages whose statistics
   * say that they hold no such row are not read. Default: none.
   */
  where?: readonly ParquetCondition[] | undefined;
  /** Rows that are passed over at first, of those that hold the conditions. Default 0. */
  offset?: number | undefined;
  /** Rows that are read at most. Default: all. */
  limit?: number | undefined;
  /** Rows beyond which reading fails. Default: 100,000,000 in one table, no limit from table to table. */
  maxRows?: number | undefined;
  /** Bytes of a stream, which is kept in memory: a Parquet file is read from its end. Default 1 GiB. */
  maxFileBytes?: number | undefined;
}

/** What a Parquet file is. */
export interface ParquetMetadata {
  /** Rows of the file. */
  readonly rows: number;
  /** Rows of each row group. */
  readonly rowGroups: readonly number[];
  /** The columns: their types in a table, or what their type is called that a table does not have. */
  readonly columns: readonly ParquetMetadataColumn[];
  /** What wrote it, if it says. */
  readonly createdBy: string | undefined;
  /** What else it says of itself. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A column of a {@link ParquetMetadata}: `field` if a table has its type, else `foreign`. */
export interface ParquetMetadataColumn {
  /** The column's name in the file. */
  readonly name: string;
  /** As what a table has it; `undefined` for what a table cannot hold, such as lists. */
  readonly field: Field | undefined;
  /** Such as `'binary'` or `'list'`: leave the column out of `columns`. */
  readonly foreign: string | undefined;
}

/** A {@link TableReader} of a Parquet file. */
export interface ParquetReader extends TableReader {
  /**
   * What the file is, from its footer.
   *
   * @throws ClinicoreError (as a rejection) as reading does
   */
  metadata(): Promise<ParquetMetadata>;
}

/**
 * Reads a Parquet file, of this package's or of any other tool: in tables of about 4 MB, one after the other as they are asked
 * for. Columns, rows by their place and rows by what they hold are picked without reading the rest: a page of a thousand rows
 * out of millions takes milliseconds. A path is read by positioned reads.
 *
 * | Parquet | in the table |
 * |---|---|
 * | FLOAT, DOUBLE, FLOAT16 | `float64` |
 * | INT(8), INT(16), UINT(8), UINT(16), INT32 | `int32` |
 * | UINT(32), INT64; UINT(64) if no value has more than 63 bits | `int64` |
 * | BOOLEAN | `boolean` |
 * | STRING, JSON; a column of nulls only | `string` |
 * | STRING that its writer held as a dictionary (pandas' and polars' categories) | `category` |
 * | DATE | `date` |
 * | TIMESTAMP of any unit, INT96 | `timestamp`; one without a time zone is read as UTC |
 * | DECIMAL of at most 18 digits | `decimal` |
 *
 * Other columns, and values that would lose something (a timestamp of odd nanoseconds, years beyond 9999), are refused with
 * `ERR_UNSUPPORTED`.
 *
 * @param source bytes, a path or `file:` URL, or a stream
 * @param options columns, conditions, rows, limits, abort, progress, lane
 * @returns a reader, which reads when it is asked to
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it reads, as a rejection, also `ERR_MALFORMED_INPUT`, `ERR_UNSUPPORTED`
 *   (`details` has the `column` of the file, and the `row` where it is known), `ERR_LIMIT_EXCEEDED`, `ERR_IO`, `ERR_ABORTED`,
 *   `ERR_BUSY`
 *
 * @example
 * const page = await clinicore.export.readParquet('/warehouse/visits.parquet', { offset: 7_000_000, limit: 1000 }).toTable();
 * const open = clinicore.export.readParquet('/warehouse/invoices.parquet', {
 *   columns: ['number', 'total'],
 *   where: [{ column: 'paid', op: '=', value: false }, { column: 'date', op: '>=', value: '2026-01-01' }],
 * });
 * for await (const table of open) console.log(table.length);
 */
export function readParquet(source: BytesInput, options: ReadParquetOptions = {}): ParquetReader {
  const fields = optionalRecord(options, 'options').only([
    'columns',
    'where',
    'offset',
    'limit',
    'maxRows',
    'maxFileBytes',
    ...TASK_OPTIONS,
  ]);
  const most = Number.MAX_SAFE_INTEGER;
  return new Reader(byteSource(source, 'source'), {
    columns: fields.optional('columns', undefined, columnNames),
    where: fields.optional('where', [], conditions),
    offset: fields.optional('offset', 0, integer, 0, most),
    limit: fields.optional('limit', undefined, integer, 0, most),
    maxRows: fields.optional('maxRows', undefined, integer, 0, most),
    maxFileBytes: fields.optional('maxFileBytes', 1024 ** 3, integer, 0, most),
    task: taskOptions(fields, 'interactive'),
  });
}

interface Reading {
  readonly columns: readonly string[] | undefined;
  readonly where: readonly CheckedCondition[];
  readonly offset: number;
  readonly limit: number | undefined;
  readonly maxRows: number | undefined;
  readonly maxFileBytes: number;
  readonly task: Task;
}

/** Bytes that are handed to the backend at a time. */
const COPIED = 1024 * 1024;

class Reader implements ParquetReader {
  readonly #source: ByteSource;
  readonly #reading: Reading;
  /** A stream goes by only once, and is kept. */
  readonly #stream: Shared<Uint8Array>;

  constructor(source: ByteSource, reading: Reading) {
    this.#source = source;
    this.#reading = reading;
    this.#stream = new Shared((task) => wholeOf(source, task, reading.maxFileBytes, 'maxFileBytes'));
  }

  async metadata(): Promise<ParquetMetadata> {
    const { rows, groups, columns, createdBy, metadata } = await this.#about();
    return {
      rows,
      rowGroups: groups,
      columns: columns.map(describedBy),
      createdBy,
      metadata: Object.fromEntries(metadata.map(({ key, value }) => [key, value])),
    };
  }

  async schema(): Promise<readonly Field[]> {
    return picked((await this.#about()).columns.map(describedBy), this.#reading.columns).fields;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Table, void, undefined> {
    const { task, maxRows = Number.POSITIVE_INFINITY } = this.#reading;
    return this.#tables(task, maxRows, () => {});
  }

  async toTable(options?: ReadTableOptions): Promise<Table> {
    const { maxRows = MAX_VALUES } = this.#reading;
    const task = tableTask(options, this.#reading.task);
    return inOne((tell) => this.#tables(task, maxRows, tell), task);
  }

  async *#tables(task: Task, maxRows: number, tell: Tell): AsyncGenerator<Table, void, undefined> {
    const { about, file, steps } = await this.#open(task);
    try {
      const { places, fields } = picked(about.columns.map(describedBy), this.#reading.columns);
      tell(fields);
      const { where, offset, limit } = this.#reading;
      const filters = where.map((condition) => filterOf(condition, about.columns));
      const query: ParquetQuery = { columns: places, filters, offset, limit: limit ?? -1 };
      const total = Math.min(limit ?? Number.POSITIVE_INFINITY, Math.max(0, about.rows - offset));
      const rows = sync(() => file.rows(query));
      try {
        let done = 0;
        let coming = steps.take((job) => rows.next(job));
        for (;;) {
          const message = await coming;
          if (message === null) break;
          done += message.length;
          if (done > maxRows) throw tooManyRows(maxRows);
          // The next rows are read while these are looked at.
          coming = steps.take((job) => rows.next(job));
          coming.catch(() => {});
          yield tableOfColumns(fields, message);
          if (done < total) task.onProgress?.(done, total);
        }
        task.onProgress?.(done, done);
      } finally {
        rows.close();
      }
    } finally {
      file.close();
    }
  }

  async #about(): Promise<ParquetAbout> {
    const { file, about } = await this.#open(this.#reading.task);
    file.close();
    return about;
  }

  async #open(task: Task) {
    const backend = currentBackend();
    const quiet = { ...task, onProgress: undefined };
    const steps = new Steps(quiet, backend);
    const file = await this.#file(backend, quiet);
    try {
      return { file, about: await steps.take((job) => file.open(job)), steps };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** The file, whose bytes were handed over. */
  async #file({ exporting }: Backend, task: Task): Promise<ParquetFile> {
    const turns = new Turns(task);
    turns.check();
    const source = this.#source;
    if (source.kind === 'path') {
      await byteLengthOf(source);
      return new exporting.ParquetFile(source.path);
    }
    const bytes = source.kind === 'bytes' ? source.bytes : await this.#stream.join(task);
    const file = new exporting.ParquetFile(undefined);
    for (let at = 0; at < bytes.length; at += COPIED) {
      sync(() => file.append(bytes.subarray(at, at + COPIED)));
      await turns.take(at, bytes.length);
    }
    return file;
  }
}

function sync<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw fromBackend(thrown);
  }
}

const describedBy = ({ name, field, foreign }: ParquetColumn): FileColumn => ({
  name,
  field: field && Object.freeze(field.type === 'decimal' ? { ...field } : { name, type: field.type }),
  foreign,
});
