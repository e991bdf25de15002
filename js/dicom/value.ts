/** Values as the DICOM JSON model has them (PS3.18 F.2.3 to F.2.7). */
import { type Charset, type Delimiters, decode, trimEnd } from './charset';
import type { DicomPersonName } from './model';
import { hex8 } from './tag';
import { type DicomVr, sizeOf, VRS } from './vr';

/** A value's bytes, and how they are to be read. */
export interface Value {
  /** Not empty. */
  bytes: Buffer;
  /** Whether its numbers are big endian. */
  bigEndian: boolean;
  /** The Specific Character Set. */
  charset: Charset;
}

/** One value; `null` where it is empty among others. */
export type Scalar = string | number | DicomPersonName | null;

/** Reads the values of an element; none where all there is is one empty text (F.2.5). */
type Reader = (value: Value) => Iterable<Scalar>;

/** The bytes made base64 at once: whole quanta and whole numbers of any size, well under a millisecond's work. */
const CHUNK = 96 * 1024;

/** The reader of every VR whose values are listed, but SQ. */
export const READERS: Partial<Record<DicomVr, Reader>> = {
  AE: codes({ trimStart: true }),
  AS: codes({ trimStart: false }),
  AT: numbers(4, (bytes, at, bigEndian) => {
    const u16 = (from: number) => (bigEndian ? bytes.readUInt16BE(from) : bytes.readUInt16LE(from));
    return hex8(u16(at) * 0x10000 + u16(at + 2));
  }),
  CS: codes({ trimStart: true }),
  DA: codes({ trimStart: false }),
  DS: codes({ trimStart: true, read: decimal }),
  DT: codes({ trimStart: false }),
  FD: numbers(8, (bytes, at, big) => float(big ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at))),
  FL: numbers(4, (bytes, at, big) => float32(big ? bytes.readFloatBE(at) : bytes.readFloatLE(at))),
  IS: codes({ trimStart: true, read: decimal }),
  LO: texts('\\', { trimStart: true }),
  LT: texts(''),
  PN: texts('\\^=', { read: personName }),
  SH: texts('\\', { trimStart: true }),
  SL: numbers(4, (bytes, at, big) => (big ? bytes.readInt32BE(at) : bytes.readInt32LE(at))),
  SS: numbers(2, (bytes, at, big) => (big ? bytes.readInt16BE(at) : bytes.readInt16LE(at))),
  ST: texts(''),
  SV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at))),
  TM: codes({ trimStart: false }),
  UC: texts('\\'),
  UI: codes({ trimStart: false }),
  UL: numbers(4, (bytes, at, big) => (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))),
  UR: codes({ trimStart: false, single: true }),
  US: numbers(2, (bytes, at, big) => (big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))),
  UT: texts(''),
  UV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at))),
};

/** {@link READERS} by place in `VRS`. */
export const READER_OF = VRS.map((code) => READERS[code]);

/** VRs of one text, in which a backslash is a character like others. */
const SINGLE_TEXTS = new Set(['LT', 'ST', 'UR', 'UT']);

/** How many bytes are searched for backslashes at once. */
const SEARCHED = 1024 * 1024;

/**
 * How many values follow the first, counted before anything is made of them: in parts, so that the caller can let the
 * event loop turn in between.
 */
export function* furtherValues(vr: DicomVr, bytes: Buffer): Iterable<number> {
  const size = sizeOf(vr);
  if (size > 1) yield bytes.length / size - 1;
  else if (vr in READERS && !SINGLE_TEXTS.has(vr)) {
    for (let from = 0; from < bytes.length; from += SEARCHED) {
      // Where half a character is a backslash byte, it counts too: the limit need not be exact.
      let backslashes = 0;
      for (const byte of bytes.subarray(from, from + SEARCHED)) if (byte === 0x5c) backslashes++;
      yield backslashes;
    }
  }
}

function numbers(size: number, read: (bytes: Buffer, at: number, bigEndian: boolean) => string | number): Reader {
  function* several({ bytes, bigEndian }: Value): Iterable<Scalar> {
    for (let at = 0; at < bytes.length; at += size) yield read(bytes, at, bigEndian);
  }
  // Nearly all elements have one value, for which an iterator would cost more than the value.
  return (value) => (value.bytes.length === size ? [read(value.bytes, 0, value.bigEndian)] : several(value));
}

/** The bytes of a binary value in little endian, copied only where they are not. */
export const littleEndian = ({ bytes, bigEndian }: Value, unit: number): Buffer =>
  bigEndian && unit > 1 ? swapped(bytes, unit) : bytes;

