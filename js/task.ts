/** How asynchronous calls are run, watched and stopped: the same for every domain and both backends. */
import { currentBackend } from './backend';
import type { Backend, Job, Lane } from './contract';
import { abortError, fromBackend } from './errors';
import { type Fields, invalid, oneOf } from './validate';

/** Options of every asynchronous call. */
export interface TaskOptions {
  /**
   * Stops the call: it rejects at once with `ERR_ABORTED` (name `AbortError`), leaves the queue if it was waiting, and
   * stops at its next checkpoint if it was running. May be aborted already, and may be used for many calls.
   */
  signal?: AbortSignal | undefined;
  /**
   * Called now and then with how much of the work is done (`0 <= done <= total`; the unit is the call's own).
   * An error it throws stops the call and becomes its rejection.
   *
   * @param done how much is done
   * @param total how much there is to do
   */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /**
   * Which queue the call waits in: `interactive` work (someone is waiting for it) runs before any `bulk` work.
   * Each call documents its default.
   */
  lane?: Lane | undefined;
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
  if (!(value instanceof AbortSignal)) invalid(path, 'an AbortSignal', value);
  isAborted(value);
  return value;
}

function progressListener(value: unknown, path: string): (done: number, total: number) => void {
  if (typeof value !== 'function') invalid(path, 'a function', value);
  return value as (done: number, total: number) => void;
}

/**
 * Runs one call on the current backend, bound to its signal and progress listener, which work that is done in several
 * steps tells itself how far it is. Where the call's `total` is known, the
 * listener is told that all is done before the promise resolves, however late a backend's own reports come.
 * What was begun on another backend goes on there.
 */
export async function run<T>(
  task: Task,
  start: (backend: Backend, job: Job, report: (done: number, total: number) => void) => Promise<T>,
  total?: number,
  backend = currentBackend(),
): Promise<T> {
  const { signal, onProgress } = task;
  if (signal && isAborted(signal)) throw abortError(signal.reason);

  return new Promise<T>((resolve, reject) => {
    const progress = new Progress();
    const job = new backend.Job(task.lane, onProgress && progress.report);
    const settle = (finish: () => void) => {
      progress.listener = undefined;
      forget?.();
      finish();
    };
    const stop = (error: unknown) => {
      job.cancel();
      settle(() => reject(error));
      return backend;
    };
    progress.listener = (done, total) => {
      try {
        onProgress?.(done, total);
      } catch (error) {
        stop(error).pool.sweep();
      }
    };
    const forget = signal && onAbort(signal, () => stop(abortError(signal.reason)));
    attempt(() => start(backend, job, progress.report)).then(
      (value) => {
        if (total !== undefined && progress.done < total) progress.report(total, total);
        settle(() => resolve(value));
      },
      (error) => settle(() => reject(fromBackend(error))),
    );
  });
}

/**
 * What a backend is given to report progress to. It holds on to it for as long as the job object lives, so the call lets
 * go of its listener here when it is settled: the two would keep each other alive, and the call's input with them.
 * Progress that is delivered after the result goes nowhere.
 */
class Progress {
  listener: ((done: number, total: number) => void) | undefined;
  /** What was reported last. */
  done = 0;
  readonly report = (done: number, total: number): void => {
    this.done = done;
    this.listener?.(done, total);
  };
}

/** Whether a signal was aborted, whatever properties were put on the object; throws for what is no signal. */
export const isAborted = (signal: AbortSignal): boolean => Reflect.get(AbortSignal.prototype, 'aborted', signal);

/**
 * What is to be done when a signal is aborted; each stops one call and says on which backend. One listener a signal, for
 * Node warns of a leak from the eleventh on, and one sweep of the queue, for it takes time in proportion to its length.
 */
const watched = new WeakMap<AbortSignal, Set<() => Backend>>();

/** Calls `stop` when the signal is aborted, unless what it returns was called before. */
export function onAbort(signal: AbortSignal, stop: () => Backend): () => void {
  const stops = watched.get(signal) ?? watch(signal);
  stops.add(stop);
  return () => stops.delete(stop);
}

function watch(signal: AbortSignal): Set<() => Backend> {
  const stops = new Set<() => Backend>();
  const stopAll = () => {
    for (const { pool } of new Set([...stops].map((stop) => stop()))) pool.sweep();
  };
  EventTarget.prototype.addEventListener.call(signal, 'abort', stopAll, { once: true });
  watched.set(signal, stops);
  return stops;
}

/**
 * Ends the steps of a call, with the signal it was given or by itself. (`AbortSignal.any` would leave something on a signal that
 * lasts, for each call that was given it.)
 */
export class Ending {
  readonly #controller = new AbortController();
  readonly #forget: (() => void) | undefined;
  /** Of the steps. */
  readonly signal: AbortSignal = this.#controller.signal;

  constructor(given: AbortSignal | undefined) {
    if (!given) return;
    const pass = () => {
      this.#controller.abort(given.reason);
      return currentBackend();
    };
    if (isAborted(given)) pass();
    else this.#forget = onAbort(given, pass);
  }

  /** The call is over: what is still under way ends, and the signal is left alone. */
  end(reason: unknown = 'over'): void {
    this.#forget?.();
    this.#controller.abort(reason);
  }
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
