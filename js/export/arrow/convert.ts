/** Vectors of a file as columns of a table, without loss. */
import { isAscii, isUtf8 } from 'node:buffer';
import { ClinicoreError } from '../../errors';
import { Column } from '../table/column';
import type { Buffers, ColumnType, Field } from '../table/column-type';
import { bitmapBytes, isSet, sliceBits } from '../table/validity';
import { areWithin, integersOf } from '../table/words';
import type { Vector } from './batch';
import { malformed } from './messages';
import { type ArrowField, TYPE } from './schema';

/** The first and the last day, from 1970-01-01, and the microseconds of a day. */
const [FIRST_DAY, LAST_DAY] = [-719_162, 2_932_896];
const DAY = 86_400_000_000n;
const [FIRST, LAST] = [BigInt(FIRST_DAY) * DAY, (BigInt(LAST_DAY) + 1n) * DAY - 1n];
const MOST = 10n ** 18n;

/** Rows of a vector: from a place on, as a column; its dictionary, if it is one of categories. */
export interface Slice {
  readonly vector: Vector;
  readonly from: number;
  readonly to: number;
  readonly dictionary: readonly string[] | undefined;
  /** Where the column is in the file, and the slice's first row in it. */
  readonly column: number;
  readonly row: number;
}

/** A slice's rows as a column. */
export function columnOf(field: Field, slice: Slice): Column {
  const { vector, from, to } = slice;
  const validity = validityOf(vector, from, to);
  return new Column(field, to - from, BUFFERS[field.type](slice, validity), validity);
}

function validityOf({ field, validity, length }: Vector, from: number, to: number): Uint8Array | undefined {
  if (field.kind === TYPE.NULL) return new Uint8Array(bitmapBytes(to - from));
  if (validity.length === 0) return undefined;
  if (validity.length < bitmapBytes(length)) throw malformed();
  return sliceBits(validity, from, to);
}

type Make = (slice: Slice, validity: Uint8Array | undefined) => Buffers;

const BUFFERS: Record<ColumnType, Make> = {
  float64: (slice) => ({ values: floats(slice) }),
  int32: (slice) => ({ values: int32s(slice) }),
  int64: (slice, validity) => ({ values: int64s(slice, validity) }),
  boolean: ({ vector, from, to }) => {
    const bits = vector.buffers[0];
    if (bits === undefined || bits.length < bitmapBytes(vector.length)) throw malformed();
    return { values: sliceBits(bits, from, to) };
  },
  string: (slice, validity) => texts(slice, validity),
  date: (slice, validity) => ({ values: days(slice, validity) }),
  timestamp: (slice, validity) => ({ values: moments(slice, validity) }),
  decimal: (slice, validity) => ({ values: decimals(slice, validity) }),
  category: (slice, validity) => ({ values: codes(slice, validity), dictionary: slice.dictionary ?? [] }),
};

/** The rows' bytes of a buffer of so many bytes a value, where an array of such numbers may lie. */
function bytesOf({ vector, from, to }: Slice, width: number, align = Math.min(8, width)): Uint8Array {
  const bytes = vector.buffers[0];
  if (bytes === undefined || bytes.length < width * vector.length) throw malformed();
  const used = bytes.subarray(width * from, width * to);
  return used.byteOffset % align === 0 ? used : new Uint8Array(used);
}

type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;
type Bigs = BigInt64Array | BigUint64Array;

/** A view of the rows as numbers of a class. */
function view<A extends Numbers | Bigs>(
  slice: Slice,
  Kind: { new (buffer: ArrayBuffer, at: number, length: number): A; readonly BYTES_PER_ELEMENT: number },
): A {
  const { buffer, byteOffset, byteLength } = bytesOf(slice, Kind.BYTES_PER_ELEMENT);
  return new Kind(buffer as ArrayBuffer, byteOffset, byteLength / Kind.BYTES_PER_ELEMENT);
}

function floats(slice: Slice): Float64Array {
  const { bits } = slice.vector.field;
  if (bits === 64) return view(slice, Float64Array);
  if (bits === 32) return Float64Array.from(view(slice, Float32Array));
  if (bits === 16) return Float64Array.from(view(slice, Uint16Array), half);
  throw malformed();
}

