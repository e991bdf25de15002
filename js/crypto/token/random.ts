import { randomFillSync } from 'node:crypto';
import { integer } from '../../validate';

/** Randomness in store: a call of the system's for each token takes ten times as long. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * A random token for a session, a password reset or an invitation: base64url, safe in cookies, URLs and file names.
 * Store its SHA-256, not the token: who reads the database must not be able to log in with it.
 *
 * @param bytes how many random bytes, 16 to 256. Default: 32, which nobody guesses and no two share
 * @returns 43 characters for 32 bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * const token = crypto.randomToken();
 * response.cookie('__Host-session', token, { httpOnly: true, secure: true, sameSite: 'strict', path: '/' });
 */
export function randomToken(bytes = 32): string {
  const length = integer(bytes, 'bytes', 16, 256);
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const token = pool.toString('base64url', used, used + length);
  pool.fill(0, used, used + length);
  used += length;
  return token;
}
