/** Values as JSON text (PS3.18 F.2.3 to F.2.7). */
import { type Charset, type Delimiters, decode, trimEnd } from './text';

/** A value's bytes, and how they are to be read. */
export interface Value {
  /** Not empty. */
  bytes: Buffer;
  /** Whether its numbers are big endian. */
  bigEndian: boolean;
  /** The Specific Character Set. */
  charset: Charset;
}

/** Writes the values of an element, joined by commas, in groups; none where all there is is one empty text (F.2.5). */
type Writer = (value: Value) => Iterable<string>;

/** The length of a group of values: a few milliseconds' work at most. */
const GROUP = 16 * 1024;

/** The bytes made base64 at once: whole quanta and whole numbers of any size, well under a millisecond's work. */
const CHUNK = 96 * 1024;

/** The writer of every VR that is written as `Value`, but SQ. */
export const WRITERS: Record<string, Writer> = {
  AE: codes({ trimStart: true }),
  AS: codes({ trimStart: false }),
  AT: numbers(4, (bytes, at, bigEndian) => {
    const u16 = (from: number) => (bigEndian ? bytes.readUInt16BE(from) : bytes.readUInt16LE(from));
    return `"${(u16(at) * 0x10000 + u16(at + 2)).toString(16).toUpperCase().padStart(8, '0')}"`;
  }),
  CS: codes({ trimStart: true }),
  DA: codes({ trimStart: false }),
  DS: codes({ trimStart: true, write: decimal }),
  DT: codes({ trimStart: false }),
  FD: numbers(8, (bytes, at, big) => float(big ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at))),
  FL: numbers(4, (bytes, at, big) => float32(big ? bytes.readFloatBE(at) : bytes.readFloatLE(at))),
  IS: codes({ trimStart: true, write: decimal }),
  LO: texts('\\', { trimStart: true }),
  LT: texts(''),
  PN: texts('\\^=', { write: personName }),
  SH: texts('\\', { trimStart: true }),
  SL: numbers(4, (bytes, at, big) => String(big ? bytes.readInt32BE(at) : bytes.readInt32LE(at))),
  SS: numbers(2, (bytes, at, big) => String(big ? bytes.readInt16BE(at) : bytes.readInt16LE(at))),
  ST: texts(''),
  SV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at))),
  TM: codes({ trimStart: false }),
  UC: texts('\\'),
  UI: codes({ trimStart: false }),
  UL: numbers(4, (bytes, at, big) => String(big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))),
  UR: codes({ trimStart: false, single: true }),
  US: numbers(2, (bytes, at, big) => String(big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))),
  UT: texts(''),
  UV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at))),
};

/** The bytes of one number of every VR that is written as `InlineBinary`. */
export const BINARY_UNITS: Record<string, 1 | 2 | 4 | 8> = { OB: 1, OD: 8, OF: 4, OL: 4, OV: 8, OW: 2, UN: 1 };

/** The bytes of one value of a VR whose values are listed; 1 for all others. */
export const sizeOf = (vr: string): number => SIZES[vr] ?? 1;

const SIZES: Record<string, number> = { AT: 4, FD: 8, FL: 4, SL: 4, SS: 2, SV: 8, UL: 4, US: 2, UV: 8 };

/** VRs of one text, in which a backslash is a character like others. */
const SINGLE_TEXTS = new Set(['LT', 'ST', 'UR', 'UT']);

/** How many bytes are searched for backslashes at once. */
const SEARCHED = 1024 * 1024;

/**
 * How many values follow the first, counted before anything is made of them: in parts, so that the caller can let the
 * event loop turn in between.
 */
export function* furtherValues(vr: string, bytes: Buffer): Iterable<number> {
  const size = sizeOf(vr);
  if (size > 1) yield bytes.length / size - 1;
  else if (vr in WRITERS && !SINGLE_TEXTS.has(vr)) {
    for (let from = 0; from < bytes.length; from += SEARCHED) {
      // Where half a character is a backslash byte, it counts too: the limit need not be exact.
      let backslashes = 0;
      for (const byte of bytes.subarray(from, from + SEARCHED)) if (byte === 0x5c) backslashes++;
      yield backslashes;
    }
  }
}

function numbers(size: number, read: (bytes: Buffer, at: number, bigEndian: boolean) => string): Writer {
  return function* ({ bytes, bigEndian }) {
    let group = read(bytes, 0, bigEndian);
    for (let at = size; at < bytes.length; at += size) {
      if (group.length >= GROUP) {
        yield group;
        group = read(bytes, at, bigEndian);
      } else group += `,${read(bytes, at, bigEndian)}`;
    }
    yield group;
  };
}