/** A number of 16 bits (IEEE 754 binary16). */
function half(word: number): number {
  const [sign, exponent, fraction] = [word & 0x8000 ? -1 : 1, (word >> 10) & 31, word & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Integers of at most 32 bits as they are. */
function narrow(slice: Slice, { bits, isSigned }: ArrowField): Exclude<Numbers, Float32Array | Float64Array> {
  switch (bits) {
    case 8:
      return isSigned ? view(slice, Int8Array) : view(slice, Uint8Array);
    case 16:
      return isSigned ? view(slice, Int16Array) : view(slice, Uint16Array);
    case 32:
      return isSigned ? view(slice, Int32Array) : view(slice, Uint32Array);
    default:
      throw malformed();
  }
}

function int32s(slice: Slice): Int32Array {
  const values = narrow(slice, slice.vector.field);
  return values instanceof Int32Array ? values : Int32Array.from(values);
}

function int64s(slice: Slice, validity: Uint8Array | undefined): BigInt64Array {
  const { bits, isSigned } = slice.vector.field;
  if (bits < 64) return BigInt64Array.from(narrow(slice, slice.vector.field), BigInt);
  const values = view(slice, BigInt64Array);
  if (!isSigned && !areWithin(values, 0n, 2n ** 63n - 1n)) {
    check(slice, validity, 'int64', (row) => (values[row] as bigint) >= 0n);
  }
  return values;
}

function days(slice: Slice, validity: Uint8Array | undefined): Int32Array {
  const { unit } = slice.vector.field;
  const day = (value: number) => Number.isInteger(value) && value >= FIRST_DAY && value <= LAST_DAY;
  if (unit === 0) {
    const values = view(slice, Int32Array);
    if (!areDays(values)) check(slice, validity, 'date', (row) => day(values[row] as number));
    return values;
  }
  const times = Float64Array.from(view(slice, BigInt64Array), (value) => Number(value) / 86_400_000);
  check(slice, validity, 'date', (row) => day(times[row] as number));
  return Int32Array.from(times);
}

/** Whether all are; rows without a value may have others. */
function areDays(values: Int32Array): boolean {
  for (let row = 0; row < values.length; row++) {
    if (((values[row] as number) - FIRST_DAY) >>> 0 > LAST_DAY - FIRST_DAY) return false;
  }
  return true;
}

function moments(slice: Slice, validity: Uint8Array | undefined): BigInt64Array {
  const values = view(slice, BigInt64Array);
  const { unit } = slice.vector.field;
  const fits = (at: bigint) => at >= FIRST && at <= LAST;
  if (unit === 2) {
    if (!areWithin(values, FIRST, LAST)) check(slice, validity, 'timestamp', (row) => fits(values[row] as bigint));
    return values;
  }
  if (unit === 3) {
    check(slice, validity, 'timestamp', (row) => (values[row] as bigint) % 1000n === 0n);
    return values.map((value) => value / 1000n);
  }
  const factor = unit === 0 ? 1_000_000n : 1000n;
  check(slice, validity, 'timestamp', (row) => fits((values[row] as bigint) * factor));
  return values.map((value) => value * factor);
}

function decimals(slice: Slice, validity: Uint8Array | undefined): BigInt64Array {
  const { bits } = slice.vector.field;
  const fits = (units: bigint) => units > -MOST && units < MOST;
  if (bits === 32) return BigInt64Array.from(view(slice, Int32Array), BigInt);
  if (bits === 64) {
    const values = view(slice, BigInt64Array);
    if (!areWithin(values, 1n - MOST, MOST - 1n))
      check(slice, validity, 'decimal', (row) => fits(values[row] as bigint));
    return values;
  }
  const bytes = bytesOf(slice, 16);
  const wide = new Int32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / 4);
  const narrow = new Int32Array(wide.length / 2);
  let beyond = 0;
  for (let row = 0; row < narrow.length / 2; row++) {
    const high = wide[4 * row + 1] as number;
    narrow[2 * row] = wide[4 * row] as number;
    narrow[2 * row + 1] = high;
    beyond |= ((wide[4 * row + 2] as number) ^ (high >> 31)) | ((wide[4 * row + 3] as number) ^ (high >> 31));
  }
  const values = integersOf(narrow);
  if (beyond !== 0 || !areWithin(values, 1n - MOST, MOST - 1n)) {
    check(slice, validity, 'decimal', (row) => {
      const sign = (wide[4 * row + 1] as number) >> 31;
      return wide[4 * row + 2] === sign && wide[4 * row + 3] === sign && fits(values[row] as bigint);
    });
  }
  return values;
}

function codes(slice: Slice, validity: Uint8Array | undefined): Int32Array {
  const index = slice.vector.field.dictionary?.index as ArrowField;
  const count = slice.dictionary?.length ?? 0;
  const values = index.bits === 64 ? Float64Array.from(view(slice, BigInt64Array), Number) : narrow(slice, index);
  // Where they lie, unless one has another size, or a row without a value one that is no place.
  let places = values instanceof Int32Array ? values : new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value >= 0 && value < count) {
      if (places !== values) places[row] = value;
    } else {
      if (!validity || isSet(validity, row)) throw malformed();
      if (places === values) places = places.slice();
      places[row] = 0;
    }
  }
  return places;
}

