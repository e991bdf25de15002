/** What crosses to a backend for passwords in `clinicore/crypto`. */
import type { Job } from '../contract';

/** What a backend can do for passwords. */
export interface PasswordBackend {
  /** The `$2b$` hash of a password of at most 72 bytes without NUL, under a salt of 16 bytes. */
  hashPassword(password: Uint8Array, cost: number, salt: Uint8Array, job: Job): Promise<string>;
  /** Whether a well-formed 2a, 2b, 2x or 2y hash is that of a password of at most 72 bytes without NUL. */
  verifyPassword(password: Uint8Array, hash: string, job: Job): Promise<boolean>;
  /** The digest that Argon2id (RFC 9106, version 0x13) makes of a password. */
  argon2id(password: Uint8Array, message: Argon2Message, job: Job): Promise<Uint8Array>;
}

/** How a digest is made: RFC 9106, 3.1. */
export interface Argon2Message {
  /** `S`: 8 bytes or more. */
  salt: Uint8Array;
  /** `m`: KiB of memory, 8 times `parallelism` or more. */
  memoryCost: number;
  /** `t`: passes over it. */
  timeCost: number;
  /** `p`. */
  parallelism: number;
  /** `T`: bytes of the digest, 4 or more. */
  length: number;
  /** `K` and `X`, empty but in the tests. */
  secret: Uint8Array;
  associatedData: Uint8Array;
}
