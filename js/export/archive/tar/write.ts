import type { Backend, Job } from '../../../contract';
import { ClinicoreError } from '../../../errors';
import { type Output, outputOf } from '../../../output';
import type { Task } from '../../../task';
import { Turns } from '../../../turn';
import { type Fields, integer, oneOf, optionalRecord } from '../../../validate';
import { ahead } from '../../ahead';
import { atOnce } from '../../on-pool';
import { compressBlock, inBlocks } from '../blocks';
import {
  type ArchiveEntries,
  type ArchiveInput,
  archiveEntries,
  type CheckedEntry,
  contentOf,
  measured,
} from '../entries';
import { gathered } from '../gathered';
import { Names } from '../names';
import { working } from '../work';
import { FIRST_TIME } from '../zip/time';
import { padding } from './format';
import { END, headerBlocks } from './header';

/** A file or folder to be written to a tar archive; see {@link ArchiveInput}. */
export interface TarInput extends ArchiveInput {
  /**
   * How many bytes `data` has, exactly; 0 to 2^53 - 1. A tar archive says it before them: a stream without a size is kept in
   * memory first, up to `maxSpoolBytes`.
   */
  size?: number | undefined;
}

/** How a tar archive is compressed. */
export type TarCompression = 'none' | 'gzip' | 'zstd';

/** Options of {@link tar}. */
export interface TarOptions {
  /** `none` (`.tar`), `gzip` (`.tar.gz`) or `zstd` (`.tar.zst`). Default: `none`. */
  compression?: TarCompression | undefined;
  /** How hard to try: 0 to 9 for `gzip` (default 6), 1 to 22 for `zstd` (default 3). */
  level?: number | undefined;
  /** How many bytes of a stream without a size may be kept in memory, 0 to 1,073,741,824. Default: 67,108,864 (64 MiB). */
  maxSpoolBytes?: number | undefined;
}

const LEVELS = { gzip: { least: 0, most: 9, usual: 6 }, zstd: { least: 1, most: 22, usual: 3 } } as const;

/**
 * Writes a tar archive, in bounded memory, as any tar reads it: ustar, with pax headers for names that are long or not ASCII,
 * and for sizes from 8 GiB on. Compression goes by blocks on all threads of the pool that are free. The same entries give the
 * same bytes, on the same backend and version, at any number of threads.
 *
 * @param entries what it holds, in order: a list, or a source of entries such as a generator, which is read once
 * @param options compression, level
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts bytes of content, of a
 *   total of `Infinity`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, for the first 4096 entries of a list when it is called; while it is made
 *   `ERR_INVALID_ARGUMENT` (entries of a source; a stream whose data were read already), `ERR_IO` (data that cannot be read, or
 *   of another size than was said), `ERR_LIMIT_EXCEEDED` (a stream without a size), `ERR_ABORTED`, `ERR_BUSY`
 * @see POSIX.1-2017, pax
 *
 * @example
 * const backup = clinicore.export.tar(entries(), { compression: 'zstd' });
 * await pipeline(backup.toStream(), response.type('application/zstd'));
 */
export function tar(entries: ArchiveEntries<TarInput>, options?: TarOptions): Output {
  const fields = optionalRecord(options, 'options');
  const compression = fields.optional('compression', 'none', kind);
  fields.only(['compression', 'maxSpoolBytes', ...(compression === 'none' ? [] : ['level'])]);
  const maxSpoolBytes = fields.optional('maxSpoolBytes', 64 * 1024 * 1024, integer, 0, 1024 ** 3);
  const list = archiveEntries(entries, ['size'], checkEntry);
  const plain = (task: Task) => archive(list(task), maxSpoolBytes, task);
  if (compression === 'none') return outputOf((task) => working(task, () => gathered(plain(task))), 'bulk');
  const { least, most, usual } = LEVELS[compression];
  const level = fields.optional('level', usual, integer, least, most);
  return outputOf(
    (task) => working(task, (backend, job) => compressed(plain(task), { format: compression, level }, backend, job)),
    'bulk',
  );
}

const kind = (value: unknown, path: string): TarCompression => oneOf(value, path, ['none', 'gzip', 'zstd']);

function checkEntry(entry: CheckedEntry, fields: Fields): CheckedEntry {
  const size = fields.optional('size', entry.size, integer, 0, Number.MAX_SAFE_INTEGER);
  if (entry.size !== undefined && size !== entry.size) {
    const path = fields.path('size');
    const message = `${path} must be how many bytes there are: ${entry.size}, got ${size}`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
  }
  return { ...entry, size };
}

/** The archive, not compressed. */
async function* archive(
  entries: AsyncIterable<CheckedEntry>,
  maxSpoolBytes: number,
  task: Task,
): AsyncGenerator<Uint8Array> {
  const names = new Names('unique');
  const turns = new Turns({ ...task, onProgress: undefined });
  let done = 0;
  for await (const given of entries) {
    if (!names.add(given.name)) throw twice(given);
    const {
      name,
      mode,
      modified = FIRST_TIME,
      size,
      ...entry
    } = await spooled(await measured(given), maxSpoolBytes, task);
    yield headerBlocks({ name, mode, size, modified: Math.floor(modified.getTime() / 1000) });
    for await (const chunk of entry.chunks) {
      yield chunk;
      done += chunk.length;
      task.onProgress?.(done, Number.POSITIVE_INFINITY);
    }
    await turns.take(done, done);
    if (padding(size) > 0) yield Buffer.alloc(padding(size));
  }
  yield END;
}

/** An entry of which it is known how many bytes it has. */
interface Sized extends Omit<CheckedEntry, 'size'> {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

async function spooled(entry: CheckedEntry, limit: number, task: Task): Promise<Sized> {
  if (entry.size !== undefined) return { ...entry, size: entry.size, chunks: contentOf(entry, task) };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of contentOf(entry, task)) {
    size += chunk.length;
    if (size > limit) throw tooLong(entry, limit);
    chunks.push(Uint8Array.prototype.slice.call(chunk));
  }
  return { ...entry, size, chunks };
}

/** In blocks, each compressed by itself while those before it are written; readers take them for one. */
async function* compressed(
  pieces: AsyncIterable<Uint8Array>,
  message: { format: 'gzip' | 'zstd'; level: number },
  backend: Backend,
  job: Job,
): AsyncGenerator<Uint8Array> {
  const blocks = async function* () {
    let begun = false;
    for await (const { content } of inBlocks(pieces)) {
      // In an object: a generator would wait for a promise before it gives it.
      yield { packed: compressBlock(backend, job, content, message, begun) };
      begun = true;
    }
  };
  for await (const { packed } of ahead(blocks(), atOnce(backend.pool), ({ packed }) => packed)) yield packed;
}

const twice = ({ at }: CheckedEntry): ClinicoreError =>
  new ClinicoreError('ERR_INVALID_ARGUMENT', `${at}.name must differ from those of the other entries`, {
    argument: `${at}.name`,
  });

const tooLong = ({ at }: CheckedEntry, limit: number): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `${at} has no size and more than ${limit} bytes: say its size`, {
    argument: at,
    limit,
    option: 'maxSpoolBytes',
  });
