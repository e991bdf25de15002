/** Compound files read: nothing is believed that they merely say, and no chain of sectors goes round. */
import { damaged, exceeded, unsupported } from '../../fallback/export/sheet/fault';
import {
  END_OF_CHAIN,
  ENTRY,
  HEADER,
  HEADER_FATS,
  MINI_CUTOFF,
  MINI_SECTOR,
  NO_STREAM,
  ROOT,
  SIGNATURE,
  STREAM,
} from './format';

export const isCompound = (bytes: Uint8Array): boolean => SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));

/** Sectors of a chain after which others may have a turn, and bytes that are copied before. */
const SECTORS_A_TURN = 4096;
const BYTES_A_TURN = 2 * 1024 * 1024;

/** A stream in the directory. */
interface Entry {
  readonly start: number;
  readonly size: number;
}

/** What of a file lies one after the other. */
interface Run {
  from: number;
  to: number;
}

/** An allocation table, and the sectors that it is of. */
interface Chain {
  /** Their size. */
  readonly sector: number;
  /** How many there are. */
  readonly sectors: number;
  placeOf(number: number): number;
  next(number: number): number;
}

/** A compound file in memory. */
export class CompoundFile {
  readonly #bytes: Buffer;
  readonly #goOn: () => Promise<void>;
  readonly #sector: number;
  /** Sectors of the file; the last one may be cut short. */
  readonly #sectors: number;
  /** Where the allocation table lies, sector by sector. */
  readonly #fat: number[] = [];
  #miniFat: Buffer = Buffer.alloc(0);
  /** The stream that small streams are in. */
  #mini: Buffer = Buffer.alloc(0);
  /** Streams in the root, by their names in upper case. */
  readonly #streams = new Map<string, Entry>();

