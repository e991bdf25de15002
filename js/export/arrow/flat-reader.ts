/** FlatBuffers, read with every place checked. Source: https://flatbuffers.dev/internals/. */

/** Thrown where a place is not in the buffer. */
export const MALFORMED = Symbol('malformed');

/** A table in a buffer. */
export class FlatView {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #vtable: number;
  readonly #fields: number;

  /** The root of a buffer. */
  static root(bytes: Uint8Array): FlatView {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatView(buffer, follow(buffer, 0));
  }

  private constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#vtable = at - checked(bytes, at, 4).readInt32LE(at);
    const size = checked(bytes, this.#vtable, 4).readUInt16LE(this.#vtable);
    checked(bytes, this.#vtable, size);
    this.#fields = (size - 4) >> 1;
  }

  byte(id: number, otherwise = 0): number {
    return this.#read(id, 1, otherwise, (at) => this.#bytes.readUInt8(at));
  }

  short(id: number, otherwise = 0): number {
    return this.#read(id, 2, otherwise, (at) => this.#bytes.readInt16LE(at));
  }

  int(id: number, otherwise = 0): number {
    return this.#read(id, 4, otherwise, (at) => this.#bytes.readInt32LE(at));
  }

  /** A 64-bit integer that is a count or a place. */
  long(id: number): number {
    return this.#read(id, 8, 0, (at) => countAt(this.#bytes, at));
  }

  table(id: number): FlatView | undefined {
    return this.#read(id, 4, undefined, (at) => new FlatView(this.#bytes, follow(this.#bytes, at)));
  }

  text(id: number): string | undefined {
    return this.#read(id, 4, undefined, (at) => {
      const { from, length } = this.#vector(at, 1);
      return this.#bytes.toString('utf8', from, from + length);
    });
  }

  tables(id: number): FlatView[] {
    return this.#read(id, 4, [], (at) => {
      const { from, length } = this.#vector(at, 4);
      return Array.from({ length }, (_, index) => new FlatView(this.#bytes, follow(this.#bytes, from + 4 * index)));
    });
  }

  /** The 64-bit words of structs of so many words each, which are counts and places. */
  words(id: number, each: number): number[] {
    return this.#read(id, 4, [], (at) => {
      const { from, length } = this.#vector(at, 8 * each);
      return Array.from({ length: length * each }, (_, index) => countAt(this.#bytes, from + 8 * index));
    });
  }

  #vector(at: number, each: number): { from: number; length: number } {
    const vector = follow(this.#bytes, at);
    const length = checked(this.#bytes, vector, 4).readUInt32LE(vector);
    checked(this.#bytes, vector + 4, length * each);
    return { from: vector + 4, length };
  }

  #read<T>(id: number, bytes: number, otherwise: T, read: (at: number) => T): T {
    if (id >= this.#fields) return otherwise;
    const place = this.#bytes.readUInt16LE(this.#vtable + 4 + 2 * id);
    if (place === 0) return otherwise;
    checked(this.#bytes, this.#at + place, bytes);
    return read(this.#at + place);
  }
}

function follow(bytes: Buffer, at: number): number {
  return at + checked(bytes, at, 4).readUInt32LE(at);
}

function checked(bytes: Buffer, at: number, length: number): Buffer {
  if (at < 0 || at + length > bytes.length) throw MALFORMED;
  return bytes;
}

function countAt(bytes: Buffer, at: number): number {
  const value = bytes.readBigInt64LE(at);
  if (value < 0n || value > Number.MAX_SAFE_INTEGER) throw MALFORMED;
  return Number(value);
}
