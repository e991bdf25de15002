/** Compression as Transform streams. */
import { Transform, type TransformCallback } from 'node:stream';
import { currentBackend } from '../../backend';
import type { Backend, Job } from '../../contract';
import type { Codec } from '../../contract/compression';
import { abortError, ClinicoreError, fromBackend } from '../../errors';
import { onAbort, type Task } from '../../task';
import { optionalRecord } from '../../validate';
import { CHUNK, rest, write } from '../codec';
import { atOnce } from '../on-pool';
import { block } from './compress';
import { DETECTED, detect } from './detect';
import {
  type CompressStreamOptions,
  compressionOptions,
  type DecompressStreamOptions,
  decompressionOptions,
  STREAM_OPTIONS,
} from './options';

/** Input that a compressor waits for before it works: what comes in small writes is not worth a turn on the pool each. */
const GATHERED = 128 * 1024;

/**
 * A stream that compresses what is written to it, in bounded memory; see {@link compress}.
 *
 * Work is done on the pool, chunk by chunk, and no faster than the output is read. Destroying the stream, or aborting
 * `signal`, stops it. Output comes when there is enough of it: it is complete when the stream has ended.
 *
 * @param options the format, how hard to try, abort, lane
 * @returns a Transform of bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; as the stream's `error` event `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * await pipeline(rows, clinicore.export.compressStream({ format: 'gzip' }), response); // of node:stream/promises
 */
export function compressStream(options: CompressStreamOptions): Transform {
  const compression = compressionOptions(options, STREAM_OPTIONS);
  const { blockBytes, settings, task } = compression;
  if (blockBytes === undefined) {
    const make = ({ exporting }: Backend) => new exporting.Compressor({ ...settings, contentSize: -1, whole: false });
    return new CodecStream(task, GATHERED, (stream) => new One(stream, make(stream.backend)));
  }
  return new CodecStream(task, blockBytes, (stream) => {
    const make = (data: Buffer) => block(compression, stream.backend, stream.job, data, () => {});
    return new Blocks(stream, make, blockBytes);
  });
}

/**
 * A stream that decompresses what is written to it, in bounded memory; see {@link decompress}.
 *
 * Work is done on the pool, and no faster than the output is read: data that expand a thousandfold wait in their compressed
 * form. Destroying the stream, or aborting `signal`, stops it. What came out before an error was in the data, but of a
 * frame that fails there the checksum was not seen yet: use it when the stream has ended.
 *
 * @param options the format, limits, abort, lane
 * @returns a Transform of bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; the others of {@link decompress} as the stream's `error` event
 *
 * @example
 * await pipeline(request, clinicore.export.decompressStream({ maxBytes: 5e9 }), createWriteStream(path));
 */
export function decompressStream(options?: DecompressStreamOptions): Transform {
  const { format, limits, task } = decompressionOptions(optionalRecord(options, 'options'), STREAM_OPTIONS);
  return new CodecStream(
    task,
    format ? 1 : DETECTED,
    (stream, head) => {
      const message = { format: format ?? detect(head), ...limits, whole: false };
      return new One(stream, new stream.backend.exporting.Decompressor(message));
    },
    true,
  );
}

/** What is done with the input that was gathered. */
interface Work {
  /** Takes input; all that it makes of it was pushed when the promise resolves, or may wait for the next. */
  take(data: Buffer, last: boolean): Promise<void>;
  close(): void;
}

/** A Transform whose work is done elsewhere. */
class CodecStream extends Transform {
  readonly backend: Backend = currentBackend();
  readonly job: Job;
  readonly #begin: (stream: CodecStream, head: Buffer) => Work;
  readonly #gathered: number;
  readonly #onlyFirst: boolean;
  readonly #forget: (() => void) | undefined;
  #work: Work | undefined;
  #input: Buffer[] = [];
  #inputBytes = 0;
  #wanted: (() => void) | undefined;

