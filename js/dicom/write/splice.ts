/** The bytes of a file with some of them replaced. */
import type { ClinicoreError } from '../../errors';
import type { OpenSet } from '../item';
import type { Storage } from '../storage';
import { SQ } from '../vr';
import { ITEM } from './element';
import type { Splice } from './plan';

/** Pieces shorter than this are joined: each costs whoever takes it more than its bytes do. */
const SHORT = 16 * 1024;
/** How much is read from a disk at once. */
const READ = 256 * 1024;
/** How much is looked for at once behind the last element. */
const PADDING = 64 * 1024;
/** The bytes of a delimiter. */
const DELIMITER = 8;

/** Bytes `from` to before `to` of a file, spliced. */
export async function* spliced(
  set: OpenSet,
  from: number,
  to: number,
  splices: readonly Splice[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const gathered = new Gathered();
  let at = from;
  for (const { start, end, bytes } of [...splices, { start: to, end: to, bytes: [] }]) {
    while (at < start) {
      const copied = viewAt(set, at, start) ?? (await readAt(set, at, start));
      at += copied.length;
      if (gathered.add(copied)) yield* gathered.take();
    }
    for (const piece of bytes) if (gathered.add(piece)) yield* gathered.take();
    at = end;
  }
  yield* gathered.take();
}

/** What of the bytes from `at` to before `end` is in memory in one piece: all of it, or a first part that is. */
function viewAt(set: OpenSet, at: number, end: number): Buffer | undefined {
  return set.storage.view(at, end - at) ?? set.storage.view(at, Math.min(end - at, READ));
}

async function readAt(set: OpenSet, at: number, end: number): Promise<Buffer> {
  const { index, storage } = set;
  const last = lastEnd(set);
  if (at >= last) return readPadding(storage, at, Math.min(end - at, PADDING));
  const length = Math.min(end - at, last - at, READ);
  const view = storage.view(at, length);
  if (view) return view;
  const missing = firstMissing(set, at, at + length);
  return storage.read(index.tags[missing] as number, at, length);
}

/** What stands behind the last value: delimiters, and then zeros that fill the file up, which are not kept of a stream. */
async function readPadding(storage: Storage, at: number, length: number): Promise<Buffer> {
  try {
    return await storage.read(ITEM, at, length);
  } catch (error) {
    if ((error as ClinicoreError).code !== 'ERR_LIMIT_EXCEEDED') throw error;
    return storage.view(at, Math.min(DELIMITER, length)) ?? Buffer.alloc(length);
  }
}

/** The byte after the last value. */
const lastEnd = ({ index }: OpenSet): number => (index.size > 0 ? index.end(index.size - 1) : 0);

/** The first entry whose value reaches into the bytes from `start` to before `end` and is not in memory. */
function firstMissing({ index, bytes }: OpenSet, start: number, end: number): number {
  let [low, high] = [0, index.size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index.offsets[middle] as number) <= start) low = middle + 1;
    else high = middle;
  }
  let at = Math.max(0, low - 1);
  while (at < index.size && (index.offsets[at] as number) < end) {
    const isHolder = index.vrs[at] === SQ || index.tags[at] === ITEM;
    if (!isHolder && index.end(at) > start && bytes(at) === undefined) return at;
    at++;
  }
  return Math.max(0, low - 1);
}

/** Short pieces that wait to be handed on together. */
class Gathered {
  #pieces: Uint8Array[] = [];
  #size = 0;

  /** Adds a piece; returns whether it is time to take what there is. */
  add(piece: Uint8Array): boolean {
    if (piece.length === 0) return false;
    this.#pieces.push(piece);
    this.#size += piece.length;
    return this.#size >= READ;
  }

  /** What was added, in fewer pieces. */
  *take(): Generator<Uint8Array, void, undefined> {
    let short: Uint8Array[] = [];
    for (const piece of this.#pieces) {
      if (piece.length < SHORT) {
        short.push(piece);
        continue;
      }
      if (short.length > 0) yield Buffer.concat(short);
      short = [];
      yield piece;
    }
    if (short.length > 0) yield short.length === 1 ? (short[0] as Uint8Array) : Buffer.concat(short);
    this.#pieces = [];
    this.#size = 0;
  }
}
