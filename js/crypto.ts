/**
 * Passwords: `clinicore/crypto`.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { types } from 'node:util';
import { ClinicoreError, type ErrorDetails } from './errors';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from './task';
import { bytes as checkedBytes, integer, invalid, isWellFormed, optionalRecord, readable } from './validate';

/** Options of {@link hashPassword}. */
export interface HashPasswordOptions extends TaskOptions {
  /**
   * The base-2 logarithm of bcrypt's iterations: one more takes twice as long. 10, the least OWASP accepts, to 16, the
   * most {@link verifyPassword} accepts by default. Default: 12, some 0.2 s of one core.
   */
  cost?: number;
}

/** Options of {@link verifyPassword}. */
export interface VerifyPasswordOptions extends TaskOptions {
  /**
   * The highest cost of a stored hash that is worked on, 4 to 31; a higher one is refused with `ERR_LIMIT_EXCEEDED`,
   * for a hash of cost 31 keeps a core busy for 30 hours. Default: 16, some 3 s.
   */
  maxCost?: number;
}

/** What bcrypt reads of a password. */
const MAX_PASSWORD_BYTES = 72;

/** The highest cost that is worked on unless the caller says otherwise. */
const MAX_COST = 16;

/**
 * A bcrypt hash in its one spelling: the salt's last character encodes 2 bits and the digest's last 4, and what is
 * left of their 6 is 0.
 */
const BCRYPT_HASH = /^\$2[abxy]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z\d]{21}[.Oeu][./A-Za-z\d]{30}[.CGKOSWaeimquy26]$/;

/**
 * Hashes a password with bcrypt, for storing: 60 characters that begin with `$2b$` and hold a salt of their own.
 *
 * bcrypt reads 72 bytes and stops at a NUL, so passwords it would not read whole are refused, not cut: more than 72
 * bytes as UTF-8, a NUL character, lone surrogates; and the empty one. Limit the length in your sign-up form.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts iterations.
 *
 * @param password text, which is read as UTF-8 without any normalisation, or bytes. JavaScript text cannot be wiped
 *   from memory: to wipe a password, pass a Buffer and `fill(0)` it as soon as this function has returned its promise.
 *   Clinicore wipes its own copies, but cannot vouch for those that V8, the TLS layer or a body parser made
 * @param options cost, signal, progress, lane
 * @returns the hash
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a password bcrypt would not read whole, a cost out of
 *   range), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password
 * @see Provos & Mazières (1999), *A Future-Adaptable Password Scheme*, USENIX; OWASP Password Storage Cheat Sheet
 *
 * @example
 * const hash = await crypto.hashPassword(form.password);
 * await db.insert(staff).values({ email: form.email, passwordHash: hash });
 */
export async function hashPassword(password: string | Uint8Array, options: HashPasswordOptions = {}): Promise<string> {
  const fields = optionalRecord(options, 'options').only(['cost', ...TASK_OPTIONS]);
  const cost = fields.optional('cost', 12, integer, 10, MAX_COST);
  const task = taskOptions(fields, 'interactive');
  return withPassword(password, async (bytes, refusal) => {
    if (refusal) throw refusal;
    return run(task, (backend, job) => backend.crypto.hashPassword(bytes, cost, randomBytes(16), job));
  });
}

/**
 * Whether a password is the one a stored hash was made from. Reads bcrypt's `$2a$`, `$2b$`, `$2y$` (PHP, Apache) and
 * `$2x$` (PHP before 5.3.7), from npm bcrypt, bcryptjs and any other implementation.
 *
 * Answers `false`, without an error and without work, for text or bytes that no hash can be made of: empty, more than
 * 72 bytes as UTF-8, with a NUL or a lone surrogate. So whatever text a login form sends, the answer is a boolean. It is
 * `false` too for a longer password of which another package hashed only the first 72 bytes: its owner must reset it.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts iterations.
 *
 * @param password as in {@link hashPassword}
 * @param hash the stored hash, read strictly: a truncated or padded one is an error, not a wrong password
 * @param options highest cost, signal, progress, lane
 * @returns `true` if the password is right; digests are compared in constant time
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (not a bcrypt hash: mend the database),
 *   `ERR_LIMIT_EXCEEDED` (a hash above `maxCost`), `ERR_INVALID_ARGUMENT` (an argument of the wrong type), `ERR_BUSY`,
 *   `ERR_ABORTED`. No message holds any of the password or the hash
 * @see {@link hashPassword}
 *
 * @example
 * if (!(await crypto.verifyPassword(form.password, user.passwordHash))) response.status(401).end();
 */
