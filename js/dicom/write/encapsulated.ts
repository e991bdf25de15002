/** Pixel data in fragments (PS3.5 A.4). */
import { types } from 'node:util';
import { invalid } from '../../validate';
import { OB } from '../vr';
import { delimited, EXPLICIT_LITTLE, item, padded } from './element';

const PIXEL_DATA = 0x7fe0_0010;
const ITEM_BYTES = Buffer.from([0xfe, 0xff, 0x00, 0xe0]);

/** Refuses what is not items to the last byte: the offset table and fragments, as `bytes()` gives them. */
export function checkFragments(value: unknown, path: string): void {
  const must = 'items to the last byte, as bytes() gives them, since the pixel data are encapsulated';
  if (!types.isUint8Array(value)) invalid(path, must, value);
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length && ITEM_BYTES.equals(bytes.subarray(at, at + 4))) at += 8 + bytes.readUInt32LE(at + 4);
  if (at !== bytes.length || at === 0 || at % 2 !== 0) invalid(path, must, value);
}

/** The element of frames that have one fragment each, with a Basic Offset Table where their offsets fit into it. */
export function encapsulated(frames: readonly Uint8Array[]): Uint8Array[] {
  const fragments = frames.map((frame) => item(EXPLICIT_LITTLE, [padded(frame, '\0')]));
  const offsets: number[] = [];
  let next = 0;
  for (const fragment of fragments) {
    offsets.push(next);
    next += fragment.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
  const table = Buffer.alloc(next <= 0xffff_ffff ? 4 * offsets.length : 0);
  if (table.length > 0) for (const [at, offset] of offsets.entries()) table.writeUInt32LE(offset, 4 * at);
  return delimited(EXPLICIT_LITTLE, PIXEL_DATA, OB, [...item(EXPLICIT_LITTLE, [table]), ...fragments.flat()]);
}
