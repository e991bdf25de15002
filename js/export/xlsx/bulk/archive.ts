/** The zip archive of a workbook, entry after entry; every entry has the format's first date. */
import type { RunMessage } from '../../../contract/xlsx';
import { crc32 } from '../../archive/crc32';
import { DEFLATED } from '../../archive/zip/format';
import { centralHeader, descriptor, end, type Header, localHeader } from '../../archive/zip/headers';
import { packedHere } from '../../archive/zip/small';
import { FIRST_TIME } from '../../archive/zip/time';
import { crcOfBoth } from './crc-of-both';

const LEVEL = 3;
/** An empty last block, which ends a stream of flushed ones. */
const END_OF_DEFLATE = Uint8Array.of(3, 0);
/** The first size that does not fit the headers' own fields. */
const ZIP32_MAX = 0xffff_ffff;

/** Entries that are the same in every workbook, deflated once. */
const fixed = new Map<string, RunMessage>();

/** Part of an entry, deflated by itself. */
export function runOf(xml: string | Uint8Array): RunMessage {
  const content = typeof xml === 'string' ? Buffer.from(xml) : xml;
  const data = packedHere(content, LEVEL, true);
  return { data, crc: crc32(content, 0), size: content.length };
}

/** An archive being written. Each method gives the bytes that come next. */
export class Archive {
  readonly #entries: Header[] = [];
  readonly #zip32Max: number;
  #length = 0;

  /** @param zip32Max the size from which an entry is zip64; lower only in a test of that */
  constructor(zip32Max: number = ZIP32_MAX) {
    this.#zip32Max = zip32Max;
  }

  /** A whole entry; `isFixed` if it is the same in every workbook. */
  file(name: string, xml: string | Uint8Array, isFixed = false): Uint8Array[] {
    const run = (isFixed && fixed.get(name)) || runOf(xml);
    if (isFixed) fixed.set(name, run);
    const { data, crc, size } = run;
    const header = this.#entry(name, { crc, size, packed: data.length + END_OF_DEFLATE.length, isDescribed: false });
    return this.#given(localHeader(header), data, END_OF_DEFLATE);
  }

  /** Begins an entry, of which its size is not known before its {@link finishEntry}. */
  beginEntry(name: string): Uint8Array[] {
    return this.#given(localHeader(this.#entry(name, { crc: 0, size: 0, packed: 0, isDescribed: true })));
  }

  /** The next part of the entry. */
  add({ data, crc, size }: RunMessage): Uint8Array[] {
    const entry = this.#entries.at(-1) as Header;
    entry.crc = crcOfBoth(entry.crc, crc, size);
    entry.size += size;
    entry.packed += data.length;
    return this.#given(data);
  }

  finishEntry(): Uint8Array[] {
    const entry = this.#entries.at(-1) as Header;
    entry.packed += END_OF_DEFLATE.length;
    entry.isWide = entry.size >= this.#zip32Max || entry.packed >= this.#zip32Max;
    return this.#given(END_OF_DEFLATE, descriptor(entry));
  }

  finish(): Uint8Array[] {
    const offset = this.#length;
    const directory = this.#given(...this.#entries.map(centralHeader));
    return [...directory, end(this.#entries.length, this.#length - offset, offset)];
  }

  #entry(name: string, sizes: Pick<Header, 'crc' | 'size' | 'packed' | 'isDescribed'>): Header {
    const entry: Header = {
      ...{ name, modified: FIRST_TIME, mode: 0o644, isEncrypted: false, method: DEFLATED },
      ...{ offset: this.#length, isWide: false, ...sizes },
    };
    this.#entries.push(entry);
    return entry;
  }

  #given(...pieces: Uint8Array[]): Uint8Array[] {
    for (const { length } of pieces) this.#length += length;
    return pieces;
  }
}
