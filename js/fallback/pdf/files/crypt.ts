/** What opens an encrypted file: the standard security handler, revisions 2 to 6 (ISO 32000-2, 7.6). */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { FileFault } from './limits';
import { type Dictionary, isName, Name, type PdfObject, type Reference, Stream } from './object';

/** Fills up a password of the older revisions. */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

type Method = 'none' | 'rc4' | 'aes128' | 'aes256';

/** The key of a file, and what it opens. */
export class Crypt {
  readonly #key: Buffer;
  readonly #strings: Method;
  readonly #streams: Method;
  readonly #encryptsMetadata: boolean;

  /** Opens a file whose encryption dictionary, without references, is given. */
  constructor(dictionary: Dictionary, file: Uint8Array, password: string | null) {
    const version = integer(dictionary, 'V');
    const revision = integer(dictionary, 'R');
    const isKnown = ['1-2', '1-3', '2-2', '2-3', '4-4', '5-5', '5-6'].includes(`${version}-${revision}`);
    if (!isKnown || !isName(dictionary.get('Filter'), 'Standard')) {
      throw new FileFault('ERR_UNSUPPORTED', '{} is not supported: it is encrypted in a way that is not read');
    }
    this.#strings = version >= 4 ? method(dictionary, 'StrF') : 'rc4';
    this.#streams = version >= 4 ? method(dictionary, 'StmF') : 'rc4';
    this.#encryptsMetadata = dictionary.get('EncryptMetadata') !== false;
    const said = Math.floor(integer(dictionary, 'Length') / 8);
    const length = version === 1 ? 5 : version === 2 ? Math.min(Math.max(said, 5), 16) : version === 4 ? 16 : 32;
    const key = new Lock(dictionary, file, revision, length, this.#encryptsMetadata).key(password ?? '');
    if (!key) {
      throw password === null
        ? new FileFault('ERR_UNSUPPORTED', '{} is encrypted, and no password was given')
        : new FileFault('ERR_INVALID_ARGUMENT', 'the password given does not open {}');
    }
    this.#key = key;
  }

  /** A value of the object `id` with its strings in clear. */
  opened(value: PdfObject, id: Reference): PdfObject {
    if (value instanceof Uint8Array) return this.#clear(this.#strings, value, id);
    if (Array.isArray(value)) return value.map((item) => this.opened(item, id));
    if (value instanceof Map) return this.#openedDictionary(value, id);
    if (value instanceof Stream) {
      return new Stream(this.#openedDictionary(value.dictionary, id), value.start, value.end, value.id);
    }
    return value;
  }

  #openedDictionary(dictionary: Dictionary, id: Reference): Dictionary {
    return new Map([...dictionary].map(([key, value]) => [key, this.opened(value, id)]));
  }

  /** A stream's bytes in clear, still compressed. */
  stream({ dictionary, id }: Stream, data: Uint8Array): Uint8Array {
    const filter = dictionary.get('Filter');
    const isClear =
      isName(dictionary.get('Type'), 'XRef') ||
      (isName(dictionary.get('Type'), 'Metadata') && !this.#encryptsMetadata) ||
      isName(Array.isArray(filter) ? filter[0] : filter, 'Crypt');
    return this.#clear(isClear ? 'none' : this.#streams, data, id);
  }

  #clear(method: Method, data: Uint8Array, id: Reference): Uint8Array {
    if (method === 'rc4') return rc4(this.#objectKey(id, false), data);
    if (method === 'aes128') return aes('aes-128-cbc', this.#objectKey(id, true), data);
    return method === 'aes256' ? aes('aes-256-cbc', this.#key, data) : data;
  }

  /** Algorithm 1. */
  #objectKey({ number, generation }: Reference, isAes: boolean): Buffer {
    const id = Uint8Array.of(number, number >> 8, number >> 16, generation, generation >> 8);
    const digest = md5(this.#key, id, isAes ? Buffer.from('sAlT') : Buffer.alloc(0));
    return digest.subarray(0, isAes ? 16 : Math.min(this.#key.length + 5, 16));
  }
}

/** What the encryption dictionary says. */
class Lock {
  constructor(
    readonly dictionary: Dictionary,
    /** The first part of the file's identifier. */
    readonly file: Uint8Array,
    readonly revision: number,
    /** Bytes of the key. */
    readonly length: number,
    readonly encryptsMetadata: boolean,
  ) {}

  key(password: string): Buffer | undefined {
    if (this.revision >= 5) return this.#keyOf256(Buffer.from(password).subarray(0, 127));
    // These revisions know only the letters of PDFDocEncoding, which for the most part are those of Latin-1.
    const bytes = Uint8Array.from([...password], (letter) => {
      const code = letter.codePointAt(0) as number;
      return code < 256 ? code : 0x3f;
    });
    const user = this.#userKey(bytes);
    if (this.#opens(user)) return user;
    const given = this.#ownerPassword(bytes);
    const owner = given && this.#userKey(given);
    return owner && this.#opens(owner) ? owner : undefined;
  }

  /** Algorithm 2. */
  #userKey(password: Uint8Array): Buffer {
    const permissions = Buffer.alloc(4);
    permissions.writeInt32LE(integer(this.dictionary, 'P') | 0);
    const isPartly = this.revision >= 4 && !this.encryptsMetadata;
    const owner = this.#string('O').subarray(0, 32);
    const rest = Buffer.from(isPartly ? 'ffffffff' : '', 'hex');
    let key = md5(padded(password), owner.length < 32 ? Buffer.alloc(0) : owner, permissions, this.file, rest);
    for (let i = 0; i < 50 && this.revision >= 3; i++) key = md5(key.subarray(0, this.length));
    return key.subarray(0, this.length);
  }

  /** Algorithms 6, with 4 and 5. */
  #opens(key: Buffer): boolean {
    const given = this.#string('U');
    if (this.revision === 2) return Buffer.compare(rc4(key, PADDING), given.subarray(0, 32)) === 0;
    let wanted: Uint8Array = md5(PADDING, this.file);
    for (let round = 0; round < 20; round++) wanted = rc4(mixed(key, round), wanted);
    return Buffer.compare(wanted, given.subarray(0, 16)) === 0;
  }

  /** Algorithm 7: the user's password, as the owner's gives it. */
  #ownerPassword(password: Uint8Array): Uint8Array | undefined {
    let key = md5(padded(password));
    for (let i = 0; i < 50 && this.revision >= 3; i++) key = md5(key);
    key = key.subarray(0, this.length);
    let secret: Uint8Array = this.#string('O').subarray(0, 32);
    if (secret.length < 32) return undefined;
    for (let round = this.revision === 2 ? 0 : 19; round >= 0; round--) secret = rc4(mixed(key, round), secret);
    return secret;
  }

  /** Algorithm 2.A. */
  #keyOf256(password: Buffer): Buffer | undefined {
    const user = this.#string('U').subarray(0, 48);
    if (user.length < 48) return undefined;
    for (const [check, wrapped, entry] of [
      ['O', 'OE', user],
      ['U', 'UE', Buffer.alloc(0)],
    ] as const) {
      const wanted = this.#string(check).subarray(0, 48);
      const secret = this.#string(wrapped).subarray(0, 32);
      if (wanted.length < 48 || secret.length < 32) return undefined;
      const digest = (salt: Uint8Array) =>
        this.revision === 5 ? sha(256, password, salt, entry) : hash(password, salt, entry);
      if (Buffer.compare(digest(wanted.subarray(32, 40)), wanted.subarray(0, 32)) === 0) {
        const cipher = createDecipheriv('aes-256-cbc', digest(wanted.subarray(40)), Buffer.alloc(16));
        return cipher.setAutoPadding(false).update(secret);
      }
    }
    return undefined;
  }

  #string(key: string): Uint8Array {
    const value = this.dictionary.get(key);
    return value instanceof Uint8Array ? value : new Uint8Array(0);
  }
}

/** Algorithm 2.B: from a password to a key, slowly. */
function hash(password: Uint8Array, salt: Uint8Array, user: Uint8Array): Buffer {
  let key = sha(256, password, salt, user);
  for (let round = 1; ; round++) {
    const block = Buffer.concat([password, key, user]);
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => block));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const encrypted = cipher.update(repeated);
    // 256 is 1 more than a multiple of 3, so that the digits' sum has the number's remainder.
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = sha(([256, 384, 512] as const)[remainder] as 256, encrypted);
    if (round >= 64 && (encrypted.at(-1) as number) + 32 <= round) return key.subarray(0, 32);
  }
}

