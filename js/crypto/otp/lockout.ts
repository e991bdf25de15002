import { integer, number, optionalRecord, record } from '../../validate';

/** How long whoever fails is kept waiting. */
export interface LockoutOptions {
  /** How many failures in a row are free, 1 to 1000. Default: 5. */
  freeFailures?: number | undefined;
  /** How long the next one locks, in milliseconds, 1000 to 30 days; each further failure twice as long. Default: 30 s. */
  lockMs?: number | undefined;
  /** The longest lock in milliseconds, `lockMs` to 30 days. Default: 1 h. A lock without end lets anyone lock anyone out. */
  maxLockMs?: number | undefined;
  /** After how long without a failure all are forgotten, in milliseconds, 1000 to a year. Default: 24 h. */
  forgetMs?: number | undefined;
}

/** What to store of whoever tries: of a user, of an address, or of both together. */
export interface LockoutState {
  /** How many failures there were in a row. */
  readonly failures: number;
  /** When the last one was, in milliseconds since 1970. */
  readonly lastFailure: number;
}

/** Whether somebody may try now. */
export type LockoutAnswer =
  | {
      /** Another attempt may be made now. */
      readonly allowed: true;
    }
  | {
      /** No attempt may be made yet. */
      readonly allowed: false;
      /** How long until one may, in milliseconds; rounded up to seconds it is what `Retry-After` says. */
      readonly retryAfterMs: number;
    };

const DAY = 86_400_000;
const MAX_TIME_MS = 8.64e15;

/**
 * How long to keep somebody waiting who fails again and again, at passwords or one-time codes: six digits are guessed in a
 * day by who may try ten times a second. It keeps no state: you store its {@link LockoutState} where all your processes
 * see it, and times are arguments. Lock its row from {@link Lockout.check} until the failure is stored, or all who come at the
 * same moment are let through together and count as one.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see NIST SP 800-63B, section 5.2.2; RFC 6238, section 5.2
 *
 * @example
 * const lockout = new crypto.Lockout({ freeFailures: 5 });
 * const now = Date.now();
 * const [user] = await tx.select().from(users).where(eq(users.name, form.name)).for('update');
 * const answer = lockout.check(user.lockout, now);
 * if (!answer.allowed) return response.status(429).set('Retry-After', String(Math.ceil(answer.retryAfterMs / 1000))).end();
 * if (!verified.ok) await db.update(users).set({ lockout: lockout.failed(user.lockout, now) }).where(eq(users.id, user.id));
 */
export class Lockout {
  readonly #freeFailures: number;
  readonly #lockMs: number;
  readonly #maxLockMs: number;
  readonly #forgetMs: number;

  /**
   * A lockout with these rules.
   *
   * @param options how many failures are free, and how long the others keep waiting
   */
  constructor(options: LockoutOptions = {}) {
    const fields = optionalRecord(options, 'options').only(['freeFailures', 'lockMs', 'maxLockMs', 'forgetMs']);
    this.#freeFailures = fields.optional('freeFailures', 5, integer, 1, 1000);
    this.#lockMs = fields.optional('lockMs', 30_000, integer, 1000, 30 * DAY);
    this.#maxLockMs = fields.optional('maxLockMs', Math.max(3_600_000, this.#lockMs), integer, this.#lockMs, 30 * DAY);
    this.#forgetMs = fields.optional('forgetMs', DAY, integer, 1000, 365 * DAY);
  }

  /**
   * Whether somebody may try now.
   *
   * @param state what is stored of them; `null` or `undefined` if nothing is
   * @param now milliseconds since 1970
   * @returns `{ allowed: true }`, or how long they must wait
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  check(state: LockoutState | null | undefined, now: number): LockoutAnswer {
    // A clock that was set back must not lock for longer than ever.
    const retryAfterMs = Math.min(this.#lockedUntil(stateOf(state)) - time(now, 'now'), this.#maxLockMs);
    return retryAfterMs > 0 ? { allowed: false, retryAfterMs } : { allowed: true };
  }

  /**
   * What to store after a failure. After a success store nothing: `null`.
   *
   * @param state what was stored
   * @param now milliseconds since 1970
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  failed(state: LockoutState | null | undefined, now: number): LockoutState {
    const { failures, lastFailure } = stateOf(state);
    const at = time(now, 'now');
    const isForgotten = at - lastFailure >= this.#forgetMs;
    return { failures: isForgotten ? 1 : Math.min(failures + 1, MAX_FAILURES), lastFailure: at };
  }

  #lockedUntil({ failures, lastFailure }: LockoutState): number {
    const locks = failures - this.#freeFailures;
    // Twice as long each time; beyond 2^40 times a second any limit is reached.
    return locks < 1 ? 0 : lastFailure + Math.min(this.#lockMs * 2 ** Math.min(locks - 1, 40), this.#maxLockMs);
  }
}

const MAX_FAILURES = 1_000_000;

const time = (value: unknown, path: string): number => number(value, path, 0, MAX_TIME_MS);

function stateOf(state: unknown): LockoutState {
  if (state === null || state === undefined) return { failures: 0, lastFailure: 0 };
  const fields = record(state, 'state').only(['failures', 'lastFailure']);
  return {
    failures: fields.get('failures', integer, 0, MAX_FAILURES),
    lastFailure: fields.get('lastFailure', time),
  };
}
