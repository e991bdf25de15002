/** Bytes read by their offset in the file, not all of which need to be there. */
export interface Source {
  /** The bytes that are there. */
  readonly data: Buffer;
  /** The length of the whole file; `Infinity` while it is not known. */
  readonly length: number;
  /** Where `length` bytes from `offset` are in {@link data}, or -1 where they are past the end or were left out. */
  locate(offset: number, length: number): number;
}

/** What {@link Window.locate} throws for bytes that lie behind the window. */
export const BEYOND = Symbol('beyond the window');

const view = (data: Uint8Array): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** A part of a file that is read from its start to its end. */
export class Window implements Source {
  readonly data: Buffer;
  readonly length: number;
  readonly #at: number;
  readonly #end: number;

  /** `data` stands at byte `at` of a file of `length` bytes, `Infinity` where that is not known yet. */
  constructor(data: Uint8Array, at: number, length: number) {
    this.data = view(data);
    this.length = length;
    this.#at = at;
    this.#end = at + data.length;
  }

  locate(offset: number, length: number): number {
    if (offset + length <= this.#end) return offset - this.#at;
    if (this.#end < this.length) throw BEYOND;
    return -1;
  }
}

/** A file, or those parts of it that are wanted. */
export class Excerpt implements Source {
  readonly data: Buffer;
  readonly length: number;
  /** The runs that are there, ascending: offset in the file, offset in `data`. */
  readonly #runs: readonly (readonly [number, number])[];

  private constructor(data: Buffer, length: number, runs: readonly (readonly [number, number])[]) {
    this.data = data;
    this.length = length;
    this.#runs = runs;
  }

  /** All of `data`, not copied. */
  static whole(data: Uint8Array): Excerpt {
    return new Excerpt(view(data), data.length, [[0, 0]]);
  }

  /** A copy without some ranges, which ascend and do not overlap. */
  without(ranges: readonly (readonly [number, number])[]): Excerpt {
    const kept: [number, number][] = [];
    let from = 0;
    for (const [start, end] of [...ranges, [this.length, this.length] as const]) {
      if (start > from) kept.push([from, start]);
      from = end;
    }
    const runs: [number, number][] = [];
    const data = Buffer.allocUnsafe(kept.reduce((sum, [start, end]) => sum + end - start, 0));
    let at = 0;
    for (const [start, end] of kept) {
      runs.push([start, at]);
      at += this.data.copy(data, at, start, end);
    }
    return new Excerpt(data, this.length, runs);
  }

  locate(offset: number, length: number): number {
    for (let run = this.#runs.length - 1; run >= 0; run--) {
      const [start, at] = this.#runs[run] as readonly [number, number];
      if (start > offset) continue;
      const from = at + offset - start;
      const end = this.#runs[run + 1]?.[1] ?? this.data.length;
      return from + length <= end ? from : -1;
    }
    return -1;
  }
}
