/** Long work, written as a generator that yields when the event loop ought to turn. */
import type { Job } from '../queue';

export type Steps<T> = Generator<void, T, void>;

/** Work that takes no time. */
// biome-ignore lint/correctness/useYield: it has no steps, but the type of what has
export function* ready<T>(value: T): Steps<T> {
  return value;
}

/** Between two turns of the event loop. */
const TURN_MS = 6;

/** When the event loop turned last; one for each document. */
export class Pace {
  #since = performance.now();
  /** How much of the work is done, in the units of `total`. */
  done = 0;
  total = 0;

  constructor(readonly job: Job) {}

  /** Whether it is time to yield. */
  due(): boolean {
    return performance.now() - this.#since > TURN_MS;
  }

  /** Lets the event loop turn. */
  async turn(): Promise<void> {
    await this.job.checkpoint(Math.min(this.done, this.total), this.total);
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
