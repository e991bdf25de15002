/**
 * `clinicore/dicom` in JavaScript: a reader of its own, since dicom-parser recurses on nested sequences, throws strings
 * without offsets, searches for delimiters inside of undefined lengths and cannot pause, none of which can be fenced from
 * outside.
 */
import type { DicomBackend, DicomJsonPieces, DicomParsing } from '../contract/dicom';
import { readHead } from './dicom/file';
import { inflate } from './dicom/inflate';
import { write } from './dicom/json';
import { Scanner } from './dicom/scan';
import { Source } from './dicom/source';
import { enqueue, type Job } from './queue';

/** Headers looked at before the call returns: a few milliseconds' worth. Nearly every file has fewer. */
const HEADERS_IN_PASSING = 8192;

/** How long the event loop may be held. */
const TURN_MS = 4;

export const dicom: DicomBackend = {
  async parse(data, options, job) {
    const whole = Source.whole(data);
    const head = readHead(whole, options.maxElements);
    const first = options.fileMeta ? 0 : head.meta.size;
    if (head.deflated) {
      const { data: copy } = whole.without([]);
      return enqueue(job, async (running) => {
        const source = Source.whole(await inflate(copy, head.dataSet, options.maxInflatedBytes, running));
        return read(new Scanner(head, source.length, options), source, first, options, running);
      });
    }
    const scanner = new Scanner(head, whole.length, options);
    scanner.advance(whole, HEADERS_IN_PASSING);
    // The caller may change its bytes from here on. Pixel data nobody wants are not even copied.
    const source = whole.without(options.pixelData ? [] : scanner.pixelData());
    return enqueue(job, (running) => read(scanner, source, first, options, running));
  },
};

/** Finishes the scan and writes the JSON. */
async function read(
  scanner: Scanner,
  source: Source,
  first: number,
  options: DicomParsing,
  job: Job,
): Promise<DicomJsonPieces> {
  let turn = performance.now();
  const pause = async (done: number) => {
    if (performance.now() - turn < TURN_MS) return;
    await job.checkpoint(done, source.length);
    turn = performance.now();
  };
  while (!scanner.advance(source, 1024)) await pause(scanner.at);
  const writing = write({ source, index: scanner.index, first }, options);
  for (;;) {
    const { done, value } = writing.next();
    if (done) return value;
    await pause(value);
  }
}
