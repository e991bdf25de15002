import { EventEmitter } from 'node:events';

/** How much of a long answer is made. */
export interface Progress {
  done: number;
  total: number;
}

const MAX_WATCHED = 1_000;

/** What long answers tell of themselves while they are made, by the name that whoever asked for them chose. */
export class ProgressBoard {
  readonly #watched = new Map<string, EventEmitter<{ progress: [Progress]; end: [] }>>();

  /** Tells how far an answer is; nobody need listen. */
  tell(name: string, progress: Progress): void {
    this.#watched.get(name)?.emit('progress', progress);
  }

  /** Tells that nothing more will come. */
  end(name: string): void {
    this.#watched.get(name)?.emit('end');
    this.#watched.delete(name);
  }

  /** Listens to an answer, which may begin later; `undefined` when too many listen. Returns what stops it. */
  watch(name: string, onProgress: (progress: Progress) => void, onEnd: () => void): (() => void) | undefined {
    const emitter = this.#watched.get(name) ?? new EventEmitter();
    if (!this.#watched.has(name) && this.#watched.size >= MAX_WATCHED) return undefined;
    this.#watched.set(name, emitter);
    emitter.on('progress', onProgress).once('end', onEnd);
    return () => {
      emitter.off('progress', onProgress).off('end', onEnd);
      if (emitter.listenerCount('end') === 0 && this.#watched.get(name) === emitter) this.#watched.delete(name);
    };
  }
}
