/** Compound files written: version 3, in sectors of 512 bytes. */
import {
  DIFAT_SECTOR,
  END_OF_CHAIN,
  ENTRY,
  FAT_SECTOR,
  FREE,
  HEADER_FATS,
  MINI_CUTOFF,
  MINI_SECTOR,
  NO_STREAM,
  ROOT,
  SIGNATURE,
  STORAGE,
  STREAM,
} from './format';

/** A stream: its bytes, in pieces. */
export interface Stream {
  readonly name: string;
  readonly pieces: readonly Uint8Array[];
}

/** A folder. */
export interface Storage {
  readonly name: string;
  readonly entries: readonly (Stream | Storage)[];
}

const SECTOR = 512;
/** Numbers of sectors in one of the file allocation table. */
const NUMBERS = SECTOR / 4;
/** Colours of the directory's trees (2.6.1). */
const [RED, BLACK] = [0, 1] as const;
/** The largest stream of sectors of 512 bytes (2.6.3). */
export const MAX_STREAM = 2 ** 31 - 1;

/** The file of what is in its root, in pieces. */
export function* compoundFile(entries: Storage['entries']): Generator<Uint8Array> {
  const directory = directoryOf(entries);
  const streams = directory.filter(({ pieces }) => pieces !== undefined);
  const isMini = ({ size }: Entry) => size < MINI_CUTOFF;
  const [mini, large] = [streams.filter(isMini), streams.filter((stream) => !isMini(stream))];

  const miniFat = new Chains();
  for (const stream of mini) stream.start = miniFat.add(sectors(stream.size, MINI_SECTOR));
  const miniSize = miniFat.numbers.length * MINI_SECTOR;
  const root = directory[0] as Entry;

  // The table has a number for each of its own sectors, too.
  const others =
    sectors(directory.length * ENTRY) +
    sectors(miniFat.numbers.length * 4) +
    sectors(miniSize) +
    large.reduce((sum, { size }) => sum + sectors(size), 0);
  let [fats, difats] = [0, 0];
  for (let needed = -1; needed !== fats + difats; ) {
    needed = fats + difats;
    fats = Math.ceil((others + fats + difats) / NUMBERS);
    difats = Math.ceil(Math.max(0, fats - HEADER_FATS) / (NUMBERS - 1));
  }

  const fat = new Chains();
  const fatStart = fat.mark(fats, FAT_SECTOR);
  const difatStart = fat.mark(difats, DIFAT_SECTOR);
  const directoryStart = fat.add(sectors(directory.length * ENTRY));
  const miniFatStart = fat.add(sectors(miniFat.numbers.length * 4));
  [root.start, root.size] = [fat.add(sectors(miniSize)), miniSize];
  for (const stream of large) stream.start = fat.add(sectors(stream.size));

  const fatNumbers = Array.from({ length: fats }, (_, at) => fatStart + at);
  yield header({
    ...{ fats, directoryStart, miniFatStart, miniFats: sectors(miniFat.numbers.length * 4) },
    ...{ difats, difatStart: difats > 0 ? difatStart : END_OF_CHAIN, fatNumbers },
  });
  yield table(fat.numbers);
  yield difat(fatNumbers, difatStart, difats);
  yield padded(directory.map(entryBytes), directory.length * ENTRY, SECTOR);
  yield table(miniFat.numbers);
  yield padded(
    mini.map(({ pieces = [], size }) => padded(pieces, size, MINI_SECTOR)),
    miniSize,
    SECTOR,
  );
  for (const { pieces = [], size } of large) {
    yield* pieces;
    yield Buffer.alloc(sectors(size) * SECTOR - size);
  }
}

const sectors = (size: number, sector = SECTOR): number => Math.ceil(size / sector);

/** Chains of sectors in an allocation table: the number after each. */
class Chains {
  readonly numbers: number[] = [];

  /** The first of `count` sectors one after the other. */
  add(count: number): number {
    const start = this.numbers.length;
    for (let at = 1; at <= count; at++) this.numbers.push(at === count ? END_OF_CHAIN : start + at);
    return count === 0 ? END_OF_CHAIN : start;
  }

  /** Sectors that are in no chain. */
  mark(count: number, as: number): number {
    const start = this.numbers.length;
    for (let at = 0; at < count; at++) this.numbers.push(as);
    return start;
  }
}

/** An entry of the directory (2.6). */
interface Entry {
  readonly name: string;
  readonly kind: typeof STORAGE | typeof STREAM | typeof ROOT;
  readonly pieces: readonly Uint8Array[] | undefined;
  size: number;
  start: number;
  colour: typeof RED | typeof BLACK;
  left: number;
  right: number;
  child: number;
}

