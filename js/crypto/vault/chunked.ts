/**
 * C2SP's chunked encryption (https://c2sp.org/chunked-encryption) with AES-256-GCM and HKDF-Expand of SHA-512: salt ‖
 * commitment ‖ chunks of 16 KiB, of which the last is shorter. On node:crypto for both backends: OpenSSL takes 0.5 ms for a
 * megabyte in such chunks, the native backend's AES-GCM no less, so crossing for each would gain nothing.
 */
import { timingSafeEqual } from 'node:crypto';
import { ClinicoreError } from '../../errors';
import { open, seal, TAG } from '../../fallback/crypto/vault/gcm';
import { expand } from '../../fallback/crypto/vault/hkdf';
import { notGenuine } from './genuine';

/** Bytes of a chunk. */
export const CHUNK = 16 * 1024;
/** Bytes of a salt. */
export const STREAM_SALT = 24;
const COMMITMENT = 32;
const KEY = 32;
const NONCE = 12;
/** 4 PiB: what one key encrypts. */
const MAX_CHUNKS = 2 ** 38;

const LABEL = 'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0';

/** What a message's salt and context make of the input key. */
class Message {
  readonly commitment: Buffer;
  readonly #derived: Buffer;
  #chunks = 0;

  constructor(key: Uint8Array, salt: Uint8Array, context: Uint8Array) {
    const info = Buffer.concat([Buffer.from(LABEL), salt, context]);
    this.#derived = expand('sha512', key, info, KEY + NONCE + COMMITMENT);
    this.commitment = this.#derived.subarray(KEY + NONCE);
  }

  get key(): Uint8Array {
    return this.#derived.subarray(0, KEY);
  }

  /** The base nonce XOR the chunk's number, which fits its last 5 bytes. */
  nextNonce(): Uint8Array {
    if (this.#chunks >= MAX_CHUNKS) {
      const limit = MAX_CHUNKS * CHUNK;
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `A stream must be shorter than ${limit} bytes`, { limit });
    }
    const nonce = Buffer.from(this.#derived.subarray(KEY, KEY + NONCE));
    const low = NONCE - 4;
    nonce[low - 1] = (nonce[low - 1] as number) ^ (this.#chunks / 2 ** 32);
    nonce.writeUInt32BE((nonce.readUInt32BE(low) ^ (this.#chunks % 2 ** 32)) >>> 0, low);
    this.#chunks++;
    return nonce;
  }

  wipe(): void {
    this.#derived.fill(0);
  }
}

/** What turns a message into chunks, or chunks into a message, as it comes. */
export interface Coder {
  /** Takes what comes next, and gives what it is enough for. */
  take(data: Uint8Array): Iterable<Buffer>;
  /** Gives the last, when all has come. */
  end(): Buffer;
  /** Wipes the keys. */
  close(): void;
}

/** Encrypts; the salt was never used before. */
export class Sealer implements Coder {
  readonly #message: Message;
  readonly #blocks = new Blocks(CHUNK);
  #head: Buffer | undefined;

  constructor(key: Uint8Array, salt: Uint8Array, context: Uint8Array) {
    this.#message = new Message(key, salt, context);
    this.#head = Buffer.concat([salt, this.#message.commitment]);
  }

  *take(data: Uint8Array): Generator<Buffer, void, undefined> {
    for (const chunk of this.#blocks.of(data)) yield this.#seal(chunk);
  }

  end(): Buffer {
    return this.#seal(this.#blocks.rest);
  }

  close(): void {
    this.#message.wipe();
    this.#blocks.wipe();
  }

  #seal(chunk: Uint8Array): Buffer {
    const head = this.#head?.length ?? 0;
    const sealed = Buffer.allocUnsafeSlow(head + chunk.length + TAG);
    if (this.#head) sealed.set(this.#head);
    this.#head = undefined;
    seal(this.#message.key, this.#message.nextNonce(), undefined, chunk, sealed.subarray(head));
    return sealed;
  }
}

/** Decrypts; gives no byte of a chunk whose tag it has not checked. */
export class Opener implements Coder {
  readonly #key: Uint8Array;
  readonly #context: Uint8Array;
  readonly #head = new Blocks(STREAM_SALT + COMMITMENT);
  readonly #blocks = new Blocks(CHUNK + TAG);
  #message: Message | undefined;

  constructor(key: Uint8Array, context: Uint8Array) {
    this.#key = key;
    this.#context = context;
  }

  *take(data: Uint8Array): Generator<Buffer, void, undefined> {
    let rest = data;
    if (!this.#message) {
      const head = this.#head.first(data);
      if (!head) return;
      rest = data.subarray(head.taken);
      this.#message = this.#begin(head.block);
    }
    for (const chunk of this.#blocks.of(rest)) yield this.#open(chunk);
  }

  end(): Buffer {
    // A last chunk that is full, or missing, means that more was there.
    return this.#open(this.#blocks.rest);
  }

  close(): void {
    this.#message?.wipe();
  }

  #begin(head: Uint8Array): Message {
    const message = new Message(this.#key, head.subarray(0, STREAM_SALT), this.#context);
    if (!timingSafeEqual(message.commitment, head.subarray(STREAM_SALT))) throw notGenuine('The stream');
    return message;
  }

  #open(chunk: Uint8Array): Buffer {
    const opened = this.#message && open(this.#message.key, this.#message.nextNonce(), undefined, chunk);
    if (!opened) throw notGenuine('The stream');
    return opened;
  }
}

/** Data that comes in any pieces, cut into blocks of one size. */
export class Blocks {
  readonly #kept: Buffer;
  #length = 0;

  constructor(readonly size: number) {
    this.#kept = Buffer.allocUnsafeSlow(size);
  }

  /** The blocks that `data` completes; each is good until the next is asked for. */
  *of(data: Uint8Array): Generator<Uint8Array, void, undefined> {
    let at = 0;
    if (this.#length > 0) {
      const first = this.first(data);
      if (!first) return;
      at = first.taken;
      yield first.block;
    }
    for (; data.length - at >= this.size; at += this.size) yield data.subarray(at, at + this.size);
    this.#keep(data.subarray(at));
  }

  /** The block that `data` completes, and how much of it that takes; or keeps the data. */
  first(data: Uint8Array): { block: Uint8Array; taken: number } | undefined {
    const taken = this.size - this.#length;
    if (data.length < taken) {
      this.#keep(data);
      return undefined;
    }
    this.#kept.set(data.subarray(0, taken), this.#length);
    this.#length = 0;
    return { block: this.#kept, taken };
  }

  /** What came after the last block. */
  get rest(): Uint8Array {
    return this.#kept.subarray(0, this.#length);
  }

  wipe(): void {
    this.#kept.fill(0);
  }

  #keep(data: Uint8Array): void {
    this.#kept.set(data, this.#length);
    this.#length += data.length;
  }
}
