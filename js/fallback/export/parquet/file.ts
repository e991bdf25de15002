/** A Parquet file that is read: footer and pages as hyparquet takes them apart, within bounds. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ColumnData, ColumnsMessage, FieldMessage } from '../../../contract/columns';
import type { ParquetFile as Contract, ParquetAbout, ParquetQuery, ParquetRows } from '../../../contract/parquet';
import { ClinicoreError } from '../../../errors';
import { orUnreadable } from '../../../file-errors';
import type { Job } from '../../queue';
import { Place } from '../place';
import { collect, type Rows, Unfit } from './collect';
import { type Described, describe } from './describe';
import { columnsOf, holds } from './filter';
import { corrupt, type Metadata, type RowGroup, reading, sound } from './library';
import { Pages, type ReadAt } from './pages';

/** Bytes of a footer. */
const MAX_FOOTER = 64 * 1024 * 1024;
const TAIL = 8;
/** Rows and bytes of texts that are given at a time. */
const MAX_ROWS = 8192;
const MAX_BYTES = 4 * 1024 * 1024;

/** Where a file's bytes are. */
interface Source {
  readonly size: number;
  readonly read: ReadAt;
}

/** See `ParquetFile` in the contract. */
export class ParquetFile implements Contract {
  readonly #path: string | undefined;
  #parts: Uint8Array[] = [];
  #handle: FileHandle | undefined;
  #source: Source | undefined;
  #metadata: Metadata | undefined;
  #columns: readonly Described[] = [];
  /** Queries that are under way; the file is closed behind the last of them. */
  #readers = 0;
  #isClosed = false;
  readonly #place = new Place(() => {
    this.#isClosed = true;
    this.#parts = [];
    this.#release();
  });

  constructor(path: string | undefined) {
    this.#path = path;
  }

  append(bytes: Uint8Array): void {
    this.#parts.push(Uint8Array.from(bytes));
  }

  open(job: unknown): Promise<ParquetAbout> {
    return this.#place.step(job as Job, async () => {
      this.#source = this.#path === undefined ? inMemory(Buffer.concat(this.#parts)) : await this.#onDisk(this.#path);
      this.#parts = [];
      const source = this.#source;
      return sound(async () => {
        const metadata = await readFooter(source);
        this.#metadata = metadata;
        this.#columns = describe(metadata);
        const groups = metadata.row_groups.map(({ num_rows }) => countOf(num_rows));
        return {
          rows: groups.reduce((sum, rows) => sum + rows, 0),
          groups,
          ...(metadata.created_by !== undefined && { createdBy: metadata.created_by }),
          metadata: (metadata.key_value_metadata ?? [])
            .filter(({ key }) => key !== 'ARROW:schema')
            .map(({ key, value }) => ({ key, value: value ?? '' })),
          columns: this.#columns.map(({ column }) => column),
        };
      });
    });
  }

  rows(query: ParquetQuery): ParquetRows {
    this.#place.check();
    const [source, metadata] = [this.#source, this.#metadata];
    if (!source || !metadata) throw corrupt();
    this.#readers++;
    return new Reading(source, metadata, this.#columns, query, () => {
      this.#readers--;
      this.#release();
    });
  }

  close(): void {
    this.#place.close();
  }

  async #onDisk(path: string): Promise<Source> {
    const handle = await orUnreadable(open(path, constants.O_RDONLY));
    this.#handle = handle;
    const { size } = await orUnreadable(handle.stat());
    const read = async (at: number, length: number): Promise<Buffer> => {
      if (!(at >= 0 && length >= 0 && at + length <= size)) throw corrupt();
      const bytes = Buffer.allocUnsafeSlow(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await orUnreadable(handle.read(bytes, done, length - done, at + done));
        if (bytesRead === 0) throw corrupt();
        done += bytesRead;
      }
      return bytes;
    };
    return { size, read };
  }

  #release(): void {
    if (!this.#isClosed || this.#readers > 0) return;
    this.#handle?.close().catch(() => {});
    this.#handle = undefined;
    this.#source = undefined;
  }
}

function inMemory(bytes: Buffer): Source {
  const read = async (at: number, length: number): Promise<Buffer> => {
    if (!(at >= 0 && length >= 0 && at + length <= bytes.length)) throw corrupt();
    return bytes.subarray(at, at + length);
  };
  return { size: bytes.length, read };
}

async function readFooter({ size, read }: Source): Promise<Metadata> {
  if (size < TAIL + 4) throw corrupt();
  const tail = await read(size - TAIL, TAIL);
  const magic = tail.toString('latin1', 4);
  if (magic === 'PARE') {
    throw new ClinicoreError('ERR_UNSUPPORTED', 'The Parquet file is encrypted, which is not read here');
  }
  if (magic !== 'PAR1' || (await read(0, 4)).toString('latin1') !== 'PAR1') throw corrupt();
  const given = tail.readUInt32LE(0);
  if (given > size - TAIL) throw corrupt();
  if (given > MAX_FOOTER) {
    const message = `The Parquet file's footer has ${given} bytes, more than ${MAX_FOOTER}`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { given, limit: MAX_FOOTER });
  }
  const footer = new Uint8Array(await read(size - TAIL - given, given + TAIL));
  const { parquetMetadata } = await reading();
  return parquetMetadata(footer, { geoparquet: false });
}

function countOf(value: bigint | number): number {
  const count = Number(value);
  if (!(count >= 0 && count <= Number.MAX_SAFE_INTEGER)) throw corrupt();
  return count;
}