function texts(slice: Slice, validity: Uint8Array | undefined): Buffers {
  const { vector, from, to } = slice;
  if (vector.field.kind === TYPE.NULL) return { values: new Uint8Array(0), offsets: new Int32Array(to - from + 1) };
  if (vector.field.kind === TYPE.UTF8_VIEW) return viewed(slice, validity);
  const [ends, bytes] = vector.buffers;
  if (ends === undefined || bytes === undefined) throw malformed();
  // Of no rows, there may be no offsets.
  if (vector.length === 0) return { values: new Uint8Array(0), offsets: new Int32Array(1) };
  const isLarge = vector.field.kind === TYPE.LARGE_UTF8;
  const own: Slice = { ...slice, vector: { ...vector, length: vector.length + 1, buffers: [ends] }, to: to + 1 };
  const places = isLarge ? Float64Array.from(view(own, BigInt64Array), Number) : view(own, Int32Array);
  const [first, last] = [places[0] as number, places[to - from] as number];
  if (first < 0 || last > bytes.length || last - first > 2 ** 31 - 1) throw malformed();
  if (!areRising(places)) throw malformed();
  const offsets = isLarge ? Int32Array.from(places, (place) => place - first) : (places as Int32Array);
  const values = isLarge ? bytes.subarray(first, last) : bytes;
  checkTexts(values, offsets);
  return { values, offsets };
}

function areRising(places: Int32Array | Float64Array): boolean {
  let before = places[0] as number;
  for (let at = 1; at < places.length; at++) {
    const place = places[at] as number;
    if (place < before) return false;
    before = place;
  }
  return true;
}

/** Texts that lie wherever their views say: the first 12 bytes in the view, longer ones in another buffer. */
function viewed(slice: Slice, validity: Uint8Array | undefined): Buffers {
  const [, ...data] = slice.vector.buffers;
  const views = bytesOf(slice, 16);
  const head = new DataView(views.buffer, views.byteOffset, views.byteLength);
  const rows = slice.to - slice.from;
  const offsets = new Int32Array(rows + 1);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (let row = 0; row < rows; row++) {
    if (!validity || isSet(validity, row)) {
      const length = head.getInt32(16 * row, true);
      const buffer = length <= 12 ? views : data[head.getInt32(16 * row + 8, true)];
      const from = length <= 12 ? 16 * row + 4 : head.getInt32(16 * row + 12, true);
      if (length < 0 || buffer === undefined || from < 0 || from + length > buffer.length) throw malformed();
      parts.push(buffer.subarray(from, from + length));
      end += length;
      if (end > 2 ** 31 - 1) throw malformed();
    }
    offsets[row + 1] = end;
  }
  const values = Buffer.concat(parts, end);
  checkTexts(values, offsets);
  return { values, offsets };
}

/** That the run is UTF-8, and that each text begins where a character does. */
function checkTexts(bytes: Uint8Array, offsets: Int32Array): void {
  const end = offsets[offsets.length - 1] as number;
  const used = bytes.subarray(offsets[0], end);
  if (isAscii(used)) return;
  if (!isUtf8(used)) throw malformed();
  for (let at = 0; at < offsets.length; at++) {
    const offset = offsets[at] as number;
    if (offset < end && ((bytes[offset] as number) & 0xc0) === 0x80) throw malformed();
  }
}

function check(
  { vector, from, to, column, row: first }: Slice,
  validity: Uint8Array | undefined,
  type: string,
  holds: (row: number) => boolean,
): void {
  for (let row = 0; row < to - from; row++) {
    if ((validity && !isSet(validity, row)) || holds(row)) continue;
    const message = `The column '${vector.field.name}' has a value that ${type} does not hold`;
    throw new ClinicoreError('ERR_UNSUPPORTED', message, { column, row: first + row });
  }
}
