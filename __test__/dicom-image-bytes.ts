/** Images for tests, byte by byte. */
import { element, explicit, item, part10 } from './dicom-bytes';

/** Values of US or OW. */
export const words = (...numbers: number[]) => Buffer.from(Uint16Array.from(numbers).buffer);
export const us = (tag: number, ...numbers: number[]) => explicit(tag, 'US', words(...numbers));

/** The image module: `frames` of 2 × 2 pixels of 8 bits, but for what is said otherwise. */
export function image({
  frames = 1,
  bits = 8,
  samples = 1,
  photometric = 'MONOCHROME2',
  rest = [] as Buffer[],
} = {}): Buffer {
  return Buffer.concat([
    us(0x0028_0002, samples),
    explicit(0x0028_0004, 'CS', photometric),
    explicit(0x0028_0008, 'IS', String(frames)),
    us(0x0028_0010, 2),
    us(0x0028_0011, 2),
    us(0x0028_0100, bits),
    us(0x0028_0101, bits),
    us(0x0028_0102, bits - 1),
    us(0x0028_0103, 0),
    ...rest,
  ]);
}

/** A file whose pixels are not compressed. */
export const native = (pixels: Buffer, module = image(), vr = 'OB') =>
  part10('1.2.840.10008.1.2.1', Buffer.concat([module, explicit(0x7fe0_0010, vr, pixels)]));

export const JPEG = '1.2.840.10008.1.2.4.50';
export const RLE = '1.2.840.10008.1.2.5';

/** Encapsulated pixel data: the offset table, then the fragments. */
export const encapsulated = (
  transferSyntax: string,
  frames: number,
  table: number[],
  fragments: Buffer[],
  rest: Buffer[] = [],
) =>
  part10(
    transferSyntax,
    Buffer.concat([
      image({ frames }),
      ...rest,
      element(
        0x7fe0_0010,
        'OB',
        Buffer.concat([
          item(Buffer.from(Uint32Array.from(table).buffer)),
          ...fragments.map(item),
          element(0xfffe_e0dd, '', ''),
        ]),
        0xffff_ffff,
      ),
    ]),
  );
