/** The zip archive that a workbook is (APPNOTE.TXT 6.3.10 of PKWARE, 4.3): nothing is believed that it merely says. */
import type { SpreadsheetLimits } from '../../../contract/sheet';
import { damaged, encrypted, exceeded, unsupported } from './fault';
import { Part } from './part';

const ARCHIVE = 'zip archive';
const LOCAL_HEADER = 0x0403_4b50;
const LOCAL_HEADER_LENGTH = 30;
const CENTRAL_HEADER = 0x0201_4b50;
const CENTRAL_HEADER_LENGTH = 46;
const END = 0x0605_4b50;
const END_LENGTH = 22;
const ZIP64_END = 0x0606_4b50;
const ZIP64_END_LENGTH = 56;
const ZIP64_LOCATOR = 0x0706_4b50;
const ZIP64_LOCATOR_LENGTH = 20;
const ZIP64_FIELD = 1;
const MAX_COMMENT = 0xffff;
const WIDE = 0xffff_ffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** What may be unpacked of an entry before its ratio counts. */
const RATIO_GRACE = 10 * 1024 * 1024;

/** What the archive says of an entry, and where its bytes are. */
export interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly header: number;
  readonly start: number;
  readonly end: number;
  /** How much was unpacked of it at most. */
  unpacked: number;
}

/** An archive in memory. */
export class Package {
  readonly bytes: Buffer;
  readonly limits: SpreadsheetLimits;
  /** By their names in lower case: a part's name has none (ECMA-376 part 2, 6.2.2.3). */
  readonly #entries = new Map<string, Entry>();
  #unpacked = 0;

