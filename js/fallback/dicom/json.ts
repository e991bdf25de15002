/** The DICOM JSON model (PS3.18 Annex F) of a scanned data set, as text. */
import type { DicomJsonPiece } from '../../backend';
import { OW, SQ, UN, US, VRS, vrNumber } from './dictionary';
import { exceeded } from './errors';
import { AMBIGUOUS, BIG_ENDIAN, type ElementIndex, isPixelData, UNDEFINED_LENGTH } from './scan';
import type { Source } from './source';
import { type Charset, charsetOf, DEFAULT_CHARSET } from './text';
import { sizeOf, WRITERS } from './value';

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

/** The longest string V8 can hold on 64-bit machines. */
const MAX_JSON = 2 ** 29 - 24;

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

/** Where the text is cut in pieces. */
const PIECE = 128 * 1024;

/** How much is written between two pauses: well under a millisecond's work. */
const STRETCH = 16 * 1024;

/**
 * Writes the data set as one JSON object, in pieces that it adds to `pieces`. It pauses now and then, saying how far in
 * the file it is, so that the caller can let the event loop turn.
 */
export function* write(dataSet: DataSet, pixelData: boolean, pieces: DicomJsonPiece[]): Generator<number> {
  const { index } = dataSet;
  const frames: Frame[] = [];
  let json = '';
  let path: string[] = [];
  let length = 0;
  let paused = 0;
  const cut = (): void => {
    pieces.push({ json, path });
    length += json.length;
    json = '';
    paused = 0;
    path = frames.flatMap((frame) => (frame.kind === 'sequence' ? [frame.tag] : []));
  };
  const isDue = (): boolean => {
    if (json.length < paused + STRETCH) return false;
    paused = json.length;
    if (length + json.length > MAX_JSON) {
      throw exceeded(`The DICOM JSON is longer than ${MAX_JSON} bytes, the most a string can hold`, MAX_JSON);
    }
    return true;
  };
  const enter = (from: number, end: number, inherited: Context): void => {
    json += '{';
    const elements = entriesOf(index, from, end, pixelData);
    frames.push({ kind: 'data set', elements, next: 0, context: contextOf(dataSet, elements, inherited) });
  };

  enter(dataSet.first, index.size, { charset: DEFAULT_CHARSET, signed: false });
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    if (frame.kind === 'sequence') {
      const item = frame.next;
      if (item === frame.end) {
        json += ']}';
        frames.pop();
        continue;
      }
      if (item !== frame.first) json += ',';
      frame.next = index.after(item);
      enter(item + 1, frame.next, frame.context);
      continue;
    }
    if (frame.next === frame.elements.length) {
      json += '}';
      frames.pop();
      continue;
    }
    if (frame.next > 0 && json.length >= PIECE) cut();
    else if (frame.next > 0) json += ',';
    const at = frame.elements[frame.next++] as number;
    const vr = vrOf(dataSet, frame.elements, at, frame.context);
    const tag = (index.tags[at] as number).toString(16).toUpperCase().padStart(8, '0');
    json += `"${tag}":{"vr":"${VRS[vr]}"`;
    const end = vr === SQ ? index.after(at) : at;
    if (end > at + 1) {
      json += ',"Value":[';
      frames.push({ kind: 'sequence', tag, first: at + 1, next: at + 1, end, context: frame.context });
      continue;
    }
    if (vr !== SQ) {
      for (const text of valueText(dataSet, at, vr, frame.context)) {
        json += text;
        if (isDue()) yield index.offsets[at] as number;
      }
    }
    json += '}';
    if (isDue()) yield index.offsets[at] as number;
  }
  cut();
}

function valueText(dataSet: DataSet, at: number, vr: number, { charset }: Context): Iterable<string> {
  const bytes = bytesOf(dataSet, at);
  const flags = dataSet.index.flags[at] as number;
  // Encapsulated pixel data are a stream of bytes, whatever they decode to.
  const bigEndian = (flags & BIG_ENDIAN) !== 0 && (flags & UNDEFINED_LENGTH) === 0;
  return bytes.length === 0 ? [] : (WRITERS[VRS[vr] as string]?.({ bytes, bigEndian, charset }) ?? []);
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
