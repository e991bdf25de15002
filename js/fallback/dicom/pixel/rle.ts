/** RLE Lossless (PS3.5 Annex G): a segment for each byte of a sample, the highest first, each in PackBits. */
import type { PixelMessage } from '../../../contract/dicom';
import { corrupt, differs } from './fault';
import type { Layout } from './frame';
import { unpack } from './native';
import type { Work } from './progress';
import type { Decoded } from './samples';

/** The number of segments and the offsets of 15. */
const HEADER = 64;

/** Bytes that are unpacked in one step. */
const STEP = 1 << 16;

export function* decodeRle(frame: PixelMessage, layout: Layout, data: Uint8Array): Work<Decoded> {
  const { samples, bytes: size, pixels } = layout;
  const segments = segmentsOf(data, samples * size);
  const decoded = { size, planar: false, bits: { stored: frame.stored, high: frame.high }, inRgb: false };
  const isPacked = frame.allocated === 1;
  const length = isPacked ? Math.ceil(pixels / 8) : pixels;
  // Two bytes become at most 128; nothing is allocated for less than that.
  if (data.length * 64 < length * segments.length) throw corrupt();
  const pixel = isPacked ? 1 : samples * size;
  if (isPacked) {
    const planes = new Uint8Array(samples * pixels);
    for (const [sample, segment] of segments.entries()) {
      const packed = new Uint8Array(length);
      yield* unpackBits(segment, packed, 0, 1, 8);
      planes.set(yield* unpack(packed, pixels), sample * pixels);
    }
    return { ...decoded, bytes: planes, planar: true };
  }
  const bytes = new Uint8Array(length * pixel);
  for (const [at, segment] of segments.entries()) {
    const sample = Math.floor(at / size);
    const byte = size - 1 - (at % size);
    yield* unpackBits(segment, bytes, sample * size + byte, pixel, 1 / size);
  }
  return { ...decoded, bytes };
}

/** The segments, of which there must be `expected`. */
function segmentsOf(data: Uint8Array, expected: number): Uint8Array[] {
  if (data.length < HEADER) throw corrupt();
  const header = new DataView(data.buffer, data.byteOffset, HEADER);
  if (header.getUint32(0, true) !== expected || expected > 15) throw differs();
  const starts = Array.from({ length: expected }, (_, segment) => header.getUint32(4 + 4 * segment, true));
  return starts.map((start, segment) => {
    const end = starts[segment + 1] ?? data.length;
    if (start < HEADER || start > end || end > data.length) throw corrupt();
    return data.subarray(start, end);
  });
}

/**
 * Unpacks a segment to every `stride`th byte of `out` from `first` on, until its end; more than that is padding
 * (PS3.5 G.3.1). A byte counts as `samples`.
 */
function* unpackBits(segment: Uint8Array, out: Uint8Array, first: number, stride: number, samples: number): Work<void> {
  const end = out.length;
  let read = 0;
  let told = first;
  let to = first;
  while (to < end) {
    if (read >= segment.length) throw corrupt();
    const control = segment[read++] as number;
    if (control < 128) {
      const stop = Math.min(to + (control + 1) * stride, end);
      // Beyond the segment there is nothing.
      if (read + Math.ceil((stop - to) / stride) > segment.length) throw corrupt();
      for (; to < stop; to += stride) out[to] = segment[read++] as number;
    } else if (control > 128) {
      if (read >= segment.length) throw corrupt();
      const value = segment[read++] as number;
      const stop = Math.min(to + (257 - control) * stride, end);
      for (; to < stop; to += stride) out[to] = value;
    }
    if (to - told >= STEP * stride) {
      yield Math.floor(((to - told) / stride) * samples);
      told = to;
    }
  }
}
