/** How far a report is. */
import type { Task } from '../../task';
import type { Table } from '../table/table';

/** Rows that were read and written, of all formats together; the writers themselves would tell units of their own. */
export class Progress {
  /** For readers and writers. */
  readonly task: Task;
  /** What the listener threw. */
  failure: { readonly thrown: unknown } | undefined;
  readonly #tell: Task['onProgress'];
  #done = 0;
  #total = Number.POSITIVE_INFINITY;

  constructor(task: Task) {
    const { onProgress } = task;
    this.#tell =
      onProgress &&
      ((done, total) => {
        try {
          onProgress(done, total);
        } catch (thrown) {
          this.failure = { thrown };
          throw thrown;
        }
      });
    this.task = { ...task, onProgress: undefined };
  }

  /** When it is known how many rows are still to be written. */
  remain(rows: number): void {
    this.#total = this.#done + rows;
  }

  add(rows: number): void {
    this.#done += rows;
    // All is done with the last byte only.
    if (this.#done < this.#total) this.#tell?.(this.#done, this.#total);
  }

  finish(): void {
    this.#tell?.(this.#done, this.#done);
  }

  /** Tables whose rows are done when the next is asked for. */
  async *count(tables: Iterable<Table> | AsyncIterable<Table>): AsyncGenerator<Table, void, undefined> {
    for await (const table of tables) {
      yield table;
      this.add(table.length);
    }
  }

  /** The pieces of a file of so many rows, which are done with the last of them. */
  async *after<T>(rows: number, pieces: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    yield* pieces;
    this.add(rows);
  }
}
