/** Deflated Image Frame Compression (PS3.5 A.4.13): native pixels of each frame, deflated (RFC 1951). */
import { constants, createInflateRaw } from 'node:zlib';
import type { PixelMessage } from '../../../contract/dicom';
import { corrupt } from './fault';
import { isHalved, type Layout } from './frame';
import type { Progress } from './progress';

/** How much is inflated at a time. */
const BLOCK = 64 * 1024;

/** The native pixels of a frame. */
export async function inflated(
  frame: PixelMessage,
  layout: Layout,
  data: Uint8Array,
  progress: Progress,
): Promise<Uint8Array<ArrayBuffer>> {
  const samples = isHalved(frame) ? 2 * layout.pixels : layout.count;
  const pixels = new Uint8Array(frame.allocated === 1 ? Math.ceil(samples / 8) : samples * layout.bytes);
  // A stream that lacks its end may still hold all pixels.
  const inflater = createInflateRaw({ chunkSize: BLOCK, finishFlush: constants.Z_SYNC_FLUSH });
  inflater.end(data);
  let filled = 0;
  try {
    for await (const block of inflater as AsyncIterable<Buffer>) {
      const part = block.subarray(0, pixels.length - filled);
      pixels.set(part, filled);
      filled += part.length;
      await progress.add(Math.floor(part.length / layout.bytes));
      if (filled === pixels.length) return pixels;
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_')) throw corrupt();
    throw error;
  }
  throw corrupt();
}
