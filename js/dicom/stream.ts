/** A stream of bytes, scanned as it comes. */
import { Readable } from 'node:stream';
import { types } from 'node:util';
import type { DicomFileIndex, DicomScanner } from '../contract/dicom';
import { ClinicoreError } from '../errors';
import { runSync, type Task } from '../task';
import { bytes, invalid } from '../validate';
import { ElementIndex } from './element-index';
import { exceeded } from './errors';
import { Kept } from './kept';
import type { Limits } from './open';
import { Turns, unlessAborted } from './turn';

/** Headers between two looks at the clock. */
const HEADERS = 8192;

/** What came of a stream: what is kept, or all of it where its data set is deflated. */
export interface Streamed {
  kept: Pick<DicomFileIndex, 'places' | 'kept'>;
  deflated: Buffer | undefined;
}

/** Scans a stream to its end. */
export async function scanStream(
  source: AsyncIterable<Uint8Array>,
  scanner: DicomScanner,
  task: Task,
  limits: Limits,
): Promise<Streamed> {
  const scan = new StreamScan(scanner, task, limits);
  // Whoever made a Node stream may want to answer on the same connection, which it would take along.
  const chunks = source instanceof Readable ? source.iterator({ destroyOnReturn: false }) : source;
  const iterator = chunks[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = await unlessAborted(task, orFailed(iterator.next()));
      if (next.done) break;
      await scan.take(chunk(next.value));
    }
    isDone = true;
  } finally {
    // Not waited for: where the stream is stuck, so is its iterator.
    if (!isDone) Promise.resolve(iterator.return?.()).catch(() => {});
  }
  return scan.end();
}

function chunk(value: unknown): Uint8Array {
  if (!types.isUint8Array(value)) invalid('source', 'a stream of Buffers or Uint8Arrays', value);
  return bytes(value, 'source');
}

async function orFailed<T>(next: Promise<T>): Promise<T> {
  try {
    return await next;
  } catch (cause) {
    throw new ClinicoreError('ERR_IO', 'The stream failed', {}, { cause });
  }
}

class StreamScan {
  readonly #scanner: DicomScanner;
  readonly #limits: Limits;
  readonly #turns: Turns;
  readonly #kept: Kept;
  readonly #window = new GrowingWindow();
  /** The byte from which the scan goes on; -1 once it is done. */
  #next = 0;
  /** Bytes that came. */
  #seen = 0;
  /** The whole file, where its data set is deflated. */
  #deflated: Buffer[] | undefined;

  constructor(scanner: DicomScanner, task: Task, limits: Limits) {
    this.#scanner = scanner;
    this.#limits = limits;
    this.#turns = new Turns(task);
    this.#kept = new Kept({ ...limits, pixelData: limits.pixelData ? 'always' : 'never' });
  }