/** All entries, the root first; those of a storage are a search tree. */
function directoryOf(entries: Storage['entries']): Entry[] {
  const directory: Entry[] = [];
  const add = (kind: Entry['kind'], name: string, pieces: Entry['pieces']): number => {
    const size = (pieces ?? []).reduce((sum, { length }) => sum + length, 0);
    const links = { left: NO_STREAM, right: NO_STREAM, child: NO_STREAM };
    // Of storages it is 0, and overwritten for others.
    return directory.push({ kind, name, pieces, size, start: pieces ? END_OF_CHAIN : 0, colour: BLACK, ...links }) - 1;
  };
  const addAll = (list: Storage['entries']): number => {
    const numbers = list.map((entry) => {
      if ('pieces' in entry) return add(STREAM, entry.name, entry.pieces);
      const number = add(STORAGE, entry.name, undefined);
      (directory[number] as Entry).child = addAll(entry.entries);
      return number;
    });
    const at = (number: number) => directory[number] as Entry;
    return tree(
      numbers.sort((a, b) => order(at(a).name, at(b).name)),
      at,
    );
  };
  add(ROOT, 'Root Entry', undefined);
  (directory[0] as Entry).child = addAll(entries);
  return directory;
}

/** Shorter names come first (2.6.4). */
function order(a: string, b: string): number {
  return a.length - b.length || (a.toUpperCase() < b.toUpperCase() ? -1 : 1);
}

/** A red-black tree of entries in order, as full as can be: red are those below its last full level. */
function tree(numbers: readonly number[], at: (number: number) => Entry): number {
  const full = Math.floor(Math.log2(numbers.length + 1));
  const grow = (from: number, to: number, depth: number): number => {
    if (from === to) return NO_STREAM;
    const middle = (from + to) >> 1;
    const number = numbers[middle] as number;
    const entry = at(number);
    entry.colour = depth < full ? BLACK : RED;
    entry.left = grow(from, middle, depth + 1);
    entry.right = grow(middle + 1, to, depth + 1);
    return number;
  };
  return grow(0, numbers.length, 0);
}

function entryBytes({ name, kind, colour, left, right, child, start, size }: Entry): Buffer {
  const bytes = Buffer.alloc(ENTRY);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE(2 * (name.length + 1), 64);
  bytes[66] = kind;
  bytes[67] = colour;
  for (const [at, number] of [left, right, child].entries()) bytes.writeUInt32LE(number, 68 + 4 * at);
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(size, 120);
  return bytes;
}

interface Header {
  readonly fats: number;
  readonly directoryStart: number;
  readonly miniFats: number;
  readonly miniFatStart: number;
  readonly difats: number;
  readonly difatStart: number;
  readonly fatNumbers: readonly number[];
}

/** The header (2.2): version 3, little-endian, sectors of 2^9 and 2^6 bytes. */
function header({ fats, directoryStart, miniFats, miniFatStart, difats, difatStart, fatNumbers }: Header): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.set(SIGNATURE);
  for (const [at, value] of [0x3e, 3, 0xfffe, 9, 6].entries()) bytes.writeUInt16LE(value, 24 + 2 * at);
  const numbers = [fats, directoryStart, 0, MINI_CUTOFF, miniFatStart, miniFats, difatStart, difats];
  for (const [at, value] of numbers.entries()) bytes.writeUInt32LE(value, 44 + 4 * at);
  for (let at = 0; at < HEADER_FATS; at++) bytes.writeUInt32LE(fatNumbers[at] ?? FREE, 76 + 4 * at);
  return bytes;
}

/** An allocation table in whole sectors. */
function table(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(sectors(numbers.length * 4) * SECTOR, 0xff);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32LE(number, 4 * at);
  return bytes;
}

/** The table's sectors that the header has no room for (2.5): of each the last number is the next one's. */
function difat(fatNumbers: readonly number[], start: number, count: number): Buffer {
  const bytes = Buffer.alloc(count * SECTOR, 0xff);
  for (let sector = 0; sector < count; sector++) {
    const begin = HEADER_FATS + sector * (NUMBERS - 1);
    const numbers = fatNumbers.slice(begin, begin + NUMBERS - 1);
    for (const [at, number] of numbers.entries()) bytes.writeUInt32LE(number, sector * SECTOR + 4 * at);
    bytes.writeUInt32LE(sector + 1 < count ? start + sector + 1 : END_OF_CHAIN, (sector + 1) * SECTOR - 4);
  }
  return bytes;
}

const padded = (pieces: readonly Uint8Array[], size: number, sector: number): Buffer =>
  Buffer.concat([...pieces, Buffer.alloc(sectors(size, sector) * sector - size)]);
