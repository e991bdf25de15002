import { EventEmitter } from 'node:events';
import { z } from 'zod';

/** How much of a long answer is made. */
export interface Progress {
  done: number;
  /** `Infinity` while it is not known yet, which is `null` in JSON. */
  total: number;
}

/** Tells how much is made; nobody need listen. */
export type Tell = (done: number, total: number) => void;

/** What whoever asks for an answer calls it. */
export const progressName = z.uuid('must be a UUID');

/** The parameter of a query that names an answer whose progress is told. */
export const progressField = { progress: progressName.optional() };

const MAX_WATCHED = 1_000;

/** What long answers tell of themselves while they are made, each to whoever asked for it, by the name that they chose. */
export class ProgressBoard {
  readonly #watched = new Map<string, EventEmitter<{ progress: [Progress]; end: [] }>>();

  /** Does work that tells how far it is, under a name if it has one. */
  async during<T>(staffId: number, name: string | undefined, work: (tell: Tell) => Promise<T>): Promise<T> {
    if (name === undefined) return work(() => {});
    const key = keyOf(staffId, name);
    try {
      return await work((done, total) => {
        this.#watched.get(key)?.emit('progress', { done, total });
      });
    } finally {
      this.#watched.get(key)?.emit('end');
      this.#watched.delete(key);
    }
  }

  /** Listens to an answer, which may begin later; `undefined` when too many listen. Returns what stops it. */
  watch(
    staffId: number,
    name: string,
    onProgress: (progress: Progress) => void,
    onEnd: () => void,
  ): (() => void) | undefined {
    const key = keyOf(staffId, name);
    const emitter = this.#watched.get(key) ?? new EventEmitter();
    if (!this.#watched.has(key) && this.#watched.size >= MAX_WATCHED) return undefined;
    this.#watched.set(key, emitter);
    emitter.on('progress', onProgress).once('end', onEnd);
    return () => {
      emitter.off('progress', onProgress).off('end', onEnd);
      if (emitter.listenerCount('end') === 0 && this.#watched.get(key) === emitter) this.#watched.delete(key);
    };
  }
}

const keyOf = (staffId: number, name: string) => `${staffId} ${name}`;

/** Makes what hands pages on and tells how many of about `expected` rows were taken, of all that it was given together. */
export function counting(expected: number, tell: Tell): <Row>(pages: AsyncIterable<Row[]>) => AsyncGenerator<Row[]> {
  let done = 0;
  return async function* (pages) {
    for await (const page of pages) {
      yield page;
      done += page.length;
      // Rows may have come since they were counted.
      tell(done, Math.max(done, expected));
    }
  };
}
