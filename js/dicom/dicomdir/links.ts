/** The tree of a DICOMDIR's records (PS3.3 F.2.2): a list of items that refer to each other by their bytes. */
import { find } from '../data-set';
import type { ElementIndex } from '../element-index';
import { exceeded } from '../errors';
import { contentOf, entriesIn, type Part } from '../item';
import type { Turns } from '../turn';

/** Something wrong in a directory, past which the rest of it was read. */
export interface DicomDirProblem {
  /**
   * - `offset`: the offset of another record is missing, is no number, or leads to where no record starts; what it should
   *   have led to is left out.
   * - `repeated`: a record is referred to more than once, perhaps in a circle. It stays where it is found first, level by
   *   level.
   * - `unreachable`: nothing leads to a record that is in use.
   * - `fileId`: the referenced file ID is no path within the file-set.
   */
  kind: 'offset' | 'repeated' | 'unreachable' | 'fileId';
  /** The byte at which the record starts that has the problem; 0 for the directory itself. */
  offset: number;
  /** The same for people. Never holds a value of the patient's. */
  message: string;
}

/** The records by their numbers in the file, from 0, and where each leads; -1 is nowhere. */
export interface Links {
  /** The entries of the items in the index. */
  entries: readonly number[];
  /** The first record of the root. */
  root: number;
  next: Int32Array;
  /** The first record of the lower level. */
  lower: Int32Array;
  /** Records that nothing leads to. */
  unreachable: readonly number[];
}

const FIRST = 0x0004_1200;
export const RECORDS = 0x0004_1220;
const NEXT = 0x0004_1400;
const IN_USE = 0x0004_1410;
const LOWER = 0x0004_1420;
export const TYPE = 0x0004_1430;

/** The data set of the record at an entry. */
export const recordPart = (directory: Part, entry: number): Part => {
  const { set } = directory;
  return { set, from: entry + 1, end: set.index.after(entry), holder: directory };
};

/** The value of an element; `undefined` if there is none. */
export function valueIn(part: Part, tag: number) {
  const at = find(part.set.index, entriesIn(part), tag);
  return at === undefined ? undefined : contentOf(part, at);
}

/** The number of the record that starts at a byte, or -1. */
export function recordAt(index: ElementIndex, entries: readonly number[], offset: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.start(entries[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low < entries.length && index.start(entries[low] as number) === offset ? low : -1;
}

/** Whether the record has not been deleted: 0 in Record In-use Flag marks those that have. */
export const isInUse = (record: Part): boolean => valueIn(record, IN_USE) !== 0;

/** Reads where the records of a directory lead. */
export class LinkReader {
  readonly problems: DicomDirProblem[] = [];
  readonly #directory: Part;
  readonly #turns: Turns;
  readonly #entries: number[] = [];

  constructor(directory: Part, turns: Turns) {
    this.#directory = directory;
    this.#turns = turns;
  }

  /** Reads them all; `look` is shown every record. */
  async read(maxDepth: number, look: (record: Part, offset: number) => void): Promise<Links> {
    const directory = this.#directory;
    const { index } = directory.set;
    const sequence = find(index, entriesIn(directory), RECORDS) as number;
    const end = index.after(sequence);
    for (let entry = sequence + 1; entry < end; entry = index.after(entry)) {
      this.#entries.push(entry);
      await this.#turns.take(entry - sequence, 2 * (end - sequence));
    }
    const count = this.#entries.length;
    const [next, lower] = [new Int32Array(count), new Int32Array(count)];
    for (const [number, entry] of this.#entries.entries()) {
      const record = recordPart(directory, entry);
      next[number] = this.#target(record, NEXT, index.start(entry));
      lower[number] = this.#target(record, LOWER, index.start(entry));
      look(record, index.start(entry));
      await this.#turns.take(count + number, 2 * count);
    }
    const links = { entries: this.#entries, root: this.#target(directory, FIRST, 0), next, lower, unreachable: [] };
    const reached = this.#cutCircles(links, maxDepth);
    return { ...links, unreachable: this.#unreachable(links, reached) };
  }

  /** The record that an offset leads to. */
  #target(part: Part, tag: number, offset: number): number {
    const value = valueIn(part, tag);
    if (value === 0) return -1;
    const target = typeof value === 'number' ? recordAt(this.#directory.set.index, this.#entries, value) : -1;
    if (target >= 0) return target;
    const [subject, name] = tag === FIRST ? ['The directory', 'first'] : [at(offset), tag === NEXT ? 'next' : 'lower'];
    const fault =
      typeof value === 'number'
        ? `leads to byte ${value}, where none starts`
        : value === undefined || value === null
          ? 'is missing'
          : 'is not one number';
    this.problems.push({ kind: 'offset', offset, message: `${subject}: the offset of the ${name} record ${fault}` });
    return -1;
  }

  /**
   * Makes a tree of the links, level by level, by cutting those that lead to a record a second time; says which records are
   * in it. Level by level, since a record that is referred to from two levels most likely belongs to the higher one.
   */
  #cutCircles(links: Links, maxDepth: number): Uint8Array {
    const { next, lower, root } = links;
    const isReached = new Uint8Array(next.length);
    // A list of siblings, all of it, after which come the lists below them.
    const take = (first: number): number[] => {
      const list: number[] = [];
      for (let number = first; number >= 0; number = next[number] as number) {
        isReached[number] = 1;
        list.push(number);
        const following = next[number] as number;
        if (following >= 0 && isReached[following]) next[number] = this.#cut(number, following);
      }
      return list;
    };
    let level = take(root);
    for (let depth = 1; level.length > 0; depth++) {
      if (depth > maxDepth) {
        const offset = this.#start(level[0] as number);
        const message = `The directory has more than ${maxDepth} levels, counted down to the record at byte ${offset}`;
        throw exceeded(message, maxDepth, { offset, option: 'maxDepth' });
      }
      const below: number[] = [];
      for (const number of level) {
        const first = lower[number] as number;
        if (first < 0) continue;
        if (isReached[first]) lower[number] = this.#cut(number, first);
        else for (const child of take(first)) below.push(child);
      }
      level = below;
    }
    return isReached;
  }

  #cut(from: number, to: number): -1 {
    const offset = this.#start(from);
    const message = `${at(offset)} leads to the record at byte ${this.#start(to)}, to which another one has led already`;
    this.problems.push({ kind: 'repeated', offset, message });
    return -1;
  }

  #unreachable({ entries, next, lower }: Links, isReached: Uint8Array): number[] {
    const unreachable: number[] = [];
    for (const [number, entry] of entries.entries()) {
      if (isReached[number]) continue;
      next[number] = lower[number] = -1;
      unreachable.push(number);
      const record = recordPart(this.#directory, entry);
      // A deleted record may have been unlinked, and to an MRDR lead records by another way (PS3.3-2003 F.5.6).
      if (!isInUse(record) || valueIn(record, TYPE) === 'MRDR') continue;
      const offset = this.#start(number);
      this.problems.push({ kind: 'unreachable', offset, message: `${at(offset)}: nothing leads to it` });
    }
    return unreachable;
  }

  #start(number: number): number {
    return this.#directory.set.index.start(this.#entries[number] as number);
  }
}

const at = (offset: number): string => `The record at byte ${offset}`;
