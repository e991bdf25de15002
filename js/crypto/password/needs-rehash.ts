import { optionalRecord } from '../../validate';
import { type Argon2Cost, type BcryptCost, HASH_OPTIONS, type PasswordHashOptions, wanted } from './parameters';
import type { Pepper } from './pepper';
import { type costLimits, type StoredHash, storedHash } from './stored';

/**
 * Whether a stored hash is weaker than, or not of the kind of, those that {@link hashPassword} makes with these options. When
 * its owner has logged in, hash the password anew and store that: nobody else can.
 *
 * @param hash the stored hash
 * @param options those you give `hashPassword`
 * @returns `true` for another algorithm or pepper, for bcrypt other than `$2b$`, and for a lower cost of any kind
 * @throws ClinicoreError `ERR_MALFORMED_INPUT` (no such hash), `ERR_INVALID_ARGUMENT`. No message holds any of the hash
 *
 * @example
 * if (crypto.needsRehash(user.passwordHash, { cost: 13 })) await store(await crypto.hashPassword(password, { cost: 13 }));
 */
export function needsRehash(hash: string, options: PasswordHashOptions = {}): boolean {
  const { cost, pepper } = wanted(optionalRecord(options, 'options').only(HASH_OPTIONS));
  return isWeaker(storedHash(hash, 'hash', ANY_COST), cost, pepper);
}

/** Nothing is worked on here. */
const ANY_COST: ReturnType<typeof costLimits> = { maxCost: 31, maxMemoryCost: 2 ** 32, maxTimeCost: 2 ** 32 };

/** See {@link needsRehash}. */
export function isWeaker(stored: StoredHash, wanted: BcryptCost | Argon2Cost, pepper: Pepper | undefined): boolean {
  if (stored.pepperName !== pepper?.current) return true;
  if (stored.algorithm === 'bcrypt') {
    return wanted.algorithm !== 'bcrypt' || stored.cost < wanted.cost || !stored.hash.startsWith('$2b$');
  }
  return (
    wanted.algorithm !== 'argon2id' ||
    stored.memoryCost < wanted.memoryCost ||
    stored.timeCost < wanted.timeCost ||
    stored.parallelism < wanted.parallelism ||
    stored.salt.length < 16 ||
    stored.digest.length < 32
  );
}
