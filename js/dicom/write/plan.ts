/** What of a file's bytes is replaced by what, so that it holds the changed data set: one pass over its index. */
import { ClinicoreError } from '../../errors';
import { UNDEFINED_LENGTH } from '../element-index';
import { exceeded } from '../errors';
import type { OpenSet, Part } from '../item';
import { spell } from '../tag';
import type { Turns } from '../turn';
import { SQ } from '../vr';
import { elementEnd, formOf, ITEM, isBigEndian } from './element';

/** Bytes in place of those from `start` to before `end`. */
export interface Splice {
  start: number;
  end: number;
  bytes: readonly Uint8Array[];
}

/** By how many bytes splices make a file longer. */
export const growthOf = (splices: readonly Splice[]): number =>
  splices.reduce((sum, { start, end, bytes }) => sum + size(bytes) - (end - start), 0);

/** What is to change, by entry. */
export interface Edits {
  /** An element's bytes, header included; none where it is removed. */
  replaced: ReadonlyMap<number, readonly Uint8Array[]>;
  /** New elements by tag: of an item, or of {@link META} or {@link ROOT}. */
  added: ReadonlyMap<number, ReadonlyMap<number, readonly Uint8Array[]>>;
  /** New items at the end of a sequence. */
  appended: ReadonlyMap<number, readonly Uint8Array[]>;
}

/** In place of an entry: the file meta information, the data set. */
export const META = -2;
export const ROOT = -1;

/** The splices, in order and not overlapping. */
export interface Plan {
  /** The byte at which the file meta information starts: 0 where there is no preamble. */
  head: number;
  /** In the file meta information. */
  meta: Splice[];
  /** The byte at which the data set starts. */
  start: number;
  /** In the data set. */
  dataSet: Splice[];
}

/** See {@link Plan}. */
export async function planOf(file: Part, edits: Edits, turns: Turns): Promise<Plan> {
  const { set, from, end } = file;
  const head = headOf(file);
  const start = from > 0 ? elementEnd(set, from - 1) : head;
  const meta = new Sweep(set, edits);
  await meta.over(META, 0, from, start, turns);
  const dataSet = new Sweep(set, edits);
  await dataSet.over(ROOT, from, end, start, turns);
  return { head, meta: meta.splices, start, dataSet: dataSet.splices };
}

/** Where the first element stands, or, without any, would stand: behind the preamble, or at the start. */
export const headOf = ({ set }: Part): number => (set.index.size > 0 ? set.index.start(0) : Math.min(132, set.size));

/** A data set, item or sequence within which the sweep is. */
interface Frame {
  /** Its entry, or {@link META} or {@link ROOT}. */
  at: number;
  isSequence: boolean;
  /** The entry after its last one. */
  end: number;
  /** The byte after its contents. */
  contentEnd: number;
  /** How many bytes its contents grow by. */
  growth: number;
  /** New elements that have not come yet, the last one first. */
  added: (readonly [tag: number, bytes: readonly Uint8Array[]])[];
  /** The place among the splices for the length in its header; none where that is undefined. */
  length: number | undefined;
  /** The group length last met. */
  group: GroupLength | undefined;
}

/** A Group Length element and how much of its group has come (PS3.5 7.2). */
interface GroupLength {
  group: number;
  /** The byte from which it counts. */
  from: number;
  growth: number;
  isChanged: boolean;
  write: (length: number) => void;
}

class Sweep {
  readonly #set: OpenSet;
  readonly #edits: Edits;
  /** In order; places that are kept free stay so where nothing changes. */
  readonly #splices: (Splice | undefined)[] = [];
  readonly #stack: Frame[] = [];
  /** The entries that change, or in which something does; and the first that is still to come. */
  readonly #touched: Float64Array;
  #next = 0;

  constructor(set: OpenSet, edits: Edits) {
    this.#set = set;
    this.#edits = edits;
    const { replaced, added, appended } = edits;
    this.#touched = Float64Array.from([...replaced.keys(), ...added.keys(), ...appended.keys()]).sort();
  }

  get splices(): Splice[] {
    return this.#splices.filter((splice) => splice !== undefined);
  }

