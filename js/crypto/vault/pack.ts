/** Many byte strings in one piece of memory, for one call of a backend. */
import { types } from 'node:util';
import type { Packed } from '../../contract/vault';
import { ClinicoreError } from '../../errors';
import { array, attached, invalid, isWellFormed, readable } from '../../validate';

export type { Packed } from '../../contract/vault';

/** Fields of one call, a few milliseconds of the event loop; it takes millions in several. */
export const MAX_FIELDS = 65_536;
/** Bytes of one field. */
export const MAX_FIELD_BYTES = 1 << 20;
/** Bytes of all fields of one call. */
const MAX_BYTES = 1 << 26;

/** Fields of a caller's, texts as UTF-8. */
export function packFields(values: unknown, path: string): Packed {
  const list = array(values, path, MAX_FIELDS);
  return allPacked(list, path, fieldOf, false);
}

/** Sealed fields of a caller's. */
export function packSealed(values: unknown, path: string): Packed {
  const list = array(values, path, MAX_FIELDS);
  return allPacked(list, path, bytesOf, false);
}

/** The bytes of one field: of a text, a copy. */
export function fieldBytes(value: unknown, path: string): Uint8Array {
  return readable(path, () => {
    const field = fieldOf(value, path);
    if (typeof field !== 'string') return field;
    sizeOf(field, path);
    return Buffer.from(field);
  });
}

/** The bytes of one sealed field. */
export const sealedBytes = (value: unknown, path: string): Uint8Array => readable(path, () => bytesOf(value, path));

/** Packs what a check makes of the items of a list, each of which is read once. */
export function allPacked(
  list: readonly unknown[],
  path: string,
  check: (value: unknown, path: string) => string | Uint8Array,
  prefixed: boolean,
): Packed {
  return readable(path, () => {
    const items = new Array<string | Uint8Array>(list.length);
    for (let i = 0; i < items.length; i++) items[i] = checked(list[i], path, i, check);
    return packed(items, prefixed, path);
  });
}

/** The path is put together only for what is refused: it would take longer than all the rest. */
function checked<T>(value: unknown, path: string, index: number, check: (value: unknown, path: string) => T): T {
  try {
    return check(value, path);
  } catch (error) {
    check(value, `${path}[${index}]`);
    throw error;
  }
}

/** Byte strings, texts as UTF-8, one after the other; `prefixed`, each after its length in 2 bytes. */
export function packed(items: readonly (string | Uint8Array)[], prefixed: boolean, path = ''): Packed {
  const prefix = prefixed ? 2 : 0;
  const ends = new Uint32Array(items.length);
  const ascii = inAscii(items, prefixed);
  if (ascii !== undefined) {
    limit(ascii.length, MAX_BYTES, path);
    let end = 0;
    for (let i = 0; i < items.length; i++) {
      end += prefix + (items[i] as string).length;
      ends[i] = end;
    }
    return { bytes: Buffer.from(ascii, 'latin1'), ends };
  }
  let size = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as string | Uint8Array;
    size += prefix + (typeof item === 'string' ? sizeOf(item, `${path}[${i}]`) : item.length);
    ends[i] = size;
  }
  limit(size, MAX_BYTES, path);
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let i = 0, at = 0; i < items.length; i++) {
    const item = items[i] as string | Uint8Array;
    const end = ends[i] as number;
    if (prefixed) bytes.writeUInt16BE(end - at - prefix, at);
    if (typeof item === 'string') bytes.write(item, at + prefix);
    else bytes.set(item, at + prefix);
    at = end;
  }
  return { bytes, ends };
}

/** Lengths below 128 in 2 bytes. */
const PREFIXES = Array.from({ length: 128 }, (_, length) => String.fromCharCode(0, length));

/** All at once, if they are texts in ASCII, as numbers and many names are: their bytes are as many as their characters. */
function inAscii(items: readonly (string | Uint8Array)[], prefixed: boolean): string | undefined {
  let joined = '';
  for (const item of items) {
    if (typeof item !== 'string' || (prefixed && item.length >= PREFIXES.length)) return undefined;
    joined += prefixed ? PREFIXES[item.length] + item : item;
  }
  return Buffer.byteLength(joined) === joined.length ? joined : undefined;
}

/** What is packed, by its ends: all of it shares the memory. */
export function unpacked(bytes: Uint8Array, lengthOf: (index: number) => number, count: number): Buffer[] {
  const { buffer, byteOffset } = bytes;
  const items = new Array<Buffer>(count);
  for (let i = 0, at = byteOffset; i < count; i++) {
    const length = lengthOf(i);
    items[i] = Buffer.from(buffer as ArrayBuffer, at, length);
    at += length;
  }
  return items;
}

/** How long one of them is. */
export const lengthIn = (ends: Uint32Array, index: number): number =>
  (ends[index] as number) - (index === 0 ? 0 : (ends[index - 1] as number));

function fieldOf(value: unknown, path: string): string | Uint8Array {
  if (typeof value !== 'string' && !types.isUint8Array(value))
    invalid(path, 'a string, a Buffer or a Uint8Array', shown(value));
  if (typeof value !== 'string') attached(value, path);
  limit(value.length, MAX_FIELD_BYTES, path);
  return value;
}

function bytesOf(value: unknown, path: string): Uint8Array {
  if (!types.isUint8Array(value)) invalid(path, 'a Buffer or Uint8Array', shown(value));
  attached(value, path);
  return value;
}

/** A number would be shown: it may be a patient's. */
const shown = (value: unknown): unknown => (typeof value === 'number' ? {} : value);

function sizeOf(value: string, path: string): number {
  if (!isWellFormed(value)) invalid(path, 'well-formed Unicode', value);
  const size = Buffer.byteLength(value);
  limit(size, MAX_FIELD_BYTES, path);
  return size;
}

function limit(size: number, most: number, path: string): void {
  if (size <= most) return;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must be at most ${most} bytes long, got ${size}`, {
    argument: path,
    limit: most,
    given: size,
  });
}
