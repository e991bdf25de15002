/** Where a file's bytes come from: memory, a path, a stream. */
import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { ClinicoreError } from './errors';
import { orUnreadable } from './file-errors';
import { joined } from './joined';
import type { Task } from './task';
import { unlessAborted } from './turn';
import { bytes, invalid, readable } from './validate';

/** Bytes, which must be left alone while they are read; the path or `file:` URL of a file; a stream (of Node or the web) or any other asynchronous iterable of bytes. */
export type BytesInput = Uint8Array | string | URL | AsyncIterable<Uint8Array>;

/** What a {@link BytesInput} is. */
export type ByteSource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'stream'; readonly items: AsyncIterable<Uint8Array>; isTaken: boolean };

/** Bytes that are read of a file at a time. */
const CHUNK = 256 * 1024;

/** Looks at what a caller passed in, without reading a byte. */
export function byteSource(value: unknown, path: string): ByteSource {
  if (types.isUint8Array(value)) return { kind: 'bytes', bytes: bytes(value, path) };
  return readable(path, () => {
    if (typeof value === 'string') return { kind: 'path', path: resolve(value) };
    if (value instanceof URL) return { kind: 'path', path: fileURLToPath(value) };
    if (typeof value === 'object' && value !== null && typeof Reflect.get(value, Symbol.asyncIterator) === 'function') {
      return { kind: 'stream', items: value as AsyncIterable<Uint8Array>, isTaken: false };
    }
    return invalid(path, 'a Buffer or Uint8Array, a path or file: URL, or a stream', value);
  });
}

/**
 * The bytes in order, in chunks that are not kept: leave the last one alone when the next is asked for.
 *
 * @throws ClinicoreError `ERR_IO`, `ERR_ABORTED`; `ERR_INVALID_ARGUMENT` for a stream that was read before
 */
export async function* chunksOf(source: ByteSource, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  if (source.kind === 'bytes') {
    for (let at = 0; at < source.bytes.length; at += CHUNK) yield source.bytes.subarray(at, at + CHUNK);
  } else if (source.kind === 'path') {
    yield* chunksOfFile(source.path, task);
  } else {
    yield* chunksOfStream(source, task);
  }
}

/** How many bytes there are, if that is known before they are read. */
export async function byteLengthOf(source: ByteSource): Promise<number | undefined> {
  if (source.kind === 'bytes') return source.bytes.length;
  return source.kind === 'path' ? (await statOf(source.path)).size : undefined;
}

/**
 * All bytes at once, for formats that are read from their end: at most `maxBytes`, which the option of this name says.
 */
export async function wholeOf(source: ByteSource, task: Task, maxBytes: number, option: string): Promise<Uint8Array> {
  const size = await byteLengthOf(source);
  if (size !== undefined && size > maxBytes) throw tooManyBytes(maxBytes, option, size);
  if (source.kind === 'bytes') return source.bytes;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(source, task)) {
    length += chunk.length;
    if (length > maxBytes) throw tooManyBytes(maxBytes, option, length);
    chunks.push(chunk);
  }
  return joined(chunks, length);
}

async function* chunksOfFile(path: string, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  await statOf(path);
  const file: FileHandle = await orUnreadable(open(path, 'r'));
  try {
    for (;;) {
      // Not pooled: what takes a chunk may keep it.
      const chunk = Buffer.allocUnsafeSlow(CHUNK);
      const { bytesRead } = await unlessAborted(task, orUnreadable(file.read(chunk, 0, CHUNK)));
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** What stands at a path, if it is a file. */
async function statOf(path: string): Promise<Stats> {
  const there = await orUnreadable(stat(path));
  if (!there.isFile()) invalid('source', 'the path of a file', path);
  return there;
}

async function* chunksOfStream(
  source: ByteSource & { kind: 'stream' },
  task: Task,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (source.isTaken) throw readOnce();
  source.isTaken = true;
  const { items } = source;
  // Whoever made a Node stream may want to answer on the same connection, which it would take along.
  const iterator = (items instanceof Readable ? items.iterator({ destroyOnReturn: false }) : items)[
    Symbol.asyncIterator
  ]();
  let isOpen = true;
  try {
    for (;;) {
      const next = await unlessAborted(task, orFailed(iterator.next()));
      if (next.done) {
        isOpen = false;
        return;
      }
      if (!types.isUint8Array(next.value)) invalid('source', 'a stream of Buffers or Uint8Arrays', next.value);
      yield bytes(next.value, 'source');
    }
  } catch (error) {
    if (error instanceof ClinicoreError && error.code === 'ERR_IO') isOpen = false; // What fails is closed.
    throw error;
  } finally {
    // Not waited for: where the stream is stuck, so is its iterator.
    if (isOpen) Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

/** The error of a stream that was read before. */
export function readOnce(): ClinicoreError {
  const message = 'source is a stream, which can be read only once';
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: 'source' });
}

async function orFailed<T>(next: Promise<T>): Promise<T> {
  try {
    return await next;
  } catch (cause) {
    // What is one of ours already, such as a reader's, says more.
    if (cause instanceof ClinicoreError) throw cause;
    throw new ClinicoreError('ERR_IO', 'The stream failed', {}, { cause });
  }
}

/** The error of a source that is larger than an option says. */
export function tooManyBytes(limit: number, option: string, given: number): ClinicoreError {
  const message = `source must have at most ${limit} bytes`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: 'source', limit, given, option });
}
