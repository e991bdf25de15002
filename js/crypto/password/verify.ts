import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { integer, optionalRecord } from '../../validate';
import { checkHash, MAX_COST } from './bcrypt-hash';
import { withPassword } from './bytes';

/** Options of {@link verifyPassword}. */
export interface VerifyPasswordOptions extends TaskOptions {
  /**
   * The highest cost of a stored hash that is worked on, 4 to 31; a higher one is refused with `ERR_LIMIT_EXCEEDED`,
   * for a hash of cost 31 keeps a core busy for 30 hours. Default: 16, some 3 s.
   */
  maxCost?: number;
}

/**
 * Whether a password is the one a stored hash was made from. Reads bcrypt's `$2a$`, `$2b$`, `$2y$` (PHP, Apache) and
 * `$2x$` (PHP before 5.3.7), from npm bcrypt, bcryptjs and any other implementation.
 *
 * Answers `false`, without an error and without work, for text or bytes that no hash can be made of: empty, more than
 * 72 bytes as UTF-8, with a NUL or a lone surrogate. So whatever text a login form sends, the answer is a boolean. It is
 * `false` too for a longer password of which another package hashed only the first 72 bytes: its owner must reset it.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts iterations.
 *
 * @param password as in `hashPassword`
 * @param hash the stored hash, read strictly: a truncated or padded one is an error, not a wrong password
 * @param options highest cost, signal, progress, lane
 * @returns `true` if the password is right; digests are compared in constant time
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (not a bcrypt hash: mend the database),
 *   `ERR_LIMIT_EXCEEDED` (a hash above `maxCost`), `ERR_INVALID_ARGUMENT` (an argument of the wrong type), `ERR_BUSY`,
 *   `ERR_ABORTED`. No message holds any of the password or the hash
 * @see `hashPassword`
 *
 * @example
 * if (!(await crypto.verifyPassword(form.password, user.passwordHash))) response.status(401).end();
 */
export async function verifyPassword(
  password: string | Uint8Array,
  hash: string,
  options: VerifyPasswordOptions = {},
): Promise<boolean> {
  const fields = optionalRecord(options, 'options').only(['maxCost', ...TASK_OPTIONS]);
  const maxCost = fields.optional('maxCost', MAX_COST, integer, 4, 31);
  const task = taskOptions(fields, 'interactive');
  checkHash(hash, maxCost);
  return withPassword(password, (bytes, refusal) =>
    run(task, async (backend, job) => !refusal && backend.crypto.verifyPassword(bytes, hash, job)),
  );
}
