import { and, eq, gt, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Request, RequestHandler, Response } from 'express';
import { TokenCookie } from './accounts/tokenCookie.js';
import { openFor, outdated, type Verified } from './accounts/verified.js';
import type { Config } from './config.js';
import type { Database } from './database/connect.js';
import { pendingLogins, sessions, staff, type staffRole } from './database/schema.js';
import { Problem } from './problem.js';

export type Role = (typeof staffRole.enumValues)[number];

/** Who is logged in. */
export interface Staff {
  id: number;
  username: string;
  name: string;
  role: Role;
  /** Whether they can do nothing before they have enrolled a second factor. */
  mustEnrol: boolean;
  /** See {@link Verified}. */
  loginVersion: number;
}

const HOUR_MS = 3_600_000;

/** Sessions: an opaque random token in the browser's cookie, its hash in the database. */
export class Sessions {
  readonly #database: Database;
  readonly #maxAgeMs: number;
  readonly #cookie: TokenCookie;

  constructor(database: Database, { sessionHours, secure }: Config) {
    this.#database = database;
    this.#maxAgeMs = sessionHours * HOUR_MS;
    this.#cookie = new TokenCookie('clinic', secure);
  }

  /** What tells the request's session from all others, if it has a cookie of one; whether there is such a session or not. */
  idOf(request: Request): string | undefined {
    return this.#cookie.read(request);
  }

  /**
   * Starts a session in place of the request's, if it has one, and puts its token into the answer's cookie.
   *
   * @param opened is told at the end of the transaction
   * @throws Problem `ERR_NO_SESSION`, and nothing is begun, if the way they log in has changed since they were verified
   */
  async open(
    verified: Verified,
    request: Request,
    response: Response,
    opened: (transaction: Database) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.#end(request);
    await this.#database.delete(sessions).where(lte(sessions.expiresAt, sql`now()`));
    const { tokenHash, issue } = this.#cookie.draw(response, this.#maxAgeMs);
    await this.#database.transaction(async (transaction) => {
      await openFor(transaction, sessions, verified, tokenHash, this.#maxAgeMs);
      await opened(transaction);
    });
    issue();
  }

  /** Ends the request's session, if it has one; gives whose it was. */
  async close(request: Request, response: Response): Promise<number | undefined> {
    const staffId = await this.#end(request);
    this.#cookie.clear(response);
    return staffId;
  }

  /**
   * Ends all that somebody has begun, log-ins that wait for a code too, and those that are being verified this moment.
   *
   * @param loginVersion of whoever asks it for themselves
   * @returns them as they are from now on
   * @throws Problem `ERR_NO_SESSION` if the way they log in has changed since they were let through
   */
  async endAllOf(staffId: number, within: Database, loginVersion?: number): Promise<Verified> {
    const asLetThrough = loginVersion === undefined ? undefined : eq(staff.loginVersion, loginVersion);
    const [changed] = await within
      .update(staff)
      .set({ loginVersion: sql`${staff.loginVersion} + 1` })
      .where(and(eq(staff.id, staffId), asLetThrough))
      .returning({ id: staff.id, loginVersion: staff.loginVersion });
    if (!changed) throw outdated();
    // After the row is locked: from here on nobody opens anything for them.
    await within.delete(sessions).where(eq(sessions.staffId, staffId));
    await within.delete(pendingLogins).where(eq(pendingLogins.staffId, staffId));
    return changed;
  }

  /** Lets only the given roles through, and nobody who must enrol; {@link loggedIn} then says who it is. */
  allow(...roles: Role[]): RequestHandler {
    return async (request, response, next) => {
      const found = await this.#find(request);
      if (found.mustEnrol) throw new Problem('ERR_ENROL_FIRST');
      if (!roles.includes(found.role)) throw new Problem('ERR_FORBIDDEN', `Only for: ${roles.join(', ')}`);
      response.locals.staff = found;
      next();
    };
  }

  /** Lets whoever is logged in through, also who must enrol: for the routes by which they do. */
  readonly allowEnrolling: RequestHandler = async (request, response, next) => {
    response.locals.staff = await this.#find(request);
    next();
  };

  async #find(request: Request): Promise<Staff> {
    const tokenHash = this.#cookie.read(request);
    if (!tokenHash) throw new Problem('ERR_NO_SESSION');
    const mustEnrol = and(staff.mustUseSecondFactor, isNull(staff.otpStep)) as SQL<boolean>;
    const [found] = await this.#database
      .select({
        id: staff.id,
        username: staff.username,
        name: staff.name,
        role: staff.role,
        mustEnrol,
        loginVersion: staff.loginVersion,
      })
      .from(sessions)
      .innerJoin(staff, eq(staff.id, sessions.staffId))
      .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, sql`now()`), staff.isActive));
    if (!found) throw new Problem('ERR_NO_SESSION');
    return found;
  }

  async #end(request: Request): Promise<number | undefined> {
    const tokenHash = this.#cookie.read(request);
    if (!tokenHash) return undefined;
    const [ended] = await this.#database
      .delete(sessions)
      .where(eq(sessions.tokenHash, tokenHash))
      .returning({ staffId: sessions.staffId });
    return ended?.staffId;
  }
}

/** Who made the request, in a route behind {@link Sessions.allow}. */
export function loggedIn(response: Response): Staff {
  return response.locals.staff as Staff;
}
