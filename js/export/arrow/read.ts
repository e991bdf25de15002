import { currentBackend } from '../../backend';
import { type ByteSource, type BytesInput, byteSource } from '../../bytes';
import type { CompressionFormat } from '../../contract/compression';
import { ClinicoreError } from '../../errors';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { integer, MAX_VALUES, optionalRecord } from '../../validate';
import { through } from '../codec';
import { Passing } from '../passing';
import type { Column } from '../table/column';
import type { Field } from '../table/column-type';
import { textsOf } from '../table/dictionary';
import { type FileColumn, picked, tooManyRows, unsupported } from '../table/pick';
import { inOne, type ReadTableOptions, type TableReader, type Tell, tableTask } from '../table/reader';
import { columnNames } from '../table/schema';
import { Table } from '../table/table';
import { rowsOf, type Unpack, vectorsOf } from './batch';
import { columnOf, type Slice } from './convert';
import { type FlatView, MALFORMED } from './flat-reader';
import { MESSAGE } from './message';
import { type Message, malformed, messagesOf, tooLarge } from './messages';
import { type ArrowField, columnOf as described, fieldsOfSchema, isBigEndian } from './schema';

/** Options of {@link readArrow}. Progress counts rows. Default lane: `interactive`. */
export interface ReadArrowOptions extends TaskOptions {
  /** Only these columns, in this order. Default: all. */
  columns?: readonly string[] | undefined;
  /** Rows that are passed over at first; whole batches of them are not read. Default 0. */
  offset?: number | undefined;
  /** Rows that are read at most. Default: all. */
  limit?: number | undefined;
  /** Rows beyond which reading fails. Default: 100,000,000 in one table, no limit from table to table. */
  maxRows?: number | undefined;
  /** Bytes of a record batch, which is kept in memory, as it is and of each of its buffers unpacked. Default 1 GiB. */
  maxBatchBytes?: number | undefined;
  /** Bytes of a stream that holds a file, which is kept in memory: a file is read from its end. Default 1 GiB. */
  maxFileBytes?: number | undefined;
}

/**
 * Reads Apache Arrow's IPC format, files (Feather 2) and streams, whoever wrote them: record batch after record batch, in tables
 * of at most 65,536 rows. What is not compressed is not copied out of bytes in memory: leave them alone for as long as the
 * tables are in use.
 *
 * Types become those of a table as {@link readParquet} has them: integers of any size, floats of 16 and 32 bits, texts of all
 * three layouts, timestamps of any unit (without a time zone as UTC), decimals of at most 18 digits, dictionaries of texts
 * as categories. Other columns, and values that would lose something, are refused with `ERR_UNSUPPORTED`.
 *
 * @param source bytes, a path or `file:` URL, or a stream
 * @param options columns, rows, limits, abort, progress, lane
 * @returns a reader, which reads when it is asked to
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it reads, as a rejection, also `ERR_MALFORMED_INPUT`, `ERR_UNSUPPORTED`
 *   (`details` has the `column` of the file, and the `row`), `ERR_LIMIT_EXCEEDED`, `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * for await (const table of clinicore.export.readArrow(request)) await store(table);
 * const table = await clinicore.export.readArrow(tableToIPC(visits)).toTable(); // of apache-arrow
 */
export function readArrow(source: BytesInput, options: ReadArrowOptions = {}): TableReader {
  const fields = optionalRecord(options, 'options').only([
    'columns',
    'offset',
    'limit',
    'maxRows',
    'maxBatchBytes',
    'maxFileBytes',
    ...TASK_OPTIONS,
  ]);
  const most = Number.MAX_SAFE_INTEGER;
  return new Reader(byteSource(source, 'source'), {
    columns: fields.optional('columns', undefined, columnNames),
    offset: fields.optional('offset', 0, integer, 0, most),
    limit: fields.optional('limit', Number.POSITIVE_INFINITY, integer, 0, most),
    maxRows: fields.optional('maxRows', undefined, integer, 0, most),
    maxBatchBytes: fields.optional('maxBatchBytes', 1024 ** 3, integer, 0, most),
    maxFileBytes: fields.optional('maxFileBytes', 1024 ** 3, integer, 0, most),
    task: taskOptions(fields, 'interactive'),
  });
}

