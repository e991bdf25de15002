import type { DicomIndex } from '../contract/dicom';
import { showAs } from '../inspect';
import type { DicomImage } from './image/description';
import { type DicomFrame, Frames } from './image/frames';
import type { FrameOptions, FramesOptions, JpegOptions, PictureOptions, ThumbnailOptions } from './image/options';
import { DicomItem, itemOf, newPart, partOf, setOf, show } from './item';
import type { Storage } from './storage';
import { transferSyntaxOf } from './transfer-syntax';

/** What an open file needs to know besides its data set. */
interface Opened {
  index: DicomIndex;
  storage: Storage;
  meta: DicomItem;
}

let opened: (file: DicomFile) => Opened;
let setOpened: (file: DicomFile, state: Opened) => void;

/**
 * An open DICOM file: its data set, file meta information and frames. Made by {@link open}.
 *
 * @hideconstructor
 */
export class DicomFile extends DicomItem {
  #opened!: Opened;
  #made: Frames | undefined;

  static {
    opened = (file) => file.#opened;
    setOpened = (file, state) => {
      file.#opened = state;
    };
  }

  /** The file meta information (group 0002); without elements where the file has none. `get` finds them too. */
  get meta(): DicomItem {
    return this.#opened.meta;
  }

  /** Bytes of the file; of a deflated one, inflated. */
  get size(): number {
    return this.#opened.index.size;
  }

  /** The transfer syntax UID: what the file says, or, of a bare data set, what it is in. */
  get transferSyntax(): string {
    return transferSyntaxOf(partOf(this));
  }

  /** What the file says of its image; `undefined` if it has none. How many frames there really are is seen when they are read. */
  get image(): DicomImage | undefined {
    return this.#frames.image;
  }

  /**
   * One frame's pixels. Nothing of other frames is read or decoded.
   *
   * @param number which frame, from 0
   * @param options stored values or as they are shown, colours, limits, where to put them
   * @returns the pixels
   * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (no image; a transfer syntax this backend does not decode),
   *   `ERR_MALFORMED_INPUT` (pixel data cut short or corrupt, `details.offset` is where the frame's bytes start; fragments that
   *   no table gives to frames),
   *   `ERR_LIMIT_EXCEEDED` (`maxFrameBytes`; pixel data that went by with a stream), `ERR_IO`, `ERR_INVALID_ARGUMENT`,
   *   `ERR_BUSY`, `ERR_ABORTED`
   * @see PS3.5 8, A.4; PS3.3 C.7.6.3, C.11
   *
   * @example
   * const { rows, columns, pixels } = await file.frame(0, { output: 'display', window: { center: 40, width: 400 } });
   */
  async frame(number: number, options?: FrameOptions): Promise<DicomFrame> {
    return this.#frames.frame(number, options);
  }

  /**
   * One frame's bytes as they are stored, not decoded: of compressed pixel data a codestream, such as a JPEG, its fragments
   * joined; else samples as the transfer syntax has them, from the frame's first bit on. Nothing of other frames is read.
   * In memory they are not copied: leave them as they are.
   *
   * @param number which frame, from 0
   * @param options `maxFrameBytes`, as of {@link frame}
   * @returns the bytes
   * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (no image), `ERR_MALFORMED_INPUT`, `ERR_LIMIT_EXCEEDED`,
   *   `ERR_IO`, `ERR_INVALID_ARGUMENT`, as {@link frame}
   * @see PS3.5 8, A.4
   *
   * @example
   * if (file.transferSyntax === '1.2.840.10008.1.2.4.50') response.type('jpeg').send(await file.frameBytes(0));
   */
  async frameBytes(number: number, options?: Pick<FrameOptions, 'maxFrameBytes'>): Promise<Buffer> {
    return this.#frames.stored(number, options);
  }

  /**
   * The frames in order, several of them decoded at the same time, none before those taken make room for it. Leaving the
   * loop, or aborting the signal, stops the work.
   *
   * @param options as of {@link frame}, which frames, how many at a time; progress counts frames
   * @throws ClinicoreError (as a rejection) as {@link frame}
   *
   * @example
   * for await (const { number, pixels } of file.frames({ output: 'display' })) await show(number, pixels);
   */
  frames(options?: FramesOptions): AsyncGenerator<DicomFrame, void, undefined> {
    return this.#frames.frames(options);
  }

  /**
   * A frame as a PNG of 8 bits, grey or RGB, as a screen shows it.
   *
   * @param number which frame, from 0. Default: 0
   * @param options window, overlays, size, limits
   * @throws ClinicoreError (as a rejection) as {@link frame}
   *
   * @example
   * response.type('png').send(await file.toPng(0, { longest: 1024 }));
   */
  async toPng(number = 0, options?: PictureOptions): Promise<Buffer> {
    return this.#frames.file(number, options, 'png');
  }

  /**
   * A frame as a JPEG of 8 bits, grey or RGB, as a screen shows it.
   *
   * @param number which frame, from 0. Default: 0
   * @param options window, overlays, size, quality, limits
   * @throws ClinicoreError (as a rejection) as {@link frame}
   *
   * @example
   * response.type('jpeg').send(await file.toJpeg(0, { quality: 80 }));
   */
  async toJpeg(number = 0, options?: JpegOptions): Promise<Buffer> {
    return this.#frames.file(number, options, 'jpeg');
  }

  /**
   * A small picture of a frame.
   *
   * @param longest its greatest width or height in pixels, 1 to 65,535; smaller frames keep their size
   * @param options which frame, JPEG or PNG, window, limits
   * @throws ClinicoreError (as a rejection) as {@link frame}
   *
   * @example
   * const jpeg = await file.thumbnail(128);
   */
  async thumbnail(longest: number, options?: ThumbnailOptions): Promise<Buffer> {
    return this.#frames.thumbnail(longest, options);
  }

  get #frames(): Frames {
    this.#made ??= new Frames(partOf(this), this.transferSyntax);
    return this.#made;
  }

  /** Lets go of the file of a path; frames and values that are not in memory cannot be read any more. Else does nothing. */
  async close(): Promise<void> {
    await this.#opened.storage.close();
  }

  /** As {@link close}: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

// Not its elements: what is logged should not hold the patient's data.
showAs(DicomFile, (file) => ({
  transferSyntax: file.transferSyntax,
  size: file.size,
  elements: opened(file).index.count,
}));

/** The file of an index and its bytes. */
export function fileOf(index: DicomIndex, storage: Storage, { maxElements }: { maxElements: number }): DicomFile {
  const set = setOf(index, storage, maxElements);
  const meta = newPart(set, 0, index.meta);
  const file = new DicomFile();
  show(file, newPart(set, index.meta, index.count, undefined, meta));
  setOpened(file, { index, storage, meta: itemOf(meta) });
  return file;
}
