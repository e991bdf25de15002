/** Stored hashes as they are written down: bcrypt's modular crypt format and Argon2id's PHC string. */
import { ClinicoreError } from '../../errors';
import { type Fields, integer } from '../../validate';
import { type Argon2Cost, type BcryptCost, MAX_COST, MAX_MEMORY_COST, MAX_TIME_COST } from './parameters';
import { splitPepper } from './pepper';

/** The highest costs of stored hashes that are worked on. */
export interface CostLimits {
  /**
   * The highest cost of a stored bcrypt hash that is worked on, 4 to 31; a higher one is refused with `ERR_LIMIT_EXCEEDED`,
   * for a hash of cost 31 keeps a core busy for 30 hours. Default: 16, some 3 s.
   */
  maxCost?: number | undefined;
  /** The same for the memory of Argon2id in KiB, 8 to 2,097,152. Default: 262,144. */
  maxMemoryCost?: number | undefined;
  /** The same for its passes, 1 to 1000. Default: 10. */
  maxTimeCost?: number | undefined;
}

/** The names of {@link CostLimits}. */
export const LIMIT_OPTIONS = ['maxCost', 'maxMemoryCost', 'maxTimeCost'] as const;

/** Reads {@link CostLimits}. */
export function costLimits(fields: Fields): Record<keyof CostLimits, number> {
  return {
    maxCost: fields.optional('maxCost', MAX_COST, integer, 4, 31),
    maxMemoryCost: fields.optional('maxMemoryCost', MAX_MEMORY_COST, integer, 8, 2_097_152),
    maxTimeCost: fields.optional('maxTimeCost', MAX_TIME_COST, integer, 1, 1000),
  };
}

/** A stored hash. */
export type StoredHash = (StoredBcrypt | StoredArgon2) & {
  /** The name of the pepper that it was made with. */
  pepperName: string | undefined;
};

/** A bcrypt hash. */
interface StoredBcrypt extends BcryptCost {
  /** The hash itself: 60 characters. */
  hash: string;
}

/** An Argon2id hash. */
interface StoredArgon2 extends Argon2Cost {
  salt: Buffer;
  digest: Buffer;
}

/**
 * A bcrypt hash in its one spelling: the salt's last character encodes 2 bits and the digest's last 4, and what is
 * left of their 6 is 0.
 */
const BCRYPT = /^\$2[abxy]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z\d]{21}[.Oeu][./A-Za-z\d]{30}[.CGKOSWaeimquy26]$/;

const ARGON2ID =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,2})\$([A-Za-z\d+/]{11,86})\$([A-Za-z\d+/]{16,86})$/;

/** Reads a stored hash; refuses what is none, or takes too long. No message holds any of it. */
export function storedHash(stored: unknown, path: string, limits: Record<keyof CostLimits, number>): StoredHash {
  if (typeof stored !== 'string') {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be a string, got a value of type ${typeof stored}`, {
      argument: path,
    });
  }
  const { pepperName, hash } = splitPepper(stored);
  const found = bcryptHash(hash) ?? argon2Hash(hash);
  if (!found) {
    throw new ClinicoreError(
      'ERR_MALFORMED_INPUT',
      `${path} is neither a bcrypt hash ($2a$, $2b$, $2x$ or $2y$) nor one of Argon2id ($argon2id$v=19$), whole and in its one spelling`,
      { argument: path },
    );
  }
  if (found.algorithm === 'bcrypt') limit(path, 'cost', found.cost, 'maxCost', limits.maxCost);
  else {
    limit(path, 'memory cost', found.memoryCost, 'maxMemoryCost', limits.maxMemoryCost);
    limit(path, 'time cost', found.timeCost, 'maxTimeCost', limits.maxTimeCost);
  }
  return { ...found, pepperName };
}

function limit(path: string, what: string, given: number, option: string, max: number): void {
  if (given <= max) return;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} has ${what} ${given}, more than ${option} ${max} allows`, {
    ...{ argument: path, given, limit: max, option },
  });
}

function bcryptHash(hash: string): StoredBcrypt | undefined {
  const [, cost] = BCRYPT.exec(hash) ?? [];
  return cost === undefined ? undefined : { algorithm: 'bcrypt', cost: Number(cost), hash };
}

function argon2Hash(hash: string): StoredArgon2 | undefined {
  const [, memory, time, lanes, salt, digest] = ARGON2ID.exec(hash) ?? [];
  const [memoryCost, timeCost, parallelism] = [Number(memory), Number(time), Number(lanes)];
  if (salt === undefined || digest === undefined || parallelism > 255 || memoryCost < 8 * parallelism) return undefined;
  const found = { salt: Buffer.from(salt, 'base64'), digest: Buffer.from(digest, 'base64') };
  // Bits that encode nothing must be 0: a hash has one spelling.
  if (unpadded(found.salt) !== salt || unpadded(found.digest) !== digest) return undefined;
  return { algorithm: 'argon2id', memoryCost, timeCost, parallelism, ...found };
}

/** An Argon2id hash as it is written down. */
export const argon2Text = (
  { memoryCost, timeCost, parallelism }: Argon2Cost,
  salt: Uint8Array,
  digest: Uint8Array,
): string => `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${unpadded(salt)}$${unpadded(digest)}`;

const unpadded = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64').replace(/=+$/, '');
