import { CellKind } from '../../../contract/sheet';

const K = CellKind;

/** A cell's value, kept for the other cells of a merged area. */
export interface CellValue {
  readonly kind: number;
  readonly number: number;
  readonly text: string;
}

/** What of a column crosses: see `BlockMessage`. */
export interface FinishedColumn {
  readonly layout: readonly number[];
  readonly kinds: Uint8Array;
  readonly numbers: readonly number[];
  readonly text: Buffer;
  readonly ends: readonly number[];
}

/** A column of a block that grows. */
export class GridColumn {
  /** Its place in the sheet. */
  readonly place: number;
  readonly #start: number;
  readonly #kinds: number[] = [];
  readonly #numbers: number[] = [];
  readonly #texts: string[] = [];
  readonly #ends: number[] = [];
  #end = 0;

  /** It begins in row `start` of its block. */
  constructor(place: number, start: number) {
    this.place = place;
    this.#start = start;
  }

  /** Adds the cell of a row of the block, further down than the last; false if it is not. */
  add(row: number, kind: number, number: number, text: string, length: number): boolean {
    const at = row - this.#start;
    if (at < this.#kinds.length) return false;
    pad(this.#kinds, at, K.none);
    this.#kinds.push(kind);
    if (kind === K.text || kind === K.formula || kind === K.sharedFormula) {
      pad(this.#texts, at, '');
      pad(this.#ends, at, this.#end);
      this.#texts.push(text);
      this.#end += length;
      this.#ends.push(this.#end);
    }
    if (kind !== K.text && kind !== K.formula) {
      pad(this.#numbers, at, 0);
      this.#numbers.push(number);
    }
    return true;
  }

  /** The value of a row of the block. */
  value(row: number): CellValue | undefined {
    const at = row - this.#start;
    const kind = this.#kinds[at];
    if (!kind) return undefined;
    return { kind, number: this.#numbers[at] ?? 0, text: this.#texts[at] ?? '' };
  }

  finish(): FinishedColumn {
    const rows = this.#kinds.length;
    const [hasNumbers, hasTexts] = [this.#numbers.length > 0, this.#ends.length > 0];
    if (hasNumbers) pad(this.#numbers, rows, 0);
    if (hasTexts) pad(this.#ends, rows, this.#end);
    return {
      layout: [this.place, this.#start, rows, Number(hasNumbers) + 2 * Number(hasTexts)],
      kinds: Uint8Array.from(this.#kinds),
      numbers: this.#numbers,
      text: Buffer.from(this.#texts.join('')),
      ends: this.#ends,
    };
  }
}

function pad<T>(list: T[], length: number, value: T): void {
  while (list.length < length) list.push(value);
}
