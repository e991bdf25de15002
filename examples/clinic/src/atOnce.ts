import { Problem } from './problem.js';

/** Work of one kind, of which only so much is done at once; the next is sent away to come again. */
export class AtOnce {
  readonly #limit: number;
  readonly #what: string;
  #running = 0;

  /** @param what they are, such as `uploads` */
  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  /** @throws Problem `ERR_BUSY`, and the work is not begun */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limit) {
      throw new Problem('ERR_BUSY', `Too many ${this.#what} at once`, { limit: this.#limit });
    }
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
    }
  }
}
