import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ClinicoreError } from '../../errors';
import { integer, items, matching, optionalRecord } from '../../validate';

/** Options of {@link recoveryCodes}. */
export interface RecoveryCodesOptions {
  /** How many, 1 to 100. Default: 10. */
  count?: number | undefined;
}

/** New recovery codes: to show once, and to store. */
export interface RecoveryCodes {
  /** Such as `7KQ2-M9XD-4TRB-VH6C`, 80 random bits each: show them once, and forget them. */
  readonly codes: readonly string[];
  /** What to store: the SHA-256 of each, in the same order, as hexadecimal. */
  readonly hashes: readonly string[];
}

/** Crockford's: no letter that is taken for a digit or another letter. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DIGITS = 16;
const HASH = /^[\da-f]{64}$/;

/**
 * New codes for who has lost the second factor; each is good once. Make new ones, and throw the old away, whenever the
 * second factor is enrolled anew.
 *
 * A hash of 80 random bits cannot be guessed back, so a fast one is enough where passwords need a slow one.
 *
 * @param options how many
 * @returns the codes, to show, and their hashes, to store
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * const { codes, hashes } = crypto.recoveryCodes();
 * await db.insert(recovery).values(hashes.map((hash) => ({ staffId, hash })));
 * response.json({ codes });
 */
export function recoveryCodes(options: RecoveryCodesOptions = {}): RecoveryCodes {
  const fields = optionalRecord(options, 'options').only(['count']);
  const digits = Array.from({ length: fields.optional('count', 10, integer, 1, 100) }, newDigits);
  return {
    codes: digits.map((code) => code.replace(/.{4}(?=.)/g, '$&-')),
    hashes: digits.map((code) => hashOf(code).toString('hex')),
  };
}

function newDigits(): string {
  return Array.from(randomBytes(DIGITS), (byte) => ALPHABET[byte & 31]).join('');
}

/**
 * Which stored hash is that of a code: delete it, with a condition, before you let its owner in, for a code is good once.
 * The code is compared with all of them, whichever it is. `0` and `O`, `1`, `I` and `L` are the same; case, spaces and
 * hyphens do not count.
 *
 * @param code what was typed. Whatever else a form sends is simply wrong
 * @param hashes those of the user that are left, at most 100
 * @returns the index of its hash, or -1
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as code, and without any of it), `ERR_LIMIT_EXCEEDED`
 *
 * @example
 * const used = crypto.findRecoveryCode(form.code, hashes);
 * const { rowCount } = await db.delete(recovery).where(eq(recovery.hash, hashes[used] ?? ''));
 * if (rowCount !== 1) return response.status(401).end();
 */
export function findRecoveryCode(code: string, hashes: readonly string[]): number {
  if (typeof code !== 'string') {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `code must be a string, got a value of type ${typeof code}`, {
      argument: 'code',
    });
  }
  const stored = items(hashes, 'hashes', 100, (hash, path) =>
    Buffer.from(matching(hash, path, HASH, 'the SHA-256 of a recovery code in hexadecimal'), 'hex'),
  );
  const typed = code.slice(0, 100).toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const hash = hashOf(typed);
  return stored.reduce((found, candidate, index) => (timingSafeEqual(candidate, hash) ? index : found), -1);
}

const hashOf = (digits: string): Buffer => createHash('sha256').update(`clinicore.recovery.v1:${digits}`).digest();
