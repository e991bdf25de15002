/** Rows of a sheet's data. */
import type { DataMessage } from '../../../contract/rich';

/** The next rows of a table. */
export class Batch {
  readonly rows: number;
  readonly #numbers: Float64Array;
  readonly #text: Buffer;
  readonly #lengths: Uint32Array;

  constructor(rows: number, numbers: Float64Array, text: Buffer, lengths: Uint32Array) {
    this.rows = rows;
    this.#numbers = numbers;
    this.#text = text;
    this.#lengths = lengths;
  }

  /** Each column's cells: NaN and the empty string are empty cells. */
  cells(columns: DataMessage['columns']): (Float64Array | string[])[] {
    const texts = this.#texts();
    const place = { text: 0, number: 0 };
    return columns.map(({ kind }) => {
      const key = kind === 'text' ? 'text' : 'number';
      const start = place[key];
      place[key] += this.rows;
      return (key === 'text' ? texts : this.#numbers).slice(start, place[key]);
    });
  }

  #texts(): string[] {
    const run = this.#text.toString('utf8');
    // One byte a unit: the whole run is decoded at once and cut.
    const cut =
      run.length === this.#text.length
        ? (from: number, to: number) => run.slice(from, to)
        : (from: number, to: number) => this.#text.toString('utf8', from, to);
    let at = 0;
    return Array.from(this.#lengths, (length) => {
      at += length;
      return length === 0 ? '' : cut(at - length, at);
    });
  }
}
