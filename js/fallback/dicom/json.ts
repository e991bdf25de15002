/** The DICOM JSON model (PS3.18 Annex F) of a scanned data set, as text. */
import type { DicomJsonPieces } from '../../contract/dicom';
import {
  type Context,
  contextOf,
  type DataSet,
  DEFAULT_CONTEXT,
  encodedValue,
  entriesOf,
  vrOf,
} from '../../dicom/data-set';
import { tooManyElements } from '../../dicom/errors';
import { hex8, isPixelData } from '../../dicom/tag';
import { base64, furtherValues, READERS, type Scalar, type Value } from '../../dicom/value';
import { BINARY_UNITS, type DicomVr, SQ, sizeOf, VRS } from '../../dicom/vr';
import { Pieces, tooLong } from './pieces';

/** Something being written: a data set with the index entries of its elements, or the items of a sequence. */
type Frame =
  | { kind: 'data set'; elements: number[]; next: number; context: Context }
  | { kind: 'sequence'; tag: string; first: number; next: number; end: number; context: Context };

/**
 * Writes the data set as one JSON object, in pieces; `first` is its first entry that is wanted: 0, or the one after the
 * file meta information. It pauses now and then, saying how far in the file it is, so that the caller can let the event
 * loop turn.
 */
export function* write(
  dataSet: DataSet,
  first: number,
  { pixelData, maxElements }: { pixelData: boolean; maxElements: number },
): Generator<number, DicomJsonPieces> {
  const { index } = dataSet;
  const out = new Pieces();
  const frames: Frame[] = [];
  const path = (): string[] => frames.flatMap((frame) => (frame.kind === 'sequence' ? [frame.tag] : []));
  const isWanted = (at: number) => pixelData || !isPixelData(index.tags[at] as number);
  let counted = index.size;
  const enter = (from: number, end: number, inherited: Context): void => {
    out.put('{');
    const elements = entriesOf(index, from, end).filter(isWanted);
    frames.push({ kind: 'data set', elements, next: 0, context: contextOf(dataSet, elements, inherited) });
  };

  enter(first, index.size, DEFAULT_CONTEXT);
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
    const code = VRS[vr] as DicomVr;
    const bytes = (vr === SQ ? undefined : dataSet.bytes(at)) ?? EMPTY;
    if (bytes.length > 0) {
      for (const values of furtherValues(code, bytes)) {
        counted += values;
        if (counted > maxElements) throw tooManyElements(index.start(at), maxElements);
        if (bytes.length > LARGE) yield offset;
      }
    }
    if (!isFirst) out.separate(path, false);
    const tag = hex8(index.tags[at] as number);
    out.put(`"${tag}":{"vr":"${code}"`);
    const end = vr === SQ ? index.after(at) : at;
    if (end > at + 1) {
      out.put(',"Value":[');
      frames.push({ kind: 'sequence', tag, first: at + 1, next: at + 1, end, context: frame.context });
      continue;
    }
    if (bytes.length > 0) {
      const value = encodedValue(dataSet, at, bytes, frame.context);
      for (const _ of writeValue(out, code, value, () => [...path(), tag])) yield offset;
    }
    out.put('}');
    if (out.isDue()) yield offset;
  }
  return out.end();
}

/** Values of more bytes than this are worth a pause before they are written. */
const LARGE = 64 * 1024;

/** The length of a group of values: a few milliseconds' work at most. */
const GROUP = 16 * 1024;

const EMPTY = Buffer.alloc(0);

/** Writes what follows the VR of an element whose value is not empty. */
function* writeValue(out: Pieces, vr: DicomVr, value: Value, path: () => string[]): Generator<void> {
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
    for (const group of groups(READERS[vr]?.(value) ?? [])) {
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

/** Values as JSON, joined by commas. */
function* groups(values: Iterable<Scalar>): Iterable<string> {
  let group = '';
  for (const value of values) {
    // JSON has a -0, but `JSON.stringify` does not write it.
    const text = Object.is(value, -0) ? '-0' : JSON.stringify(value);
    if (group.length >= GROUP) {
      yield group;
      group = text;
    } else group += group === '' ? text : `,${text}`;
  }
  if (group !== '') yield group;
}