  constructor(bytes: Buffer, limits: SpreadsheetLimits) {
    this.bytes = bytes;
    this.limits = limits;
    const directory = findDirectory(bytes);
    if (directory.entries > limits.maxEntries) throw exceeded('maxEntries', limits.maxEntries);
    let at = directory.start;
    for (let n = 0; n < directory.entries; n++) {
      const { entry, next } = readEntry(bytes, at, directory.start);
      const key = lower(entry.name);
      if (this.#entries.has(key)) throw damaged(ARCHIVE);
      this.#entries.set(key, entry);
      at = next;
    }
    const inOrder = [...this.#entries.values()].sort((a, b) => a.header - b.header);
    if (inOrder.some(({ header }, index) => index > 0 && header < (inOrder[index - 1] as Entry).end)) {
      throw damaged(ARCHIVE);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(lower(name));
  }

  /** Begins to unpack a part, called `part` in messages. */
  part(name: string, part: string): Part | undefined {
    const entry = this.#entries.get(lower(name));
    if (entry === undefined) return undefined;
    if (entry.flags & ENCRYPTED) throw encrypted();
    if (entry.method !== STORED && entry.method !== DEFLATED) {
      throw unsupported('it is packed in a way that spreadsheets do not use');
    }
    return new Part(this, entry, entry.method === DEFLATED, part);
  }

  /** Counts what was unpacked of an entry: what is read twice counts once. */
  count(entry: Entry, made: number): void {
    const { maxRatio, maxBytes } = this.limits;
    if (made > RATIO_GRACE && made > (entry.end - entry.start) * maxRatio) throw exceeded('maxRatio', maxRatio);
    if (made <= entry.unpacked) return;
    this.#unpacked += made - entry.unpacked;
    entry.unpacked = made;
    if (this.#unpacked > maxBytes) throw exceeded('maxBytes', maxBytes);
  }
}

/** Of ASCII alone, as names are compared. */
const lower = (name: string): string => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function findDirectory(bytes: Buffer): { start: number; entries: number } {
  const first = bytes.length - END_LENGTH;
  const least = Math.max(0, first - MAX_COMMENT);
  let at = first;
  const isEnd = () => u32(bytes, at) === END && at + END_LENGTH + u16(bytes, at + 20) <= bytes.length;
  while (at >= least && !isEnd()) at--;
  if (at < least) throw damaged(ARCHIVE);
  let entries = u16(bytes, at + 10);
  let size = u32(bytes, at + 12);
  let start = u32(bytes, at + 16);
  let end = at;
  const locator = at - ZIP64_LOCATOR_LENGTH;
  const isWide = entries === 0xffff || size === WIDE || start === WIDE;
  if (isWide && locator >= 0 && u32(bytes, locator) === ZIP64_LOCATOR) {
    end = u64(bytes, locator + 8);
    if (u32(bytes, end) !== ZIP64_END || end + ZIP64_END_LENGTH > locator) throw damaged(ARCHIVE);
    entries = u64(bytes, end + 32);
    size = u64(bytes, end + 40);
    start = u64(bytes, end + 48);
  }
  if (start + size > end || entries > Math.floor(size / CENTRAL_HEADER_LENGTH)) throw damaged(ARCHIVE);
  return { start, entries };
}

function readEntry(bytes: Buffer, at: number, directory: number): { entry: Entry; next: number } {
  if (u32(bytes, at) !== CENTRAL_HEADER) throw damaged(ARCHIVE);
  const sizes = { size: u32(bytes, at + 24), packed: u32(bytes, at + 20), header: u32(bytes, at + 42) };
  const nameAt = at + CENTRAL_HEADER_LENGTH;
  const extraAt = nameAt + u16(bytes, at + 28);
  const extraEnd = extraAt + u16(bytes, at + 30);
  const next = extraEnd + u16(bytes, at + 32);
  if (extraEnd > bytes.length) throw damaged(ARCHIVE);
  for (let field = extraAt; field + 4 <= extraEnd; ) {
    const end = field + 4 + u16(bytes, field + 2);
    if (end > extraEnd) throw damaged(ARCHIVE);
    if (u16(bytes, field) === ZIP64_FIELD) readWide(bytes.subarray(field + 4, end), sizes);
    field = end;
  }
  const { size, packed, header } = sizes;
  if (u32(bytes, header) !== LOCAL_HEADER) throw damaged(ARCHIVE);
  const localName = u16(bytes, header + 26);
  const start = header + LOCAL_HEADER_LENGTH + localName + u16(bytes, header + 28);
  const end = start + packed;
  const name = bytes.subarray(nameAt, extraAt);
  // What the directory and the entry call it must be the same, or two readers could read two files.
  const own = bytes.subarray(header + LOCAL_HEADER_LENGTH, header + LOCAL_HEADER_LENGTH + localName);
  if (!own.equals(name) || end > directory) throw damaged(ARCHIVE);
  const [flags, method, crc] = [u16(bytes, at + 8), u16(bytes, at + 10), u32(bytes, at + 16)];
  // Some writers on Windows separate folders their own way.
  const text = name.toString('utf8').replaceAll('\\', '/');
  return { entry: { name: text, flags, method, crc, size, header, start, end, unpacked: 0 }, next };
}

/** The sizes that are beyond 32 bits, in their order. */
function readWide(field: Buffer, sizes: Record<'size' | 'packed' | 'header', number>): void {
  let from = 0;
  for (const key of ['size', 'packed', 'header'] as const) {
    if (sizes[key] !== WIDE) continue;
    sizes[key] = u64(field, from);
    from += 8;
  }
}

const within = (bytes: Buffer, at: number, length: number): void => {
  if (!(at >= 0 && at + length <= bytes.length)) throw damaged(ARCHIVE);
};

function u16(bytes: Buffer, at: number): number {
  within(bytes, at, 2);
  return bytes.readUInt16LE(at);
}

function u32(bytes: Buffer, at: number): number {
  within(bytes, at, 4);
  return bytes.readUInt32LE(at);
}

/** What is beyond a number's 53 bits is beyond any file, too. */
function u64(bytes: Buffer, at: number): number {
  within(bytes, at, 8);
  return Number(bytes.readBigUInt64LE(at));
}
