/** The cells of a part: where in its bytes they stand. */
import { isUtf8 } from 'node:buffer';
import type { CsvFlaw, CsvMessage, CsvReason } from '../../../contract/csv';
import { lineEnds } from '../../../export/csv/scan';
import type { Steps } from '../../../intake';
import { sourceLength } from './decode';
import type { Part } from './split';

/** Rows between two turns of the event loop: a fraction of a millisecond. */
const STEP = 1000;
const LF = 10;
const CR = 13;
/** Where a cell begins that its row does not have. */
const ABSENT = -1;

/** The cells of a part's rows. They are found in bytes: of texts, which most cells are, nothing else is ever needed. */
export class Rows {
  /** How many rows there are. */
  length = 0;
  readonly flaws: CsvFlaw[] = [];
  flawed = 0;
  failure: CsvFlaw | undefined;
  readonly #part: Part;
  readonly #message: CsvMessage;
  readonly #isValid: boolean;
  /** Which of a row's places a cell has; -1 where it is not wanted. */
  readonly #slots: Int32Array;
  readonly #width: number;
  /**
   * Of each row's wanted cells, where it begins and ends; the end is `~end` where it was quoted. What does not stand in the part
   * as it is begins at `-2` less its place in `aside`.
   */
  #places: Int32Array;
  readonly #aside: Buffer[] = [];
  /** Where each row begins. */
  readonly #starts: number[] = [];
  /** The part, a character for each byte. */
  #characters: string | undefined;
  /** The row being read. */
  #count = 0;
  #flaw: CsvReason | undefined;
  #long = -1;
  /** The place that was told last. */
  #told = { start: 0, line: 0, bytes: 0 };

  /** @param wanted the cells that are looked at */
  constructor(part: Part, message: CsvMessage, wanted: readonly number[]) {
    this.#part = part;
    this.#message = message;
    this.#isValid = isUtf8(part.text);
    this.#width = wanted.length;
    this.#slots = new Int32Array(message.cells).fill(-1);
    for (const [slot, cell] of wanted.entries()) this.#slots[cell] = slot;
    this.#places = new Int32Array(2 * this.#width * Math.min(64, part.text.length));
  }

