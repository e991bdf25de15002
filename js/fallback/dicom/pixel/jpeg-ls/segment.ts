import { corrupt } from '../fault';
import type { Work } from '../progress';

/** Bytes that are read in one step. */
const STEP = 1 << 16;

/** Reads the marker segments of a stream, which starts as a JPEG does. */
export class Segments {
  readonly data: Uint8Array;
  /** Where it stands: after a segment. */
  at = 2;
  /** What the last segment holds. */
  content: Uint8Array;
  #pause = STEP;

  constructor(data: Uint8Array) {
    if (data[0] !== 0xff || data[1] !== 0xd8) throw corrupt();
    this.data = data;
    this.content = data.subarray(0, 0);
  }

  /** Goes on to the next segment; returns its marker. */
  *next(): Work<number> {
    for (;;) {
      if (this.at > this.#pause) {
        yield 0;
        this.#pause = this.at + STEP;
      }
      // What is left of a scan may hold bytes of ones, but none of 128 or more after them.
      const start = this.data.indexOf(0xff, this.at);
      const marker = start < 0 ? undefined : this.data[start + 1];
      if (marker === undefined) throw corrupt();
      this.at = start + 1;
      if (marker < 0x80 || marker === 0xff) continue;
      this.at++;
      if (marker !== 0xd9) this.#take();
      return marker;
    }
  }

  #take(): void {
    const { data, at } = this;
    const length = at + 2 <= data.length ? ((data[at] as number) << 8) | (data[at + 1] as number) : 0;
    if (length < 2 || at + length > data.length) throw corrupt();
    this.content = data.subarray(at + 2, at + length);
    this.at = at + length;
  }
}
