import { randomBytes } from 'node:crypto';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { integer, optionalRecord } from '../../validate';
import { MAX_COST } from './bcrypt-hash';
import { withPassword } from './bytes';

/** Options of {@link hashPassword}. */
export interface HashPasswordOptions extends TaskOptions {
  /**
   * The base-2 logarithm of bcrypt's iterations: one more takes twice as long. 10, the least OWASP accepts, to 16, the
   * most `verifyPassword` accepts by default. Default: 12, some 0.2 s of one core.
   */
  cost?: number;
}

/**
 * Hashes a password with bcrypt, for storing: 60 characters that begin with `$2b$` and hold a salt of their own.
 *
 * bcrypt reads 72 bytes and stops at a NUL, so passwords it would not read whole are refused, not cut: more than 72
 * bytes as UTF-8, a NUL character, lone surrogates; and the empty one. Limit the length in your sign-up form.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts iterations.
 *
 * @param password text, which is read as UTF-8 without any normalisation, or bytes. JavaScript text cannot be wiped
 *   from memory: to wipe a password, pass a Buffer and `fill(0)` it as soon as this function has returned its promise.
 *   Clinicore wipes its own copies, but cannot vouch for those that V8, the TLS layer or a body parser made
 * @param options cost, signal, progress, lane
 * @returns the hash
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a password bcrypt would not read whole, a cost out of
 *   range), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password
 * @see Provos & Mazières (1999), *A Future-Adaptable Password Scheme*, USENIX; OWASP Password Storage Cheat Sheet
 *
 * @example
 * const hash = await crypto.hashPassword(form.password);
 * await db.insert(staff).values({ email: form.email, passwordHash: hash });
 */
export async function hashPassword(password: string | Uint8Array, options: HashPasswordOptions = {}): Promise<string> {
  const fields = optionalRecord(options, 'options').only(['cost', ...TASK_OPTIONS]);
  const cost = fields.optional('cost', 12, integer, 10, MAX_COST);
  const task = taskOptions(fields, 'interactive');
  return withPassword(password, async (bytes, refusal) => {
    if (refusal) throw refusal;
    return run(task, (backend, job) => backend.crypto.hashPassword(bytes, cost, randomBytes(16), job));
  });
}