interface Reading {
  readonly columns: readonly string[] | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly maxRows: number | undefined;
  readonly maxBatchBytes: number;
  readonly maxFileBytes: number;
  readonly task: Task;
}

/** Rows of a table. */
const SLICE_ROWS = 65_536;
/** Members of `BodyCompression`. */
const CODECS: readonly CompressionFormat[] = ['lz4', 'zstd'];

class Reader implements TableReader {
  readonly #source: ByteSource;
  readonly #reading: Reading;
  readonly #stream: Passing<Opened> | undefined;

  constructor(source: ByteSource, reading: Reading) {
    this.#source = source;
    this.#reading = reading;
    if (source.kind === 'stream') this.#stream = new Passing((task) => this.#open(task));
  }

  async schema(): Promise<readonly Field[]> {
    const { task } = this.#reading;
    if (this.#stream) return (await this.#stream.look(task)).file.schema;
    const { file, messages } = await this.#open(task);
    await messages.return();
    return file.schema;
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
    const { opened, leave } = await this.#take(task);
    tell(opened.file.schema);
    try {
      yield* this.#rows(opened, task, maxRows);
    } catch (error) {
      throw typed(error);
    } finally {
      leave();
      await opened.messages.return();
    }
  }

  async *#rows({ file, messages }: Opened, task: Task, maxRows: number): AsyncGenerator<Table, void, undefined> {
    const { maxBatchBytes, offset, limit } = this.#reading;
    const turns = new Turns(task);
    let [row, given] = [0, 0];
    for await (const { kind, header, bodyLength, body } of messages) {
      if (kind === MESSAGE.DICTIONARY) {
        await addDictionary(file, header, unpacking(header.table(1), await body(), task, maxBatchBytes));
      } else if (kind === MESSAGE.RECORDS) {
        const rows = rowsOf(header);
        const from = Math.min(rows, Math.max(0, offset - row));
        const to = Math.min(rows, from + limit - given);
        if (to > from) {
          const bytes = bodyLength === 0 ? new Uint8Array(0) : await body();
          const unpack = unpacking(header, bytes, task, maxBatchBytes);
          const vectors = await vectorsOf(header, file.fields, (at) => file.places.includes(at), unpack);
          for (let at = from; at < to; at += SLICE_ROWS) {
            const end = Math.min(to, at + SLICE_ROWS);
            given += end - at;
            if (given > maxRows) throw tooManyRows(maxRows);
            const slices = slicesOf(file, vectors, at, end, row + at);
            yield new Table(
              slices.map((slice, index) => columnOf(file.schema[index] as Field, slice)),
              end - at,
            );
            task.onProgress?.(given, given);
            await turns.take(given, given);
          }
        }
        row += rows;
        if (given >= limit) return;
      } else throw malformed();
    }
  }