  /** Reads the rows. */
  *read(): Steps<void> {
    const { text } = this.#part;
    const delimiter = this.#message.delimiter.charCodeAt(0);
    const quote = this.#message.quote === '' ? -1 : this.#message.quote.charCodeAt(0);
    const isSingle = this.#message.cells === 1;
    const end = text.length;
    let sinceTurn = 0;
    for (let at = 0; at < end; ) {
      const start = at;
      this.#begin();
      for (;;) {
        if (text[at] === quote) {
          at = this.#quoted(at, quote, delimiter);
        } else {
          const from = at;
          for (; at < end; at++) {
            const byte = text[at];
            if (byte === delimiter || byte === LF || byte === CR) break;
          }
          this.#put(from, at, at - from);
        }
        if (text[at] !== delimiter) break;
        at++;
      }
      const isBlank = this.#count === 1 && at === start && !isSingle;
      if (!isBlank && !this.#take(start, at)) return;
      at = Math.min(end, at + (text[at] === CR && text[at + 1] === LF ? 2 : 1));
      if (++sinceTurn === STEP) {
        sinceTurn = 0;
        yield;
      }
    }
  }

  /** How many bytes a cell has; -1 where its row does not have it. */
  size(row: number, slot: number): number {
    const at = 2 * (row * this.#width + slot);
    const start = this.#places[at] as number;
    if (start < 0) return start === ABSENT ? -1 : (this.#aside[-2 - start] as Buffer).length;
    return this.#end(at) - start;
  }

  isQuoted(row: number, slot: number): boolean {
    return (this.#places[2 * (row * this.#width + slot) + 1] as number) < 0;
  }

  /** The first byte of a cell that has any. */
  first(row: number, slot: number): number {
    const start = this.#places[2 * (row * this.#width + slot)] as number;
    return (start < 0 ? this.#aside[-2 - start]?.[0] : this.#part.text[start]) as number;
  }

  /** A cell, a character for each byte. */
  characters(row: number, slot: number): string {
    const at = 2 * (row * this.#width + slot);
    const start = this.#places[at] as number;
    if (start < 0) return (this.#aside[-2 - start] as Buffer).toString('latin1');
    this.#characters ??= this.#part.text.toString('latin1');
    return this.#characters.slice(start, this.#end(at));
  }

  /** What a cell says. */
  text(row: number, slot: number): string {
    const at = 2 * (row * this.#width + slot);
    const start = this.#places[at] as number;
    if (start < 0) return (this.#aside[-2 - start] as Buffer).toString('utf8');
    return this.#part.text.toString('utf8', start, this.#end(at));
  }

  /** Copies a cell's bytes; returns where they end. */
  copy(row: number, slot: number, into: Uint8Array, to: number): number {
    const at = 2 * (row * this.#width + slot);
    const start = this.#places[at] as number;
    if (start < 0) {
      const aside = this.#aside[-2 - start] as Buffer;
      into.set(aside, to);
      return to + aside.length;
    }
    const { text } = this.#part;
    const end = this.#end(at);
    let next = to;
    // Most are so short that a call takes longer.
    if (end - start > LONG) into.set(text.subarray(start, end), to);
    else for (let from = start; from < end; from++) into[next++] = text[from] as number;
    return to + end - start;
  }

  /** On which line a row begins, from 1, and at which byte of the file. */
  place(row: number): { line: number; offset: number } {
    return this.#placeOf(this.#starts[row] as number);
  }

  #end(at: number): number {
    const end = this.#places[at + 1] as number;
    return end < 0 ? ~end : end;
  }

  #begin(): void {
    this.#count = 0;
    this.#flaw = undefined;
    this.#long = -1;
    const from = 2 * this.length * this.#width;
    const to = from + 2 * this.#width;
    if (to > this.#places.length) {
      const grown = new Int32Array(2 * Math.max(to, this.#places.length));
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places.fill(ABSENT, from, to);
  }

  /** Takes a cell; `end` is `~end` where it was quoted. */
  #put(start: number, end: number, size: number): void {
    const cell = this.#count++;
    if (size > this.#message.maxCellBytes && this.#long < 0) this.#long = cell;
    const slot = cell < this.#slots.length ? (this.#slots[cell] as number) : -1;
    if (slot < 0) return;
    const at = 2 * (this.length * this.#width + slot);
    this.#places[at] = start;
    this.#places[at + 1] = end;
  }

  /** Takes a cell that is quoted; returns where it ends. */
  #quoted(at: number, quote: number, delimiter: number): number {
    const { text } = this.#part;
    const start = at + 1;
    let close = text.indexOf(quote, start);
    let isDoubled = false;
    while (close >= 0 && text[close + 1] === quote) {
      isDoubled = true;
      close = text.indexOf(quote, close + 2);
    }
    const inner = close < 0 ? text.length : close;
    let end = close < 0 ? inner : close + 1;
    if (close < 0) this.#flaw ??= 'unclosed';
    else {
      for (; end < text.length; end++) {
        const byte = text[end];
        if (byte === delimiter || byte === LF || byte === CR) break;
      }
      if (end > close + 1) this.#flaw ??= 'quote';
    }
    const after = close < 0 ? inner : close + 1;
    if (!isDoubled && end === after) {
      this.#put(start, ~inner, inner - start);
      return end;
    }
    const { quote: mark } = this.#message;
    const said =
      text.toString('latin1', start, inner).replaceAll(mark + mark, mark) + text.toString('latin1', after, end);
    this.#put(this.#keep(Buffer.from(said, 'latin1')), ~0, said.length);
    return end;
  }

  /** What stands aside; where it begins. */
  #keep(bytes: Buffer): number {
    return -1 - this.#aside.push(bytes);
  }

  /** Takes a row; false if no further one is wanted. */
  #take(start: number, end: number): boolean {
    const { maxRowBytes, onBadRow, maxRejects } = this.#message;
    if (end - start > maxRowBytes) return this.#fail(start, 'longRow', this.#count);
    if (this.#long >= 0) return this.#fail(start, 'longCell', this.#long);
    const flaw = this.#flawOf(start, end);
    if (flaw) {
      if (onBadRow === 'error') return this.#fail(start, flaw, this.#count);
      this.flawed++;
      const isKept = onBadRow === 'keep';
      if (this.flaws.length < maxRejects) {
        const row = isKept ? this.length : -1;
        this.flaws.push({ ...this.#placeOf(start), row, reason: flaw, cells: this.#count });
      }
      if (!isKept) return true;
      if (!this.#isValid) this.#mend();
    }
    this.#starts.push(start);
    this.length++;
    return true;
  }

  #flawOf(start: number, end: number): CsvReason | undefined {
    if (this.#flaw) return this.#flaw;
    if (!this.#isValid && !isUtf8(this.#part.text.subarray(start, end))) return 'encoding';
    const width = this.#slots.length;
    if (this.#count === width) return undefined;
    return this.#count < width ? 'fewCells' : 'manyCells';
  }

  /** Puts U+FFFD for what is no text in the cells of the row. */
  #mend(): void {
    const row = this.length;
    for (let slot = 0; slot < this.#width; slot++) {
      if (this.size(row, slot) <= 0) continue;
      const bytes = Buffer.from(this.characters(row, slot), 'latin1');
      if (isUtf8(bytes)) continue;
      const at = 2 * (row * this.#width + slot);
      this.#places[at] = this.#keep(Buffer.from(bytes.toString('utf8'), 'utf8'));
    }
  }

  #fail(start: number, reason: CsvReason, cells: number): false {
    this.failure = { ...this.#placeOf(start), row: -1, reason, cells };
    return false;
  }

  #placeOf(start: number): { line: number; offset: number } {
    const { text, line, offset } = this.#part;
    const from = start >= this.#told.start ? this.#told : { start: 0, line: 0, bytes: 0 };
    const between = text.subarray(from.start, start);
    this.#told = {
      start,
      line: from.line + lineEnds(between.toString('latin1')),
      bytes: from.bytes + sourceLength(between, this.#message.encoding),
    };
    return { line: line + this.#told.line, offset: offset + this.#told.bytes };
  }
}

/** Bytes of a cell that are copied by a call. */
const LONG = 64;
