/**
 * AES encryption of entries as WinZip made it: version AE-2 of "AES Encryption Information: Encryption Specification AE-1 and
 * AE-2" (https://www.winzip.com/en/support/aes-encryption/). Keys of a password by PBKDF2 with HMAC-SHA1 and 1000 rounds, AES
 * in counter mode, HMAC-SHA1 of what is encrypted, of which the first 10 bytes are kept.
 */
import { type Cipher, createCipheriv, createHmac, type Hmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Bytes of the password's check, which tells most wrong ones at once, and of the code that authenticates. */
export const CHECK_LENGTH = 2;
export const CODE_LENGTH = 10;

/** Bytes of keys by the strength that an entry's extra field says. */
export const KEY_LENGTHS: Readonly<Record<number, number>> = { 1: 16, 2: 24, 3: 32 };
/** AES-256, which is what is written. */
export const STRENGTH = 3;
/** Bytes of the salt for a key of so many. */
export const saltLength = (keyLength: number): number => keyLength / 2;

const ROUNDS = 1000;
const BLOCK = 16;
/** Bytes of a counter that change: there are no files of 2^52 bytes. */
const COUNTED = 6;
/** Blocks whose key stream is made at once. */
const BLOCKS = 4096;

const derive = promisify(pbkdf2);

/** What comes of a password and an entry's salt. */
export interface AesKeys {
  readonly encryption: Buffer;
  readonly authentication: Buffer;
  readonly check: Buffer;
}

/** Keys of `keyLength` bytes. */
export async function aesKeys(password: string, salt: Uint8Array, keyLength: number): Promise<AesKeys> {
  const derived = await derive(password, salt, ROUNDS, 2 * keyLength + CHECK_LENGTH, 'sha1');
  return {
    encryption: derived.subarray(0, keyLength),
    authentication: derived.subarray(keyLength, 2 * keyLength),
    check: derived.subarray(2 * keyLength),
  };
}

/** AES in counter mode, whose counter is little-endian and begins with 1; it decrypts what it encrypts. */
export class AesStream {
  readonly #cipher: Cipher;
  readonly #counters = Buffer.alloc(BLOCKS * BLOCK);
  #next = 1;
  #pad: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  }

  update(data: Uint8Array): Buffer {
    const out = Buffer.allocUnsafe(data.length);
    for (let at = 0; at < data.length; ) {
      if (this.#used === this.#pad.length) this.#refill(data.length - at);
      const pad = this.#pad;
      const end = Math.min(data.length, at + pad.length - this.#used);
      let used = this.#used;
      for (; at < end; at++) out[at] = (data[at] as number) ^ (pad[used++] as number);
      this.#used = used;
    }
    return out;
  }

  #refill(needed: number): void {
    const blocks = Math.min(BLOCKS, Math.ceil(needed / BLOCK));
    const counters = this.#counters.subarray(0, blocks * BLOCK);
    for (let at = 0; at < counters.length; at += BLOCK) counters.writeUIntLE(this.#next++, at, COUNTED);
    this.#pad = this.#cipher.update(counters);
    this.#used = 0;
  }
}

/** The code of what is encrypted. */
export class AesCode {
  readonly #hmac: Hmac;

  constructor({ authentication }: AesKeys) {
    this.#hmac = createHmac('sha1', authentication);
  }

  update(encrypted: Uint8Array): void {
    this.#hmac.update(encrypted);
  }

  digest(): Buffer {
    return this.#hmac.digest().subarray(0, CODE_LENGTH);
  }

  /** Whether it is the one given. */
  is(code: Uint8Array): boolean {
    return code.length === CODE_LENGTH && timingSafeEqual(this.digest(), code);
  }
}
