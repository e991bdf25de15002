/** Columns as callers pass them in: their shape; what stands in them is checked by and by. */
import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { attached, type Fields, integer, invalid, items, limitLength, record, text } from '../../validate';
import { valuesLength } from './column';
import type { Buffers, ColumnBuffers, ColumnType, Field } from './column-type';
import { fieldOf } from './schema';
import { KINDS } from './types';
import { bitmapBytes } from './validity';

/** A column whose shape is checked. */
export interface CheckedColumn {
  readonly field: Field;
  /** The path of its values. */
  readonly path: string;
  readonly length: number;
  /** An array of values … */
  readonly values: readonly unknown[] | undefined;
  /** … or the arrays that it is to lie in. */
  readonly buffers: Buffers | undefined;
  readonly validity: Uint8Array | undefined;
}

/** Rows of a table. */
const MAX_ROWS = 2 ** 31 - 2;
/** UTF-16 units of a category's text. */
const MAX_WORD = 2 ** 29 - 24;

const KNOWN = ['name', 'type', 'scale', 'values'];
/** What belongs to typed arrays of a type, besides their validity and length. */
const PARTS: { readonly [T in ColumnType]?: string } = { string: 'offsets', category: 'dictionary' };

/** Checks everything of a column but its values. */
export function checkColumn(value: unknown, path: string): CheckedColumn {
  const fields = record(value, path);
  const field = fieldOf(fields);
  return fields.get('values', (given, at): CheckedColumn => {
    if (Array.isArray(given)) {
      fields.only(KNOWN);
      const length = integer(given.length, `${at}.length`, 0, 2 ** 32);
      limitLength(length, at, MAX_ROWS);
      return { field, path: at, length, values: given, buffers: undefined, validity: undefined };
    }
    const part = PARTS[field.type];
    fields.only([...KNOWN, 'validity', 'length', ...(part ? [part] : [])]);
    return { field, path: at, values: undefined, ...viewed(fields, given, at, field.type) };
  });
}

function viewed(
  fields: Fields,
  given: unknown,
  path: string,
  type: ColumnType,
): Pick<CheckedColumn, 'length' | 'buffers' | 'validity'> {
  const values = view(given, path, KINDS[type].array, ' or an array');
  const offsets = type === 'string' ? fields.get('offsets', int32Array) : undefined;
  // Arrow's arrays are padded to eight bytes, so that there may be more than the rows need. Of bits, nobody knows how many count.
  const items = offsets ? Math.max(0, offsets.length - 1) : values.length;
  const length = type === 'boolean' ? fields.get('length', rowCount) : fields.optional('length', items, rowCount);
  limitLength(length, path, MAX_ROWS);
  const needed = valuesLength(type, length) ?? values.length;
  if (values.length < needed) throw tooShort(path, needed, values.length);
  const buffers: Buffers = {
    values: values.subarray(0, needed),
    offsets: offsets && checkOffsets(offsets, fields.path('offsets'), length, values.length),
    dictionary: type === 'category' ? fields.get('dictionary', dictionaryOf) : undefined,
  };
  return { length, buffers, validity: fields.optional('validity', undefined, bitmapOf, length) };
}

const int32Array = (value: unknown, path: string): Int32Array => view(value, path, 'Int32Array');

const rowCount = (value: unknown, path: string): number => integer(value, path, 0, MAX_ROWS);

function bitmapOf(value: unknown, path: string, rows: number): Uint8Array {
  const bits = view(value, path, 'Uint8Array');
  if (bits.length < bitmapBytes(rows)) throw tooShort(path, bitmapBytes(rows), bits.length);
  return bits.subarray(0, bitmapBytes(rows));
}

/** The offsets of so many rows; those between the first and the last are checked row by row. */
function checkOffsets(given: Int32Array, path: string, rows: number, bytes: number): Int32Array {
  if (given.length <= rows) throw tooShort(path, rows + 1, given.length);
  const offsets = given.subarray(0, rows + 1);
  const [first, last] = [offsets[0] as number, offsets[offsets.length - 1] as number];
  if (first < 0 || last < first || last > bytes) {
    invalid(path, `offsets that ascend, none of them beyond the ${bytes} bytes`, offsets, { argument: path });
  }
  return offsets;
}

const dictionaryOf = (value: unknown, path: string): readonly string[] =>
  Object.freeze(items(value, path, MAX_ROWS, (item, at) => text(item, at, MAX_WORD)));

/** Whether a row's bytes are a text: behind those of the row before, and UTF-8 from a character's beginning to another's end. */
export function holdsTexts({ values, offsets }: Buffers): (row: number) => boolean {
  const bytes = values as Uint8Array;
  const ends = offsets as Int32Array;
  return (row) => {
    const [from, to] = [ends[row] as number, ends[row + 1] as number];
    if (from > to || to > bytes.length) return false;
    for (let at = from; at < to; at++) if ((bytes[at] as number) >= 0x80) return isUtf8(bytes.subarray(at, to));
    return true;
  };
}

type Arrays = { [A in ColumnBuffers[ColumnType] as A[typeof Symbol.toStringTag]]: A };

const IS: { [A in keyof Arrays]: (value: unknown) => boolean } = {
  Float64Array: types.isFloat64Array,
  Int32Array: types.isInt32Array,
  BigInt64Array: types.isBigInt64Array,
  Uint8Array: types.isUint8Array,
};
const CLASSES = { Float64Array, Int32Array, BigInt64Array, Uint8Array };

/** A plain view of the same memory: a subclass, or properties put on the object, might tell something else of it later. */
function view<A extends keyof Arrays>(value: unknown, path: string, array: A, orElse = ''): Arrays[A] {
  if (!IS[array](value)) invalid(path, `${/^[AEIOU]/.test(array) ? 'an' : 'a'} ${array}${orElse}`, value);
  attached(value as Arrays[A], path);
  const own = (key: 'buffer' | 'byteOffset' | 'length') => Reflect.get(TYPED_ARRAY, key, value);
  return new CLASSES[array](own('buffer') as never, own('byteOffset') as never, own('length') as never) as Arrays[A];
}

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype);

function tooShort(argument: string, required: number, given: number): ClinicoreError {
  const message = `${argument} must have at least ${required} items, got ${given}`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument, required, given });
}
