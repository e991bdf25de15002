/** What a document gives names to: styles and pictures. */
import { ClinicoreError } from '../errors';
import { limitLength, readable, record } from '../validate';

/** A name is shown in the paths of errors, so it can hold no one's data. */
const NAME = /^[A-Za-z][\w-]{0,59}$/;

/** The values of a record by their names, each checked. */
export function named<T>(
  value: unknown,
  path: string,
  max: number,
  check: (value: unknown, path: string) => T,
): Map<string, T> {
  const fields = record(value, path);
  const names = readable(path, () => Object.keys(value as object));
  limitLength(names.length, path, max);
  const odd = names.find((name) => !NAME.test(name));
  if (odd !== undefined) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} must have names of at most 60 letters, digits, - and _ that begin with a letter`,
      { argument: path },
    );
  }
  return new Map(names.map((name) => [name, fields.get(name, check)]));
}
