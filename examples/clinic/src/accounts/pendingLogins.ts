import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { Request, Response } from 'express';
import type { Config } from '../config.js';
import type { Database } from '../database/connect.js';
import { pendingLogins, staff } from '../database/schema.js';
import { TokenCookie } from './tokenCookie.js';
import { openFor, type Verified } from './verified.js';

/** How long somebody may look for their phone. */
const MAX_AGE_MS = 5 * 60_000;

/** Log-ins that wait for the second factor. One is no session, nor taken for one: it has another cookie and another table. */
export class PendingLogins {
  readonly #database: Database;
  readonly #cookie: TokenCookie;

  constructor(database: Database, { secure }: Config) {
    this.#database = database;
    this.#cookie = new TokenCookie('clinic-login', secure);
  }

  /**
   * Begins one, of somebody whose password was right.
   *
   * @throws Problem `ERR_NO_SESSION` if the way they log in has changed since
   */
  async open(verified: Verified, response: Response): Promise<void> {
    await this.#database.delete(pendingLogins).where(lte(pendingLogins.expiresAt, sql`now()`));
    const { tokenHash, issue } = this.#cookie.draw(response, MAX_AGE_MS);
    await openFor(this.#database, pendingLogins, verified, tokenHash, MAX_AGE_MS);
    issue();
  }

  /** Whose the request's is, if it has one. */
  async find(request: Request) {
    const tokenHash = this.#cookie.read(request);
    if (!tokenHash) return undefined;
    const [found] = await this.#database
      .select({
        id: staff.id,
        username: staff.username,
        name: staff.name,
        role: staff.role,
        loginVersion: staff.loginVersion,
      })
      .from(pendingLogins)
      .innerJoin(staff, eq(staff.id, pendingLogins.staffId))
      .where(and(eq(pendingLogins.tokenHash, tokenHash), gt(pendingLogins.expiresAt, sql`now()`), staff.isActive));
    return found;
  }

  /** Ends the request's; gives whether there was one: what it is used for is done once. */
  async close(request: Request, response: Response): Promise<boolean> {
    const tokenHash = this.#cookie.read(request);
    if (!tokenHash) return false;
    this.#cookie.clear(response);
    const ended = await this.#database
      .delete(pendingLogins)
      .where(eq(pendingLogins.tokenHash, tokenHash))
      .returning({ staffId: pendingLogins.staffId });
    return ended.length === 1;
  }
}
