import { createHmac } from 'node:crypto';
import { ClinicoreError } from '../../errors';
import { bytes, invalid, matching, readable, record } from '../../validate';

/**
 * A secret that passwords are mixed with before they are hashed, and that is not in the database: who steals the hashes
 * alone cannot guess at them. It cannot be changed without the passwords, so each hash says which it was made with.
 */
export interface Pepper {
  /** The name of the one for new hashes: 1 to 32 letters, digits, `-` and `_`. */
  current: string;
  /** By name, of 32 to 128 random bytes: the current one, and those that stored hashes were made with. */
  keys: Readonly<Record<string, Uint8Array>>;
}

const NAME = /^[\w-]{1,32}$/;
const PREFIX = /^\$pepper=([\w-]{1,32})(?=\$)/;

/** Checks a {@link Pepper}, without a copy: its keys are read before the call returns. */
export function pepper(value: unknown, path: string): Pepper {
  const fields = record(value, path).only(['current', 'keys']);
  const current = fields.get('current', matching, NAME, '1 to 32 letters, digits, - and _');
  const keys = fields.get('keys', pepperKeys);
  if (!Object.hasOwn(keys, current)) invalid(`${path}.keys`, 'given with the current one', value);
  return { current, keys };
}

function pepperKeys(value: unknown, path: string): Record<string, Uint8Array> {
  record(value, path);
  const entries = readable(path, () => Object.entries(value as object));
  return Object.fromEntries(
    entries.map(([name, key]) => [
      matching(name, path, NAME, 'named with letters, digits, - and _'),
      pepperKey(key, path),
    ]),
  );
}

function pepperKey(value: unknown, path: string): Uint8Array {
  const key = bytes(value, path);
  if (key.length < 32 || key.length > 128) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have keys of 32 to 128 bytes, got ${key.length}`, {
      argument: path,
      given: key.length,
    });
  }
  return key;
}

/** A stored hash's pepper and the hash itself. */
export function splitPepper(stored: string): { pepperName: string | undefined; hash: string } {
  const [prefix = '', pepperName] = PREFIX.exec(stored) ?? [];
  return { pepperName, hash: stored.slice(prefix.length) };
}

/** A hash as it is stored: `$pepper=` and the pepper's name before the hash itself. */
export const joinPepper = (name: string | undefined, hash: string): string =>
  name === undefined ? hash : `$pepper=${name}${hash}`;

/** What is hashed in place of a password: its HMAC-SHA-256, in base64. Nothing of any length is lost on bcrypt so. */
export function peppered(password: Uint8Array, key: Uint8Array): Uint8Array {
  // In memory of its own, which can be wiped: Node keeps small Buffers in a pool.
  const mixed = Buffer.alloc(PEPPERED_BYTES);
  mixed.write(createHmac('sha256', key).update(password).digest('base64'), 'latin1');
  return mixed;
}

/** 32 bytes in base64. */
const PEPPERED_BYTES = 44;

/** The key that a stored hash was made with. */
export function keyOf(pepper: Pepper | undefined, name: string): Uint8Array {
  const key = pepper && Object.hasOwn(pepper.keys, name) ? pepper.keys[name] : undefined;
  if (key) return key;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'options.pepper must have the key that the hash was made with', {
    argument: 'options.pepper',
  });
}
