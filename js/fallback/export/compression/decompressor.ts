import type { Codec, CodecFormat, DecompressionMessage } from '../../../contract/compression';
import { ClinicoreError } from '../../../errors';
import { joined } from '../../../joined';
import type { Job } from '../../queue';
import { Place } from '../place';
import { GZIP, Inflater, RAW, ZLIB } from './inflate';
import { Lz4Reader } from './lz4';
import { CORRUPT, noDictionaries, type Reader } from './step';
import { ZstdReader } from './unzstd';

/** Output that ends a call where it is taken piece by piece. */
const ROOM = 256 * 1024;
/** Input of an unfinished block that is short enough to be copied with every chunk that comes to it. */
const SHORT = 64 * 1024;
/** Input and output between two turns of the event loop. */
const PACE = 256 * 1024;

/** What each format calls a unit that stands for itself, and what reads it. */
const FORMATS: Record<CodecFormat, { unit: string; reader: (message: DecompressionMessage) => Reader }> = {
  zstd: { unit: 'zstd frame', reader: ({ maxWindowLog }) => new ZstdReader(maxWindowLog) },
  lz4: { unit: 'LZ4 frame', reader: () => new Lz4Reader() },
  gzip: { unit: 'gzip member', reader: () => new Inflater(GZIP) },
  deflate: { unit: 'zlib stream', reader: () => new Inflater(ZLIB) },
  'raw-deflate': { unit: 'deflate stream', reader: () => new Inflater(RAW) },
};

/** See `Codec`: decompresses, in bounded memory and to a bounded size. */
export class Decompressor implements Codec {
  readonly #message: DecompressionMessage;
  readonly #unit: string;
  readonly #reader: Reader;
  readonly #place = new Place(() => this.#letGo());
  #input: Buffer = Buffer.alloc(0);
  #come: Buffer[] = [];
  #comeBytes = 0;
  /** Where the input stands in all input, and where the unit begins that is being read. */
  #at = 0;
  #begin = 0;
  #before = 0;
  #made = 0;
  #out: Uint8Array[] = [];
  #outBytes = 0;
  #pending = false;

  constructor(message: DecompressionMessage) {
    if (message.dictionary) throw noDictionaries();
    const { unit, reader } = FORMATS[message.format];
    this.#message = message;
    this.#unit = unit;
    this.#reader = reader(message);
  }

  write(chunk: Uint8Array, last: boolean, job: unknown): Promise<Uint8Array> {
    // A copy: the caller's bytes may be read only now.
    this.#come.push(Buffer.from(chunk));
    this.#comeBytes += chunk.length;
    // Of a long block in small chunks, not every chunk is worth a look.
    const { length } = this.#input;
    if (!last && !this.#pending && length > SHORT && this.#comeBytes < length / 8)
      return Promise.resolve(new Uint8Array(0));
    this.#input = Buffer.concat([this.#input, ...this.#come]);
    this.#come = [];
    this.#comeBytes = 0;
    return this.#place.step(job as Job, async (running) => {
      this.#pending = await this.#decode(last, running);
      const { whole } = this.#message;
      if (whole && !last) return new Uint8Array(0);
      const out = await joined(this.#out, this.#outBytes);
      this.#out = [];
      this.#outBytes = 0;
      return out;
    });
  }

  pending(): boolean {
    return this.#pending;
  }

  close(): void {
    this.#place.close();
  }

  #letGo(): void {
    this.#input = Buffer.alloc(0);
    this.#come = [];
    this.#out = [];
    this.#reader.close?.();
  }

  /** Reads until there is enough output; returns whether there may be more without further input. */
  async #decode(last: boolean, job: Job): Promise<boolean> {
    const { whole, maxBytes } = this.#message;
    const start = this.#outBytes;
    let paused = 0;
    const emit = (out: Uint8Array) => {
      this.#made += out.length;
      if (this.#made > maxBytes) throw tooLarge(maxBytes);
      this.#out.push(out);
      this.#outBytes += out.length;
      paused += out.length;
    };
    while (whole || this.#outBytes - start < ROOM) {
      if (this.#input.length === 0 && this.#at === this.#begin && this.#before > 0) return false;
      const step = await this.#step(emit);
      if (step === 'wants') {
        if (last && !(await this.#reader.isComplete?.())) throw this.#corrupt();
        return false;
      }
      this.#input = this.#input.subarray(step.took);
      this.#at += step.took;
      if (step.ended) {
        this.#begin = this.#at;
        this.#before++;
      }
      paused += step.took;
      if (paused >= PACE) {
        paused = 0;
        await job.pause();
      }
    }
    return true;
  }

  async #step(emit: (out: Uint8Array) => void) {
    try {
      return await this.#reader.step(this.#input, { offset: this.#begin, before: this.#before }, emit);
    } catch (error) {
      throw error === CORRUPT ? this.#corrupt() : error;
    }
  }

  #corrupt(): ClinicoreError {
    const offset = this.#begin;
    return new ClinicoreError('ERR_MALFORMED_INPUT', `The ${this.#unit} at byte ${offset} is corrupt or cut short`, {
      offset,
    });
  }
}

const tooLarge = (maxBytes: number): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `The data decompress to more than ${maxBytes} bytes`, {
    limit: maxBytes,
    option: 'maxBytes',
  });
