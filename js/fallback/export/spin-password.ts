import { createHash } from 'node:crypto';
import type { XlsxBackend } from '../../contract/xlsx';
import { enqueue } from '../queue';

/** Spins between two checkpoints: two to three milliseconds' worth. */
const SPINS_AT_A_TIME = 1000;

/** See {@link XlsxBackend.spinPassword}. */
export const spinPassword: XlsxBackend['spinPassword'] = async (password, salt, spins, job) => {
  // Read before the call waits, when the caller may change them.
  let hash = createHash('sha512').update(salt).update(password).digest();
  return enqueue(job, async (running) => {
    const input = Buffer.alloc(4 + hash.length);
    for (let spin = 0; spin < spins; spin++) {
      input.writeUInt32LE(spin);
      input.set(hash, 4);
      hash = createHash('sha512').update(input).digest();
      if (spin % SPINS_AT_A_TIME === 0) await running.pause();
    }
    return hash;
  });
};
