import type { Progress } from '../../../src/progress.js';

/** How much of a long answer is made; `total` is `null` while nobody knows how much that will be. */
export type Told = Pick<Progress, 'done'> & { total: number | null };

/**
 * Asks for something under a name of its own, by which the clinic tells how much of it is done.
 *
 * @param ask is given the name, for the request's `progress`
 */
export async function watching<T>(
  onProgress: (told: Told) => void,
  signal: AbortSignal,
  ask: (progress: string) => Promise<T>,
): Promise<T> {
  const progress = crypto.randomUUID();
  const events = new EventSource(`/exports/progress/${progress}`);
  events.addEventListener('progress', ({ data }) => onProgress(JSON.parse(data)));
  try {
    // Asked for earlier, its beginning would be missed. Without anybody to tell, it is done all the same.
    await new Promise((resolve) => {
      for (const event of ['begin', 'error']) events.addEventListener(event, resolve, { once: true });
      signal.addEventListener('abort', resolve, { once: true });
    });
    signal.throwIfAborted();
    return await ask(progress);
  } finally {
    events.close();
  }
}
