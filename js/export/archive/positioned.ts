/** Archives that are read here and there. */
import { type FileHandle, open } from 'node:fs/promises';
import { abortError, ClinicoreError } from '../../errors';
import type { Task } from '../../task';
import { unlessAborted } from '../../turn';
import { invalid } from '../../validate';
import { type ByteSource, orUnreadable, wholeOf } from '../bytes';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

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
  const memory: Positioned = {
    size: data.length,
    async read(offset, length) {
      if (task.signal?.aborted) throw abortError(task.signal.reason);
      const part = data.subarray(offset, offset + length);
      if (part.length !== length) throw gone();
      return part;
    },
    async close() {},
  };
  return async () => memory;
}

/** No handle is kept open while nothing is read, and what is read is always of the file that was opened first. */
function fileOpener(path: string, task: Task): Opener {
  let first: string | undefined;
  return async () => {
    const file = await orUnreadable(open(path, 'r'));
    try {
      const there = await orUnreadable(file.stat());
      if (!there.isFile()) invalid('source', 'the path of a file', path);
      const { dev, ino, size, mtimeMs } = there;
      const identity = `${dev} ${ino} ${size} ${mtimeMs}`;
      first ??= identity;
      if (identity !== first) throw gone();
      return { size, read: (offset, length) => readFully(file, offset, length, task), close: () => file.close() };
    } catch (error) {
      await file.close();
      throw error;
    }
  };
}

async function readFully(file: FileHandle, offset: number, length: number, task: Task): Promise<Buffer> {
  const data = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const reading = file.read(data, done, length - done, offset + done);
    const { bytesRead } = await unlessAborted(task, orUnreadable(reading));
    if (bytesRead === 0) throw gone();
    done += bytesRead;
  }
  return data;
}

/** So many bytes from there on, in pieces. */
export async function* piecesFrom(archive: Positioned, offset: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += CHUNK) yield archive.read(offset + at, Math.min(CHUNK, length - at));
}

const gone = (): ClinicoreError => new ClinicoreError('ERR_IO', 'The archive was changed while it was read');
