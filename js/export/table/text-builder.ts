/** Texts as UTF-8 in one run of bytes. */
import { ClinicoreError } from '../../errors';
import { Builder, roomFor, trim } from './builder';
import type { Buffers } from './column-type';

/** Arrow counts a column's bytes in 32 bits. */
const MAX_BYTES = 2 ** 31 - 1;

const FIRST_BYTES = 4096;

/** A column of texts. */
export class TextBuilder extends Builder {
  #offsets = new Int32Array(1);
  #bytes = new Uint8Array(0);
  #end = 0;

  protected override resize(rows: number): void {
    const offsets = new Int32Array(rows + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }

  protected override put(row: number, value: unknown): boolean {
    if (typeof value !== 'string') return false;
    const most = this.#end + 3 * value.length;
    if (most > this.#bytes.length) this.#growBytes(most);
    const end = encode(value, this.#bytes, this.#end);
    if (end < 0) return false;
    this.#end = end;
    this.#offsets[row + 1] = end;
    return true;
  }

  protected override putNull(row: number): void {
    this.#offsets[row + 1] = this.#end;
  }

  protected override buffers(): Buffers {
    return { values: trim(this.#bytes, this.#end), offsets: trim(this.#offsets, this.rows + 1) };
  }

  #growBytes(most: number): void {
    if (most > MAX_BYTES) {
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `a column must have at most ${MAX_BYTES} bytes of text`, {
        limit: MAX_BYTES,
      });
    }
    // The other rows are expected to be as long as those so far.
    const expected = this.rows > 0 ? Math.ceil((this.expected / this.rows) * this.#end * 1.05) : 0;
    const room = roomFor(this.#bytes.length, FIRST_BYTES, expected);
    const bytes = new Uint8Array(Math.min(MAX_BYTES, Math.max(room, most)));
    bytes.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = bytes;
  }
}

/**
 * Writes a text from `at` on, where three bytes for each unit are free, and returns where it ends; -1 where it holds a
 * lone surrogate. By hand: most texts are so short that a call of TextEncoder takes longer than the loop.
 */
function encode(text: string, bytes: Uint8Array, at: number): number {
  let end = at;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes[end++] = unit;
    } else if (unit < 0x800) {
      bytes[end++] = 0xc0 | (unit >> 6);
      bytes[end++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[end++] = 0xe0 | (unit >> 12);
      bytes[end++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[end++] = 0x80 | (unit & 0x3f);
    } else {
      const low = unit < 0xdc00 ? text.charCodeAt(++index) : 0;
      if (!(low >= 0xdc00 && low <= 0xdfff)) return -1;
      const point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      bytes[end++] = 0xf0 | (point >> 18);
      bytes[end++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[end++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[end++] = 0x80 | (point & 0x3f);
    }
  }
  return end;
}
