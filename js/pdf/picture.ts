/** The pictures of a document, by name, and all bytes that cross to a backend beside it. */
import type { ImageMessage, ProfileMessage } from '../contract/pdf';
import { ClinicoreError } from '../errors';
import { bytes, type Fields, invalid, limitLength, number } from '../validate';
import { figure } from './figure';
import { named } from './names';

const MAX_PICTURES = 1_000;
const MAX_PICTURE_BYTES = 64 << 20;
/** A decoded picture takes four bytes a pixel. */
const MAX_PIXELS = 50_000_000;

/** See {@link Pictures.binaries}. */
export class Pictures {
  /** Each picture that a block shows, and what else is added, once. */
  readonly binaries: Uint8Array[] = [];
  readonly #named: ReadonlyMap<string, Picture>;
  readonly #indices = new Map<string, number>();
  readonly #isArchived: boolean;

  constructor(document: Fields, profile: ProfileMessage) {
    this.#named = document.optional('images', new Map(), named, MAX_PICTURES, picture);
    this.#isArchived = profile.name.startsWith('archive');
  }

  /** The index among the binaries of the picture of that name. */
  readonly index = (value: unknown, path: string): number => {
    const shown = typeof value === 'string' ? this.#named.get(value) : undefined;
    if (shown === undefined) invalid(path, "the name of one of the document's images", value);
    const known = this.#indices.get(value as string);
    if (known !== undefined) return known;
    if (shown.isCmyk && this.#isArchived) {
      // ISO 19005-3, 6.2.4.3: DeviceCMYK needs an output intent for inks, and ours is sRGB.
      const argument = `document.images.${value}`;
      const message = `${argument} is a CMYK picture, and what is archived must say what its inks look like; give it in RGB`;
      throw new ClinicoreError('ERR_UNSUPPORTED', message, { argument });
    }
    const index = this.add(shown.data);
    this.#indices.set(value as string, index);
    return index;
  };

  /** Adds other bytes. */
  add(data: Uint8Array): number {
    return this.binaries.push(data) - 1;
  }
}

export function image(pictures: Pictures, fields: Fields): ImageMessage {
  return {
    type: 'image',
    ...figure(fields),
    image: fields.get('image', pictures.index),
    width: fields.optional('width', null, number, 1, 14_400),
    height: fields.optional('height', null, number, 1, 14_400),
  };
}

/** A file whose first bytes say that it is a picture. */
interface Picture {
  data: Uint8Array;
  isCmyk: boolean;
}

/** Refuses what is no picture, and one that is too large. */
function picture(value: unknown, path: string): Picture {
  const data = bytes(value, path);
  limitLength(data.length, path, MAX_PICTURE_BYTES);
  const size = pngSize(data) ?? jpegSize(data);
  if (size === undefined) {
    throw new ClinicoreError('ERR_MALFORMED_INPUT', `${path} must be a PNG or JPEG file`, { argument: path });
  }
  const pixels = size.width * size.height;
  if (pixels > MAX_PIXELS) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must have at most ${MAX_PIXELS} pixels, got ${pixels}`, {
      argument: path,
      limit: MAX_PIXELS,
      given: pixels,
    });
  }
  return { data, isCmyk: size.channels === 4 };
}

interface Size {
  width: number;
  height: number;
  /** Of a JPEG. */
  channels: number | undefined;
}

const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');

function pngSize(data: Uint8Array): Size | undefined {
  if (data.length < 24 || !PNG.equals(data.subarray(0, PNG.length))) return undefined;
  const view = new DataView(data.buffer, data.byteOffset);
  return sized(view.getUint32(16), view.getUint32(20));
}

/** By the first start of a frame (ITU-T T.81, B.1.1.3 and B.2.2). */
function jpegSize(data: Uint8Array): Size | undefined {
  if (data.length < 4 || data[0] !== 0xff || data[1] !== 0xd8) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  for (let at = 2; at + 9 < data.length && data[at] === 0xff; ) {
    const marker = data[at + 1] as number;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized(view.getUint16(at + 7), view.getUint16(at + 5), data[at + 9]);
    // A marker may be preceded by any number of fill bytes.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

const sized = (width: number, height: number, channels?: number): Size | undefined =>
  width > 0 && height > 0 ? { width, height, channels } : undefined;
