/** Streams, which go by only once. */

import { readOnce } from '../bytes';
import type { Task } from '../task';
import { Shared } from './shared';

/** What was opened of a stream: any number of calls may look at how it begins, one reads it to its end. */
export class Passing<T> {
  readonly #opening: Shared<T>;
  #isTaken = false;

  constructor(open: (task: Task) => Promise<T>) {
    this.#opening = new Shared(open);
  }

  look(task: Task): Promise<T> {
    return this.#opening.join(task);
  }

  /**
   * @returns what was opened, which heeds the call's signal and progress until it leaves
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if another call has it
   */
  async take(task: Task): Promise<{ readonly opened: T; readonly leave: () => void }> {
    const { result, leave } = await this.#opening.hold(task);
    if (this.#isTaken) {
      leave();
      throw readOnce();
    }
    this.#isTaken = true;
    return { opened: result, leave };
  }
}
