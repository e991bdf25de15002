import { Lockout, type LockoutState, type Vault } from 'clinicore/crypto';
import { and, eq, inArray, lt } from 'drizzle-orm';
import type { Request } from 'express';
import type { Database } from '../database/connect.js';
import { lockouts } from '../database/schema.js';
import { Problem } from '../problem.js';
import { AddressLimit } from './addressLimit.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long who fails again and again is kept waiting, by what they fail at. */
const LOCKOUTS = {
  // Anyone may try a user's name: a longer wait would let anyone keep the staff out.
  password: new Lockout({ freeFailures: 5, lockMs: 30_000, maxLockMs: 15 * MINUTE_MS }),
  // Only who has the password comes so far, and a million codes are few.
  code: new Lockout({ freeFailures: 5, lockMs: 30_000, maxLockMs: DAY_MS, forgetMs: 7 * DAY_MS }),
};

type Kind = keyof typeof LOCKOUTS;

/** After which nothing of a lockout counts any more. */
const KEEP_MS = 8 * DAY_MS;
/** Rows that are swept away at a time. */
const SWEEP = 100;

/** Guesses at passwords and codes, of which nobody gets many. */
export class Attempts {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #addresses = new AddressLimit();

  constructor(database: Database, vault: Vault) {
    this.#database = database;
    this.#vault = vault;
  }

  /**
   * Has a guess judged, unless there were too many wrong ones. It counts as wrong before it is judged: of a thousand at the
   * same moment no more are judged than of a thousand in a row.
   *
   * @param name whose password or code is guessed, whether there is such a user or not
   * @param isRight judges; what it throws leaves the guess uncounted, since nobody has learnt anything
   * @throws Problem `ERR_TOO_MANY_TRIES`
   */
  async judge(kind: Kind, name: string | number, request: Request, isRight: () => Promise<boolean>): Promise<boolean> {
    const address = request.ip ?? '';
    const now = Date.now();
    const waitMs = this.#addresses.count(address, now);
    if (waitMs > 0) throw tooMany(waitMs);
    const key = this.#keyOf(kind, name);
    let counted: Counted | undefined;
    try {
      counted = await this.#count(kind, key, now);
      const right = await isRight();
      if (!right) return false;
    } catch (error) {
      this.#addresses.takeBack(address);
      if (counted) await this.#takeBack(key, counted);
      throw error;
    }
    this.#addresses.takeBack(address);
    await this.#forget(key);
    return true;
  }

  /** Forgets the failures at somebody's password or code. */
  forget(kind: Kind, name: string | number): Promise<void> {
    return this.#forget(this.#keyOf(kind, name));
  }

  async #forget(key: string): Promise<void> {
    await this.#database.delete(lockouts).where(eq(lockouts.key, key));
  }

  /** Counts a failure, one request at a time: the row is locked from when it is read until it is written. */
  async #count(kind: Kind, key: string, now: number): Promise<Counted> {
    const lockout = LOCKOUTS[kind];
    const counted = await this.#database.transaction(async (transaction) => {
      const [found] = await transaction
        .insert(lockouts)
        .values({ key, failures: 0, lastFailure: 0 })
        // Changes nothing, and so locks and gives the row that is there.
        .onConflictDoUpdate({ target: lockouts.key, set: { key } })
        .returning({ failures: lockouts.failures, lastFailure: lockouts.lastFailure });
      const before = found as LockoutState;
      const answer = lockout.check(before, now);
      if (!answer.allowed) throw tooMany(answer.retryAfterMs);
      const after = lockout.failed(before, now);
      await transaction.update(lockouts).set(after).where(eq(lockouts.key, key));
      return { before, after };
    });
    // The first failure of somebody is the time to forget about others.
    if (counted.after.failures === 1) await this.#sweep(now);
    return counted;
  }

  /** Puts the state back as it was, unless another failure was counted since. */
  async #takeBack(key: string, { before, after }: Counted): Promise<void> {
    await this.#database
      .update(lockouts)
      .set(before)
      .where(
        and(eq(lockouts.key, key), eq(lockouts.failures, after.failures), eq(lockouts.lastFailure, after.lastFailure)),
      );
  }

  async #sweep(now: number): Promise<void> {
    const old = this.#database
      .select({ key: lockouts.key })
      .from(lockouts)
      .where(lt(lockouts.lastFailure, now - KEEP_MS))
      .limit(SWEEP)
      // Those that another request is sweeping, or counting, are its business.
      .for('update', { skipLocked: true });
    await this.#database.delete(lockouts).where(inArray(lockouts.key, old));
  }

  /** Keyed, since some enter their password where the name belongs. */
  #keyOf(kind: Kind, name: string | number): string {
    return this.#vault
      .blindIndex(`${kind}:${name}`, { tenant: 'clinic', table: 'lockouts', column: 'key' })
      .toString('hex');
  }
}

interface Counted {
  before: LockoutState;
  after: LockoutState;
}

function tooMany(waitMs: number): Problem {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  return new Problem('ERR_TOO_MANY_TRIES', `Come again in ${retryAfterSeconds} s`, { retryAfterSeconds });
}
