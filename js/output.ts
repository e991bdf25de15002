/** Files that are made when they are asked for: the same for every domain. */
import { constants } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Lane } from './contract';
import { ClinicoreError } from './errors';
import { orUnwritable } from './file-errors';
import { joined } from './joined';
import { Ending, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from './task';
import { Turns } from './turn';
import { invalid, optionalRecord, readable } from './validate';

/** Options of writing. What progress counts says the call that made the output; its default lane, too. */
export type WriteOptions = TaskOptions;

/**
 * Makes the bytes of a file, in pieces, as often as it is called. Pieces that are not kept are used up when the next is asked
 * for, which may then lie in the same memory.
 */
export type Pieces = (task: Task, areKept: boolean) => AsyncIterable<Uint8Array>;

/** Creates what is to be written; whoever has no bytes cannot make one. */
export let outputOf: (pieces: Pieces, lane?: Lane) => Output;

/** Whether a value is an output, not only something that looks like one. */
export let isOutput: (value: unknown) => value is Output;

/** The bytes of an output, for one that holds it. */
export let piecesOf: (output: Output, task: Task) => AsyncIterable<Uint8Array>;

/** A file that is made when it is asked for: as bytes, as a file, as a stream; as often as what it is made of can be read. */
export class Output {
  #pieces: Pieces;
  #lane: Lane;

  static {
    outputOf = (pieces, lane) => new Output(pieces, lane);
    isOutput = (value): value is Output => typeof value === 'object' && value !== null && #pieces in value;
    piecesOf = (output, task) => output.#pieces(task, true);
  }

  protected constructor(pieces: Pieces, lane: Lane = 'interactive') {
    this.#pieces = pieces;
    this.#lane = lane;
  }

  /**
   * The whole file.
   *
   * @param options signal, progress, lane
   * @returns its bytes, none of them shared with what they were made from
   * @throws ClinicoreError (as a rejection) `ERR_LIMIT_EXCEEDED` (more bytes than a Buffer can hold), `ERR_IO` (what it is
   *   made of cannot be read any more), `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`, and what the call that made it says
   *
   * @example
   * response.type('application/dicom').send(await dicom.edit(file).remove('PatientAddress').toBuffer());
   */
  async toBuffer(options?: WriteOptions): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of this.#made(this.#checked(options), true)) {
      size += piece.length;
      if (size > constants.MAX_LENGTH) throw tooLarge();
      pieces.push(piece);
    }
    return joined(pieces, size);
  }

  /**
   * Writes the file to a path, in bounded memory: under another name beside it, which takes its place only when all of it
   * is on the disk. There is never half a file; on failure and abort nothing is left. A file that is open may be replaced
   * by its own edit (on Windows after it is closed). What is replaced hands on who may read and write it (its mode); of a
   * symbolic link it is the file that the link leads to.
   *
   * @param path where to
   * @param options signal, progress, lane
   * @throws ClinicoreError (as a rejection) `ERR_IO`, `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`
   *
   * @example
   * await dicom.edit(file).set('AccessionNumber', 'A-1042').toFile('/studies/corrected.dcm');
   */
  async toFile(path: string | URL, options?: WriteOptions): Promise<void> {
    const task = this.#checked(options);
    if (typeof path !== 'string' && !(path instanceof URL)) invalid('path', 'a path or file: URL', path);
    const named = readable('path', () => resolve(typeof path === 'string' ? path : fileURLToPath(path)));
    const target = await realpath(named).catch(() => named);
    const replaced = await stat(target).catch(() => undefined);
    if (replaced && !replaced.isFile()) invalid('path', 'the path of a file', path);
    const mode = replaced && replaced.mode & 0o777;
    const beside = join(dirname(target), `.${randomUUID()}`);
    const handle = await orUnwritable(open(beside, 'wx', mode));
    try {
      try {
        // What is open has no more rights than the umask leaves.
        if (mode !== undefined) await orUnwritable(handle.chmod(mode));
        for await (const piece of this.#made(task, false)) await orUnwritable(writeFully(handle, piece));
        await orUnwritable(handle.sync());
      } finally {
        await handle.close();
      }
      await orUnwritable(rename(beside, target));
      await syncFolder(dirname(target));
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  /**
   * The file as a stream, made as fast as it is taken. Errors are those of {@link toBuffer}, as the stream's; destroying
   * it stops the work.
   *
   * @param options signal, progress, lane
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for options of the wrong form
   *
   * @example
   * await pipeline(dicom.edit(file).remove('PatientAddress').toStream(), response); // of node:stream/promises
   */
  toStream(options?: WriteOptions): Readable {
    const task = this.#checked(options);
    // Where a source is stuck, so is the iterator that closing the stream would end.
    let ending: Ending | undefined;
    const made = (task: Task) => this.#made(task, true);
    // Begun with the first piece: nothing is left of a stream that nobody reads.
    const pieces = (async function* () {
      ending = new Ending(task.signal);
      yield* made({ ...task, signal: ending.signal });
    })();
    return Readable.from(pieces, { objectMode: false }).once('close', () => ending?.end());
  }

  /** The pieces, with turns of the event loop in between: many are there at once, such as those of bytes in memory. */
  async *#made(task: Task, areKept: boolean): AsyncGenerator<Uint8Array, void, undefined> {
    const turns = new Turns({ ...task, onProgress: undefined });
    for await (const piece of this.#pieces(task, areKept)) {
      yield piece;
      await turns.take(0, 0);
    }
  }

  #checked(options: unknown): Task {
    return taskOptions(optionalRecord(options, 'options').only(TASK_OPTIONS), this.#lane);
  }
}

/** So that a file that is there stays there when the power fails. Not all systems can, or need to. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

async function writeFully(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length; ) done += (await handle.write(piece, done)).bytesWritten;
}

function tooLarge(): ClinicoreError {
  const limit = constants.MAX_LENGTH;
  const message = `The file would have more than ${limit} bytes: write it with toFile()`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit });
}
