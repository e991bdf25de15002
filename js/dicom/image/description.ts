/** What the image pixel module says (PS3.3 C.7.6.3). */

import { find } from '../data-set';
import { malformed } from '../errors';
import { contentOf, entriesIn, locate, type Part } from '../item';

/** An image, as its file describes it. */
export interface DicomImage {
  /** Pixels from top to bottom: 1 to 65,535. */
  rows: number;
  /** Pixels from left to right: 1 to 65,535. */
  columns: number;
  /** How many frames there are said to be, at least 1. */
  frames: number;
  /** Samples per Pixel: 1 for grey and palettes, 3 for colour. */
  samples: number;
  /** Photometric Interpretation, such as `'MONOCHROME2'`, `'RGB'`, `'YBR_FULL_422'` or `'PALETTE COLOR'`. */
  photometric: string;
  /** Bits a sample takes: 1, 8, 16, 32 or 64. */
  bitsAllocated: number;
  /** Bits of it that count. */
  bitsStored: number;
  /** Whether samples may be negative. */
  signed: boolean;
  /** Whether samples are floats. */
  isFloat: boolean;
}

/** Pixel Data, Float Pixel Data, Double Float Pixel Data. */
const PIXELS = [0x7fe0_0010, 0x7fe0_0008, 0x7fe0_0009];

/** What a float takes, by the element that holds it. */
const FLOAT_BITS: Record<number, number> = { 2145386504: 32, 2145386505: 64 };

/** The entry that holds the image. */
export function pixelEntry(part: Part): number | undefined {
  for (const tag of PIXELS) {
    const at = find(part.set.index, entriesIn(part), tag);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** The first number of an element, if it is an integer. */
export function integerAt(part: Part, where: string): number | undefined {
  const value = numbersAt(part, where)[0];
  return Number.isInteger(value) ? value : undefined;
}

/** The numbers of an element. */
export function numbersAt(part: Part, where: string): number[] {
  const found = locate(part, where);
  const content = found && contentOf(found.part, found.at);
  const values: unknown[] = Array.isArray(content) ? content : [content];
  return values.filter((value) => typeof value === 'number');
}

/** The first text of an element, or the empty text. */
export function textAt(part: Part, where: string): string {
  const found = locate(part, where);
  const content = found && contentOf(found.part, found.at);
  const [first] = Array.isArray(content) ? content : [content];
  return typeof first === 'string' ? first : '';
}

/** The image of a data set; `undefined` if it has no pixels, or no size. */
export function imageOf(part: Part): DicomImage | undefined {
  const entry = pixelEntry(part);
  const rows = integerAt(part, 'Rows') ?? 0;
  const columns = integerAt(part, 'Columns') ?? 0;
  // More than their VR can hold they are only in a file that was tampered with.
  if (entry === undefined || rows < 1 || columns < 1 || rows > 0xffff || columns > 0xffff) return undefined;
  const floatBits = FLOAT_BITS[part.set.index.tags[entry] as number];
  const samples = integerAt(part, 'SamplesPerPixel') ?? 1;
  const bitsAllocated = floatBits ?? integerAt(part, 'BitsAllocated') ?? 8;
  return {
    rows,
    columns,
    frames: Math.max(1, integerAt(part, 'NumberOfFrames') ?? 1),
    samples,
    photometric: textAt(part, 'PhotometricInterpretation') || (samples === 3 ? 'RGB' : 'MONOCHROME2'),
    bitsAllocated,
    bitsStored: floatBits ?? integerAt(part, 'BitsStored') ?? bitsAllocated,
    signed: floatBits !== undefined || integerAt(part, 'PixelRepresentation') === 1,
    isFloat: floatBits !== undefined,
  };
}

/** The entry of the pixels, and where they are. */
export function pixelsOf(part: Part): { entry: number; tag: number; offset: number; length: number } {
  const entry = pixelEntry(part);
  if (entry === undefined) throw malformed('The data set has no pixel data', 0);
  const { tags, offsets, lengths } = part.set.index;
  return {
    entry,
    tag: tags[entry] as number,
    offset: offsets[entry] as number,
    length: lengths[entry] as number,
  };
}
