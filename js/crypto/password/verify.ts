import { timingSafeEqual } from 'node:crypto';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, type Fields, optionalRecord } from '../../validate';
import { BCRYPT_BYTES, type Given, givenPassword, refusal } from './bytes';
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
  allowTruncated?: boolean | undefined;
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
 *   `ERR_LIMIT_EXCEEDED` (a hash above the highest costs, or that the system has no memory for), `ERR_INVALID_ARGUMENT` (an
 *   argument of the wrong type, a pepper that is missing), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password or
 *   the hash
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
  const stored = storedHash(hash, 'hash', how.limits);
  const given = givenPassword(password, 'password');
  try {
    return await isVerified(given, 'password', stored, how, task);
  } finally {
    given.bytes.fill(0);
  }
}

/** How stored hashes are verified. */
export interface Verification {
  limits: Record<keyof CostLimits, number>;
  pepper: Pepper | undefined;
  allowTruncated: boolean;
}

/** Reads the options of {@link VerifyPasswordOptions} that are not a task's. */
export const verification = (fields: Fields): Verification => ({
  limits: costLimits(fields),
  pepper: fields.optional('pepper', undefined, pepper),
  allowTruncated: fields.optional('allowTruncated', false, boolean),
});

/** Whether only the first 72 bytes of a password are looked at: see `allowTruncated`. */
export const isTruncated = (given: Given, stored: StoredHash, { allowTruncated }: Verification): boolean =>
  allowTruncated && isBcryptAlone(stored) && given.length > BCRYPT_BYTES;

/** What is hashed in place of a password that cannot be read. */
const UNREADABLE = Uint8Array.of(1);

/** Whether a password is that of a stored hash. Of one that cannot be read, only if `worksAnyway` is set any hash is made. */
export async function isVerified(
  given: Given,
  path: string,
  stored: StoredHash,
  how: Verification,
  task: Task,
  worksAnyway = false,
): Promise<boolean> {
  const read = isTruncated(given, stored, how)
    ? { ...given, bytes: given.bytes.subarray(0, BCRYPT_BYTES), length: BCRYPT_BYTES }
    : given;
  const key = stored.pepperName === undefined ? undefined : keyOf(how.pepper, stored.pepperName);
  const isRefused = refusal(read, path, isBcryptAlone(stored)) !== undefined;
  if (isRefused && !worksAnyway) return run(task, async () => false);
  const bytes = isRefused ? UNREADABLE : read.bytes;
  const secret = key ? peppered(bytes, key) : bytes;
  try {
    return (await isOf(secret, stored, task)) && !isRefused;
  } finally {
    if (key) secret.fill(0);
  }
}

/** Without a pepper bcrypt reads the password itself, and not all of it. */
const isBcryptAlone = ({ algorithm, pepperName }: StoredHash): boolean =>
  algorithm === 'bcrypt' && pepperName === undefined;

async function isOf(secret: Uint8Array, stored: StoredHash, task: Task): Promise<boolean> {
  if (stored.algorithm === 'bcrypt') {
    return run(task, (backend, job) => backend.crypto.verifyPassword(secret, stored.hash, job));
  }
  const { salt, digest } = stored;
  const made = await argon2Digest(secret, stored, salt, digest.length, task);
  try {
    return timingSafeEqual(made, digest);
  } finally {
    made.fill(0);
  }
}
