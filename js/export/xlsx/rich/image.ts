/** Pictures on a sheet. */
import type { ImageMessage, PlaceMessage } from '../../../contract/rich';
import { ClinicoreError } from '../../../errors';
import { bytes, type Fields, integer, invalid, record, text } from '../../../validate';
import { type CellAddress, cellAt } from './address';

/** Where a picture or a chart stands. */
export interface Placed {
  /** The cell under its top left corner; it moves with that cell. */
  at: CellAddress;
  /** Pixels (of 1/96 inch) to the right of the cell's left edge and below its top. Default 0. */
  x?: number;
  /** Pixels below the cell's top edge, as `x`. */
  y?: number;
  /** What it shows, for those who cannot see it, at most 2,000 characters. Default: none. */
  alt?: string;
}

/** A picture. */
export interface SheetImage extends Placed {
  /** A PNG or JPEG file's bytes, at most 20 MB. The same bytes are kept once. */
  data: Uint8Array;
  /** In pixels. Default: the picture's own; where one of the two is given, the other follows from it. */
  width?: number;
  /** In pixels, as `width`. */
  height?: number;
}

/** The names of {@link Placed}. */
export const PLACE = ['at', 'x', 'y', 'alt'] as const;

/** Reads {@link Placed}. */
export function placeOf(fields: Fields, width: number, height: number): PlaceMessage {
  return {
    ...fields.get('at', cellAt),
    x: fields.optional('x', 0, integer, 0, 100_000),
    y: fields.optional('y', 0, integer, 0, 100_000),
    width,
    height,
    alt: fields.optional('alt', '', text, 2_000),
  };
}

const MAX_BYTES = 20_000_000;
const MAX_SIDE = 10_000;

/** Reads a {@link SheetImage}; `keep` keeps the bytes and gives their index. */
export function checkImage(
  value: unknown,
  path: string,
  keep: (data: Uint8Array, path: string) => number,
): ImageMessage {
  const fields = record(value, path).only([...PLACE, 'data', 'width', 'height']);
  const data = fields.get('data', bytes);
  const at = fields.path('data');
  if (data.length > MAX_BYTES) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${at} must be at most ${MAX_BYTES} bytes, got ${data.length}`, {
      argument: at,
      limit: MAX_BYTES,
      given: data.length,
    });
  }
  const picture = sizeOf(data) ?? invalid(at, 'a PNG or JPEG file', data);
  const given = {
    width: fields.optional('width', undefined, integer, 1, MAX_SIDE),
    height: fields.optional('height', undefined, integer, 1, MAX_SIDE),
  };
  const side = (length: number) => Math.min(MAX_SIDE, Math.max(1, Math.round(length)));
  const { width, height } = picture;
  return {
    ...placeOf(
      fields,
      given.width ?? side(given.height === undefined ? width : (given.height * width) / height),
      given.height ?? side(given.width === undefined ? height : (given.width * height) / width),
    ),
    image: keep(data, at),
    format: picture.format,
  };
}

/** A picture's format and size, from its header. */
function sizeOf(data: Uint8Array): { format: 'png' | 'jpeg'; width: number; height: number } | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length >= 33 && view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a) {
    const [width, height] = [view.getUint32(16), view.getUint32(20)];
    return isWholePng(view) && width > 0 && height > 0 ? { format: 'png', width, height } : undefined;
  }
  return data.length > 4 && view.getUint16(0) === 0xffd8 ? jpegSize(view) : undefined;
}

const [IHDR, IEND] = [0x49484452, 0x49454e44];

/** Whether its chunks lead from the first to the last one (PNG, 3rd edition, 5.3). */
function isWholePng(view: DataView): boolean {
  if (view.getUint32(12) !== IHDR) return false;
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) === IEND) return true;
  }
  return false;
}

/** The size in a JPEG's frame header (ITU-T T.81, B.2.2), if its segments lead to a scan. */
function jpegSize(view: DataView): { format: 'jpeg'; width: number; height: number } | undefined {
  let size: { format: 'jpeg'; width: number; height: number } | undefined;
  for (let at = 2; at + 9 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === START_OF_SCAN) return size;
    if (marker < 0xff01 || marker === 0xffff || view.getUint16(at + 2) < 2) return undefined;
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
    if (isFrame && width > 0 && height > 0) size = { format: 'jpeg', width, height };
  }
  return undefined;
}

const START_OF_SCAN = 0xffda;
