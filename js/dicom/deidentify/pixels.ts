/** Rectangles of an image without what they show (PS3.15 E.3.1). */
import { ClinicoreError } from '../../errors';
import { invalid } from '../../validate';
import { UNDEFINED_LENGTH } from '../element-index';
import { type DicomImage, imageOf, integerAt, pixelEntry } from '../image/description';
import { type Part, readIn } from '../item';

/** A rectangle in every frame of an image, in pixels. */
export interface PixelRectangle {
  /** Columns to the left of it. */
  x: number;
  /** Rows above it. */
  y: number;
  /** At least 1. */
  width: number;
  /** At least 1. */
  height: number;
}

/** The pixel data with zeros in the rectangles (of YBR, grey): their entry and value. */
export async function blackened(
  dataSet: Part,
  rectangles: readonly PixelRectangle[],
): Promise<{ at: number; value: Buffer }> {
  const at = pixelEntry(dataSet);
  const image = imageOf(dataSet);
  if (at === undefined || !image) throw unsupported('there is no image');
  if ((dataSet.set.index.flags[at] as number) & UNDEFINED_LENGTH) throw unsupported('they are compressed');
  const plane = planeOf(image, integerAt(dataSet, 'PlanarConfiguration') === 1);
  for (const [number, { x, y, width, height }] of rectangles.entries()) {
    if (x + width <= image.columns && y + height <= image.rows) continue;
    const must = `within the image, which has ${image.columns} columns and ${image.rows} rows`;
    invalid(`options.cleanPixelData[${number}]`, must, rectangles[number]);
  }
  const value = Buffer.from(await readIn(dataSet, at));
  // Also frames that nobody counts, and what is there of a last one.
  for (let start = 0, number = 0; start < value.length; start += plane.bytes, number++) {
    for (const { x, y, width, height } of rectangles) {
      for (let row = y; row < y + height; row++) {
        const from = start + (row * image.columns + x) * plane.pixelBytes;
        value.fill(
          plane.filling(number),
          from,
          Math.max(from, Math.min(from + width * plane.pixelBytes, value.length)),
        );
      }
    }
  }
  return { at, value };
}

/** What stands one after the other in pixel data: frames, or planes of a colour each. */
interface Plane {
  bytes: number;
  pixelBytes: number;
  /** What a pixel of plane `number` becomes. */
  filling: (number: number) => Uint8Array;
}

function planeOf(image: DicomImage, isPlanar: boolean): Plane {
  const { rows, columns, samples, bitsAllocated, photometric } = image;
  const isYbr = photometric.startsWith('YBR');
  const isWhole = bitsAllocated === 8 || (!isYbr && [16, 32, 64].includes(bitsAllocated));
  if (!isWhole || !(samples === 1 || samples === 3) || /_42[02]$/.test(photometric)) {
    throw unsupported('their samples are not whole bytes, or are shared by pixels');
  }
  const sampleBytes = bitsAllocated / 8;
  // Without colour, in the middle of what Cb and Cr can be.
  const pixel = isYbr && samples === 3 ? Uint8Array.of(0, 128, 128) : new Uint8Array(samples * sampleBytes);
  const pixelBytes = isPlanar ? sampleBytes : samples * sampleBytes;
  const filling = (number: number): Uint8Array => {
    if (!isPlanar) return pixel;
    const first = (number % samples) * sampleBytes;
    return pixel.subarray(first, first + sampleBytes);
  };
  return { bytes: rows * columns * pixelBytes, pixelBytes, filling };
}

const unsupported = (why: string): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', `The pixels cannot be cleaned: ${why}`);
