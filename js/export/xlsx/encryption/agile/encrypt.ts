/** Agile encryption by AES-256 in CBC mode and SHA-512, as Excel itself encrypts. */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Task } from '../../../../task';
import { Turns } from '../../../../turn';
import { element } from '../../xml';
import { ENCRYPTION, numbered, PASSWORD, PURPOSE, SEGMENT } from './format';

/** How often the password is hashed, as Excel does; readers take what the file says. */
export const SPINS = 100_000;
const [SALT, BLOCK, KEY, HASH] = [16, 16, 32, 64];
/** Of bytes that are hashed at a time on the event loop, in about two milliseconds. */
const HASHED = 1024 * 1024;

/** Encrypts a document as it is made. */
export class AgileEncryption {
  /** Of the password; what {@link finish} is given is the hash of both. */
  readonly passwordSalt: Buffer = randomBytes(SALT);
  readonly #key = randomBytes(KEY);
  readonly #salt = randomBytes(SALT);
  readonly #encrypted: Buffer[] = [];
  /** What does not fill a segment yet. */
  #rest: Buffer = Buffer.alloc(0);
  #segments = 0;
  #size = 0;

  /** How many bytes were given. */
  get size(): number {
    return this.#size;
  }

  /** Takes more of the document. */
  update(piece: Uint8Array): void {
    this.#size += piece.length;
    const data = Buffer.concat([this.#rest, piece]);
    const whole = data.length - (data.length % SEGMENT);
    this.#add(data.subarray(0, whole));
    this.#rest = data.subarray(whole);
  }

  /**
   * The streams `EncryptionInfo` and `EncryptedPackage`.
   *
   * @param passwordHash 2.3.4.11: the password under its salt, hashed {@link SPINS} times
   */
  async finish(passwordHash: Uint8Array, task: Task): Promise<{ info: Buffer; document: readonly Buffer[] }> {
    this.#add(this.#rest);
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(this.#size));
    const document = [size, ...this.#encrypted];

    const hmacKey = randomBytes(HASH);
    const hmac = createHmac('sha512', hmacKey);
    const turns = new Turns({ ...task, onProgress: undefined }, 0);
    let hashed = 0;
    for (const piece of document) {
      hmac.update(piece);
      hashed += piece.length;
      if (hashed < HASHED) continue;
      hashed = 0;
      await turns.take(0, 0);
    }
    const integrity = {
      encryptedHmacKey: this.#sealed(hmacKey, PURPOSE.hmacKey),
      encryptedHmacValue: this.#sealed(hmac.digest(), PURPOSE.hmacValue),
    };
    return { info: this.#info(passwordHash, integrity), document };
  }

  /** 2.3.4.15 */
  #add(data: Buffer): void {
    const segments: Buffer[] = [];
    for (let at = 0; at < data.length; at += SEGMENT) {
      segments.push(this.#sealed(data.subarray(at, at + SEGMENT), numbered(this.#segments++)));
    }
    this.#encrypted.push(Buffer.concat(segments));
  }

  /** Under the document's key, and a vector for the purpose. */
  #sealed(data: Uint8Array, purpose: Uint8Array): Buffer {
    return encrypt(this.#key, hash(this.#salt, purpose).subarray(0, BLOCK), data);
  }

  /** 2.3.4.10 */
  #info(passwordHash: Uint8Array, integrity: Record<string, Buffer>): Buffer {
    const under = (purpose: Uint8Array, data: Uint8Array) =>
      encrypt(hash(passwordHash, purpose).subarray(0, KEY), this.passwordSalt, data);
    const verifier = randomBytes(SALT);
    const keys = {
      encryptedVerifierHashInput: under(PURPOSE.verifierInput, verifier),
      encryptedVerifierHashValue: under(PURPOSE.verifierValue, hash(verifier)),
      encryptedKeyValue: under(PURPOSE.key, this.#key),
    };
    const version = Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]);
    const xml = element(
      'encryption',
      { xmlns: ENCRYPTION, 'xmlns:p': PASSWORD },
      element('keyData', { ...ALGORITHMS, saltValue: this.#salt.toString('base64') }),
      element('dataIntegrity', inBase64(integrity)),
      element(
        'keyEncryptors',
        {},
        element(
          'keyEncryptor',
          { uri: PASSWORD },
          element('p:encryptedKey', {
            ...{ spinCount: SPINS, ...ALGORITHMS, saltValue: this.passwordSalt.toString('base64') },
            ...inBase64(keys),
          }),
        ),
      ),
    );
    return Buffer.concat([version, Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${xml}`)]);
  }
}

const ALGORITHMS = {
  ...{ saltSize: SALT, blockSize: BLOCK, keyBits: 8 * KEY, hashSize: HASH },
  ...{ cipherAlgorithm: 'AES', cipherChaining: 'ChainingModeCBC', hashAlgorithm: 'SHA512' },
};

const inBase64 = (values: Record<string, Buffer>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toString('base64')]));

function hash(...parts: Uint8Array[]): Buffer {
  const sha512 = createHash('sha512');
  for (const part of parts) sha512.update(part);
  return sha512.digest();
}

/** AES-256-CBC of what zeros fill up to whole blocks. */
function encrypt(key: Uint8Array, vector: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.update(Buffer.alloc(-data.length & (BLOCK - 1))), cipher.final()]);
}
