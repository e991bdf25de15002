import { timingSafeEqual } from 'node:crypto';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, type Fields, optionalRecord } from '../../validate';
import { BCRYPT_BYTES, givenPassword, refusal } from './bytes';
import { argon2Digest } from './hash';
import { keyOf, type Pepper, pepper, peppered } from './pepper';
import { type CostLimits, costLimits, LIMIT_OPTIONS, type StoredHash, storedHash } from './stored';

/** Options of {@link verifyPassword}. */
export interface VerifyPasswordOptions extends CostLimits, TaskOptions {
  /** The peppers that stored hashes were made with. Default: none, and a hash that has one is refused. */
  pepper?: Pepper | undefined;
  /**
   * Take the first 72 bytes of a longer password for it, as the packages do that cut passwords without a word and made a
   * stored bcrypt hash of the beginning. Only until its owner has logged in and you have hashed the password anew. Default:
   * false.
   */
  allowTruncated?: boolean;
}

/** The names of {@link VerifyPasswordOptions}. */
export const VERIFY_OPTIONS = [...LIMIT_OPTIONS, 'pepper', 'allowTruncated', ...TASK_OPTIONS] as const;

/**
 * Whether a password is the one a stored hash was made from. Reads bcrypt's `$2a$`, `$2b$`, `$2y$` (PHP, Apache) and
 * `$2x$` (PHP before 5.3.7), from npm bcrypt, bcryptjs and any other implementation, and `$argon2id$` (version 19) from any;
 * either with a pepper of {@link hashPassword}.
 *
 * Answers `false`, without an error and without work, for text or bytes that no hash can be made of: empty, too long (for
 * bcrypt without pepper 72 bytes as UTF-8, else 4096), with a lone surrogate, for bcrypt with a NUL. So whatever text a login
 * form sends, the answer is a boolean. It is `false` too for a longer password of which another package hashed only the first
 * 72 bytes, unless `allowTruncated` is set.
 *
 * The work is done on the pool, in the interactive lane by default, as in {@link hashPassword}. `onProgress` counts bcrypt's
 * iterations. To log somebody in, see {@link verifyLogin}.
 *
 * @param password as in {@link hashPassword}
 * @param hash the stored hash, read strictly: a truncated or padded one is an error, not a wrong password
 * @param options highest costs, peppers, signal, progress, lane
 * @returns `true` if the password is right; digests are compared in constant time
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (no such hash: mend the database),
 *   `ERR_LIMIT_EXCEEDED` (a hash above the highest costs), `ERR_INVALID_ARGUMENT` (an argument of the wrong type, a pepper
 *   that is missing), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password or the hash
 * @see {@link hashPassword}
 *
 * @example
 * if (!(await crypto.verifyPassword(form.password, user.passwordHash))) response.status(401).end();
 */
export async function verifyPassword(
  password: string | Uint8Array,
  hash: string,
  options: VerifyPasswordOptions = {},
): Promise<boolean> {
  const fields = optionalRecord(options, 'options').only(VERIFY_OPTIONS);
  const how = verification(fields);
  const task = taskOptions(fields, 'interactive');
  return isVerified(password, 'password', storedHash(hash, 'hash', how.limits), how, task);
}

/** How stored hashes are verified. */
export interface Verification {
  limits: Required<CostLimits>;
  pepper: Pepper | undefined;
  allowTruncated: boolean;
}

/** Reads the options of {@link VerifyPasswordOptions} that are not a task's. */
export const verification = (fields: Fields): Verification => ({
  limits: costLimits(fields),
  pepper: fields.optional('pepper', undefined, pepper),
  allowTruncated: fields.optional('allowTruncated', false, boolean),
});

/** Whether a password is that of a stored hash. Its bytes are read before this returns. */
export async function isVerified(
  password: unknown,
  path: string,
  stored: StoredHash,
  { pepper, allowTruncated }: Verification,
  task: Task,
): Promise<boolean> {
  const given = givenPassword(password, path);
  try {
    const { pepperName } = stored;
    const isForBcrypt = stored.algorithm === 'bcrypt' && pepperName === undefined;
    const read =
      isForBcrypt && allowTruncated && given.length > BCRYPT_BYTES
        ? { ...given, bytes: given.bytes.subarray(0, BCRYPT_BYTES), length: BCRYPT_BYTES }
        : given;
    const key = pepperName === undefined ? undefined : keyOf(pepper, pepperName);
    const refused = refusal(read, path, isForBcrypt);
    const secret = key ? peppered(read.bytes, key) : read.bytes;
    if (refused) return await run(task, async () => false);
    if (stored.algorithm === 'bcrypt') {
      return await run(task, (backend, job) => backend.crypto.verifyPassword(secret, stored.hash, job));
    }
    const { salt, digest } = stored;
    return timingSafeEqual(await argon2Digest(secret, stored, salt, digest.length, task), digest);
  } finally {
    given.bytes.fill(0);
  }
}