  async #take(task: Task): Promise<{ readonly opened: Opened; readonly leave: () => void }> {
    return this.#stream ? this.#stream.take(task) : { opened: await this.#open(task), leave: () => {} };
  }

  /** The file up to its schema, which comes first. */
  async #open(task: Task): Promise<Opened> {
    new Turns(task).check();
    const messages = messagesOf(this.#source, task, this.#reading);
    try {
      const first = await messages.next();
      if (first.done || first.value.kind !== MESSAGE.SCHEMA) throw malformed();
      return { file: describedBy(first.value.header, this.#reading.columns), messages };
    } catch (error) {
      await messages.return();
      throw typed(error);
    }
  }
}

/** A file whose schema was read, and the messages that follow it. */
interface Opened {
  readonly file: Described;
  readonly messages: AsyncGenerator<Message, void, undefined>;
}

/** What stands where it cannot is damage. */
const typed = (error: unknown): unknown => (error === MALFORMED || error instanceof RangeError ? malformed() : error);

/** What a file's schema says of the columns that are read. */
interface Described {
  readonly fields: readonly ArrowField[];
  readonly schema: readonly Field[];
  /** The places of the columns in the file. */
  readonly places: readonly number[];
  readonly dictionaries: Map<number, readonly string[]>;
}

function describedBy(header: FlatView, names: readonly string[] | undefined): Described {
  if (isBigEndian(header))
    throw new ClinicoreError('ERR_UNSUPPORTED', 'The Arrow data are big-endian, which is not read here');
  const fields = fieldsOfSchema(header);
  const columns = fields.map((field): FileColumn => {
    const { name } = field;
    const found = described(field);
    return typeof found === 'string'
      ? { name, field: undefined, foreign: found }
      : { name, field: Object.freeze(found), foreign: undefined };
  });
  const { places, fields: schema } = picked(columns, names);
  return { fields, schema, places, dictionaries: new Map() };
}

/** The columns' rows, in the order in which they are given. */
function slicesOf(
  { fields, places, dictionaries }: Described,
  vectors: readonly { readonly field: ArrowField }[],
  from: number,
  to: number,
  row: number,
): Slice[] {
  return places.map((column) => {
    const field = fields[column] as ArrowField;
    const vector = vectors.find((candidate) => candidate.field === field) as Slice['vector'];
    return { vector, from, to, column, row, dictionary: field.dictionary && dictionaries.get(field.dictionary.id) };
  });
}

async function addDictionary(file: Described, header: FlatView, unpack: Unpack): Promise<void> {
  const id = header.long(0);
  const column = file.places.find((place) => file.fields[place]?.dictionary?.id === id);
  const batch = header.table(1);
  if (batch === undefined) throw malformed();
  // Of a column that is not read.
  if (column === undefined) return;
  const field: ArrowField = { ...(file.fields[column] as ArrowField), dictionary: undefined };
  const [vector] = await vectorsOf(batch, [field], () => true, unpack);
  if (vector === undefined || vector.length > MAX_VALUES) throw malformed();
  const slice: Slice = { vector, from: 0, to: vector.length, dictionary: undefined, column, row: 0 };
  const texts = columnOf({ name: field.name, type: 'string' }, slice);
  if (texts.nullCount > 0) {
    throw unsupported(`The column '${field.name}' has a dictionary with a null, which is not read here`, column);
  }
  const isDelta = header.byte(2) !== 0;
  const before = (isDelta ? file.dictionaries.get(id) : undefined) ?? [];
  const { values, offsets } = texts as Column<'string'>;
  const more = textsOf({ values, offsets: (offsets as Int32Array).subarray(0, texts.length + 1) });
  file.dictionaries.set(id, before.length > 0 ? Object.freeze(before.concat(more)) : more);
}

/** How the buffers of a batch's body are had: as they lie there, or decompressed. */
function unpacking(batch: FlatView | undefined, body: Uint8Array, task: Task, maxBatchBytes: number): Unpack {
  const compression = batch?.table(3);
  const lying = (from: number, to: number): Uint8Array => {
    if (from > to || to > body.length) throw malformed();
    return body.subarray(from, to);
  };
  if (!compression) return async (from, to) => lying(from, to);
  const format = CODECS[compression.byte(0)];
  if (format === undefined || compression.byte(1) !== 0) throw malformed();
  return async (from, to) => {
    const bytes = lying(from, to);
    if (bytes.length === 0) return bytes;
    const size = Number(Buffer.from(lying(from, from + 8)).readBigInt64LE(0));
    const packed = bytes.subarray(8);
    // What would not be smaller is stored.
    if (size === -1) return packed;
    if (!(size >= 0)) throw malformed();
    if (size > maxBatchBytes) throw tooLarge('buffer of a record batch', maxBatchBytes, size, 'maxBatchBytes');
    if (size === 0) return new Uint8Array(0);
    const unpacked = await decompressed(format, packed, size, task);
    if (unpacked.length !== size) throw malformed();
    return unpacked;
  };
}

async function decompressed(
  format: CompressionFormat,
  packed: Uint8Array,
  size: number,
  task: Task,
): Promise<Uint8Array> {
  const { exporting } = currentBackend();
  const codec = new exporting.Decompressor({ format, maxBytes: size, maxWindowLog: 27, whole: true });
  try {
    return await run({ ...task, onProgress: undefined }, (_, job) => through(codec, packed, job, () => {}));
  } catch (error) {
    // Where in the buffer it is damaged, nobody could look up.
    const isDamaged = error instanceof ClinicoreError && /MALFORMED|LIMIT|UNSUPPORTED|ARGUMENT/.test(error.code);
    throw isDamaged ? malformed() : error;
  }
}
