/** What is worked on from step to step. */
import type { Job as BackendJob } from '../../contract';
import { abortError } from '../../errors';
import { enqueue, type Job } from '../queue';

/** Work between two steps. What is closed stays closed: it is let go of at once, or behind the step that is under way. */
export class Place {
  readonly #letGo: () => void;
  #isWorkedOn = false;
  #isClosed = false;

  constructor(letGo: () => void) {
    this.#letGo = letGo;
  }

  /** A step, when its turn comes; none of what was closed. */
  step<T>(job: BackendJob, work: (job: Job) => Promise<T>): Promise<T> {
    return enqueue(job, async (running) => {
      this.check();
      this.#isWorkedOn = true;
      try {
        return await work(running);
      } finally {
        this.#isWorkedOn = false;
        if (this.#isClosed) this.#letGo();
      }
    });
  }

  /** Refuses what was closed. */
  check(): void {
    if (this.#isClosed) throw abortError(undefined);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#isWorkedOn) this.#letGo();
  }
}
