/** The bytes of what is given for a password, and why a hash would not read them whole. */
import { types } from 'node:util';
import { ClinicoreError, type ErrorDetails } from '../../errors';
import { bytes as checkedBytes, isWellFormed, readable } from '../../validate';

/** What bcrypt reads of a password. */
export const BCRYPT_BYTES = 72;
/** More is not worth hashing: nobody types so much. */
const MAX_BYTES = 4096;

/** A password that was read. Its bytes are a copy of our own: wipe them. */
export interface Given {
  readonly bytes: Uint8Array;
  /** Its whole length in bytes, where more was given than is worth reading. */
  readonly length: number;
  readonly isWellFormed: boolean;
}

/** Reads a password; without its value in any message, as other messages have it: a PIN may come as a number. */
export function givenPassword(password: unknown, path: string): Given {
  if (typeof password === 'string') {
    return {
      bytes: new TextEncoder().encode(password.slice(0, MAX_BYTES + 1)),
      length: Buffer.byteLength(password),
      isWellFormed: isWellFormed(password),
    };
  }
  if (!types.isUint8Array(password)) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} must be a string, a Buffer or a Uint8Array, got a value of type ${typeof password}`,
      { argument: path },
    );
  }
  const bytes = readable(path, () => new Uint8Array(checkedBytes(password, path)));
  return { bytes, length: bytes.length, isWellFormed: true };
}

/** Why a password would not be read whole, if it would not: by bcrypt alone, which stops at 72 bytes and at a NUL, or by any. */
export function refusal(given: Given, path: string, isForBcrypt: boolean): ClinicoreError | undefined {
  const refuse = (must: string, details: ErrorDetails = {}) =>
    new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must ${must}`, { argument: path, ...details });
  const limit = isForBcrypt ? BCRYPT_BYTES : MAX_BYTES;
  if (given.length === 0) return refuse('not be empty');
  if (given.length > limit) {
    return refuse(`be at most ${limit} bytes long, got ${given.length}`, { limit, given: given.length });
  }
  if (isForBcrypt && given.bytes.includes(0)) return refuse('not contain a NUL byte');
  // Lone surrogates are all the same in UTF-8.
  if (!given.isWellFormed) return refuse('be well-formed Unicode, got a lone surrogate');
  return undefined;
}
