/** Folders of DICOM files: `scanFolder`. */
import { lstat, realpath, stat } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import type { DicomFileIndex } from '../../contract/dicom';
import { ClinicoreError } from '../../errors';
import { Ending, run, type Task } from '../../task';
import { invalid, readable } from '../../validate';
import { exceeded, notDicom, orUnreadable } from '../errors';
import { type DicomFile, fileOf } from '../file';
import { folderPath } from '../folder-path';
import type { DicomContent } from '../item';
import { Passed } from '../storage';
import { spell } from '../tag';
import { Turns, unlessAborted } from '../turn';
import { type Checked, type ScanOptions, type SummaryElement, scanOptions } from './options';
import { type Found, notAFile, Walk } from './walk';

/**
 * A DICOM file that {@link scanFolder} has read.
 *
 * @typeParam Element the elements that were asked for
 */
export interface IndexedFile<Element extends string = SummaryElement> {
  /** The path from the folder on, with slashes. */
  path: string;
  /** Bytes of the file. */
  size: number;
  /** The transfer syntax UID, as {@link DicomFile.transferSyntax}. */
  transferSyntax: string;
  /** The elements asked for, as {@link DicomItem.get} gives them: `undefined` where the file has none. */
  values: Record<Element, DicomContent>;
  /** That it has none tells the two apart. */
  error?: undefined;
}

/** A file that could not be read or is no DICOM file, or a folder that could not be listed. */
export interface UnreadableFile {
  /** The path from the folder on, with slashes. */
  path: string;
  /** Bytes of the file; `undefined` if it is none, or is gone. */
  size: number | undefined;
  /** Absent: nothing of the file is known. */
  transferSyntax?: undefined;
  /** Absent: nothing of the file is known. */
  values?: undefined;
  /** What {@link open} would have thrown; `ERR_IO` for folders; `ERR_UNSUPPORTED` for links, pipes, sockets and devices. */
  error: ClinicoreError;
}

/**
 * What {@link scanFolder} gives.
 *
 * @typeParam Element the elements that were asked for
 */
export type ScannedFile<Element extends string = SummaryElement> = IndexedFile<Element> | UnreadableFile;

/** How long a file waits when the queue of the pool is full, before it tries again. */
const BUSY_MS = 20;

/**
 * Reads what a folder of DICOM files holds: of every file some elements, without its pixels, several files at the same time
 * on the pool.
 *
 * Files come one by one, as you take them: no more are read than `concurrency` ahead, so that a folder of millions takes
 * little memory. Leaving the loop, or aborting the signal, stops the work. A file or folder that cannot be read is an entry with an
 * `error`, and the scan goes on; where the queue of the pool is full, it waits. What is added or taken away meanwhile may be found or not.
 *
 * Only regular files are opened. Symbolic links are not followed unless you ask for it, and never out of the folder.
 *
 * @typeParam Element the elements that are read of each file
 * @param path the folder, or its `file:` URL
 * @param options which files, which elements, limits, signal, progress, lane
 * @returns the files
 * @throws ClinicoreError (as a rejection) `ERR_IO` (the folder cannot be read), `ERR_LIMIT_EXCEEDED` (`maxFiles`, once as many
 *   were given out), `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`
 *
 * @example
 * for await (const { path, values, error } of dicom.scanFolder('/studies', { notDicom: 'skip' })) {
 *   if (error) console.warn(path, error.code);
 *   else await index.add(path, values.StudyInstanceUID, values.Modality);
 * }
 */
