/** Sealed files and streams: version ‖ key id, and C2SP's chunked encryption after it. */
import { randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { abortError } from '../../errors';
import { HEAD, headOf, idOf } from '../../fallback/crypto/vault/field';
import type { Task } from '../../task';
import { Turns, UNWATCHED } from '../../turn';
import { Blocks, type Coder, Opener, Sealer, STREAM_SALT } from './chunked';
import { notGenuine } from './genuine';

/** Sub-keys for streams by their ids. */
export type StreamKeys = ReadonlyMap<number, Uint8Array>;

/** Seals under the key of this id; the context binds version and key id, too. */
export function sealer(keys: StreamKeys, id: number, context: Uint8Array, salt = randomBytes(STREAM_SALT)): Coder {
  const head = headOf(id);
  const coder = new Sealer(keys.get(id) as Uint8Array, salt, Buffer.concat([head, context]));
  let pending: Buffer | undefined = head;
  const withHead = (sealed: Buffer): Buffer => {
    const all = pending ? Buffer.concat([pending, sealed]) : sealed;
    pending = undefined;
    return all;
  };
  return {
    *take(data) {
      for (const sealed of coder.take(data)) yield withHead(sealed);
    },
    end: () => withHead(coder.end()),
    close: () => coder.close(),
  };
}

/** Opens under whichever of the keys sealed. They are copied: the vault may be closed before the head comes. */
export function opener(keys: StreamKeys, context: Uint8Array): Coder {
  const held = new Map(Array.from(keys, ([id, key]) => [id, Uint8Array.from(key)]));
  const start = new Blocks(HEAD);
  let coder: Opener | undefined;
  return {
    *take(data) {
      let rest = data;
      if (!coder) {
        const head = start.first(data);
        if (!head) return;
        const key = held.get(idOf(head.block) ?? 0);
        if (!key) throw notGenuine('The stream');
        coder = new Opener(key, Buffer.concat([head.block, context]));
        rest = data.subarray(head.taken);
      }
      yield* coder.take(rest);
    },
    end() {
      if (!coder) throw notGenuine('The stream');
      return coder.end();
    },
    close() {
      coder?.close();
      for (const key of held.values()) key.fill(0);
    },
  };
}

/** Bytes that are worked on before what they made is given. */
const PIECE = 256 * 1024;

/** What a coder makes of a source, in pieces of some size. */
export async function* coded(
  coder: Coder,
  source: AsyncIterable<Uint8Array>,
  task: Task,
): AsyncGenerator<Uint8Array, void, undefined> {
  const turns = new Turns(task);
  let done = 0;
  try {
    for await (const data of source) {
      for (let at = 0; at < data.length; at += PIECE) {
        const piece = Buffer.concat([...coder.take(data.subarray(at, at + PIECE))]);
        done += Math.min(PIECE, data.length - at);
        await turns.take(done, done);
        if (piece.length > 0) yield piece;
      }
    }
    yield coder.end();
  } finally {
    coder.close();
  }
}

/** A Transform of what a coder makes of what is written to it, no faster than it is read. */
export class CoderStream extends Transform {
  readonly #coder: Coder;
  readonly #turns = new Turns(UNWATCHED);
  #wanted: (() => void) | undefined;

  constructor(coder: Coder) {
    super();
    this.#coder = coder;
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pass(data).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.#coder.end());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _read(size: number): void {
    this.#resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#coder.close();
    this.#resume();
    done(error);
  }

  async #pass(data: Buffer): Promise<void> {
    for (const made of this.#coder.take(data)) {
      if (!this.push(made)) {
        await new Promise<void>((resume) => {
          this.#wanted = resume;
        });
      }
      await this.#turns.take(0, 0);
      if (this.destroyed) throw abortError(undefined);
    }
  }

  #resume(): void {
    this.#wanted?.();
    this.#wanted = undefined;
  }
}
