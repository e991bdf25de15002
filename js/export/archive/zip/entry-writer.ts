import { randomBytes } from 'node:crypto';
import { crc32 } from '../crc32';
import type { CheckedEntry } from '../entries';
import { AesCode, AesStream, aesKeys, KEY_LENGTHS, STRENGTH, saltLength } from './aes';
import { DEFLATED, STORED } from './format';
import { descriptor, type Header, localHeader } from './headers';
import { FIRST_TIME } from './time';

/** From so many bytes on, what is packed might need more than 32 bits for its size: deflate adds less than 16 MiB. */
const WIDE_FROM = 0xff00_0000;

/** A part of an entry's content, and the same deflated, unless it is to be stored. */
export interface Block {
  readonly content: Uint8Array;
  readonly deflated: Uint8Array | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Writes an entry: its header, its blocks, and what follows them. */
export class EntryWriter {
  readonly header: Header;
  readonly #seal: Seal | undefined;

  /** @param first the entry's first block: one that is the last, too, has its sizes in front of it */
  constructor(
    { name, modified = FIRST_TIME, mode, size }: CheckedEntry,
    first: Block,
    offset: number,
    seal: Seal | undefined,
  ) {
    const { content, deflated, isLast } = first;
    const isDescribed = !isLast;
    const isWorse = deflated === undefined || (isLast && deflated.length >= content.length);
    this.#seal = seal;
    this.header = {
      name,
      modified,
      mode,
      isEncrypted: seal !== undefined,
      method: isWorse ? STORED : DEFLATED,
      crc: 0,
      packed: 0,
      size: 0,
      offset,
      isDescribed,
      isWide: isDescribed && (size === undefined || size >= WIDE_FROM),
    };
  }

  /** What is written for a block. */
  write({ content, deflated, isFirst, isLast }: Block): Uint8Array[] {
    const header = this.header;
    const seal = this.#seal;
    const packed = header.method === STORED ? content : (deflated as Uint8Array);
    const data = [packed];
    if (seal) {
      data[0] = seal.update(packed);
      if (isFirst) data.unshift(seal.head);
      if (isLast) data.push(seal.code());
    } else {
      // AE-2 has no checksum: it would tell of what is encrypted.
      header.crc = crc32(content, header.crc);
    }
    header.size += content.length;
    for (const { length } of data) header.packed += length;
    if (isFirst) data.unshift(localHeader(header));
    if (isLast && header.isDescribed) data.push(descriptor(header));
    return data;
  }
}

/** Encrypts an entry. */
export class Seal {
  readonly head: Buffer;
  readonly #stream: AesStream;
  readonly #code: AesCode;

  private constructor(head: Buffer, stream: AesStream, code: AesCode) {
    this.head = head;
    this.#stream = stream;
    this.#code = code;
  }

  /** Under a key that no other entry has: with the same one, two contents would tell of each other. */
  static async of(password: string): Promise<Seal> {
    const keyLength = KEY_LENGTHS[STRENGTH] as number;
    const salt = randomBytes(saltLength(keyLength));
    const keys = await aesKeys(password, salt, keyLength);
    return new Seal(Buffer.concat([salt, keys.check]), new AesStream(keys.encryption), new AesCode(keys));
  }

  update(data: Uint8Array): Buffer {
    const encrypted = this.#stream.update(data);
    this.#code.update(encrypted);
    return encrypted;
  }

  code(): Buffer {
    return this.#code.digest();
  }
}
