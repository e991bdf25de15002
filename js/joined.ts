/** Pieces of bytes as one. */
import { constants } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';

/** Bytes copied in a turn of the event loop: a millisecond or two, for most of it is memory that was never used. */
const STEP = 2 * 1024 * 1024;

/**
 * All pieces, one after the other, in a Buffer that shares its memory with none of them; with turns of the event loop in
 * between, so leave them alone until the promise settles.
 *
 * @param size how many bytes they have
 */
export async function joined(pieces: readonly Uint8Array[], size: number): Promise<Buffer> {
  if (size <= STEP) return Buffer.concat(pieces, size);
  const all = Buffer.allocUnsafeSlow(Math.min(size, constants.MAX_LENGTH));
  let [at, copied] = [0, 0];
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += STEP) {
      const part = piece.subarray(from, from + STEP);
      all.set(part, at);
      at += part.length;
      copied += part.length;
      if (copied < STEP) continue;
      copied = 0;
      await turn();
    }
  }
  return all;
}
