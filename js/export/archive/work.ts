import { currentBackend } from '../../backend';
import type { Backend, Job } from '../../contract';
import { abortError, fromBackend } from '../../errors';
import { onAbort, type Task } from '../../task';

/** Pieces that a backend makes in many steps: they stop when the signal is aborted, and when nobody takes pieces any more. */
export async function* working<T>(
  { signal, lane }: Pick<Task, 'signal' | 'lane'>,
  produce: (backend: Backend, job: Job) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const backend = currentBackend();
  const job = new backend.Job(lane);
  if (signal?.aborted) throw abortError(signal.reason);
  const stop = () => {
    job.cancel();
    return backend;
  };
  const forget = signal && onAbort(signal, stop);
  try {
    for await (const piece of produce(backend, job)) {
      yield piece;
      if (signal?.aborted) throw abortError(signal.reason);
    }
  } catch (thrown) {
    throw signal?.aborted ? abortError(signal.reason) : fromBackend(thrown);
  } finally {
    forget?.();
    stop().pool.sweep();
  }
}
