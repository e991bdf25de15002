/**
 * Content so small that it is packed and unpacked here: to hand it over to the pool and take it back holds the event loop for
 * some 20 µs, and for some 50 µs nothing else is done. What either backend makes is node:zlib's.
 */
import { deflateRawSync, type InflateRaw, inflateRawSync } from 'node:zlib';

/** Bytes that are deflated in about as long, and looked back over all of them. */
export const PACKED_HERE = 4096;
const TABLES = { windowBits: 12, memLevel: 5 };
/** What deflate adds at most to so little, and no less than node:zlib takes for a size. */
const ROOM = 64;

/** Bytes that are inflated in about as long. */
export const UNPACKED_HERE = 16 * 1024;

/** The content deflated. */
export const packedHere = (content: Uint8Array, level: number): Uint8Array =>
  deflateRawSync(content, { ...TABLES, level, chunkSize: content.length + ROOM });

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
