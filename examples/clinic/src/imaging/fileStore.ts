import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keyIn } from '../keys.js';
import { logError } from '../log.js';

/** A file that has arrived, and is not one of the clinic's yet. */
export interface Incoming {
  path: string;
  sha256: string;
  bytes: number;
}

/** What is older than this was being received when a service was killed: no request lasts as long. */
const ABANDONED_MS = 3_600_000;

/** How a store is opened. */
export interface FileStoreOptions {
  /** Whether no other process has the folder: then nothing in it is being received. Default: false. */
  isAlone?: boolean;
}

/**
 * DICOM files in a folder, each under the hash of its bytes: nothing that a client says becomes part of a path. A file is
 * received beside its place and renamed, so that what has a place is whole.
 */
export class FileStore {
  /**
   * What pseudonyms are made with (`dicom.deidentify`): with the same one, what goes out of a study at different times
   * stays one study. Whoever has it can tell whose files those were.
   */
  readonly key: Buffer;
  readonly #incoming: string;
  readonly #files: string;
  readonly #sweeping: NodeJS.Timeout;

  private constructor(folder: string, key: Buffer) {
    this.key = key;
    this.#incoming = join(folder, 'incoming');
    this.#files = join(folder, 'files');
    this.#sweeping = setInterval(() => {
      this.#sweep(ABANDONED_MS).catch((error) => logError('What was left half received could not be removed', error));
    }, ABANDONED_MS).unref();
  }

  /**
   * Opens the store in a folder, which nobody else on this machine may read, and removes what was left half received: by this
   * process's forerunner at once, by other processes once they cannot be at it any more.
   */
  static async open(folder: string, { isAlone = false }: FileStoreOptions = {}): Promise<FileStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const store = new FileStore(folder, await keyIn(join(folder, 'deidentification.key')));
    for (const made of [store.#incoming, store.#files]) await mkdir(made, { recursive: true, mode: 0o700 });
    await store.#sweep(isAlone ? 0 : ABANDONED_MS);
    return store;
  }

  /** Looks no more after what others have left. */
  close(): void {
    clearInterval(this.#sweeping);
  }

  /** Writes a file that is coming in to disk, as it comes. If it does not come to its end, nothing of it stays. */
  async receive(chunks: AsyncIterable<Uint8Array>): Promise<Incoming> {
    const path = join(this.#incoming, `${randomUUID()}.dcm`);
    const hash = createHash('sha256');
    let bytes = 0;
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        await file.writeFile(chunk);
      }
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return { path, sha256: hash.digest('hex'), bytes };
  }

  /** Where a file of the clinic is. */
  pathOf(sha256: string): string {
    return join(this.#files, sha256.slice(0, 2), `${sha256}.dcm`);
  }

  /** A file of the clinic bit by bit, or the bytes from `start` to `end`, both included. It is there when this returns. */
  async read(sha256: string, range: { start?: number; end?: number } = {}): Promise<AsyncIterable<Buffer>> {
    const path = this.pathOf(sha256);
    await access(path);
    return (async function* () {
      const file = await open(path);
      try {
        yield* file.createReadStream({ ...range, autoClose: false });
      } finally {
        await file.close();
      }
    })();
  }

  /** Gives a file its place. */
  async keep({ path, sha256 }: Incoming): Promise<void> {
    const place = this.pathOf(sha256);
    const made = await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await rename(path, place);
    // Its record must not outlive it where the power goes.
    await syncFolder(dirname(place));
    if (made !== undefined) await syncFolder(dirname(made));
  }

  /** Removes what has arrived and was not kept. */
  async discard({ path }: Incoming): Promise<void> {
    await rm(path, { force: true });
  }

  /** Removes a file from its place. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  /** Removes what nothing was added to for so long. */
  async #sweep(unchangedMs: number): Promise<void> {
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      // Another process may be quicker.
      const changedAt = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.POSITIVE_INFINITY,
      );
      if (Date.now() - changedAt >= unchangedMs) await rm(path, { force: true });
    }
  }
}

/** Has the names in a folder survive the power; on Windows, folders cannot be opened, and the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