/** Base64 in little endian: JSON has no transfer syntax to say otherwise, and PS3.5 7.3 no other. */
export function* base64({ bytes, bigEndian }: Value, unit: 1 | 2 | 4 | 8): Iterable<string> {
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    yield (bigEndian && unit > 1 ? swapped(chunk, unit) : chunk).toString('base64');
  }
}

/** A copy with the bytes of each whole number reversed. */
function swapped(bytes: Buffer, unit: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + unit <= copy.length; at += unit) copy.subarray(at, at + unit).reverse();
  return copy;
}

/** Text in the default repertoire. */
function codes(rules: { trimStart: boolean; single?: boolean; write?: (text: string) => string }): Writer {
  const { single = false, write = stringOrNull } = rules;
  const trim = rules.trimStart ? trimBoth : trimEnd;
  return ({ bytes }) => list(bytes.toString('latin1'), { single, trim, write });
}

/** Text in the Specific Character Set. */
function texts(delimiters: Delimiters, { trimStart = false, write = stringOrNull } = {}): Writer {
  const trim = trimStart ? trimBoth : trimEnd;
  return ({ bytes, charset }) => list(decode(bytes, charset, delimiters), { single: delimiters === '', trim, write });
}

function trimBoth(text: string): string {
  return trimEnd(text).replace(/^ +/, '');
}

/** The values of a text: one, or those between backslashes. */
function* list(
  text: string,
  { single, trim, write }: { single: boolean; trim: (text: string) => string; write: (text: string) => string },
): Iterable<string> {
  let end = single ? -1 : text.indexOf('\\');
  let group = write(trim(end < 0 ? text : text.slice(0, end)));
  if (end < 0 && group === 'null') return;
  while (end >= 0) {
    const start = end + 1;
    end = text.indexOf('\\', start);
    const value = write(trim(end < 0 ? text.slice(start) : text.slice(start, end)));
    if (group.length >= GROUP) {
      yield group;
      group = value;
    } else group += `,${value}`;
  }
  yield group;
}

/** A float in the fewest digits that give it back; what is no JSON number as the string JavaScript has for it. */
export function float(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** As {@link float}, in the fewest digits that give back the float32. */
export function float32(value: number): string {
  if (!Number.isFinite(value) || value === 0) return float(value);
  for (let digits = 1; digits < 9; digits++) {
    const nearest = Number(value.toPrecision(digits));
    if (Math.fround(nearest) === value) return float(nearest);
    // Below a power of two floats are twice as dense as above: there the next decimal outwards may do.
    if (Number.isInteger(Math.log2(Math.abs(value)))) {
      const [mantissa = '', exponent] = value.toExponential(digits - 1).split('e');
      const outwards = Number(mantissa.replace('.', '')) + Math.sign(value);
      const farther = Number(`${outwards}e${Number(exponent) - (digits - 1)}`);
      if (Math.fround(farther) === value) return float(farther);
    }
  }
  return float(Number(value.toPrecision(9)));
}

/** A 64-bit integer: as a string where a JSON number would lose digits (the note under table F.2.3-1). */
function wideInteger(value: bigint): string {
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
}

const DECIMAL = /^[+-]?(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?$/;

/** One value of DS or IS: as a number if it is one and loses nothing as a number, else as it stands. */
function decimal(text: string): string {
  if (text === '') return 'null';
  const [match, fraction, onlyFraction, exponent] = DECIMAL.exec(text) ?? [];
  const value = Number(text);
  const isInteger = fraction === undefined && onlyFraction === undefined && exponent === undefined;
  const isNumber = match !== undefined && Number.isFinite(value) && !(isInteger && !Number.isSafeInteger(value));
  return isNumber ? float(value) : JSON.stringify(text);
}

/** One person name as its component groups (F.2.2); `null` if all are empty. */
function personName(text: string): string {
  let json = '';
  for (const [at, group] of text.split('=', 3).entries()) {
    const name = trimEnd(group);
    if (name !== '') json += `${json === '' ? '{' : ','}"${GROUPS[at]}":${JSON.stringify(name)}`;
  }
  return json === '' ? 'null' : `${json}}`;
}

const GROUPS = ['Alphabetic', 'Ideographic', 'Phonetic'];

function stringOrNull(text: string): string {
  return text === '' ? 'null' : JSON.stringify(text);
}
