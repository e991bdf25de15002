import { setTimeout } from 'node:timers/promises';
import { currentBackend } from '../../backend';
import { ClinicoreError } from '../../errors';
import { Ending, TASK_OPTIONS, type Task, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { items, optionalRecord, record } from '../../validate';
import { givenPassword } from './bytes';
import { type HashPasswordOptions, hashed } from './hash';
import { HASH_OPTIONS, wanted } from './parameters';
import { storedHash } from './stored';
import { isVerified, VERIFY_OPTIONS, type VerifyPasswordOptions, verification } from './verify';

/** A password and the hash that it may be of. */
export interface PasswordAndHash {
  /** The password, as of `verifyPassword`. */
  password: string | Uint8Array;
  /** The stored hash that it is compared with. */
  hash: string;
}

const MAX_BATCH = 1_000_000;

/** How many of a batch wait for each thread at a time: four are worked on together, and four are at hand. */
const AHEAD = 8;

/**
 * {@link hashPassword} of many, such as those of an import: four on each thread at a time, in the bulk lane by default, so that
 * log-ins go first. It waits where the queue is full. `onProgress` counts passwords.
 *
 * @param passwords at most a million
 * @param options algorithm and its cost, pepper, signal, progress, lane
 * @returns their hashes, in order
 * @throws ClinicoreError (as a rejection) as {@link hashPassword}; `details.argument` says which password
 *
 * @example
 * const hashes = await crypto.hashPasswords(imported.map(({ password }) => password), { cost: 11 });
 */
export async function hashPasswords(
  passwords: readonly (string | Uint8Array)[],
  options: HashPasswordOptions = {},
): Promise<string[]> {
  const fields = optionalRecord(options, 'options').only([...HASH_OPTIONS, ...TASK_OPTIONS]);
  const { cost, pepper } = wanted(fields);
  const task = taskOptions(fields, 'bulk');
  const given = items(passwords, 'passwords', MAX_BATCH, givenPassword);
  return each(
    given,
    ({ bytes }) => bytes,
    task,
    (password, i, task) => hashed(password, `passwords[${i}]`, cost, pepper, task),
  );
}

/**
 * {@link verifyPassword} of many: four on each thread at a time, in the bulk lane by default. `onProgress` counts pairs.
 *
 * @param pairs at most a million
 * @param options highest costs, peppers, signal, progress, lane
 * @returns for each whether the password is right, in order
 * @throws ClinicoreError (as a rejection) as {@link verifyPassword}; `details.argument` says which pair. One that is
 *   malformed refuses all, before any work
 *
 * @example
 * const right = await crypto.verifyPasswords(staff.map(({ passwordHash }) => ({ password: 'changeme', hash: passwordHash })));
 */
export async function verifyPasswords(
  pairs: readonly PasswordAndHash[],
  options: VerifyPasswordOptions = {},
): Promise<boolean[]> {
  const fields = optionalRecord(options, 'options').only(VERIFY_OPTIONS);
  const how = verification(fields);
  const task = taskOptions(fields, 'bulk');
  const given = items(pairs, 'pairs', MAX_BATCH, (pair, path) => {
    const fields = record(pair, path).only(['password', 'hash']);
    return { stored: fields.get('hash', storedHash, how.limits), password: fields.get('password', givenPassword) };
  });
  return each(
    given,
    ({ password }) => password.bytes,
    task,
    ({ password, stored }, i, task) => isVerified(password, `pairs[${i}].password`, stored, how, task),
  );
}

/** How long a batch waits for room in a queue that is full. */
const RETRY_MS = 20;

/** Does the work of each item, a few at a time, so that a batch does not fill the queue; then wipes what it was given. */
async function each<I, O>(
  given: readonly I[],
  bytesOf: (item: I) => Uint8Array,
  { signal, onProgress, lane }: Task,
  work: (item: I, index: number, task: Task) => Promise<O>,
): Promise<O[]> {
  const ending = new Ending(signal);
  const task: Task = { lane, onProgress: undefined, signal: ending.signal };
  const answers = new Array<O>(given.length);
  let [next, done] = [0, 0];
  const worker = async () => {
    while (next < given.length) {
      const index = next++;
      answers[index] = await untilRoom(() => work(given[index] as I, index, task));
      onProgress?.(++done, given.length);
    }
  };
  const { threads, maxQueue } = currentBackend().pool.status();
  const workers = Math.min(given.length, AHEAD * Math.max(1, threads), Math.max(1, maxQueue >> 1));
  try {
    new Turns(task).check();
    await Promise.all(Array.from({ length: workers }, worker));
  } catch (error) {
    ending.end(error);
    throw error;
  } finally {
    ending.end();
    for (const item of given) bytesOf(item).fill(0);
  }
  return answers;
}

/** Does some work as soon as the queue has room for it: a batch has time. */
async function untilRoom<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ClinicoreError && error.code === 'ERR_BUSY')) throw error;
      await setTimeout(RETRY_MS);
    }
  }
}
