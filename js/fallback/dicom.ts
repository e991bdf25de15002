/**
 * `clinicore/dicom` in JavaScript: a reader of its own, since dicom-parser recurses on nested sequences, throws strings
 * without offsets, searches for delimiters inside of undefined lengths and cannot pause, none of which can be fenced from
 * outside.
 */
import type { DicomBackend, DicomJsonPieces, DicomParsing, PixelMessage } from '../contract/dicom';
import type { DataSet } from '../dicom/data-set';
import { TURN_MS } from '../dicom/turn';
import { indexFile } from './dicom/index-file';
import { inflateFrom } from './dicom/inflate';
import { write } from './dicom/json';
import { Scanner } from './dicom/scan';
import { Excerpt } from './dicom/source';
import { indexBytes, WindowScanner } from './dicom/window-scanner';
import { enqueue, type Job } from './queue';

/** Headers looked at before the call returns: a few milliseconds' worth. Nearly every file has fewer. */
const HEADERS_IN_PASSING = 8192;

export const dicom: DicomBackend = {
  async parse(data, options, job) {
    const whole = Excerpt.whole(data);
    const scanner = new Scanner(options);
    scanner.advance(whole, HEADERS_IN_PASSING);
    const { deflatedAt } = scanner;
    if (deflatedAt >= 0) {
      const { data: copy } = whole.without([]);
      return enqueue(job, async (running) => {
        const source = Excerpt.whole(await inflateFrom(copy, deflatedAt, options.maxInflatedBytes, running));
        return read(scanner, source, options, running);
      });
    }
    // The caller may change its bytes from here on. Pixel data nobody wants are not even copied.
    const source = whole.without(options.pixelData ? [] : scanner.pixelData());
    return enqueue(job, (running) => read(scanner, source, options, running));
  },
  indexBytes,
  Scanner: WindowScanner,
  indexFile,
  async inflate(data, offset, maxInflatedBytes, job) {
    const { data: copy } = Excerpt.whole(data).without([]);
    return enqueue(job, (running) => inflateFrom(copy, offset, maxInflatedBytes, running));
  },
  async decodeFrame(pixels, frame, tables, job) {
    const copies = [Uint8Array.from(frame), Uint8Array.from(tables)] as const;
    return enqueue(job, async (running) => {
      // Loaded by the first call: native needs nothing of it.
      const { decodeFrame } = await import('./dicom/pixel/decode.js');
      return decodeFrame(JSON.parse(pixels) as PixelMessage, ...copies, running);
    });
  },
};

/** Finishes the scan and writes the JSON. */
async function read(scanner: Scanner, source: Excerpt, options: DicomParsing, job: Job): Promise<DicomJsonPieces> {
  let turn = performance.now();
  const pause = async (done: number) => {
    if (performance.now() - turn < TURN_MS) return;
    await job.checkpoint(done, source.length);
    turn = performance.now();
  };
  while (scanner.advance(source, 1024) >= 0) await pause(scanner.at);
  const { index } = scanner;
  const bytes = (at: number) => {
    const length = index.lengths[at] as number;
    const from = source.locate(index.offsets[at] as number, length);
    return from < 0 ? undefined : source.data.subarray(from, from + length);
  };
  const dataSet: DataSet = { index, bytes };
  const writing = write(dataSet, options.fileMeta ? 0 : scanner.meta, options);
  for (;;) {
    const { done, value } = writing.next();
    if (done) return value;
    await pause(value);
  }
}
