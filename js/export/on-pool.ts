/** Calls of many steps, on as many threads as the pool has. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Backend } from '../contract';
import { fromBackend } from '../errors';

/** How many steps to have on their way: one for each thread, and one that waits for the first to be free. */
export function atOnce(pool: Backend['pool']): number {
  const { threads } = pool.status();
  return threads === 0 ? 1 : threads + 1;
}

/** Calls `work` for each item, so many at once, and gives the results in order; after a failure it begins no more. */
export async function forEach<I, T>(
  items: Iterable<I>,
  most: number,
  work: (item: I, index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  const iterator = items[Symbol.iterator]();
  let next = 0;
  let failed = false;
  const worker = async () => {
    try {
      for (let item = iterator.next(); !item.done && !failed; item = iterator.next()) {
        const index = next++;
        results[index] = await work(item.value, index);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}

/** A step of a call. One that has begun is not refused when the queue is full: it waits. */
export async function whenRoom<T>(begun: boolean, step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (thrown) {
      const error = fromBackend(thrown);
      if (!begun || error.code !== 'ERR_BUSY') throw error;
      await wait(5);
    }
  }
}
