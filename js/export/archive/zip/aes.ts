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
const WORD = 4;
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
  readonly #counters = new DataView(new ArrayBuffer(BLOCKS * BLOCK));
  #next = 1;
  /** The key stream, in words, and how many of its bytes were used. */
  #pad = new Int32Array(0);
  #used = 0;

  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  }

  update(data: Uint8Array): Buffer {
    // It begins as many bytes behind a word as the unused key stream does, so that both can be taken by words.
    const before = this.#used % WORD;
    const words = new Int32Array(Math.ceil((before + data.length) / WORD));
    const out = Buffer.from(words.buffer, before, data.length);
    out.set(data);
    for (let at = 0; at < out.length; ) {
      if (this.#used === this.#pad.length * WORD) this.#refill(out.length - at);
      const length = Math.min(out.length - at, this.#pad.length * WORD - this.#used);
      const [first, padFirst] = [(before + at) >> 2, this.#used >> 2];
      const count = Math.ceil((((before + at) % WORD) + length) / WORD);
      for (let word = 0; word < count; word++) {
        words[first + word] = (words[first + word] as number) ^ (this.#pad[padFirst + word] as number);
      }
      at += length;
      this.#used += length;
    }
    return out;
  }

  #refill(needed: number): void {
    const blocks = Math.min(BLOCKS, Math.ceil(needed / BLOCK));
    for (let block = 0; block < blocks; block++, this.#next++) {
      this.#counters.setUint32(block * BLOCK, this.#next, true);
      this.#counters.setUint32(block * BLOCK + WORD, Math.floor(this.#next / 2 ** 32), true);
    }
    const pad = this.#cipher.update(new Uint8Array(this.#counters.buffer, 0, blocks * BLOCK));
    this.#pad = new Int32Array(Uint8Array.prototype.slice.call(pad).buffer);
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
