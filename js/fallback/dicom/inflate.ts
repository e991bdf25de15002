import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { exceeded, malformed } from '../../dicom/errors';
import type { Job } from '../queue';

/** Real data sets deflate to a tenth or a hundredth; deflate itself can reach a thousandth, which only bombs do. */
const MAX_RATIO = 200;

/** Output that is free of the ratio, so that a small data set of zeros is not taken for a bomb. */
const RATIO_GRACE = 1 << 20;

/**
 * What stands before a deflated data set as it is, then the data set inflated (raw deflate, PS3.5 A.5).
 *
 * @param head what stands before it
 * @param deflated the rest of the file, of `size` bytes in all
 */
export async function inflate(
  head: Buffer,
  deflated: Iterable<Buffer> | AsyncIterable<Buffer>,
  size: number,
  maxBytes: number,
  job: Job,
): Promise<Buffer> {
  const start = head.length;
  const inflater = createInflateRaw({ chunkSize: 64 * 1024 });
  const input = Readable.from(deflated);
  const chunks = [head];
  let written = 0;
  const refuse = (what: string, limit: number, details = {}) =>
    exceeded(`The deflated data set at byte ${start} inflates to more than ${limit} ${what}`, limit, {
      offset: start,
      ...details,
    });
  try {
    input.on('error', (error) => inflater.destroy(error)).pipe(inflater);
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      written += chunk.length;
      const read = inflater.bytesWritten;
      if (written > maxBytes) throw refuse('bytes', maxBytes, { option: 'maxInflatedBytes' });
      if (written > RATIO_GRACE && Math.floor(written / MAX_RATIO) > read) throw refuse('times its size', MAX_RATIO);
      await job.checkpoint(read, size);
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_')) {
      throw malformed(`The deflated data set at byte ${start} cannot be inflated: it is corrupt or cut short`, start);
    }
    throw error;
  } finally {
    input.destroy();
    inflater.destroy();
  }
  return Buffer.concat(chunks);
}

/** As {@link inflate}, of a whole file that is deflated from `start` on. */
export const inflateFrom = (data: Buffer, start: number, maxBytes: number, job: Job): Promise<Buffer> =>
  inflate(data.subarray(0, start), [data.subarray(start)], data.length - start, maxBytes, job);
