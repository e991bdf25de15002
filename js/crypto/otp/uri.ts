import { ClinicoreError } from '../../errors';
import { type Fields, integer, invalid, oneOf, record, text } from '../../validate';
import { encodeBase32 } from './base32';
import { type OtpAlgorithm, otpAlgorithm } from './code';
import { minSecretBytes, type SecretOptions, secretBytes } from './secret';

/** What an authenticator app needs to know to show codes. */
export interface OtpAccount {
  /** `totp`, codes of the time, or `hotp`, of a counter. Default: `totp`. */
  type?: 'totp' | 'hotp' | undefined;
  /** Who asks for the codes, as the app shows it, such as the clinic's name: 1 to 100 characters, no colon. */
  issuer?: string | undefined;
  /** Whose codes they are, such as a user name or e-mail: 1 to 200 characters, no colon. */
  account: string;
  /** Base32, or its bytes. */
  secret: string | Uint8Array;
  /** Default: `SHA-1`, the one that all apps know. */
  algorithm?: OtpAlgorithm | undefined;
  /** 6, 7 or 8. Default: 6. */
  digits?: number | undefined;
  /** Of `totp`: seconds a code is shown, 1 to 3600. Default: 30. */
  period?: number | undefined;
  /** Of `hotp`: the counter of the next code, 0 to 2^53 − 1. Default: 0. */
  counter?: number | undefined;
}

/** What an `otpauth://` URI says: see {@link OtpAccount}. */
export interface ParsedOtpAccount {
  /** Codes by time, or by a counter. */
  type: 'totp' | 'hotp';
  /** Who issues the codes, as the app shows it; absent where the URI does not say. */
  issuer?: string | undefined;
  /** Whose codes they are, as the app shows it. */
  account: string;
  /** Base32, in capitals, without padding. */
  secret: string;
  /** The hash of the HMAC. */
  algorithm: OtpAlgorithm;
  /** Digits of a code, 6 to 8. */
  digits: number;
  /** Of `totp`. */
  period?: number | undefined;
  /** Of `hotp`. */
  counter?: number | undefined;
}

const FIELDS = ['type', 'issuer', 'account', 'secret', 'algorithm', 'digits', 'minSecretBytes'] as const;

/**
 * The `otpauth://` URI by which an authenticator app is enrolled: show it as a QR code, see {@link qrSvg}. It holds the
 * secret: never log it, never send it to a service that draws codes.
 *
 * What is the default is left out, as apps expect.
 *
 * @param account issuer, account, secret, and how its codes are made
 * @returns such as `otpauth://totp/Clinic:jane?secret=…&issuer=Clinic`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (a name too long)
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 *
 * @example
 * const uri = crypto.otpauthUri({ issuer: 'Eye Clinic', account: 'jane', secret });
 * response.type('svg').send(crypto.qrSvg(uri));
 */
export function otpauthUri(account: OtpAccount & SecretOptions): string {
  const checked = check(record(account, 'account'));
  const { type, issuer, secret, algorithm, digits, period, counter } = checked;
  const name = encodeURIComponent(checked.account);
  const query = [
    `secret=${secret}`,
    ...(issuer === undefined ? [] : [`issuer=${encodeURIComponent(issuer)}`]),
    ...(algorithm === 'SHA-1' ? [] : [`algorithm=${algorithm.replace('-', '')}`]),
    ...(digits === 6 ? [] : [`digits=${digits}`]),
    ...(period === undefined || period === 30 ? [] : [`period=${period}`]),
    ...(counter === undefined ? [] : [`counter=${counter}`]),
  ];
  const label = issuer === undefined ? name : `${encodeURIComponent(issuer)}:${name}`;
  return `otpauth://${type}/${label}?${query.join('&')}`;
}

