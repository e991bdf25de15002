/** The hash of a password under a salt, hashed again and again ([MS-OFFCRYPTO] 2.3.4.7 and 2.3.4.11). */
import { createHash } from 'node:crypto';
import { ClinicoreError } from '../../../errors';
import { run, type Task } from '../../../task';
import { Turns } from '../../../turn';

export type HashAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** Ten times what Office does: a file says how often, and is not believed without end. */
const MAX_SPINS = 1_000_000;
/** Spins between two looks at the clock. */
const SPINS_A_LOOK = 256;

export async function spun(
  algorithm: HashAlgorithm,
  password: Uint8Array,
  salt: Uint8Array,
  spins: number,
  task: Task,
): Promise<Uint8Array> {
  if (spins > MAX_SPINS) {
    const message = `The workbook's password is hashed more than ${MAX_SPINS} times`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit: MAX_SPINS });
  }
  if (algorithm === 'sha512')
    return run(task, ({ exporting }, job) => exporting.spinPassword(password, salt, spins, job));
  const turns = new Turns(task);
  let hash = createHash(algorithm).update(salt).update(password).digest();
  const input = Buffer.alloc(4 + hash.length);
  for (let spin = 0; spin < spins; spin++) {
    input.writeUInt32LE(spin);
    input.set(hash, 4);
    hash = createHash(algorithm).update(input).digest();
    if (spin % SPINS_A_LOOK === 0) await turns.take(0, 0);
  }
  return hash;
}
