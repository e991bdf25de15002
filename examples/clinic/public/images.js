/** The frames of a file: fetched when they are wanted, and once; grey ones with a window of their own. */
import { pictureOf, samplesOf, search } from './dicomweb.js';
import { fullWindow, greyOf, numbersOf, paint } from './pixels.js';

/** How many frames are kept: going back and forth costs nothing. */
const KEPT = 64;

export class Images {
  #path;
  #metadata;
  #frames = new Map();
  #gone = new AbortController();
  #wanted = 0;
  #canvas = document.createElement('canvas');
  /** How grey is made of the values; `undefined` where the clinic renders the picture. */
  window;
  /** The window from the least to the greatest value of the frame. */
  fullWindow;
  isInverted = false;
  #given;

  /** @param path where the file is */
  constructor(path) {
    this.#path = path;
    this.#metadata = search(`${path}/metadata`);
    this.#metadata.catch(() => {});
  }

  /** Stops what is being fetched. */
  close() {
    this.#gone.abort();
  }

  /** As the file says; whether that is anything. */
  reset() {
    this.isInverted = false;
    this.window = this.#given;
    return this.window !== undefined;
  }

  /** Draws a frame; `undefined` if another one is wanted meanwhile. */
  async draw(number) {
    this.#wanted = number;
    const { grey, numbers, picture } = await this.#frame(number);
    if (this.#wanted !== number || this.#gone.signal.aborted) return undefined;
    // The next ones are likely to be wanted next.
    for (const next of [number + 1, number - 1]) if (this.#has(next)) this.#frame(next).catch(() => {});
    if (!grey) return { picture };
    this.fullWindow = fullWindow(numbers, grey);
    this.#given = grey.window ?? this.fullWindow;
    this.window ??= this.#given;
    const { rows, columns, slope, intercept, inverted } = grey;
    if (this.#canvas.width !== columns || this.#canvas.height !== rows) {
      Object.assign(this.#canvas, { width: columns, height: rows });
    }
    const context = this.#canvas.getContext('2d');
    const pixels = context.createImageData(columns, rows);
    paint(numbers, { slope, intercept, inverted: inverted !== this.isInverted }, this.window, pixels.data);
    context.putImageData(pixels, 0, 0);
    return { picture: this.#canvas, valueAt: (column, row) => numbers[row * columns + column] * slope + intercept };
  }

  #count = 1;
  #has(number) {
    return number >= 1 && number <= this.#count;
  }

  #frame(number) {
    const known = this.#frames.get(number);
    this.#frames.delete(number);
    const frame = known ?? this.#fetch(number);
    this.#frames.set(number, frame);
    // What could not be fetched is tried again.
    frame.catch(() => this.#frames.delete(number));
    if (this.#frames.size > KEPT) this.#frames.delete(this.#frames.keys().next().value);
    return frame;
  }

  async #fetch(number) {
    const [metadata] = await this.#metadata;
    this.#count = Number(metadata['00280008']?.Value?.[0] ?? 1);
    const grey = greyOf(metadata, number);
    const { signal } = this.#gone;
    if (!grey) return { picture: await pictureOf(this.#path, number, signal) };
    return { grey, numbers: numbersOf(await samplesOf(this.#path, number, signal), grey) };
  }
}
