/** Encapsulated pixel data: which fragments make a frame (PS3.5 A.4). */
import { find } from '../data-set';
import { BIG_ENDIAN } from '../element-index';
import { malformed, tooManyElements } from '../errors';
import { entriesIn, type Part } from '../item';
import { tagAt } from '../tag';
import { Turns, UNWATCHED } from '../turn';
import { pixelsOf } from './description';

/** The fragments of an image, in file order. */
export interface Fragments {
  /** The Basic Offset Table: where each frame's first fragment starts, from {@link base} on; may be empty. */
  table: Uint32Array;
  /** The byte of the first fragment's item tag. */
  base: number;
  /** Where the bytes of each fragment start. */
  offsets: Float64Array;
  lengths: Float64Array;
}

/** The bytes of a frame: ranges of the file. */
export type Ranges = { offset: number; length: number }[];

const ITEM = 0xfffe_e000;

/** How much is read at a time where fragments are short. */
const AHEAD = 64 * 1024;

/** Reads where the fragments are: their item tags, not their bytes. */
export async function readFragments(part: Part): Promise<Fragments> {
  const { index, storage, maxElements } = part.set;
  const { entry, tag, offset, length } = pixelsOf(part);
  const bigEndian = ((index.flags[entry] as number) & BIG_ENDIAN) !== 0;
  const end = offset + length;
  const offsets: number[] = [];
  const lengths: number[] = [];
  let table = new Uint32Array();
  let ahead: { at: number; bytes: Buffer } = { at: 0, bytes: Buffer.alloc(0) };
  let base = end;
  const turns = new Turns(UNWATCHED);
  for (let at = offset; at + 8 <= end; ) {
    if (at < ahead.at || at + 8 > ahead.at + ahead.bytes.length) {
      // After a long fragment nothing is read but the next one's tag.
      const isShort = at - ahead.at < AHEAD;
      await turns.take(at, end);
      ahead = { at, bytes: await storage.read(tag, at, Math.min(isShort ? AHEAD : 8, end - at)) };
    }
    const { bytes } = ahead;
    const header = at - ahead.at;
    if (tagAt(bytes, header, bigEndian) !== ITEM) break;
    const size = bigEndian ? bytes.readUInt32BE(header + 4) : bytes.readUInt32LE(header + 4);
    if (at === offset) {
      if (size / 4 > maxElements) throw tooManyElements(at, maxElements);
      table = words(await storage.read(tag, at + 8, size));
      base = at + 8 + size;
    } else {
      if (offsets.length >= maxElements) throw tooManyElements(at, maxElements);
      offsets.push(at + 8);
      lengths.push(size);
    }
    at += 8 + size;
  }
  return { table, base, offsets: Float64Array.from(offsets), lengths: Float64Array.from(lengths) };
}

function words(bytes: Buffer): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readUInt32LE(4 * at));
}

/** Tells the ranges of each frame. */
export async function framesOf(
  part: Part,
  fragments: Fragments,
  frames: number,
  transferSyntax: string,
): Promise<(frame: number) => Ranges> {
  const { offsets, lengths } = fragments;
  const range = (fragment: number, length = lengths[fragment] as number) => ({
    offset: offsets[fragment] as number,
    length,
  });
  const count = offsets.length;
  const between = (starts: ArrayLike<number>) => (frame: number) =>
    Array.from({ length: (starts[frame + 1] ?? count) - (starts[frame] as number) }, (_, at) =>
      range((starts[frame] as number) + at),
    );

  const extended = await extendedTable(part, fragments, frames);
  if (extended) return (frame) => [range(extended.first[frame] as number, extended.lengths[frame])];
  const basic = basicTable(fragments, frames);
  if (basic) return between(basic);
  if (count === frames) return (frame) => [range(frame)];
  if (frames === 1) return () => Array.from({ length: count }, (_, at) => range(at));
  const { offset } = pixelsOf(part);
  if (count < frames) {
    throw malformed(`The image has ${frames} frames, but only ${count} fragments of pixel data`, offset, {
      required: frames,
      given: count,
    });
  }
  const starts = await codestreams(part, fragments, transferSyntax);
  if (starts.length === frames && starts[0] === 0) return between(starts);
  throw malformed(
    `No offset table says which of the ${count} fragments make which of the ${frames} frames, and neither do the fragments`,
    offset,
    { required: frames, given: starts.length },
  );
}

/** The fragment that starts at a byte of its item tag. */
function fragmentAt({ offsets, base }: Fragments, from: number): number {
  const wanted = base + from + 8;
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return offsets[low] === wanted ? low : -1;
}

/** The first fragment of each frame by the Basic Offset Table; `undefined` if it is not one of these frames. */
function basicTable(fragments: Fragments, frames: number): number[] | undefined {
  const { table } = fragments;
  if (table.length !== frames) return undefined;
  const first = Array.from(table, (from) => fragmentAt(fragments, from));
  const isSound = first[0] === 0 && first.every((fragment, at) => at === 0 || fragment > (first[at - 1] as number));
  return isSound ? first : undefined;
}

/** The fragment of each frame by the Extended Offset Table (PS3.3 C.7.6.3.1.8), and how much of it counts. */
async function extendedTable(part: Part, fragments: Fragments, frames: number) {
  const table = await wideNumbers(part, 0x7fe0_0001, frames);
  const lengths = await wideNumbers(part, 0x7fe0_0002, frames);
  if (!table || !lengths) return undefined;
  const first = table.map((from) => fragmentAt(fragments, from));
  const isSound = first.every(
    (at, frame) => at >= 0 && (lengths[frame] as number) <= (fragments.lengths[at] as number),
  );
  return isSound ? { first, lengths } : undefined;
}

async function wideNumbers(part: Part, tag: number, count: number): Promise<number[] | undefined> {
  const { index, storage } = part.set;
  const at = find(index, entriesIn(part), tag);
  if (at === undefined || index.lengths[at] !== 8 * count) return undefined;
  const bytes = await storage.read(tag, index.offsets[at] as number, 8 * count);
  return Array.from({ length: count }, (_, number) => Number(bytes.readBigUInt64LE(8 * number)));
}

const RLE = '1.2.840.10008.1.2.5';

/** The fragments that a codestream starts in. */
async function codestreams(part: Part, { offsets, lengths }: Fragments, transferSyntax: string): Promise<number[]> {
  const { tag } = pixelsOf(part);
  const starts: number[] = [];
  const turns = new Turns(UNWATCHED);
  for (const [fragment, offset] of offsets.entries()) {
    if (fragment % 1024 === 0) await turns.take(fragment, offsets.length);
    const length = Math.min(12, lengths[fragment] as number);
    const bytes = part.set.storage.view(offset, length) ?? (await part.set.storage.read(tag, offset, length));
    if (transferSyntax === RLE ? startsRle(bytes) : MARKERS.some((marker) => startsWith(bytes, marker))) {
      starts.push(fragment);
    }
  }
  return starts;
}

/** Of JPEG and JPEG-LS, JPEG 2000 bare and in a file, JPEG XL bare and in a file. */
const MARKERS = ['ffd8ff', 'ff4fff51', '0000000c6a5020200d0a870a', 'ff0a', '0000000c4a584c200d0a870a'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

const startsWith = (bytes: Buffer, marker: Buffer): boolean => bytes.subarray(0, marker.length).equals(marker);

/** Whether it starts as an RLE header does: 1 to 15 segments, the first of them after the header (PS3.5 G.5). */
function startsRle(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  const segments = bytes.readUInt32LE(0);
  return segments >= 1 && segments <= 15 && bytes.readUInt32LE(4) === 64;
}
