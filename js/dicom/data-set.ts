/** What a scanned data set says of its elements: their order, character set and true VRs. */
import { type Charset, charsetOf, DEFAULT_CHARSET } from './charset';
import { AMBIGUOUS, BIG_ENDIAN, type ElementIndex, UNDEFINED_LENGTH } from './element-index';
import type { Value } from './value';
import { OW, SQ, SS, sizeOfNumber, UN, US } from './vr';

/** A scanned data set. */
export interface DataSet {
  index: ElementIndex;
  /** The bytes of an entry's value; `undefined` where they are not in memory. */
  bytes(at: number): Buffer | undefined;
}

const SPECIFIC_CHARACTER_SET = 0x0008_0005;
const PIXEL_REPRESENTATION = 0x0028_0103;
const LUT_DESCRIPTOR = 0x0028_3002;
const LUT_DATA = 0x0028_3006;
/** Data Set Trailing Padding, which has no significance (PS3.10 7.2). */
const TRAILING_PADDING = 0xfffc_fffc;

/** What a data set hands down to the items in it. */
export interface Context {
  charset: Charset;
  /** Whether Pixel Representation says that pixels are signed. */
  signed: boolean;
}

/** What holds where nothing is said. */
export const DEFAULT_CONTEXT: Context = { charset: DEFAULT_CHARSET, signed: false };

/**
 * The entries of the elements from `from` on, without those in their items, by tag; of those with the same tag the last.
 * Group lengths and padding, which say nothing of a data set that was read, are left out.
 */
export function entriesOf(index: ElementIndex, from: number, end: number): number[] {
  const { tags, vrs } = index;
  const entries: number[] = [];
  let last = -1;
  let isSorted = true;
  for (let at = from; at < end; at = vrs[at] === SQ ? index.after(at) : at + 1) {
    const tag = tags[at] as number;
    if ((tag & 0xffff) === 0 || tag === TRAILING_PADDING) continue;
    isSorted &&= last < tag;
    last = tag;
    entries.push(at);
  }
  if (isSorted) return entries;
  const byTag = new Map<number, number>();
  for (const at of entries) byTag.set(tags[at] as number, at);
  return [...byTag].sort(([a], [b]) => a - b).map(([, at]) => at);
}

/** The entry of a tag among those of {@link entriesOf}. */
export function find({ tags }: ElementIndex, entries: readonly number[], tag: number): number | undefined {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tags[entries[middle] as number] as number) < tag) low = middle + 1;
    else high = middle;
  }
  const found = entries[low];
  return found !== undefined && tags[found] === tag ? found : undefined;
}

/** The context of a data set that stands in another one with the context `inherited`. */
export function contextOf(dataSet: DataSet, entries: readonly number[], inherited: Context): Context {
  const charset = find(dataSet.index, entries, SPECIFIC_CHARACTER_SET);
  const sign = firstU16(dataSet, find(dataSet.index, entries, PIXEL_REPRESENTATION));
  return {
    charset: charset === undefined ? inherited.charset : charsetOf(dataSet.bytes(charset) ?? Buffer.alloc(0)),
    signed: sign === undefined ? inherited.signed : sign !== 0,
  };
}

function firstU16(dataSet: DataSet, at: number | undefined): number | undefined {
  const bytes = at === undefined ? undefined : dataSet.bytes(at);
  if (at === undefined || bytes === undefined || bytes.length < 2) return undefined;
  return (dataSet.index.flags[at] as number) & BIG_ENDIAN ? bytes.readUInt16BE() : bytes.readUInt16LE();
}

/**
 * The VR of an entry: the element's, made definite where its data set decides, and UN where its bytes cannot be what the
 * VR says.
 */
export function vrOf(dataSet: DataSet, entries: readonly number[], at: number, context: Context): number {
  const { index } = dataSet;
  let vr = index.vrs[at] as number;
  if ((index.flags[at] as number) & AMBIGUOUS) {
    // PS3.3 C.11.1.1.1: a table of one entry is a number.
    if (index.tags[at] !== LUT_DATA) vr = context.signed ? SS : US;
    else vr = firstU16(dataSet, find(index, entries, LUT_DESCRIPTOR)) === 1 ? US : OW;
  }
  return fittingVr(index, at, vr);
}

/** The VR of an entry that does not depend on others; UN where its bytes cannot be what it says. */
export const fittingVr = ({ lengths, vrs }: ElementIndex, at: number, vr = vrs[at] as number): number =>
  (lengths[at] as number) % sizeOfNumber(vr) === 0 ? vr : UN;

/** The bytes of an entry as a value to be read. */
export function encodedValue({ index }: DataSet, at: number, bytes: Buffer, { charset }: Context): Value {
  const flags = index.flags[at] as number;
  // Encapsulated pixel data are a stream of bytes, whatever they decode to.
  const bigEndian = (flags & BIG_ENDIAN) !== 0 && (flags & UNDEFINED_LENGTH) === 0;
  return { bytes, bigEndian, charset };
}
