import { type FileHandle, open as openHandle, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { currentBackend } from '../backend';
import type { DicomIndex, DicomScanner } from '../contract/dicom';
import { run, runSync, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../task';
import { boolean, bytes, integer, invalid, optionalRecord, readable } from '../validate';
import { orUnreadable, unreadableFile } from './errors';
import { type DicomFile, fileOf } from './file';
import { indexBytes } from './index-bytes';
import { Memory, OnDisk, Passed } from './storage';
import { scanStream } from './stream';
import { Turns, UNWATCHED } from './turn';

/** What {@link open} reads from: bytes, the path or `file:` URL of a file, or a stream (of Node or the web) of bytes. */
export type DicomSource = Uint8Array | string | URL | AsyncIterable<Uint8Array>;

/** Options of {@link open}. Default lane: `interactive`. Progress counts bytes; the total of a stream is `Infinity`. */
export interface OpenOptions extends TaskOptions {
  /**
   * How many elements and sequence items there may be, and values or fragments that one answer is made of. 1 to
   * 100,000,000. Default: 2,000,000.
   */
  maxElements?: number | undefined;
  /** How deep sequences may be nested. 1 to 1024. Default: 64. */
  maxDepth?: number | undefined;
  /** How many bytes a deflated data set may inflate to; see `parse`. 1 to 4,294,967,295. Default: 536,870,912. */
  maxInflatedBytes?: number | undefined;
  /**
   * Values of more bytes than this are not kept in memory of a path or a stream: those of a path can be read with `bytes()`,
   * those of a stream are gone. 1024 to 1,073,741,824. Default: 65,536.
   */
  maxValueBytes?: number | undefined;
  /**
   * How many bytes all values kept of a path or a stream may have; from the one on with which there would be more, none is
   * kept, however short. 16,384 to 1,073,741,824. Default: 67,108,864 (64 MiB).
   */
  maxKeptBytes?: number | undefined;
  /** Whether the pixel data of a stream are kept. Those of a path can be read at any time. Default: `false`. */
  pixelData?: boolean | undefined;
  /** How many bytes of pixel data a stream may have if they are kept. 1 to 4,294,967,295. Default: 1,073,741,824 (1 GiB). */
  maxPixelBytes?: number | undefined;
}

/** {@link OpenOptions}, checked. */
export interface Limits {
  maxElements: number;
  maxDepth: number;
  maxInflatedBytes: number;
  maxValueBytes: number;
  maxKeptBytes: number;
  pixelData: boolean;
  maxPixelBytes: number;
}

const GIB = 1024 ** 3;

const LIMITS = [
  'maxElements',
  'maxDepth',
  'maxInflatedBytes',
  'maxValueBytes',
  'maxKeptBytes',
  'pixelData',
  'maxPixelBytes',
] as const;

const DEFAULTS: Limits = {
  maxElements: 2_000_000,
  maxDepth: 64,
  maxInflatedBytes: GIB / 2,
  maxValueBytes: 64 * 1024,
  maxKeptBytes: 64 * 1024 * 1024,
  pixelData: false,
  maxPixelBytes: GIB,
};

const NO_OPTIONS: { task: Task; limits: Limits } = { task: UNWATCHED, limits: DEFAULTS };

function checkedOptions(options: unknown): { task: Task; limits: Limits } {
  if (options === undefined) return NO_OPTIONS;
  const fields = optionalRecord(options, 'options').only([...LIMITS, ...TASK_OPTIONS]);
  const limit = (name: Exclude<keyof Limits, 'pixelData'>, min: number, max: number): number =>
    fields.optional(name, DEFAULTS[name], integer, min, max);
  const limits = {
    maxElements: limit('maxElements', 1, 100_000_000),
    maxDepth: limit('maxDepth', 1, 1024),
    maxInflatedBytes: limit('maxInflatedBytes', 1, 0xffff_ffff),
    maxValueBytes: limit('maxValueBytes', 1024, GIB),
    maxKeptBytes: limit('maxKeptBytes', 16 * 1024, GIB),
    pixelData: fields.optional('pixelData', DEFAULTS.pixelData, boolean),
    maxPixelBytes: limit('maxPixelBytes', 1, 0xffff_ffff),
  };
  return { task: taskOptions(fields, 'interactive'), limits };
}

/**
 * Opens a DICOM Part 10 file, or a bare data set, for reading. Only headers are read; values are made of their bytes when
 * they are asked for, and pixel data are read frame by frame.
 *
 * - Bytes are read in place: leave them as they are while the file is in use.
 * - Of a path, headers and values up to `maxValueBytes` are kept in memory, the rest is read when it is asked for: close
 *   the file (or say `await using`) when you are done.
 * - A stream is read to its end in bounded memory; what is too long to be kept, and its pixel data unless they are wanted,
 *   go by. When the call fails, a Node stream is left where it stands: answer, then destroy or resume it.
 *
 * @param source the file
 * @param options limits, what is kept of a path or stream, signal, progress, lane
 * @returns the file
 * @throws ClinicoreError (as a rejection) as `parse` does, and `ERR_IO` (the path cannot be read; the stream failed)
 * @see PS3.10, PS3.5
 *
 * @example
 * await using file = await dicom.open('/studies/upload.dcm');
 * file.get('PatientName'); // { Alphabetic: 'Doe^Jane' }
 * file.get('RightLensSequence.CylinderSequence.CylinderPower'); // -0.75
 * const png = await file.toPng(0);
 */
export async function open(source: DicomSource, options?: OpenOptions): Promise<DicomFile> {
  const { task, limits } = checkedOptions(options);
  if (types.isUint8Array(source)) return openBytes(bytes(source, 'source'), task, limits);
  const kind = readable('source', () => {
    if (typeof source === 'string' || source instanceof URL) return 'path';
    return typeof source?.[Symbol.asyncIterator] === 'function' ? 'stream' : undefined;
  });
  if (kind === 'path') return openPath(source as string | URL, task, limits);
  if (kind === 'stream') return openStream(source as AsyncIterable<Uint8Array>, task, limits);
  invalid('source', 'a Buffer or Uint8Array, a path or file: URL, or a stream', source);
}

function openBytes(data: Uint8Array, task: Task, limits: Limits): DicomFile | Promise<DicomFile> {
  if (task.signal) new Turns(task).check();
  const index = indexBytes(data, limits.maxElements, limits.maxDepth);
  return index ? fileOf(index, new Memory(data), limits) : openManyBytes(data, task, limits);
}

/** Headers between two looks at the clock: at most a few milliseconds' worth on either backend. */
const HEADERS = 8192;

async function openManyBytes(data: Uint8Array, task: Task, limits: Limits): Promise<DicomFile> {
  const scanner = newScanner(limits);
  const next = runSync(() => scanner.advance(data, 0, true, HEADERS));
  if (scanner.deflatedAt >= 0) return openDeflated(scanner, data, task, limits);
  return fileOf(await finished(scanner, data, next, task), new Memory(data), limits);
}

/** Goes on with the file, inflated. */
async function openDeflated(scanner: DicomScanner, data: Uint8Array, task: Task, limits: Limits): Promise<DicomFile> {
  const whole = await run(task, async (backend, job) =>
    backend.dicom.inflate(data, scanner.deflatedAt, limits.maxInflatedBytes, job),
  );
  return fileOf(await finished(scanner, whole, scanner.deflatedAt, task), new Memory(whole), limits);
}

/** Scans a whole file to its end. */
async function finished(scanner: DicomScanner, data: Uint8Array, next: number, task: Task): Promise<DicomIndex> {
  let at = next;
  for (const turns = new Turns(task); at >= 0; await turns.take(Math.min(at, data.length), data.length)) {
    at = runSync(() => scanner.advance(data, 0, true, HEADERS));
    if (at < 0) break;
  }
  return scanner.index();
}

/** How often the file at a path may be replaced while it is opened. */
const REPLACED = 10;

async function openPath(source: string | URL, task: Task, limits: Limits): Promise<DicomFile> {
  const path = readable('source', () => resolve(typeof source === 'string' ? source : fileURLToPath(source)));
  for (let tries = 0; tries < REPLACED; tries++) {
    // A pipe or a device would keep whoever opens it waiting.
    if (!(await orUnreadable(stat(path))).isFile()) invalid('source', 'the path of a file', source);
    const handle = await orUnreadable(openHandle(path, 'r'));
    try {
      const found = await run(task, async (backend, job) => backend.dicom.indexFile(path, limits, job));
      if (found.inflated) {
        await handle.close();
        return fileOf(found.index, new Memory(found.kept), limits);
      }
      // The backend opened it once more: the index of one file must not be read in another.
      if (await isStill(handle, path)) return fileOf(found.index, new OnDisk(handle, found, limits), limits);
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
  }
  throw unreadableFile(new Error('the file was replaced again and again'));
}

/** Whether what stands at a path is what was opened: which number a file has nobody else gets while it is open. */
async function isStill(handle: FileHandle, path: string): Promise<boolean> {
  const [opened, there] = await orUnreadable(Promise.all([handle.stat(), stat(path)]));
  return opened.ino === there.ino && opened.dev === there.dev;
}

async function openStream(source: AsyncIterable<Uint8Array>, task: Task, limits: Limits): Promise<DicomFile> {
  const scanner = newScanner(limits);
  const { kept, deflated } = await scanStream(source, scanner, task, limits);
  if (deflated) return openDeflated(scanner, deflated, task, limits);
  return fileOf(scanner.index(), new Passed(kept, limits), limits);
}

function newScanner({ maxElements, maxDepth }: Limits): DicomScanner {
  return new (currentBackend().dicom.Scanner)({ maxElements, maxDepth });
}
