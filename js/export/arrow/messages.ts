/** A stream or file of Arrow, message by message. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type ByteSource, byteLengthOf, chunksOf, tooManyBytes } from '../../bytes';
import { ClinicoreError } from '../../errors';
import { orUnreadable } from '../../file-errors';
import type { Task } from '../../task';
import { unlessAborted } from '../../turn';
import { FlatView } from './flat-reader';
import { CONTINUATION, FILE_MAGIC, MESSAGE } from './message';

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

/** Bytes that may be kept in memory. */
interface Limits {
  readonly maxBatchBytes: number;
  readonly maxFileBytes: number;
}

/** The messages in order. A body that is not asked for is not read. */
export async function* messagesOf(
  source: ByteSource,
  task: Task,
  { maxBatchBytes, maxFileBytes }: Limits,
): AsyncGenerator<Message, void, undefined> {
  if (source.kind === 'stream') {
    const stream = new Stream(chunksOf(source, task));
    try {
      const isFile = FILE_MAGIC.equals(await stream.peek(FILE_MAGIC.length));
      // A file is read from its end.
      yield* isFile
        ? messagesOfFile(new Memory(await stream.rest(maxFileBytes)), maxBatchBytes)
        : messagesOfStream(stream, maxBatchBytes);
    } finally {
      await stream.close();
    }
    return;
  }
  const place = source.kind === 'bytes' ? new Memory(source.bytes) : await Disk.open(source.path, task);
  try {
    const isFile = place.size >= FILE_MAGIC.length && FILE_MAGIC.equals(await place.read(0, FILE_MAGIC.length));
    yield* isFile ? messagesOfFile(place, maxBatchBytes) : messagesOfStream(new InOrder(place), maxBatchBytes);
  } finally {
    await place.close();
  }
}

/** The messages of a stream, up to the end that it says, or its own. */
async function* messagesOfStream(bytes: Bytes, maxBatchBytes: number): AsyncGenerator<Message, void, undefined> {
  for (;;) {
    const length = await metadataLength(bytes);
    if (length === 0) return;
    if (length < 0) throw malformed();
    if (length > MAX_METADATA) throw tooLarge('metadata of a message', MAX_METADATA, length);
    const { kind, header, bodyLength } = messageIn(await bytes.take(length), maxBatchBytes);
    let isTaken = false;
    const body = (): Promise<Uint8Array> => {
      isTaken = true;
      return bytes.take(bodyLength);
    };
    yield { kind, header, bodyLength, body };
    if (!isTaken) await bytes.skip(bodyLength);
  }
}

/** The length of the footer, and the magic number. */
const TAIL = 4 + FILE_MAGIC.length;

/** The messages of a file, as its footer lists them: dictionaries first. What stands between them is nobody's business. */
async function* messagesOfFile(place: Place, maxBatchBytes: number): AsyncGenerator<Message, void, undefined> {
  const tail = Buffer.from(await place.read(place.size - TAIL, TAIL));
  const length = tail.readInt32LE(0);
  if (!FILE_MAGIC.equals(tail.subarray(4)) || length <= 0) throw malformed();
  if (length > MAX_METADATA) throw tooLarge('footer', MAX_METADATA, length);
  const footer = FlatView.root(new Uint8Array(await place.read(place.size - TAIL - length, length)));
  const schema = footer.table(1);
  if (schema === undefined) throw malformed();
  yield { kind: MESSAGE.SCHEMA, header: schema, bodyLength: 0, body: async () => new Uint8Array(0) };
  for (const list of [2, 3]) {
    const words = footer.words(list, 3);
    for (let at = 0; at < words.length; at += 3) {
      const [offset, size] = [words[at] as number, words[at + 1] as number];
      if (size > MAX_METADATA) throw tooLarge('metadata of a message', MAX_METADATA, size);
      const metadata = Buffer.from(await place.read(offset, size));
      const message = messageIn(metadata.subarray(metadata.readUInt32LE(0) === CONTINUATION ? 8 : 4), maxBatchBytes);
      yield { ...message, body: () => place.read(offset + size, message.bodyLength) };
    }
  }
}

function messageIn(metadata: Uint8Array, maxBatchBytes: number): Omit<Message, 'body'> {
  // Memory of its own: its numbers stand where their size wants them.
  const message = FlatView.root(new Uint8Array(metadata));
  const header = message.table(2);
  const bodyLength = message.long(3);
  if (!header) throw malformed();
  if (bodyLength > maxBatchBytes) throw tooLarge('body of a message', maxBatchBytes, bodyLength, 'maxBatchBytes');
  return { kind: message.byte(1), header, bodyLength };
}

export function tooLarge(what: string, limit: number, given: number, option?: string): ClinicoreError {
  const message = `The ${what} of Arrow data has ${given} bytes, more than ${limit}`;
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

/** Bytes at places: of memory as views, of a path by positioned reads. */
interface Place {
  readonly size: number;
  read(at: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

class Memory implements Place {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.#bytes.length) throw malformed();
    return this.#bytes.subarray(at, at + length);
  }

  async close(): Promise<void> {}
}

class Disk implements Place {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #task: Task;

  static async open(path: string, task: Task): Promise<Disk> {
    const size = (await byteLengthOf({ kind: 'path', path })) as number;
    return new Disk(await orUnreadable(open(path, constants.O_RDONLY)), size, task);
  }

  private constructor(handle: FileHandle, size: number, task: Task) {
    this.#handle = handle;
    this.size = size;
    this.#task = task;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.size) throw malformed();
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const reading = this.#handle.read(bytes, done, length - done, at + done);
      const { bytesRead } = await unlessAborted(this.#task, orUnreadable(reading));
      if (bytesRead === 0) throw malformed();
      done += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Bytes one after the other. */
interface Bytes {
  /** The next bytes, or as many as there are, which still come next. */
  peek(length: number): Promise<Uint8Array>;
  /** The next bytes. */
  take(length: number): Promise<Uint8Array>;
  skip(length: number): Promise<void>;
}

class InOrder implements Bytes {
  readonly #place: Place;
  #at = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  peek(length: number): Promise<Uint8Array> {
    return this.#place.read(this.#at, Math.min(length, this.#place.size - this.#at));
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.#place.read(this.#at, length);
    this.#at += length;
    return bytes;
  }

  async skip(length: number): Promise<void> {
    if (length > this.#place.size - this.#at) throw malformed();
    this.#at += length;
  }
}

class Stream implements Bytes {
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  #have: Uint8Array[] = [];
  #bytes = 0;

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
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

  /** All that is left. */
  async rest(maxBytes: number): Promise<Uint8Array> {
    await this.#gather(maxBytes + 1);
    if (this.#bytes > maxBytes) throw tooManyBytes(maxBytes, 'maxFileBytes', this.#bytes);
    return Buffer.concat(this.#have, this.#bytes);
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }

  /** Memory grows with what comes, whatever was claimed. */
  async #gather(length: number): Promise<void> {
    while (this.#bytes < length) {
      const next = await this.#chunks.next();
      if (next.done) return;
      const chunk = new Uint8Array(next.value);
      this.#have.push(chunk);
      this.#bytes += chunk.length;
    }
  }
}