export async function* scanFolder<const Element extends string = SummaryElement>(
  path: string | URL,
  options?: ScanOptions<Element>,
): AsyncGenerator<ScannedFile<Element>, void, undefined> {
  const checked = scanOptions(options);
  const { task, concurrency, maxFiles, onProgress } = checked;
  const turns = new Turns(task);
  turns.check();
  const walk = new Walk(await realFolder(path), checked.walk);
  const entries = walk.entries();
  const ending = new Ending(task.signal);
  const reading = { ...task, signal: ending.signal };
  const ahead: Promise<ScannedFile | undefined>[] = [];
  let [left, isEnd, done, bytes] = [maxFiles, false, 0, 0];
  try {
    for (;;) {
      while (!isEnd && ahead.length < concurrency) {
        const { value: found } = await unlessAborted(reading, entries.next());
        isEnd = !found || left-- === 0;
        if (!found) break;
        const entry = isEnd ? Promise.reject(tooManyFiles(maxFiles)) : read(found, checked, reading);
        // Whoever stops early never comes to wait for it.
        entry.catch(() => {});
        ahead.push(entry);
      }
      const next = ahead.shift();
      if (!next) return;
      const file = await next;
      turns.check();
      bytes += file?.size ?? 0;
      onProgress?.(++done, walk.found, bytes);
      if (file) yield file as ScannedFile<Element>;
      turns.check();
    }
  } finally {
    ending.end();
    const closed = entries.return();
    // After an abort the file system may still be busy with what nobody waits for any more.
    if (task.signal?.aborted) closed.catch(() => {});
    else await closed;
  }
}

/** The real path of the folder to be scanned. */
async function realFolder(path: unknown): Promise<string> {
  const folder = readable('path', () => folderPath(path, 'path'));
  try {
    if ((await stat(folder)).isDirectory()) return await realpath(folder);
  } catch (cause) {
    throw new ClinicoreError('ERR_IO', 'The folder cannot be read', {}, { cause });
  }
  invalid('path', 'the path or file: URL of a folder', path);
}

/** What is to be said of what was found; `undefined` if that is to be left out. */
async function read(found: Found, checked: Checked, task: Task): Promise<ScannedFile | undefined> {
  const { path } = found;
  const isReported = checked.notDicom === 'report';
  if (found.kind === 'unreadable') return { path, size: undefined, error: found.error };
  if (found.kind === 'other') return isReported ? { path, size: undefined, error: found.error } : undefined;
  let size: number | undefined;
  try {
    const stats = await orUnreadable(lstat(found.absolute));
    // It may have become another since its folder was listed.
    if (!stats.isFile()) return isReported ? { path, size, error: notAFile() } : undefined;
    size = stats.size;
    const file = await indexed(found.absolute, checked, task);
    const values: Record<string, DicomContent> = {};
    for (const element of checked.elements) values[element] = file.get(element);
    return { path, size, transferSyntax: file.transferSyntax, values };
  } catch (error) {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_ABORTED') throw error;
    return error.message === NOT_DICOM && !isReported ? undefined : { path, size, error };
  }
}

const NOT_DICOM = notDicom().message;

async function indexed(path: string, { limits }: Checked, task: Task): Promise<DicomFile> {
  for (;;) {
    try {
      const found = await run(task, async (backend, job) => backend.dicom.indexFile(path, limits, job));
      return fileOf(found.index, new Kept(found, limits), limits);
    } catch (error) {
      if (!(error instanceof ClinicoreError) || error.code !== 'ERR_BUSY') throw error;
    }
    await after(BUSY_MS);
  }
}

/** What is in memory of a file that is not open. */
class Kept extends Passed {
  readonly #limits: Checked['limits'];

  constructor(found: DicomFileIndex, limits: Checked['limits']) {
    super(found, limits);
    this.#limits = limits;
  }

  override missing(tag: number, length: number): ClinicoreError {
    const option = length > this.#limits.maxValueBytes ? 'maxValueBytes' : 'maxKeptBytes';
    return exceeded(`The value of ${spell(tag)} was not kept in memory`, this.#limits[option], { option });
  }
}

const tooManyFiles = (limit: number): ClinicoreError =>
  exceeded(`The folder holds more than ${limit} files`, limit, { option: 'maxFiles' });
