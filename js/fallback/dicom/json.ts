/** The DICOM JSON model (PS3.18 Annex F) of a scanned data set, as text. */
import type { DicomJsonPieces } from '../../contract/dicom';
import { OW, SQ, UN, US, VRS, vrNumber } from './dictionary';
import { tooManyElements } from './errors';
import { Pieces, tooLong } from './pieces';
import { AMBIGUOUS, BIG_ENDIAN, type ElementIndex, isPixelData, UNDEFINED_LENGTH } from './scan';
import type { Source } from './source';
import { type Charset, charsetOf, DEFAULT_CHARSET } from './text';
import { BINARY_UNITS, base64, furtherValues, sizeOf, type Value, WRITERS } from './value';

/** A scanned data set. */
export interface DataSet {
  source: Source;
  index: ElementIndex;
  /** The first entry of the index that is wanted: 0, or the one after the file meta information. */
  first: number;
}

const SPECIFIC_CHARACTER_SET = 0x0008_0005;
const PIXEL_REPRESENTATION = 0x0028_0103;
const LUT_DESCRIPTOR = 0x0028_3002;
const LUT_DATA = 0x0028_3006;
/** Data Set Trailing Padding, which has no significance (PS3.10 7.2). */
const TRAILING_PADDING = 0xfffc_fffc;

const SS = vrNumber('SS');

/** What a data set hands down to the items in it. */
interface Context {
  charset: Charset;
  /** Whether Pixel Representation says that pixels are signed. */
  signed: boolean;
}

/** Something being written: a data set with the index entries of its elements, or the items of a sequence. */
type Frame =
  | { kind: 'data set'; elements: number[]; next: number; context: Context }
  | { kind: 'sequence'; tag: string; first: number; next: number; end: number; context: Context };

/**
 * Writes the data set as one JSON object, in pieces. It pauses now and then, saying how far in the file it is, so that
 * the caller can let the event loop turn.
 */
export function* write(
  dataSet: DataSet,
  { pixelData, maxElements }: { pixelData: boolean; maxElements: number },
): Generator<number, DicomJsonPieces> {
  const { index } = dataSet;
  const out = new Pieces();
  const frames: Frame[] = [];
  const path = (): string[] => frames.flatMap((frame) => (frame.kind === 'sequence' ? [frame.tag] : []));
  let counted = index.size;
  const enter = (from: number, end: number, inherited: Context): void => {
    out.put('{');
    const elements = entriesOf(index, from, end, pixelData);
    frames.push({ kind: 'data set', elements, next: 0, context: contextOf(dataSet, elements, inherited) });
  };

  enter(dataSet.first, index.size, { charset: DEFAULT_CHARSET, signed: false });
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    if (frame.kind === 'sequence') {
      const item = frame.next;
      if (item === frame.end) {
        out.put(']}');
        frames.pop();
        continue;
      }
      if (item !== frame.first) out.put(',');
      frame.next = index.after(item);
      enter(item + 1, frame.next, frame.context);
      continue;
    }
    if (frame.next === frame.elements.length) {
      out.put('}');
      frames.pop();
      continue;
    }
    const isFirst = frame.next === 0;
    const at = frame.elements[frame.next++] as number;
    const offset = index.offsets[at] as number;
    const vr = vrOf(dataSet, frame.elements, at, frame.context);
    const code = VRS[vr] as string;
    const bytes = vr === SQ ? EMPTY : bytesOf(dataSet, at);
    if (bytes.length > 0) {
      for (const values of furtherValues(code, bytes)) {
        counted += values;
        if (counted > maxElements) throw tooManyElements(index.start(at), maxElements);
        if (bytes.length > LARGE) yield offset;
      }
    }
    if (!isFirst) out.separate(path, false);
    const tag = (index.tags[at] as number).toString(16).toUpperCase().padStart(8, '0');
    out.put(`"${tag}":{"vr":"${code}"`);
    const end = vr === SQ ? index.after(at) : at;
    if (end > at + 1) {
      out.put(',"Value":[');
      frames.push({ kind: 'sequence', tag, first: at + 1, next: at + 1, end, context: frame.context });
      continue;
    }
    if (bytes.length > 0) {
      const flags = index.flags[at] as number;
      // Encapsulated pixel data are a stream of bytes, whatever they decode to.
      const bigEndian = (flags & BIG_ENDIAN) !== 0 && (flags & UNDEFINED_LENGTH) === 0;
      const value = { bytes, bigEndian, charset: frame.context.charset };
      for (const _ of writeValue(out, code, value, () => [...path(), tag])) yield offset;
    }
    out.put('}');
    if (out.isDue()) yield offset;
  }
  return out.end();
}

