/** The pictures that a Secondary Capture is made of. */
import { types } from 'node:util';
import { isPng } from '../../png';
import { bytes, integer, invalid, isRecord, record } from '../../validate';
import type { Turns } from '../turn';
import { isJpeg, type Jpeg, readJpeg } from './jpeg';
import { pictureFault, pictureSize } from './picture-size';
import { pngHead, pngPixels } from './png';

/** Pixels of 8 bits. */
export interface Pixels {
  /** From top to bottom, 1 to 65,535. */
  rows: number;
  /** From left to right, 1 to 65,535. */
  columns: number;
  /** Samples a pixel: 1 grey (0 is black), 3 RGB. */
  samples: 1 | 3;
  /** A byte each, the samples of a pixel side by side, row after row. */
  pixels: Uint8Array;
}

/** A picture whose bytes are known to be what they say. */
export type Picture =
  | { kind: 'jpeg'; rows: number; columns: number; samples: 1 | 3; jpeg: Jpeg }
  | { kind: 'pixels'; rows: number; columns: number; samples: 1 | 3; pixels: (turns: Turns) => Promise<Uint8Array> };

/** Checks a picture: all of it, but for the pixels of a PNG. */
export function picture(value: unknown, path: string): Picture {
  if (!types.isUint8Array(value)) {
    if (!isRecord(value)) invalid(path, 'the bytes of a PNG or JPEG, or { rows, columns, samples, pixels }', value);
    return raw(value, path);
  }
  const given = bytes(value, path);
  const data = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (isJpeg(data)) {
    const jpeg = readJpeg(data, path);
    return { kind: 'jpeg', rows: jpeg.rows, columns: jpeg.columns, samples: jpeg.samples, jpeg };
  }
  if (!isPng(data)) throw pictureFault(path, 'neither a PNG nor a JPEG');
  const head = pngHead(data, path);
  const samples = head.colorType === 0 || head.colorType === 4 ? 1 : 3;
  const pixels = (turns: Turns) => pngPixels(head, path, turns);
  return { kind: 'pixels', rows: head.rows, columns: head.columns, samples, pixels };
}

function raw(value: Record<string, unknown>, path: string): Picture {
  const fields = record(value, path);
  const rows = fields.get('rows', integer, 1, 65_535);
  const columns = fields.get('columns', integer, 1, 65_535);
  const samples = fields.get('samples', oneOrThree);
  pictureSize(rows, columns, samples, path);
  const pixels = fields.get('pixels', bytes);
  const size = rows * columns * samples;
  if (pixels.length !== size) invalid(`${path}.pixels`, `${size} bytes: rows × columns × samples`, pixels);
  return { kind: 'pixels', rows, columns, samples, pixels: async () => pixels };
}

function oneOrThree(value: unknown, path: string): 1 | 3 {
  if (value !== 1 && value !== 3) invalid(path, '1 or 3', value);
  return value;
}
