/** Values of the DICOM JSON model as the bytes of an element (PS3.5 6.2, 7.3). */

import { types } from 'node:util';
import { ClinicoreError, count } from '../../errors';
import { attached, invalid, isRecord, isWellFormed, readable } from '../../validate';
import { DEFAULT_CONTEXT, find } from '../data-set';
import { bytesIn, entriesIn, type Part } from '../item';
import type { DicomPersonName } from '../model';
import { delimitersOf, littleEndian } from '../value';
import { BINARY_UNITS, type DicomVr, sizeOf, VRS } from '../vr';
import { type Encoding, encodingIn, padded } from './element';
import { type Repertoire, repertoireOf } from './repertoire';
import { TEXT_RULES, type TextRule } from './rules';

/** How the values of a data set are written. */
export interface Writing extends Encoding {
  /** The characters its texts may hold. */
  repertoire: Repertoire;
}

/** A value, as `get` gives it. */
export type Writable = string | number | bigint | DicomPersonName | null;

const SPECIFIC_CHARACTER_SET = 0x0008_0005;

/** How new values of an open data set are written. */
export function writingIn(part: Part): Writing {
  return { ...encodingIn(part), repertoire: repertoireOf(charsetTermsIn(part)) };
}

/** The values of Specific Character Set that hold in a data set. */
export function charsetTermsIn(part: Part): string[] {
  const at = find(part.set.index, entriesIn(part), SPECIFIC_CHARACTER_SET);
  if (at !== undefined) return bytesIn(part, at).toString('latin1').split('\\');
  return part.holder ? charsetTermsIn(part.holder) : [];
}

/**
 * The bytes of a value: of even length, in the byte order and character set of the data set.
 *
 * @param values the values of the JSON model; of a binary VR its bytes, numbers in little endian, which may become part of
 *   the result
 * @param path what the values are called in messages, which hold nothing of them
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for what the VR does not allow, or the character set cannot say
 */
export function encodeValue(
  writing: Writing,
  vr: number,
  values: readonly Writable[] | Uint8Array,
  path = 'value',
): Uint8Array {
  const code = VRS[vr] as DicomVr;
  const unit = BINARY_UNITS[code];
  if (unit !== undefined) return binary(writing, code, unit, values, path);
  if (!Array.isArray(values)) invalid(path, `no bytes, as its VR is ${code}`, values);
  const rule = TEXT_RULES[code];
  if (rule) return texts(writing, code, rule, values, path);
  const writer = NUMBERS[code];
  if (writer) return numbers(writing, code, writer, values, path);
  invalid(path, 'a value that is not a sequence', values);
}

function binary({ bigEndian }: Writing, code: DicomVr, unit: 1 | 2 | 4 | 8, bytes: unknown, path: string): Uint8Array {
  if (Array.isArray(bytes) && bytes.length === 0) return Buffer.alloc(0);
  if (!types.isUint8Array(bytes)) invalid(path, `a Buffer or Uint8Array, as its VR is ${code}`, bytes);
  attached(bytes, path);
  if (bytes.length % unit !== 0) invalid(path, `a multiple of ${unit} bytes, as its VR is ${code}`, bytes);
  const value = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), bigEndian };
  return padded(littleEndian({ ...value, charset: DEFAULT_CONTEXT.charset }, unit), '\0');
}

function texts(writing: Writing, code: DicomVr, rule: TextRule, values: readonly Writable[], path: string): Buffer {
  if (!rule.isList && values.length > 1) invalid(path, `one value, as its VR is ${code}`, values);
  const written = values.map((value, at) => one(code, rule, value, values.length > 1 ? `${path}[${at}]` : path));
  const text = written.join('\\');
  const delimiters = delimitersOf(code);
  const bytes = delimiters === undefined ? Buffer.from(text, 'latin1') : writing.repertoire.encode(text, delimiters);
  if (!bytes) {
    const message = `${path} holds a character that the Specific Character Set of its data set does not have`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
  }
  return padded(bytes, code === 'UI' ? '\0' : ' ');
}

/** One value as text, checked. */
function one(code: DicomVr, rule: TextRule, value: unknown, path: string): string {
  if (value === null || value === '') return '';
  if (code === 'PN') return personName(value, path);
  const text = typeof value === 'number' && (code === 'DS' || code === 'IS') ? numeral(code, value, path) : value;
  if (typeof text !== 'string') invalid(path, `a string, as its VR is ${code}`, value);
  if (!isWellFormed(text) || !rule.allows(text)) invalid(path, `${rule.must}, as its VR is ${code}`, value);
  checkLength(text, rule.longest, path, code);
  return text;
}

function checkLength(text: string, longest: number, path: string, code: DicomVr): void {
  // What is no longer in UTF-16 units is not in characters either.
  if (text.length <= longest || [...text].length <= longest) return;
  invalid(path, `at most ${count(longest, 'character')} long, as its VR is ${code}`, text);
}

const GROUPS = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;

/** A name in its groups, of five components each (PS3.5 6.2.1). */
function personName(value: unknown, path: string): string {
  const groups = typeof value === 'string' ? value.split('=') : groupsOf(value, path);
  if (groups.length > 3) invalid(path, 'a name of at most three groups', value);
  for (const group of groups) {
    const rule = TEXT_RULES.PN as TextRule;
    if (!isWellFormed(group) || !rule.allows(group) || group.includes('='))
      invalid(path, `${rule.must}, as its VR is PN`, value);
    if (group.length > 64 && [...group].length > 64)
      invalid(path, 'a name of at most 64 characters in each group', value);
    if (group.split('^').length > 5) invalid(path, 'a name of at most five components in each group', value);
  }
  return groups.join('=').replace(/=+$/, '');
}

