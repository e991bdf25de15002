/** A zip archive in memory (PKWARE APPNOTE.TXT), deflated by node:zlib; every entry has the format's first date. */
import { constants, deflateRawSync } from 'node:zlib';
import { crc32 } from '../crc32';

const LEVEL = 3;
/** What a size that is in the zip64 fields leaves in its own, and the first that must. */
const ZIP32_MAX = 0xffff_ffff;
const FIRST_DATE = 0x0021;
const UTF8 = 1 << 11;
const DEFLATED = 8;
/** An empty last block, which ends a stream of flushed ones. */
const END_OF_DEFLATE = Buffer.from([3, 0]);

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  compressed: number;
  size: number;
  /** Only the size can pass 4 GiB: all the rest is inside one Buffer. */
  isWide: boolean;
}

/** An archive being written, one entry after the other. */
export class Zip {
  readonly #chunks: Buffer[] = [];
  readonly #entries: Entry[] = [];
  readonly #zip32Max: number;
  #length = 0;
  #header = 0;

  /** @param zip32Max the size from which an entry is zip64; lower only in a test of that */
  constructor(zip32Max: number = ZIP32_MAX) {
    this.#zip32Max = zip32Max;
  }

  /** Begins the entry that later {@link write}s go to. */
  begin(name: string): void {
    this.#entries.push({
      name: Buffer.from(name),
      offset: this.#length,
      crc: 0,
      compressed: 0,
      size: 0,
      isWide: false,
    });
    // Its place is kept until the sizes are known.
    this.#header = this.#chunks.push(Buffer.alloc(0)) - 1;
  }

  /** Adds content, compressed by itself, so that the work comes in pieces of the caller's choice. */
  write(content: Buffer): void {
    const entry = this.#entry();
    const deflated = deflateRawSync(content, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
    entry.crc = crc32(content, entry.crc);
    entry.size += content.length;
    entry.compressed += deflated.length;
    this.#chunks.push(deflated);
  }

  /** Ends the entry. */
  end(): void {
    const entry = this.#entry();
    entry.compressed += END_OF_DEFLATE.length;
    entry.isWide = entry.size >= this.#zip32Max;
    const header = localHeader(entry);
    this.#chunks.push(END_OF_DEFLATE);
    this.#chunks[this.#header] = header;
    this.#length += header.length + entry.compressed;
  }

  /** Ends the archive. */
  finish(): Buffer {
    const directory = this.#entries.map(centralHeader);
    const size = directory.reduce((sum, { length }) => sum + length, 0);
    const count = this.#entries.length;
    const end = fields([4, 0x0605_4b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, this.#length], [2, 0]);
    return Buffer.concat([...this.#chunks, ...directory, end]);
  }

  #entry(): Entry {
    return this.#entries.at(-1) as Entry;
  }
}

function localHeader(entry: Entry): Buffer {
  const extra = entry.isWide ? zip64(entry.size, entry.compressed) : Buffer.alloc(0);
  return Buffer.concat([fields([4, 0x0403_4b50]), common(entry), fields([2, extra.length]), entry.name, extra]);
}

function centralHeader(entry: Entry): Buffer {
  const extra = entry.isWide ? zip64(entry.size, entry.compressed, entry.offset) : Buffer.alloc(0);
  const offset = entry.isWide ? ZIP32_MAX : entry.offset;
  return Buffer.concat([
    fields([4, 0x0201_4b50], [2, needs(entry)]),
    common(entry),
    fields([2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
    entry.name,
    extra,
  ]);
}

/** The fields both headers share. */
function common(entry: Entry): Buffer {
  return fields(
    [2, needs(entry)],
    [2, UTF8],
    [2, DEFLATED],
    [2, 0],
    [2, FIRST_DATE],
    [4, entry.crc],
    [4, entry.isWide ? ZIP32_MAX : entry.compressed],
    [4, entry.isWide ? ZIP32_MAX : entry.size],
    [2, entry.name.length],
  );
}

/** The version of zip that reading the entry needs: 4.5 has zip64, 2.0 deflate. */
const needs = (entry: Entry): number => (entry.isWide ? 45 : 20);

function zip64(...values: number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

/** Little-endian fields, each of the given bytes. */
function fields(...list: [bytes: 2 | 4, value: number][]): Buffer {
  const out = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of list) at = out.writeUIntLE(value, at, bytes);
  return out;
}
