/** Columns that grow. */
import { isWellFormed } from '../../validate';
import type { Buffers, ColumnBuffers, ColumnType } from './column-type';
import { bitmapBytes } from './validity';
import { integersOf } from './words';

/** Rows there is room for at first, and how often as many there is room for next: where so many are expected, or not. */
const FIRST_ROWS = 1024;
const EXPECTED = 16;
const UNEXPECTED = 2;

/** A column's values on their way into its buffers, row after row. */
export abstract class Builder {
  /** Rows so far. */
  rows = 0;
  /** Of these, without a value. */
  nulls = 0;
  /** How many rows are expected: little is reserved for those that have not come. */
  protected readonly expected: number;
  #capacity = 0;
  #validity: Uint8Array | undefined;

  constructor(expected: number) {
    this.expected = expected;
  }

  /** Adds a value; false, and nothing is added, if the column's type cannot hold it. */
  add(value: unknown): boolean {
    if (this.rows === this.#capacity) this.#grow();
    if (!this.put(this.rows, value)) return false;
    this.rows++;
    return true;
  }

  /** Adds a row without a value. */
  addNull(): void {
    if (this.rows === this.#capacity) this.#grow();
    this.#validity ??= new Uint8Array(bitmapBytes(this.#capacity)).fill(0xff);
    const byte = this.rows >> 3;
    this.#validity[byte] = (this.#validity[byte] as number) & ~(1 << (this.rows & 7));
    this.putNull(this.rows);
    this.rows++;
    this.nulls++;
  }

  /** The column; the builder is used up. */
  finish(): Buffers & { validity: Uint8Array | undefined } {
    return { ...this.buffers(), validity: this.#validity && this.#trimmed(this.#validity) };
  }

  #grow(): void {
    this.#capacity = roomFor(this.#capacity, FIRST_ROWS, this.expected);
    this.resize(this.#capacity);
    if (this.#validity) {
      const grown = new Uint8Array(bitmapBytes(this.#capacity)).fill(0xff);
      // The last byte's bits beyond the rows are set, as in the others.
      grown.set(this.#validity);
      this.#validity = grown;
    }
  }

  /** The bits of the rows there are; those beyond are 0, so that the same rows are the same bytes. */
  #trimmed(validity: Uint8Array): Uint8Array {
    const trimmed = validity.slice(0, bitmapBytes(this.rows));
    const beyond = this.rows & 7;
    if (beyond) trimmed[trimmed.length - 1] = (trimmed[trimmed.length - 1] as number) & ((1 << beyond) - 1);
    return trimmed;
  }

  protected abstract resize(rows: number): void;
  /** Writes a value; false if it is not of the type. */
  protected abstract put(row: number, value: unknown): boolean;
  /** For types where a row without a value needs more than the zeros that are there. */
  protected putNull(_row: number): void {}
  protected abstract buffers(): Buffers;
}

/** How a value gets into its place: false if it is not of the type. */
type Put<A> = (values: A, row: number, value: unknown) => boolean;

/** A column of 8-byte floats. */
export class FloatBuilder extends Builder {
  readonly #put: Put<Float64Array>;
  #values = new Float64Array(0);

  constructor(expected: number, put: Put<Float64Array>) {
    super(expected);
    this.#put = put;
  }

  protected override resize(rows: number): void {
    const values = new Float64Array(rows);
    values.set(this.#values);
    this.#values = values;
  }

  protected override put(row: number, value: unknown): boolean {
    return this.#put(this.#values, row, value);
  }

  protected override buffers(): Buffers {
    return { values: trim(this.#values, this.rows) };
  }
}

/** A column of integers of one 32-bit word each, or two. */
export class WordBuilder extends Builder {
  readonly #words: 1 | 2;
  readonly #put: Put<Int32Array>;
  #values = new Int32Array(0);

  constructor(expected: number, words: 1 | 2, put: Put<Int32Array>) {
    super(expected);
    this.#words = words;
    this.#put = put;
  }

  protected override resize(rows: number): void {
    const values = new Int32Array(rows * this.#words);
    values.set(this.#values);
    this.#values = values;
  }

  protected override put(row: number, value: unknown): boolean {
    return this.#put(this.#values, row, value);
  }

  protected override buffers(): Buffers {
    const values = trim(this.#values, this.rows * this.#words);
    return { values: this.#words === 2 ? integersOf(values) : values };
  }
}

/** A column of bits. */
export class BitBuilder extends Builder {
  readonly #bit: (value: unknown) => boolean | undefined;
  #values = new Uint8Array(0);

  /** `bit` gives undefined for what is not of the type. */
  constructor(expected: number, bit: (value: unknown) => boolean | undefined) {
    super(expected);
    this.#bit = bit;
  }

  protected override resize(rows: number): void {
    const values = new Uint8Array(bitmapBytes(rows));
    values.set(this.#values);
    this.#values = values;
  }

  protected override put(row: number, value: unknown): boolean {
    const bit = this.#bit(value);
    if (bit) this.#values[row >> 3] = (this.#values[row >> 3] as number) | (1 << (row & 7));
    return bit !== undefined;
  }

  protected override buffers(): Buffers {
    return { values: trim(this.#values, bitmapBytes(this.rows)) };
  }
}

/** A column of few different texts. */
export class CategoryBuilder extends Builder {
  readonly #codes = new Map<string, number>();
  #values = new Int32Array(0);

  protected override resize(rows: number): void {
    const values = new Int32Array(rows);
    values.set(this.#values);
    this.#values = values;
  }

  protected override put(row: number, value: unknown): boolean {
    if (typeof value !== 'string') return false;
    let code = this.#codes.get(value);
    if (code === undefined) {
      if (!isWellFormed(value)) return false;
      code = this.#codes.size;
      this.#codes.set(value, code);
    }
    this.#values[row] = code;
    return true;
  }

  protected override buffers(): Buffers {
    return { values: trim(this.#values, this.rows), dictionary: Object.freeze([...this.#codes.keys()]) };
  }
}

/** How much more room to make, towards what is expected. */
export function roomFor(room: number, least: number, expected: number): number {
  if (expected > room) return Math.min(expected, Math.max(least, EXPECTED * room));
  return Math.max(least, UNEXPECTED * room);
}

/** The first items, in memory of their own where more than an eighth of it would be kept for nothing. */
export function trim<A extends Exclude<ColumnBuffers[ColumnType], BigInt64Array>>(values: A, length: number): A {
  const isSpare = values.length - length > length / 8;
  return (isSpare ? values.slice(0, length) : values.subarray(0, length)) as A;
}
