/** Blocks compressed by themselves, on as many threads as the pool has. */
import type { Backend } from '../../contract';

/** How many blocks to have on their way: one for each thread, and one that waits for the first to be free. */
export function atOnce(pool: Backend['pool']): number {
  const { threads } = pool.status();
  return threads === 0 ? 1 : threads + 1;
}

/** Calls `work` for `0..count`, so many at once, and gives the results in order; after a failure it begins no more. */
export async function inOrder<T>(count: number, most: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results = new Array<T>(count);
  let next = 0;
  const worker = async () => {
    try {
      while (next < count) {
        const index = next++;
        results[index] = await work(index);
      }
    } catch (error) {
      next = count;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, count) }, worker));
  return results;
}
