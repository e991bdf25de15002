/** The bytes of one frame, as they are stored. */
import { BIG_ENDIAN, UNDEFINED_LENGTH } from '../element-index';
import { frameTooLarge, malformed } from '../errors';
import type { Part } from '../item';
import { OW } from '../vr';
import { type DicomImage, pixelsOf } from './description';
import { framesOf, type Ranges, readFragments } from './fragments';

/** A frame's bytes, the byte of the file they start at, and the byte order of native samples in them. */
export interface StoredFrame {
  bytes: Buffer;
  offset: number;
  bigEndian: boolean;
}

/** GE's private transfer syntax: only its pixels are big endian. */
const GE_IMPLICIT = '1.2.840.113619.5.2';

/** Reads frames; what it must know of all of them it reads once. */
export class StoredFrames {
  readonly #part: Part;
  readonly #image: DicomImage;
  readonly #transferSyntax: string;
  #ranges: Promise<(frame: number) => Ranges> | undefined;

  constructor(part: Part, image: DicomImage, transferSyntax: string) {
    this.#part = part;
    this.#image = image;
    this.#transferSyntax = transferSyntax;
  }

  /** Reads a frame, if it takes no more than `maxBytes`. */
  async read(frame: number, maxBytes: number): Promise<StoredFrame> {
    const { set } = this.#part;
    const { entry } = pixelsOf(this.#part);
    if (((set.index.flags[entry] as number) & UNDEFINED_LENGTH) === 0) return this.#native(frame, maxBytes);
    this.#ranges ??= readFragments(this.#part).then((fragments) =>
      framesOf(this.#part, fragments, this.#image.frames, this.#transferSyntax),
    );
    const { tag, offset } = pixelsOf(this.#part);
    const ranges = (await this.#ranges)(frame);
    const length = ranges.reduce((sum, range) => sum + range.length, 0);
    if (length > maxBytes) throw frameTooLarge(frame, length, maxBytes);
    if (length === 0) throw malformed(`Frame ${frame} has no bytes`, offset);
    const parts: Buffer[] = [];
    for (const range of ranges) parts.push(await set.storage.read(tag, range.offset, range.length));
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    return { bytes, offset: ranges[0]?.offset ?? offset, bigEndian: false };
  }

  /** A frame that is not compressed: a run of bits, which need not start with a byte. */
  async #native(frame: number, maxBytes: number): Promise<StoredFrame> {
    const { storage, index } = this.#part.set;
    const { entry, tag, offset, length } = pixelsOf(this.#part);
    const bigEndian = ((index.flags[entry] as number) & BIG_ENDIAN) !== 0;
    // Bytes in words of two are swapped with them.
    const isSwapped = bigEndian && this.#image.bitsAllocated <= 8 && index.vrs[entry] === OW;
    const bits = frameBits(this.#image);
    if (bits > 8 * maxBytes) throw frameTooLarge(frame, Math.ceil(bits / 8), maxBytes);
    const [from, to] = [frame * bits, (frame + 1) * bits];
    if (to > length * 8) {
      throw malformed(`Frame ${frame} lies beyond the pixel data, which have ${length} bytes`, offset, {
        required: Math.ceil(to / 8),
        given: length,
      });
    }
    const unit = isSwapped ? 16 : 8;
    const start = (Math.floor(from / unit) * unit) / 8;
    const end = Math.min((Math.ceil(to / unit) * unit) / 8, length);
    let bytes = await storage.read(tag, offset + start, end - start);
    if (isSwapped) bytes = swapWords(bytes);
    const first = from - start * 8;
    const isGe = this.#transferSyntax === GE_IMPLICIT && this.#image.bitsAllocated > 8;
    return { bytes: run(bytes, first, bits), offset: offset + start, bigEndian: isGe || (bigEndian && !isSwapped) };
  }
}

/** The bits of a frame that is not compressed. */
function frameBits({ rows, columns, samples, bitsAllocated, photometric }: DicomImage): number {
  // PS3.3 C.7.6.3.1.2: of four pixels' colours two are left out.
  const isHalved = photometric.endsWith('_422') && samples === 3;
  return rows * columns * bitsAllocated * (isHalved ? 2 : samples);
}

function swapWords(bytes: Buffer): Buffer {
  const swapped = Buffer.from(bytes);
  for (let at = 0; at + 1 < swapped.length; at += 2) {
    swapped[at] = bytes[at + 1] as number;
    swapped[at + 1] = bytes[at] as number;
  }
  return swapped;
}

/** Bits from `first` on, the least significant one of a byte being its first (PS3.5 8.1.1). */
export function run(bytes: Buffer, first: number, bits: number): Buffer {
  const start = first >>> 3;
  const shift = first & 7;
  const length = Math.ceil(bits / 8);
  if (shift === 0) return bytes.subarray(start, start + length);
  const shifted = Buffer.alloc(length);
  for (let at = 0; at < length; at++) {
    shifted[at] = ((bytes[start + at] as number) >>> shift) | ((bytes[start + at + 1] ?? 0) << (8 - shift));
  }
  return shifted;
}
