/** Whether a compressed frame holds more than the image: EXIF, comments, and the like. */
import { ClinicoreError } from '../../errors';
import { UNDEFINED_LENGTH } from '../element-index';
import { pixelEntry } from '../image/description';
import type { Part } from '../item';

/** How much of the pixel data is looked at: such segments come first. */
const LOOKED_AT = 64 * 1024;
/** The header of an item, of which the first is the Basic Offset Table. */
const ITEM_HEADER = 8;

/** Of the first frame; `false` also where it cannot be seen. */
export async function holdsMoreThanImage(dataSet: Part): Promise<boolean> {
  const { set } = dataSet;
  const at = pixelEntry(dataSet);
  if (at === undefined || !((set.index.flags[at] as number) & UNDEFINED_LENGTH)) return false;
  const { tags, offsets, lengths } = set.index;
  const length = Math.min(lengths[at] as number, LOOKED_AT);
  let bytes: Buffer;
  try {
    bytes = await set.storage.read(tags[at] as number, offsets[at] as number, length);
  } catch (error) {
    // It went by with a stream.
    if (error instanceof ClinicoreError && error.code === 'ERR_LIMIT_EXCEEDED') return false;
    throw error;
  }
  if (bytes.length < ITEM_HEADER) return false;
  return hasTextSegment(bytes.subarray(2 * ITEM_HEADER + bytes.readUInt32LE(4)));
}

const JPEG = 0xffd8;
const JPEG_2000 = 0xff4f;
/** JPEG: Start of Scan, Comment, and application segments but JFIF's, JPEG-LS's and Adobe's (T.81 B.1.1.3). */
const SOS = 0xffda;
const COM = 0xfffe;
const APP = 0xffe0;
const HARMLESS = new Set([0xffe0, 0xffe8, 0xffee]);
/** JPEG 2000: Comment, Start of Tile (T.800 A.2). */
const J2K_COM = 0xff64;
const SOT = 0xff90;

/** Whether there is a comment or application segment in the main header of a JPEG, JPEG-LS or JPEG 2000 codestream. */
function hasTextSegment(codestream: Buffer): boolean {
  const start = codestream.length >= 2 ? codestream.readUInt16BE() : 0;
  if (start !== JPEG && start !== JPEG_2000) return false;
  for (let at = 2; at + 4 <= codestream.length; ) {
    const marker = codestream.readUInt16BE(at);
    if (marker === SOS || marker === SOT || marker < 0xff00) return false;
    const isApplication = start === JPEG && marker >= APP && marker <= APP + 15 && !HARMLESS.has(marker);
    if (isApplication || marker === (start === JPEG ? COM : J2K_COM)) return true;
    at += 2 + codestream.readUInt16BE(at + 2);
  }
  return false;
}
