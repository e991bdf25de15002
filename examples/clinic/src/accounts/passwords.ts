import { ClinicoreError, configure } from 'clinicore';
import { hashPassword, verifyLogin } from 'clinicore/crypto';
import { and, eq } from 'drizzle-orm';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AtOnce } from '../atOnce.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { staff } from '../database/schema.js';
import { hangUpSignal } from '../hangUp.js';
import { logError } from '../log.js';
import { Problem } from '../problem.js';
import { PASSWORD_COST } from '../seed/staff.js';
import type { Accounts } from './accounts.js';

/** A password as it was typed: keyboards differ in how they write ä (NIST SP 800-63B, 3.1.1.2). */
export const passwordField = z.string().transform((password) => password.normalize('NFC'));

/** How many are verified at once: as many as a thread works on together. Anyone may try, and the rest of the work waits in the same queue. */
const LOGINS_A_THREAD = 4;
const MIN_LOGINS = 8;

/** A password that may be the only factor must be this long (NIST SP 800-63B-4, 3.1.1.2); which characters, is not asked. */
const MIN_CHARACTERS = 15;
/** Fewer different ones are a row of repetitions; a shorter user name is in many words. */
const MIN_DIFFERENT = 5;

/** Whose password is verified. */
export interface PasswordOwner {
  id: number;
  passwordHash: string | null;
}

/** The staff's passwords. */
export class Passwords {
  readonly #database: Database;
  readonly #logins = new AtOnce(Math.max(MIN_LOGINS, LOGINS_A_THREAD * configure().threads), 'log-ins');

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Whether a password is somebody's. It takes as long if there is no such user, if they have no password yet, and if the stored
   * hash is damaged. A hash that is weaker than new ones is made anew.
   */
  verify(password: string, owner: PasswordOwner | undefined, signal: AbortSignal): Promise<boolean> {
    return this.#logins.during(async () => {
      const { ok, needsRehash } = await verifyLogin(password, owner?.passwordHash, {
        cost: PASSWORD_COST,
        signal,
        onUnusableHash: (error) =>
          logError(`The stored password hash of staff ${owner?.id} cannot be used; nobody can log in with it`, error),
      });
      if (owner && needsRehash) await this.#rehash(password, owner, signal);
      return ok;
    });
  }

  /**
   * Hashes a new password.
   *
   * @throws Problem `ERR_INVALID_REQUEST`: too short, too easily guessed, or more than bcrypt reads
   */
  async hash(password: string, username: string, signal: AbortSignal): Promise<string> {
    const characters = [...password.toLowerCase()];
    if (characters.length < MIN_CHARACTERS) {
      throw unfit(`must have at least ${MIN_CHARACTERS} characters: take a few words`);
    }
    const hasName = username.length >= MIN_DIFFERENT && characters.join('').includes(username);
    if (new Set(characters).size < MIN_DIFFERENT || hasName) {
      throw unfit('must be harder to guess: neither repeat a few characters, nor have the user name in it');
    }
    try {
      return await hashPassword(password, { cost: PASSWORD_COST, signal });
    } catch (error) {
      if (!(error instanceof ClinicoreError) || error.code !== 'ERR_INVALID_ARGUMENT') throw error;
      throw unfit(error.message.replace(/^password /, ''));
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

/** Asks whoever is logged in for their password again: a session may be somebody else's who sits down at the machine. */
export async function demandPassword(
  { database, attempts, passwords }: Accounts,
  password: string,
  request: Request,
  response: Response,
): Promise<void> {
  const { id, username } = loggedIn(response);
  const signal = hangUpSignal(response);
  const [found] = await database.select().from(staff).where(eq(staff.id, id));
  if (!(await attempts.judge('password', username, request, () => passwords.verify(password, found, signal)))) {
    throw new Problem('ERR_WRONG_PASSWORD');
  }
}

/** Why a new password will not do. */
function unfit(message: string): Problem {
  const field = 'newPassword';
  return new Problem('ERR_INVALID_REQUEST', `${field}: ${message}`, { fields: [{ field, message }] });
}