  /** Takes the next bytes. */
  async take(bytes: Uint8Array): Promise<void> {
    const start = this.#seen;
    this.#seen += bytes.length;
    if (this.#deflated) {
      this.#deflated.push(Buffer.from(bytes));
      if (this.#seen - this.#scanner.deflatedAt > this.#limits.maxInflatedBytes) throw this.#tooMuchDeflated();
    } else {
      // What is too long to be kept is not even copied.
      const gap = this.#next - this.#window.end;
      const skipped =
        gap > this.#limits.maxValueBytes && !this.#limits.pixelData ? gap - (start - this.#window.end) : 0;
      const rest = skipped > 0 ? bytes.subarray(Math.min(skipped, bytes.length)) : bytes;
      this.#kept.add(this.#seen - rest.length, rest);
      if (this.#seen > this.#next) {
        this.#window.append(bytes, start, this.#next);
        await this.#advance(false);
      }
      if (this.#kept.isDue) this.#sift();
    }
    await this.#turns.take(this.#seen, Number.POSITIVE_INFINITY);
  }

  /** Finishes the scan at the end of the stream. */
  async end(): Promise<Streamed> {
    if (this.#deflated) return { kept: this.#kept.take(), deflated: Buffer.concat(this.#deflated) };
    if (this.#next >= this.#seen) this.#window.skipTo(this.#seen);
    await this.#advance(true);
    if (this.#deflated) return { kept: this.#kept.take(), deflated: Buffer.concat(this.#deflated) };
    this.#sift();
    return { kept: this.#kept.take(), deflated: undefined };
  }

  /** Scans as far as the window goes. */
  async #advance(isEnd: boolean): Promise<void> {
    const { start, end } = this.#window;
    for (let before = -1; this.#next >= 0; ) {
      before = this.#next;
      this.#next = runSync(() => this.#scanner.advance(this.#window.bytes(), start, isEnd, HEADERS));
      if (this.#scanner.deflatedAt >= 0) {
        const { kept } = this.#kept.take();
        if (kept.length !== this.#seen) throw this.#headNotKept();
        this.#deflated = [kept];
        return;
      }
      if (!isEnd && (this.#next >= end || this.#next === before)) break;
      await this.#turns.take(this.#seen, Number.POSITIVE_INFINITY);
    }
    if (this.#next >= 0) this.#window.dropTo(Math.min(this.#next, end));
  }

  #sift(): void {
    const end = this.#next < 0 ? this.#seen : Math.min(this.#next, this.#seen);
    this.#kept.sift(ElementIndex.of(this.#scanner.index()), end, this.#next < 0);
    const { maxPixelBytes } = this.#limits;
    if (this.#kept.pixelBytes > maxPixelBytes) {
      throw exceeded(`The pixel data of the stream have more than ${maxPixelBytes} bytes`, maxPixelBytes, {
        option: 'maxPixelBytes',
      });
    }
  }

  #headNotKept(): ClinicoreError {
    const { maxValueBytes } = this.#limits;
    return exceeded(`The file meta information has a value of more than ${maxValueBytes} bytes`, maxValueBytes, {
      option: 'maxValueBytes',
    });
  }

  #tooMuchDeflated(): ClinicoreError {
    const { maxInflatedBytes } = this.#limits;
    const offset = this.#scanner.deflatedAt;
    return exceeded(
      `The deflated data set at byte ${offset} has more than ${maxInflatedBytes} bytes`,
      maxInflatedBytes,
      {
        offset,
        option: 'maxInflatedBytes',
      },
    );
  }
}

/** The bytes between where the scan stands and what came last, in memory that is used again. */
class GrowingWindow {
  /** Where it starts in the file. */
  start = 0;
  #data = Buffer.allocUnsafe(128 * 1024);
  #from = 0;
  #to = 0;

  /** Where it ends in the file. */
  get end(): number {
    return this.start + this.#to - this.#from;
  }

  bytes(): Buffer {
    return this.#data.subarray(this.#from, this.#to);
  }

  /** Adds bytes that stand at `offset` and come next, or, after a gap, after those before `next`. */
  append(bytes: Uint8Array, offset: number, next: number): void {
    let added = bytes;
    if (offset > this.end || next > this.end) {
      this.skipTo(Math.max(offset, next));
      added = bytes.subarray(this.start - offset);
    }
    if (this.#to + added.length > this.#data.length) this.#makeRoom(added.length);
    this.#data.set(added, this.#to);
    this.#to += added.length;
  }

  /** Lets go of what stands before `offset`. */
  dropTo(offset: number): void {
    this.#from += offset - this.start;
    this.start = offset;
  }

  /** Goes on, empty, at `offset`. */
  skipTo(offset: number): void {
    this.start = offset;
    this.#from = 0;
    this.#to = 0;
  }

  #makeRoom(length: number): void {
    const held = this.bytes();
    const needed = held.length + length;
    const data = needed > this.#data.length ? Buffer.allocUnsafe(2 * needed) : this.#data;
    held.copy(data);
    this.#data = data;
    this.#from = 0;
    this.#to = held.length;
  }
}
