/** Passwords of files. */
import { ClinicoreError } from '../errors';
import { invalid, text } from '../validate';

/** A text that is not empty; of one that is wrong no message says anything but how long it is. */
export function password(value: unknown, path: string, maxLength: number): string {
  if (typeof value !== 'string') {
    // Without the value: one that is a number would be shown, as that of an option.
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be a string`, { argument: path });
  }
  const given = text(value, path, maxLength);
  return given === '' ? invalid(path, 'a text that is not empty', given) : given;
}
