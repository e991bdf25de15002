/** Reading large arguments before a call waits in the queue: a little at a time, and not for more calls than may wait. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Backend } from './contract';
import { busyError } from './errors';

/** How long a batch should hold the event loop. */
const BATCH_MS = 2;

/** Calls that read their arguments now. */
let reading = 0;

/** Refuses a call that the queue has no place for, before it reads anything, with the same error as by the queue. */
export function findPlace(pool: Backend['pool']): void {
  const { maxQueue, idle, interactive, bulk } = pool.status();
  const waiting = interactive + bulk + reading;
  if (waiting >= maxQueue + idle) throw busyError(waiting, maxQueue);
}

/**
 * As {@link findPlace}; from then on the call counts as waiting, until it is handed to the pool, where it counts by itself,
 * or given up.
 *
 * @returns what ends that
 */
export function takePlace(pool: Backend['pool']): () => void {
  findPlace(pool);
  reading++;
  let isReading = true;
  return () => {
    if (isReading) reading--;
    isReading = false;
  };
}

/** Reads a call's arguments, then starts it. While it reads, the call counts as waiting: see {@link takePlace}. */
export async function takeIn<I, O>(
  pool: Backend['pool'],
  read: () => Promise<I>,
  start: (input: I) => Promise<O>,
): Promise<O> {
  const leave = takePlace(pool);
  let input: I;
  try {
    input = await read();
  } finally {
    leave();
  }
  return start(input);
}

/**
 * Works through `count` items in batches that hold the event loop for about 2 ms each, with a turn of it between two;
 * `goOn` is called after each turn and may throw. The first batch, of `first` items, comes before any turn.
 *
 * @param batch does the items from `start` on, at least one and none from `end` on; returns where it stopped
 */
export async function inBatches(
  count: number,
  sizes: { first: number; most: number },
  goOn: () => void,
  batch: (start: number, end: number) => number,
): Promise<void> {
  const steps = batches(count, sizes, goOn, (start, end) => ({ rows: batch(start, end) - start }));
  while (!(await steps.next()).done);
}

/** As {@link inBatches}, for whoever takes what each batch gives when there is room for it. */
export async function* batches<T extends { readonly rows: number }>(
  count: number,
  { first, most }: { first: number; most: number },
  goOn: () => void,
  read: (start: number, end: number) => T,
): AsyncGenerator<T, void, undefined> {
  let size = first;
  for (let start = 0; start < count; ) {
    if (start > 0) {
      await turn();
      goOn();
    }
    const began = performance.now();
    const batch = read(start, Math.min(count, start + size));
    const pace = BATCH_MS / Math.max(0.01, performance.now() - began);
    size = Math.min(most, Math.max(1, Math.floor(batch.rows * Math.min(2, pace))));
    start += batch.rows;
    yield batch;
  }
}

/** Work that may be left off after each step and taken up again. */
export type Steps<T> = Generator<void, T, void>;

/**
 * As {@link inBatches}, for work whose steps are not known beforehand. A step should take well under a millisecond; the
 * first `first` of them come before any turn.
 */
export async function inTurns<T>(steps: Steps<T>, first: number, goOn: () => void): Promise<T> {
  try {
    let step = steps.next();
    for (let taken = 1; !step.done && taken < first; taken++) step = steps.next();
    while (!step.done) {
      await turn();
      goOn();
      const until = performance.now() + BATCH_MS;
      do step = steps.next();
      while (!step.done && performance.now() < until);
    }
    return step.value;
  } finally {
    // Where it was left off for good, it still tidies up.
    steps.return(undefined as never);
  }
}
