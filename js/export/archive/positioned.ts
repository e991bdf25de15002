/** Archives that are read here and there. */
import { type FileHandle, open } from 'node:fs/promises';
import { type ByteSource, wholeOf } from '../../bytes';
import { ClinicoreError } from '../../errors';
import { orUnreadable } from '../../file-errors';
import type { Task } from '../../task';
import { Turns, unlessAborted } from '../../turn';
import { invalid } from '../../validate';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;
/** Parts up to the first are read together with what follows them, up to the second. */
const NEAR = 16 * 1024;
const WINDOW = 64 * 1024;

/** Something of which any part can be read. */
export interface Positioned {
  readonly size: number;
  /** So many bytes from there on, all of which must be there. */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens the archive anew: the same one, or it throws. */
export type Opener = () => Promise<Positioned>;

/** How to read a source here and there: a stream is read into memory, up to `maxBytes`. */
export async function positioned(source: ByteSource, task: Task, maxBytes: number): Promise<Opener> {
  if (source.kind === 'path') return fileOpener(source.path, task);
  const { buffer, byteOffset, byteLength } =
    source.kind === 'bytes' ? source.bytes : await wholeOf(source, task, maxBytes, 'maxBytes');
  const data = Buffer.from(buffer, byteOffset, byteLength);
  const turns = new Turns({ ...task, onProgress: undefined });
  const memory: Positioned = {
    size: data.length,
    async read(offset, length) {
      turns.check();
      await turns.take(0, 0);
      const part = data.subarray(offset, offset + length);
      if (part.length !== length) throw gone();
      return part;
    },
    async close() {},
  };
  return async () => memory;
}

/**
 * All who read at the same time share one handle, and none is kept open when nobody reads. What is read is always of the file
 * that was opened first.
 */
function fileOpener(path: string, task: Task): Opener {
  let first: string | undefined;
  let shared: Promise<OpenFile> | undefined;
  let readers = 0;
  const opened = async () => {
    const handle = await orUnreadable(open(path, 'r'));
    try {
      const there = await orUnreadable(handle.stat());
      if (!there.isFile()) invalid('source', 'the path of a file', path);
      const { dev, ino, size, mtimeMs } = there;
      const identity = `${dev} ${ino} ${size} ${mtimeMs}`;
      first ??= identity;
      if (identity !== first) throw gone();
      return new OpenFile(handle, size, task);
    } catch (error) {
      await handle.close();
      throw error;
    }
  };
  const close = async (file: OpenFile) => {
    if (--readers > 0) return;
    shared = undefined;
    await file.close();
  };
  return async () => {
    readers++;
    shared ??= opened();
    try {
      const file = await shared;
      return { size: file.size, read: (offset, length) => file.read(offset, length), close: () => close(file) };
    } catch (error) {
      if (--readers === 0) shared = undefined;
      throw error;
    }
  };
}

/** A file of which short parts are often near each other. */
class OpenFile {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #task: Task;
  #window: { at: number; data: Buffer } = { at: 0, data: Buffer.alloc(0) };

  constructor(handle: FileHandle, size: number, task: Task) {
    this.size = size;
    this.#handle = handle;
    this.#task = task;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const { at, data } = this.#window;
    if (offset >= at && offset + length <= at + data.length) return data.subarray(offset - at, offset - at + length);
    if (offset + length > this.size) throw gone();
    if (length > NEAR) return this.#read(offset, length);
    const near = await this.#read(offset, Math.min(WINDOW, this.size - offset));
    this.#window = { at: offset, data: near };
    return near.subarray(0, length);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(offset: number, length: number): Promise<Buffer> {
    const data = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const reading = this.#handle.read(data, done, length - done, offset + done);
      const { bytesRead } = await unlessAborted(this.#task, orUnreadable(reading));
      if (bytesRead === 0) throw gone();
      done += bytesRead;
    }
    return data;
  }
}

/** So many bytes from there on, in pieces. */
export async function* piecesFrom(archive: Positioned, offset: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += CHUNK) yield archive.read(offset + at, Math.min(CHUNK, length - at));
}

const gone = (): ClinicoreError => new ClinicoreError('ERR_IO', 'The archive was changed while it was read');
