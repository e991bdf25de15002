import { createHash } from 'node:crypto';
import { randomToken } from 'clinicore/crypto';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/** A cookie with an opaque random token, which neither scripts nor other sites can use. What is stored is the token's hash. */
export class TokenCookie {
  readonly #name: string;
  readonly #options: CookieOptions;

  constructor(name: string, secure: boolean) {
    // The prefix makes browsers refuse a cookie of this name from a sister domain or over plain HTTP.
    this.#name = secure ? `__Host-${name}` : name;
    this.#options = { httpOnly: true, sameSite: 'strict', secure, path: '/' };
  }

  /** A new token: its hash to be stored first, then `issue` puts it into the answer. */
  draw(response: Response, maxAge: number): { tokenHash: string; issue: () => void } {
    const token = randomToken();
    return {
      tokenHash: hashed(token),
      issue: () => void response.cookie(this.#name, token, { ...this.#options, maxAge }),
    };
  }

  /** The hash of the request's token, if it has one. */
  read(request: Request): string | undefined {
    const token = parseCookie(request.get('cookie') ?? '')[this.#name];
    return token ? hashed(token) : undefined;
  }

  clear(response: Response): void {
    response.clearCookie(this.#name, this.#options);
  }
}

const hashed = (token: string): string => createHash('sha256').update(token).digest('hex');