/** Rows of a query on their way. */
class Reading implements ParquetRows {
  readonly #source: Source;
  readonly #groups: readonly RowGroup[];
  readonly #columns: readonly Described[];
  readonly #query: ParquetQuery;
  /** The places of the columns that are read. */
  readonly #read: readonly number[];
  #group = 0;
  /** The row of the file that comes next, and how many of its group are left. */
  #row = 0;
  #left = 0;
  #pages: Pages[] = [];
  #skip: number;
  #wanted: number;
  readonly #place: Place;

  constructor(
    source: Source,
    metadata: Metadata,
    columns: readonly Described[],
    query: ParquetQuery,
    done: () => void,
  ) {
    this.#source = source;
    this.#groups = metadata.row_groups;
    this.#columns = columns;
    this.#query = query;
    this.#place = new Place(() => {
      this.#pages = [];
      done();
    });
    this.#read = [...new Set([...query.columns, ...query.filters.map(({ column }) => column)])];
    this.#skip = query.offset;
    this.#wanted = query.limit < 0 ? Number.POSITIVE_INFINITY : query.limit;
  }

  next(job: unknown): Promise<ColumnsMessage | null> {
    return this.#place.step(job as Job, (running) =>
      sound(async () => {
        while (this.#wanted > 0) {
          await running.pause();
          if (this.#left === 0 && !(await this.#begin(running))) return null;
          const message = await this.#take(running);
          if (message.length > 0) return message;
        }
        return null;
      }),
    );
  }

  close(): void {
    this.#place.close();
  }

  /** The next row group that has a row that may be wanted. */
  async #begin(running: Job): Promise<boolean> {
    for (;;) {
      const group = this.#groups[this.#group++];
      if (group === undefined) return false;
      const rows = countOf(group.num_rows);
      const isFiltered = this.#query.filters.length > 0;
      const skipped = isFiltered ? 0 : Math.min(this.#skip, rows);
      this.#skip -= skipped;
      this.#row += skipped;
      this.#left = rows - skipped;
      if (this.#left === 0) continue;
      this.#pages = this.#read.map((place) => this.#pagesOf(group, place));
      for (const pages of this.#pages) await pages.skip(skipped, () => running.pause());
      return true;
    }
  }

  #pagesOf(group: RowGroup, place: number): Pages {
    const { leaf, element, column } = this.#columns[place] as Described;
    const chunk = group.columns[leaf];
    if (!chunk) throw corrupt();
    const codec = { BROTLI: 'brotli', LZO: 'LZO' }[chunk.meta_data?.codec as string];
    if (codec) {
      const message = `The column '${column.name}' is compressed with ${codec}, which is not read here`;
      throw new ClinicoreError('ERR_UNSUPPORTED', message, { column: place });
    }
    return new Pages(this.#source.read, chunk, element, this.#source.size);
  }

  async #take(running: Job): Promise<ColumnsMessage> {
    const isFiltered = this.#query.filters.length > 0;
    const most = isFiltered ? this.#left : Math.min(this.#left, this.#wanted);
    const rows = await this.#rows(Math.min(most, MAX_ROWS), running);
    const length = rows[0]?.length ?? 0;
    const kept = isFiltered ? this.#kept(rows, length) : undefined;
    const picked = this.#query.columns.map((place) => rows[this.#read.indexOf(place)] as Rows);
    const taken = kept ? picked.map((column) => kept.map((row) => column[row])) : picked;
    const first = this.#row;
    this.#row += length;
    this.#left -= length;
    const count = kept ? kept.length : length;
    this.#wanted -= count;
    const columns: ColumnData[] = [];
    for (const [at, column] of taken.entries()) {
      columns.push(this.#collected(this.#query.columns[at] as number, column, isFiltered ? undefined : first));
      await running.pause();
    }
    return { length: count, columns };
  }

  /** The next rows of every column, of texts no more than fit. */
  async #rows(most: number, running: Job): Promise<Rows[]> {
    const columns: Rows[number][][] = this.#pages.map(() => []);
    let bytes = 0;
    // Texts may be long, and a few bytes of a file may repeat one many times.
    for (let taken = 0; taken < most && bytes < MAX_BYTES; ) {
      const step = Math.min(1024, most - taken);
      for (const [at, pages] of this.#pages.entries()) {
        for (const value of await pages.take(step, () => running.pause())) {
          (columns[at] as Rows[number][]).push(value);
          bytes += value instanceof Uint8Array ? value.length : 8;
        }
        await running.pause();
      }
      taken += step;
    }
    return columns;
  }

  /** Which of the rows hold the conditions, and are neither passed over nor too many. */
  #kept(rows: readonly Rows[], length: number): number[] {
    const conditions = this.#query.filters.map((filter) => {
      const at = this.#read.indexOf(filter.column);
      const field = (this.#columns[filter.column] as Described).column.field as FieldMessage;
      const data = this.#collected(filter.column, rows[at] as Rows, undefined);
      return holds(filter, columnsOf([field], { length, columns: [data] })[0] as never);
    });
    const kept: number[] = [];
    for (let row = 0; row < length && kept.length < this.#wanted; row++) {
      if (!conditions.every((condition) => condition(row))) continue;
      if (this.#skip > 0) this.#skip--;
      else kept.push(row);
    }
    return kept;
  }

  #collected(place: number, rows: Rows, first: number | undefined) {
    const { column, making } = this.#columns[place] as Described;
    const field = column.field as FieldMessage;
    try {
      return collect(rows, field, making);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      const message = `The column '${column.name}' has a value that ${field.type} does not hold`;
      const row = first === undefined ? {} : { row: first + error.row };
      throw new ClinicoreError('ERR_UNSUPPORTED', message, { column: place, ...row });
    }
  }
}
