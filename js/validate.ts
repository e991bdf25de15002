/**
 * The front door: every argument of every public function is checked here, once, before a backend sees it, so that
 * both backends refuse the same input with the same words.
 *
 * Each check takes the value and its path, returns the value narrowed, and throws `ERR_INVALID_ARGUMENT` or
 * `ERR_LIMIT_EXCEEDED`. Messages name the path and the kind of value, never text the caller passed in.
 */
import { types } from 'node:util';
import { ClinicoreError, count, type ErrorDetails } from './errors';

/** The longest series or column accepted: 100 million values, 800 MB as float64. */
export const MAX_VALUES = 100_000_000;

/** Throws `ERR_INVALID_ARGUMENT` for the argument at `path`. */
export function invalid(path: string, must: string, value: unknown, details: ErrorDetails = {}): never {
  refuse(path, must, describe(value, path.startsWith('options')), details);
}

/** As {@link invalid}, for an argument that is to be a number; a number by itself is a parameter, not data. */
function invalidNumber(path: string, must: string, value: unknown): never {
  refuse(path, must, describe(value, path.startsWith('options') || !/[.[]/.test(path)), {});
}

function refuse(path: string, must: string, got: string, details: ErrorDetails): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be ${must}, got ${got}`, {
    argument: path,
    ...details,
  });
}

/**
 * The kind of a value, without its content, which may be a patient's. A number is shown where the programmer set it (an
 * option, or an argument that is to be one number), and where it is none.
 */
function describe(value: unknown, isParameter: boolean): string {
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !isParameter) return Number.isInteger(value) ? 'an integer' : 'a fraction';
    return Object.is(value, -0) ? '-0' : String(value);
  }
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (isArray(value)) return 'an array';
  if (types.isUint8Array(value)) return 'bytes';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** `Array.isArray`, which throws for a revoked proxy. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** A plain record; its properties are read through {@link Fields}, each once. */
export function record(value: unknown, path: string): Fields {
  if (!isRecord(value)) invalid(path, 'an object', value);
  return new Fields(value, path);
}

/** Whether it is an object with properties, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isArray(value) && !ArrayBuffer.isView(value);
}

/** As {@link record}, where leaving the argument out means an empty record. */
export function optionalRecord(value: unknown, path: string): Fields {
  return record(value === undefined ? {} : value, path);
}

/**
 * Reads the properties of an untrusted object: each exactly once (a getter may answer differently the second time),
 * a getter or proxy trap that throws becomes `ERR_INVALID_ARGUMENT` with that error as `cause`.
 */
export class Fields {
  readonly #source: Record<string, unknown>;
  readonly #path: string;

  constructor(source: Record<string, unknown>, path: string) {
    this.#source = source;
    this.#path = path;
  }

  /** The path of a property, for messages. */
  path(key: string): string {
    return `${this.#path}.${key}`;
  }

  /** Refuses any property that is not in `known`: a misspelt option must not be silently ignored. */
  only(known: readonly string[]): this {
    const unknown = readable(this.#path, () => Object.keys(this.#source)).find((key) => !known.includes(key));
    if (unknown !== undefined) {
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `${this.#path} has a property that is not known here; known are ${known.join(', ')}`,
        { argument: this.#path },
      );
    }
    return this;
  }

  /** Reads `key` and hands it with its path to `check`. */
  get<T, A extends unknown[]>(key: string, check: (value: unknown, path: string, ...rest: A) => T, ...rest: A): T {
    const path = this.path(key);
    try {
      return check(this.#source[key], path, ...rest);
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }

  /** As {@link get}, but `undefined` gives `fallback`. */
  optional<T, D, A extends unknown[]>(
    key: string,
    fallback: D,
    check: (value: unknown, path: string, ...rest: A) => T,
    ...rest: A
  ): T | D {
    const path = this.path(key);
    try {
      const value = this.#source[key];
      return value === undefined ? fallback : check(value, path, ...rest);
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }
}

/** Runs code that reads what the caller passed in, where a getter or a proxy's trap may throw anything. */
export function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** What a caller gets for an error that came up while `path` was read. */
function unreadable(path: string, cause: unknown): ClinicoreError {
  if (cause instanceof ClinicoreError) return cause;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} could not be read`, { argument: path }, { cause });
}

/** An integer in `[min, max]`; `-0` counts as 0. */
export function integer(value: unknown, path: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    invalidNumber(path, `an integer from ${min} to ${max}`, value);
  }
  return value + 0;
}

/** A finite number in `[min, max]`. */
export function number(value: unknown, path: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    invalidNumber(path, `a number from ${min} to ${max}`, value);
  }
  return value;
}

/** A probability that is neither 0 nor 1, nor so near that quantiles lose their digits. */
export const probability = (value: unknown, path: string): number => number(value, path, 1e-12, 1 - 1e-12);

/** `true` or `false`. */
export function boolean(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') invalid(path, 'true or false', value);
  return value;
}

/** One of the given words. */
export function oneOf<const T extends string>(value: unknown, path: string, words: readonly T[]): T {
  if (!words.includes(value as T)) invalid(path, words.map((word) => `'${word}'`).join(' or '), value);
  return value as T;
}

/** Well-formed text (no lone surrogates) of at most `maxLength` UTF-16 units. */
export function text(value: unknown, path: string, maxLength: number): string {
  if (typeof value !== 'string') invalid(path, 'a string', value);
  if (value.length > maxLength) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `${path} must be at most ${maxLength} characters long, got ${value.length}`,
      { argument: path, limit: maxLength, given: value.length },
    );
  }
  if (!isWellFormed(value)) invalid(path, 'well-formed Unicode', 'a lone surrogate');
  return value;
}

/** Whether every surrogate has its partner; `String.prototype.isWellFormed` where V8 has it. */
export const isWellFormed = (value: string): boolean => !/\p{Surrogate}/u.test(value);

/** Text of a given form. */
export function matching(value: unknown, path: string, pattern: RegExp, must: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) invalid(path, must, value);
  return value;
}

/** A day of the calendar from 1900 (or another year of four digits) on, as the start of it in UTC. */
export function day(value: unknown, path: string, firstYear = 1900): Date {
  const iso = matching(value, path, /^\d{4}-\d\d-\d\d$/, "a day such as '2026-03-01'");
  if (Number(iso.slice(0, 4)) < firstYear) invalid(path, `a day from the year ${firstYear} on`, value);
  const at = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso) {
    invalid(path, "a day of the calendar such as '2026-03-01'", value);
  }
  return at;
}

/** A colour in sRGB. */
export const hexColor = (value: unknown, path: string): string =>
  matching(value, path, /^#[0-9a-f]{6}$/i, "a colour such as '#0f6277'");

/** Marks that may stand on one character: more would reach into the lines above. */
const MAX_MARKS = 8;
const TOWER = new RegExp(`\\p{M}{${MAX_MARKS + 1}}`, 'u');

/** One line of text to be shown, in composed form. */
export function line(value: unknown, path: string, maxLength: number): string {
  return visible(text(value, path, maxLength), path, /\p{Cc}/u);
}

/** Text to be shown whose line breaks are kept; those of Windows count as one. */
export function paragraph(value: unknown, path: string, maxLength: number): string {
  return visible(text(value, path, maxLength).replace(/\r\n/g, '\n'), path, /[^\P{Cc}\n]/u);
}

/** Text in composed form; refuses an empty one, control characters, which print nothing, and towers of marks. */
function visible(value: string, path: string, forbidden: RegExp): string {
  const text = composed(value, path, forbidden);
  if (text.trim() === '') invalid(path, 'a text that is not empty', value);
  return text;
}

/** Well-formed text in composed form (NFC); refuses the forbidden control characters and towers of marks. */
export function composed(value: string, path: string, forbidden: RegExp): string {
  const control = forbidden.exec(value)?.[0];
  if (control !== undefined) {
    const codePoint = named(control);
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must not hold the control character ${codePoint}`, {
      argument: path,
      codePoint,
    });
  }
  const text = value.normalize('NFC');
  if (TOWER.test(text)) {
    const message = `${path} must not stack more than ${MAX_MARKS} combining marks on one character`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path, limit: MAX_MARKS });
  }
  return text;
}

