/** Bytes through a codec, a chunk at a time, so that the event loop never copies much at once. */
import type { Job } from '../contract';
import type { Codec } from '../contract/compression';
import { ClinicoreError } from '../errors';
import { whenRoom } from './on-pool';

/** Copied in a tenth of a millisecond, worked on for a few. */
export const CHUNK = 1024 * 1024;

const EMPTY = new Uint8Array(0);

/**
 * Hands bytes to a codec and gives all that came out with the last of them.
 *
 * @param tell called with how many bytes have been worked on
 */
export async function through(
  codec: Codec,
  data: Uint8Array,
  job: Job,
  tell: (done: number) => void,
): Promise<Uint8Array> {
  const size = data.length;
  try {
    for (let at = 0; ; at += CHUNK) {
      if (data.length !== size) throw detached();
      const end = Math.min(size, at + CHUNK);
      const chunk = data.subarray(at, end);
      const out = await write(codec, chunk, end === size, job, at > 0);
      tell(end);
      if (end === size) return out;
    }
  } finally {
    codec.close();
  }
}

/** A chunk's turn on the pool. */
export const write = (codec: Codec, chunk: Uint8Array, last: boolean, job: Job, begun: boolean): Promise<Uint8Array> =>
  whenRoom(begun, () => codec.write(chunk, last, job));

/** What a codec has left to give without further input, piece by piece. */
export async function* rest(codec: Codec, last: boolean, job: Job): AsyncGenerator<Uint8Array> {
  while (codec.pending()) yield await write(codec, EMPTY, last, job, true);
}

/** The bytes as a Buffer, not copied. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const detached = (): ClinicoreError =>
  new ClinicoreError('ERR_INVALID_ARGUMENT', 'data changed its length while it was read', { argument: 'data' });
