/** What bcrypt reads of a password, and the bytes of what is given for one. */
import { types } from 'node:util';
import { ClinicoreError, type ErrorDetails } from '../../errors';
import { bytes as checkedBytes, isWellFormed, readable } from '../../validate';

/** What bcrypt reads of a password. */
const MAX_PASSWORD_BYTES = 72;

/**
 * Hands `use` a password's bytes, and why bcrypt would not read them whole, if it would not. The bytes are wiped as soon
 * as `use` returns its promise: a backend reads its arguments only until then.
 */
export async function withPassword<T>(
  password: unknown,
  use: (bytes: Uint8Array, refusal: ClinicoreError | undefined) => Promise<T>,
): Promise<T> {
  const bytes = passwordBytes(password);
  try {
    return use(bytes, refusal(password, bytes));
  } finally {
    bytes.fill(0);
  }
}

/** A password's bytes, in memory of our own; of text that is too long, only enough to tell. */
function passwordBytes(password: unknown): Uint8Array {
  if (typeof password === 'string') return new TextEncoder().encode(password.slice(0, MAX_PASSWORD_BYTES + 1));
  if (!types.isUint8Array(password)) {
    // Without its value, as other messages have it: a PIN may come as a number.
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `password must be a string, a Buffer or a Uint8Array, got a value of type ${typeof password}`,
      { argument: 'password' },
    );
  }
  return readable('password', () => new Uint8Array(checkedBytes(password, 'password')));
}

/** Why bcrypt would not read a password whole, if it would not. */
function refusal(password: unknown, bytes: Uint8Array): ClinicoreError | undefined {
  const refuse = (must: string, details: ErrorDetails = {}) =>
    new ClinicoreError('ERR_INVALID_ARGUMENT', `password must ${must}`, { argument: 'password', ...details });
  const length = typeof password === 'string' ? Buffer.byteLength(password) : bytes.length;
  if (length === 0) return refuse('not be empty');
  if (length > MAX_PASSWORD_BYTES) {
    return refuse(`be at most ${MAX_PASSWORD_BYTES} bytes long, got ${length}`, {
      limit: MAX_PASSWORD_BYTES,
      given: length,
    });
  }
  if (bytes.includes(0)) return refuse('not contain a NUL byte');
  if (typeof password === 'string' && !isWellFormed(password)) {
    return refuse('be well-formed Unicode, got a lone surrogate');
  }
  return undefined;
}
