import type { OtpHash } from '../../contract/otp';
import { ClinicoreError } from '../../errors';
import { type Fields, integer, oneOf } from '../../validate';
import { minSecretBytes, type SecretOptions } from './secret';

/** The hash of a code's HMAC. Authenticator apps know `SHA-1`; several ignore any other and show wrong codes. */
export type OtpAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-512';

/** How codes are made: what app and service must agree on. */
export interface OtpCodeOptions extends SecretOptions {
  /** The hash. Default: `SHA-1`. */
  algorithm?: OtpAlgorithm | undefined;
  /** How many digits a code has: 6, 7 or 8. Default: 6. */
  digits?: number | undefined;
}

/** The names of {@link OtpCodeOptions}. */
export const CODE_OPTIONS = ['algorithm', 'digits', 'minSecretBytes'] as const;

/** The checked options of a code. */
export interface CodeKind {
  hash: OtpHash;
  digits: number;
  minBytes: number;
}

const HASHES: Record<OtpAlgorithm, OtpHash> = { 'SHA-1': 1, 'SHA-256': 256, 'SHA-512': 512 };

/** The hash's name. */
export const otpAlgorithm = (value: unknown, path: string): OtpAlgorithm =>
  oneOf(value, path, ['SHA-1', 'SHA-256', 'SHA-512']);

/** Reads {@link OtpCodeOptions}. */
export function codeKind(fields: Fields): CodeKind {
  return {
    hash: HASHES[fields.optional('algorithm', 'SHA-1', otpAlgorithm)],
    digits: fields.optional('digits', 6, integer, 6, 8),
    minBytes: minSecretBytes(fields),
  };
}

/** A code as people read it, with its leading zeros. */
export const codeText = (truncated: number, digits: number): string =>
  String(truncated % 10 ** digits).padStart(digits, '0');

/** The number of a code that somebody typed, perhaps in groups; `undefined` for what is no code of so many digits. */
export function codeNumber(code: unknown, digits: number): number | undefined {
  if (typeof code !== 'string') {
    // Without its value: it is a secret while it is valid.
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `code must be a string, got a value of type ${typeof code}`, {
      argument: 'code',
    });
  }
  const typed = code.length > 32 ? '' : code.replaceAll(' ', '');
  return typed.length === digits && /^\d+$/.test(typed) ? Number(typed) : undefined;
}
