import { corrupt } from '../fault';
import type { BitReader } from './bits';

/** Codes up to this long are looked up; longer ones are rare. */
const LOOKUP = 10;

/** What brings the next bits down to a place in the lookup tables. */
const DOWN = 32 - LOOKUP;

/** A Huffman table (T.81 Annex C, F.2.2.3). */
export class Table {
  /** By the next bits: the symbol above the 8 bits of its code's length, which is 0 for a longer one. */
  readonly #short = new Uint16Array(1 << LOOKUP);
  /**
   * By the next bits, where a whole coefficient fits into them: its value above the zeros before it (8 bits) above all its
   * bits (8 bits), which are 0 where it does not.
   */
  readonly #coefficients = new Int32Array(1 << LOOKUP);
  /** Of each length: the first code that is too great for it, aligned to 16 bits. */
  readonly #ends = new Int32Array(17);
  /** Of each length: what leads from a code to its symbol. */
  readonly #offsets = new Int32Array(17);
  readonly #symbols: Uint8Array;

  /** The table of codes, which there must be. */
  static of(codes: Codes | undefined): Table {
    if (!codes) throw corrupt();
    return new Table(codes);
  }

  private constructor({ lengths, symbols }: Codes) {
    this.#symbols = symbols;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= 16; length++) {
      const count = lengths[length - 1] as number;
      this.#offsets[length] = index - code;
      for (let end = index + count; index < end; index++, code++) {
        if (length > LOOKUP) continue;
        const first = code << (LOOKUP - length);
        const symbol = symbols[index] as number;
        this.#short.fill((symbol << 8) | length, first, first + (1 << (LOOKUP - length)));
      }
      this.#ends[length] = code << (16 - length);
      code <<= 1;
    }
    for (let bits = 0; bits < 1 << LOOKUP; bits++) {
      const entry = this.#short[bits] as number;
      const length = entry & 0xff;
      const size = (entry >> 8) & 15;
      const total = length + size;
      if (length === 0 || size === 0 || total > LOOKUP) continue;
      const value = extend((bits >> (LOOKUP - total)) & ((1 << size) - 1), size);
      this.#coefficients[bits] = (value << 16) | ((entry >> 12) << 8) | total;
    }
  }

  /** The next symbol. There must be 16 bits in the reader. */
  symbol(reader: BitReader): number {
    const entry = this.#short[reader.bits >>> DOWN] as number;
    if (entry === 0) return this.#longSymbol(reader);
    reader.skip(entry & 0xff);
    return entry >> 8;
  }

  #longSymbol(reader: BitReader): number {
    const code = reader.bits >>> 16;
    let length = 1;
    while (length <= 16 && code >= (this.#ends[length] as number)) length++;
    if (length > 16) throw corrupt();
    reader.skip(length);
    const index = (code >> (16 - length)) + (this.#offsets[length] as number);
    const symbol = this.#symbols[index];
    if (symbol === undefined) throw corrupt();
    return symbol;
  }

  /**
   * The next coefficient, if it is a short one, and leaves it out: its value above the zeros before it (8 bits) above its
   * bits (8 bits); else 0. There must be 16 bits in the reader.
   */
  shortCoefficient(reader: BitReader): number {
    const coefficient = this.#coefficients[reader.bits >>> DOWN] as number;
    reader.skip(coefficient & 0xff);
    return coefficient;
  }

  /** The next difference of a DC coefficient: a magnitude of up to 15 bits, and those bits. */
  difference(reader: BitReader): number {
    reader.refill();
    const size = this.symbol(reader);
    if (size > 15) throw corrupt();
    return extend(reader.take(size), size);
  }
}

/** A table as it stands in a stream: how many codes of each length there are, then what they stand for. */
export interface Codes {
  lengths: Uint8Array;
  symbols: Uint8Array;
}

/** The codes, unless they are more than their lengths can tell apart. */
export function checked(codes: Codes): Codes {
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    code += codes.lengths[length - 1] as number;
    if (code > 1 << length) throw corrupt();
    code <<= 1;
  }
  return codes;
}

/** The number that `size` bits stand for: with a first bit of 0, a negative one (F.2.2.1). */
export function extend(bits: number, size: number): number {
  return size > 0 && bits >> (size - 1) === 0 ? bits - (1 << size) + 1 : bits;
}
