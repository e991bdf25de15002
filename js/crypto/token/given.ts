import { ClinicoreError } from '../../errors';
import { invalid, text } from '../../validate';

/** A token as a request brought it: any text. */
export function givenText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be a string, got a value of type ${typeof value}`, {
    argument: path,
  });
}

/** What a token is bound to, such as a session's id: it must not be empty. */
export function bound(value: unknown, path: string): string {
  const given = text(value, path, 1000);
  if (given === '') invalid(path, 'a text that is not empty', value);
  return given;
}
