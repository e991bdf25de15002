import { createHash, randomBytes } from 'node:crypto';
import { parseCookie } from 'cookie';
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import type { Config } from './config.js';
import type { Database } from './database/connect.js';
import { sessions, staff, type staffRole } from './database/schema.js';
import { Problem } from './problem.js';

export type Role = (typeof staffRole.enumValues)[number];

/** Who is logged in. */
export interface Staff {
  id: number;
  name: string;
  role: Role;
}

const HOUR_MS = 3_600_000;

/** Sessions: an opaque random token in the browser's cookie, its hash in the database. */
export class Sessions {
  readonly #database: Database;
  readonly #config: Config;
  readonly #cookieName: string;

  constructor(database: Database, config: Config) {
    this.#database = database;
    this.#config = config;
    // The prefix makes browsers refuse a cookie of this name from a sister domain or over plain HTTP.
    this.#cookieName = config.secure ? '__Host-clinic' : 'clinic';
  }

  /** Starts a session in place of the request's, if it has one, and puts its token into the answer's cookie. */
  async open(staffId: number, request: Request, response: Response): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    const maxAge = this.#config.sessionHours * HOUR_MS;
    await this.#end(request);
    await this.#database.delete(sessions).where(lte(sessions.expiresAt, sql`now()`));
    await this.#database
      .insert(sessions)
      .values({ tokenHash: hashed(token), staffId, expiresAt: new Date(Date.now() + maxAge) });
    response.cookie(this.#cookieName, token, { ...this.#cookieOptions(), maxAge });
  }

  /** Ends the request's session, if it has one; gives whose it was. */
  async close(request: Request, response: Response): Promise<number | undefined> {
    const staffId = await this.#end(request);
    response.clearCookie(this.#cookieName, this.#cookieOptions());
    return staffId;
  }

  /** Lets only the given roles through; {@link loggedIn} then says who it is. */
  allow(...roles: Role[]): RequestHandler {
    return async (request, response, next) => {
      const token = this.#token(request);
      const [found] = token
        ? await this.#database
            .select({ id: staff.id, name: staff.name, role: staff.role })
            .from(sessions)
            .innerJoin(staff, eq(staff.id, sessions.staffId))
            .where(and(eq(sessions.tokenHash, hashed(token)), gt(sessions.expiresAt, sql`now()`)))
        : [];
      if (!found) throw new Problem('ERR_NO_SESSION');
      if (!roles.includes(found.role)) throw new Problem('ERR_FORBIDDEN', `Only for: ${roles.join(', ')}`);
      response.locals.staff = found;
      next();
    };
  }

  async #end(request: Request): Promise<number | undefined> {
    const token = this.#token(request);
    if (!token) return undefined;
    const [ended] = await this.#database
      .delete(sessions)
      .where(eq(sessions.tokenHash, hashed(token)))
      .returning({ staffId: sessions.staffId });
    return ended?.staffId;
  }

  #token(request: Request): string | undefined {
    return parseCookie(request.get('cookie') ?? '')[this.#cookieName];
  }

  #cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', secure: this.#config.secure, path: '/' };
  }
}

/** Who made the request, in a route behind {@link Sessions.allow}. */
export function loggedIn(response: Response): Staff {
  return response.locals.staff as Staff;
}

function hashed(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
