import { invalid, number, record, text } from '../../validate';
import type { SigningKeysOptions } from './csrf';
import { bound, givenText } from './given';
import { SigningKeys } from './keys';

/** How long a signed link is good, and for whom. */
export interface SignLinkOptions {
  /** When it ends, in milliseconds since 1970. */
  expiresAt: number;
  /** For whom alone it is good, such as a user's id: {@link SignedLinks.verify} must be told the same. Default: for anyone. */
  audience?: string | undefined;
}

/** What a link is verified against. */
export interface VerifyLinkOptions {
  /** The time, in milliseconds since 1970. */
  now: number;
  /** As in {@link SignLinkOptions}. */
  audience?: string | undefined;
}

const MAX_LENGTH = 8000;
const MAX_SECONDS = 8.64e12;
/** As requests have it; two slashes would begin a host. */
const PATH = /^\/(?![/\\])[!"$-[\]-~]*$/;
const SIGNED = /^(.*)([?&])expires=(\d{1,13})&signature=([\w-]{43})$/s;

/**
 * Links that are good for a while and cannot be changed: to a PDF in an e-mail, to a picture for a viewer. Whoever has the
 * link has what it leads to, so let them end soon. Nothing is stored.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 *
 * @example
 * const links = new crypto.SignedLinks({ keys: [key] });
 * const link = links.sign('/invoices/7.pdf', { expiresAt: Date.now() + 600_000 });
 * if (!links.verify(request.originalUrl, { now: Date.now() })) return response.status(403).end();
 */
export class SignedLinks {
  readonly #keys: SigningKeys;

  /**
   * Links under these keys.
   *
   * @param options the keys, of which the first signs
   */
  constructor(options: SigningKeysOptions) {
    const fields = record(options, 'options').only(['keys']);
    this.#keys = fields.get('keys', (keys, path) => new SigningKeys(keys, path, 'clinicore.link.v1'));
  }

  /**
   * A link with its end and its signature as the last parameters of its query.
   *
   * @param link a path, with a query or without, as your service will see it: it begins with one `/`, is percent-encoded, has no
   *   fragment, and at most 8,000 characters
   * @param options when it ends (whole seconds: the rest is cut off), for whom it is
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`
   */
  sign(link: string, options: SignLinkOptions): string {
    const fields = record(options, 'options').only(['expiresAt', 'audience']);
    const expires = Math.floor(fields.get('expiresAt', number, 0, 1000 * MAX_SECONDS) / 1000);
    const audience = fields.optional('audience', '', bound);
    const path = text(link, 'link', MAX_LENGTH);
    if (!PATH.test(path)) invalid('link', 'a percent-encoded path from its slash on, without a fragment', link);
    const signature = this.#keys.sign(path, String(expires), audience);
    return `${path}${separator(path)}expires=${expires}&signature=${signature}`;
  }

  /**
   * Whether a link is one that was signed, as it is, and has not ended.
   *
   * @param link path and query as they came, such as Express's `request.originalUrl`: any text
   * @param options the time, and for whom it must be
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as link)
   */
  verify(link: string, options: VerifyLinkOptions): boolean {
    const fields = record(options, 'options').only(['now', 'audience']);
    const now = fields.get('now', number, 0, 1000 * MAX_SECONDS);
    const audience = fields.optional('audience', '', bound);
    const given = givenText(link, 'link');
    const [, path, sign, expires, signature] = (given.length <= MAX_LENGTH + 100 && SIGNED.exec(given)) || [];
    if (path === undefined || sign !== separator(path)) return false;
    const isSigned = this.#keys.isSigned(signature as string, path, expires as string, audience);
    return isSigned && now < 1000 * Number(expires);
  }
}

/** What parts a link's end from the link: it is not signed, so there is one that is right. */
const separator = (path: string): string => (path.includes('?') ? '&' : '?');
