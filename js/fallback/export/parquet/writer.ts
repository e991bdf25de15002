/** A Parquet file that is written, by hyparquet-writer. */
import * as zlib from 'node:zlib';
import type { ColumnsMessage } from '../../../contract/columns';
import type { ParquetWriter as Contract, ParquetMessage } from '../../../contract/parquet';
import { MESSAGE, messageOf } from '../../../export/arrow/message';
import { schemaTable } from '../../../export/arrow/schema';
import type { Column } from '../../../export/table/column';
import { columnsOf as columnsMessage } from '../../../export/table/crossing';
import { MAX_DIGITS } from '../../../export/table/types/decimal';
import { isSet } from '../../../export/table/validity';
import { version } from '../../../version';
import { enqueue, type Job } from '../../queue';
import { mostPacked, packBlock } from '../compression/lz4-block';
import { storedZstd } from '../compression/zstd';
import type { CsvParser } from '../csv/parser';
import { columnsOf } from './filter';
import { type SchemaElement, writing } from './library';

type Library = InstanceType<Awaited<ReturnType<typeof writing>>['ParquetWriter']>;
type Source = Parameters<Library['write']>[0]['columnData'][number];
type Bytes = InstanceType<Awaited<ReturnType<typeof writing>>['ByteWriter']>;

const CODECS = { zstd: 'ZSTD', snappy: 'SNAPPY', lz4: 'LZ4_RAW', none: 'UNCOMPRESSED' } as const;

/** Node has zstd from 22.15 on, which its types here do not know. */
const { zstdCompressSync } = zlib as {
  zstdCompressSync?: (bytes: Uint8Array, options: { params: Record<number, number> }) => Buffer;
};
const LEVEL = 100;

/** See `ParquetWriter` in the contract. */
export class ParquetWriter implements Contract {
  readonly #message: ParquetMessage;
  #library: Library | undefined;
  #bytes: Bytes | undefined;
  /** The row group's columns so far. */
  #columns: unknown[][];
  #memory = 0;
  /** Bytes that were made and not read. */
  #ready = new Uint8Array(0);

  constructor(message: ParquetMessage) {
    this.#message = message;
    this.#columns = message.fields.map(() => []);
  }

  write(message: ColumnsMessage, job: unknown): Promise<number> {
    // Read at once: the caller's memory may be read only now.
    const columns = columnsOf(this.#message.fields, message);
    for (const [at, column] of columns.entries()) this.#add(this.#columns[at] as unknown[], column);
    return enqueue(job as Job, async () => this.#memory);
  }

  async writePart(
    parser: unknown,
    part: number,
    cells: number[],
    from: number,
    to: number,
    job: unknown,
  ): Promise<number> {
    return this.write(columnsMessage((parser as CsvParser).rows(part, cells, from, to)), job);
  }

  endGroup(job: unknown): Promise<number> {
    return enqueue(job as Job, async () => {
      const library = await this.#open();
      const columnData = this.#message.fields.map(({ name }, at) => this.#source(name, this.#columns[at] as unknown[]));
      const rows = columnData[0]?.data.length ?? 0;
      this.#columns = this.#message.fields.map(() => []);
      this.#memory = 0;
      if (rows > 0) await library.write({ columnData, rowGroupSize: rows });
      return this.#drain();
    });
  }

  finish(job: unknown): Promise<number> {
    return enqueue(job as Job, async () => {
      const library = await this.#open();
      const sorting = this.#message.sorting.map(({ column, descending, nullsFirst }) => ({
        column_idx: column,
        descending,
        nulls_first: nullsFirst,
      }));
      if (sorting.length > 0) for (const group of library.row_groups) group.sorting_columns = sorting;
      await library.finish();
      const length = this.#drain();
      if (library.row_groups.length === 0) typed(this.#ready);
      return length;
    });
  }

