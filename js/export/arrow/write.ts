import type { Job } from '../../contract';
import { type Output, outputOf, type Pieces } from '../../output';
import { run, type Task } from '../../task';
import { Turns } from '../../turn';
import { oneOf, optionalRecord } from '../../validate';
import { block } from '../compression/compress';
import type { Compression } from '../compression/options';
import type { Column } from '../table/column';
import type { Field } from '../table/column-type';
import { slicesOf } from '../table/crossing';
import { Dictionary } from '../table/dictionary';
import { rowsOfSource, type TableSource, tableSource, tablesOf } from '../table/source';
import type { Table } from '../table/table';
import { bitmapBytes } from '../table/validity';
import { byte, long } from './flat-writer';
import { type Block, bodyOf, END, FILE_MAGIC, footerOf, MESSAGE, messageOf, recordBatchTable } from './message';
import { schemaTable } from './schema';

/** Options of {@link arrow}. */
export interface ArrowOptions {
  /**
   * `'file'` (also called Feather, `.arrow`), whose batches can be read in any order, or `'stream'`, which a reader takes in as
   * it comes. Default `'file'`.
   */
  format?: 'file' | 'stream' | undefined;
  /** How each column of each batch is compressed. What is not can be used where it lies. Default `'none'`. */
  compression?: 'none' | 'lz4' | 'zstd' | undefined;
}

/** Of `BodyCompression`. */
const CODECS = { lz4: 0, zstd: 1 } as const;
/** As libraries for Arrow take it. */
const LEVELS = { lz4: 0, zstd: 1 } as const;

/**
 * Writes Apache Arrow's IPC format: a file or a stream of record batches as they lie in memory, which every library for Arrow
 * reads, most of them without a copy: `tableFromIPC` of `apache-arrow` makes its vectors of the bytes where they are.
 *
 * Tables are written in batches of at most 65,536 rows or about 2 MiB, one of them at a time in memory. The same tables
 * give the same bytes. A `decimal` is written as Arrow's Decimal128 of 18 digits, a `category` as a dictionary, which grows
 * where tables that come one after the other have different texts. Default lane: `bulk`. Progress counts rows.
 *
 * @param source a table, or tables of one schema one after the other
 * @param options file or stream, compression
 * @returns the file, made when it is asked for
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when bytes are asked for, also as a rejection (a source that can be read only
 *   once was read, tables of different schemas), `ERR_IO` (the source failed), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * await clinicore.export.arrow(table, { compression: 'zstd' }).toFile('/exports/visits.arrow');
 * const visits = tableFromIPC(await clinicore.export.arrow(table).toBuffer()); // of apache-arrow
 */
export function arrow(source: TableSource, options: ArrowOptions = {}): Output {
  const fields = optionalRecord(options, 'options').only(['format', 'compression']);
  const isFile = fields.optional('format', 'file', oneOf, ['file', 'stream']) === 'file';
  const compression = fields.optional('compression', 'none', codec);
  const tables = tableSource(source, 'source');
  const pieces: Pieces = (task) => piecesOfArrow(tables, isFile, compression, task);
  return outputOf(pieces, 'bulk');
}

const codec = (value: unknown, path: string) => oneOf(value, path, ['none', 'lz4', 'zstd']);

async function* piecesOfArrow(
  source: TableSource,
  isFile: boolean,
  compression: 'none' | 'lz4' | 'zstd',
  task: Task,
): AsyncGenerator<Uint8Array, void, undefined> {
  const turns = new Turns(task);
  turns.check();
  const known = rowsOfSource(source);
  const writing = new Writing(isFile, compression === 'none' ? undefined : compression, task);
  let rows = 0;
  for await (const table of tablesOf(source, 'source', task)) {
    yield* writing.begin(table.schema);
    for (const slice of slicesOf(table)) {
      yield* writing.batch(slice);
      rows += slice.length;
      await turns.take(rows, known ?? rows);
    }
  }
  yield* writing.begin([]);
  yield* writing.end();
  task.onProgress?.(rows, rows);
}

/** A file on its way. */
class Writing {
  readonly #isFile: boolean;
  readonly #compression: 'lz4' | 'zstd' | undefined;
  readonly #task: Task;
  readonly #turns: Turns;
  #schema: readonly Field[] | undefined;
  #at = 0;
  readonly #words = new Map<number, Dictionary>();
  readonly #dictionaries: Block[] = [];
  readonly #batches: Block[] = [];

  constructor(isFile: boolean, compression: 'lz4' | 'zstd' | undefined, task: Task) {
    this.#isFile = isFile;
    this.#compression = compression;
    this.#task = task;
    this.#turns = new Turns({ ...task, onProgress: undefined });
  }

