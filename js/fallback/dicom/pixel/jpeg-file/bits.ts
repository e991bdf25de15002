import type { Codes } from '../jpeg/huffman';

/** Of each symbol its code above the 8 bits of its length. */
export type Encoding = Int32Array;

export function encodingOf({ lengths, symbols }: Codes): Encoding {
  const encoding = new Int32Array(256);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    for (let end = index + (lengths[length - 1] as number); index < end; index++) {
      encoding[symbols[index] as number] = (code++ << 8) | length;
    }
    code <<= 1;
  }
  return encoding;
}

/** The most bytes a block takes: 64 codes of 16 bits with 11 bits each, all of them bytes of ones. */
const BLOCK_BYTES = 512;

/** A file that grows, with the entropy-coded bits: after a byte of ones stands one of zeros, so that no marker appears. */
export class BitWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length: number;
  #pending = 0;
  #count = 0;

  constructor(head: Uint8Array) {
    this.#bytes = new Uint8Array(Math.max(1 << 12, 2 * head.length));
    this.#bytes.set(head);
    this.#length = head.length;
  }

  /** Writes a block's coefficients, in zigzag order; the first as what it differs by from the one before it. */
  block(coefficients: Int32Array, prediction: number, dc: Encoding, ac: Encoding): void {
    if (this.#length + BLOCK_BYTES > this.#bytes.length) this.#grow();
    this.#putNumber(dc, 0, (coefficients[0] as number) - prediction);
    let run = 0;
    for (let at = 1; at < 64; at++) {
      const coefficient = coefficients[at] as number;
      if (coefficient === 0) {
        run++;
        continue;
      }
      for (; run > 15; run -= 16) this.#putCode(ac[0xf0] as number);
      this.#putNumber(ac, run, coefficient);
      run = 0;
    }
    if (run > 0) this.#putCode(ac[0] as number);
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }

  #put(bits: number, length: number): void {
    this.#pending = (this.#pending << length) | bits;
    this.#count += length;
    while (this.#count >= 8) {
      this.#count -= 8;
      const byte = (this.#pending >> this.#count) & 0xff;
      this.#bytes[this.#length++] = byte;
      if (byte === 0xff) this.#bytes[this.#length++] = 0;
    }
    this.#pending &= (1 << this.#count) - 1;
  }

  #putCode(code: number): void {
    this.#put(code >> 8, code & 0xff);
  }

  /** A code, then the bits of a number of the magnitude it tells. */
  #putNumber(codes: Encoding, run: number, number: number): void {
    const magnitude = 32 - Math.clz32(Math.abs(number));
    this.#putCode(codes[(run << 4) | magnitude] as number);
    this.#put((number < 0 ? number - 1 : number) & ((1 << magnitude) - 1), magnitude);
  }

  /** Fills the last byte with ones, and ends the file. */
  finish(): Uint8Array<ArrayBuffer> {
    const missing = (8 - (this.#count % 8)) % 8;
    this.#put((1 << missing) - 1, missing);
    this.#bytes[this.#length++] = 0xff;
    this.#bytes[this.#length++] = 0xd9;
    return this.#bytes.slice(0, this.#length);
  }
}
