import { randomBytes } from 'node:crypto';
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { bytes, type Fields, integer, optionalRecord } from '../../validate';
import { decodeBase32, encodeBase32 } from './base32';

/** RFC 4226, section 4, R6: at least 128 bits. */
const MIN_BYTES = 16;
/** More than any hash's block is hashed first (RFC 2104), and nothing is won. */
const MAX_BYTES = 128;

/** Options of {@link generateOtpSecret}. */
export interface OtpSecretOptions {
  /** Its length in bytes, 16 to 128. Default: 20, the 160 bits that RFC 4226 recommends and every app reads. */
  bytes?: number | undefined;
}

/** An option of the calls that take a secret. */
export interface SecretOptions {
  /**
   * The fewest bytes a secret may have, 10 to 128. Default: 16, what RFC 4226 asks for. Secrets of otplib 12 and of older
   * services have 10: allow them only until their owners have enrolled anew.
   */
  minSecretBytes?: number | undefined;
}

/**
 * A new random secret for one-time codes, in Base32: what {@link otpauthUri} shows to an authenticator app, and what you
 * store, sealed, for {@link verifyTotp}.
 *
 * @param options its length
 * @returns Base32 without padding: 32 characters by default
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see RFC 4226, section 4 (R6); RFC 4648, section 6
 *
 * @example
 * const secret = crypto.generateOtpSecret(); // 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
 */
export function generateOtpSecret(options: OtpSecretOptions = {}): string {
  const fields = optionalRecord(options, 'options').only(['bytes']);
  return encodeBase32(randomBytes(fields.optional('bytes', 20, integer, MIN_BYTES, MAX_BYTES)));
}

/** What {@link SecretOptions} says. */
export const minSecretBytes = (fields: Fields): number =>
  fields.optional('minSecretBytes', MIN_BYTES, integer, 10, MAX_BYTES);

/** The bytes of a secret that is given as Base32 or as bytes. No message holds any of it. */
export function secretBytes(secret: unknown, path: string, minBytes: number): Uint8Array {
  const key = typeof secret === 'string' ? decoded(secret, path) : given(secret, path);
  if (key.length < minBytes || key.length > MAX_BYTES) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} must have from ${minBytes} to ${MAX_BYTES} bytes, got ${key.length}`,
      { argument: path, given: key.length },
    );
  }
  return key;
}

function decoded(secret: string, path: string): Uint8Array {
  // Longer ones are not worth reading: 5 bits a digit, and as many separators.
  const key = secret.length > 4 * MAX_BYTES ? undefined : decodeBase32(secret);
  if (!key) throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be Base32 or bytes`, { argument: path });
  return key;
}

function given(secret: unknown, path: string): Uint8Array {
  if (!types.isUint8Array(secret)) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} must be Base32 or bytes, got a value of type ${typeof secret}`,
      {
        argument: path,
      },
    );
  }
  return bytes(secret, path);
}
