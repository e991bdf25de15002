import { runSync } from '../../task';
import { integer, optionalRecord } from '../../validate';
import { CODE_OPTIONS, codeKind, codeNumber, codeText, type OtpCodeOptions } from './code';
import { secretBytes } from './secret';

/** Options of {@link verifyHotp}. */
export interface VerifyHotpOptions extends OtpCodeOptions {
  /** How many counters after `counter` are tried too, 0 to 100: codes that were shown and not used. Default: 10. */
  lookAhead?: number | undefined;
}

/** Whether a code is right, and of which counter it is. */
export type HotpVerification =
  | {
      /** The code is right. */
      readonly ok: true;
      /** Its counter: store it, raised by one, as the next to expect. */
      readonly counter: number;
    }
  | {
      /** The code is wrong. */
      readonly ok: false;
    };

const VERIFY_OPTIONS = [...CODE_OPTIONS, 'lookAhead'] as const;

/**
 * The one-time code of a counter (HOTP), as tokens with a button show it.
 *
 * @param secret Base32, or its bytes
 * @param counter 0 to 2^53 − 1
 * @param options hash, digits
 * @returns a code such as `'755224'`, with its leading zeros
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see RFC 4226, section 5.3
 *
 * @example
 * crypto.hotp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 0); // '755224', RFC 4226's first
 */
export function hotp(secret: string | Uint8Array, counter: number, options: OtpCodeOptions = {}): string {
  const { hash, digits, minBytes } = codeKind(optionalRecord(options, 'options').only(CODE_OPTIONS));
  const key = secretBytes(secret, 'secret', minBytes);
  const at = integer(counter, 'counter', 0, Number.MAX_SAFE_INTEGER);
  return codeText(
    runSync((backend) => backend.crypto.hotp(hash, key, at)),
    digits,
  );
}

/**
 * Whether a code is that of `counter` or of one of the next few. All of them are compared, whichever it is.
 *
 * Store `counter + 1` of the answer, in the same transaction and only if it is higher than what is stored: a code is good
 * once.
 *
 * @param code what was typed; spaces are ignored. Whatever else a form sends is simply wrong
 * @param secret Base32, or its bytes
 * @param counter the next one that may be used, 0 to 2^53 − 1
 * @param options hash, digits, how far to look ahead
 * @returns `{ ok: true, counter }`, the counter whose code it is, or `{ ok: false }`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as code, and without any of it)
 * @see RFC 4226, sections 7.2 and 7.4
 *
 * @example
 * const verified = crypto.verifyHotp(form.code, token.secret, token.counter);
 * if (!verified.ok) return response.status(401).end();
 * const { rowCount } = await db
 *   .update(tokens)
 *   .set({ counter: verified.counter + 1 })
 *   .where(and(eq(tokens.id, token.id), lte(tokens.counter, verified.counter)));
 * if (rowCount !== 1) return response.status(401).end();
 */
export function verifyHotp(
  code: string,
  secret: string | Uint8Array,
  counter: number,
  options: VerifyHotpOptions = {},
): HotpVerification {
  const fields = optionalRecord(options, 'options').only(VERIFY_OPTIONS);
  const { hash, digits, minBytes } = codeKind(fields);
  const lookAhead = fields.optional('lookAhead', 10, integer, 0, 100);
  const key = secretBytes(secret, 'secret', minBytes);
  const first = integer(counter, 'counter', 0, Number.MAX_SAFE_INTEGER);
  const count = Math.min(lookAhead, Number.MAX_SAFE_INTEGER - first) + 1;
  const number = codeNumber(code, digits);
  if (number === undefined) return { ok: false };
  const place = runSync((backend) => backend.crypto.findHotp(hash, key, first, count, digits, number));
  return place < 0 ? { ok: false } : { ok: true, counter: first + place };
}
