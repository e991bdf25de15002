/** What a frame is and what is wanted of it. */
import type { PixelMessage } from '../../../contract/dicom';
import { described, tooLarge } from './fault';

/** The sizes that follow from a frame's description, which were found to be consistent and within the limits. */
export interface Layout {
  rows: number;
  columns: number;
  /** Samples of a pixel. */
  samples: number;
  /** Bytes of a decoded sample. */
  bytes: number;
  /** Pixels of the frame. */
  pixels: number;
  /** Samples of all pixels. */
  count: number;
}

/** Throws a `Fault` where the description contradicts itself, or the frame is larger than it may be. */
export function layoutOf(frame: PixelMessage): Layout {
  const { allocated, stored, high, samples, rows, columns, float, palette, maxFrameBytes } = frame;
  if (rows === 0 || columns === 0 || rows > 0x7fff_ffff || columns > 0x7fff_ffff) {
    throw described('it has no rows or columns');
  }
  if (![1, 3, 4].includes(samples)) throw described('the samples per pixel are not 1, 3 or 4');
  if (![1, 8, 16, 32, 64].includes(allocated)) throw described('the bits allocated are not 1, 8, 16, 32 or 64');
  if (stored === 0 || stored > allocated || high >= allocated || high + 1 < stored) {
    throw described('the bits stored and the high bit do not fit the bits allocated');
  }
  if (float && allocated < 32) throw described('floats are not of 32 or 64 bits');
  if (palette && samples !== 1) throw described('there is a palette for more than one sample');
  const bytes = Math.ceil(allocated / 8);
  const pixels = rows * columns;
  // Of one sample three can become in the palette's colours.
  const given = pixels * Math.max(samples * bytes, palette ? 6 : 0);
  if (given > maxFrameBytes) throw tooLarge(given);
  return { rows, columns, samples, bytes, pixels, count: pixels * samples };
}

/** Whether YBR is to become RGB, and indexes colours. */
export const wantsRgb = ({ color, output }: PixelMessage): boolean => color || output !== 'samples';

/** Whether every two native pixels share their colours. */
export const isHalved = ({ samples, photometric }: PixelMessage): boolean =>
  samples === 3 && photometric.endsWith('_422');
