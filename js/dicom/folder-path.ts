import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalid } from '../validate';

/** The absolute path of a folder, given as a path or a `file:` URL. */
export function folderPath(value: unknown, path: string): string {
  if (value instanceof URL && value.protocol === 'file:') return resolve(fileURLToPath(value));
  if (typeof value !== 'string' || value === '') invalid(path, 'the path or file: URL of a folder', value);
  return resolve(value);
}
