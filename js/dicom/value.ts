/** Values as the DICOM JSON model has them (PS3.18 F.2.3 to F.2.7). */
import { type Charset, type Delimiters, decode, isPlain, trimEnd } from './charset';
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

/** How a text becomes values. */
interface TextRules {
  /** What ends an escape sequence's reach where the text is in the Specific Character Set, not the default repertoire. */
  delimiters?: Delimiters;
  /** Whether leading spaces are padding too. */
  trimStart?: boolean;
  /** Whether a backslash is a character like others. */
  single?: boolean;
  /** Default: the text as it stands, `null` where it is empty. */
  read?: (text: string) => Scalar;
}

const TEXTS: Partial<Record<DicomVr, TextRules>> = {
  AE: { trimStart: true },
  AS: {},
  CS: { trimStart: true },
  DA: {},
  DS: { trimStart: true, read: decimal },
  DT: {},
  IS: { trimStart: true, read: decimal },
  LO: { delimiters: '\\', trimStart: true },
  LT: { delimiters: '', single: true },
  PN: { delimiters: '\\^=', read: personName },
  SH: { delimiters: '\\', trimStart: true },
  ST: { delimiters: '', single: true },
  TM: {},
  UC: { delimiters: '\\' },
  UI: {},
  UR: { single: true },
  UT: { delimiters: '', single: true },
};

/** The bytes made base64 at once: whole quanta and whole numbers of any size, well under a millisecond's work. */
const CHUNK = 96 * 1024;

/** The reader of every VR whose values are listed, but SQ. */
export const READERS: Partial<Record<DicomVr, Reader>> = {
  ...(Object.fromEntries(Object.entries(TEXTS).map(([vr, rules]) => [vr, textReader(rules)])) as typeof READERS),
  AT: numbers(4, (bytes, at, bigEndian) => {
    const u16 = (from: number) => (bigEndian ? bytes.readUInt16BE(from) : bytes.readUInt16LE(from));
    return hex8(u16(at) * 0x10000 + u16(at + 2));
  }),
  FD: numbers(8, (bytes, at, big) => float(big ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at))),
  FL: numbers(4, (bytes, at, big) => float32(big ? bytes.readFloatBE(at) : bytes.readFloatLE(at))),
  SL: numbers(4, (bytes, at, big) => (big ? bytes.readInt32BE(at) : bytes.readInt32LE(at))),
  SS: numbers(2, (bytes, at, big) => (big ? bytes.readInt16BE(at) : bytes.readInt16LE(at))),
  SV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at))),
  UL: numbers(4, (bytes, at, big) => (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))),
  US: numbers(2, (bytes, at, big) => (big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))),
  UV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at))),
};

/** What ends an escape sequence's reach in a VR's text; `undefined` where it is none in the Specific Character Set. */
export const delimitersOf = (vr: DicomVr): Delimiters | undefined => TEXTS[vr]?.delimiters;

/** {@link READERS} by place in `VRS`. */
export const READER_OF = VRS.map((code) => READERS[code]);

/** {@link TEXTS} by place in `VRS`. */
const TEXT_OF = VRS.map((code) => TEXTS[code]);

/** Whether the values of a VR are text. */
export const isText = (vr: number): boolean => TEXT_OF[vr] !== undefined;

/**
 * The value of a text, of which every byte is a character; `undefined` where it has several values, or characters that
 * depend on the character set. Nearly all texts are one short value in ASCII.
 */
export function plainValue(vr: number, text: string): Scalar | undefined {
  const rules = TEXT_OF[vr];
  if (!rules || (!rules.single && text.includes('\\')) || (rules.delimiters !== undefined && !isPlain(text))) {
    return undefined;
  }
  return scalarOf(text, rules);
}

/** How many bytes are searched for backslashes at once. */
const SEARCHED = 1024 * 1024;

/**
 * How many values follow the first, counted before anything is made of them: in parts, so that the caller can let the
 * event loop turn in between.
 */
export function* furtherValues(vr: DicomVr, bytes: Buffer): Iterable<number> {
  const size = sizeOf(vr);
  if (size > 1) yield bytes.length / size - 1;
  else if (TEXTS[vr] && !TEXTS[vr].single) {
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

function textReader(rules: TextRules): Reader {
  const { delimiters, single } = rules;
  const read = (text: string): Scalar => scalarOf(text, rules);
  return ({ bytes, charset }) => {
    const text = delimiters === undefined ? bytes.toString('latin1') : decode(bytes, charset, delimiters);
    if (!single && text.includes('\\')) return text.length > LONG ? each(text, read) : all(text, read);
    const value = read(text);
    return value === null ? [] : [value];
  };
}

function scalarOf(text: string, { trimStart, read }: TextRules): Scalar {
  const end = trimEnd(text);
  const trimmed = trimStart && end.startsWith(' ') ? end.replace(/^ +/, '') : end;
  return read ? read(trimmed) : trimmed || null;
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