  /**
   * @param gathered how much input to wait for: each time, or only the first time
   * @param begin makes the work when the first input is there
   */
  constructor(task: Task, gathered: number, begin: (stream: CodecStream, head: Buffer) => Work, onlyFirst = false) {
    super({ decodeStrings: true });
    this.job = new this.backend.Job(task.lane);
    this.#gathered = gathered;
    this.#begin = begin;
    this.#onlyFirst = onlyFirst;
    const { signal } = task;
    const stop = () => {
      this.destroy(abortError(signal?.reason));
      return this.backend;
    };
    // Not at once: Node 24 lets nothing be piped into what is destroyed, and its error would be nobody's to catch.
    if (signal?.aborted) process.nextTick(stop);
    else this.#forget = signal && onAbort(signal, stop);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#input.push(chunk);
    this.#inputBytes += chunk.length;
    const enough = this.#work && this.#onlyFirst ? 1 : this.#gathered;
    if (this.#inputBytes < enough) done();
    else this.#pass(false).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    this.#pass(true).then(() => done(), done);
  }

  override _read(size: number): void {
    this.#resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#forget?.();
    this.job.cancel();
    this.backend.pool.sweep();
    this.#work?.close();
    this.#input = [];
    this.#resume();
    done(error);
  }

  /** Pushes output, and resolves when there is room for more. */
  async give(out: Uint8Array): Promise<void> {
    if (this.destroyed) throw abortError(undefined);
    if (out.length === 0 || this.push(out)) return;
    await new Promise<void>((resolve) => {
      this.#wanted = resolve;
    });
    if (this.destroyed) throw abortError(undefined);
  }

  async #pass(last: boolean): Promise<void> {
    try {
      const data = this.#input.length === 1 ? (this.#input[0] as Buffer) : Buffer.concat(this.#input);
      this.#input = [];
      this.#inputBytes = 0;
      this.#work ??= this.#begin(this, data.subarray(0, DETECTED));
      await this.#work.take(data, last);
    } catch (thrown) {
      throw thrown instanceof ClinicoreError ? thrown : fromBackend(thrown);
    }
  }

  #resume(): void {
    this.#wanted?.();
    this.#wanted = undefined;
  }
}

/** All input through one codec. */
class One implements Work {
  #begun = false;

  constructor(
    readonly stream: CodecStream,
    readonly codec: Codec,
  ) {}

  async take(data: Buffer, last: boolean): Promise<void> {
    const { stream, codec } = this;
    for (let at = 0; at === 0 || at < data.length; at += CHUNK) {
      const isLast = last && at + CHUNK >= data.length;
      await stream.give(await write(codec, data.subarray(at, at + CHUNK), isLast, stream.job, this.#begun));
      this.#begun = true;
      for await (const out of rest(codec, isLast, stream.job)) await stream.give(out);
    }
  }

  close(): void {
    this.codec.close();
  }
}

/** Blocks by themselves, several at once, given in their order. */
class Blocks implements Work {
  #left: Buffer = Buffer.alloc(0);
  #begun = false;
  readonly #made: Promise<Uint8Array>[] = [];

  constructor(
    readonly stream: CodecStream,
    readonly compress: (data: Buffer) => Promise<Uint8Array>,
    readonly blockBytes: number,
  ) {}

  async take(data: Buffer, last: boolean): Promise<void> {
    let left = this.#left.length === 0 ? data : Buffer.concat([this.#left, data]);
    while (left.length > this.blockBytes) {
      await this.#add(left.subarray(0, this.blockBytes));
      left = left.subarray(this.blockBytes);
    }
    this.#left = left;
    if (!last) return;
    if (left.length > 0 || !this.#begun) await this.#add(left);
    while (this.#made.length > 0) await this.#next();
  }

  close(): void {
    this.#left = Buffer.alloc(0);
  }

  async #add(data: Buffer): Promise<void> {
    this.#begun = true;
    const made = this.compress(data);
    // Its failure is told when its turn comes.
    made.catch(() => {});
    this.#made.push(made);
    if (this.#made.length >= atOnce(this.stream.backend.pool)) await this.#next();
  }

  async #next(): Promise<void> {
    await this.stream.give(await (this.#made.shift() as Promise<Uint8Array>));
  }
}
