/** How asynchronous calls are run, watched and stopped: the same for every domain and both backends. */
import { type Backend, currentBackend, type Job, type Lane } from './backend';
import { abortError, fromBackend } from './errors';
import { type Fields, invalid, oneOf } from './validate';

/** Options of every asynchronous call. */
export interface TaskOptions {
  /**
   * Stops the call: it rejects at once with `ERR_ABORTED` (name `AbortError`), leaves the queue if it was waiting, and
   * stops at its next checkpoint if it was running. May be aborted already, and may be used for many calls.
   */
  signal?: AbortSignal;
  /**
   * Called now and then with how much of the work is done (`0 <= done <= total`; the unit is the call's own).
   * An error it throws stops the call and becomes its rejection.
   */
  onProgress?: (done: number, total: number) => void;
  /**
   * Which queue the call waits in: `interactive` work (someone is waiting for it) runs before any `bulk` work.
   * Each call documents its default.
   */
  lane?: Lane;
}

/** The checked options of an asynchronous call. */
export interface Task {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
  readonly lane: Lane;
}

/** The names of {@link TaskOptions}, for {@link Fields.only}. */
export const TASK_OPTIONS = ['signal', 'onProgress', 'lane'] as const;

/** Reads {@link TaskOptions} out of a call's options. */
export function taskOptions(options: Fields, defaultLane: Lane): Task {
  return {
    signal: options.optional('signal', undefined, abortSignal),
    onProgress: options.optional('onProgress', undefined, progressListener),
    lane: options.optional('lane', defaultLane, lane),
  };
}

const lane = (value: unknown, path: string): Lane => oneOf(value, path, ['interactive', 'bulk']);

function abortSignal(value: unknown, path: string): AbortSignal {
  // Reading `aborted` throws for what only looks like one.
  if (!(value instanceof AbortSignal) || typeof value.aborted !== 'boolean') invalid(path, 'an AbortSignal', value);
  return value;
}

function progressListener(value: unknown, path: string): (done: number, total: number) => void {
  if (typeof value !== 'function') invalid(path, 'a function', value);
  return value as (done: number, total: number) => void;
}

/** Runs one call on the current backend, bound to its signal and progress listener. */
export async function run<T>(task: Task, start: (backend: Backend, job: Job) => Promise<T>): Promise<T> {
  const backend = currentBackend();
  const { signal, onProgress } = task;
  if (signal?.aborted) throw abortError(signal.reason);

  return new Promise<T>((resolve, reject) => {
    let settled = false;
    const settle = (finish: () => void) => {
      settled = true;
      forget?.();
      finish();
    };
    const stop = (error: unknown) => {
      job.cancel();
      settle(() => reject(error));
    };
    const listener =
      onProgress &&
      ((done: number, total: number) => {
        // Progress is delivered apart from the result and may arrive after it.
        if (settled) return;
        try {
          onProgress(done, total);
        } catch (error) {
          stop(error);
        }
      });
    const job = new backend.Job(task.lane, listener);
    const forget = signal && onAbort(signal, () => stop(abortError(signal.reason)));
    attempt(() => start(backend, job)).then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(fromBackend(error))),
    );
  });
}

/** What is to be done when a signal is aborted: one listener a signal, for Node warns of a leak from the eleventh on. */
const watched = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `stop` when the signal is aborted, unless what it returns was called before. */
function onAbort(signal: AbortSignal, stop: () => void): () => void {
  let stops = watched.get(signal);
  if (stops === undefined) {
    const all = new Set<() => void>();
    signal.addEventListener(
      'abort',
      () => {
        for (const each of all) each();
      },
      { once: true },
    );
    watched.set(signal, all);
    stops = all;
  }
  stops.add(stop);
  return () => stops.delete(stop);
}

/** A call that throws and one that rejects are the same to the caller. */
async function attempt<T>(start: () => Promise<T>): Promise<T> {
  return start();
}

/** Runs a synchronous backend call, turning what it throws into a {@link ClinicoreError}. */
export function runSync<T>(start: (backend: Backend) => T): T {
  const backend = currentBackend();
  try {
    return start(backend);
  } catch (error) {
    throw fromBackend(error);
  }
}
