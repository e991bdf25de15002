import { record } from '../../validate';
import { bound, givenText } from './given';
import { SigningKeys } from './keys';
import { randomToken } from './random';

/** What {@link CsrfTokens} and {@link SignedLinks} sign with. */
export interface SigningKeysOptions {
  /**
   * Keys of 32 to 128 random bytes, the newest first: it signs, all verify. To change keys, put a new one in front and take
   * the last away when nothing is about any more that it signed. Up to 16.
   */
  keys: readonly Uint8Array[];
}

/** 16 random bytes, a dot, 32 bytes of MAC; base64url. */
const TOKEN = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * Tokens that prove that a form was sent from one of your pages: each is bound to a session, and no two are alike, so that
 * a compressed page does not give it away. Nothing is stored.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 * @see OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Signed Double-Submit Cookie"
 *
 * @example
 * const csrf = new crypto.CsrfTokens({ keys: [key] });
 * page.locals.csrf = csrf.issue(session.id);
 * if (!csrf.verify(request.get('x-csrf-token') ?? '', session.id)) return response.status(403).end();
 */
export class CsrfTokens {
  readonly #keys: SigningKeys;

  /**
   * Tokens under these keys.
   *
   * @param options the keys, of which the first signs
   */
  constructor(options: SigningKeysOptions) {
    const fields = record(options, 'options').only(['keys']);
    this.#keys = fields.get('keys', (keys, path) => new SigningKeys(keys, path, 'clinicore.csrf.v1'));
  }

  /**
   * A new token.
   *
   * @param sessionId what tells the session from all others and changes at log-in, such as the cookie's token or its hash:
   *   1 to 1,000 characters. It cannot be read out of the token
   * @returns 66 characters, safe in URLs and HTML
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`
   */
  issue(sessionId: string): string {
    const nonce = randomToken(16);
    return `${nonce}.${this.#keys.sign(nonce, bound(sessionId, 'sessionId'))}`;
  }

  /**
   * Whether a token was issued for a session.
   *
   * @param token what came with the request: any text
   * @param sessionId as in {@link CsrfTokens.issue}
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as token), `ERR_LIMIT_EXCEEDED`
   */
  verify(token: string, sessionId: string): boolean {
    const id = bound(sessionId, 'sessionId');
    const [, nonce, mac] = TOKEN.exec(givenText(token, 'token')) ?? [];
    return nonce !== undefined && this.#keys.isSigned(mac as string, nonce, id);
  }
}
