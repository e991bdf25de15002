import type { Task } from '../../task';
import { find } from '../data-set';
import { UNDEFINED_LENGTH } from '../element-index';
import { bytesIn, entriesIn, type Part, vrIn } from '../item';
import { DEFLATED, transferSyntaxOf } from '../transfer-syntax';
import { Turns, UNWATCHED } from '../turn';
import { SQ } from '../vr';
import { deflated } from './deflate';
import { delimited, element, encodingIn, isMeta } from './element';
import { completeFileMeta, PREAMBLE } from './file-meta';
import { growthOf, META, planOf, ROOT } from './plan';
import { movedRecords } from './record-offsets';
import { spliced } from './splice';

/**
 * What is to change in an open file. Entries are places in its index (see {@link Part}); nothing is changed in place: bytes
 * that stay are copied as they stand, and of the others only those are new that have to be, with the lengths of the
 * items, sequences and groups around them. What is undefined in length stays so.
 *
 * Of elements with the same tag, which no data set should have, only the last counts: where it is replaced or removed, the
 * others are removed.
 */
export class Changes {
  readonly #file: Part;
  #isPreambleCleared = false;
  readonly #replaced = new Map<number, readonly Uint8Array[]>();
  readonly #added = new Map<number, Map<number, readonly Uint8Array[]>>();
  readonly #appended = new Map<number, Uint8Array[]>();
  /** By data set, those of its elements that do not count, by tag. */
  readonly #shadowed = new Map<number, ReadonlyMap<number, readonly number[]>>();

  /** @param file the whole data set, with its file meta information */
  constructor(file: Part) {
    this.#file = file;
  }

  /** Whether nothing changes. */
  get isEmpty(): boolean {
    return this.#replaced.size === 0 && this.#added.size === 0 && this.#appended.size === 0;
  }

  /** Whether an element is replaced or removed. */
  has(at: number): boolean {
    return this.#replaced.has(at);
  }

  /**
   * Puts another value in place of an element's.
   *
   * @param value its bytes in the data set's transfer syntax, of even length; of a sequence, its items; of encapsulated
   *   pixel data, the fragments with their item tags
   * @param vr the VR's number; by default it stays as it is
   */
  replace(part: Part, at: number, value: Uint8Array, vr = vrIn(part, at)): void {
    const { index } = part.set;
    const tag = index.tags[at] as number;
    const encoding = encodingIn(part);
    const isEncapsulated = ((index.flags[at] as number) & UNDEFINED_LENGTH) !== 0 && index.vrs[at] !== SQ;
    this.#replaced.set(
      at,
      isEncapsulated ? delimited(encoding, tag, vr, [value]) : element(encoding, tag, vr, [value]),
    );
    this.#removeShadowed(part, at);
  }

  /** Takes an element out. */
  remove(part: Part, at: number): void {
    this.#replaced.set(at, []);
    this.#removeShadowed(part, at);
  }

  /** Adds an element at its place in the order of tags, or replaces the one that is there. */
  put(part: Part, tag: number, vr: number, value: Uint8Array): void {
    const at = find(part.set.index, entriesIn(part), tag);
    if (at !== undefined) {
      this.replace(part, at, value, vr);
      return;
    }
    const home = homeOf(part);
    const added = this.#added.get(home) ?? new Map<number, readonly Uint8Array[]>();
    this.#added.set(home, added.set(tag, element(encodingIn(part), tag, vr, [value])));
  }

  /** Adds items (see `item` in element.ts) behind those of the sequence at an entry. */
  append(at: number, items: readonly Uint8Array[]): void {
    this.#appended.set(at, [...(this.#appended.get(at) ?? []), ...items]);
  }

  /** Leaves nothing of what stands before the file meta information, which may be anything (PS3.10 7.1). */
  clearPreamble(): void {
    this.#isPreambleCleared = true;
  }

  /** The bytes of the value an element will have; `undefined` where there will be no such element. */
  valueOf(part: Part, tag: number): Uint8Array | undefined {
    const at = find(part.set.index, entriesIn(part), tag);
    if (at === undefined) return this.#added.get(homeOf(part))?.get(tag)?.[1];
    const replaced = this.#replaced.get(at);
    return replaced ? replaced[1] : bytesIn(part, at);
  }

  /**
   * The bytes of the result, a Part 10 file, in pieces: views of the source where they are unchanged and in memory, read
   * from disk bit by bit where not. What was deflated is deflated again.
   *
   * @param task what may stop it, and is told how many bytes are done (before they are deflated)
   * @throws ClinicoreError as a rejection: `ERR_LIMIT_EXCEEDED` (a value went by with a stream; a length that cannot be
   *   said), `ERR_IO`, `ERR_ABORTED`
   */
  async *pieces(task: Task = UNWATCHED): AsyncGenerator<Uint8Array, void, undefined> {
    const { set } = this.#file;
    const turns = new Turns(task);
    turns.check();
    completeFileMeta(this.#file, this);
    const edits = { replaced: this.#replaced, added: this.#added, appended: this.#appended };
    const plan = await planOf(this.#file, edits, turns);
    const { head, meta, start } = plan;
    const dataSet = [...plan.dataSet, ...movedRecords(this.#file, plan)].sort((a, b) => a.start - b.start);
    if (head === 0 || this.#isPreambleCleared) meta.unshift({ start: 0, end: head, bytes: [PREAMBLE] });
    const total = set.size + growthOf(meta) + growthOf(dataSet);
    let done = 0;
    async function* watched(pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        turns.check();
        yield piece;
        done += piece.length;
        await turns.take(done, total);
      }
    }
    yield* watched(spliced(set, 0, start, meta));
    const rest = watched(spliced(set, start, set.size, dataSet));
    yield* DEFLATED.has(transferSyntaxOf(this.#file)) ? deflated(rest) : rest;
    task.onProgress?.(total, total);
  }

  #removeShadowed(part: Part, at: number): void {
    const { tags } = part.set.index;
    for (const other of this.#shadowedIn(part).get(tags[at] as number) ?? []) {
      if (other !== at && !this.#replaced.has(other)) this.#replaced.set(other, []);
    }
  }

  #shadowedIn(part: Part): ReadonlyMap<number, readonly number[]> {
    const known = this.#shadowed.get(homeOf(part));
    if (known) return known;
    const shadowed = shadowedIn(part);
    this.#shadowed.set(homeOf(part), shadowed);
    return shadowed;
  }
}

/** What stands for a data set among entries: its item, or one of two numbers that are none. */
function homeOf(part: Part): number {
  if (part.holder) return part.from - 1;
  return isMeta(part) ? META : ROOT;
}

/** The elements of a data set that do not count since another with the same tag follows, by tag. */
function shadowedIn(part: Part): ReadonlyMap<number, readonly number[]> {
  const { index } = part.set;
  const counting = new Set(entriesIn(part));
  const shadowed = new Map<number, number[]>();
  for (let at = part.from; at < part.end; at = index.vrs[at] === SQ ? index.after(at) : at + 1) {
    const tag = index.tags[at] as number;
    if (counting.has(at) || find(index, entriesIn(part), tag) === undefined) continue;
    shadowed.set(tag, [...(shadowed.get(tag) ?? []), at]);
  }
  return shadowed;
}
