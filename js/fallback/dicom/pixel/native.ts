/** Pixels as they stand in native (uncompressed) pixel data (PS3.5 8.1.1, 8.2, A.2; PS3.3 C.7.6.3.1.2). */
import type { PixelMessage } from '../../../contract/dicom';
import { cutShort, described } from './fault';
import { isHalved, type Layout } from './frame';
import { inBlocks, type Work } from './progress';
import type { Decoded } from './samples';

export function* decodeNative(frame: PixelMessage, layout: Layout, data: Uint8Array<ArrayBuffer>): Work<Decoded> {
  const { stored, high, planar, allocated } = frame;
  const { bytes: size, count } = layout;
  const decoded = (bytes: Uint8Array<ArrayBuffer>, isPlanar = planar): Decoded => ({
    bytes,
    size,
    planar: isPlanar,
    bits: { stored, high },
    inRgb: false,
  });
  if (frame.bigEndian && size > 1) yield* swap(data, size);
  if (allocated === 1) return decoded(yield* unpack(data, count));
  if (isHalved(frame)) return decoded(yield* chromaDoubled(data, layout), false);
  return decoded(exactly(data, count * size));
}

/** The first `required` bytes: what follows is padding. */
function exactly<T extends Uint8Array>(data: T, required: number): T {
  if (data.length < required) throw cutShort(required, data.length);
  return data.subarray(0, required) as T;
}

/** Turns the bytes of each sample round; half a sample at the end is padding. */
function* swap(data: Uint8Array, size: number): Work<void> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const turn = { 2: bytes.swap16, 4: bytes.swap32, 8: bytes.swap64 }[size] as () => Buffer;
  yield* inBlocks(Math.floor(data.length / size), (from, to) => turn.call(bytes.subarray(from * size, to * size)));
}

/** A byte for each of `count` bits, from the lowest of each byte (PS3.5 8.1.1). */
export function* unpack(data: Uint8Array, count: number): Work<Uint8Array<ArrayBuffer>> {
  const packed = exactly(data, Math.ceil(count / 8));
  const bits = new Uint8Array(count);
  yield* inBlocks(count, (from, to) => {
    for (let at = from; at < to; at++) bits[at] = ((packed[at >>> 3] as number) >>> (at & 7)) & 1;
  });
  return bits;
}

/** Of two pixels, both Y, then the Cb and Cr they share (PS3.3 C.7.6.3.1.2). */
function* chromaDoubled(data: Uint8Array, { columns, pixels, bytes: size }: Layout): Work<Uint8Array<ArrayBuffer>> {
  if (columns % 2 !== 0) throw described('the colours are of two pixels each, but it has an odd number of columns');
  const packed = exactly(data, pixels * 2 * size);
  const doubled = new Uint8Array(pixels * 3 * size);
  yield* inBlocks(pixels / 2, (from, to) => {
    let [read, written] = [from * 4 * size, from * 6 * size];
    for (let two = from; two < to; two++) {
      const chroma = read + 2 * size;
      for (let luma = 0; luma < 2; luma++) {
        for (let byte = 0; byte < size; byte++) doubled[written++] = packed[read++] as number;
        for (let byte = 0; byte < 2 * size; byte++) doubled[written++] = packed[chroma + byte] as number;
      }
      read += 2 * size;
    }
  });
  return doubled;
}
