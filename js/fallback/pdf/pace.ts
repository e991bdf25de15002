/** Long work, written as a generator that yields when the event loop ought to turn. */
import type { Job } from '../queue';

export type Steps<T> = Generator<void, T, void>;

/** Work that takes no time. */
// biome-ignore lint/correctness/useYield: it has no steps, but the type of what has
export function* ready<T>(value: T): Steps<T> {
  return value;
}

/** All steps one after the other, where nothing can be done in between. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Between two turns of the event loop; the step at which that is seen may take as long again. */
const TURN_MS = 4;

/** When the event loop turned last; one for each document. */
export class Pace {
  #since = performance.now();
  #done = 0;

  constructor(
    readonly job: Job,
    readonly total: number,
  ) {}

  /** So much is done: never less than before. */
  reach(done: number): void {
    this.#done = Math.max(this.#done, done);
  }

  /** Whether it is time to yield. */
  due(): boolean {
    return performance.now() - this.#since > TURN_MS;
  }

  /** Lets the event loop turn. */
  async turn(): Promise<void> {
    await this.job.checkpoint(this.#done, this.total);
    this.#since = performance.now();
  }

  /** Does the work with a turn of the event loop at each step. */
  async run<T>(steps: Steps<T>): Promise<T> {
    let step = steps.next();
    while (!step.done) {
      await this.turn();
      step = steps.next();
    }
    return step.value;
  }
}
