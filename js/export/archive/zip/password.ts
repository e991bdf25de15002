import { invalid, text } from '../../../validate';

/** What entries are encrypted with: text that is not empty. */
export function password(value: unknown, path: string): string {
  const given = text(value, path, 1024);
  return given === '' ? invalid(path, 'a text that is not empty', given) : given;
}
