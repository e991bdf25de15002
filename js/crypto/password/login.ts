import { ClinicoreError } from '../../errors';
import { taskOptions } from '../../task';
import { invalid, optionalRecord } from '../../validate';
import { givenPassword } from './bytes';
import { isWeaker } from './needs-rehash';
import { type Argon2Cost, type BcryptCost, HASH_OPTIONS, type PasswordHashOptions, wanted } from './parameters';
import { keyOf, type Pepper } from './pepper';
import { type CostLimits, type StoredHash, storedHash } from './stored';
import {
  isTruncated,
  isVerified,
  VERIFY_OPTIONS,
  type Verification,
  type VerifyPasswordOptions,
  verification,
} from './verify';

/** Options of {@link verifyLogin}: how stored hashes are verified, and how you make new ones. */
export interface VerifyLoginOptions extends VerifyPasswordOptions, PasswordHashOptions {
  /**
   * Told of a stored hash that cannot be used, or whose pepper is not given: nobody can log in with it until that is mended.
   *
   * @param error what is wrong with it; it does not hold the hash
   */
  onUnusableHash?: ((error: ClinicoreError) => void) | undefined;
}

/** What came of a log-in. */
export interface LoginVerification {
  /** Whether there is a hash and the password is the one it was made from. */
  readonly ok: boolean;
  /** Whether the password, which is right, is to be hashed anew: see {@link needsRehash}. */
  readonly needsRehash: boolean;
}

/**
 * Whether somebody may log in. It takes as long for a user who does not exist, or whose stored hash is damaged or too costly,
 * as for a wrong password, or for one that no hash can be made of: one hash of the cost that you make new ones with. (A stored
 * hash of another cost takes its own time: rehash when `needsRehash` says so.)
 *
 * To hash anew can fail where the log-in is right: bcrypt without a pepper refuses a longer password of which another package
 * hashed the first 72 bytes, and the queue may be full. Let the user in all the same. And store the new hash only where the old
 * one still stands, or it undoes a new password that was set meanwhile.
 *
 * @param password what was typed, as in {@link verifyPassword}
 * @param hash the stored hash; `null` or `undefined` if there is no such user
 * @param options how stored hashes are verified, how new ones are made
 * @returns whether it is right, and if so whether it is to be hashed anew
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (the system has no memory for Argon2id),
 *   `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password or the hash
 *
 * @example
 * const { ok, needsRehash } = await crypto.verifyLogin(form.password, user?.passwordHash, { cost: 12 });
 * if (!user || !ok) return response.status(401).end();
 * if (needsRehash) {
 *   const passwordHash = await crypto.hashPassword(form.password, { cost: 12 }).catch(logged);
 *   const isStill = and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash));
 *   if (passwordHash) await db.update(users).set({ passwordHash }).where(isStill);
 * }
 */
export async function verifyLogin(
  password: string | Uint8Array,
  hash: string | null | undefined,
  options: VerifyLoginOptions = {},
): Promise<LoginVerification> {
  const fields = optionalRecord(options, 'options').only([...VERIFY_OPTIONS, ...HASH_OPTIONS, 'onUnusableHash']);
  const how = verification(fields);
  const { cost, pepper } = wanted(fields);
  const onUnusableHash = fields.optional('onUnusableHash', undefined, listener);
  const task = taskOptions(fields, 'interactive');
  const stored = usable(hash, { ...how, limits: atLeast(how.limits, cost) }, onUnusableHash);
  const given = givenPassword(password, 'password');
  try {
    const isRight = await isVerified(given, 'password', stored ?? decoy(cost, pepper), how, task, true);
    const ok = isRight && stored !== undefined;
    return { ok, needsRehash: ok && (isTruncated(given, stored, how) || isWeaker(stored, cost, pepper)) };
  } finally {
    given.bytes.fill(0);
  }
}

/** A stored hash that can be verified. */
function usable(
  hash: unknown,
  { limits, pepper }: Verification,
  onUnusableHash: ((error: ClinicoreError) => void) | undefined,
): StoredHash | undefined {
  if (hash === null || hash === undefined) return undefined;
  if (typeof hash !== 'string') return storedHash(hash, 'hash', limits);
  try {
    const stored = storedHash(hash, 'hash', limits);
    if (stored.pepperName !== undefined) keyOf(pepper, stored.pepperName);
    return stored;
  } catch (error) {
    if (!(error instanceof ClinicoreError)) throw error;
    onUnusableHash?.(error);
    return undefined;
  }
}

/** Limits that the hashes you make yourself are within. */
function atLeast(
  limits: Record<keyof CostLimits, number>,
  cost: BcryptCost | Argon2Cost,
): Record<keyof CostLimits, number> {
  if (cost.algorithm === 'bcrypt') return { ...limits, maxCost: Math.max(limits.maxCost, cost.cost) };
  return {
    ...limits,
    maxMemoryCost: Math.max(limits.maxMemoryCost, cost.memoryCost),
    maxTimeCost: Math.max(limits.maxTimeCost, cost.timeCost),
  };
}

function listener(value: unknown, path: string): (error: ClinicoreError) => void {
  if (typeof value !== 'function') invalid(path, 'a function', value);
  return value as (error: ClinicoreError) => void;
}

/** A hash that takes as long as a new one would, and is of no password that is known. */
function decoy(cost: BcryptCost | Argon2Cost, pepper: Pepper | undefined): StoredHash {
  const pepperName = pepper?.current;
  if (cost.algorithm === 'bcrypt') {
    return { ...cost, hash: `$2b$${cost.cost}$${'.'.repeat(53)}`, pepperName };
  }
  return { ...cost, salt: Buffer.alloc(16), digest: Buffer.alloc(32), pepperName };
}
