import { currentBackend } from '../../backend';
import type { Lane } from '../../contract';
import { busyError } from '../../errors';
import type { Task } from '../../task';
import { unlessAborted } from '../../turn';

/** KiB that the Argon2id hashes at work have together: a hundred log-ins at once must not take the service's memory. */
const BUDGET = 262_144;
/** Of these, bulk hashes have half: log-ins must not wait for a batch. */
const SHARE: Record<Lane, number> = { interactive: BUDGET, bulk: BUDGET / 2 };

/** A hash that waits for memory. */
interface Waiting {
  readonly need: number;
  readonly begin: () => void;
}

const taken: Record<Lane, number> = { interactive: 0, bulk: 0 };
const waiting: Record<Lane, Waiting[]> = { interactive: [], bulk: [] };

/**
 * Does Argon2id's work when there is memory for it, log-ins before batches, first come, first served; what needs more than
 * there is for it does so alone. As many may wait as in the pool's queue. The work says when it has begun, since the memory
 * of a call that was aborted is in use until its hash ends.
 */
export async function withMemory<T>(
  need: number,
  task: Task,
  work: (began: (hashing: Promise<T>) => Promise<T>) => Promise<T>,
): Promise<T> {
  const { lane } = task;
  if (waiting[lane].length === 0 && hasRoom(lane, need)) taken[lane] += need;
  else await place(need, task);
  let atWork: Promise<unknown> = Promise.resolve();
  const began = (hashing: Promise<T>) => {
    atWork = hashing;
    return hashing;
  };
  try {
    return await work(began);
  } finally {
    const end = () => give(lane, need);
    atWork.then(end, end);
  }
}

function hasRoom(lane: Lane, need: number): boolean {
  const all = taken.interactive + taken.bulk;
  return all === 0 || (taken[lane] + need <= SHARE[lane] && all + need <= BUDGET);
}

function give(lane: Lane, need: number): void {
  taken[lane] -= need;
  for (const next of ['interactive', 'bulk'] as const) admit(next);
}

function admit(lane: Lane): void {
  for (let next = waiting[lane][0]; next && hasRoom(lane, next.need); next = waiting[lane][0]) {
    waiting[lane].shift();
    taken[lane] += next.need;
    next.begin();
  }
}

async function place(need: number, task: Task): Promise<void> {
  const queue = waiting[task.lane];
  const { maxQueue } = currentBackend().pool.status();
  const count = waiting.interactive.length + waiting.bulk.length;
  if (count >= maxQueue) throw busyError(count, maxQueue);
  let begun = false;
  let own: Waiting | undefined;
  const turn = new Promise<void>((resolve) => {
    own = {
      need,
      begin: () => {
        begun = true;
        resolve();
      },
    };
    queue.push(own);
  });
  try {
    await unlessAborted(task, turn);
  } catch (error) {
    if (begun) give(task.lane, need);
    else queue.splice(queue.indexOf(own as Waiting), 1);
    throw error;
  }
}
