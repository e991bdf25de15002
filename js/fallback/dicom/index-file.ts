import { type FileHandle, open } from 'node:fs/promises';
import type { DicomBackend, DicomFileIndex } from '../../contract/dicom';
import { orUnreadable } from '../../dicom/errors';
import { Kept } from '../../dicom/kept';
import { enqueue, type Job } from '../queue';
import { inflate } from './inflate';
import { Scanner } from './scan';
import { Window } from './source';
import { indexOf } from './window-scanner';

/** How much is read at a time: enough for the scan to go on, whatever it meets. */
const WINDOW = 128 * 1024;

/** Headers between two turns of the event loop: well under a millisecond's worth. */
const HEADERS = 1024;

type Limits = Parameters<DicomBackend['indexFile']>[1];

/** See {@link DicomBackend.indexFile}. */
export const indexFile: DicomBackend['indexFile'] = (path, limits, job) =>
  enqueue(job, async (running) => {
    const file = await orUnreadable(open(path, 'r'));
    try {
      return await scan(file, limits, running);
    } finally {
      await file.close();
    }
  });

async function scan(file: FileHandle, limits: Limits, job: Job): Promise<DicomFileIndex> {
  const { size } = await orUnreadable(file.stat());
  const scanner = new Scanner(limits);
  const kept = new Kept({ ...limits, pixelData: 'by length' });
  const buffer = Buffer.allocUnsafe(WINDOW);
  let [start, end, next, last] = [0, 0, 0, -1];
  while (next >= 0) {
    if (end === 0 || (end < size && (end - next < WINDOW / 2 || next === last))) {
      const seen = end;
      // What is too long to be kept is not even read.
      start = next - end > limits.maxValueBytes ? next : Math.min(next, end);
      end = Math.min(start + WINDOW, size);
      await orUnreadable(readFully(file, buffer.subarray(0, end - start), start));
      kept.add(Math.max(seen, start), buffer.subarray(Math.max(0, seen - start), end - start));
    }
    last = next;
    next = scanner.advance(new Window(buffer.subarray(0, end - start), start, size), HEADERS);
    if (scanner.deflatedAt >= 0) return inflated(file, size, scanner, limits, job);
    if (kept.isDue) kept.sift(scanner.index, next < 0 ? size : Math.min(next, end), next < 0);
    await job.checkpoint(Math.max(0, next), size);
  }
  kept.sift(scanner.index, size, true);
  return { index: indexOf(scanner), inflated: false, ...kept.take() };
}

async function inflated(
  file: FileHandle,
  size: number,
  scanner: Scanner,
  limits: Limits,
  job: Job,
): Promise<DicomFileIndex> {
  const head = Buffer.allocUnsafe(scanner.deflatedAt);
  await orUnreadable(readFully(file, head, 0));
  const rest = size - head.length;
  const whole = await inflate(head, chunks(file, head.length, size), rest, limits.maxInflatedBytes, job);
  const source = new Window(whole, 0, whole.length);
  while (scanner.advance(source, HEADERS) >= 0) await job.checkpoint(scanner.at, whole.length);
  return { index: indexOf(scanner), inflated: true, places: Float64Array.of(0, whole.length), kept: whole };
}

async function* chunks(file: FileHandle, start: number, size: number): AsyncGenerator<Buffer> {
  for (let from = start; from < size; from += WINDOW) {
    const chunk = Buffer.allocUnsafe(Math.min(WINDOW, size - from));
    await orUnreadable(readFully(file, chunk, from));
    yield chunk;
  }
}

async function readFully(file: FileHandle, into: Buffer, position: number): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error('the file was cut short');
    done += bytesRead;
  }
}
