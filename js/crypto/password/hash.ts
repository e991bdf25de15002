import { randomBytes } from 'node:crypto';
import type { Argon2Message } from '../../contract/password';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { optionalRecord } from '../../validate';
import { type Given, givenPassword, refusal } from './bytes';
import { withMemory } from './memory';
import { type Argon2Cost, type BcryptCost, HASH_OPTIONS, type PasswordHashOptions, wanted } from './parameters';
import { joinPepper, keyOf, type Pepper, peppered } from './pepper';
import { argon2Text } from './stored';

/** Options of {@link hashPassword}. */
export interface HashPasswordOptions extends PasswordHashOptions, TaskOptions {}

/** Bytes of Argon2id's salt and digest: RFC 9106, section 4. */
const SALT = 16;
const DIGEST = 32;

/**
 * Hashes a password for storing, under a salt of its own: with bcrypt, 60 characters that begin with `$2b$`, or with
 * Argon2id, 97 or a few more that begin with `$argon2id$`. A pepper's name stands before either, as `$pepper=name`.
 *
 * bcrypt reads 72 bytes and stops at a NUL, so passwords it would not read whole are refused, not cut: more than 72
 * bytes as UTF-8, a NUL character. Argon2id, and bcrypt with a pepper, take 4096 bytes. Refused by all are the empty one
 * and lone surrogates. Limit the length in your sign-up form.
 *
 * The work is done on the pool, in the interactive lane by default. Several bcrypt hashes at once take each other's waiting
 * times: four on a core take a third of the time of four one after the other. The Argon2id hashes at work have 256 MiB together at
 * most, and wait for it. `onProgress` counts bcrypt's iterations.
 *
 * @param password text, which is read as UTF-8 without any normalisation, or bytes. JavaScript text cannot be wiped
 *   from memory: to wipe a password, pass a Buffer and `fill(0)` it as soon as this function has returned its promise.
 *   Clinicore wipes its own copies, but cannot vouch for those that V8, the TLS layer or a body parser made
 * @param options algorithm and its cost, pepper, signal, progress, lane
 * @returns the hash
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a password that would not be read whole, a cost out of
 *   range), `ERR_LIMIT_EXCEEDED` (the system has no memory for Argon2id), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of
 *   the password
 * @see Provos & Mazières (1999), *A Future-Adaptable Password Scheme*, USENIX; RFC 9106; OWASP Password Storage Cheat Sheet
 *
 * @example
 * const hash = await crypto.hashPassword(form.password);
 * await db.insert(staff).values({ email: form.email, passwordHash: hash });
 */
export async function hashPassword(password: string | Uint8Array, options: HashPasswordOptions = {}): Promise<string> {
  const fields = optionalRecord(options, 'options').only([...HASH_OPTIONS, ...TASK_OPTIONS]);
  const { cost, pepper } = wanted(fields);
  const task = taskOptions(fields, 'interactive');
  const given = givenPassword(password, 'password');
  try {
    return await hashed(given, 'password', cost, pepper, task);
  } finally {
    given.bytes.fill(0);
  }
}

/** Hashes a password, as it is to be stored. */
export async function hashed(
  given: Given,
  path: string,
  cost: BcryptCost | Argon2Cost,
  pepper: Pepper | undefined,
  task: Task,
): Promise<string> {
  const refused = refusal(given, path, cost.algorithm === 'bcrypt' && !pepper);
  if (refused) throw refused;
  const secret = pepper ? peppered(given.bytes, keyOf(pepper, pepper.current)) : given.bytes;
  try {
    const hash = cost.algorithm === 'bcrypt' ? bcrypt(secret, cost, task) : argon2id(secret, cost, task);
    return joinPepper(pepper?.current, await hash);
  } finally {
    if (pepper) secret.fill(0);
  }
}

const bcrypt = (secret: Uint8Array, { cost }: BcryptCost, task: Task): Promise<string> =>
  run(task, (backend, job) => backend.crypto.hashPassword(secret, cost, randomBytes(16), job));

async function argon2id(secret: Uint8Array, cost: Argon2Cost, task: Task): Promise<string> {
  const salt = randomBytes(SALT);
  return argon2Text(cost, salt, await argon2Digest(secret, cost, salt, DIGEST, task));
}

/** Argon2id's digest of a secret. */
export async function argon2Digest(
  secret: Uint8Array,
  { memoryCost, timeCost, parallelism }: Argon2Cost,
  salt: Uint8Array,
  length: number,
  task: Task,
): Promise<Uint8Array> {
  const none = new Uint8Array(0);
  const message: Argon2Message = {
    ...{ salt, memoryCost, timeCost, parallelism, length, secret: none, associatedData: none },
  };
  return withMemory(memoryCost, task, (began) =>
    run(task, (backend, job) => began(backend.crypto.argon2id(secret, message, job))),
  );
}
