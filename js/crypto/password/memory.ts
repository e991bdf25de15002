import type { Task } from '../../task';
import { unlessAborted } from '../../turn';

/** KiB that the Argon2id hashes at work have together: a hundred log-ins at once must not take the service's memory. */
const BUDGET = 262_144;

let taken = 0;
const waiting: { need: number; begin: () => void }[] = [];

/** Does Argon2id's work when there is memory for it, first come, first served; what needs more than there is does so alone. */
export async function withMemory<T>(need: number, task: Task, work: () => Promise<T>): Promise<T> {
  if (waiting.length > 0 || !hasRoom(need)) await place(need, task);
  else taken += need;
  try {
    return await work();
  } finally {
    taken -= need;
    admit();
  }
}

const hasRoom = (need: number): boolean => taken === 0 || taken + need <= BUDGET;

function admit(): void {
  for (let next = waiting[0]; next && hasRoom(next.need); next = waiting[0]) {
    waiting.shift();
    taken += next.need;
    next.begin();
  }
}

async function place(need: number, task: Task): Promise<void> {
  let begun = false;
  const turn = new Promise<void>((resolve) => {
    waiting.push({
      need,
      begin: () => {
        begun = true;
        resolve();
      },
    });
  });
  const own = waiting.at(-1);
  try {
    await unlessAborted(task, turn);
  } catch (error) {
    const at = waiting.indexOf(own as (typeof waiting)[0]);
    if (at >= 0) waiting.splice(at, 1);
    if (begun) taken -= need;
    admit();
    throw error;
  }
}
