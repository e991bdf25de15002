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

/** Writes what follows the VR of an element, in pieces; nothing where the value turns out to be empty (F.2.5). */
type Writer = (value: Value) => Iterable<string>;

/** What is made of a value at once: whole base64 quanta and whole numbers of any size, well under a millisecond. */
const CHUNK = 96 * 1024;

/** The writer of every VR but SQ. */
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
  LO: texts('\\'),
  LT: texts(''),
  OB: binary(1),
  OD: binary(8),
  OF: binary(4),
  OL: binary(4),
  OV: binary(8),
  OW: binary(2),
  PN: texts('\\^=', personName),
  SH: texts('\\'),
  SL: numbers(4, (bytes, at, big) => String(big ? bytes.readInt32BE(at) : bytes.readInt32LE(at))),
  SS: numbers(2, (bytes, at, big) => String(big ? bytes.readInt16BE(at) : bytes.readInt16LE(at))),
  ST: texts(''),
  SV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at))),
  TM: codes({ trimStart: false }),
  UC: texts('\\'),
  UI: codes({ trimStart: false }),
  UL: numbers(4, (bytes, at, big) => String(big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))),
  UN: binary(1),
  UR: codes({ trimStart: false, single: true }),
  US: numbers(2, (bytes, at, big) => String(big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))),
  UT: texts(''),
  UV: numbers(8, (bytes, at, big) => wideInteger(big ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at))),
};

/** The bytes of one value of a VR whose values are listed; 1 for all others. */
export const sizeOf = (vr: string): number => SIZES[vr] ?? 1;

const SIZES: Record<string, number> = { AT: 4, FD: 8, FL: 4, SL: 4, SS: 2, SV: 8, UL: 4, US: 2, UV: 8 };

function numbers(size: number, read: (bytes: Buffer, at: number, bigEndian: boolean) => string): Writer {
  return function* ({ bytes, bigEndian }) {
    let piece = ',"Value":[';
    for (let at = 0; at < bytes.length; at += size) {
      if (piece.length >= CHUNK) {
        yield piece;
        piece = '';
      }
      piece += `${at === 0 ? '' : ','}${read(bytes, at, bigEndian)}`;
    }
    yield `${piece}]`;
  };
}

/** Base64 in little endian: JSON has no transfer syntax to say otherwise, and PS3.5 7.3 no other. */
function binary(unit: 1 | 2 | 4 | 8): Writer {
  return function* ({ bytes, bigEndian }) {
    yield ',"InlineBinary":"';
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      yield (bigEndian && unit > 1 ? swapped(chunk, unit) : chunk).toString('base64');
    }
    yield '"';
  };
}

/** A copy with the bytes of each whole number reversed. */
function swapped(bytes: Buffer, unit: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + unit <= copy.length; at += unit) copy.subarray(at, at + unit).reverse();
  return copy;
}

/** Text in the default repertoire. */
function codes(rules: { trimStart: boolean; single?: boolean; write?: (text: string) => string }): Writer {
  const trim = rules.trimStart ? (text: string) => trimEnd(text).replace(/^ +/, '') : trimEnd;
  return ({ bytes }) => {
    return list(bytes.toString('latin1'), { single: rules.single ?? false, trim, write: rules.write ?? stringOrNull });
  };
}

/** Text in the Specific Character Set. */
function texts(delimiters: Delimiters, write: (text: string) => string = stringOrNull): Writer {
  return ({ bytes, charset }) => {
    return list(decode(bytes, charset, delimiters), { single: delimiters === '', trim: trimEnd, write });
  };
}

/** The values of a text: one, or those between backslashes. */
function* list(
  text: string,
  { single, trim, write }: { single: boolean; trim: (text: string) => string; write: (text: string) => string },
): Iterable<string> {
  let end = single ? -1 : text.indexOf('\\');
  let piece = write(trim(end < 0 ? text : text.slice(0, end)));
  if (end < 0 && piece === 'null') return;
  piece = `,"Value":[${piece}`;
  while (end >= 0) {
    const start = end + 1;
    end = text.indexOf('\\', start);
    if (piece.length >= CHUNK) {
      yield piece;
      piece = '';
    }
    piece += `,${write(trim(end < 0 ? text.slice(start) : text.slice(start, end)))}`;
  }
  yield `${piece}]`;
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
  const groups = text.split('=', 3).map(trimEnd);
  const entries = ['Alphabetic', 'Ideographic', 'Phonetic'].flatMap((name, at) =>
    groups[at] ? [[name, groups[at]]] : [],
  );
  return entries.length === 0 ? 'null' : JSON.stringify(Object.fromEntries(entries));
}

function stringOrNull(text: string): string {
  return text === '' ? 'null' : JSON.stringify(text);
}