/** A character's code point, as in `U+000A`. */
export const named = (character: string): string =>
  `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;

/** An array of at most `maxLength` items; read its items through {@link items}. */
export function array(value: unknown, path: string, maxLength: number): readonly unknown[] {
  return readable(path, () => {
    if (!Array.isArray(value)) invalid(path, 'an array', value);
    limitLength(value.length, path, maxLength);
    return value;
  });
}

/** As {@link array}, or a typed array of numbers. */
export function list(value: unknown, path: string, maxLength: number): ArrayLike<unknown> {
  if (isArray(value)) return array(value, path, maxLength);
  if (!isNumeric(value)) invalid(path, A_LIST, value);
  attached(value, path);
  limitLength(value.length, path, maxLength);
  return value;
}

/** Every item of an array (or a typed one of numbers) of at most `maxLength` items, each read once and checked with its path. */
export function items<T>(
  value: unknown,
  path: string,
  maxLength: number,
  check: (item: unknown, path: string) => T,
): T[] {
  const source = isNumeric(value) ? list(value, path, maxLength) : array(value, path, maxLength);
  return readable(path, () => Array.from({ length: source.length }, (_, i) => check(source[i], `${path}[${i}]`)));
}

/** Refuses a length above `maxLength`. */
export function limitLength(length: number, path: string, maxLength: number): void {
  if (length > maxLength) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must have at most ${count(maxLength)}, got ${length}`, {
      argument: path,
      limit: maxLength,
      given: length,
    });
  }
}

/**
 * The bytes of a Buffer or Uint8Array. Refuses one that is detached (its bytes are gone) or shared (another thread
 * could change them while they are read).
 */
export function bytes(value: unknown, path: string): Uint8Array {
  if (!types.isUint8Array(value)) invalid(path, 'a Buffer or Uint8Array', value);
  attached(value, path);
  return value;
}

/** Refuses a view whose bytes are shared or gone. */
export function attached(view: NodeJS.ArrayBufferView, path: string): void {
  if (types.isSharedArrayBuffer(view.buffer)) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must not be backed by a SharedArrayBuffer; pass a copy`, {
      argument: path,
    });
  }
  // A detached view has length 0 and throws when made anew; an empty one does not.
  if (view.byteLength === 0) {
    try {
      new Uint8Array(view.buffer, view.byteOffset, 0);
    } catch {
      detached(path);
    }
  }
}

function detached(path: string): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} is detached: its bytes were transferred away`, {
    argument: path,
  });
}

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

/** The typed arrays whose items are numbers, not BigInts; whatever the realm they come from. */
export type NumericArray = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>;

const isNumeric = (value: unknown): value is NumericArray =>
  types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value);

const A_LIST = 'an array or a typed array of numbers';

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
