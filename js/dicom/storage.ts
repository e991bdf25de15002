/** Where the bytes of an open file are: in memory, in a file, or partly gone with the stream they came in. */
import type { FileHandle } from 'node:fs/promises';
import type { DicomFileIndex } from '../contract/dicom';
import { ClinicoreError } from '../errors';
import { exceeded, unreadableFile } from './errors';
import { isPixelData, spell } from './tag';

/** See the module. */
export interface Storage {
  /** `length` bytes from `offset`, if they are in memory: not copied. */
  view(offset: number, length: number): Buffer | undefined;
  /** The same, each byte as a character. */
  latin1(offset: number, length: number): string | undefined;
  /** The same bytes of the element `tag`, read if need be; rejects where they are gone. */
  read(tag: number, offset: number, length: number): Promise<Buffer>;
  /** Why the value of an element is not in memory, and what would give it. */
  missing(tag: number, length: number): ClinicoreError;
  close(): Promise<void>;
}

/** A whole file in memory. */
export class Memory implements Storage {
  readonly #data: Buffer;

  constructor(data: Uint8Array) {
    this.#data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  view(offset: number, length: number): Buffer {
    const view = this.#data.subarray(offset, offset + length);
    return view.length === length ? view : this.#detached();
  }

  latin1(offset: number, length: number): string {
    const text = this.#data.toString('latin1', offset, offset + length);
    return text.length === length ? text : this.#detached();
  }

  #detached(): never {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'source was detached while the file was in use', {
      argument: 'source',
    });
  }

  async read(_tag: number, offset: number, length: number): Promise<Buffer> {
    return this.view(offset, length);
  }

  missing(): ClinicoreError {
    return new ClinicoreError('ERR_INTERNAL', 'A whole file misses no value');
  }

  async close(): Promise<void> {}
}

type KeptBytes = Pick<DicomFileIndex, 'places' | 'kept'>;

/** What was kept of a file: some runs of its bytes. */
class Runs {
  readonly #places: Float64Array;
  readonly #kept: Buffer;
  /** Where each run starts in `kept`. */
  readonly #starts: Float64Array;

  constructor({ places, kept }: KeptBytes) {
    this.#places = places;
    this.#kept = Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
    this.#starts = new Float64Array(places.length / 2);
    let start = 0;
    for (let run = 0; run < this.#starts.length; run++) {
      this.#starts[run] = start;
      start += places[2 * run + 1] as number;
    }
  }

  view(offset: number, length: number): Buffer | undefined {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[2 * middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    const run = low - 1;
    if (run < 0) return undefined;
    const within = offset - (this.#places[2 * run] as number);
    if (within + length > (this.#places[2 * run + 1] as number)) return undefined;
    const from = (this.#starts[run] as number) + within;
    return this.#kept.subarray(from, from + length);
  }

  latin1(offset: number, length: number): string | undefined {
    return this.view(offset, length)?.toString('latin1');
  }
}

/** What limits left a value out. */
interface Limits {
  maxValueBytes: number;
  maxKeptBytes: number;
}

/** The option that would have kept a value, and what it was. */
const limitOn = (length: number, { maxValueBytes, maxKeptBytes }: Limits): { option: string; limit: number } =>
  length > maxValueBytes
    ? { option: 'maxValueBytes', limit: maxValueBytes }
    : { option: 'maxKeptBytes', limit: maxKeptBytes };

/** A file on disk, of which the shorter values are in memory. */
export class OnDisk extends Runs implements Storage {
  readonly #file: FileHandle;
  readonly #limits: Limits;
  #isClosed = false;

  constructor(file: FileHandle, kept: KeptBytes, limits: Limits) {
    super(kept);
    this.#file = file;
    this.#limits = limits;
  }

  async read(_tag: number, offset: number, length: number): Promise<Buffer> {
    const kept = this.view(offset, length);
    if (kept) return kept;
    if (this.#isClosed) {
      throw new ClinicoreError('ERR_IO', 'The file was closed: what was not kept cannot be read any more');
    }
    const bytes = Buffer.allocUnsafe(length);
    try {
      for (let done = 0; done < length; ) {
        const { bytesRead } = await this.#file.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) throw new Error('the file was cut short');
        done += bytesRead;
      }
    } catch (cause) {
      throw unreadableFile(cause);
    }
    return bytes;
  }

  missing(tag: number, length: number): ClinicoreError {
    const message = `The value of ${spell(tag)} was not kept in memory: read it with bytes()`;
    const { option, limit } = limitOn(length, this.#limits);
    // Encapsulated pixel data are never kept, however short.
    return exceeded(message, limit, isPixelData(tag) && option !== 'maxValueBytes' ? {} : { option });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#file.close();
  }
}

/** What was kept of a stream. */
export class Passed extends Runs implements Storage {
  readonly #limits: Limits;

  constructor(kept: KeptBytes, limits: Limits) {
    super(kept);
    this.#limits = limits;
  }

  async read(tag: number, offset: number, length: number): Promise<Buffer> {
    const kept = this.view(offset, length);
    if (!kept) throw this.missing(tag, length);
    return kept;
  }

  missing(tag: number, length: number): ClinicoreError {
    const { option, limit } = isPixelData(tag) ? { option: 'pixelData', limit: 0 } : limitOn(length, this.#limits);
    return exceeded(`The value of ${spell(tag)} went by with the stream: the option ${option} keeps it`, limit, {
      option,
    });
  }

  async close(): Promise<void> {}
}
