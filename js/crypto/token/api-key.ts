import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from '../../fallback/crc32';
import { matching, optionalRecord } from '../../validate';
import { givenText } from './given';
import { randomToken } from './random';

/** Options of {@link generateApiKey}. */
export interface ApiKeyOptions {
  /** What the key begins with, so that people and scanners for leaked secrets know whose it is: 2 to 20 of `a-z`, `0-9`. Default: `clinic`. */
  prefix?: string | undefined;
}

/** A new API key: to show once, and to store. */
export interface ApiKey {
  /** Such as `clinic_` and 73 characters: show it once, and forget it. */
  readonly key: string;
  /** The part that names the key, by which you find its row: 22 characters. No secret. */
  readonly id: string;
  /** What to store: the SHA-256 of the key, as hexadecimal. */
  readonly hash: string;
}

/** What can be read off an API key. */
export interface ParsedApiKey {
  /** What kind of key it is, in the words of who issued it. */
  readonly prefix: string;
  /** By which its hash is found. It is no secret, and may be logged. */
  readonly id: string;
}

const KEY = /^([a-z\d]{2,20})_([\w-]{22})([\w-]{43})([\da-f]{8})$/;
const HASH = /^[\da-f]{64}$/;

/**
 * A new API key: a prefix, an id, 256 random bits and a checksum, so that a mistyped key is told from a wrong one without
 * the database.
 *
 * @param options its prefix
 * @returns the key, to show, its id, and its hash, to store
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * const { key, id, hash } = crypto.generateApiKey({ prefix: 'eyelab' });
 * await db.insert(apiKeys).values({ id, hash, owner });
 */
export function generateApiKey(options: ApiKeyOptions = {}): ApiKey {
  const fields = optionalRecord(options, 'options').only(['prefix']);
  const prefix = fields.optional('prefix', 'clinic', matching, /^[a-z\d]{2,20}$/, '2 to 20 of a-z and 0-9');
  const id = randomToken(16);
  const unchecked = `${prefix}_${id}${randomToken(32)}`;
  const key = unchecked + checksum(unchecked);
  return { key, id, hash: hashOf(key).toString('hex') };
}

/**
 * Reads an API key's prefix and id, if it is one: its checksum must be right.
 *
 * @param key what came with the request: any text
 * @returns prefix and id, or `undefined` for what was never a key
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text)
 *
 * @example
 * const parsed = crypto.parseApiKey(request.get('x-api-key') ?? '');
 * const [stored] = parsed ? await db.select().from(apiKeys).where(eq(apiKeys.id, parsed.id)) : [];
 */
export function parseApiKey(key: string): ParsedApiKey | undefined {
  const given = givenText(key, 'key');
  const [, prefix, id, , sum] = (given.length < 100 && KEY.exec(given)) || [];
  if (prefix === undefined || checksum(given.slice(0, -8)) !== sum) return undefined;
  return { prefix, id: id as string };
}

/**
 * Whether an API key is the one that a hash was stored of; compared in constant time.
 *
 * @param key what came with the request: any text
 * @param hash as {@link generateApiKey} gave it
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as key)
 *
 * @example
 * if (!stored || !crypto.verifyApiKey(key, stored.hash)) return response.status(401).end();
 */
export function verifyApiKey(key: string, hash: string): boolean {
  const stored = Buffer.from(matching(hash, 'hash', HASH, 'the SHA-256 of an API key in hexadecimal'), 'hex');
  return timingSafeEqual(hashOf(givenText(key, 'key')), stored);
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
const checksum = (text: string): string => crc32(Buffer.from(text)).toString(16).padStart(8, '0');
