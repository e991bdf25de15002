/** What an archive is made of. */
import { isDate } from 'node:util/types';
import { type ByteSource, byteLengthOf, byteSource, chunksOf } from '../../bytes';
import { ClinicoreError } from '../../errors';
import { isOutput, type Output, piecesOf } from '../../output';
import type { Task } from '../../task';
import { unlessAborted } from '../../turn';
import { array, type Fields, integer, invalid, isRecord, readable, record, text } from '../../validate';
import { nameFlaw } from './names';

/** What a file in an archive holds: bytes, text (as UTF-8), a stream (of Node or the web), or what a writer here makes. */
export type ArchiveData = Uint8Array | string | AsyncIterable<Uint8Array> | Output;

/** A file or folder to be written to an archive. */
export interface ArchiveInput {
  /**
   * Its path in the archive, the parts divided by `/`; that of a folder ends with one. Not absolute, without `.` and `..`,
   * empty parts, backslashes, NUL and drive letters; 1 to 4096 characters, different from all others.
   */
  name: string;
  /** What it holds; a folder holds nothing. A file has either `data` or `path`. */
  data?: ArchiveData | undefined;
  /** The file on disk that it is a copy of, read when its turn comes. */
  path?: string | URL | undefined;
  /** When it was changed, to the second. Default: 1980-01-01, so that the same entries give the same bytes. */
  modified?: Date | undefined;
  /** Unix's permissions, 0 to 0o777. Default: 0o644, of folders 0o755. */
  mode?: number | undefined;
}

/** {@link ArchiveInput}, checked. */
export interface CheckedEntry {
  /** Where it was given, such as `entries[3]`. */
  readonly at: string;
  readonly name: string;
  readonly modified: Date | undefined;
  readonly mode: number;
  /** How many bytes it holds, if that is known before they are read. */
  readonly size: number | undefined;
  readonly content: ByteSource | Output;
}

/**
 * A list of entries, or a source of them, which is read once.
 *
 * @typeParam T what an entry is
 */
export type ArchiveEntries<T> = Iterable<T> | AsyncIterable<T>;

const MAX_ENTRIES = 10_000_000;
const MAX_NAME = 4096;
/** Entries that are checked when the call is made, in a few milliseconds; the others are when their turn comes. */
const AT_ONCE = 4096;

/** The properties that every entry may have. */
const COMMON = ['name', 'data', 'path', 'modified', 'mode'];

/**
 * Checks what an archive is made of: the first thousands of entries of an array at once, others as they come.
 *
 * @param known the properties that an entry of the format has besides
 * @param check reads those
 * @returns what gives the entries, as often as it is called if they are in an array
 */
export function archiveEntries<T extends CheckedEntry>(
  value: unknown,
  known: readonly string[],
  check: (entry: CheckedEntry, fields: Fields) => T,
): (task: Task) => AsyncGenerator<T> {
  const checked = (item: unknown, index: number): T => {
    const at = `entries[${index}]`;
    const fields = record(item, at).only([...COMMON, ...known]);
    return check(checkEntry(fields, at), fields);
  };
  const list = readable('entries', () =>
    Array.isArray(value) ? [...array(value, 'entries', MAX_ENTRIES)] : undefined,
  );
  if (list) {
    const first = readable('entries', () => list.slice(0, AT_ONCE).map(checked));
    return async function* () {
      yield* first;
      for (let index = first.length; index < list.length; index++) yield checked(list[index], index);
    };
  }
  const open = readable('entries', () => opener(value));
  let isTaken = false;
  return async function* (task) {
    if (isTaken) {
      const message = 'entries are a source that can be read only once: pass an array to make the archive again';
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: 'entries' });
    }
    isTaken = true;
    let index = 0;
    for await (const item of items(open, task)) yield checked(item, index++);
  };
}

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

function opener(value: unknown): () => AnyIterator {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const symbol of [Symbol.asyncIterator, Symbol.iterator]) {
      const method: unknown = Reflect.get(value, symbol);
      if (typeof method === 'function') return () => Reflect.apply(method, value, []) as AnyIterator;
    }
  }
  invalid('entries', 'an array, an iterable or an asynchronous iterable of entries', value);
}

