/** Where the files of a file-set are on a disk, whose names may differ from the directory's in case and suffix. */
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClinicoreError } from '../../errors';
import { malformed } from '../errors';
import { isWithin } from '../folder-path';

/** How many folders' names are kept: records come folder by folder. */
const KEPT = 16;

/** Looks files up below a folder. */
export class FileSetFolder {
  readonly #given: string;
  readonly #names = new Map<string, Promise<Map<string, string[]>>>();

  constructor(folder: string) {
    this.#given = folder;
  }

  /** The real path of the file with these components, to which the record at byte `offset` refers. */
  async locate(components: readonly string[], offset: number): Promise<string> {
    try {
      const root = await realpath(this.#given);
      const path = (await existing(join(root, ...components))) ?? (await this.#search(root, components, offset));
      if (!isWithin(root, path)) throw outside(offset);
      if ((await stat(path)).isFile()) return path;
    } catch (cause) {
      if (cause instanceof ClinicoreError) throw cause;
      throw notThere(offset, cause);
    }
    throw new ClinicoreError('ERR_IO', `What the record at byte ${offset} refers to is not a file`, { offset });
  }

  async #search(root: string, components: readonly string[], offset: number): Promise<string> {
    let folder = root;
    for (const component of components) {
      // Not even the names of a folder outside are looked at.
      if (!isWithin(root, folder)) throw outside(offset);
      const alike = (await this.#namesIn(folder)).get(folded(component)) ?? [];
      if (alike.length > 1 && !alike.includes(component)) {
        const message = `Several files could be that of the record at byte ${offset}: their names differ in case or suffix`;
        throw new ClinicoreError('ERR_IO', message, { offset });
      }
      const name = alike.includes(component) ? component : alike[0];
      if (name === undefined) throw notThere(offset, undefined);
      folder = await realpath(join(folder, name));
    }
    return folder;
  }

  #namesIn(folder: string): Promise<Map<string, string[]>> {
    let names = this.#names.get(folder);
    if (!names) {
      if (this.#names.size >= KEPT) this.#names.clear();
      names = namesIn(folder);
      this.#names.set(folder, names);
      // What cannot be read now may be later.
      names.catch(() => this.#names.delete(folder));
    }
    return names;
  }
}

/** The real path, if there is something. */
async function existing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The names in a folder by what they are in every case and without a version. */
async function namesIn(folder: string): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for await (const { name } of await opendir(folder)) {
    const key = folded(name);
    const alike = names.get(key);
    if (alike) alike.push(name);
    else names.set(key, [name]);
  }
  return names;
}

/** A name in upper case, without the version of ISO 9660 (`;1`) and the dot that may stand before it. */
const folded = (name: string): string => name.toUpperCase().replace(/\.?(?:;\d+)?$/, '');

const outside = (offset: number): ClinicoreError =>
  malformed(`The record at byte ${offset} refers to a file that a link leads to, outside of the file-set`, offset);

const notThere = (offset: number, cause: unknown): ClinicoreError =>
  new ClinicoreError('ERR_IO', `The file of the record at byte ${offset} cannot be found`, { offset }, { cause });