  /** The schema, the first time. */
  *begin(schema: readonly Field[]): Generator<Uint8Array> {
    if (this.#schema) return;
    this.#schema = schema;
    if (this.#isFile) yield this.#moved(Buffer.concat([FILE_MAGIC, Buffer.alloc(2)]));
    yield this.#moved(messageOf(MESSAGE.SCHEMA, schemaTable(schema), 0, this.#at));
    for (const [at, { type }] of schema.entries()) if (type === 'category') this.#words.set(at, new Dictionary());
  }

  async *batch(table: Table): AsyncGenerator<Uint8Array> {
    const columns = table.columns as readonly Column[];
    for (const [at, words] of this.#words) {
      const before = words.texts.length;
      for (const _ of words.take(columns[at] as Column)) await this.#turns.take(0, 0);
      // The first batch needs one, if it has no text.
      if (words.texts.length > before || this.#batches.length === 0) yield* this.#dictionary(at, words, before);
    }
    const buffers = columns.flatMap((column, at) => buffersOf(column, this.#words.get(at)));
    const body = bodyOf(await this.#packed(buffers));
    const header = recordBatchTable(table.length, columns, body, this.#codec());
    yield* this.#message(MESSAGE.RECORDS, header, body, this.#batches);
  }

  *end(): Generator<Uint8Array> {
    if (this.#isFile) yield footerOf(schemaTable(this.#schema ?? []), this.#dictionaries, this.#batches);
    else yield END;
  }

  /** A dictionary: in a file, what has come to it, for there it may not change; in a stream all of it, which more readers know. */
  async *#dictionary(id: number, words: Dictionary, before: number): AsyncGenerator<Uint8Array> {
    const from = this.#isFile ? before : 0;
    const texts = words.texts.slice(from).map((text) => Buffer.from(text, 'utf8'));
    const offsets = new Int32Array(texts.length + 1);
    for (const [at, text] of texts.entries()) offsets[at + 1] = (offsets[at] as number) + text.length;
    const body = bodyOf(await this.#packed([NOTHING, bytesOf(offsets), Buffer.concat(texts)]));
    const data = recordBatchTable(texts.length, [{ length: texts.length, nullCount: 0 }], body, this.#codec());
    const header = { fields: [long(id), data, byte(Number(from > 0))] };
    yield* this.#message(MESSAGE.DICTIONARY, header, body, this.#dictionaries);
  }

  *#message(
    kind: number,
    header: Parameters<typeof messageOf>[1],
    body: ReturnType<typeof bodyOf>,
    blocks: Block[],
  ): Generator<Uint8Array> {
    const metadata = messageOf(kind, header, body.length, this.#at);
    blocks.push({ offset: this.#at, metadataLength: metadata.length, bodyLength: body.length });
    if (body.length <= SMALL_BYTES) {
      yield this.#moved(Buffer.concat([metadata, ...body.pieces], metadata.length + body.length));
      return;
    }
    yield this.#moved(metadata);
    for (const piece of body.pieces) yield this.#moved(piece);
  }

  #codec(): number | undefined {
    return this.#compression && CODECS[this.#compression];
  }

  /** Each buffer compressed, behind its length. */
  async #packed(buffers: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const format = this.#compression;
    if (!format) return buffers;
    const settings = { format, level: LEVELS[format], checksum: false, windowLog: 0 };
    const compression = { settings } as Compression;
    const pack = (data: Uint8Array) =>
      run({ ...this.#task, onProgress: undefined }, (backend, job: Job) =>
        block(compression, backend, job, data, () => {}),
      );
    return Promise.all(
      buffers.map(async (buffer) => {
        if (buffer.length === 0) return buffer;
        const length = Buffer.alloc(8);
        length.writeBigInt64LE(BigInt(buffer.length));
        return Buffer.concat([length, await pack(buffer)]);
      }),
    );
  }

  #moved(bytes: Uint8Array): Uint8Array {
    this.#at += bytes.length;
    return bytes;
  }
}

/** Bytes of a body that is given with its metadata: to hand its many pieces on takes longer than to copy them. */
const SMALL_BYTES = 128 * 1024;

const NOTHING = new Uint8Array(0);

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** A column's buffers: which rows have a value, then the values. */
function buffersOf(column: Column, words: Dictionary | undefined): Uint8Array[] {
  const { type, values, validity, offsets, length } = column;
  const valid = validity ? validity.subarray(0, bitmapBytes(length)) : NOTHING;
  if (offsets) {
    const [first, end] = [offsets[0] as number, offsets[length] as number];
    return [valid, bytesOf(fromZero(offsets, length)), (values as Uint8Array).subarray(first, end)];
  }
  if (type === 'boolean') return [valid, (values as Uint8Array).subarray(0, bitmapBytes(length))];
  if (type === 'decimal') return [valid, widened(values as BigInt64Array)];
  return [valid, bytesOf(words ? words.places(column) : values)];
}

/** Where texts begin in the bytes of these rows alone. */
function fromZero(offsets: Int32Array, length: number): Int32Array {
  const first = offsets[0] as number;
  if (first === 0) return offsets.subarray(0, length + 1);
  const own = new Int32Array(length + 1);
  for (let row = 0; row <= length; row++) own[row] = (offsets[row] as number) - first;
  return own;
}

/** Integers of 64 bits as those of 128. */
function widened(values: BigInt64Array): Uint8Array {
  const narrow = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const wide = new Int32Array(2 * narrow.length);
  for (let row = 0; row < values.length; row++) {
    const high = narrow[2 * row + 1] as number;
    wide[4 * row] = narrow[2 * row] as number;
    wide[4 * row + 1] = high;
    wide[4 * row + 2] = high >> 31;
    wide[4 * row + 3] = high >> 31;
  }
  return bytesOf(wide);
}
