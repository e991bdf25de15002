/**
 * JPEG (ITU-T T.81): baseline, extended sequential and progressive of 8 and 12 bits, and lossless (process 14) of 2 to 16
 * bits, all Huffman-coded, as transfer syntaxes 1.2.840.10008.1.2.4.50 to .70 have it.
 *
 * The inverse transform is the whole-number "islow" of the reference software and chroma are enlarged by its triangle
 * filter, so that the samples are those of libjpeg, bit for bit.
 */
import type { PixelMessage } from '../../../contract/dicom';
import { corrupt, differs, unsupported } from './fault';
import { type Layout, wantsRgb } from './frame';
import { interleaved, toRgb } from './jpeg/chroma';
import { type Header, Reader, setRows } from './jpeg/header';
import { LosslessImage } from './jpeg/lossless';
import type { Samples } from './jpeg/plane';
import { ProgressiveImage } from './jpeg/progressive';
import { SequentialImage } from './jpeg/sequential';
import type { Work } from './progress';
import { type Decoded, lowest } from './samples';

/** Each scan costs a pass over the image, whatever its length; real files have about ten. */
const MAX_SCANS = 100;

/** Decodes a frame; throws a `Fault`. */
export function* decodeJpeg(frame: PixelMessage, layout: Layout, data: Uint8Array): Work<Decoded> {
  const reader = new Reader(data);
  const start = yield* reader.next();
  if (start.kind !== 'frame') throw corrupt();
  const { header } = start;
  requireSame(header, frame, layout);
  const image = imageOf(header, data.length);
  yield* readScans(image, reader);
  const pixels = yield* pixelsOf(image, header);
  const wide = header.precision > 8;
  let inRgb = false;
  if (header.components.length === 3 && header.process !== 'lossless') {
    inRgb = !isYbr(header, reader, frame);
    if (!inRgb && wantsRgb(frame)) {
      yield* toRgb(pixels, header.precision);
      inRgb = true;
    }
  }
  return {
    bytes: new Uint8Array(pixels.buffer),
    size: wide ? 2 : 1,
    planar: false,
    bits: lowest(Math.min(frame.stored, wide ? 16 : 8)),
    inRgb,
  };
}

/** What the scans of an image are gathered in. Nothing is allocated for more than `length` bytes can hold. */
function imageOf(header: Header, length: number): SequentialImage | ProgressiveImage | LosslessImage {
  const { process, columns, rows, components } = header;
  const units = components.map(({ blockColumns, blockRows }) =>
    process === 'lossless' ? columns * rows : blockColumns * blockRows,
  );
  // A block takes two codes at the least, in the first scan of a progressive image or without blocks one.
  const codes = process === 'sequential' ? 2 : 1;
  if (units.reduce((sum, units) => sum + units) * codes > length * 8) throw corrupt();
  if (process === 'lossless') return new LosslessImage(header);
  return process === 'progressive' ? new ProgressiveImage(header) : new SequentialImage(header);
}

/** Reads scans until the image is complete. */
function* readScans(image: ReturnType<typeof imageOf>, reader: Reader): Work<void> {
  for (let scans = 0; !image.isComplete(); ) {
    const segment = yield* reader.next();
    if (segment.kind === 'scan') {
      scans++;
      if (scans > MAX_SCANS) throw unsupported('JPEG of so many scans');
      reader.at = yield* image.scan(segment.scan, reader);
    } else if (segment.kind === 'end' && image instanceof ProgressiveImage && scans > 0) {
      return;
    } else {
      throw corrupt();
    }
  }
}

/** The samples of a complete image, not converted. */
function* pixelsOf(image: ReturnType<typeof imageOf>, header: Header): Work<Samples> {
  if (image instanceof LosslessImage) return image.pixels;
  const planes = image instanceof ProgressiveImage ? yield* image.planes() : image.planes();
  return yield* interleaved(header, planes);
}

/** Holds the header to the data set's dimensions. */
function requireSame(header: Header, frame: PixelMessage, layout: Layout): void {
  // T.81 B.2.5 allows the lines to be told at the end, by a marker nobody writes; the data set knows them.
  if (header.rows === 0) setRows(header, layout.rows);
  const same =
    header.rows === layout.rows &&
    header.columns === layout.columns &&
    header.components.length === layout.samples &&
    Math.ceil(header.precision / 8) <= layout.bytes &&
    !frame.float &&
    frame.allocated > 1;
  if (!same) throw differs();
  const isWhole = header.components.every(({ h, v }) => header.h % h === 0 && header.v % v === 0);
  if (header.process !== 'lossless' && !isWhole) throw unsupported('JPEG with components subsampled by fractions');
}

/**
 * Whether three components are YBR: as pydicom and libjpeg tell it, by their ids, by JFIF's or Adobe's marker, else by the
 * photometric interpretation.
 */
function isYbr({ components }: Header, reader: Reader, frame: PixelMessage): boolean {
  const ids = String.fromCharCode(...components.map(({ id }) => id));
  if (/^RGB$/i.test(ids)) return false;
  if (reader.isJfif) return true;
  return reader.adobeTransform === undefined ? frame.photometric.startsWith('YBR') : reader.adobeTransform !== 0;
}