function check(fields: Fields): ParsedOtpAccount {
  const type = fields.optional('type', 'totp', otpType);
  fields.only([...FIELDS, type === 'totp' ? 'period' : 'counter']);
  const minBytes = minSecretBytes(fields);
  const issuer = fields.optional('issuer', undefined, name, 100);
  return {
    type,
    ...(issuer !== undefined && { issuer }),
    account: fields.get('account', name, 200),
    secret: encodeBase32(fields.get('secret', secretBytes, minBytes)),
    algorithm: fields.optional('algorithm', 'SHA-1', otpAlgorithm),
    digits: fields.optional('digits', 6, integer, 6, 8),
    ...(type === 'totp'
      ? { period: fields.optional('period', 30, integer, 1, 3600) }
      : { counter: fields.optional('counter', 0, integer, 0, Number.MAX_SAFE_INTEGER) }),
  };
}

const otpType = (value: unknown, path: string): 'totp' | 'hotp' => oneOf(value, path, ['totp', 'hotp']);

/** A colon parts issuer and account in a label. */
function name(value: unknown, path: string, maxLength: number): string {
  const given = text(value, path, maxLength);
  if (given.trim() === '' || /[:\p{Cc}]/u.test(given)) {
    invalid(path, 'a text that is not empty, without colons and control characters', value);
  }
  return given;
}

/** An algorithm as URIs have it. */
const ALGORITHMS: Record<string, OtpAlgorithm> = {
  SHA1: 'SHA-1',
  SHA256: 'SHA-256',
  SHA512: 'SHA-512',
  'SHA-1': 'SHA-1',
  'SHA-256': 'SHA-256',
  'SHA-512': 'SHA-512',
};

/**
 * Reads an `otpauth://` URI, such as one that an app or another package made. Parameters that are not known are ignored.
 *
 * @param uri at most 2,000 characters
 * @param options the fewest bytes its secret may have
 * @returns the account, with the defaults that the URI left out
 * @throws ClinicoreError `ERR_MALFORMED_INPUT` (no such URI; the message holds none of it), `ERR_INVALID_ARGUMENT`,
 *   `ERR_LIMIT_EXCEEDED` (too long)
 * @see {@link otpauthUri}
 *
 * @example
 * const { issuer, account, secret } = crypto.parseOtpauthUri(scanned);
 */
export function parseOtpauthUri(uri: string, options: SecretOptions = {}): ParsedOtpAccount {
  const fields = record(options, 'options').only(['minSecretBytes']);
  const minBytes = minSecretBytes(fields);
  const parsed = parse(text(uri, 'uri', 2000));
  try {
    return check(record({ ...parsed, minSecretBytes: minBytes }, 'uri'));
  } catch (error) {
    if (!(error instanceof ClinicoreError)) throw error;
    throw malformed(error.message.replace(/^uri\./, '').replace(/, got .*$/, ''));
  }
}

function parse(uri: string): Record<string, unknown> {
  const [, type = '', label, query] = /^otpauth:\/\/([a-z]+)\/([^?#]*)\?([^#]*)$/i.exec(uri) ?? [];
  if (label === undefined) throw malformed('it must begin otpauth://totp/ or otpauth://hotp/ and have parameters');
  const values = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(query)) {
    if (values.has(key)) throw malformed('it has a parameter twice');
    values.set(key, value);
  }
  const [before, ...after] = decoded(label).split(':');
  if (after.length > 1) throw malformed('its label has more than one colon');
  const prefix = after.length === 1 ? before : undefined;
  const issuer = values.get('issuer') ?? prefix;
  const whole = (key: string) => {
    const value = values.get(key);
    if (value === undefined) return undefined;
    if (!/^\d{1,16}$/.test(value)) throw malformed(`its ${key} is not a number`);
    return Number(value);
  };
  const algorithm = values.get('algorithm');
  return {
    type: type.toLowerCase(),
    issuer,
    account: (after[0] ?? before ?? '').trimStart(),
    secret: values.get('secret') ?? '',
    algorithm: algorithm === undefined ? undefined : (ALGORITHMS[algorithm.toUpperCase()] ?? ''),
    digits: whole('digits'),
    // Some write both, whatever the type.
    ...(type.toLowerCase() === 'hotp' ? { counter: whole('counter') } : { period: whole('period') }),
  };
}

function decoded(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    throw malformed('its label is not percent-encoded');
  }
}

const malformed = (why: string): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', `uri is not an otpauth URI: ${why}`, { argument: 'uri' });
