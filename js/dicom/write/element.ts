/** Elements as they are written (PS3.5 7.1), and how those that are there were. */
import { ClinicoreError } from '../../errors';
import { BIG_ENDIAN, LONG_HEADER, UNDEFINED_LENGTH } from '../element-index';
import { exceeded } from '../errors';
import type { OpenSet, Part } from '../item';
import { spell, tagAt } from '../tag';
import { EXPLICIT_BIG_ENDIAN, transferSyntaxOf } from '../transfer-syntax';
import { hasLongLength, UN, VRS } from '../vr';

/** How the elements of a data set are encoded. */
export interface Encoding {
  /** Whether they name their VRs. */
  explicit: boolean;
  bigEndian: boolean;
}

/** That of the file meta information in every file (PS3.10 7.1), and the usual one. */
export const EXPLICIT_LITTLE: Encoding = { explicit: true, bigEndian: false };

export const ITEM = 0xfffe_e000;
const SEQUENCE_DELIMITER = 0xfffe_e0dd;
export const UNDEFINED = 0xffff_ffff;

/** The longest value of a VR whose length has two bytes. */
const LONGEST_SHORT = 0xfffe;
/** The longest value; all ones stand for an undefined length. */
const LONGEST = 0xffff_fffe;

/** How the header of an entry is written: without a VR, with one and a length of two bytes, or of four. */
export type Form = 'implicit' | 'short' | 'long';

/** See {@link Form}. In a short header the four bytes that would be an implicit one's length say otherwise. */
export function formOf(set: OpenSet, at: number): Form {
  const flags = set.index.flags[at] as number;
  if (flags & LONG_HEADER) return 'long';
  if (flags & UNDEFINED_LENGTH) return 'implicit';
  const header = headerOf(set, at);
  const length = isBigEndian(set, at) ? header.readUInt32BE(4) : header.readUInt32LE(4);
  return length === set.index.lengths[at] ? 'implicit' : 'short';
}

/** Whether the header of an entry is big endian; its value may be otherwise (UN, PS3.5 6.2.2). */
export function isBigEndian(set: OpenSet, at: number): boolean {
  const tag = set.index.tags[at] as number;
  const header = headerOf(set, at);
  if (tagAt(header, 0, true) !== tag) return false;
  return tagAt(header, 0, false) !== tag || ((set.index.flags[at] as number) & BIG_ENDIAN) !== 0;
}

/** The first eight bytes of an entry, which are always in memory. */
function headerOf({ index, storage }: OpenSet, at: number): Buffer {
  const header = storage.view(index.start(at), 8);
  if (!header) throw storage.missing(index.tags[at] as number, index.lengths[at] as number);
  return header;
}

/** Whether a part is the file meta information. */
export const isMeta = (part: Part): boolean => part.holder === undefined && part.meta === undefined;

/** How new elements of a data set are to be encoded. */
export function encodingIn(part: Part): Encoding {
  const { set, from, end, holder } = part;
  if (isMeta(part)) return EXPLICIT_LITTLE;
  if (from < end) {
    return { explicit: holder ? formOf(set, from) !== 'implicit' : set.explicit, bigEndian: isBigEndian(set, from) };
  }
  if (holder) return encodingIn(holder);
  return { explicit: set.explicit, bigEndian: transferSyntaxOf(part) === EXPLICIT_BIG_ENDIAN };
}

/** The byte after an element: behind its delimiter, if it ends with one. */
export const elementEnd = ({ index }: OpenSet, at: number): number =>
  index.end(at) + ((index.flags[at] as number) & UNDEFINED_LENGTH ? 8 : 0);

/** An element, in pieces. */
export function element(encoding: Encoding, tag: number, vr: number, value: readonly Uint8Array[]): Uint8Array[] {
  const length = value.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (length % 2 !== 0) throw new ClinicoreError('ERR_INTERNAL', `The value of ${spell(tag)} has an odd length`);
  return [header(encoding, tag, vr, length), ...value];
}

/** An element whose value ends with a delimiter: encapsulated pixel data as `bytes()` gives them (PS3.5 A.4). */
export function delimited(encoding: Encoding, tag: number, vr: number, value: readonly Uint8Array[]): Uint8Array[] {
  return [header(encoding, tag, vr, UNDEFINED), ...value, header(encoding, SEQUENCE_DELIMITER, UN, 0)];
}

/** An item with its elements. */
export function item(encoding: Encoding, elements: readonly Uint8Array[]): Uint8Array[] {
  const length = elements.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [header(encoding, ITEM, UN, length), ...elements];
}

/** What stands before a value of `length` bytes. */
export function header({ explicit, bigEndian }: Encoding, tag: number, vr: number, length: number): Buffer {
  if (length > LONGEST && length !== UNDEFINED) throw tooLong(tag, LONGEST);
  const hasVr = explicit && tag >>> 16 !== 0xfffe;
  const isLong = hasVr && (hasLongLength(vr) || length > LONGEST_SHORT);
  const bytes = Buffer.alloc(isLong ? 12 : 8);
  const u16 = (value: number, at: number) =>
    bigEndian ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at);
  const u32 = (value: number, at: number) =>
    bigEndian ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at);
  u16(tag >>> 16, 0);
  u16(tag & 0xffff, 2);
  if (!hasVr) u32(length, 4);
  else {
    // What is too long for its VR is UN, which is always little endian (PS3.5 6.2.2).
    const isTooLong = isLong && !hasLongLength(vr);
    if (isTooLong && bigEndian) throw tooLong(tag, LONGEST_SHORT);
    bytes.write(VRS[isTooLong ? UN : vr] as string, 4, 'latin1');
    if (isLong) u32(length, 8);
    else u16(length, 6);
  }
  return bytes;
}

const tooLong = (tag: number, limit: number): ClinicoreError =>
  exceeded(`The value of ${spell(tag)} would have more than ${limit} bytes, which its length cannot say`, limit);

/** A UID as its bytes. */
export const uidBytes = (uid: string): Buffer => padded(Buffer.from(uid, 'latin1'), '\0');

/** Bytes of even length (PS3.5 6.2). */
export function padded(value: Uint8Array, padding: '\0' | ' '): Buffer {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(padding, 'latin1')]);
}
