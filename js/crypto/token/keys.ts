import { createHmac, timingSafeEqual } from 'node:crypto';
import { ClinicoreError } from '../../errors';
import { bytes, items } from '../../validate';

/** Signs with the newest of several keys and verifies with all, so that keys can be changed while tokens are about. */
export class SigningKeys {
  readonly #keys: readonly Buffer[];
  readonly #purpose: string;

  /** `purpose` keeps what is signed for one thing from being good for another under the same key. */
  constructor(keys: unknown, path: string, purpose: string) {
    this.#keys = items(keys, path, 16, key);
    if (this.#keys.length === 0) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have at least one key`, { argument: path });
    }
    this.#purpose = purpose;
  }

  /** The HMAC-SHA-256 of some parts, none of which can be taken for a piece of its neighbour, in base64url. */
  sign(...parts: readonly string[]): string {
    return this.#mac(this.#keys[0] as Buffer, parts);
  }

  /** Whether one of the keys made a signature; all are tried, whichever it is. As text, for base64url is lenient. */
  isSigned(signature: string, ...parts: readonly string[]): boolean {
    const given = Buffer.from(signature);
    let isSigned = false;
    for (const key of this.#keys) {
      const made = Buffer.from(this.#mac(key, parts));
      if (given.length === made.length && timingSafeEqual(given, made)) isSigned = true;
    }
    return isSigned;
  }

  #mac(key: Buffer, parts: readonly string[]): string {
    const mac = createHmac('sha256', key);
    for (const part of [this.#purpose, ...parts]) mac.update(`${Buffer.byteLength(part)}:`).update(part);
    return mac.digest('base64url');
  }
}

/** A copy of a key of 32 to 128 bytes. */
function key(value: unknown, path: string): Buffer {
  const given = bytes(value, path);
  if (given.length < 32 || given.length > 128) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have from 32 to 128 bytes, got ${given.length}`, {
      argument: path,
      given: given.length,
    });
  }
  return Buffer.from(given);
}
