/** FlatBuffers, written from the root on. Source: https://flatbuffers.dev/internals/. */

/** A table's field: a scalar of so many bytes, or something that lies elsewhere. Null where the schema has a field that is left out. */
export type FlatField = FlatScalar | FlatTable | FlatText | FlatVector | null;

/** A number, or a boolean or enumeration as one. */
export interface FlatScalar {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly value: number;
}

/** A table's fields, in the order of the schema. */
export interface FlatTable {
  readonly fields: readonly FlatField[];
}

export interface FlatText {
  readonly text: string;
}

/** Tables, or structs of 64-bit words; an integer in a struct of fewer bits counts as one, with what pads it. */
export type FlatVector =
  | { readonly tables: readonly FlatTable[] }
  | { readonly words: BigInt64Array; readonly length: number };

export const byte = (value: number): FlatScalar => ({ bytes: 1, value });
export const short = (value: number): FlatScalar => ({ bytes: 2, value });
export const int = (value: number): FlatScalar => ({ bytes: 4, value });
export const long = (value: number): FlatScalar => ({ bytes: 8, value });

/** The buffer whose root is the table; its length is a multiple of 8. */
export function flatBuffer(root: FlatTable): Buffer {
  const writer = new FlatWriter();
  writer.root(root);
  return writer.finish();
}

class FlatWriter {
  #bytes = Buffer.alloc(1024);
  #end = 0;

  root(table: FlatTable): void {
    this.#reserve(8);
    this.#point(0, this.#table(table));
  }

  finish(): Buffer {
    this.#align(8);
    return this.#bytes.subarray(0, this.#end);
  }

  /** Writes a table, and behind it what its fields lead to; returns where it begins. */
  #table({ fields }: FlatTable): number {
    // Behind the distance to the vtable come the fields, the longest first, so that each stands at a multiple of its size.
    const places = new Map<number, number>();
    let size = 4;
    for (const bytes of [8, 4, 2, 1]) {
      for (const [id, field] of fields.entries()) {
        if (field === null || sizeOf(field) !== bytes) continue;
        size = Math.ceil(size / bytes) * bytes;
        places.set(id, size);
        size += bytes;
      }
    }
    this.#align(2);
    const vtable = this.#reserve(4 + 2 * fields.length);
    this.#align(8);
    const table = this.#reserve(size);
    this.#bytes.writeUInt16LE(4 + 2 * fields.length, vtable);
    this.#bytes.writeUInt16LE(size, vtable + 2);
    this.#bytes.writeInt32LE(table - vtable, table);
    for (const [id, field] of fields.entries()) {
      const place = places.get(id);
      if (place === undefined || field === null) continue;
      this.#bytes.writeUInt16LE(place, vtable + 4 + 2 * id);
      if ('bytes' in field) this.#scalar(table + place, field);
      else this.#point(table + place, this.#elsewhere(field));
    }
    return table;
  }

  #scalar(at: number, { bytes, value }: FlatScalar): void {
    if (bytes === 8) this.#bytes.writeBigInt64LE(BigInt(value), at);
    else this.#bytes.writeIntLE(value, at, bytes);
  }

  #elsewhere(field: FlatTable | FlatText | FlatVector): number {
    if ('fields' in field) return this.#table(field);
    if ('text' in field) return this.#text(field.text);
    return 'words' in field ? this.#words(field.words, field.length) : this.#tables(field.tables);
  }

  #text(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    this.#align(4);
    const at = this.#reserve(4 + bytes.length + 1);
    this.#bytes.writeUInt32LE(bytes.length, at);
    bytes.copy(this.#bytes, at + 4);
    return at;
  }

  #tables(tables: readonly FlatTable[]): number {
    this.#align(4);
    const at = this.#reserve(4 + 4 * tables.length);
    this.#bytes.writeUInt32LE(tables.length, at);
    for (const [index, table] of tables.entries()) this.#point(at + 4 + 4 * index, this.#table(table));
    return at;
  }

  #words(words: BigInt64Array, length: number): number {
    // The words stand at a multiple of 8, their number right before them.
    this.#align(8);
    this.#reserve(4);
    const at = this.#reserve(4 + 8 * words.length);
    this.#bytes.writeUInt32LE(length, at);
    for (const [index, word] of words.entries()) this.#bytes.writeBigInt64LE(word, at + 4 + 8 * index);
    return at;
  }

  #point(at: number, to: number): void {
    this.#bytes.writeUInt32LE(to - at, at);
  }

  #align(to: number): void {
    this.#reserve((to - (this.#end % to)) % to);
  }

  #reserve(bytes: number): number {
    const at = this.#end;
    this.#end += bytes;
    if (this.#end > this.#bytes.length) {
      const grown = Buffer.alloc(2 * this.#end);
      this.#bytes.copy(grown);
      this.#bytes = grown;
    }
    return at;
  }
}

const sizeOf = (field: Exclude<FlatField, null>): number => ('bytes' in field ? field.bytes : 4);
