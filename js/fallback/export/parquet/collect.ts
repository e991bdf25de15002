/** Values of a file's pages as a column of a table has them. */
import { isUtf8 } from 'node:buffer';
import type { ColumnData, FieldMessage } from '../../../contract/columns';
import { bitmapBytes } from '../../../export/table/validity';
import type { Making } from './describe';
import { corrupt } from './library';
import type { Physical } from './values';

/** A row whose value the column's type does not hold. */
export class Unfit {
  constructor(readonly row: number) {}
}

/** The first and the last day, from 1970-01-01, and the microseconds of a day. */
const [FIRST_DAY, LAST_DAY] = [-719_162, 2_932_896];
const DAY = 86_400_000_000n;
const [FIRST, LAST] = [BigInt(FIRST_DAY) * DAY, (BigInt(LAST_DAY) + 1n) * DAY - 1n];
const MOST = 10n ** 18n;

/** Rows that {@link ColumnData} is made of; undefined is no value. */
export type Rows = readonly (Physical | undefined)[];

/** @throws Unfit */
export function collect(rows: Rows, { type }: FieldMessage, making: Making): ColumnData {
  const validity = validityOf(rows);
  return { ...valuesOf(rows, type, making), ...(validity && { validity }) };
}

function validityOf(rows: Rows): Uint8Array | undefined {
  if (rows.every((value) => value !== undefined)) return undefined;
  const bits = new Uint8Array(bitmapBytes(rows.length));
  for (const [row, value] of rows.entries())
    if (value !== undefined) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
  return bits;
}

function valuesOf(rows: Rows, type: FieldMessage['type'], making: Making): ColumnData {
  switch (type) {
    case 'float64':
      return bytesOf(Float64Array.from(rows, (value) => (making === 'half' ? half(value) : Number(value ?? 0))));
    case 'int32':
      return bytesOf(Int32Array.from(rows, (value) => Number(value ?? 0)));
    case 'date':
      return bytesOf(fitting(rows, new Int32Array(rows.length), (value) => dayOf(value, making)));
    case 'int64':
    case 'timestamp':
    case 'decimal':
      return bytesOf(fitting(rows, new BigInt64Array(rows.length), INTEGERS[type](making)));
    case 'boolean':
      return { values: bitsOf(rows) };
    case 'string':
      return texts(making === 'nulls' ? rows.map(() => undefined) : rows);
    case 'category':
      return categories(rows);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): ColumnData => ({
  values: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
});

/** Each row's value made what it is in the table; undefined is what the type does not hold. */
function fitting<T extends number | bigint, A extends { [row: number]: T }>(
  rows: Rows,
  out: A,
  make: (value: Physical) => T | undefined,
): A {
  for (const [row, value] of rows.entries()) {
    if (value === undefined) continue;
    const made = make(value);
    if (made === undefined) throw new Unfit(row);
    out[row] = made;
  }
  return out;
}

function dayOf(value: Physical, making: Making): number | undefined {
  const day = making === 'milliseconds of a day' ? Number(value) / 86_400_000 : Number(value);
  return Number.isInteger(day) && day >= FIRST_DAY && day <= LAST_DAY ? day : undefined;
}

const INTEGERS = {
  int64: (making: Making) => (value: Physical) => {
    if (typeof value === 'bigint') return making === 'unsigned' && value < 0n ? undefined : value;
    return BigInt(making === 'unsigned' ? Number(value) >>> 0 : Number(value));
  },
  timestamp: (making: Making) => (value: Physical) => {
    const at = microseconds(value, making);
    return at !== undefined && at >= FIRST && at <= LAST ? at : undefined;
  },
  decimal: (making: Making) => (value: Physical) => {
    const units = making === 'big endian' ? bigEndian(value as Uint8Array) : BigInt(value as number | bigint);
    return units > -MOST && units < MOST ? units : undefined;
  },
};

function microseconds(value: Physical, making: Making): bigint | undefined {
  switch (making) {
    case 'int96': {
      // Nanoseconds of a day, and the Julian day.
      const bytes = Buffer.from((value as Uint8Array).buffer, (value as Uint8Array).byteOffset, 12);
      return (BigInt(bytes.readUInt32LE(8)) - 2_440_588n) * DAY + bytes.readBigInt64LE(0) / 1000n;
    }
    case 'seconds':
      return BigInt(value as number | bigint) * 1_000_000n;
    case 'milliseconds':
      return BigInt(value as number | bigint) * 1000n;
    case 'nanoseconds': {
      const nanoseconds = value as bigint;
      return nanoseconds % 1000n === 0n ? nanoseconds / 1000n : undefined;
    }
    default:
      return BigInt(value as number | bigint);
  }
}

function bigEndian(bytes: Uint8Array): bigint {
  // A number of 18 digits has 8 bytes: those before them only say its sign.
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, value);
}

/** A number of 16 bits (IEEE 754 binary16). */
function half(value: Physical | undefined): number {
  if (value === undefined) return 0;
  const [low = 0, high = 0] = value as Uint8Array;
  const [sign, exponent, fraction] = [high & 0x80 ? -1 : 1, (high >> 2) & 31, ((high & 3) << 8) | low];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function bitsOf(rows: Rows): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(rows.length));
  for (const [row, value] of rows.entries()) if (value) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
  return bits;
}

function texts(rows: Rows): { values: Uint8Array; offsets: Int32Array } {
  const offsets = new Int32Array(rows.length + 1);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [row, value] of rows.entries()) {
    if (value !== undefined) {
      const text = value as Uint8Array;
      if (!isUtf8(text)) throw corrupt();
      parts.push(text);
      end += text.length;
    }
    offsets[row + 1] = end;
  }
  return { values: Buffer.concat(parts, end), offsets };
}

function categories(rows: Rows): ColumnData {
  const codes = new Map<string, number>();
  const words: Uint8Array[] = [];
  const values = new Int32Array(rows.length);
  for (const [row, value] of rows.entries()) {
    if (value === undefined) continue;
    const word = value as Uint8Array;
    const key = Buffer.from(word.buffer, word.byteOffset, word.byteLength).toString('latin1');
    let code = codes.get(key);
    if (code === undefined) {
      code = words.push(word) - 1;
      codes.set(key, code);
    }
    values[row] = code;
  }
  return { ...bytesOf(values), dictionary: texts(words) };
}
