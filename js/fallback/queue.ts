/**
 * The fallback's stand-in for the native pool: one call at a time on the event loop, interactive before bulk, with the
 * same bound on what may wait.
 */
import type { Backend, Job as BackendJob, Lane, PoolStatus } from '../contract';
import { abortError, busyError } from '../errors';

/** A call waiting for its turn. */
interface Waiting {
  job: Job;
  begin: () => void;
  abandon: () => void;
}

const lanes: Record<Lane, Waiting[]> = { interactive: [], bulk: [] };
let maxQueue = 1024;
let busy = false;

/** See {@link BackendJob}. */
export class Job implements BackendJob {
  readonly lane: Lane;
  readonly #onProgress: ((done: number, total: number) => void) | undefined;
  cancelled = false;

  constructor(lane: Lane, onProgress?: (done: number, total: number) => void) {
    this.lane = lane;
    this.#onProgress = onProgress;
  }

  cancel(): void {
    this.cancelled = true;
  }

  /** Reports progress, lets the event loop turn, and throws if the call was cancelled: long work calls it now and then. */
  async checkpoint(done: number, total: number): Promise<void> {
    this.#onProgress?.(done, total);
    await this.pause();
  }

  /** As {@link checkpoint}, without a report. */
  async pause(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.throwIfCancelled();
  }

  /** Throws if the call was cancelled. */
  throwIfCancelled(): void {
    if (this.cancelled) throw abortError(undefined);
  }
}

/** See `Backend.pool`. */
export const pool: Backend['pool'] = {
  configure(_threads, newMaxQueue) {
    maxQueue = newMaxQueue ?? maxQueue;
  },
  sweep() {
    for (const lane of Object.values(lanes)) {
      const waiting = lane.splice(0);
      for (const call of waiting) {
        if (call.job.cancelled) call.abandon();
        else lane.push(call);
      }
    }
  },
  status(): PoolStatus {
    return {
      threads: 0,
      maxQueue,
      running: busy ? 1 : 0,
      idle: busy ? 0 : 1,
      interactive: lanes.interactive.length,
      bulk: lanes.bulk.length,
    };
  },
};

/** Runs `work` when its turn comes, or rejects with `ERR_BUSY` when too much is waiting already. */
export async function enqueue<T>(backendJob: BackendJob, work: (job: Job) => Promise<T>): Promise<T> {
  const job = backendJob as Job;
  if (busy) await turn(job);
  busy = true;
  try {
    job.throwIfCancelled();
    return await work(job);
  } finally {
    const next = lanes.interactive.shift() ?? lanes.bulk.shift();
    // The turn is handed on, never given up in between: a call made meanwhile must not slip in beside the next.
    if (next) next.begin();
    else busy = false;
  }
}

function turn(job: Job): Promise<void> {
  const waiting = lanes.interactive.length + lanes.bulk.length;
  if (waiting >= maxQueue) throw busyError(waiting, maxQueue);
  return new Promise((begin, reject) => {
    lanes[job.lane].push({ job, begin, abandon: () => reject(abortError(undefined)) });
  });
}