const digest = (name: string, parts: Uint8Array[]): Buffer =>
  parts.reduce((digest, part) => digest.update(part), createHash(name)).digest();
const md5 = (...parts: Uint8Array[]): Buffer => digest('md5', parts);
const sha = (bits: 256 | 384 | 512, ...parts: Uint8Array[]): Buffer => digest(`sha${bits}`, parts);

function integer(dictionary: Dictionary, key: string): number {
  const value = dictionary.get(key);
  return typeof value === 'number' ? value : 0;
}

/** What a crypt filter does. */
function method(dictionary: Dictionary, key: string): Method {
  const name = dictionary.get(key);
  const filters = dictionary.get('CF');
  const filter = name instanceof Name && filters instanceof Map ? filters.get(name.name) : undefined;
  const kind = filter instanceof Map ? filter.get('CFM') : undefined;
  if (isName(kind, 'V2')) return 'rc4';
  if (isName(kind, 'AESV2')) return 'aes128';
  return isName(kind, 'AESV3') ? 'aes256' : 'none';
}

const padded = (password: Uint8Array): Buffer => Buffer.concat([password, PADDING]).subarray(0, 32);
const mixed = (key: Uint8Array, round: number): Uint8Array => key.map((byte) => byte ^ round);

/** The vector stands before the data. What is cut off gives nothing. */
function aes(name: string, key: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.length < 32) return new Uint8Array(0);
  const whole = data.subarray(16, 16 + Math.floor((data.length - 16) / 16) * 16);
  const plain = createDecipheriv(name, key, data.subarray(0, 16)).setAutoPadding(false).update(whole);
  const padding = plain.at(-1) as number;
  const isPadded = padding >= 1 && padding <= 16 && plain.subarray(-padding).every((byte) => byte === padding);
  return isPadded ? plain.subarray(0, -padding) : plain;
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, at) => at);
  const swap = (i: number, j: number) => {
    const held = state[i] as number;
    state[i] = state[j] as number;
    state[j] = held;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + (state[i] as number)) & 255;
    swap(i, j);
    return byte ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
  });
}
