/** The frames of an open file. */
import { currentBackend } from '../../backend';
import { ClinicoreError } from '../../errors';
import { Ending, run, type Task } from '../../task';
import { integer, invalid } from '../../validate';
import { frameTooLarge, malformed } from '../errors';
import type { Part } from '../item';
import { Turns } from '../turn';
import { type DicomImage, imageOf } from './description';
import { fitted } from './fitted';
import { FunctionalGroups, layoutOf, messageOf } from './message';
import {
  type Checked,
  type FrameOptions,
  type FramesOptions,
  fileOptions,
  frameOptions,
  framesOptions,
  type JpegOptions,
  type Picture,
  type PictureOptions,
  storedOptions,
  type ThumbnailOptions,
  thumbnailOptions,
} from './options';
import { type StoredFrame, StoredFrames } from './stored';

/** A typed array of one sample each. */
export type DicomSamples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** A frame's pixels. */
export interface DicomFrame {
  /** Which frame, from 0. */
  number: number;
  /** Pixels from top to bottom, of the frame or of what was made smaller of it. */
  rows: number;
  /** Pixels from left to right. */
  columns: number;
  /** Samples a pixel, side by side: 1 or 3, or 4. */
  samples: number;
  /**
   * Row after row from the top, pixel after pixel from the left; a view of `into` where that was given (a copy if samples of
   * several bytes cannot start where it does: at a multiple of their size in its buffer).
   */
  pixels: DicomSamples;
}

/** What a file knows of its image. */
export class Frames {
  readonly image: DicomImage | undefined;
  readonly #part: Part;
  readonly #transferSyntax: string;
  #stored: StoredFrames | undefined;
  #groups: FunctionalGroups | undefined;

  constructor(part: Part, transferSyntax: string) {
    this.#part = part;
    this.#transferSyntax = transferSyntax;
    this.image = imageOf(part);
  }

  /** See `DicomFile.frame`. */
  async frame(number: number, options: FrameOptions | undefined): Promise<DicomFrame> {
    const image = this.#required();
    const frame = integer(number, 'number', 0, image.frames - 1);
    const { picture, task, into } = frameOptions(options);
    return this.#pixels(image, frame, picture, task, into);
  }

  /** See `DicomFile.frames`. */
  async *frames(options: FramesOptions | undefined): AsyncGenerator<DicomFrame, void, undefined> {
    const image = this.#required();
    const threads = currentBackend().pool.status().threads;
    const { picture, task, from, to, concurrency } = framesOptions(
      options,
      image.frames,
      Math.min(64, Math.max(2, threads)),
    );
    const ending = new Ending(task.signal);
    const { signal } = ending;
    const making: Promise<DicomFrame>[] = [];
    const turns = new Turns(task);
    let next = from;
    try {
      for (let frame = from; frame < to; frame++) {
        // Frames that are made already would come after the abort.
        turns.check();
        while (next < to && next < frame + concurrency) {
          const made = this.#pixels(image, next++, picture, { ...task, signal, onProgress: undefined }, undefined);
          // Whoever stops early never comes to wait for it.
          made.catch(() => {});
          making.push(made);
        }
        yield await (making.shift() as Promise<DicomFrame>);
        task.onProgress?.(frame + 1 - from, to - from);
      }
    } finally {
      ending.end();
    }
  }

  /** See `DicomFile.toPng` and `toJpeg`. */
  async file(
    number: number,
    options: PictureOptions | JpegOptions | undefined,
    format: 'png' | 'jpeg',
  ): Promise<Buffer> {
    const image = this.#required();
    const frame = integer(number, 'number', 0, image.frames - 1);
    return this.#file(image, frame, fileOptions(options, format));
  }

  /** See `DicomFile.thumbnail`. */
  async thumbnail(longest: number, options: ThumbnailOptions | undefined): Promise<Buffer> {
    const image = this.#required();
    const size = integer(longest, 'longest', 1, 0xffff);
    const { frame, picture, task } = thumbnailOptions(options, image.frames);
    return this.#file(image, frame, { picture: { ...picture, longest: size }, task });
  }

