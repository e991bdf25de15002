/** What compressed streams hold (ISO 32000-2, 7.4). Pictures stay as they are: nothing here looks into one. */
import { constants, inflateRawSync } from 'node:zlib';
import { beyond, FileFault, malformed, type Work } from './limits';
import { type Dictionary, index } from './object';
import { isWhite } from './parse';

/** How one filter is set; the defaults are those of the standard. */
export class Settings {
  readonly predictor: number;
  readonly colors: number;
  readonly bits: number;
  readonly columns: number;
  readonly earlyChange: number;

  constructor(dictionary?: Dictionary) {
    const get = (key: string, fallback: number, least = 0, most = Number.MAX_SAFE_INTEGER) =>
      Math.min(Math.max(index(dictionary?.get(key)) ?? fallback, least), most);
    this.predictor = get('Predictor', 1);
    this.colors = get('Colors', 1, 1, 64);
    this.bits = get('BitsPerComponent', 8, 1, 16);
    this.columns = get('Columns', 1, 1, 1 << 20);
    this.earlyChange = get('EarlyChange', 1);
  }
}

type Bytes = Uint8Array<ArrayBufferLike>;

/** Undoes one filter. `offset` is where the stream stands, for errors. */
export function decoded(name: string, settings: Settings, data: Bytes, offset: number, work: Work): Bytes {
  const plain = undone(name, settings, data, offset, work);
  work.inflated(plain.length);
  if (settings.predictor === 2) return tiff(plain, settings);
  return settings.predictor >= 10 ? png(plain, settings) : plain;
}

function undone(name: string, settings: Settings, data: Bytes, offset: number, work: Work): Bytes {
  const room = work.inflatable();
  switch (name) {
    case 'FlateDecode':
    case 'Fl':
      return inflated(data, room, offset, work);
    case 'LZWDecode':
    case 'LZW':
      return lzw(data, settings.earlyChange, room);
    case 'ASCIIHexDecode':
    case 'AHx':
      return hexadecimal(data);
    case 'ASCII85Decode':
    case 'A85':
      return ascii85(data, room);
    case 'RunLengthDecode':
    case 'RL':
      return runLength(data, room);
  }
  throw new FileFault('ERR_UNSUPPORTED', '{} is not supported: a stream that draws is compressed as pictures are');
}

/** What is cut off gives as much as there is; a check sum that is wrong, nothing worse. */
function inflated(data: Bytes, room: number, offset: number, work: Work): Bytes {
  const [first = 0, second = 0] = data;
  // The head is passed over, for what it says is wrong as often as the sum at the end.
  const body = (first & 15) === 8 && ((first << 8) | second) % 31 === 0 ? data.subarray(2) : data;
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, room), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw beyond('inflated bytes', work.limits.maxInflatedBytes, 'maxInflatedBytes');
    }
    throw malformed('a compressed stream is damaged', offset);
  }
}

/** Bytes that grow. */
class Growing {
  #bytes = new Uint8Array(1024);
  length = 0;

  push(byte: number): void {
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length++] = byte;
  }

  at(index: number): number {
    return this.#bytes[index] as number;
  }

  all(): Bytes {
    return this.#bytes.subarray(0, this.length);
  }
}

/** As of TIFF 6.0, with codes of 9 to 12 bits. */
function lzw(data: Bytes, earlyChange: number, room: number): Bytes {
  const plain = new Growing();
  // Each entry is a piece of what was written.
  let table: [from: number, length: number][] = [];
  let last: [from: number, length: number] | undefined;
  let bits = 0;
  let held = 0;
  for (const byte of data) {
    bits = ((bits << 8) | byte) & 0xffffff;
    held += 8;
    const next = 258 + table.length + earlyChange;
    const width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
    if (held < width) continue;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    const start = plain.length;
    if (code === 256) {
      table = [];
      last = undefined;
      continue;
    }
    if (code === 257) break;
    if (code < 256) plain.push(code);
    else {
      // The entry that is just being made: what was written last, and its first byte.
      const making = last && code - 258 === table.length ? ([last[0], last[1] + 1] as const) : undefined;
      const piece = table[code - 258] ?? making;
      if (!piece) break;
      for (let i = 0; i < piece[1]; i++) plain.push(plain.at(piece[0] + i));
    }
    if (last && table.length < 4096 - 258) table.push([last[0], last[1] + 1]);
    last = [start, plain.length - start];
    if (plain.length > room) break;
  }
  return plain.all();
}

