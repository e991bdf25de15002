import { configure } from 'clinicore';
import { hashPassword, verifyLogin } from 'clinicore/crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/connect.js';
import { staff } from '../database/schema.js';
import { logError } from '../log.js';
import { Problem } from '../problem.js';
import { PASSWORD_COST } from '../seed/staff.js';

/** A password as it was typed: keyboards differ in how they write ä (NIST SP 800-63B, 3.1.1.2). */
export const passwordField = z.string().transform((password) => password.normalize('NFC'));

/** How many are verified at once: as many as a thread works on together. Anyone may try, and the rest of the work waits in the same queue. */
const LOGINS_A_THREAD = 4;
const MIN_LOGINS = 8;

/** Whose password is verified. */
export interface PasswordOwner {
  id: number;
  passwordHash: string | null;
}

/** The staff's passwords. */
export class Passwords {
  readonly #database: Database;
  readonly #limit = Math.max(MIN_LOGINS, LOGINS_A_THREAD * configure().threads);
  #running = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Whether a password is somebody's. It takes as long if there is no such user, if they have no password yet, and if the stored
   * hash is damaged. A hash that is weaker than new ones is made anew.
   */
  async verify(password: string, owner: PasswordOwner | undefined, signal: AbortSignal): Promise<boolean> {
    if (this.#running >= this.#limit) throw new Problem('ERR_BUSY', 'Too many log-ins at once', { limit: this.#limit });
    this.#running++;
    try {
      const { ok, needsRehash } = await verifyLogin(password, owner?.passwordHash, {
        cost: PASSWORD_COST,
        signal,
        onUnusableHash: (error) =>
          logError(`The stored password hash of staff ${owner?.id} cannot be used; nobody can log in with it`, error),
      });
      if (owner && needsRehash) await this.#rehash(password, owner, signal);
      return ok;
    } finally {
      this.#running--;
    }
  }

  /** Best effort: whoever has the right password logs in, and the next time will do as well. */
  async #rehash(password: string, { id, passwordHash: old }: PasswordOwner, signal: AbortSignal): Promise<void> {
    try {
      const passwordHash = await hashPassword(password, { cost: PASSWORD_COST, signal });
      // Not if the password was changed meanwhile.
      const isAsVerified = and(eq(staff.id, id), eq(staff.passwordHash, old as string));
      await this.#database.update(staff).set({ passwordHash }).where(isAsVerified);
    } catch (error) {
      logError(`The password of staff ${id} could not be hashed anew`, error);
    }
  }
}
