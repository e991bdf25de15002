/** Long work, written as a generator that yields how much it did since it last did so, in steps of some nanoseconds. */
import type { Job } from '../queue';

export type Steps<T> = Generator<number, T, void>;

/** Steps between two checkpoints: a millisecond or so. */
const PACE = 200_000;

/** Does the work at once. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Does the work with a checkpoint every now and then; `done` and `total` are what the checkpoints report. */
export async function paced<T>(steps: Steps<T>, job: Job, progress: () => [done: number, total: number]): Promise<T> {
  let since = 0;
  let step = steps.next();
  while (!step.done) {
    since += step.value;
    if (since >= PACE) {
      since = 0;
      await job.checkpoint(...progress());
    }
    step = steps.next();
  }
  return step.value;
}
