import type { Readable } from 'node:stream';
import { type ByteSource, type BytesInput, byteSource, chunksOf } from '../../../bytes';
import { ClinicoreError } from '../../../errors';
import type { Task } from '../../../task';
import { Turns } from '../../../turn';
import { optionalRecord } from '../../../validate';
import { Budget } from '../budget';
import {
  type ArchiveEntry,
  asBuffer,
  asStream,
  type EntryBufferOptions,
  type EntryType,
  type ReadableEntry,
} from '../entry';
import { malformed, malformedAt } from '../errors';
import { type Limits, READ_OPTIONS, type ReadArchiveOptions, readOptions } from '../options';
import { working } from '../work';
import { BLOCK, padding } from './format';
import { type Found, headers } from './headers';
import type { Input } from './input';
import { opened } from './open';
import { isZero } from './parse';

/** Options of {@link readTar}. Default lane: `interactive`. */
export type ReadTarOptions = ReadArchiveOptions;

/** A file or folder in a tar archive. Its content goes by: read it before the next entry is asked for, or not at all. */
export interface TarEntry extends ArchiveEntry {
  /** What a link leads to, which nothing here follows; of other entries `undefined`. */
  readonly linkName: string | undefined;
}

/**
 * Reads a tar archive from its beginning to its end, in bounded memory, from any source: ustar, pax and GNU's own headers,
 * plain or compressed with gzip, zstd or LZ4, which its first bytes tell. Links are told, and never followed. An archive must
 * end as one does, with zeros, so that none is taken for whole that was cut short.
 *
 * An entry's content is read when it is asked for, and skipped when the next entry is: read one before the next. Sparse files,
 * archives of several volumes and those compressed with xz or bzip2 are not read.
 *
 * @param source bytes, a path, or a stream
 * @param options limits, what names may be, signal, lane
 * @returns the entries, in order; of bytes and a path, as often as they are iterated
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; while it is read `ERR_MALFORMED_INPUT` (`details.index` is the entry,
 *   `details.offset` the byte), `ERR_LIMIT_EXCEEDED` (`details.option`), `ERR_UNSUPPORTED`, `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`
 * @see POSIX.1-2017, pax; the manual of GNU tar, "Tar Internals"
 *
 * @example
 * for await (const entry of clinicore.export.readTar(request, { maxBytes: 5e9 })) {
 *   if (entry.type === 'file') await pipeline(entry.stream(), store(entry.name));
 * }
 */
export function readTar(source: BytesInput, options?: ReadTarOptions): AsyncIterable<TarEntry> {
  const { limits, task } = readOptions(optionalRecord(options, 'options').only(READ_OPTIONS), 'interactive');
  const from = byteSource(source, 'source');
  return { [Symbol.asyncIterator]: () => tarEntries(from, limits, task) };
}

/** See {@link readTar}. */
export function tarEntries(source: ByteSource, limits: Limits, task: Task): AsyncGenerator<TarEntry & ReadableEntry> {
  return working(task, async function* (backend, job) {
    const budget = new Budget(limits);
    const turns = new Turns({ ...task, onProgress: undefined });
    const input = await opened(inTurns(chunksOf(source, task), turns), budget, backend, job);
    try {
      for await (const found of headers(input, budget)) {
        const content = new Content(input, found);
        yield new FoundEntry(found, content);
        await content.skip();
        await turns.take(0, 0);
      }
      await end(input);
    } finally {
      await input.close();
    }
  });
}

/** Chunks that are in memory come without a turn of the event loop in between. */
async function* inTurns(chunks: AsyncIterable<Uint8Array>, turns: Turns): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    await turns.take(0, 0);
  }
}

/** Nothing but zeros may follow those that end an archive. */
async function end(input: Input): Promise<void> {
  const { offset } = input;
  for await (const part of input.all()) {
    if (!isZero(part)) throw malformedAt(offset, 'goes on behind its end');
  }
}

/** The content of the entry that the input stands at. */
class Content {
  readonly #input: Input;
  readonly #found: Found;
  #left: number;
  #reading: Promise<Buffer> | undefined;
  #isTaken = false;
  #isPast = false;

  constructor(input: Input, found: Found) {
    this.#input = input;
    this.#found = found;
    this.#left = found.size;
  }

  async *read(): AsyncGenerator<Buffer> {
    if (this.#isTaken || this.#isPast) throw goneBy();
    this.#isTaken = true;
    while (this.#left > 0) {
      if (this.#isPast) throw goneBy();
      yield await this.#next();
    }
  }

  /** Goes to the next header. */
  async skip(): Promise<void> {
    this.#isPast = true;
    await this.#reading;
    while (this.#left > 0) await this.#next();
    const filling = padding(this.#found.size);
    if ((await this.#input.take(filling)).length < filling) throw this.#cutShort();
  }

  async #next(): Promise<Buffer> {
    this.#reading = this.#input.some(Math.min(MOST, this.#left));
    const part = await this.#reading;
    this.#left -= part.length;
    if (part.length === 0) throw this.#cutShort();
    return part;
  }

  #cutShort(): ClinicoreError {
    return malformed(this.#found.index, 'is cut short');
  }
}

/** Bytes that are given at a time. */
const MOST = 512 * BLOCK;

const goneBy = (): ClinicoreError =>
  new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    'The content of an entry of a tar archive can be read once, before the next entry',
    {
      argument: 'source',
    },
  );

class FoundEntry implements TarEntry, ReadableEntry {
  readonly #found: Found;
  readonly #content: Content;

  constructor(found: Found, content: Content) {
    this.#found = found;
    this.#content = content;
  }

  get name(): string {
    return this.#found.name;
  }
  get type(): EntryType {
    return this.#found.type;
  }
  get isDirectory(): boolean {
    return this.type === 'directory';
  }
  get size(): number {
    return this.#found.size;
  }
  get modified(): Date | undefined {
    const time = new Date(this.#found.modified * 1000);
    return Number.isNaN(time.getTime()) ? undefined : time;
  }
  get mode(): number {
    return this.#found.mode;
  }
  get linkName(): string | undefined {
    return this.type === 'link' ? this.#found.linkName : undefined;
  }

  content(): AsyncGenerator<Uint8Array> {
    return this.#content.read();
  }

  stream(): Readable {
    return asStream(this.content());
  }

  buffer(options?: EntryBufferOptions): Promise<Buffer> {
    return asBuffer(() => this.content(), this.size, options);
  }
}