/** Base64 in little endian: JSON has no transfer syntax to say otherwise, and PS3.5 7.3 no other. */
export function* base64(value: Value, unit: number): Iterable<string> {
  for (let at = 0; at < value.bytes.length; at += CHUNK) {
    yield littleEndian({ ...value, bytes: value.bytes.subarray(at, at + CHUNK) }, unit).toString('base64');
  }
}

/** A copy with the bytes of each whole number reversed. */
function swapped(bytes: Buffer, unit: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + unit <= copy.length; at += unit) copy.subarray(at, at + unit).reverse();
  return copy;
}

/** Text in the default repertoire. */
function codes(rules: { trimStart: boolean; single?: boolean; read?: (text: string) => Scalar }): Reader {
  const { single = false, read = textOrNull } = rules;
  const trim = rules.trimStart ? trimBoth : trimEnd;
  return ({ bytes }) => list(bytes.toString('latin1'), single, (text) => read(trim(text)));
}

/** Text in the Specific Character Set. */
function texts(delimiters: Delimiters, rules: { trimStart?: boolean; read?: (text: string) => Scalar } = {}): Reader {
  const { read = textOrNull } = rules;
  const trim = rules.trimStart ? trimBoth : trimEnd;
  return ({ bytes, charset }) =>
    list(decode(bytes, charset, delimiters), delimiters === '', (text) => read(trim(text)));
}

function trimBoth(text: string): string {
  const end = trimEnd(text);
  return end.startsWith(' ') ? end.replace(/^ +/, '') : end;
}

/** The values of a text: one, or those between backslashes. */
function list(text: string, single: boolean, read: (text: string) => Scalar): Iterable<Scalar> {
  if (!single && text.includes('\\')) return text.length > LONG ? each(text, read) : all(text, read);
  const value = read(text);
  return value === null ? [] : [value];
}

/** Longer texts are taken apart value by value, so that whoever wants them can pause. */
const LONG = 1024;

function all(text: string, read: (text: string) => Scalar): Scalar[] {
  const values: Scalar[] = [];
  let start = 0;
  for (let end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
    values.push(read(text.slice(start, end)));
    start = end + 1;
  }
  values.push(read(text.slice(start)));
  return values;
}

function* each(text: string, read: (text: string) => Scalar): Iterable<Scalar> {
  for (let start = 0; ; ) {
    const end = text.indexOf('\\', start);
    yield read(end < 0 ? text.slice(start) : text.slice(start, end));
    if (end < 0) return;
    start = end + 1;
  }
}

/** What is no JSON number is the string JavaScript has for it. */
const float = (value: number): string | number => (Number.isFinite(value) ? value : String(value));

/** As {@link float}, of the decimals that give back the float32 the one with the fewest digits. */
function float32(value: number): string | number {
  if (!Number.isFinite(value) || value === 0) return float(value);
  for (let digits = 1; digits < 9; digits++) {
    const nearest = Number(value.toPrecision(digits));
    if (Math.fround(nearest) === value) return nearest;
    // Below a power of two floats are twice as dense as above: there the next decimal outwards may do.
    if (Number.isInteger(Math.log2(Math.abs(value)))) {
      const [mantissa = '', exponent] = value.toExponential(digits - 1).split('e');
      const outwards = Number(mantissa.replace('.', '')) + Math.sign(value);
      const farther = Number(`${outwards}e${Number(exponent) - (digits - 1)}`);
      if (Math.fround(farther) === value) return farther;
    }
  }
  return Number(value.toPrecision(9));
}

/** A 64-bit integer: as a string where a JSON number would lose digits (the note under table F.2.3-1). */
function wideInteger(value: bigint): string | number {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;

/** One value of DS or IS: as a number if it is one and loses nothing as a number, else as it stands. */
function decimal(text: string): string | number | null {
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value) || !DECIMAL.test(text)) return text;
  const losesDigits = Number.isInteger(value) && !Number.isSafeInteger(value) && INTEGER.test(text);
  return losesDigits ? text : value;
}

/** One person name as its component groups (F.2.2); `null` if all are empty. */
function personName(text: string): DicomPersonName | null {
  if (!text.includes('=')) return text === '' ? null : { Alphabetic: text };
  const name: DicomPersonName = {};
  let isEmpty = true;
  for (const [at, group] of text.split('=', 3).entries()) {
    const written = trimEnd(group);
    if (written === '') continue;
    name[GROUPS[at] as keyof DicomPersonName] = written;
    isEmpty = false;
  }
  return isEmpty ? null : name;
}

const GROUPS: (keyof DicomPersonName)[] = ['Alphabetic', 'Ideographic', 'Phonetic'];

function textOrNull(text: string): string | null {
  return text || null;
}
