/** Work on the event loop that lets it turn, and can be stopped. */
import { currentBackend } from './backend';
import { abortError } from './errors';
import { onAbort, type Task } from './task';

/** How long the event loop may be held. */
export const TURN_MS = 4;

/** The task of a call that nobody watches. */
export const UNWATCHED: Task = { signal: undefined, onProgress: undefined, lane: 'interactive' };

/** Lets the event loop turn where it is due, tells the progress, and throws once the call is aborted. */
export class Turns {
  readonly #task: Task;
  readonly #holdMs: number;
  #since = performance.now();

  constructor(task: Task, holdMs = TURN_MS) {
    this.#task = task;
    this.#holdMs = holdMs;
  }

  /** Throws if the call was aborted. */
  check(): void {
    const { signal } = this.#task;
    if (signal?.aborted) throw abortError(signal.reason);
  }

  /** Called now and then with how much is done. */
  async take(done: number, total: number): Promise<void> {
    if (performance.now() - this.#since < this.#holdMs) return;
    this.#task.onProgress?.(done, total);
    await new Promise((resume) => setImmediate(resume));
    this.check();
    this.#since = performance.now();
  }
}

/** What a promise gives, or the error of the call's signal as soon as that is aborted. */
export async function unlessAborted<T>({ signal }: Task, promise: Promise<T>): Promise<T> {
  if (!signal) return promise;
  let forget = (): unknown => undefined;
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(abortError(signal.reason));
    else {
      forget = onAbort(signal, () => {
        reject(abortError(signal.reason));
        return currentBackend();
      });
    }
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    forget();
  }
}