/** Values of more bytes than this are worth a pause before they are written. */
const LARGE = 64 * 1024;

const EMPTY = Buffer.alloc(0);

/** Writes what follows the VR of an element whose value is not empty. */
function* writeValue(out: Pieces, vr: string, value: Value, path: () => string[]): Generator<void> {
  const unit = BINARY_UNITS[vr];
  if (unit !== undefined) {
    out.put(',"InlineBinary":"');
    out.require(Math.ceil(value.bytes.length / 3) * 4);
    for (const text of base64(value, unit)) {
      out.put(text);
      if (out.isDue()) yield;
    }
    out.put('"');
    return;
  }
  // Text does not become shorter, but for what is left out of it.
  if (sizeOf(vr) === 1) out.require(value.bytes.length);
  try {
    let isFirst = true;
    for (const group of WRITERS[vr]?.(value) ?? []) {
      if (isFirst) out.put(',"Value":[');
      else out.separate(path, true);
      out.put(group, Buffer.byteLength(group));
      if (out.isDue()) yield;
      isFirst = false;
    }
    if (!isFirst) out.put(']');
  } catch (error) {
    if (error instanceof RangeError && error.message === 'Invalid string length') throw tooLong();
    throw error;
  }
}

function bytesOf({ source, index }: DataSet, at: number): Buffer {
  const length = index.lengths[at] as number;
  const from = source.locate(index.offsets[at] as number, length);
  return from < 0 ? Buffer.alloc(0) : source.data.subarray(from, from + length);
}

/** The entries of a data set's elements that are to be written, by tag; of those with the same tag, the last. */
function entriesOf(index: ElementIndex, from: number, end: number, pixelData: boolean): number[] {
  const { tags, vrs } = index;
  const entries: number[] = [];
  let isSorted = true;
  for (let at = from; at < end; at = vrs[at] === SQ ? index.after(at) : at + 1) {
    const tag = tags[at] as number;
    if ((tag & 0xffff) === 0 || tag === TRAILING_PADDING || (!pixelData && isPixelData(tag))) continue;
    isSorted &&= entries.length === 0 || (tags[entries[entries.length - 1] as number] as number) < tag;
    entries.push(at);
  }
  if (isSorted) return entries;
  const byTag = new Map<number, number>();
  for (const at of entries) byTag.set(tags[at] as number, at);
  return [...byTag].sort(([a], [b]) => a - b).map(([, at]) => at);
}

function find({ tags }: ElementIndex, entries: number[], tag: number): number | undefined {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tags[entries[middle] as number] as number) < tag) low = middle + 1;
    else high = middle;
  }
  const found = entries[low];
  return found !== undefined && tags[found] === tag ? found : undefined;
}

function contextOf(dataSet: DataSet, entries: number[], inherited: Context): Context {
  const charset = find(dataSet.index, entries, SPECIFIC_CHARACTER_SET);
  const sign = firstU16(dataSet, find(dataSet.index, entries, PIXEL_REPRESENTATION));
  return {
    charset: charset === undefined ? inherited.charset : charsetOf(bytesOf(dataSet, charset)),
    signed: sign === undefined ? inherited.signed : sign !== 0,
  };
}

function firstU16(dataSet: DataSet, at: number | undefined): number | undefined {
  if (at === undefined) return undefined;
  const bytes = bytesOf(dataSet, at);
  if (bytes.length < 2) return undefined;
  return (dataSet.index.flags[at] as number) & BIG_ENDIAN ? bytes.readUInt16BE() : bytes.readUInt16LE();
}

/**
 * The VR to write: the element's, made definite where its data set decides, and UN where its bytes cannot be what the VR
 * says.
 */
function vrOf(dataSet: DataSet, entries: number[], at: number, context: Context): number {
  const { index } = dataSet;
  let vr = index.vrs[at] as number;
  if ((index.flags[at] as number) & AMBIGUOUS) {
    // PS3.3 C.11.1.1.1: a table of one entry is a number.
    if (index.tags[at] !== LUT_DATA) vr = context.signed ? SS : US;
    else vr = firstU16(dataSet, find(index, entries, LUT_DESCRIPTOR)) === 1 ? US : OW;
  }
  return (index.lengths[at] as number) % sizeOf(VRS[vr] as string) === 0 ? vr : UN;
}
