/** The files of a folder and of the folders in it, found one after the other as they are asked for. */
import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClinicoreError } from '../../errors';
import { unreadableFile } from '../errors';
import { isWithin } from '../folder-path';
import type { Checked } from './options';

/** What was found, with its path from the root on. */
export type Found =
  | { kind: 'file'; path: string; absolute: string }
  /** No file of its own: a link that is not followed, a pipe, a socket, a device. */
  | { kind: 'other'; path: string; error: ClinicoreError }
  /** A folder or link that cannot be read. */
  | { kind: 'unreadable'; path: string; error: ClinicoreError };

/** A name in a folder. */
interface Name {
  path: string;
  type: 'file' | 'folder' | 'link' | 'special';
}

/** A walk through a folder and those in it; holds open one folder at a time. */
export class Walk {
  /** How many were found so far, with those that are yet to come of a folder that was listed. */
  found = 0;
  readonly #root: string;
  readonly #options: Checked['walk'];
  /** The real paths of the folders that were listed: links can lead to one again and again. */
  readonly #listed = new Set<string>();

  /** `root` is a real path. */
  constructor(root: string, options: Checked['walk']) {
    this.#root = root;
    this.#options = options;
  }

  /**
   * Everything but folders, those of a folder before those in its folders. Throws what
   * `filter` throws, and `ERR_IO` if the root cannot be read.
   */
  async *entries(): AsyncGenerator<Found, void, undefined> {
    const waiting = [''];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      const folders: string[] = [];
      for await (const name of this.#names(folder)) {
        const found = 'kind' in name ? name : await this.#look(name);
        if (typeof found === 'string') folders.push(found);
        else if (found) yield found;
      }
      // The last is taken first.
      for (const path of folders.reverse()) waiting.push(path);
    }
  }

  /** The names in a folder; of one that cannot be read, or only in part, the error. */
  async *#names(folder: string): AsyncGenerator<Name | Found, void, undefined> {
    const runs: Name[][] = [];
    let run: Name[] = [];
    for await (const entry of this.#list(folder)) {
      if (entry instanceof ClinicoreError) {
        if (folder === '') throw entry;
        this.found++;
        yield { kind: 'unreadable', path: folder, error: entry };
        continue;
      }
      const name = this.#wanted(folder, entry);
      if (!name) continue;
      if (!this.#options.sorted) {
        yield name;
        continue;
      }
      run.push(name);
      if (run.length < RUN) continue;
      runs.push(run.sort(byPath));
      run = [];
    }
    yield* merged([...runs, run.sort(byPath)]);
  }

  /** What the file system says of a folder, and how it fails. */
  async *#list(folder: string): AsyncGenerator<Dirent | ClinicoreError, void, undefined> {
    const path = join(this.#root, folder);
    try {
      if (this.#options.followSymlinks) {
        const real = await realpath(path);
        if (this.#listed.has(real)) return;
        this.#listed.add(real);
      }
      yield* await opendir(path, { bufferSize: 256 });
    } catch (cause) {
      yield new ClinicoreError('ERR_IO', 'The folder cannot be read', {}, { cause });
    }
  }

  #wanted(folder: string, entry: Dirent): Name | undefined {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const type = typeOf(entry);
    const isFollowed = type === 'link' && this.#options.followSymlinks;
    if (!isFollowed && !this.#isAskedFor(path, type === 'folder')) return undefined;
    if (type !== 'folder') this.found++;
    return { path, type };
  }

  #isAskedFor(path: string, isFolder: boolean): boolean {
    const { filter, recursive } = this.#options;
    return !(isFolder && !recursive) && (!filter || filter(path, isFolder));
  }

  /** What is behind a name; the path alone if it is a folder, `undefined` if it is not asked for. */
  async #look({ path, type }: Name): Promise<Found | string | undefined> {
    if (type === 'folder') return path;
    if (type === 'file') return { kind: 'file', path, absolute: join(this.#root, path) };
    if (type === 'special') return { kind: 'other', path, error: notAFile() };
    if (!this.#options.followSymlinks) return { kind: 'other', path, error: link('is not followed', 'followSymlinks') };
    const behind = await this.#follow(path);
    const isAskedFor = this.#isAskedFor(path, behind === path);
    if (behind === path || !isAskedFor) this.found--;
    return isAskedFor ? behind : undefined;
  }

  /** What is behind a link; the path alone if it is a folder. */
  async #follow(path: string): Promise<Found | string> {
    try {
      const real = await realpath(join(this.#root, path));
      if (!isWithin(this.#root, real)) return { kind: 'other', path, error: link('leads out of the folder') };
      const stats = await stat(real);
      if (stats.isDirectory()) return path;
      return stats.isFile() ? { kind: 'file', path, absolute: real } : { kind: 'other', path, error: notAFile() };
    } catch (cause) {
      return { kind: 'unreadable', path, error: unreadableFile(cause) };
    }
  }
}

/** How many names are sorted at once, in well under a millisecond. */
const RUN = 1024;

const byPath = (a: Name, b: Name): number => (a.path < b.path ? -1 : 1);

/** Sorted runs as one, as far as it is asked for: to sort a million names at once would hold the event loop for a second. */
function* merged(runs: Name[][]): Generator<Name, void, undefined> {
  if (runs.length === 1) return yield* runs[0] as Name[];
  const half = runs.length >> 1;
  const [low, high] = [merged(runs.slice(0, half)), merged(runs.slice(half))];
  let [left, right] = [low.next(), high.next()];
  while (!left.done || !right.done) {
    if (right.done || (!left.done && byPath(left.value, right.value) < 0)) {
      yield left.value as Name;
      left = low.next();
    } else {
      yield right.value;
      right = high.next();
    }
  }
}

function typeOf(entry: Dirent): Name['type'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

/** Neither a file nor a folder: opened, a pipe or device could keep whoever reads it waiting. */
export const notAFile = (): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', 'It is no regular file, and was not opened');

const link = (why: string, option?: string): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', `The symbolic link ${why}`, option === undefined ? {} : { option });
