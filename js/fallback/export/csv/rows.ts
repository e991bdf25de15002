/** The cells of a part. */
import type { CsvFlaw, CsvMessage, CsvReason } from '../../../contract/csv';
import { Utf8Text } from '../../../export/csv/encoding';
import { emptyRow, isBlank, lineEnds, type ScannedRow, Scanner } from '../../../export/csv/scan';
import type { Steps } from '../../../intake';
import { sourceLength } from './decode';
import type { Part } from './split';

/** Rows between two turns of the event loop: a fraction of a millisecond. */
const STEP = 256;
/** Bytes of UTF-8 that a UTF-16 unit becomes at most. */
const MOST_BYTES = 3;

/** A cell of all rows. */
export interface CellColumn {
  readonly cell: number;
  /** Undefined where a row does not have it. */
  readonly texts: (string | undefined)[];
  readonly quoted: boolean[];
}

/** The cells of a part's rows, column by column. */
export class Rows {
  /** How many there are. */
  length = 0;
  /** The cells that are wanted. */
  readonly columns: readonly CellColumn[];
  readonly flaws: CsvFlaw[] = [];
  flawed = 0;
  failure: CsvFlaw | undefined;
  readonly #part: Part;
  readonly #message: CsvMessage;
  readonly #source: Utf8Text;
  /** Where each row begins. */
  readonly #starts: number[] = [];

  /** @param wanted the cells that are looked at */
  constructor(part: Part, message: CsvMessage, wanted: readonly number[]) {
    this.#part = part;
    this.#message = message;
    this.#source = new Utf8Text(part.text);
    this.columns = wanted.map((cell) => ({ cell, texts: [], quoted: [] }));
  }

  /** Reads the rows. */
  *read(): Steps<void> {
    const { text } = this.#source;
    const { cells, maxCellBytes } = this.#message;
    const scanner = new Scanner(text, this.#message, cells, Math.floor(maxCellBytes / MOST_BYTES));
    const row = emptyRow();
    let sinceTurn = 0;
    for (let at = 0; at < text.length; ) {
      const next = scanner.read(at, row);
      if (!isBlank(row, at) || cells === 1) {
        if (!this.#take(row, at)) return;
      }
      at = next;
      if (++sinceTurn === STEP) {
        sinceTurn = 0;
        yield;
      }
    }
  }

  /** On which line a row begins, from 1, and at which byte of the file. */
  place(row: number): { line: number; offset: number } {
    return this.#placeOf(this.#starts[row] as number);
  }

  #placeOf(start: number): { line: number; offset: number } {
    const before = this.#source.text.slice(0, start);
    const bytes = this.#part.text.subarray(0, this.#source.bytes(before).length);
    return {
      line: this.#part.line + lineEnds(before),
      offset: this.#part.offset + sourceLength(bytes, this.#message.encoding),
    };
  }

  /** Takes a row; false if no further one is wanted. */
  #take(row: ScannedRow, start: number): boolean {
    const { cells: width, onBadRow, maxRejects } = this.#message;
    const tooLong = this.#tooLong(row, start);
    if (tooLong) return this.#fail(start, tooLong.reason, tooLong.cells);
    const flaw = this.#flawOf(row, start, width);
    if (flaw) {
      if (onBadRow === 'error') return this.#fail(start, flaw, row.count);
      this.flawed++;
      const isKept = onBadRow === 'keep';
      if (this.flaws.length < maxRejects) {
        this.flaws.push({ ...this.#placeOf(start), row: isKept ? this.length : -1, reason: flaw, cells: row.count });
      }
      if (!isKept) return true;
    }
    for (const { cell, texts, quoted } of this.columns) {
      const text = row.cells[cell];
      texts.push(text === undefined ? undefined : this.#source.said(text));
      quoted.push(row.quoted[cell] ?? false);
    }
    this.#starts.push(start);
    this.length++;
    return true;
  }

  #flawOf(row: ScannedRow, start: number, width: number): CsvReason | undefined {
    if (row.flaw) return row.flaw;
    if (!this.#source.isValid && !this.#source.holds(this.#source.text.slice(start, row.end))) return 'encoding';
    if (row.count === width) return undefined;
    return row.count < width ? 'fewCells' : 'manyCells';
  }

  #tooLong(row: ScannedRow, start: number): { reason: CsvReason; cells: number } | undefined {
    const { maxRowBytes, maxCellBytes } = this.#message;
    if (
      MOST_BYTES * (row.end - start) > maxRowBytes &&
      this.#isLonger(this.#source.text.slice(start, row.end), maxRowBytes)
    ) {
      return { reason: 'longRow', cells: row.count };
    }
    const long = row.long.find(([, text]) => this.#isLonger(text, maxCellBytes));
    return long && { reason: 'longCell', cells: long[0] };
  }

  #isLonger(text: string, most: number): boolean {
    return MOST_BYTES * text.length > most && this.#source.bytes(text).length > most;
  }

  #fail(start: number, reason: CsvReason, cells: number): false {
    this.failure = { ...this.#placeOf(start), row: -1, reason, cells };
    return false;
  }
}