  /** See `DicomFile.frameBytes`. */
  async stored(number: number, options: Pick<FrameOptions, 'maxFrameBytes'> | undefined): Promise<Buffer> {
    const image = this.#required();
    const frame = integer(number, 'number', 0, image.frames - 1);
    return (await this.#read(image, frame, storedOptions(options))).bytes;
  }

  #required(): DicomImage {
    if (this.image) return this.image;
    throw new ClinicoreError('ERR_UNSUPPORTED', 'The file holds no image');
  }

  async #file(image: DicomImage, frame: number, { picture, task }: Checked): Promise<Buffer> {
    const bytes = await this.#decode(image, frame, picture, task);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async #pixels(
    image: DicomImage,
    frame: number,
    picture: Picture,
    task: Task,
    into: Uint8Array | undefined,
  ): Promise<DicomFrame> {
    let bytes = await this.#decode(image, frame, picture, task);
    if (into) {
      if (into.length < bytes.length) invalid('options.into', `at least ${bytes.length} bytes long`, into.length);
      into.set(bytes);
      bytes = into.subarray(0, bytes.length);
    }
    const { longest, output } = picture;
    const { rows, columns } = output === 'samples' || longest === null ? image : fitted(image, longest);
    const isColor = image.photometric === 'PALETTE COLOR' && (picture.output === 'display' || picture.color);
    const samples = picture.output === 'display' ? (image.samples > 1 || isColor ? 3 : 1) : isColor ? 3 : image.samples;
    return { number: frame, rows, columns, samples, pixels: typed(image, picture, bytes, rows * columns * samples) };
  }

  async #decode(image: DicomImage, frame: number, picture: Picture, task: Task): Promise<Uint8Array> {
    const part = this.#part;
    const { maxFrameBytes } = picture;
    const needed = Math.ceil((image.rows * image.columns * image.samples * Math.max(8, image.bitsAllocated)) / 8);
    if (needed > maxFrameBytes) throw frameTooLarge(frame, needed, maxFrameBytes);
    const layout = layoutOf(part, image, this.#transferSyntax);
    this.#groups ??= new FunctionalGroups(part);
    const { bytes, offset, bigEndian } = await this.#read(image, frame, maxFrameBytes);
    const { message, tables } = await messageOf(part, this.#groups, layout, frame, bigEndian, picture);
    try {
      return await run(task, (backend, job) => backend.dicom.decodeFrame(JSON.stringify(message), bytes, tables, job));
    } catch (error) {
      // A backend does not know where in the file the frame stands.
      const isBad = error instanceof ClinicoreError && error.code === 'ERR_MALFORMED_INPUT';
      throw isBad ? malformed(error.message, offset, error.details) : error;
    }
  }

  #read(image: DicomImage, frame: number, maxFrameBytes: number): Promise<StoredFrame> {
    this.#stored ??= new StoredFrames(this.#part, image, this.#transferSyntax);
    return this.#stored.read(frame, maxFrameBytes);
  }
}

const UNSIGNED = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array };
const SIGNED = { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array };
const FLOATS = { 4: Float32Array, 8: Float64Array };

/** The samples that bytes are. */
function typed(image: DicomImage, { output, color }: Picture, bytes: Uint8Array, samples: number): DicomSamples {
  if (output === 'display') return new Uint8Array(bytes.buffer, bytes.byteOffset, samples);
  const unit = bytes.length / samples;
  const isFloat = (image.bitsAllocated === 32 || image.bitsAllocated === 64) && image.isFloat;
  const isPalette = image.photometric === 'PALETTE COLOR' && color;
  const kinds: Record<number, typeof Uint8Array> = (
    isFloat ? FLOATS : image.signed && !isPalette ? SIGNED : UNSIGNED
  ) as never;
  const Kind = kinds[unit];
  if (!Kind) throw new ClinicoreError('ERR_INTERNAL', `A frame of ${samples} samples came as ${bytes.length} bytes`);
  const aligned = bytes.byteOffset % unit === 0 ? bytes : bytes.slice();
  return new Kind(aligned.buffer as ArrayBuffer, aligned.byteOffset, samples);
}
