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
export function isArray(value: unknown): boolean {
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

/** The typed arrays whose items are numbers, not BigInts; whatever the realm they come from. */
export type NumericArray = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>;

/** Whether it is one of these. */
export const isNumeric = (value: unknown): value is NumericArray =>
  types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value);

/** What {@link list} takes, for a message. */
export const A_LIST = 'an array or a typed array of numbers';

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

/** Refuses a view whose bytes are gone. */
export function detached(path: string): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} is detached: its bytes were transferred away`, {
    argument: path,
  });
}
