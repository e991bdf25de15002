/** The frames of a file: fetched when they are wanted, and once. */
import { fetchJson, request } from '../api/request';
import { type DicomJson, first } from '../studies/dicomweb';
import { fullWindow, type Grey, greyOf, numbersOf, paint, type Window } from './pixels';

/** Samples, made grey here in whatever window is wanted. */
export interface GreyFrame {
  grey: Grey;
  numbers: Int32Array;
  /** The window from the least to the greatest of its values. */
  full: Window;
  /** The window to begin with: the file's, or else the full one. */
  given: Window;
}

/** A picture as the clinic renders it: in colour, or grey that is no straight line. */
export interface PictureFrame {
  picture: ImageBitmap;
}

export type Frame = GreyFrame | PictureFrame;

export const isGrey = (frame: Frame): frame is GreyFrame => 'numbers' in frame;

/** How many pixels, and how many frames, are kept: going back and forth costs nothing. */
const KEPT_PIXELS = 2 ** 26;
const KEPT = 64;

export class Frames {
  readonly #path: string;
  readonly #kept = new Map<number, Promise<Frame>>();
  readonly #gone = new AbortController();
  #metadata: Promise<DicomJson> | undefined;
  #count = 1;
  #most = KEPT;

  /** @param path where the file is */
  constructor(path: string) {
    this.#path = path;
  }

  /** Stops what is being fetched. */
  close(): void {
    this.#gone.abort();
  }

  /** A frame, counted from 1; those beside it are likely to be wanted next. */
  async get(number: number): Promise<Frame> {
    const frame = await this.#one(number);
    for (const next of [number + 1, number - 1]) {
      if (next >= 1 && next <= this.#count) this.#one(next).catch(() => {});
    }
    return frame;
  }

  #one(number: number): Promise<Frame> {
    const frame = this.#kept.get(number) ?? this.#fetch(number);
    this.#kept.delete(number);
    this.#kept.set(number, frame);
    // What could not be fetched is tried again.
    frame.catch(() => this.#kept.delete(number));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return frame;
  }

  async #fetch(number: number): Promise<Frame> {
    const { signal } = this.#gone;
    const metadata = await this.#described();
    const grey = greyOf(metadata, number);
    const frame = `${this.#path}/frames/${number}`;
    if (!grey) {
      const answer = await request(`${frame}/rendered`, { headers: { accept: 'image/png' }, signal });
      return { picture: await createImageBitmap(await answer.blob()) };
    }
    // As they are in explicit VR little endian.
    const answer = await request(frame, { headers: { accept: 'application/octet-stream' }, signal });
    const numbers = numbersOf(await answer.arrayBuffer(), grey);
    const full = fullWindow(numbers, grey);
    return { grey, numbers, full, given: grey.window ?? full };
  }

  async #described(): Promise<DicomJson> {
    this.#metadata ??= fetchJson<[DicomJson]>(`${this.#path}/metadata`, { signal: this.#gone.signal }).then(
      ([metadata]) => {
        this.#count = Number(first(metadata, '00280008') ?? 1);
        const pixels = Number(first(metadata, '00280010')) * Number(first(metadata, '00280011'));
        // The one that is shown, and those beside it.
        this.#most = Math.max(3, Math.min(KEPT, Math.floor(KEPT_PIXELS / pixels)));
        return metadata;
      },
    );
    this.#metadata.catch(() => {
      this.#metadata = undefined;
    });
    return this.#metadata;
  }
}

/** A frame as it is to be shown, of grey ones on the canvas that is given. */
export function painted(frame: Frame, window: Window, isInverted: boolean, canvas: HTMLCanvasElement): Picture {
  if (!isGrey(frame)) return frame.picture;
  const { rows, columns, slope, intercept, inverted } = frame.grey;
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const pixels = context.createImageData(columns, rows);
  paint(frame.numbers, { slope, intercept, inverted: inverted !== isInverted }, window, pixels.data);
  context.putImageData(pixels, 0, 0);
  return canvas;
}

export type Picture = HTMLCanvasElement | ImageBitmap;

/** How many columns and rows a frame has. */
export const sizeOf = (frame: Frame): { columns: number; rows: number } =>
  isGrey(frame) ? frame.grey : { columns: frame.picture.width, rows: frame.picture.height };

/** What was measured at a place of a frame, where that is known. */
export function valueAt(frame: Frame, column: number, row: number): number | undefined {
  if (!isGrey(frame)) return undefined;
  const { columns, slope, intercept } = frame.grey;
  const number = frame.numbers[row * columns + column];
  return number === undefined ? undefined : number * slope + intercept;
}
