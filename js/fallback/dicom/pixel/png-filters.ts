/** The filters of PNG (ISO/IEC 15948 9): a row as its differences from what stands before and above. */

/** In the order in which they are tried, of several that are as good the last. */
const [SUB, UP, AVERAGE, PAETH] = [1, 2, 3, 4];
const ORDER = [UP, SUB, AVERAGE, PAETH] as const;

/** Filters rows, each by the filter that leaves the least. */
export class Filters {
  readonly #pixel: number;
  readonly #width: number;
  /** A filtered row after the number of its filter, for each of them. */
  readonly #filtered: Uint8Array[];

  /** Of rows of `width` bytes, `pixel` of them a pixel. */
  constructor(pixel: number, width: number) {
    this.#pixel = pixel;
    this.#width = width;
    this.#filtered = [0, SUB, UP, AVERAGE, PAETH].map((filter) => {
      const row = new Uint8Array(width + 1);
      row[0] = filter as number;
      return row;
    });
  }

  /** The row that starts at `start`, after the number of its filter; valid until the next one is filtered. */
  best(image: Uint8Array, start: number): Uint8Array {
    const costs = this.#filter(image, start);
    let best = ORDER[0] as number;
    for (const filter of ORDER) {
      if (costs[best] === 0) break;
      if ((costs[filter] as number) <= (costs[best] as number)) best = filter as number;
    }
    return this.#filtered[best] as Uint8Array;
  }

  /** Filters the row in every way; what each leaves is the sum of its differences, without their signs. */
  #filter(image: Uint8Array, start: number): number[] {
    const [, sub, up, average, paeth] = this.#filtered as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const pixel = this.#pixel;
    const width = this.#width;
    const isFirst = start === 0;
    let [subs, ups, averages, paeths] = [0, 0, 0, 0];
    for (let at = 0; at < width; at++) {
      const here = image[start + at] as number;
      const a = at < pixel ? 0 : (image[start + at - pixel] as number);
      const b = isFirst ? 0 : (image[start + at - width] as number);
      const c = isFirst || at < pixel ? 0 : (image[start + at - width - pixel] as number);
      const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - c - c)];
      const nearest = toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
      const left = (here - a) & 0xff;
      const above = (here - b) & 0xff;
      const middle = (here - ((a + b) >>> 1)) & 0xff;
      const predicted = (here - nearest) & 0xff;
      sub[at + 1] = left;
      up[at + 1] = above;
      average[at + 1] = middle;
      paeth[at + 1] = predicted;
      subs += left < 128 ? left : 256 - left;
      ups += above < 128 ? above : 256 - above;
      averages += middle < 128 ? middle : 256 - middle;
      paeths += predicted < 128 ? predicted : 256 - predicted;
    }
    return [0, subs, ups, averages, paeths];
  }
}
