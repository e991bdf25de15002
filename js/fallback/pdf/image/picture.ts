/** A picture as a PDF holds it. */
import { createHash } from 'node:crypto';
import { ClinicoreError } from '../../../errors';
import { isPng } from '../../../png';
import { isJpeg, readJpeg } from './jpeg';
import { readPng } from './png';

/** See above. */
export interface Picture {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: number;
  colorSpace: 'DeviceGray' | 'DeviceRGB' | 'DeviceCMYK' | { palette: Buffer };
  /** Whether 0 is the most of a colour. */
  inverted?: boolean;
  filter: 'FlateDecode' | 'DCTDecode';
  /** How its lines are foretold (`DecodeParms`). */
  predictor: Record<string, number> | undefined;
  /** Encoded. */
  data: Uint8Array;
  /** Opacity, a byte for each pixel, deflated. */
  alpha: Uint8Array | undefined;
}

/** A picture has at most so many pixels: more would take 200 MB to decode. */
const MAX_PIXELS = 50_000_000;

/** Refuses a picture. */
export class Refusal {
  constructor(readonly path: string) {}

  malformed(reason: string): ClinicoreError {
    return new ClinicoreError('ERR_MALFORMED_INPUT', `${this.path} is malformed: ${reason}`, { argument: this.path });
  }

  unsupported(reason: string): ClinicoreError {
    const message = `${this.path} is not supported: ${reason}`;
    return new ClinicoreError('ERR_UNSUPPORTED', message, { argument: this.path });
  }

  /** Throws for pictures that are too large, before anything is made for them. */
  checkSize(width: number, height: number): void {
    const given = width * height;
    if (given === 0) throw this.malformed('it has no pixels');
    if (given <= MAX_PIXELS) return;
    const message = `${this.path} must have at most ${MAX_PIXELS} pixels, got ${given}`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: this.path, limit: MAX_PIXELS, given });
  }
}

/** Bytes of the pictures that are kept for documents to come: a practice's logo is in all of them. */
const MAX_KEPT = 16 << 20;
const kept = new Map<string, Picture>();
let keptBytes = 0;

/** The picture of a PNG or JPEG file. */
export function readPicture(bytes: Uint8Array, path: string): Picture {
  const key = createHash('sha256').update(bytes).digest('base64');
  const known = kept.get(key);
  if (known) return known;
  const data = Buffer.from(bytes);
  const refusal = new Refusal(path);
  const read = isPng(data) ? readPng : isJpeg(data) ? readJpeg : undefined;
  if (read === undefined) throw refusal.malformed('it is neither a PNG nor a JPEG');
  const picture = read(data, refusal);
  keep(key, picture);
  return picture;
}

function keep(key: string, picture: Picture): void {
  const size = picture.data.length + (picture.alpha?.length ?? 0);
  if (size > MAX_KEPT / 4) return;
  if (keptBytes + size > MAX_KEPT) {
    kept.clear();
    keptBytes = 0;
  }
  kept.set(key, picture);
  keptBytes += size;
}
