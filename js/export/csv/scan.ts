/** The cells of CSV in text, row by row; see the fallback and what is found out of a file's first rows. */
import type { CsvReason } from '../../contract/csv';

/** The characters that mean something. */
export interface Dialect {
  /** Between cells. */
  readonly delimiter: string;
  /** Around cells; empty for none. */
  readonly quote: string;
}

/** A row as it is read. */
export interface ScannedRow {
  /** The texts of its cells, as many as were wanted. */
  readonly cells: string[];
  /** Which of them were quoted. */
  readonly quoted: boolean[];
  /** The cells that may be longer than cells may be, and which they are. */
  readonly long: [cell: number, text: string][];
  /** How many cells it has. */
  count: number;
  /** Where it ends, before its line end. */
  end: number;
  /** What is wrong with it so far. */
  flaw: CsvReason | undefined;
}

export const emptyRow = (): ScannedRow => ({ cells: [], quoted: [], long: [], count: 0, end: 0, flaw: undefined });

const LF = 10;
const CR = 13;

/** Reads rows of a text. */
export class Scanner {
  readonly #text: string;
  readonly #delimiter: number;
  readonly #quote: string;
  readonly #quoteCode: number;
  readonly #width: number;
  readonly #long: number;
  /** Where the cell ends that was read last. */
  #at = 0;

  /**
   * @param width how many cells of a row are wanted
   * @param long cells of more UTF-16 units are told
   */
  constructor(text: string, { delimiter, quote }: Dialect, width: number, long = Number.POSITIVE_INFINITY) {
    this.#text = text;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote;
    this.#quoteCode = quote === '' ? -1 : quote.charCodeAt(0);
    this.#width = width;
    this.#long = long;
  }

  /** Reads the row that begins at `start`; returns where the next one does. */
  read(start: number, row: ScannedRow): number {
    const text = this.#text;
    row.cells.length = row.quoted.length = row.long.length = row.count = 0;
    row.flaw = undefined;
    this.#at = start;
    for (;;) {
      const isQuoted = text.charCodeAt(this.#at) === this.#quoteCode;
      const cell = isQuoted ? this.#quoted(row) : this.#bare();
      if (row.count < this.#width) {
        row.cells.push(cell);
        row.quoted.push(isQuoted);
      }
      if (cell.length > this.#long) row.long.push([row.count, cell]);
      row.count++;
      if (text.charCodeAt(this.#at) !== this.#delimiter) break;
      this.#at++;
    }
    row.end = this.#at;
    const isBoth = text.charCodeAt(this.#at) === CR && text.charCodeAt(this.#at + 1) === LF;
    return Math.min(text.length, this.#at + (isBoth ? 2 : 1));
  }

  #bare(): string {
    const start = this.#at;
    this.#skip();
    return this.#text.slice(start, this.#at);
  }

  /** Goes to the cell's end. */
  #skip(): void {
    const text = this.#text;
    const delimiter = this.#delimiter;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiter || code === LF || code === CR) break;
    }
    this.#at = at;
  }

  #quoted(row: ScannedRow): string {
    const text = this.#text;
    const quote = this.#quote;
    const start = this.#at + 1;
    let close = text.indexOf(quote, start);
    let isDoubled = false;
    while (close >= 0 && text.charCodeAt(close + 1) === this.#quoteCode) {
      isDoubled = true;
      close = text.indexOf(quote, close + 2);
    }
    const inner = text.slice(start, close < 0 ? undefined : close);
    const cell = isDoubled ? inner.replaceAll(quote + quote, quote) : inner;
    if (close < 0) {
      row.flaw ??= 'unclosed';
      this.#at = text.length;
      return cell;
    }
    this.#at = close + 1;
    this.#skip();
    if (this.#at === close + 1) return cell;
    row.flaw ??= 'quote';
    return cell + text.slice(close + 1, this.#at);
  }
}

/** Whether a row is an empty line, which is none where rows have more than one cell. */
export const isBlank = (row: ScannedRow, start: number): boolean => row.count === 1 && row.end === start;

/** How many line ends there are: `\n`, `\r\n` and `\r`. */
export function lineEnds(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}
