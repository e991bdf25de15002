import { TURN_MS } from '../../../dicom/turn';
import type { Job } from '../../queue';

/**
 * Work on a frame, in steps of at most about a millisecond. Each step yields how many samples more are decoded; what
 * follows their decoding is not counted, and yields 0.
 */
export type Work<T> = Generator<number, T, undefined>;

/** Samples that are handled in one step where each takes little. */
const BLOCK = 1 << 16;

/** Does something to `count` samples, block after block, from each block's first to its last. */
export function* inBlocks(count: number, block: (from: number, to: number) => void, size = BLOCK): Work<void> {
  for (let from = 0; from < count; from += size) {
    block(from, Math.min(from + size, count));
    yield 0;
  }
}

/** Does the work on a frame of `total` samples, and lets the event loop turn where it is due. */
export class Progress {
  readonly #job: Job;
  readonly #total: number;
  #done = 0;
  #since = performance.now();

  constructor(job: Job, total: number) {
    this.#job = job;
    this.#total = total;
  }

  /** Throws what the work throws, or the abort error once the call is cancelled. */
  async run<T>(work: Work<T>): Promise<T> {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await this.add(value);
    }
  }

  /** So many samples more are decoded. */
  async add(samples: number): Promise<void> {
    this.#done += samples;
    if (performance.now() - this.#since < TURN_MS) return;
    await this.#job.checkpoint(Math.min(this.#done, this.#total), this.#total);
    this.#since = performance.now();
  }
}
