import { Readable } from 'node:stream';
import { Ending, TASK_OPTIONS, taskOptions } from '../task';
import { optionalRecord } from '../validate';
import type { PdfDocument } from './model';
import { profileOption, type RenderOptions, rendered } from './render';

/** Bytes handed on at once. */
const CHUNK = 1 << 16;

/**
 * As {@link render}, as a stream to pipe into a response or a file.
 *
 * A PDF ends with a table of where everything in it stands, so the file is made whole, and then handed on in pieces as fast
 * as they are taken. Errors are those of {@link render}, as the stream's; destroying the stream stops the work.
 *
 * @param document what stands in it, read as by {@link render}
 * @param options as of {@link render}
 * @returns a stream of bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for options of the wrong form
 *
 * @example
 * response.type('application/pdf');
 * await pipeline(pdf.renderToStream(document), response); // of node:stream/promises
 */
export function renderToStream(document: PdfDocument, options: RenderOptions = {}): Readable {
  const fields = optionalRecord(options, 'options').only([...TASK_OPTIONS, 'profile']);
  const task = taskOptions(fields, 'interactive');
  const profile = profileOption(fields);
  const ending = new Ending(task.signal);
  const work = rendered(document, profile, { ...task, signal: ending.signal });
  // Where nobody has read yet, the error waits for `read`.
  const end = () => ending.end();
  work.then(end, end);
  let at = 0;
  return new Readable({
    read() {
      work.then(
        (file) => {
          const piece = file.subarray(at, at + CHUNK);
          at += piece.length;
          this.push(piece.length === 0 ? null : piece);
        },
        (error) => this.destroy(error),
      );
    },
    destroy(error, callback) {
      end();
      callback(error);
    },
  });
}