  private constructor(bytes: Buffer, goOn: () => Promise<void>) {
    this.#bytes = bytes;
    this.#goOn = goOn;
    const shift = u16(this.#bytes, 30);
    const version = u16(this.#bytes, 26);
    if (!isCompound(bytes) || (shift !== 9 && shift !== 12)) throw broken();
    if (version !== 3 && version !== 4) throw unsupported('its compound file is of an unknown version');
    this.#sector = 1 << shift;
    this.#sectors = Math.ceil(bytes.length / this.#sector) - 1;
  }

  /**
   * Reads the directory.
   *
   * @param maxEntries of it
   * @param goOn is called now and then, and may throw
   */
  static async open(bytes: Buffer, maxEntries: number, goOn: () => Promise<void>): Promise<CompoundFile> {
    const file = new CompoundFile(bytes, goOn);
    file.#readFat();
    await file.#readDirectory(maxEntries);
    return file;
  }

  has(name: string): boolean {
    return this.#streams.has(name.toUpperCase());
  }

  /** A stream of the root: a view of the file where it lies in one piece. */
  async stream(name: string): Promise<Buffer | undefined> {
    const entry = this.#streams.get(name.toUpperCase());
    if (!entry) return undefined;
    if (entry.size >= MINI_CUTOFF) return this.#whole(entry.start, entry.size);
    const mini = this.#mini;
    const chain = {
      sector: MINI_SECTOR,
      sectors: Math.ceil(mini.length / MINI_SECTOR),
      placeOf: (number: number) => number * MINI_SECTOR,
      next: (number: number) => u32(this.#miniFat, 4 * number),
    };
    return this.#joined(mini, await this.#runs(chain, entry.start, entry.size));
  }

  /** 2.3 and 2.5 */
  #readFat(): void {
    const count = u32(this.#bytes, 44);
    if (count > this.#sectors) throw broken();
    for (let at = 0; at < Math.min(count, HEADER_FATS); at++) this.#addFat(u32(this.#bytes, 76 + 4 * at));
    let difat = u32(this.#bytes, 68);
    while (this.#fat.length < count) {
      const at = this.#placeOf(difat);
      const last = at + this.#sector - 4;
      for (let from = at; from < last && this.#fat.length < count; from += 4) this.#addFat(u32(this.#bytes, from));
      difat = u32(this.#bytes, last);
    }
  }

  #addFat(sector: number): void {
    this.#fat.push(this.#placeOf(sector));
  }

  /** 2.6 */
  async #readDirectory(maxEntries: number): Promise<void> {
    const directory = await this.#whole(u32(this.#bytes, 48));
    if (directory[66] !== ROOT) throw broken();
    const miniSize = u32(directory, 120);
    if (miniSize > 0) this.#mini = await this.#whole(u32(directory, 116), miniSize);
    if (u32(this.#bytes, 64) > 0) this.#miniFat = await this.#whole(u32(this.#bytes, 60));

    const seen = new Set<number>();
    for (const coming = [u32(directory, 76)]; coming.length > 0; ) {
      const number = coming.pop() as number;
      if (number === NO_STREAM) continue;
      if (seen.has(number)) throw broken();
      if (seen.add(number).size > maxEntries) throw exceeded('maxEntries', maxEntries);
      const entry = directory.subarray(number * ENTRY, (number + 1) * ENTRY);
      if (entry.length < ENTRY) throw broken();
      coming.push(u32(entry, 68), u32(entry, 72));
      if (entry[66] !== STREAM) continue;
      const nameLength = u16(entry, 64);
      if (nameLength < 2 || nameLength > 64) throw broken();
      const name = entry.toString('utf16le', 0, nameLength - 2);
      // Writers of version 3 may leave anything in the upper half of the size (2.6.1).
      const upper = this.#sector === HEADER ? 0 : u32(entry, 124);
      this.#streams.set(name.toUpperCase(), { start: u32(entry, 116), size: u32(entry, 120) + upper * 2 ** 32 });
    }
  }

  /** What is in a chain of sectors; in all of it, where its size is not known. */
  async #whole(start: number, size?: number): Promise<Buffer> {
    const chain = {
      sector: this.#sector,
      sectors: this.#sectors,
      placeOf: (number: number) => this.#placeOf(number),
      next: (number: number) => {
        const of = this.#fat[Math.floor((4 * number) / this.#sector)];
        if (of === undefined) throw broken();
        return u32(this.#bytes, of + ((4 * number) % this.#sector));
      },
    };
    return this.#joined(this.#bytes, await this.#runs(chain, start, size));
  }

  async #runs({ sector, sectors, placeOf, next }: Chain, start: number, size?: number): Promise<Run[]> {
    const runs: Run[] = [];
    const most = size ?? sectors * sector;
    if (most > sectors * sector) throw broken();
    const seen = new Uint8Array((sectors >> 3) + 1);
    let length = 0;
    for (let number = start, count = 1; length < most; number = next(number), count++) {
      if (number === END_OF_CHAIN && size === undefined) break;
      const bit = 1 << (number & 7);
      if (number >= sectors || (seen[number >> 3] as number) & bit) throw broken();
      seen[number >> 3] = (seen[number >> 3] as number) | bit;
      const from = placeOf(number);
      const to = from + Math.min(sector, most - length);
      length += to - from;
      const last = runs.at(-1);
      if (last?.to === from) last.to = to;
      else runs.push({ from, to });
      if (count % SECTORS_A_TURN === 0) await this.#goOn();
    }
    return runs;
  }

  /** What lies in pieces as one. */
  async #joined(bytes: Buffer, runs: readonly Run[]): Promise<Buffer> {
    if (runs.some(({ to }) => to > bytes.length)) throw broken();
    const [first, ...others] = runs;
    if (!first) return Buffer.alloc(0);
    if (others.length === 0) return bytes.subarray(first.from, first.to);
    const joined = Buffer.allocUnsafeSlow(runs.reduce((sum, { from, to }) => sum + to - from, 0));
    let [at, turn] = [0, 0];
    for (const run of runs) {
      for (let from = run.from; from < run.to; from += BYTES_A_TURN) {
        const copied = bytes.copy(joined, at, from, Math.min(run.to, from + BYTES_A_TURN));
        at += copied;
        turn += copied;
        if (turn < BYTES_A_TURN) continue;
        turn = 0;
        await this.#goOn();
      }
    }
    return joined;
  }

  #placeOf(sector: number): number {
    if (sector >= this.#sectors) throw broken();
    return (sector + 1) * this.#sector;
  }
}

function u16(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) throw broken();
  return bytes.readUInt16LE(at);
}

function u32(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) throw broken();
  return bytes.readUInt32LE(at);
}

const broken = () => damaged('compound file');
