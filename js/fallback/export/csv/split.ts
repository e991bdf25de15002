/** Cuts text after rows. */
import type { CsvEncoding, CsvMessage } from '../../../contract/csv';
import { lineEnds } from '../../../export/csv/scan';
import { Decoder, sourceLength } from './decode';

/** Whole rows, and where they stand. */
export interface Part {
  readonly text: Buffer;
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** The byte of the file at which it begins. */
  readonly offset: number;
  /** How many bytes of the file it is. */
  readonly length: number;
}

/** A row that is longer than rows may be; where it begins. */
export interface Overlong {
  readonly line: number;
  readonly offset: number;
}

const LF = 10;
const CR = 13;

/** Takes bytes in their order and gives parts of whole rows. */
export class Splitter {
  readonly #decoder: Decoder;
  readonly #encoding: CsvEncoding;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #maxRow: number;
  /** Text whose last row has not ended. */
  #text: Buffer = Buffer.alloc(0);
  /** How much of it was looked at, and whether what follows that is inside quotes. */
  #seen = 0;
  #isQuoted = false;
  /** The last end of a row in what was looked at. */
  #end = 0;
  #line: number;
  #offset: number;

  constructor({ encoding, delimiter, quote, maxRowBytes, line, offset }: CsvMessage) {
    this.#decoder = new Decoder(encoding);
    this.#encoding = encoding;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote === '' ? -1 : quote.charCodeAt(0);
    this.#maxRow = maxRowBytes;
    this.#line = line;
    this.#offset = offset;
  }

  /** Takes the next bytes and gives the rows that are complete with them, or, with the last, all that is left. */
  push(bytes: Buffer, isLast: boolean): Part | Overlong | undefined {
    this.#text = Buffer.concat([this.#text, this.#decoder.decode(bytes, isLast)]);
    this.#look(isLast);
    if (this.#text.length - this.#end > this.#maxRow) {
      const before = this.#text.subarray(0, this.#end);
      return { line: this.#line + linesOf(before), offset: this.#offset + sourceLength(before, this.#encoding) };
    }
    const end = isLast ? this.#text.length : this.#end;
    if (end === 0) return undefined;
    const text = this.#text.subarray(0, end);
    const part = { text, line: this.#line, offset: this.#offset, length: sourceLength(text, this.#encoding) };
    this.#text = this.#text.subarray(end);
    this.#seen -= end;
    this.#end = 0;
    this.#line += linesOf(text);
    this.#offset += part.length;
    return part;
  }

  /** Looks for ends of rows in what has come. */
  #look(isLast: boolean): void {
    const text = this.#text;
    let at = this.#seen;
    while (at < text.length) {
      const found = this.#quote < 0 ? -1 : text.indexOf(this.#quote, at);
      if (!this.#isQuoted) {
        const until = found < 0 ? text.length : found;
        this.#outside(at, until, isLast);
        at = until;
        if (found >= 0) {
          this.#isQuoted = this.#beginsCell(at);
          at++;
        }
        continue;
      }
      if (found < 0) at = text.length;
      // Whether it is the last quote, the next byte will tell.
      else if (found + 1 === text.length && !isLast) {
        at = found;
        break;
      } else if (text[found + 1] === this.#quote) at = found + 2;
      else {
        this.#isQuoted = false;
        at = found + 1;
      }
    }
    this.#seen = at;
  }

  /** Whether a cell begins at a place outside of quotes. */
  #beginsCell(at: number): boolean {
    const before = this.#text[at - 1];
    return at === 0 || before === this.#delimiter || before === LF || before === CR;
  }

  /** Remembers the last end of a row in text without quotes. */
  #outside(from: number, to: number, isLast: boolean): void {
    const text = this.#text;
    // After `\r` at the very end `\n` may come, which belongs to it.
    const end = !isLast && to === text.length && text[to - 1] === CR ? to - 1 : to;
    for (let at = end - 1; at >= from; at--) {
      if (text[at] === LF || text[at] === CR) {
        this.#end = at + 1;
        return;
      }
    }
    if (from > 0 && from < end && text[from - 1] === CR) this.#end = Math.max(this.#end, from);
  }
}

const linesOf = (text: Buffer): number => lineEnds(text.toString('latin1'));
