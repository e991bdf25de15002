import { ClinicoreError } from '../../errors';
import { invalid, isRecord, isWellFormed, readable } from '../../validate';

/** How deep what is logged may be nested. */
const MAX_DEPTH = 32;
/** How long an entry may be, in bytes of its canonical form. */
export const MAX_ENTRY_BYTES = 65_536;

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object that JSON can say. */
export interface JsonObject {
  /** Its members, by their names. */
  readonly [name: string]: JsonValue;
}

/**
 * The canonical form of JSON (RFC 8785): names sorted, no spaces, so that what a database gives back in another order has
 * the same hash. Refuses what JSON would change or leave out without a word.
 */
export function canonical(value: unknown, path: string): string {
  const text = readable(path, () => write(value, path, 0));
  const given = Buffer.byteLength(text);
  if (given > MAX_ENTRY_BYTES) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `${path} must be at most ${MAX_ENTRY_BYTES} bytes of JSON, got ${given}`,
      {
        argument: path,
        limit: MAX_ENTRY_BYTES,
        given,
      },
    );
  }
  return text;
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > MAX_DEPTH) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} is nested deeper than ${MAX_DEPTH}`, {
      argument: path,
      limit: MAX_DEPTH,
    });
  }
  if (typeof value === 'string') return quoted(value, path);
  // JSON has no NaN; the digits of a number are those of ECMAScript (RFC 8785, 3.2.2.3).
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${list(value, path, depth).join(',')}]`;
  if (!isPlainRecord(value)) invalid(path, 'what JSON can say', value);
  const members = Object.keys(value)
    .sort() // by UTF-16 units, as RFC 8785, 3.2.3 has it
    .map((name) => `${quoted(name, path)}:${write(value[name], member(path, name), depth + 1)}`);
  return `{${members.join(',')}}`;
}

function list(values: readonly unknown[], path: string, depth: number): string[] {
  if (values.length > MAX_ENTRY_BYTES) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `${path} must have at most ${MAX_ENTRY_BYTES} items, got ${values.length}`,
      {
        argument: path,
        limit: MAX_ENTRY_BYTES,
        given: values.length,
      },
    );
  }
  return Array.from(values, (item, i) => write(item, `${path}[${i}]`, depth + 1));
}

/** Names are the programmer's, but may be data: only plain ones are told. */
const member = (path: string, name: string): string =>
  /^[A-Za-z]\w{0,30}$/.test(name) ? `${path}.${name}` : `${path}.…`;

function quoted(text: string, path: string): string {
  if (!isWellFormed(text)) invalid(path, 'well-formed Unicode', 'a lone surrogate');
  return JSON.stringify(text);
}

/** A Date, a Map or a Buffer would lose what it is. */
function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
