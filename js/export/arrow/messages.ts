/** A stream or file of Arrow, message by message. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ClinicoreError } from '../../errors';
import type { Task } from '../../task';
import { unlessAborted } from '../../turn';
import { type ByteSource, byteLengthOf, chunksOf, orUnreadable } from '../bytes';
import { FlatView } from './flat-reader';
import { CONTINUATION, FILE_MAGIC } from './message';

/** Bytes of a message's metadata. */
const MAX_METADATA = 64 * 1024 * 1024;

/** Thrown where the bytes do not follow the format. */
export const malformed = (): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', 'The Arrow data are corrupt or cut short');

/** A message, and its body where it is wanted. */
export interface Message {
  readonly kind: number;
  readonly header: FlatView;
  readonly bodyLength: number;
  body(): Promise<Uint8Array>;
}

/** The messages in order, up to the end that the data say, or their own. A body that is not asked for is passed over. */
export async function* messagesOf(
  source: ByteSource,
  task: Task,
  maxBytes: number,
): AsyncGenerator<Message, void, undefined> {
  const bytes = await Bytes.of(source, task);
  try {
    const magic = await bytes.peek(FILE_MAGIC.length);
    if (FILE_MAGIC.equals(magic)) await bytes.skip(8);
    for (;;) {
      const length = await metadataLength(bytes);
      if (length === 0) return;
      if (length < 0) throw malformed();
      if (length > MAX_METADATA) throw tooLarge('metadata of a message', MAX_METADATA, length);
      const message = FlatView.root(Uint8Array.from(await bytes.take(length)));
      const header = message.table(2);
      const bodyLength = message.long(3);
      if (!header) throw malformed();
      if (bodyLength > maxBytes) throw tooLarge('body of a message', maxBytes, bodyLength, 'maxBytes');
      let isTaken = false;
      const body = (): Promise<Uint8Array> => {
        isTaken = true;
        return bytes.take(bodyLength);
      };
      yield { kind: message.byte(1), header, bodyLength, body };
      if (!isTaken) await bytes.skip(bodyLength);
    }
  } finally {
    await bytes.close();
  }
}

function tooLarge(what: string, limit: number, given: number, option?: string): ClinicoreError {
  const message = `The ${what} of the Arrow data has ${given} bytes, more than ${limit}`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, given, ...(option && { option }) });
}

/** How many bytes the next message's metadata have; 0 at the end. */
async function metadataLength(bytes: Bytes): Promise<number> {
  const first = await bytes.peek(4);
  if (first.length === 0) return 0;
  if (first.length < 4) throw malformed();
  const head = Buffer.from(await bytes.take(4));
  // Before version 0.15 no continuation stood before the length.
  if (head.readUInt32LE(0) !== CONTINUATION) return head.readInt32LE(0);
  const next = await bytes.take(4);
  return Buffer.from(next).readInt32LE(0);
}

/** Bytes in order: of memory as views, of a path by positioned reads, of a stream as they come. */
abstract class Bytes {
  static async of(source: ByteSource, task: Task): Promise<Bytes> {
    if (source.kind === 'bytes') return new Memory(source.bytes);
    if (source.kind === 'stream') return new Stream(chunksOf(source, task));
    const size = (await byteLengthOf(source)) as number;
    return new Disk(await orUnreadable(open(source.path, constants.O_RDONLY)), size, task);
  }

  /** The next bytes, or as many as there are, which still come next. */
  abstract peek(length: number): Promise<Uint8Array>;
  /** The next bytes. */
  abstract take(length: number): Promise<Uint8Array>;
  abstract skip(length: number): Promise<void>;
  abstract close(): Promise<void>;
}

class Memory extends Bytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  async peek(length: number): Promise<Uint8Array> {
    return this.#bytes.subarray(this.#at, this.#at + length);
  }

  async take(length: number): Promise<Uint8Array> {
    const from = this.#at;
    await this.skip(length);
    return this.#bytes.subarray(from, this.#at);
  }

  async skip(length: number): Promise<void> {
    if (length > this.#bytes.length - this.#at) throw malformed();
    this.#at += length;
  }

  async close(): Promise<void> {}
}

class Disk extends Bytes {
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #task: Task;
  #at = 0;

  constructor(handle: FileHandle, size: number, task: Task) {
    super();
    this.#handle = handle;
    this.#size = size;
    this.#task = task;
  }

  async peek(length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(Math.min(length, this.#size - this.#at));
    for (let done = 0; done < bytes.length; ) {
      const reading = this.#handle.read(bytes, done, bytes.length - done, this.#at + done);
      const { bytesRead } = await unlessAborted(this.#task, orUnreadable(reading));
      if (bytesRead === 0) throw malformed();
      done += bytesRead;
    }
    return bytes;
  }

  async take(length: number): Promise<Uint8Array> {
    if (length > this.#size - this.#at) throw malformed();
    const bytes = await this.peek(length);
    this.#at += length;
    return bytes;
  }

  async skip(length: number): Promise<void> {
    if (length > this.#size - this.#at) throw malformed();
    this.#at += length;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

class Stream extends Bytes {
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  #have: Uint8Array[] = [];
  #bytes = 0;

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
    super();
    this.#chunks = chunks;
  }

  async peek(length: number): Promise<Uint8Array> {
    await this.#gather(length);
    const bytes = Buffer.concat(this.#have, this.#bytes);
    this.#have = [bytes];
    return bytes.subarray(0, length);
  }

  async take(length: number): Promise<Uint8Array> {
    await this.#gather(length);
    if (this.#bytes < length) throw malformed();
    const bytes = Buffer.concat(this.#have, this.#bytes);
    this.#have = [bytes.subarray(length)];
    this.#bytes -= length;
    return bytes.subarray(0, length);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#bytes === 0) await this.#gather(1);
      if (this.#bytes === 0) throw malformed();
      const first = this.#have[0] as Uint8Array;
      const taken = Math.min(left, first.length);
      left -= taken;
      this.#bytes -= taken;
      if (taken === first.length) this.#have.shift();
      else this.#have[0] = first.subarray(taken);
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }

  /** Memory grows with what comes, whatever was claimed. */
  async #gather(length: number): Promise<void> {
    while (this.#bytes < length) {
      const next = await this.#chunks.next();
      if (next.done) return;
      const chunk = Uint8Array.from(next.value);
      this.#have.push(chunk);
      this.#bytes += chunk.length;
    }
  }
}