/** What a source of entries gives. One that is left early is told so, but not waited for: it may be stuck. */
async function* items(open: () => AnyIterator, task: Task): AsyncGenerator<unknown> {
  const iterator = await orFailed(async () => open());
  let isOpen = true;
  try {
    for (;;) {
      isOpen = false; // What fails is closed.
      const next = await unlessAborted(
        task,
        orFailed(async () => iterator.next()),
      );
      if (next.done) return;
      isOpen = true;
      yield next.value;
    }
  } finally {
    if (isOpen || task.signal?.aborted) (async () => iterator.return?.())().catch(() => {});
  }
}

/** An error that the package threw, such as that of a writer, is its own reason. */
async function orFailed<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof ClinicoreError) throw cause;
    throw new ClinicoreError('ERR_IO', 'The source of the entries failed', { argument: 'entries' }, { cause });
  }
}

function checkEntry(fields: Fields, at: string): CheckedEntry {
  const name = fields.get('name', entryName);
  const isFolder = name.endsWith('/');
  const modified = fields.optional('modified', undefined, date);
  const mode = fields.optional('mode', isFolder ? 0o755 : 0o644, integer, 0, 0o777);
  const data = fields.optional('data', undefined, content);
  const path = fields.optional('path', undefined, filePath);
  if (data && path) invalid(at, 'an entry with data or a path, not both', fields);
  if (isFolder ? data || path : !data && !path) {
    invalid(at, isFolder ? 'a folder (its name ends with /) without data' : 'an entry with data or a path', fields);
  }
  const held = data ?? path ?? NOTHING;
  const size = !isOutput(held) && held.kind === 'bytes' ? held.bytes.length : undefined;
  return { at, name, modified, mode, size, content: held };
}

const NOTHING: ByteSource = { kind: 'bytes', bytes: new Uint8Array(0) };

function entryName(value: unknown, path: string): string {
  const name = text(value, path, MAX_NAME);
  const flaw = nameFlaw(name, false);
  if (flaw) {
    const message = `${path} must be a path below one folder, but ${flaw}`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
  }
  return name;
}

function date(value: unknown, path: string): Date {
  const time = isDate(value) ? Date.prototype.getTime.call(value) : Number.NaN;
  if (Number.isNaN(time)) invalid(path, 'a valid Date', value);
  return new Date(time);
}

function content(value: unknown, path: string): ByteSource | Output {
  if (isOutput(value)) return value;
  if (typeof value === 'string') return { kind: 'bytes', bytes: Buffer.from(value) };
  if (isRecord(value) || ArrayBuffer.isView(value)) return byteSource(value, path);
  invalid(path, 'a Buffer or Uint8Array, a text, a stream, or what a writer of this package gave', value);
}

function filePath(value: unknown, path: string): ByteSource {
  if (typeof value !== 'string' && !(value instanceof URL)) invalid(path, 'a path or file: URL', value);
  return byteSource(value, path);
}

/** The entry with its size, where that can be known before it is read. */
export async function measured<T extends CheckedEntry>(entry: T): Promise<T> {
  const { content } = entry;
  if (isOutput(content) || content.kind !== 'path') return entry;
  return { ...entry, size: await byteLengthOf(content) };
}

/** The bytes that an entry holds; neither more nor fewer than its size says. */
export async function* contentOf({ at, content, size }: CheckedEntry, task: Task): AsyncGenerator<Uint8Array> {
  const chunks = isOutput(content) ? piecesOf(content, { ...task, onProgress: undefined }) : chunksOf(content, task);
  let given = 0;
  for await (const chunk of chunks) {
    given += chunk.length;
    if (given > (size ?? given)) break;
    yield chunk;
  }
  if (size !== undefined && given !== size) throw changed(at);
}

const changed = (at: string): ClinicoreError =>
  new ClinicoreError('ERR_IO', `${at} did not hold as many bytes as it said it would`, { argument: at });
