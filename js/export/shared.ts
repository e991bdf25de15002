/** Work that several calls wait for, such as the opening of a file. */
import { currentBackend } from '../backend';
import type { Lane } from '../contract';
import { onAbort, type Task } from '../task';
import { Turns, unlessAborted } from '../turn';

/**
 * Work that is done once for all who ask. A call that is aborted leaves; with the last of them the work stops. What it comes
 * to is kept, a failure is not: the next call begins anew.
 */
export class Shared<T> {
  readonly #begin: (task: Task) => Promise<T>;
  #work: { readonly task: Attended; readonly result: Promise<T> } | undefined;

  constructor(begin: (task: Task) => Promise<T>) {
    this.#begin = begin;
  }

  async join(task: Task): Promise<T> {
    const { result, leave } = await this.hold(task);
    leave();
    return result;
  }

  /** As {@link join}; the call's signal and progress remain those of the work's task until it leaves. */
  async hold(task: Task): Promise<{ readonly result: T; readonly leave: () => void }> {
    new Turns(task).check();
    this.#work ??= this.#start(task.lane);
    const work = this.#work;
    const leave = work.task.attend(task);
    try {
      return { result: await unlessAborted(task, work.result), leave };
    } catch (error) {
      leave();
      const isOver = work.task.signal.aborted || !task.signal?.aborted;
      if (isOver && this.#work === work) this.#work = undefined;
      throw error;
    }
  }

  #start(lane: Lane) {
    const task = new Attended(lane);
    return { task, result: this.#begin(task) };
  }
}

/** The task of work that calls attend: aborted with the last of them. */
class Attended implements Task {
  readonly #controller = new AbortController();
  readonly #calls = new Set<{ readonly task: Task }>();
  readonly signal = this.#controller.signal;
  readonly onProgress = (done: number, total: number): void => {
    for (const { task } of this.#calls) task.onProgress?.(done, total);
  };
  readonly lane: Lane;

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** @returns what ends it */
  attend(task: Task): () => void {
    const call = { task };
    this.#calls.add(call);
    const { signal } = task;
    const forget =
      signal &&
      onAbort(signal, () => {
        this.#calls.delete(call);
        if (this.#calls.size === 0) this.#controller.abort(signal.reason);
        return currentBackend();
      });
    return () => {
      forget?.();
      this.#calls.delete(call);
    };
  }
}
