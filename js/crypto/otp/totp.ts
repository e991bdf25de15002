import { types } from 'node:util';
import { runSync } from '../../task';
import { type Fields, integer, number, optionalRecord } from '../../validate';
import { CODE_OPTIONS, codeKind, codeNumber, codeText, type OtpCodeOptions } from './code';
import { secretBytes } from './secret';

/** Options of {@link totp}. */
export interface TotpOptions extends OtpCodeOptions {
  /** How long a code is shown, in seconds, 1 to 3600. Default: 30. */
  period?: number | undefined;
  /** The time in milliseconds since 1970, from 0 to 8.64e15. Default: now. */
  time?: number | Date | undefined;
}

/** Options of {@link verifyTotp}. */
export interface VerifyTotpOptions extends TotpOptions {
  /**
   * How many steps before and after the present one are good too, 0 to 10, for clocks that differ and codes typed late.
   * Default: 1, as RFC 6238 recommends: a code is good for up to a minute and a half.
   */
  window?: number | undefined;
  /** The step that was used last: its code and all before it are refused. Default: none was. */
  after?: number | null | undefined;
}

/** Whether a code is right, and of which step it is. */
export type TotpVerification =
  | {
      /** The code is right. */
      readonly ok: true;
      /** The time step it is of: store it, and give it as `after` the next time, so that a code is good once. */
      readonly step: number;
    }
  | {
      /** The code is wrong, or its step is not after the one stored. */
      readonly ok: false;
    };

const TIME_OPTIONS = [...CODE_OPTIONS, 'period', 'time'] as const;
const VERIFY_OPTIONS = [...TIME_OPTIONS, 'window', 'after'] as const;
/** What a Date holds. */
const MAX_TIME_MS = 8.64e15;

/**
 * The one-time code of a time (TOTP), as authenticator apps show it.
 *
 * @param secret Base32, or its bytes
 * @param options hash, digits, period, time
 * @returns a code such as `'287082'`, with its leading zeros
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, also for a time before 1970
 * @see RFC 6238, section 4
 *
 * @example
 * crypto.totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', { time: 59_000, digits: 8 }); // '94287082', RFC 6238's first
 */
export function totp(secret: string | Uint8Array, options: TotpOptions = {}): string {
  const fields = optionalRecord(options, 'options').only(TIME_OPTIONS);
  const { hash, digits, minBytes } = codeKind(fields);
  const step = presentStep(fields);
  const key = secretBytes(secret, 'secret', minBytes);
  return codeText(
    runSync((backend) => backend.crypto.hotp(hash, key, step)),
    digits,
  );
}

/**
 * Whether a code is the present one of an authenticator app, or of a step within the window. All steps are compared,
 * whichever it is.
 *
 * A code must be good once only (RFC 6238, section 5.2). Pass the step that was used last as `after`, and store the one of
 * the answer with a condition, so that of two requests with the same code one fails:
 * `update … set otp_step = $step where id = $id and (otp_step is null or otp_step < $step)` must change a row. Limit how
 * often a user may try: see {@link Lockout}.
 *
 * @param code what was typed; spaces are ignored. Whatever else a form sends is simply wrong
 * @param secret Base32, or its bytes
 * @param options hash, digits, period, time, window, the step used last
 * @returns `{ ok: true, step }`, the step whose code it is (seconds since 1970 over the period), or `{ ok: false }`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as code, and without any of it), also for a time before 1970
 * @see RFC 6238, sections 4 and 5.2
 *
 * @example
 * const verified = crypto.verifyTotp(form.code, secret, { after: user.otpStep });
 * if (!verified.ok) return response.status(401).end();
 */
export function verifyTotp(
  code: string,
  secret: string | Uint8Array,
  options: VerifyTotpOptions = {},
): TotpVerification {
  const fields = optionalRecord(options, 'options').only(VERIFY_OPTIONS);
  const { hash, digits, minBytes } = codeKind(fields);
  const window = fields.optional('window', 1, integer, 0, 10);
  const step = presentStep(fields);
  const after = fields.optional('after', null, lastStep) ?? -1;
  const key = secretBytes(secret, 'secret', minBytes);
  const number = codeNumber(code, digits);
  const first = Math.max(step - window, after + 1, 0);
  if (number === undefined || first > step + window) return { ok: false };
  const count = step + window - first + 1;
  const place = runSync((backend) => backend.crypto.findHotp(hash, key, first, count, digits, number));
  return place < 0 ? { ok: false } : { ok: true, step: first + place };
}

const lastStep = (value: unknown, path: string): number | null =>
  value === null ? null : integer(value, path, 0, Number.MAX_SAFE_INTEGER);

/** How many periods have passed since 1970. */
function presentStep(fields: Fields): number {
  const period = fields.optional('period', 30, integer, 1, 3600);
  const time = fields.optional('time', undefined, milliseconds) ?? Date.now();
  return Math.floor(time / 1000 / period);
}

const milliseconds = (value: unknown, path: string): number =>
  number(types.isDate(value) ? value.getTime() : value, path, 0, MAX_TIME_MS);
