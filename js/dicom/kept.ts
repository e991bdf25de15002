/** Those bytes of a file that stay in memory while it is open. */
import { type ElementIndex, UNDEFINED_LENGTH } from './element-index';
import { isPixelData } from './tag';
import { SQ } from './vr';

/** Which values of a path or stream stay in memory; encapsulated pixel data do not by their length. */
export interface Keeping {
  /** The longest value that does. */
  maxValueBytes: number;
  /** How much all of them may be together; from the value on with which they would be more, none stays. */
  maxKeptBytes: number;
  /** Whether pixel data, at any depth, stay by the same rules, or, where they cannot be read again, whatever their length. */
  pixelData: 'by length' | 'always' | 'never';
}

const ITEM = 0xfffe_e000;

/** More than all the delimiters that may stand one after the other. */
const DELIMITERS = 64 * 1024;

/** Bytes that are sifted at a time, as long as few of them stay. */
const SIFTED = 4 * 1024 * 1024;

/** How much memory is taken at a time for what comes. */
const BLOCK = 64 * 1024;

/** Bytes that are kept as they come, and then those of them that are not wanted let go of. */
export class Kept {
  readonly #keeping: Keeping;
  #runs: { offset: number; bytes: Buffer }[] = [];
  /** What comes is copied to these, again and again: a copy of its own for each piece would be garbage by the gigabyte. */
  readonly #blocks: Buffer[] = [];
  /** How much of the blocks is in use. */
  #used = 0;
  #size = 0;
  /** How many of the bytes are pixel data that are kept whatever their length, as far as the last {@link sift} knew. */
  pixelBytes = 0;
  /** The size at which it is worth the while to let go of something. */
  #due = SIFTED;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  /** Adds a copy of bytes that stand at `offset`, after all there are. */
  add(offset: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const [block, from] = [Math.floor(this.#used / BLOCK), this.#used % BLOCK];
      this.#blocks[block] ??= Buffer.allocUnsafeSlow(BLOCK);
      const piece = bytes.subarray(at, at + BLOCK - from);
      const copy = (this.#blocks[block] as Buffer).subarray(from, from + piece.length);
      copy.set(piece);
      this.#runs.push({ offset: offset + at, bytes: copy });
      this.#used += piece.length;
      at += piece.length;
    }
    this.#size += bytes.length;
  }

  /** Whether there is so much that {@link sift} should be called. */
  get isDue(): boolean {
    return this.#size > this.#due;
  }

  /**
   * Lets go of the values that are not to be kept, and of padding, as far as the index, which goes up to the byte `end`,
   * knows; `isDone` says that it is complete.
   */
  sift(index: ElementIndex, end: number, isDone: boolean): void {
    const sifted: { offset: number; bytes: Buffer }[] = [];
    const gaps = this.#unwanted(index, end, isDone);
    let gap = gaps.next();
    for (const { offset, bytes } of this.#runs) {
      let from = offset;
      const runEnd = offset + bytes.length;
      while (from < runEnd) {
        while (!gap.done && gap.value[1] <= from) gap = gaps.next();
        const [start, next] = gap.done ? [runEnd, runEnd] : gap.value;
        const to = Math.min(Math.max(start, from), runEnd);
        if (to > from) sifted.push({ offset: from, bytes: bytes.subarray(from - offset, to - offset) });
        from = Math.max(from, Math.min(next, runEnd), to);
      }
    }
    this.#runs = joined(sifted);
    this.#used = 0;
    this.#blocks.splice(SIFTED / BLOCK);
    this.#size = this.#runs.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#due = Math.max(this.#due, 2 * this.#size);
  }

  /** See `DicomFileIndex`: what is kept, in runs that do not touch. */
  take(): { places: Float64Array; kept: Buffer } {
    const runs = joined(this.#runs);
    return {
      places: Float64Array.from(runs.flatMap(({ offset, bytes }) => [offset, bytes.length])),
      kept: Buffer.concat(runs.map(({ bytes }) => bytes)),
    };
  }

  /** The values that are not to be kept, as ranges. */
  *#unwanted(index: ElementIndex, end: number, isDone: boolean): Generator<readonly [number, number], undefined> {
    const { maxValueBytes, maxKeptBytes, pixelData } = this.#keeping;
    let kept = 0;
    let past = 0;
    this.pixelBytes = 0;
    for (let at = 0; at < index.size; at++) {
      const tag = index.tags[at] as number;
      if (index.vrs[at] === SQ || tag === ITEM) continue;
      const offset = index.offsets[at] as number;
      const isEncapsulated = ((index.flags[at] as number) & UNDEFINED_LENGTH) !== 0;
      const isOpen = isEncapsulated && !isDone && at === index.size - 1;
      const length = Math.max(index.lengths[at] as number, isOpen ? end - offset : 0);
      past = offset + length;
      if (pixelData === 'always' && isPixelData(tag)) {
        this.pixelBytes += length;
        continue;
      }
      const isShort = !isEncapsulated && length <= maxValueBytes && !(pixelData === 'never' && isPixelData(tag));
      // What does not fit any more counts too: a text without the character set before it would be misread.
      if (isShort) kept += length;
      if (!(isShort && kept <= maxKeptBytes) && length > 0) yield [offset, past];
    }
    // Behind the last element there are delimiters, and then nothing but padding.
    if (past + DELIMITERS < end) yield [past + DELIMITERS, end];
    return undefined;
  }
}

/** Runs that touch as one; all copied, so that nothing else is held on to. */
function joined(runs: { offset: number; bytes: Buffer }[]): { offset: number; bytes: Buffer }[] {
  const result: { offset: number; bytes: Buffer }[] = [];
  for (let first = 0; first < runs.length; ) {
    const parts: Buffer[] = [];
    const { offset } = runs[first] as { offset: number };
    let end = offset;
    for (; runs[first]?.offset === end; first++) {
      const { bytes } = runs[first] as { bytes: Buffer };
      parts.push(bytes);
      end += bytes.length;
    }
    result.push({ offset, bytes: Buffer.concat(parts) });
  }
  return result;
}
