/** Files on their way from an archive to a folder: first aside, then to their places. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClinicoreError } from '../../errors';
import { orUnwritable } from '../../file-errors';
import type { ReadableEntry } from './entry';
import { malformed } from './errors';
import type { ExtractResult } from './extract';
import { nameFlaw } from './names';

interface Staged {
  readonly index: number;
  readonly name: string;
  /** Where its content is meanwhile; a folder has none. */
  readonly path: string | undefined;
}

/** See the module. */
export class Extraction {
  readonly #folder: string;
  readonly #overwrite: boolean;
  readonly #staged: Staged[] = [];
  readonly #skipped: { name: string; type: ReadableEntry['type'] }[] = [];
  /** What is there now and was not before, in this order. */
  readonly #made: { path: string; isFolder: boolean }[] = [];
  /** Folders that were found to be there, and to be no links. */
  readonly #checked = new Set<string>();
  #root: string | undefined;
  #aside: string | undefined;
  #index = 0;
  #bytes = 0;

  constructor(folder: string, overwrite: boolean) {
    this.#folder = folder;
    this.#overwrite = overwrite;
  }

  /** Writes an entry's content aside. */
  async add(entry: ReadableEntry, tell: (bytes: number) => void): Promise<void> {
    const index = this.#index++;
    const { name, type } = entry;
    // Those of all systems were refused before.
    const flaw = nameFlaw(name);
    if (flaw) throw malformed(index, `has a name that ${flaw}`);
    if (type === 'link' || type === 'other') {
      this.#skipped.push({ name, type });
    } else if (type === 'directory') {
      this.#staged.push({ index, name, path: undefined });
    } else {
      const path = join(await this.#prepare(), `${index}`);
      // Told before the work is done, where it can be.
      if (!this.#overwrite && (await kindAt(join(await this.#prepareRoot(), name))) !== 'nothing') throw isThere(index);
      await this.#write(entry, path, tell);
      this.#staged.push({ index, name, path });
    }
  }

  /** Moves everything to its place. */
  async finish(goOn: () => void): Promise<ExtractResult> {
    let files = 0;
    for (const { index, name, path } of this.#staged) {
      goOn();
      const parts = name.split('/').filter((part) => part !== '');
      const root = await this.#prepareRoot();
      if (path === undefined) {
        await this.#makeFolders(root, parts, index);
      } else {
        await this.#makeFolders(root, parts.slice(0, -1), index);
        await this.#place(path, join(root, ...parts), index);
        files++;
      }
    }
    return { files, bytes: this.#bytes, skipped: this.#skipped };
  }

  /** Takes away what was aside, and, unless all is done, what is in its place. */
  async close(isDone: boolean): Promise<void> {
    if (this.#aside) await rm(this.#aside, { recursive: true, force: true });
    if (isDone) return;
    for (const { path, isFolder } of this.#made.reverse()) {
      // A folder in which something else was put meanwhile stays.
      await (isFolder ? rmdir(path) : rm(path, { force: true })).catch(() => {});
    }
  }

  async #write(entry: ReadableEntry, path: string, tell: (bytes: number) => void): Promise<void> {
    const handle = await orUnwritable(open(path, 'wx'));
    try {
      for await (const piece of entry.content()) {
        for (let done = 0; done < piece.length; ) done += (await orUnwritable(handle.write(piece, done))).bytesWritten;
        this.#bytes += piece.length;
        tell(this.#bytes);
      }
      if (entry.modified) await orUnwritable(handle.utimes(entry.modified, entry.modified));
    } finally {
      await handle.close();
    }
  }

  /** The folder, which is made when there is something to be put in it. */
  async #prepareRoot(): Promise<string> {
    if (this.#root === undefined) {
      const missing: string[] = [];
      for (let path = this.#folder; (await kindAt(path)) === 'nothing'; path = join(path, '..')) missing.push(path);
      for (const path of missing.reverse()) {
        await orUnwritable(mkdir(path));
        this.#made.push({ path, isFolder: true });
      }
      // The folder itself may be behind a link; what is in it may not.
      this.#root = await orUnwritable(realpath(this.#folder));
    }
    return this.#root;
  }

  async #prepare(): Promise<string> {
    if (this.#aside === undefined) {
      const path = join(await this.#prepareRoot(), `.${randomUUID()}`);
      await orUnwritable(mkdir(path, { mode: 0o700 }));
      this.#aside = path;
    }
    return this.#aside;
  }

  async #makeFolders(root: string, parts: readonly string[], index: number): Promise<void> {
    let path = root;
    for (const part of parts) {
      path = join(path, part);
      if (this.#checked.has(path)) continue;
      const kind = await kindAt(path);
      if (kind === 'other') {
        throw new ClinicoreError('ERR_IO', `Entry ${index} of the archive is below what is no folder, or a link`, {
          index,
        });
      }
      if (kind === 'nothing') {
        await orUnwritable(mkdir(path));
        this.#made.push({ path, isFolder: true });
      }
      this.#checked.add(path);
    }
  }

  async #place(path: string, target: string, index: number): Promise<void> {
    const kind = await kindAt(target);
    if (kind === 'folder' || (kind === 'other' && !this.#overwrite)) throw isThere(index);
    if (kind === 'nothing') {
      // Whoever puts a file there in the meantime keeps it: this fails, then.
      await orUnwritable(open(target, 'wx').then((handle) => handle.close()));
      this.#made.push({ path: target, isFolder: false });
    }
    await orUnwritable(rename(path, target));
  }
}

/** What stands at a path; a link is one, whatever it leads to. */
async function kindAt(path: string): Promise<'nothing' | 'folder' | 'other'> {
  try {
    return (await lstat(path)).isDirectory() ? 'folder' : 'other';
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 'nothing';
    throw new ClinicoreError('ERR_IO', 'The folder cannot be read', {}, { cause });
  }
}

const isThere = (index: number): ClinicoreError =>
  new ClinicoreError('ERR_IO', `Entry ${index} of the archive would replace what is there already`, { index });
