/** The tag, VR and length at the start of an element (PS3.5 7.1). */
import { AMBIGUOUS, implicitVr } from '../../dicom/dictionary';
import { malformed } from '../../dicom/errors';
import { tagAt } from '../../dicom/tag';
import { hasLongLength, UN, vrOfBytes } from '../../dicom/vr';
import { BEYOND, type Source } from './source';

/** How a data set is encoded. */
export interface Encoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

export const IMPLICIT_LITTLE: Encoding = { explicit: false, bigEndian: false };
export const EXPLICIT_LITTLE: Encoding = { explicit: true, bigEndian: false };
export const EXPLICIT_BIG: Encoding = { explicit: true, bigEndian: true };

/** The length that stands for "until the delimiter". */
export const UNDEFINED = 0xffff_ffff;

/** An element's header. */
export interface Header {
  tag: number;
  /** Place of the VR in `VRS`. */
  vr: number;
  /** Whether the VR depends on other elements. */
  ambiguous: boolean;
  /** Whether the value's numbers are big endian. */
  bigEndian: boolean;
  length: number;
  /** Where the value starts. */
  value: number;
  /** Whether the VR is the data's own word, not the dictionary's. */
  declared: boolean;
}

/** Whether two bytes could be a VR, known or not. */
export function isVrLike(data: Buffer, at: number): boolean {
  return isUpperCase(data[at] as number) && isUpperCase(data[at + 1] as number);
}

const isUpperCase = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** Reads the header at `offset`, all of which must lie before `end`. */
export function readHeader(source: Source, offset: number, end: number, { explicit, bigEndian }: Encoding): Header {
  const { data } = source;
  const at = place(source, offset, 8, offset, end);
  const u16 = (from: number) => (bigEndian ? data.readUInt16BE(from) : data.readUInt16LE(from));
  const u32 = (from: number) => (bigEndian ? data.readUInt32BE(from) : data.readUInt32LE(from));
  const tag = tagAt(data, at, bigEndian);
  // Items and delimiters never have a VR; an element without a plausible one was written implicitly, as some writers do.
  if (!explicit || tag >>> 16 === 0xfffe || !isVrLike(data, at + 4)) {
    const vr = implicitVr(tag);
    const ambiguous = vr >= AMBIGUOUS;
    const length = u32(at + 4);
    return { tag, vr: vr & ~AMBIGUOUS, ambiguous, bigEndian, length, value: offset + 8, declared: false };
  }
  const known = vrOfBytes(data[at + 4] as number, data[at + 5] as number);
  // VRs of later editions all have the long form (PS3.5 6.2), but older private ones do not: the reserved bytes tell.
  const isLong = known === undefined ? data.readUInt16BE(at + 6) === 0 : hasLongLength(known);
  const length = isLong ? u32(place(source, offset + 8, 4, offset, end)) : u16(at + 6);
  const value = offset + (isLong ? 12 : 8);
  const vr = known ?? UN;
  if (vr !== UN || length === UNDEFINED) {
    return { tag, vr, ambiguous: false, bigEndian, length, value, declared: true };
  }
  // UN of a known tag has the dictionary's VR, and is little endian in any data set (PS3.5 6.2.2).
  const meant = implicitVr(tag);
  const ambiguous = meant >= AMBIGUOUS;
  return { tag, vr: meant & ~AMBIGUOUS, ambiguous, bigEndian: false, length, value, declared: false };
}

/** As {@link readHeader}; `undefined` where it does not fit. */
export function headerAt(source: Source, offset: number, end: number, encoding: Encoding): Header | undefined {
  try {
    return readHeader(source, offset, end, encoding);
  } catch (error) {
    if (error === BEYOND) throw error;
    return undefined;
  }
}

function place(source: Source, from: number, length: number, header: number, end: number): number {
  const at = from + length <= end ? source.locate(from, length) : -1;
  if (at < 0) throw malformed(`The header of the element at byte ${header} is cut short`, header);
  return at;
}
