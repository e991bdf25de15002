import type { Readable } from 'node:stream';
import { type ByteSource, type BytesInput, byteSource } from '../../../bytes';
import type { Task } from '../../../task';
import { optionalRecord } from '../../../validate';
import { type ArchiveEntry, asBuffer, asStream, type EntryBufferOptions, type ReadableEntry } from '../entry';
import { type Limits, READ_OPTIONS, type ReadArchiveOptions, readOptions } from '../options';
import { type Opener, positioned } from '../positioned';
import { working } from '../work';
import { contentOf, isSmall, smallContentOf } from './content';
import { type Listed, readDirectory } from './directory';
import { ENCRYPTED } from './format';
import { password } from './password';

/** Options of {@link readZip}. Default lane: `interactive`. */
export interface ReadZipOptions extends ReadArchiveOptions {
  /** What the encrypted entries were encrypted with. Default: none; then only the others can be read. */
  password?: string | undefined;
}

/** A file or folder in a zip archive. */
export interface ZipEntry extends ArchiveEntry {
  /** How many bytes of the archive it takes, headers apart. */
  readonly compressedSize: number;
  /** Whether it is encrypted. */
  readonly isEncrypted: boolean;
}

/**
 * Reads a zip archive by its directory, which is checked as a whole before the first entry is given: counts, sizes and ratios
 * are below their limits, no entry lies in another, and every name stays below one folder. When an entry is read, its local
 * header must say what the directory says, and its content must have the size and checksum that both say; of an encrypted one,
 * all is authenticated before the first byte is given. Nothing is allocated because the archive claims it.
 *
 * A path is open while entries are iterated or read, and must still be the file that it was when it is opened again. A stream
 * is kept in memory, up to `maxBytes`. Methods other than deflate, traditional encryption and archives of several disks are
 * not read.
 *
 * @param source bytes, a path, or a stream
 * @param options limits, what names may be, password, signal, lane
 * @returns the entries, in the order of the directory; of bytes and a path, as often as they are iterated
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; while it is read `ERR_MALFORMED_INPUT` (`details.index` is the entry,
 *   `details.offset` the byte), `ERR_LIMIT_EXCEEDED` (`details.option`), `ERR_UNSUPPORTED`, `ERR_AUTHENTICATION_FAILED` (another
 *   password, or changed content), `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`
 * @see PKWARE APPNOTE.TXT 6.3.10
 *
 * @example
 * for await (const entry of clinicore.export.readZip(upload, { maxBytes: 50_000_000 })) {
 *   if (entry.name.endsWith('.csv')) await load(clinicore.export.readCsv(entry.stream()));
 * }
 */
export function readZip(source: BytesInput, options?: ReadZipOptions): AsyncIterable<ZipEntry> {
  const fields = optionalRecord(options, 'options').only([...READ_OPTIONS, 'password']);
  const { limits, task } = readOptions(fields, 'interactive');
  const secret = fields.optional('password', undefined, password);
  const from = byteSource(source, 'source');
  return { [Symbol.asyncIterator]: () => zipEntries(from, limits, task, secret) };
}

/** See {@link readZip}. */
export async function* zipEntries(
  source: ByteSource,
  limits: Limits,
  task: Task,
  secret: string | undefined,
): AsyncGenerator<ZipEntry & ReadableEntry> {
  const open = await positioned(source, task, limits.maxBytes);
  const archive = await open();
  try {
    for (const entry of await readDirectory(archive, limits, task)) yield new FoundEntry(entry, open, task, secret);
  } finally {
    await archive.close();
  }
}

class FoundEntry implements ZipEntry, ReadableEntry {
  readonly #entry: Listed;
  readonly content: () => AsyncGenerator<Uint8Array>;

  constructor(entry: Listed, open: Opener, task: Task, secret: string | undefined) {
    this.#entry = entry;
    this.content = async function* () {
      const archive = await open();
      try {
        if (isSmall(entry)) yield await smallContentOf(archive, entry);
        else yield* working(task, (backend, job) => contentOf(archive, entry, secret, backend, job));
      } finally {
        await archive.close();
      }
    };
  }

  get name(): string {
    return this.#entry.name;
  }
  get type(): ZipEntry['type'] {
    return this.#entry.type;
  }
  get isDirectory(): boolean {
    return this.type === 'directory';
  }
  get size(): number {
    return this.#entry.size;
  }
  get compressedSize(): number {
    return this.#entry.packed;
  }
  get modified(): Date | undefined {
    const { modified } = this.#entry;
    return modified && new Date(modified);
  }
  get mode(): number | undefined {
    return this.#entry.mode;
  }
  get isEncrypted(): boolean {
    return (this.#entry.flags & ENCRYPTED) !== 0;
  }

  stream(): Readable {
    return asStream(this.content());
  }

  buffer(options?: EntryBufferOptions): Promise<Buffer> {
    return asBuffer(this.content, this.size, options);
  }
}
