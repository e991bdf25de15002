/** Names in archives: paths below one folder, their parts divided by `/`; of folders with one at the end. */
import { isDeviceName } from '../../device-names';

/** What Windows has no files of, and `:`, behind which NTFS has other streams of a file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const NOT_ON_WINDOWS = /[<>:"|?*\u0000-\u001f]|[. ]$/;

/** A name without parts that lead nowhere (`./a//b` is `a/b`); empty for that of the folder itself. */
export function normalName(name: string): string {
  if (!/(^|\/)(\.?\/|\.$)/.test(name)) return name;
  const root = name.startsWith('/') ? '/' : '';
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isFolder = parts.length > 0 && /\/\.?$/.test(name);
  return root + parts.join('/') + (isFolder ? '/' : '');
}

/**
 * Why no file must be written under a name; undefined if it stays below the folder it is written to, on any system. What no
 * file on Windows can be called is a flaw there only.
 */
export function nameFlaw(name: string, onWindows: boolean = process.platform === 'win32'): string | undefined {
  if (name === '') return 'is empty';
  if (name.includes('\0')) return 'holds a NUL';
  if (name.includes('\\')) return 'holds a backslash';
  if (name.startsWith('/')) return 'is an absolute path';
  if (/^[a-z]:/i.test(name)) return 'begins with a drive';
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'leads out of its folder';
  if (!onWindows) return undefined;
  if (parts.some(isDeviceName)) return 'is that of a device';
  if (parts.some((part) => NOT_ON_WINDOWS.test(part))) return 'is none for a file on Windows';
  return undefined;
}

/** Which names of an archive may come twice; see `ReadArchiveOptions.names`. */
export type NamePolicy = 'unique' | 'unique-ignoring-case' | 'any';

/** Finds names that came before. */
export class Names {
  readonly #policy: NamePolicy;
  readonly #seen = new Set<string>();

  constructor(policy: NamePolicy) {
    this.#policy = policy;
  }

  /** Whether a name may come now; a file and a folder have the same name. */
  add(name: string): boolean {
    if (this.#policy === 'any') return true;
    const path = name.endsWith('/') ? name.slice(0, -1) : name;
    // As macOS and Windows compare them, or nearly so: in composed form, whatever the case.
    const key = this.#policy === 'unique' ? path : path.normalize('NFC').toUpperCase().toLowerCase();
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}