function groupsOf(value: unknown, path: string): string[] {
  if (!isRecord(value)) invalid(path, "a name: a string, or { Alphabetic: 'Doe^Jane' }", value);
  return readable(path, () => {
    if (Object.keys(value).some((key) => !GROUPS.includes(key as 'Alphabetic'))) {
      invalid(path, 'a name of Alphabetic, Ideographic and Phonetic', value);
    }
    return GROUPS.map((group) => {
      const text = value[group] ?? '';
      if (typeof text !== 'string') invalid(`${path}.${group}`, 'a string', text);
      return text;
    });
  });
}

/** A number as DS, with as many digits as its 16 characters hold, or as IS. */
function numeral(code: 'DS' | 'IS', value: number, path: string): string {
  if (!Number.isFinite(value)) invalid(path, 'a finite number', value);
  if (code === 'IS') {
    if (!Number.isInteger(value)) invalid(path, 'an integer, as its VR is IS', value);
    return String(value);
  }
  let text = String(value);
  for (let digits = 16; text.length > 16; digits--) text = String(Number(value.toPrecision(digits)));
  return text;
}

/** Writes one number; `undefined` for what is none of the VR's. */
type NumberWriter = (to: Buffer, at: number, value: unknown, bigEndian: boolean) => unknown;

const integer =
  (
    min: number,
    max: number,
    little: 'writeUInt16LE' | 'writeInt16LE' | 'writeUInt32LE' | 'writeInt32LE',
  ): NumberWriter =>
  (to, at, value, bigEndian) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) return undefined;
    return to[bigEndian ? (little.replace('LE', 'BE') as typeof little) : little](value, at);
  };

const NOT_FINITE: Record<string, number> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

const float =
  (largest: number, little: 'writeFloatLE' | 'writeDoubleLE'): NumberWriter =>
  (to, at, value, bigEndian) => {
    const named = typeof value === 'string' && Object.hasOwn(NOT_FINITE, value) ? NOT_FINITE[value] : value;
    if (typeof named !== 'number' || (Number.isFinite(named) && Math.abs(named) > largest)) return undefined;
    return to[bigEndian ? (little.replace('LE', 'BE') as typeof little) : little](named, at);
  };

const wide =
  (isSigned: boolean): NumberWriter =>
  (to, at, value, bigEndian) => {
    const integer = wideInteger(value);
    if (integer === undefined || (isSigned ? BigInt.asIntN(64, integer) : BigInt.asUintN(64, integer)) !== integer) {
      return undefined;
    }
    if (isSigned) return bigEndian ? to.writeBigInt64BE(integer, at) : to.writeBigInt64LE(integer, at);
    return bigEndian ? to.writeBigUInt64BE(integer, at) : to.writeBigUInt64LE(integer, at);
  };

function wideInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : undefined;
}

const tag: NumberWriter = (to, at, value, bigEndian) => {
  const isHex = typeof value === 'string' && /^[0-9A-Fa-f]{8}$/.test(value);
  const number = isHex ? Number.parseInt(value, 16) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > 0xffff_ffff) return undefined;
  const u16 = bigEndian ? 'writeUInt16BE' : 'writeUInt16LE';
  return to[u16](number >>> 16, at) && to[u16](number & 0xffff, at + 2);
};

/** The greatest number that rounds to a finite float32. */
const LARGEST_FLOAT = 2 ** 128 - 2 ** 103 - 2 ** 75;

const NUMBERS: Partial<Record<DicomVr, NumberWriter>> = {
  AT: tag,
  FD: float(Number.MAX_VALUE, 'writeDoubleLE'),
  FL: float(LARGEST_FLOAT, 'writeFloatLE'),
  SL: integer(-(2 ** 31), 2 ** 31 - 1, 'writeInt32LE'),
  SS: integer(-(2 ** 15), 2 ** 15 - 1, 'writeInt16LE'),
  SV: wide(true),
  UL: integer(0, 2 ** 32 - 1, 'writeUInt32LE'),
  US: integer(0, 2 ** 16 - 1, 'writeUInt16LE'),
  UV: wide(false),
};

const MUST: Partial<Record<DicomVr, string>> = {
  AT: 'a tag such as 00100010',
  FD: 'a number',
  FL: 'a number that a float of 32 bits holds',
  SL: 'an integer of 32 bits',
  SS: 'an integer of 16 bits',
  SV: 'an integer of 64 bits',
  UL: 'an integer from 0 to 4294967295',
  US: 'an integer from 0 to 65535',
  UV: 'an integer from 0 to 18446744073709551615',
};

function numbers(
  writing: Writing,
  code: DicomVr,
  write: NumberWriter,
  values: readonly Writable[],
  path: string,
): Buffer {
  const size = sizeOf(code);
  if (values.length === 1 && values[0] === null) return Buffer.alloc(0);
  const bytes = Buffer.alloc(values.length * size);
  for (const [at, value] of values.entries()) {
    if (write(bytes, at * size, value, writing.bigEndian) !== undefined) continue;
    invalid(values.length > 1 ? `${path}[${at}]` : path, `${MUST[code]}, as its VR is ${code}`, value);
  }
  return bytes;
}
