/** Folders that callers name, and what is in them. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalid } from '../validate';

/** The absolute path of a folder, given as a path or a `file:` URL. */
export function folderPath(value: unknown, path: string): string {
  if (value instanceof URL && value.protocol === 'file:') return resolve(fileURLToPath(value));
  if (typeof value !== 'string' || value === '') invalid(path, 'the path or file: URL of a folder', value);
  return resolve(value);
}

/** Whether a real path is that of a folder, or below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
