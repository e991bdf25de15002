/** CSV, read part by part on the event loop. */
import { type FileHandle, open } from 'node:fs/promises';
import type { Job as BackendJob } from '../../../contract';
import type { CsvParser as Contract, CsvColumns, CsvCut, CsvField, CsvMessage, CsvPart } from '../../../contract/csv';
import { abortError } from '../../../errors';
import type { Column } from '../../../export/table/column';
import { concat } from '../../../export/table/concat';
import { Table } from '../../../export/table/table';
import { orUnreadable } from '../../../file-errors';
import { inTurns, type Steps } from '../../../intake';
import { UNWATCHED } from '../../../turn';
import type { Job } from '../../queue';
import { Place } from '../place';
import { Notation } from './cells';
import { classify, fieldOf, fill, filling, texts } from './columns';
import { Rows } from './rows';
import { type Part, Splitter } from './split';

/** Bytes of a file that are read at a time. */
const CHUNK = 1024 * 1024;
/** Steps before the event loop first turns: a small file is read at once. */
const AT_ONCE = 12;

/** A part between two calls. */
interface Held {
  text: Part | undefined;
  readonly columns: Map<number, Column>;
}

/** See the contract. */
export class CsvParser implements Contract {
  readonly #message: CsvMessage;
  readonly #notation: Notation;
  readonly #splitter: Splitter;
  readonly #parts = new Map<number, Held>();
  #file: FileHandle | undefined;
  #read: number;
  #next = 0;
  readonly #place = new Place(() => this.#letGo());

  constructor(message: CsvMessage) {
    this.#message = message;
    this.#notation = new Notation(message);
    this.#splitter = new Splitter(message);
    this.#read = message.offset;
  }

  cut(bytes: Uint8Array | undefined, last: boolean, job: BackendJob): Promise<CsvCut> {
    // A copy: what the caller has may change.
    const given = bytes && Buffer.from(bytes);
    return this.#place.step(job, async () => {
      const [chunk, isLast] = given ? [given, last] : await this.#nextChunk();
      this.#read += chunk.length;
      const found = this.#splitter.push(chunk, isLast);
      if (isLast) await this.#closeFile();
      const cut = { part: -1, read: this.#read, last: isLast };
      if (!found) return cut;
      if (!('text' in found)) return { ...cut, overlong: found };
      this.#parts.set(this.#next, { text: found, columns: new Map() });
      return { ...cut, part: this.#next++ };
    });
  }

  parse(part: number, fields: CsvField[], tally: boolean, keepText: boolean, job: BackendJob): Promise<CsvPart> {
    return this.#place.step(job, async (running) => {
      const held = this.#parts.get(part);
      if (!held?.text) throw abortError(undefined);
      return inTurns(this.#parsed(held, fields, tally, keepText), AT_ONCE, () => running.throwIfCancelled());
    });
  }

  *#parsed(held: Held, fields: CsvField[], tally: boolean, keepText: boolean): Steps<CsvPart> {
    const { length: bytes } = held.text as Part;
    const rows = new Rows(
      held.text as Part,
      this.#message,
      fields.map(({ cell }) => cell),
    );
    yield* rows.read();
    const { length, flaws, flawed, failure } = rows;
    const found: CsvPart = { rows: length, bytes, flaws, flawed, failure, tallies: [], bad: [], nulls: [] };
    for (const [slot, field] of fields.entries()) {
      const classes = tally ? yield* this.#classify(rows, slot, found) : undefined;
      const { column, bad } =
        field.type === 'string'
          ? yield* texts(rows, slot, this.#notation)
          : yield* fill(field, rows, slot, this.#notation, classes);
      held.columns.set(field.cell, column);
      found.nulls.push(column.nullCount);
      const first = bad.rows[0];
      const place = first === undefined ? { line: 0, offset: 0 } : rows.place(first);
      found.bad.push({ count: bad.count, rows: Uint32Array.from(bad.rows), ...place });
    }
    if (!keepText) held.text = undefined;
    return found;
  }

  *#classify(rows: Rows, slot: number, found: CsvPart): Steps<Uint8Array> {
    const { classes, tally } = yield* classify(rows, slot, this.#notation);
    found.tallies.push(tally);
    return classes;
  }

  take(part: number, cells: number[]): CsvColumns {
    const held = this.#parts.get(part);
    this.#parts.delete(part);
    if (!held) throw abortError(undefined);
    const columns = cells.map((cell) => held.columns.get(cell) as Column);
    return { length: columns[0]?.length ?? 0, columns: columns.map(columnOf) };
  }

  /** Rows of a part as tables have them; lets go of the part with its last row. */
  rows(part: number, cells: number[], from: number, to: number): Table {
    const held = this.#parts.get(part);
    if (!held) throw abortError(undefined);
    const columns = cells.map((cell) => held.columns.get(cell) as Column);
    const length = columns[0]?.length ?? 0;
    if (to === length) this.#parts.delete(part);
    return new Table(columns, length).slice(from, to);
  }

  gather(fields: CsvField[], job: BackendJob): Promise<CsvColumns> {
    const parts = [...this.#parts.values()];
    this.#parts.clear();
    return this.#place.step(job, async (running: Job) => {
      const columns: Column[] = [];
      for (const field of fields) {
        const tables = parts.map(({ columns: made }) => {
          const column = made.get(field.cell) as Column;
          return new Table([column], column.length);
        });
        if (tables.length === 0) tables.push(new Table([filling(field, 0).finish()], 0));
        const { columns: one } = await concat(tables, [fieldOf(field)], UNWATCHED);
        columns.push(one[0] as Column);
        running.throwIfCancelled();
      }
      return { length: columns[0]?.length ?? 0, columns: columns.map(columnOf) };
    });
  }

  close(): void {
    this.#place.close();
  }

  #letGo(): void {
    this.#parts.clear();
    void this.#closeFile();
  }

  /** The next bytes of the file, and whether they are its last. */
  async #nextChunk(): Promise<[Buffer, boolean]> {
    this.#file ??= await orUnreadable(open(this.#message.path as string, 'r'));
    const chunk = Buffer.allocUnsafeSlow(CHUNK);
    let length = 0;
    while (length < CHUNK) {
      const { bytesRead } = await orUnreadable(this.#file.read(chunk, length, CHUNK - length, this.#read + length));
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return [chunk.subarray(0, length), length < CHUNK];
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

function columnOf({ values, offsets, validity, dictionary }: Column): CsvColumns['columns'][number] {
  return { values, offsets, validity, ...(dictionary && { dictionary: textsOf(dictionary) }) };
}

function textsOf(words: readonly string[]): { values: Uint8Array; offsets: Int32Array } {
  const offsets = Int32Array.from({ length: words.length + 1 }, () => 0);
  for (const [at, word] of words.entries()) offsets[at + 1] = (offsets[at] as number) + Buffer.byteLength(word);
  return { values: Buffer.from(words.join('')), offsets };
}
