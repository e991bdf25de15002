/** Agile encryption undone: AES in CBC mode, keys of any length, SHA-1 and SHA-2. */
import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { damaged, unsupported } from '../../../../fallback/export/sheet/fault';
import type { Task } from '../../../../task';
import { Turns } from '../../../../turn';
import { notAuthentic, PART, type Sealed } from '../sealed';
import { type HashAlgorithm, spun } from '../spin';
import { numbered, PURPOSE, SEGMENT } from './format';

/** Bytes of a description; Excel's has 1,200. */
const MAX_INFO = 64 * 1024;
/** What fills up keys and vectors that are longer than a hash (2.3.4.11, 2.3.4.12). */
const PAD = 0x36;
const AES_BLOCK = 16;
/** Bytes that are hashed, and segments that are decrypted, between two looks at the clock. */
const HASHED = 256 * 1024;
const SEGMENTS = 32;

/** A cipher, and what makes its keys and vectors. */
interface Cipher {
  readonly name: string;
  readonly keyLength: number;
  readonly hash: HashAlgorithm;
  readonly hashLength: number;
  readonly salt: Buffer;
}

/** The document, once password and content have proved right. */
export async function decryptAgile(
  { info, stream, size, password }: Sealed,
  task: Task,
): Promise<AsyncIterable<Uint8Array>> {
  if (info.length > MAX_INFO) throw damaged(PART);
  const description = info.toString('utf8');
  const [data, forPassword] = [attributes(description, 'keyData'), attributes(description, 'encryptedKey')];
  const integrity = attributes(description, 'dataIntegrity');
  const [content, keys] = [cipherOf(data), cipherOf(forPassword)];

  const spins = Number(forPassword.get('spinCount'));
  if (!Number.isSafeInteger(spins) || spins < 0) throw damaged(PART);
  const passwordHash = await spun(keys.hash, password, keys.salt, spins, task);
  const under = (purpose: Buffer, sealed: Buffer) =>
    opened(keys, fitted(hashOf(keys, passwordHash, purpose), keys.keyLength), fitted(keys.salt, AES_BLOCK), sealed);
  const verifier = under(PURPOSE.verifierInput, binary(forPassword, 'encryptedVerifierHashInput'));
  const verifierHash = under(PURPOSE.verifierValue, binary(forPassword, 'encryptedVerifierHashValue'));
  const isRight = isSame(hashOf(keys, verifier.subarray(0, keys.salt.length)), verifierHash, keys.hashLength);
  if (!isRight) throw notAuthentic();

  const key = under(PURPOSE.key, binary(forPassword, 'encryptedKeyValue')).subarray(0, content.keyLength);
  if (key.length < content.keyLength) throw damaged(PART);
  const inContent = (purpose: Buffer, sealed: Buffer) =>
    opened(content, key, fitted(hashOf(content, content.salt, purpose), AES_BLOCK), sealed);
  const hmacKey = inContent(PURPOSE.hmacKey, binary(integrity, 'encryptedHmacKey')).subarray(0, content.hashLength);
  const hmacValue = inContent(PURPOSE.hmacValue, binary(integrity, 'encryptedHmacValue'));
  const turns = new Turns(task);
  const hmac = createHmac(content.hash, hmacKey);
  for (let at = 0; at < stream.length; at += HASHED) {
    hmac.update(stream.subarray(at, at + HASHED));
    await turns.take(0, 0);
  }
  if (!isSame(hmac.digest(), hmacValue, content.hashLength)) throw notAuthentic();
  return segments(stream.subarray(8), size, inContent, turns);
}

/** 2.3.4.15 */
async function* segments(
  sealed: Buffer,
  size: number,
  open: (purpose: Buffer, sealed: Buffer) => Buffer,
  turns: Turns,
): AsyncGenerator<Uint8Array> {
  for (let at = 0, number = 0; at < size; ) {
    const pieces: Buffer[] = [];
    for (let count = 0; count < SEGMENTS && at < size; count++, number++, at += SEGMENT) {
      const piece = open(numbered(number), sealed.subarray(at, at + SEGMENT));
      pieces.push(piece.subarray(0, size - at));
    }
    yield Buffer.concat(pieces);
    await turns.take(0, 0);
  }
}

/** The attributes of the first element of a name, whatever its prefix. They are numbers, words and base64. */
function attributes(description: string, element: string): Map<string, string> {
  const tag = new RegExp(`<(?:\\w+:)?${element}\\s([^<>]*)>`).exec(description)?.[1];
  if (tag === undefined) throw damaged(PART);
  return new Map(
    [...tag.matchAll(/(\w+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name as string, value as string]),
  );
}

const binary = (of: ReadonlyMap<string, string>, name: string): Buffer => {
  const bytes = Buffer.from(of.get(name) ?? '', 'base64');
  if (bytes.length === 0 || bytes.length % AES_BLOCK !== 0) throw damaged(PART);
  return bytes;
};

const HASHES: Readonly<Record<string, readonly [HashAlgorithm, number]>> = {
  SHA1: ['sha1', 20],
  'SHA-1': ['sha1', 20],
  SHA256: ['sha256', 32],
  SHA384: ['sha384', 48],
  SHA512: ['sha512', 64],
};

function cipherOf(of: ReadonlyMap<string, string>): Cipher {
  const bits = Number(of.get('keyBits'));
  const [hash, hashLength] = HASHES[of.get('hashAlgorithm') ?? ''] ?? [];
  const isKnown = of.get('cipherAlgorithm') === 'AES' && of.get('cipherChaining') === 'ChainingModeCBC';
  if (!isKnown || ![128, 192, 256].includes(bits) || !hash || !hashLength)
    throw unsupported('it is encrypted in a way that is not known');
  const salt = Buffer.from(of.get('saltValue') ?? '', 'base64');
  if (salt.length === 0) throw damaged(PART);
  return { name: `aes-${bits}-cbc`, keyLength: bits / 8, hash, hashLength, salt };
}

const hashOf = ({ hash }: Cipher, ...parts: readonly Uint8Array[]): Buffer => {
  const made = createHash(hash);
  for (const part of parts) made.update(part);
  return made.digest();
};

function fitted(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, PAD)]);
}

/** Whole blocks decrypted; what does not fill one at the end was cut off. */
function opened({ name }: Cipher, key: Buffer, vector: Buffer, sealed: Buffer): Buffer {
  const whole = sealed.subarray(0, sealed.length - (sealed.length % AES_BLOCK));
  const decipher = createDecipheriv(name, key, vector).setAutoPadding(false);
  return Buffer.concat([decipher.update(whole), decipher.final()]);
}

function isSame(hash: Buffer, given: Buffer, length: number): boolean {
  return given.length >= length && timingSafeEqual(hash, given.subarray(0, length));
}
