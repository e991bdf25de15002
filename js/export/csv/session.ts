/** One reading of a CSV file: cut into parts in order, of which several are read at once. */
import { currentBackend } from '../../backend';
import { type ByteSource, byteLengthOf, chunksOf } from '../../bytes';
import type { Backend, Job, Lane } from '../../contract';
import type { CsvColumns, CsvField, CsvParser, CsvPart } from '../../contract/csv';
import type { ParquetWriter } from '../../contract/parquet';
import { abortError, ClinicoreError, fromBackend } from '../../errors';
import { onAbort, type Task } from '../../task';
import { unlessAborted } from '../../turn';
import { atOnce, whenRoom } from '../on-pool';
import { Column } from '../table/column';
import type { Field } from '../table/column-type';
import { textsOf } from '../table/dictionary';
import { emptyTable, Table } from '../table/table';
import { longRow } from './errors';
import { Findings } from './findings';
import { type Head, headOf, SAMPLE } from './head';
import type { ReadSettings } from './options';
import { type Wanted, wantedOf } from './wanted';

/** Bytes that become a part: read in about a millisecond. */
const PART = 1024 * 1024;
/** Parts whose cells decide the types where rows are not all kept. */
const SAMPLED = 4;

/** A part that was read, and its number. */
export interface ReadPart {
  readonly part: number;
  readonly found: CsvPart;
}

/** See the module. */
export class Session {
  readonly head: Head;
  readonly wanted: readonly Wanted[];
  readonly findings: Findings;
  readonly #settings: ReadSettings;
  readonly #task: Task;
  readonly #backend: Backend;
  #job: Job;
  readonly #parser: CsvParser | undefined;
  readonly #cuts: AsyncGenerator<number, void, void>;
  readonly #total: number | undefined;
  readonly #forget: (() => void) | undefined;
  #read: number;
  #begun = false;
  /** Parts that were read for their types, and not given yet. */
  #sampled: ReadPart[] = [];

  private constructor(opened: Opened, settings: ReadSettings, task: Task) {
    this.head = opened.head;
    this.wanted = wantedOf(this.head, settings);
    this.findings = new Findings(this.head, settings);
    this.#settings = settings;
    this.#task = task;
    this.#total = opened.total;
    this.#backend = currentBackend();
    this.#read = this.head.offset;
    this.#job = new this.#backend.Job(task.lane);
    const { signal } = task;
    this.#forget = signal && onAbort(signal, () => this.#stop());
    // What has no rows needs no reading.
    if (this.head.names.length > 0) this.#parser = this.#makeParser(opened);
    this.#cuts = this.#parser ? this.#cut(this.#parser, opened) : none();
  }

  /** Reads the head of a file. */
  static async open(source: ByteSource, settings: ReadSettings, task: Task): Promise<Session> {
    const opened = await open(source, settings, task);
    try {
      return new Session(opened, settings, task);
    } catch (error) {
      await opened.chunks.return();
      throw error;
    }
  }

  /** Cells and types of columns, as they cross. */
  fieldsOf(fields: readonly Field[]): CsvField[] {
    return fields.map(({ type, scale = 0 }, at) => ({ cell: (this.wanted[at] as Wanted).cell, type, scale }));
  }

