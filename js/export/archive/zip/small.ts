/**
 * Content so small that it is packed and unpacked here: to hand it over to the pool and take it back holds the event loop for
 * some 20 µs, and for some 50 µs nothing else is done. What either backend makes is node:zlib's.
 */
import { constants, deflateRawSync, type InflateRaw, inflateRawSync } from 'node:zlib';

/** Bytes that are deflated in about as long, and looked back over all of them. */
export const PACKED_HERE = 4096;
/** What deflate adds at most to so little, and no less than node:zlib takes for a size. */
const ROOM = 64;

/** Bytes that are inflated in about as long. */
export const UNPACKED_HERE = 16 * 1024;

/** The content deflated; `unfinished` at a whole byte without a last block, so that others may follow. */
export function packedHere(content: Uint8Array, level: number, unfinished = false): Uint8Array {
  const isSmall = content.length <= PACKED_HERE;
  const tables = isSmall ? { windowBits: 12, memLevel: 5, chunkSize: content.length + ROOM } : {};
  return deflateRawSync(content, {
    ...tables,
    level,
    finishFlush: unfinished ? constants.Z_SYNC_FLUSH : constants.Z_FINISH,
  });
}

/** What was deflated to `packed`, or nothing if that is not all that it holds, or more than so many bytes. */
export function unpackedHere(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const options = { chunkSize: size + ROOM, maxOutputLength: Math.max(1, size), info: true };
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as { buffer: Buffer; engine: InflateRaw };
    return buffer.length <= size && engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}
