/** CSV, read part by part on the event loop. */
import { type FileHandle, open } from 'node:fs/promises';
import type { Job as BackendJob } from '../../../contract';
import type {
  CsvParser as Contract,
  CsvBad,
  CsvColumns,
  CsvCut,
  CsvField,
  CsvMessage,
  CsvPart,
  CsvTally,
} from '../../../contract/csv';
import { abortError } from '../../../errors';
import { orUnreadable } from '../../../export/bytes';
import { CellClass, TAKES } from '../../../export/table/cell-class';
import type { Column } from '../../../export/table/column';
import type { Field } from '../../../export/table/column-type';
import { concat } from '../../../export/table/concat';
import { Filling, type Origin } from '../../../export/table/fill';
import { Tally } from '../../../export/table/infer';
import { Table } from '../../../export/table/table';
import { inTurns, type Steps } from '../../../intake';
import { UNWATCHED } from '../../../turn';
import { enqueue, type Job } from '../../queue';
import { Notation, REFUSED } from './cells';
import { type CellColumn, Rows } from './rows';
import { type Part, Splitter } from './split';

/** Bytes of a file that are read at a time. */
const CHUNK = 1024 * 1024;
/** Cells between two turns of the event loop: a fraction of a millisecond. */
const STEP = 2000;

const TAKEN = new Map(TAKES);

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
  #isClosed = false;

  constructor(message: CsvMessage) {
    this.#message = message;
    this.#notation = new Notation(message);
    this.#splitter = new Splitter(message);
    this.#read = message.offset;
  }

  cut(bytes: Uint8Array | undefined, last: boolean, job: BackendJob): Promise<CsvCut> {
    // A copy: what the caller has may change.
    const given = bytes && Buffer.from(bytes);
    return enqueue(job, async () => {
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
    return enqueue(job, async (running) => {
      const held = this.#parts.get(part);
      if (!held?.text) throw abortError(undefined);
      const rows = new Rows(
        held.text,
        this.#message,
        fields.map(({ cell }) => cell),
      );
      const goOn = () => running.throwIfCancelled();
      await inTurns(rows.read(), 1, goOn);
      const tallies: CsvTally[] = [];
      const bad: CsvBad[] = [];
      for (const [at, field] of fields.entries()) {
        const cells = rows.columns[at] as CellColumn;
        const found = tally ? await inTurns(this.#classify(cells), 1, goOn) : undefined;
        if (found) tallies.push(found.tally);
        const { column, bad: refused } = await inTurns(this.#fill(field, cells, found?.classes), 1, goOn);
        held.columns.set(field.cell, column);
        const first = refused.rows[0];
        const place = first === undefined ? { line: 0, offset: 0 } : rows.place(first);
        bad.push({ count: refused.count, rows: Uint32Array.from(refused.rows), ...place });
      }
      const bytes = held.text.length;
      if (!keepText) held.text = undefined;
      const { length, flaws, flawed, failure } = rows;
      return { rows: length, bytes, flaws, flawed, failure, tallies, bad };
    });
  }

  take(part: number, cells: number[]): CsvColumns {
    const held = this.#parts.get(part);
    this.#parts.delete(part);
    if (!held) throw abortError(undefined);
    const columns = cells.map((cell) => held.columns.get(cell) as Column);
    return { length: columns[0]?.length ?? 0, columns: columns.map(columnOf) };
  }

  gather(fields: CsvField[], job: BackendJob): Promise<CsvColumns> {
    const parts = [...this.#parts.values()];
    this.#parts.clear();
    return enqueue(job, async (running: Job) => {
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
    this.#isClosed = true;
    this.#parts.clear();
    void this.#closeFile();
  }

  *#classify({ texts, quoted }: CellColumn): Steps<{ classes: CellClass[]; tally: CsvTally }> {
    const tally = new Tally('');
    const classes: CellClass[] = [];
    for (const [row, text] of texts.entries()) {
      const isNull = this.#notation.isNull(text, quoted[row] as boolean);
      const found = isNull ? CellClass.none : this.#notation.class(text as string);
      const plain = found === CellClass.decimalText ? this.#notation.plain(text as string, 'decimal') : text;
      tally.count(plain, found, row);
      classes.push(found);
      if (row % STEP === STEP - 1) yield;
    }
    return { classes, tally: tally.counted() as CsvTally };
  }

  /** With `classes`, those cells fit that are of the type beyond doubt, else all that can be read as such. */
  *#fill(
    field: CsvField,
    { texts, quoted }: CellColumn,
    classes: readonly CellClass[] | undefined,
  ): Steps<{ column: Column; bad: Filling['bad'] }> {
    const fill = filling(field, texts.length);
    const certain = TAKEN.get(field.type) ?? [];
    const values: (string | null)[] = [];
    for (let from = 0; from < texts.length; from += STEP) {
      const to = Math.min(texts.length, from + STEP);
      for (let row = from; row < to; row++) {
        const text = texts[row];
        const isNull = this.#notation.isNull(text, quoted[row] as boolean);
        const fits = !classes || text === '' || certain.includes(classes[row] as CellClass);
        values[row - from] = isNull ? null : fits ? this.#notation.plain(text as string, field.type) : REFUSED;
      }
      fill.take(values, 0, to - from);
      yield;
    }
    return { column: fill.finish(), bad: fill.bad };
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
    if (this.#isClosed) await this.#closeFile();
    return [chunk.subarray(0, length), length < CHUNK];
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

const NOWHERE: Origin = { argument: 'source', cell: () => 'source' };

const fieldOf = ({ type, scale }: CsvField): Field =>
  type === 'decimal' ? { name: '', type, scale } : { name: '', type };

const filling = (field: CsvField, rows: number): Filling => new Filling(fieldOf(field), 0, rows, 'null', NOWHERE);

function columnOf({ values, offsets, validity, dictionary }: Column): CsvColumns['columns'][number] {
  return { values, offsets, validity, ...(dictionary && { dictionary: textsOf(dictionary) }) };
}

function textsOf(words: readonly string[]): { values: Uint8Array; offsets: Int32Array } {
  const offsets = Int32Array.from({ length: words.length + 1 }, () => 0);
  for (const [at, word] of words.entries()) offsets[at + 1] = (offsets[at] as number) + Buffer.byteLength(word);
  return { values: Buffer.from(words.join('')), offsets };
}
