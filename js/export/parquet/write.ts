import type { Job } from '../../contract';
import type { ParquetMessage, ParquetWriter } from '../../contract/parquet';
import { type Output, outputOf } from '../../output';
import { run, runSync, type Task } from '../../task';
import {
  boolean,
  type Fields,
  integer,
  invalid,
  items,
  oneOf,
  optionalRecord,
  readable,
  record,
  text,
} from '../../validate';
import { whenRoom } from '../on-pool';
import type { Field } from '../table/column-type';
import { fieldsOf } from '../table/crossing';
import { columnName, MAX_COLUMNS } from '../table/schema';
import { rowsOfSource, type TableSource, tableSource } from '../table/source';
import { type Rows, rowsOf } from './rows';

/** That the rows of a file are sorted by a column. */
export interface ParquetSortedBy {
  /** The column's name. */
  column: string;
  /** From the greatest down. Default false. */
  descending?: boolean | undefined;
  /** Where rows without a value are. Default `'last'`. */
  nulls?: 'first' | 'last' | undefined;
}

/** Options of {@link parquet}. */
export interface ParquetOptions {
  /** How pages are compressed. Default `'zstd'`. */
  compression?: 'zstd' | 'snappy' | 'lz4' | 'none' | undefined;
  /** zstd's level, 1 to 22. Default 1, which is as fast as the others. */
  level?: number | undefined;
  /** Rows of a row group at most, 1 to 10,000,000. A group also ends when it has about 64 MB. Default 131,072. */
  rowGroupRows?: number | undefined;
  /** Whether columns of few different values are written as a dictionary of these. Default true. */
  dictionary?: boolean | undefined;
  /** Columns whose row groups get a Bloom filter: readers look up single values in it. Native backend only. Default none. */
  bloomFilters?: readonly string[] | undefined;
  /** What the rows are sorted by, the first of several first. It is told to readers, not checked. Default: not said. */
  sortedBy?: readonly ParquetSortedBy[] | undefined;
  /** Pairs of texts that the file says of itself. Default none. */
  metadata?: Readonly<Record<string, string>> | undefined;
}

/** Memory of a row group at which it ends. */
const GROUP_BYTES = 64 * 1024 * 1024;
/** Bytes of a file that are given at a time: copied in a tenth of a millisecond. */
const PIECE = 1024 * 1024;
/** UTF-16 units of a text that a file says of itself. */
const MAX_PAIR = 1_000_000;

/**
 * Writes an Apache Parquet file: columns compressed by themselves, in row groups, with the statistics and page indexes by which
 * readers pass over what they do not need. DuckDB, pandas, polars, Spark and every other tool of data analysis read it.
 *
 * The file is made row group by row group, in memory that does not grow with it; the columns of a group on all threads of the
 * pool that are free. The same tables give the same bytes, on the same backend. Timestamps are written in microseconds and UTC,
 * decimals as integers with a scale, categories as texts that Arrow's readers make categories again. Default lane: `bulk`.
 * Progress counts rows.
 *
 * @param source a table, or tables of one schema one after the other, such as a reader's
 * @param options compression, row groups, dictionaries, what the file says of itself
 * @returns the file, made when it is asked for
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when bytes are asked for, also as a rejection (a source that can be read only
 *   once was read, tables of different schemas, a column of the options that is not there), `ERR_IO` (the source failed),
 *   `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * await clinicore.export.parquet(table).toFile('/warehouse/visits.parquet');
 * const invoices = clinicore.export.tablesFrom(db.cursor('select * from invoices'), { schema });
 * await clinicore.export.parquet(invoices, { level: 3, sortedBy: [{ column: 'date' }] }).toFile('/warehouse/invoices.parquet');
 */
export function parquet(source: TableSource, options: ParquetOptions = {}): Output {
  const settings = settingsOf(
    optionalRecord(options, 'options').only([
      'compression',
      'level',
      'rowGroupRows',
      'dictionary',
      'bloomFilters',
      'sortedBy',
      'metadata',
    ]),
  );
  const tables = tableSource(source, 'source');
  return outputOf((task, areKept) => pieces(tables, settings, task, areKept), 'bulk');
}

interface Settings extends Pick<ParquetMessage, 'compression' | 'level' | 'dictionary' | 'groupRows' | 'metadata'> {
  readonly bloomFilters: readonly string[];
  readonly sortedBy: readonly { column: string; descending: boolean; nullsFirst: boolean }[];
}

function settingsOf(fields: Fields): Settings {
  const compression = fields.optional('compression', 'zstd', codec);
  const level = fields.optional('level', 1, (value, path) => {
    if (compression !== 'zstd') invalid(path, "left out, but for compression 'zstd'", value);
    return integer(value, path, 1, 22);
  });
  return {
    compression,
    level,
    groupRows: fields.optional('rowGroupRows', 131_072, integer, 1, 10_000_000),
    dictionary: fields.optional('dictionary', true, boolean),
    bloomFilters: fields.optional('bloomFilters', [], (value, path) => items(value, path, MAX_COLUMNS, columnName)),
    sortedBy: fields.optional('sortedBy', [], (value, path) => items(value, path, MAX_COLUMNS, sortedBy)),
    metadata: fields.optional('metadata', [], pairs),
  };
}

