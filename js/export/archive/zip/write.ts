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
import { EntryWriter, Seal } from './entry-writer';
import { centralHeader, end } from './headers';
import { password } from './password';
import { PACKED_HERE, packedHere } from './small';
import { END_OF_TIME, FIRST_TIME } from './time';

/** A file or folder to be written to a zip archive; see {@link ArchiveInput}. */
export interface ZipInput extends ArchiveInput {
  /**
   * `deflate`, or `store` for what is compressed already (pictures, PDFs, other archives), which comes faster as it is. What
   * deflate would make larger is stored. Default: `deflate`.
   */
  compress?: 'deflate' | 'store' | undefined;
}

/** Options of {@link zip}. */
export interface ZipOptions {
  /** How hard to try, 0 to 9. Default: 6. */
  level?: number | undefined;
  /**
   * Encrypts the entries' content, each under a key of its own, by AES-256 as WinZip, 7-Zip and others read it (AE-2). Names,
   * sizes and times can still be read by all. Its strength is that of the password: only 1000 rounds of PBKDF2 protect a weak
   * one. 1 to 1024 characters. The same entries then give other bytes each time, as they must. Default: not encrypted.
   */
  password?: string | undefined;
}

interface Settings {
  readonly level: number;
  readonly password: string | undefined;
}

interface Entry extends CheckedEntry {
  readonly store: boolean;
}

/**
 * Writes a zip archive, in bounded memory: entries are read when their turn comes, and large ones deflated in blocks on all
 * threads of the pool that are free. zip64 is used where sizes or counts need it. The same entries give the same bytes, on the
 * same backend and version (of this package and Node), at any number of threads.
 *
 * @param entries what it holds, in order: a list, or a source of entries such as a generator, which is read once
 * @param options level, password
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts bytes of content, of a
 *   total of `Infinity`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, for the first 4096 entries of a list when it is called; while it is made
 *   `ERR_INVALID_ARGUMENT` (entries of a source; a stream whose data were read already), `ERR_IO` (data that cannot be read),
 *   `ERR_ABORTED`, `ERR_BUSY`
 * @see PKWARE APPNOTE.TXT 6.3.10; for encryption WinZip's "AES Encryption Information"
 *
 * @example
 * const archive = clinicore.export.zip([
 *   { name: 'claims.csv', data: csv(claims) },
 *   { name: 'scans/1042.pdf', path: '/scans/1042.pdf', compress: 'store' },
 *   { name: 'notes.txt', data: 'As agreed.' },
 * ]);
 * await archive.toFile('/archive/2026-01.zip');
 */
export function zip(entries: ArchiveEntries<ZipInput>, options?: ZipOptions): Output {
  const fields = optionalRecord(options, 'options').only(['level', 'password']);
  const settings = {
    level: fields.optional('level', 6, integer, 0, 9),
    password: fields.optional('password', undefined, password),
  };
  const list = archiveEntries(entries, ['compress'], checkEntry);
  return outputOf(
    (task) => working(task, (backend, job) => gathered(archive(list(task), settings, task, backend, job))),
    'bulk',
  );
}

function checkEntry(checked: CheckedEntry, fields: Fields): Entry {
  const { modified } = checked;
  if (modified && (modified < FIRST_TIME || modified >= END_OF_TIME)) {
    const path = fields.path('modified');
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be from 1980 to 2107`, { argument: path });
  }
  const compress = fields.optional('compress', 'deflate', oneOf, ['deflate', 'store']);
  return { ...checked, store: compress === 'store' };
}

/** A block of an entry's content, on its way through a compressor. */
interface Begun {
  readonly entry: Entry;
  readonly content: Uint8Array;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly deflated: Promise<Uint8Array | undefined>;
  /** What encrypts the entry, with its first block. */
  readonly seal: Promise<Seal | undefined>;
}

/** The entries' blocks, each compressed while those before it are written. */
async function* blocks(
  entries: AsyncIterable<Entry>,
  { level, password }: Settings,
  task: Task,
  backend: Backend,
  job: Job,
): AsyncGenerator<Begun> {
  let begun = false;
  for await (const given of entries) {
    const entry = await measured(given);
    let isFirst = true;
    for await (const { content, isLast } of inBlocks(contentOf(entry, task))) {
      const isWhole = isFirst && isLast;
      const seal = isFirst && password !== undefined && !entry.name.endsWith('/') ? Seal.of(password) : NONE;
      // Told when it is waited for.
      seal.catch(() => {});
      let deflated: Begun['deflated'] = NONE;
      if (!entry.store && isWhole && content.length <= PACKED_HERE) {
        if (content.length > 0) deflated = Promise.resolve(packedHere(content, level));
      } else if (!entry.store) {
        const message = { format: 'raw-deflate', level, unfinished: !isLast } as const;
        deflated = compressBlock(backend, job, content, message, begun);
        begun = true;
      }
      yield { entry, content, isFirst, isLast, deflated, seal };
      isFirst = false;
    }
  }
}

const NONE = Promise.resolve(undefined);

/** The archive: each entry's header, content and descriptor, then the directory. */
async function* archive(
  entries: AsyncIterable<Entry>,
  settings: Settings,
  task: Task,
  backend: Backend,
  job: Job,
): AsyncGenerator<Uint8Array> {
  const names = new Names('unique');
  const turns = new Turns({ ...task, onProgress: undefined });
  const directory: Buffer[] = [];
  let [offset, done] = [0, 0];
  let writer: EntryWriter | undefined;
  const source = blocks(entries, settings, task, backend, job);
  for await (const { entry, ...begun } of ahead(source, atOnce(backend.pool), ({ deflated }) => deflated)) {
    const block = { ...begun, deflated: await begun.deflated };
    if (block.isFirst && !names.add(entry.name)) throw twice(entry);
    writer = block.isFirst ? new EntryWriter(entry, block, offset, await begun.seal) : (writer as EntryWriter);
    for (const piece of writer.write(block)) {
      offset += piece.length;
      yield piece;
    }
    done += block.content.length;
    task.onProgress?.(done, Number.POSITIVE_INFINITY);
    if (block.isLast) directory.push(centralHeader(writer.header));
    await turns.take(done, done);
  }
  let size = 0;
  for await (const { content } of inBlocks(directory)) {
    size += content.length;
    yield content;
  }
  yield end(directory.length, size, offset);
}

const twice = ({ at }: Entry): ClinicoreError =>
  new ClinicoreError('ERR_INVALID_ARGUMENT', `${at}.name must differ from those of the other entries`, {
    argument: `${at}.name`,
  });
