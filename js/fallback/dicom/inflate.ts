import { createInflateRaw } from 'node:zlib';
import type { Job } from '../queue';
import { exceeded, malformed } from './errors';

/** Real data sets deflate to a tenth or a hundredth; deflate itself can reach a thousandth, which only bombs do. */
const MAX_RATIO = 200;

/** Output that is free of the ratio, so that a small data set of zeros is not taken for a bomb. */
const RATIO_GRACE = 1 << 20;

/** The bytes before `start` as they are, then what follows inflated (raw deflate, PS3.5 A.5). */
export async function inflate(data: Buffer, start: number, maxBytes: number, job: Job): Promise<Buffer> {
  const deflated = data.subarray(start);
  const inflater = createInflateRaw({ chunkSize: 64 * 1024 });
  const chunks = [data.subarray(0, start)];
  let written = 0;
  const refuse = (what: string, limit: number, details = {}) =>
    exceeded(`The deflated data set at byte ${start} inflates to more than ${limit} ${what}`, limit, {
      offset: start,
      ...details,
    });
  try {
    inflater.end(deflated);
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      written += chunk.length;
      const read = inflater.bytesWritten;
      if (written > maxBytes) throw refuse('bytes', maxBytes, { option: 'maxInflatedBytes' });
      if (written > RATIO_GRACE && Math.floor(written / MAX_RATIO) > read) throw refuse('times its size', MAX_RATIO);
      await job.checkpoint(read, deflated.length);
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_')) {
      throw malformed(`The deflated data set at byte ${start} cannot be inflated: it is corrupt or cut short`, start);
    }
    throw error;
  } finally {
    inflater.destroy();
  }
  return Buffer.concat(chunks);
}