  /** The schema, or the types of the first parts' cells. */
  async sampledFields(parts = SAMPLED): Promise<readonly Field[]> {
    const { schema } = this.#settings;
    if (schema) return schema;
    const texts = this.fieldsOf(this.texts);
    const sample = new Findings(this.head, this.#settings);
    let rows = 0;
    while (this.#sampled.length < parts) {
      const next = await this.#cuts.next();
      if (next.done) break;
      const found = await this.#parse(next.value, texts, true, true);
      this.#sampled.push({ part: next.value, found });
      sample.tally(found, rows);
      rows += found.rows;
    }
    return sample.inferred(this.wanted.map(({ name }) => name));
  }

  /** The columns before their types are known. */
  get texts(): readonly Field[] {
    return this.wanted.map(({ name }) => ({ name, type: 'string' }));
  }

  /** The parts that were read for their types, as texts; they are not given again. */
  sampled(): readonly ReadPart[] {
    const sampled = this.#sampled;
    this.#sampled = [];
    for (const { found } of sampled) this.#count(found);
    return sampled;
  }

  /** Its further steps wait in this queue. */
  enter(lane: Lane): void {
    this.#job = new this.#backend.Job(lane);
  }

  /** Reads all parts in order, several at once. */
  async *parts(fields: CsvField[], tally: boolean, keepText: boolean): AsyncGenerator<ReadPart, void, void> {
    const most = atOnce(this.#backend.pool);
    const begun: { part: number; reading: Promise<CsvPart> }[] = [];
    const begin = (part: number) => {
      const reading = this.#parse(part, fields, tally, keepText);
      // Its failure is told when its turn comes.
      reading.catch(() => {});
      begun.push({ part, reading });
    };
    const next = async (): Promise<ReadPart> => {
      const { part, reading } = begun.shift() as (typeof begun)[number];
      const found = await unlessAborted(this.#task, reading);
      this.#count(found);
      return { part, found };
    };
    try {
      for await (const part of this.#allCuts()) {
        begin(part);
        if (begun.length >= most) yield await next();
      }
    } catch (error) {
      // What stands before it comes first.
      while (begun.length > 0) yield await next();
      throw error;
    }
    while (begun.length > 0) yield await next();
  }

  /** Makes columns of parts, whose text was kept, again where their types are others than they were read as. */
  async change(parts: readonly number[], from: readonly Field[], to: readonly Field[]): Promise<void> {
    const changed = this.fieldsOf(to).filter(
      ({ type, scale }, at) => type !== from[at]?.type || scale !== (from[at]?.scale ?? 0),
    );
    if (changed.length === 0) return;
    const most = atOnce(this.#backend.pool);
    const begun: Promise<CsvPart>[] = [];
    for (const part of parts) {
      const reading = this.#parse(part, changed, false, false);
      // Its failure is told when its turn comes.
      reading.catch(() => {});
      begun.push(reading);
      if (begun.length >= most) await unlessAborted(this.#task, begun.shift() as Promise<CsvPart>);
    }
    for (const reading of begun) await unlessAborted(this.#task, reading);
  }

  /** Tells how much is done. */
  report(): void {
    this.#task.onProgress?.(this.#read, this.#total ?? this.#read);
  }

  /** The table of a part, which is then gone. */
  take(part: number, fields: readonly Field[]): Table {
    const cells = this.wanted.map(({ cell }) => cell);
    return tableOf(
      fields,
      fromParser(() => (this.#parser as CsvParser).take(part, cells)),
    );
  }

  /** Lets go of a part. */
  drop(part: number): void {
    fromParser(() => (this.#parser as CsvParser).take(part, []));
  }

  /** Writes rows of a part into a Parquet file, which they get to without coming here; the part is gone with its last row. */
  write(writer: ParquetWriter, part: number, from: number, to: number, job: Job): Promise<number> {
    const cells = this.wanted.map(({ cell }) => cell);
    return writer.writePart(this.#parser as CsvParser, part, cells, from, to, job);
  }

  /** The table of all parts. */
  async gather(fields: readonly Field[]): Promise<Table> {
    if (!this.#parser) return emptyTable(fields);
    const gathering = whenRoom(true, () => (this.#parser as CsvParser).gather(this.fieldsOf(fields), this.#job));
    return tableOf(fields, await unlessAborted(this.#task, gathering));
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    this.#forget?.();
    this.#stop().pool.sweep();
    await this.#cuts.return();
  }

  #count({ bytes }: CsvPart): void {
    this.#read = Math.min(this.#total ?? Number.POSITIVE_INFINITY, this.#read + bytes);
  }

  #stop(): Backend {
    this.#job.cancel();
    this.#parser?.close();
    return this.#backend;
  }

  #makeParser({ head, path }: Opened): CsvParser {
    const { encoding, delimiter, quote, line, offset, names } = head;
    const { nullValues, decimalComma, dateFormat, onBadRow, maxCellBytes, maxRowBytes, maxRejects } = this.#settings;
    return fromParser(
      () =>
        new this.#backend.exporting.CsvParser({
          ...{ encoding, delimiter, quote, line, offset, path, cells: names.length },
          ...{ nullValues, decimalComma, dateFormat, onBadRow, maxCellBytes, maxRowBytes, maxRejects },
        }),
    );
  }

  async #parse(part: number, fields: CsvField[], tally: boolean, keepText: boolean): Promise<CsvPart> {
    return whenRoom(true, () => (this.#parser as CsvParser).parse(part, fields, tally, keepText, this.#job));
  }

  async *#allCuts(): AsyncGenerator<number, void, void> {
    yield* this.#sampled.map(({ part }) => part);
    yield* this.#cuts;
  }

  /** The parts' numbers, as the bytes come. */
  async *#cut(parser: CsvParser, { chunks, path }: Opened): AsyncGenerator<number, void, void> {
    try {
      for (let last = false; !last; ) {
        const bytes = path === undefined ? await nextPart(chunks) : undefined;
        const isLast = path === undefined && bytes === undefined;
        const cutting = whenRoom(this.#begun, () => parser.cut(isLast ? EMPTY : bytes, isLast, this.#job));
        const cut = await unlessAborted(this.#task, cutting);
        this.#begun = true;
        if (cut.overlong) throw longRow(cut.overlong, this.#settings);
        if (cut.part >= 0) yield cut.part;
        last = cut.last;
      }
    } finally {
      await chunks.return();
    }
  }
}

const EMPTY = new Uint8Array(0);

async function* none(): AsyncGenerator<never, void, void> {}

/** A file whose head was read. */
interface Opened {
  readonly head: Head;
  /** What follows the head, but for a file that the backend reads by itself. */
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  readonly path: string | undefined;
  readonly total: number | undefined;
}

async function open(source: ByteSource, settings: ReadSettings, task: Task): Promise<Opened> {
  if (task.signal?.aborted) throw abortError(task.signal.reason);
  const total = await byteLengthOf(source);
  const chunks = chunksOf(source, task);
  try {
    let sample = Buffer.alloc(0);
    let wanted = SAMPLE;
    for (let isAll = false; ; wanted = 2 * sample.length) {
      const pieces: Uint8Array[] = [sample];
      for (let length = sample.length; length < wanted && !isAll; ) {
        const next = await chunks.next();
        if (next.done) isAll = true;
        else length += pieces.push(next.value) && next.value.length;
      }
      sample = Buffer.concat(pieces);
      const head = headOf(sample, isAll, settings);
      if (!head) continue;
      if (source.kind === 'path') {
        await chunks.return();
        return { head, chunks, path: source.path, total };
      }
      return { head, chunks: after(sample.subarray(head.offset), chunks), path: undefined, total };
    }
  } catch (error) {
    await chunks.return();
    throw error;
  }
}

async function* after(
  head: Uint8Array,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield head;
    yield* chunks;
  } finally {
    await chunks.return();
  }
}

/** The next bytes, enough for a part; undefined at the end. */
async function nextPart(chunks: AsyncGenerator<Uint8Array, void, undefined>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  for (let length = 0; length < PART; ) {
    const next = await chunks.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return pieces.length < 2 ? pieces[0] : Buffer.concat(pieces);
}

function tableOf(fields: readonly Field[], { length, columns }: CsvColumns): Table {
  const made = columns.map(({ values, offsets, validity, dictionary }, at) => {
    const words = dictionary && textsOf(dictionary);
    return new Column(fields[at] as Field, length, { values, offsets, dictionary: words }, validity);
  });
  return new Table(made, length);
}

/** Runs a synchronous call of the backend. */
function fromParser<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw thrown instanceof ClinicoreError ? thrown : fromBackend(thrown);
  }
}
