/** Values of a page, taken a few at a time: a page of a few bytes may claim millions of them. */
import { corrupt } from './library';

/** As a page holds a value. */
export type Physical = number | bigint | boolean | Uint8Array;

/** Gives the next values. */
export interface Values {
  take(count: number): Physical[];
}

/** Runs of one number, or of numbers in a few bits each (Encodings.md, RLE/bit-packing hybrid). */
export class Hybrid {
  readonly #bytes: Buffer;
  readonly #width: number;
  #at = 0;
  #left = 0;
  #isPacked = false;
  #value = 0;
  #bit = 0;

  constructor(bytes: Buffer, width: number) {
    if (width > 32) throw corrupt();
    this.#bytes = bytes;
    this.#width = width;
  }

  take(count: number): Uint32Array {
    const out = new Uint32Array(count);
    for (let done = 0; done < count; ) {
      if (this.#left === 0) this.#begin();
      const run = Math.min(this.#left, count - done);
      if (!this.#isPacked) out.fill(this.#value, done, done + run);
      else for (let at = done; at < done + run; at++) out[at] = this.#unpack();
      this.#left -= run;
      done += run;
    }
    return out;
  }

  #begin(): void {
    if (this.#width === 0) {
      this.#left = Number.MAX_SAFE_INTEGER;
      return;
    }
    const header = this.#varint();
    this.#isPacked = (header & 1) === 1;
    if (this.#isPacked) {
      this.#left = 8 * (header >>> 1);
      this.#bit = 8 * this.#at;
      this.#at += this.#width * (header >>> 1);
    } else {
      const bytes = Math.ceil(this.#width / 8);
      if (this.#at + bytes > this.#bytes.length) throw corrupt();
      this.#left = header >>> 1;
      this.#value = this.#bytes.readUIntLE(this.#at, bytes);
      this.#at += bytes;
    }
    if (this.#left === 0) throw corrupt();
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw corrupt();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw corrupt();
  }

  #unpack(): number {
    let value = 0;
    for (let got = 0; got < this.#width; ) {
      const byte = this.#bytes[this.#bit >> 3];
      // The last group may lack the bytes of values that nobody asks for.
      if (byte === undefined) throw corrupt();
      const shift = this.#bit & 7;
      const bits = Math.min(8 - shift, this.#width - got);
      value += ((byte >> shift) & (2 ** bits - 1)) * 2 ** got;
      got += bits;
      this.#bit += bits;
    }
    return value;
  }
}

/** Values of a fixed width, one after the other. */
export class Fixed implements Values {
  readonly #bytes: Buffer;
  readonly #width: number;
  readonly #read: (bytes: Buffer, at: number) => Physical;
  #at = 0;

  constructor(bytes: Buffer, width: number, read: (bytes: Buffer, at: number) => Physical) {
    this.#bytes = bytes;
    this.#width = width;
    this.#read = read;
  }

  take(count: number): Physical[] {
    if (count * this.#width > this.#bytes.length - this.#at) throw corrupt();
    return Array.from({ length: count }, () => {
      const value = this.#read(this.#bytes, this.#at);
      this.#at += this.#width;
      return value;
    });
  }
}

/** Booleans of a bit each. */
export class Bits implements Values {
  readonly #bytes: Buffer;
  #bit = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(count: number): boolean[] {
    if (this.#bit + count > 8 * this.#bytes.length) throw corrupt();
    return Array.from({ length: count }, () => {
      const at = this.#bit++;
      return (((this.#bytes[at >> 3] as number) >> (at & 7)) & 1) === 1;
    });
  }
}

/** Bytes behind their length. */
export class Lengths implements Values {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(count: number): Uint8Array[] {
    if (4 * count > this.#bytes.length - this.#at) throw corrupt();
    return Array.from({ length: count }, () => {
      if (this.#at + 4 > this.#bytes.length) throw corrupt();
      const from = this.#at + 4;
      this.#at = from + this.#bytes.readUInt32LE(this.#at);
      if (this.#at > this.#bytes.length) throw corrupt();
      return this.#bytes.subarray(from, this.#at);
    });
  }
}

/** Places in a dictionary. */
export class Places implements Values {
  readonly #places: Hybrid;
  readonly #dictionary: readonly Physical[];

  constructor(bytes: Buffer, dictionary: readonly Physical[]) {
    this.#places = new Hybrid(bytes.subarray(1), bytes[0] ?? 0);
    this.#dictionary = dictionary;
  }

  take(count: number): Physical[] {
    return Array.from(this.#places.take(count), (place) => {
      const value = this.#dictionary[place];
      if (value === undefined) throw corrupt();
      return value;
    });
  }
}

/** Booleans in runs, behind their length. */
export class Runs implements Values {
  readonly #runs: Hybrid;

  constructor(bytes: Buffer) {
    this.#runs = new Hybrid(bytes.subarray(4), 1);
  }

  take(count: number): boolean[] {
    return Array.from(this.#runs.take(count), (bit) => bit === 1);
  }
}

/** Values that were decoded at once. */
export class Decoded implements Values {
  readonly #values: ArrayLike<Physical>;
  #at = 0;

  constructor(values: ArrayLike<Physical>) {
    this.#values = values;
  }

  take(count: number): Physical[] {
    if (this.#at + count > this.#values.length) throw corrupt();
    const from = this.#at;
    this.#at += count;
    return Array.from({ length: count }, (_, at) => this.#values[from + at] as Physical);
  }
}
