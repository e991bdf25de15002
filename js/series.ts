/** Series of numbers as callers give them: arrays and typed arrays, with missing values or without. Part of the front door. */
import { types } from 'node:util';
import { ClinicoreError } from './errors';
import {
  A_LIST,
  array,
  attached,
  detached,
  invalid,
  isArray,
  isNumeric,
  limitLength,
  MAX_VALUES,
  oneOf,
  readable,
} from './validate';

/** What a NaN (or, in an array, a `null`) in a series means: a mistake, or a value that is missing. */
export type NanPolicy = 'error' | 'omit';

/** See {@link NanPolicy}. */
export const nanPolicy = (value: unknown, path: string): NanPolicy => oneOf(value, path, ['error', 'omit']);

/**
 * A series of finite numbers as a Float64Array: the caller's own where it is one already, else a copy.
 * An infinity is refused with its index; so is a NaN, unless `nan` is `'omit'`, when it stays in as a missing value
 * (and a `null` in an array becomes one).
 */
export function series(value: unknown, path: string, nan: NanPolicy = 'error'): Float64Array {
  const values = numbers(value, path, nan);
  for (let index = 0; index < values.length; index++) {
    const item = values[index] as number;
    // NaN - NaN and Infinity - Infinity are both NaN: one comparison finds either.
    if (item - item !== 0 && !(nan === 'omit' && Number.isNaN(item))) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}[${index}] must be a finite number, got ${item}`, {
        argument: path,
        index,
      });
    }
  }
  return values;
}

/** A typed array's getter, whatever properties were put on the object. */
function trueProperty<K extends 'length' | 'buffer' | 'byteOffset'>(view: Float64Array, key: K): Float64Array[K] {
  return Reflect.get(Object.getPrototypeOf(Float64Array.prototype), key, view);
}

/** Whether it is a Float64Array and nothing more: of no subclass, with the length and the constructor all of them have. */
export const isPlain = (value: unknown): value is Float64Array =>
  types.isFloat64Array(value) &&
  Object.getPrototypeOf(value) === Float64Array.prototype &&
  !Object.hasOwn(value, 'length') &&
  !Object.hasOwn(value, 'constructor');

/** The very view, or, of one that is more than a Float64Array, a plain one of the same bytes. */
function plain(view: Float64Array, path: string): Float64Array {
  if (isPlain(view)) return view;
  const buffer = trueProperty(view, 'buffer');
  try {
    return new Float64Array(buffer, trueProperty(view, 'byteOffset'), trueProperty(view, 'length'));
  } catch {
    detached(path); // of its bytes there is no other view
  }
}

/**
 * As {@link series}, but whatever numbers they are: for many series at once, each of which is then looked at by itself.
 */
export function numbers(value: unknown, path: string, nan: NanPolicy): Float64Array {
  const source = numberList(value, path);
  if (types.isFloat64Array(source)) return source;
  if (isNumeric(source)) return new Float64Array(source);
  return readable(path, () => {
    const { length } = source;
    const read = numberReader(source, path, nan);
    // The first item is looked at before the copy is allocated, so that `new Array(1e8)` costs nothing.
    if (length > 0) read(0, 1, new Float64Array(1), 0);
    const values = new Float64Array(length);
    read(0, length, values, 0);
    return values;
  });
}

/** An array, or a typed array of numbers, none of which is read yet: see {@link numberReader}. */
export function numberList(value: unknown, path: string): ArrayLike<unknown> {
  if (!isNumeric(value)) {
    if (!isArray(value)) invalid(path, A_LIST, value);
    return array(value, path, MAX_VALUES);
  }
  const view = types.isFloat64Array(value) ? plain(value, path) : value;
  attached(view, path);
  limitLength(view.length, path, MAX_VALUES);
  return view;
}

/** From so many numbers on, to make a view of them takes less time than to read them one by one. */
const MANY = 64;

/** What reads the items from `start` to before `end` of a {@link numberList} into `values`, from `to` on. */
export function numberReader(source: ArrayLike<unknown>, path: string, nan: NanPolicy) {
  const view = isPlain(source) ? source : undefined;
  return (start: number, end: number, values: Float64Array, to: number): void => {
    if (view && end <= view.length) {
      if (end - start >= MANY) values.set(view.subarray(start, end), to);
      else for (let index = start; index < end; index++) values[to + index - start] = view[index] as number;
      return;
    }
    readable(path, () => {
      for (let index = start; index < end; index++) {
        const given = source[index];
        const item = nan === 'omit' && given === null ? Number.NaN : given;
        if (typeof item !== 'number') invalid(`${path}[${index}]`, 'a number', item, { argument: path, index });
        values[to + index - start] = item;
      }
    });
  };
}