  /** Goes over a data set: entries `from` to before `end`, the first element at byte `start`. */
  async over(at: number, from: number, end: number, start: number, turns: Turns): Promise<void> {
    const last = from < end ? this.#lastOf(from, end) : undefined;
    const contentEnd = last === undefined ? start : elementEnd(this.#set, last);
    this.#open(at, end, contentEnd, undefined);
    let entry = from;
    for (let steps = 1; this.#stack.length > 0; steps++) {
      entry = this.#step(entry);
      if (steps % STEPS === 0) await turns.take(0, this.#set.size);
    }
  }

  /** The last element of a data set itself. */
  #lastOf(from: number, end: number): number {
    const { depths } = this.#set.index;
    let at = end - 1;
    while (at > from && depths[at] !== depths[from]) at--;
    return at;
  }

  /** Goes past an entry, into it, or out of what has come to its end; returns the entry that is next. */
  #step(at: number): number {
    const { index } = this.#set;
    const top = this.#stack[this.#stack.length - 1] as Frame;
    if (at >= top.end) {
      this.#close(top);
      return at;
    }
    const tag = index.tags[at] as number;
    if (!top.isSequence) {
      this.#add(top, tag, index.start(at));
      this.#enterGroup(top, at);
    }
    const isSequence = !top.isSequence && index.vrs[at] === SQ;
    const after = isSequence || top.isSequence ? index.after(at) : at + 1;
    const bytes = this.#edits.replaced.get(at);
    if (bytes) {
      const [start, end] = [index.start(at), elementEnd(this.#set, at)];
      this.#splices.push({ start, end, bytes });
      grow(top, size(bytes) - (end - start), tag);
      return after;
    }
    if (!(isSequence || top.isSequence) || !this.#isTouched(at, after)) return after;
    const isUndefined = ((index.flags[at] as number) & UNDEFINED_LENGTH) !== 0;
    this.#open(at, after, index.end(at), isUndefined ? undefined : this.#keepPlace());
    return at + 1;
  }

  /** Whether something changes in the entries from `at` to before `end`. */
  #isTouched(at: number, end: number): boolean {
    while ((this.#touched[this.#next] as number) < at) this.#next++;
    return (this.#touched[this.#next] as number) < end;
  }

  #open(at: number, end: number, contentEnd: number, length: number | undefined): void {
    const isSequence = at >= 0 && this.#set.index.tags[at] !== ITEM;
    const added = [...(this.#edits.added.get(at) ?? [])].sort(([a], [b]) => b - a);
    this.#stack.push({ at, isSequence, end, contentEnd, growth: 0, added, length, group: undefined });
  }

  #close(top: Frame): void {
    this.#add(top, Number.POSITIVE_INFINITY, top.contentEnd);
    closeGroup(top, top.contentEnd);
    const items = this.#edits.appended.get(top.at);
    if (items) {
      this.#splices.push({ start: top.contentEnd, end: top.contentEnd, bytes: items });
      top.growth += size(items);
    }
    this.#stack.pop();
    const outer = this.#stack[this.#stack.length - 1];
    if (!outer) return;
    if (top.length !== undefined && top.growth !== 0) this.#splices[top.length] = this.#lengthened(top);
    grow(outer, top.growth, this.#set.index.tags[top.at] as number);
  }

  /** Adds the new elements that stand before `tag`. */
  #add(top: Frame, tag: number, position: number): void {
    for (let next = top.added.at(-1); next && next[0] < tag; next = top.added.at(-1)) {
      top.added.pop();
      const [added, bytes] = next;
      this.#splices.push({ start: position, end: position, bytes });
      if ((added & 0xffff) === 0) {
        closeGroup(top, position);
        const value = bytes[bytes.length - 1] as Uint8Array;
        const write = (length: number) => new DataView(value.buffer, value.byteOffset).setUint32(0, length, true);
        top.group = { group: added >>> 16, from: position, growth: 0, isChanged: true, write };
        top.growth += size(bytes);
      } else grow(top, size(bytes), added);
    }
  }

  /** Ends the group before an element, and starts counting at a group length that stays. */
  #enterGroup(top: Frame, at: number): void {
    const { index } = this.#set;
    const tag = index.tags[at] as number;
    const group = tag >>> 16;
    if (top.group?.group === group) return;
    closeGroup(top, index.start(at));
    if ((tag & 0xffff) !== 0 || index.lengths[at] !== 4 || this.#edits.replaced.has(at)) return;
    const place = this.#keepPlace();
    const write = (length: number) => {
      const [start, end] = [index.offsets[at] as number, index.end(at)];
      const bytes = [u32(length, isBigEndian(this.#set, at))];
      // Of a group whose elements are all gone, the length goes too.
      const isEmpty = length === 0;
      this.#splices[place] = isEmpty ? { start: index.start(at), end, bytes: [] } : { start, end, bytes };
      if (isEmpty) top.growth -= end - index.start(at);
    };
    top.group = { group, from: index.end(at), growth: 0, isChanged: false, write };
  }

  #keepPlace(): number {
    return this.#splices.push(undefined) - 1;
  }

  /** The new length in the header of a sequence or item. */
  #lengthened(top: Frame): Splice {
    const { index } = this.#set;
    const tag = index.tags[top.at] as number;
    const now = (index.lengths[top.at] as number) + top.growth;
    if (now > LONGEST) {
      throw exceeded(`${spell(tag)} would have more than ${LONGEST} bytes, which its length cannot say`, LONGEST);
    }
    if (formOf(this.#set, top.at) === 'short') {
      const message = `Items of ${spell(tag)} cannot be changed: its VR is unknown, and has no room for another length`;
      throw new ClinicoreError('ERR_UNSUPPORTED', message, { offset: index.start(top.at) });
    }
    const end = index.offsets[top.at] as number;
    return { start: end - 4, end, bytes: [u32(now, isBigEndian(this.#set, top.at))] };
  }
}

/** The greatest length that is not undefined. */
const LONGEST = 0xffff_fffe;

/** Entries between two looks at the clock. */
const STEPS = 8192;

function grow(frame: Frame, growth: number, tag: number): void {
  frame.growth += growth;
  if (frame.group?.group !== tag >>> 16) return;
  frame.group.growth += growth;
  frame.group.isChanged = true;
}

function closeGroup(frame: Frame, end: number): void {
  const { group } = frame;
  frame.group = undefined;
  if (!group?.isChanged) return;
  group.write(Math.min(end - group.from + group.growth, 0xffff_ffff));
}

function u32(value: number, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(4);
  if (bigEndian) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
}

const size = (bytes: readonly Uint8Array[]): number => bytes.reduce((sum, { byteLength }) => sum + byteLength, 0);
