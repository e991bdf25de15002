import type { Argon2Message, PasswordBackend } from '../../contract/password';
import { ClinicoreError } from '../../errors';
import { enqueue } from '../queue';

/** How long the event loop is held. */
const TICK_MS = 4;

/** Argon2id by @noble/hashes, which is audited, and of ES modules only. */
export const argon2id: PasswordBackend['argon2id'] = async (password, message, job) => {
  // Both are read before the call waits, when the caller may change them.
  const secret = Uint8Array.from(password);
  const { memoryCost, timeCost, parallelism, length, ...given } = message;
  const { salt, ...rest }: Pick<Argon2Message, 'salt' | 'secret' | 'associatedData'> = structuredClone(given);
  try {
    return await enqueue(job, async (running) => {
      const { argon2idAsync } = await import('@noble/hashes/argon2.js');
      return argon2idAsync(secret, salt, {
        ...{ m: memoryCost, t: timeCost, p: parallelism, dkLen: length, version: 0x13, asyncTick: TICK_MS },
        ...{ key: rest.secret, personalization: rest.associatedData, maxmem: 2 ** 32 - 1 },
        onProgress: () => running.throwIfCancelled(),
      });
    });
  } catch (error) {
    // Parameters were checked, so that it is the one of an array that there is no memory for.
    if (!(error instanceof RangeError)) throw error;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `there is no memory for an Argon2id hash of ${memoryCost} KiB`, {
      required: memoryCost,
    });
  } finally {
    secret.fill(0);
  }
};