export async function verifyPassword(
  password: string | Uint8Array,
  hash: string,
  options: VerifyPasswordOptions = {},
): Promise<boolean> {
  const fields = optionalRecord(options, 'options').only(['maxCost', ...TASK_OPTIONS]);
  const maxCost = fields.optional('maxCost', MAX_COST, integer, 4, 31);
  const task = taskOptions(fields, 'interactive');
  checkHash(hash, maxCost);
  return withPassword(password, (bytes, refusal) =>
    run(task, async (backend, job) => !refusal && backend.crypto.verifyPassword(bytes, hash, job)),
  );
}

/** Refuses what is not a bcrypt hash, or takes too long. */
function checkHash(hash: unknown, maxCost: number): void {
  if (typeof hash !== 'string') invalid('hash', 'a string', hash);
  const [, digits] = BCRYPT_HASH.exec(hash) ?? [];
  if (digits === undefined) {
    throw new ClinicoreError(
      'ERR_MALFORMED_INPUT',
      'hash is not a bcrypt hash: $2a$, $2b$, $2x$ or $2y$, a cost from 04 to 31, $, and 53 characters of its base64',
      { argument: 'hash' },
    );
  }
  const cost = Number(digits);
  if (cost > maxCost) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `hash has cost ${cost}, more than maxCost ${maxCost} allows`, {
      argument: 'hash',
      given: cost,
      limit: maxCost,
      option: 'maxCost',
    });
  }
}

/**
 * Hands `use` a password's bytes, and why bcrypt would not read them whole, if it would not. The bytes are wiped as soon
 * as `use` returns its promise: a backend reads its arguments only until then.
 */
async function withPassword<T>(
  password: unknown,
  use: (bytes: Uint8Array, refusal: ClinicoreError | undefined) => Promise<T>,
): Promise<T> {
  const bytes = passwordBytes(password);
  try {
    return use(bytes, refusal(password, bytes));
  } finally {
    bytes.fill(0);
  }
}

/** A password's bytes, in memory of our own; of text that is too long, only enough to tell. */
function passwordBytes(password: unknown): Uint8Array {
  if (typeof password === 'string') return new TextEncoder().encode(password.slice(0, MAX_PASSWORD_BYTES + 1));
  if (!types.isUint8Array(password)) {
    // Without its value, as other messages have it: a PIN may come as a number.
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `password must be a string, a Buffer or a Uint8Array, got a value of type ${typeof password}`,
      { argument: 'password' },
    );
  }
  return readable('password', () => new Uint8Array(checkedBytes(password, 'password')));
}

/** Why bcrypt would not read a password whole, if it would not. */
function refusal(password: unknown, bytes: Uint8Array): ClinicoreError | undefined {
  const refuse = (must: string, details: ErrorDetails = {}) =>
    new ClinicoreError('ERR_INVALID_ARGUMENT', `password must ${must}`, { argument: 'password', ...details });
  const length = typeof password === 'string' ? Buffer.byteLength(password) : bytes.length;
  if (length === 0) return refuse('not be empty');
  if (length > MAX_PASSWORD_BYTES) {
    return refuse(`be at most ${MAX_PASSWORD_BYTES} bytes long, got ${length}`, {
      limit: MAX_PASSWORD_BYTES,
      given: length,
    });
  }
  if (bytes.includes(0)) return refuse('not contain a NUL byte');
  if (typeof password === 'string' && !isWellFormed(password)) {
    return refuse('be well-formed Unicode, got a lone surrogate');
  }
  return undefined;
}
