/** What crosses to a backend for passwords in `clinicore/crypto`. */
import type { Job } from '../contract';

/** What a backend can do for passwords. */
export interface PasswordBackend {
  /** The `$2b$` hash of a password of at most 72 bytes without NUL, under a salt of 16 bytes. */
  hashPassword(password: Uint8Array, cost: number, salt: Uint8Array, job: Job): Promise<string>;
  /** Whether a well-formed 2a, 2b, 2x or 2y hash is that of a password of at most 72 bytes without NUL. */
  verifyPassword(password: Uint8Array, hash: string, job: Job): Promise<boolean>;
}
