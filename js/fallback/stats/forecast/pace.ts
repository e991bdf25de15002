import type { Job } from '../../queue';
import type { Steps } from '../steps';

/** Steps of some nanoseconds between two checkpoints: a millisecond or so. */
const PACE = 200_000;

/** Lets the event loop turn now and then in work whose parts are too short to do so each. */
export class Pace {
  readonly #job: Job;
  readonly #progress: () => [done: number, total: number];
  #since = 0;

  /** `progress` is what checkpoints report. */
  constructor(job: Job, progress: () => [done: number, total: number]) {
    this.#job = job;
    this.#progress = progress;
  }

  /** A checkpoint. */
  readonly rest = (): Promise<void> => {
    this.#since = 0;
    return this.#job.checkpoint(...this.#progress());
  };

  /** A checkpoint, if so many more steps make it due. */
  async after(steps: number): Promise<void> {
    this.#since += steps;
    if (this.#since >= PACE) await this.rest();
  }

  /** Does work that says how much it has done. */
  async through<T>(steps: Steps<T>): Promise<T> {
    let step = steps.next();
    while (!step.done) {
      this.#since += step.value;
      if (this.#since >= PACE) await this.rest();
      step = steps.next();
    }
    return step.value;
  }
}
