/** The steps of a file that a backend has open. */
import type { Backend, Job } from '../contract';
import { run, type Task } from '../task';
import { whenRoom } from './on-pool';

/** Steps one after the other, each a job on the pool; all but the first wait where the queue is full. */
export class Steps {
  readonly #task: Task;
  readonly #backend: Backend;
  #begun = false;

  constructor(task: Task, backend: Backend) {
    this.#task = { ...task, onProgress: undefined };
    this.#backend = backend;
  }

  take<T>(work: (job: Job) => Promise<T>): Promise<T> {
    const begin = (_: Backend, job: Job): Promise<T> => {
      const step = whenRoom(this.#begun, () => work(job));
      this.#begun = true;
      return step;
    };
    return run(this.#task, begin, undefined, this.#backend);
  }
}