const codec = (value: unknown, path: string) => oneOf(value, path, ['zstd', 'snappy', 'lz4', 'none']);

function sortedBy(value: unknown, path: string) {
  const fields = record(value, path).only(['column', 'descending', 'nulls']);
  return {
    column: fields.get('column', columnName),
    descending: fields.optional('descending', false, boolean),
    nullsFirst: fields.optional('nulls', 'last', oneOf, ['first', 'last']) === 'first',
  };
}

/** What Arrow's readers look for is ours to say. */
const RESERVED = 'ARROW:schema';

function pairs(value: unknown, path: string): ParquetMessage['metadata'] {
  const fields = record(value, path);
  return readable(path, () => Object.keys(value as object)).map((key) => {
    text(key, path, MAX_PAIR);
    if (key === RESERVED) invalid(path, `without the name ${RESERVED}, which is in use,`, value);
    return { key, value: fields.get(key, text, MAX_PAIR) };
  });
}

function messageOf(schema: readonly Field[], { bloomFilters, sortedBy, ...settings }: Settings): ParquetMessage {
  const place = (name: string, path: string): number => {
    const at = schema.findIndex((field) => field.name === name);
    return at < 0 ? invalid(path, 'the name of a column of the table', name) : at;
  };
  return {
    fields: fieldsOf(schema),
    ...settings,
    bloomFilters: bloomFilters.map((name, at) => place(name, `options.bloomFilters[${at}]`)),
    sorting: sortedBy.map(({ column, ...how }, at) => ({
      column: place(column, `options.sortedBy[${at}].column`),
      ...how,
    })),
  };
}

async function* pieces(
  source: TableSource,
  settings: Settings,
  task: Task,
  areKept: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  const known = rowsOfSource(source);
  let writing: Writing | undefined;
  try {
    for await (const rows of rowsOf(source, 'source', task)) {
      writing ??= new Writing(rows.schema, settings, task, areKept);
      if (rows.length === 0) continue;
      yield* writing.add(rows);
      task.onProgress?.(writing.rows, known ?? writing.rows);
    }
    writing ??= new Writing([], settings, task, areKept);
    yield* writing.finish();
    task.onProgress?.(writing.rows, writing.rows);
  } finally {
    writing?.close();
  }
}

/** A file on its way. */
class Writing {
  rows = 0;
  readonly #groupRows: number;
  readonly #task: Task;
  readonly #writer: ParquetWriter;
  /** The rows that the backend works on, while the next are made; then, how many bytes the group has. */
  #memory: Promise<number> = Promise.resolve(0);
  #inGroup = 0;
  /** Room for bytes that nobody keeps: each in memory of its own, they would wait for the garbage collector. */
  readonly #room: Buffer | undefined;

  constructor(schema: readonly Field[], settings: Settings, task: Task, areKept: boolean) {
    if (!areKept) this.#room = Buffer.allocUnsafeSlow(PIECE);
    this.#groupRows = settings.groupRows;
    // What is written is told by rows.
    this.#task = { ...task, onProgress: undefined };
    const message = messageOf(schema, settings);
    this.#writer = runSync(({ exporting }) => new exporting.ParquetWriter(message));
  }

  /** Adds rows, and gives the row groups that they complete. */
  async *add(rows: Rows): AsyncGenerator<Uint8Array, void, undefined> {
    for (let from = 0; from < rows.length; ) {
      if ((await this.#memory) >= GROUP_BYTES || this.#inGroup === this.#groupRows) yield* this.#endGroup();
      const to = Math.min(rows.length, from + this.#groupRows - this.#inGroup);
      this.#write(rows, from, to);
      this.#inGroup += to - from;
      this.rows += to - from;
      from = to;
    }
  }

  async *finish(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* this.#endGroup();
    yield* this.#bytes(await this.#step((job) => this.#writer.finish(job)));
  }

  close(): void {
    this.#writer.close();
  }

  #write(rows: Rows, from: number, to: number): void {
    this.#memory = this.#step((job) => rows.write(this.#writer, from, to, job));
    // Told where it is waited for.
    this.#memory.catch(() => {});
  }

  async *#endGroup(): AsyncGenerator<Uint8Array, void, undefined> {
    await this.#memory;
    if (this.#inGroup === 0) return;
    this.#memory = Promise.resolve(0);
    this.#inGroup = 0;
    yield* this.#bytes(await this.#step((job) => this.#writer.endGroup(job)));
  }

  *#bytes(length: number): Generator<Uint8Array, void, undefined> {
    for (let from = 0; from < length; from += PIECE) {
      const size = Math.min(PIECE, length - from);
      const piece = this.#room?.subarray(0, size) ?? Buffer.allocUnsafeSlow(size);
      this.#writer.read(piece);
      yield piece;
    }
  }

  #step<T>(step: (job: Job) => Promise<T>): Promise<T> {
    const begun = this.rows > 0;
    return run(this.#task, (_, job) => whenRoom(begun, () => step(job)));
  }
}
