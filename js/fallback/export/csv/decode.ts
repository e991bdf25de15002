/** UTF-8 of what other encodings say, of bytes that come in pieces. */
import type { CsvEncoding } from '../../../contract/csv';
import { textOf } from '../../../export/csv/encoding';
import { isWellFormed } from '../../../validate';

const NONE = Buffer.alloc(0);

/** See the module. */
export class Decoder {
  readonly #encoding: CsvEncoding;
  /** Bytes whose character has not ended. */
  #rest: Buffer = NONE;

  constructor(encoding: CsvEncoding) {
    this.#encoding = encoding;
  }

  /**
   * The text of the next bytes. What is not well-formed is still none there: a lone surrogate becomes the three bytes that
   * UTF-8 would have for it, half a unit at the end the byte 0xFF.
   */
  decode(bytes: Buffer, isLast: boolean): Buffer {
    if (this.#encoding === 'utf-8') return bytes;
    if (this.#encoding === 'windows-1252') return Buffer.from(textOf(bytes, this.#encoding), 'utf8');
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    let end = all.length & ~1;
    const isBig = this.#encoding === 'utf-16be';
    // The first half of a pair waits for the second.
    if (!isLast && end > 0 && ((all[end - (isBig ? 2 : 1)] as number) & 0xfc) === 0xd8) end -= 2;
    this.#rest = Buffer.from(all.subarray(end));
    const text = encode(textOf(all.subarray(0, end), this.#encoding));
    if (!isLast || this.#rest.length === 0) return text;
    return Buffer.concat([text, Buffer.of(0xff)]);
  }
}

function encode(text: string): Buffer {
  if (isWellFormed(text)) return Buffer.from(text, 'utf8');
  const pieces = text.split(/(\p{Surrogate})/u).map((piece, at) => {
    if (at % 2 === 0) return Buffer.from(piece, 'utf8');
    const unit = piece.charCodeAt(0);
    return Buffer.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  });
  return Buffer.concat(pieces);
}

/** How many bytes of the file such text was made of. */
export function sourceLength(text: Buffer, encoding: CsvEncoding): number {
  if (encoding === 'utf-8') return text.length;
  let length = 0;
  for (const byte of text) {
    if ((byte & 0xc0) === 0x80) continue;
    if (encoding === 'windows-1252') length++;
    else length += byte === 0xff ? 1 : byte >= 0xf0 ? 4 : 2;
  }
  return length;
}