  read(into: Uint8Array): void {
    into.set(this.#ready.subarray(0, into.length));
    this.#ready = this.#ready.subarray(into.length);
  }

  close(): void {
    this.#columns = [];
    this.#bytes = undefined;
    this.#ready = new Uint8Array(0);
    this.#library = undefined;
  }

  async #open(): Promise<Library> {
    if (this.#library) return this.#library;
    const { ByteWriter, ParquetWriter } = await writing();
    const { fields, compression, level, metadata } = this.#message;
    this.#bytes = new ByteWriter();
    this.#library = new ParquetWriter({
      writer: this.#bytes,
      schema: [{ name: 'arrow_schema', num_children: fields.length }, ...fields.map(elementOf)],
      codec: CODECS[compression],
      compressors: { ZSTD: (bytes) => zstd(bytes, level), LZ4_RAW: lz4 },
      kvMetadata: [...metadata, { key: 'ARROW:schema', value: arrowSchema(fields) }],
      createdBy: `clinicore version ${version}`,
    });
    return this.#library;
  }

  #source(name: string, data: unknown[]): Source {
    const encoding = this.#message.dictionary ? {} : { encoding: 'PLAIN' as const };
    return { name, data, columnIndex: true, offsetIndex: true, ...encoding };
  }

  /** Makes ready what was written since the last time; the library counts on, but begins its buffer anew. */
  #drain(): number {
    const bytes = this.#bytes as Bytes;
    this.#ready = Uint8Array.from(bytes.getBytes());
    bytes.index = 0;
    return this.#ready.length;
  }

  #add(into: unknown[], column: Column): void {
    const read = readerOf(column);
    const { validity, length } = column;
    for (let row = 0; row < length; row++) into.push(!validity || isSet(validity, row) ? read(row) : null);
    this.#memory += 8 * length + (column.type === 'string' ? 2 * column.values.length : 0);
  }
}

/** No rows, and a list of row groups (of structs, if there were any) of which the library does not say what it is a list of. */
const UNTYPED = Buffer.from([0x16, 0x00, 0x19, 0x00]);
const STRUCTS = 0x0c;

/** Makes the end of a file without row groups what readers take that insist on the type of an empty list. */
function typed(end: Uint8Array): void {
  const at = Buffer.from(end.buffer, end.byteOffset, end.byteLength).indexOf(UNTYPED);
  if (at >= 0) end[at + UNTYPED.length - 1] = STRUCTS;
}

/** Values as the library takes them. */
function readerOf({ type, values, offsets, dictionary }: Column): (row: number) => unknown {
  switch (type) {
    case 'boolean':
      return (row) => isSet(values as Uint8Array, row);
    case 'string': {
      const bytes = values as Uint8Array;
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const ends = offsets as Int32Array;
      return (row) => buffer.toString('utf8', ends[row], ends[row + 1]);
    }
    case 'category':
      return (row) => (dictionary as readonly string[])[values[row] as number];
    default:
      return (row) => values[row];
  }
}

function elementOf({ name, type, scale }: ParquetMessage['fields'][number]): SchemaElement {
  const element = { name, repetition_type: 'OPTIONAL' as const };
  switch (type) {
    case 'float64':
      return { ...element, type: 'DOUBLE' };
    case 'int32':
      return { ...element, type: 'INT32' };
    case 'int64':
      return { ...element, type: 'INT64' };
    case 'boolean':
      return { ...element, type: 'BOOLEAN' };
    case 'date':
      return { ...element, type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } };
    case 'timestamp':
      return {
        ...element,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      };
    case 'decimal':
      return {
        ...element,
        type: 'INT64',
        converted_type: 'DECIMAL',
        precision: MAX_DIGITS,
        scale,
        logical_type: { type: 'DECIMAL', precision: MAX_DIGITS, scale },
      };
    default:
      return { ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
  }
}

/** The schema in Arrow's words, of which its readers make categories again. */
function arrowSchema(fields: ParquetMessage['fields']): string {
  return messageOf(MESSAGE.SCHEMA, schemaTable(fields), 0, 0).toString('base64');
}

const zstd = (bytes: Uint8Array, level: number): Uint8Array =>
  zstdCompressSync ? zstdCompressSync(bytes, { params: { [LEVEL]: level } }) : storedZstd(bytes);

function lz4(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(mostPacked(bytes.length));
  const length = packBlock(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), out);
  return out.subarray(0, length);
}
