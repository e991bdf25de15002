import type { Argon2Message, PasswordBackend } from '../../contract/password';
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
  } finally {
    secret.fill(0);
  }
};