function hexadecimal(data: Bytes): Bytes {
  const end = data.indexOf(0x3e);
  const digits = Buffer.from(end < 0 ? data : data.subarray(0, end))
    .toString('latin1')
    .replace(/[^0-9a-fA-F]/g, '');
  return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex');
}

function ascii85(data: Bytes, room: number): Bytes {
  const plain = new Growing();
  let group: number[] = [];
  const write = (digits: number[], kept: number) => {
    const value = digits.reduce((sum, value) => (Math.imul(sum, 85) + value) >>> 0, 0);
    for (let i = 0; i < kept; i++) plain.push((value >>> (24 - 8 * i)) & 255);
  };
  for (const byte of data) {
    if (isWhite(byte)) continue;
    if (byte === 0x7e || plain.length > room) break;
    if (byte === 0x7a && group.length === 0) write([0], 4);
    else if (byte >= 0x21 && byte <= 0x75) group.push(byte - 0x21);
    if (group.length === 5) {
      write(group, 4);
      group = [];
    }
  }
  if (group.length > 1) write([...group, 84, 84, 84, 84].slice(0, 5), group.length - 1);
  return plain.all();
}

function runLength(data: Bytes, room: number): Bytes {
  const plain = new Growing();
  for (let at = 0; at < data.length && plain.length <= room; ) {
    const length = data[at] as number;
    if (length === 128) break;
    if (length < 128) {
      for (const byte of data.subarray(at + 1, at + 2 + length)) plain.push(byte);
      at += length + 2;
    } else {
      const byte = data[at + 1];
      for (let i = 0; i < 257 - length && byte !== undefined; i++) plain.push(byte);
      at += 2;
    }
  }
  return plain.all();
}

/** Each byte is the difference to the one before of its colour; only of whole bytes, as no writer uses others for text. */
function tiff(plain: Bytes, { bits, columns, colors }: Settings): Bytes {
  if (bits !== 8) return plain;
  const rows = Uint8Array.from(plain);
  const width = columns * colors;
  for (let at = 0; at < rows.length; at++) {
    if (at % width >= colors) rows[at] = (rows[at] as number) + (rows[at - colors] as number);
  }
  return rows;
}

/** The filters of PNG (ISO 15948, 9), each row's before it. */
function png(plain: Bytes, { bits, columns, colors }: Settings): Bytes {
  const pixel = Math.ceil((colors * bits) / 8);
  const width = Math.ceil((columns * colors * bits) / 8);
  const rows = new Uint8Array(plain.length - Math.ceil(plain.length / (width + 1)));
  for (let row = 0, out = 0; row < plain.length; row += width + 1) {
    const filter = plain[row];
    for (let at = 0; at < width && row + 1 + at < plain.length; at++, out++) {
      const left = at >= pixel ? (rows[out - pixel] as number) : 0;
      const above = out >= width ? (rows[out - width] as number) : 0;
      const corner = at >= pixel && out >= width ? (rows[out - width - pixel] as number) : 0;
      const guess =
        filter === 1
          ? left
          : filter === 2
            ? above
            : filter === 3
              ? (left + above) >> 1
              : filter === 4
                ? paeth(left, above, corner)
                : 0;
      rows[out] = (plain[row + 1 + at] as number) + guess;
    }
  }
  return rows;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const far = (value: number) => Math.abs(guess - value);
  if (far(left) <= far(above) && far(left) <= far(corner)) return left;
  return far(above) <= far(corner) ? above : corner;
}
