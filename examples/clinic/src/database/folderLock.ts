import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, readlinkSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 100;
const PAUSE_MS = 10;

/**
 * Keeps a data folder to one process. PGlite does not: two processes that open the same folder both write, and destroy
 * it. A lock whose process has gone (killed, power lost) is taken over; one whose process lives, or cannot be seen from
 * here because it is another container's, never is.
 *
 * @param path the lock file, which names the process
 * @returns gives the lock back
 */
export async function lockFolder(path: string): Promise<() => void> {
  const me = `${process.pid}\n${pidNamespace()}`;
  const mine = `${path}.${randomUUID()}`;
  const takeover = `${path}.takeover`;
  writeFileSync(mine, me);
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      // A link appears whole: nobody ever finds a lock that does not say yet whose it is.
      if (unlessItExists(() => linkSync(mine, path))) {
        return () => {
          if (contentOf(path) === me) rmSync(path);
        };
      }
      if (!isAbandoned(path)) continue;
      // One at a time: of two that found the lock abandoned, the slower would remove the lock of the quicker.
      if (unlessItExists(() => mkdirSync(takeover))) {
        try {
          if (isAbandoned(path)) rmSync(path);
        } finally {
          rmdirSync(takeover);
        }
      } else {
        await sleep(PAUSE_MS);
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new Error(
    `The lock of the data folder is being taken over. If no other clinic is starting, delete ${takeover}`,
  );
}

/** Whether the process that took the lock has gone. False when the lock has; throws when the process may live. */
function isAbandoned(path: string): boolean {
  const content = contentOf(path);
  if (content === undefined) return false;
  // A lock appears whole: what is empty was emptied when the power went.
  if (content === '') return true;
  const [pid, namespace] = content.split('\n');
  const isForeign = namespace !== pidNamespace();
  if (!isForeign && !isRunning(Number(pid))) return true;
  throw new Error(
    `The data folder is in use by process ${pid}${isForeign ? ' of another container or system' : ''}: ` +
      `stop it, or set CLINIC_DATA to another folder. If there is no such clinic, delete ${path}`,
  );
}

function isRunning(pid: number): boolean {
  // A container's main process has the same number every time: a lock in our own name is left from an earlier run.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Among which processes a number means this one: each Linux container counts its own. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return process.platform;
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether `make` made its file or folder; false when there was one. */
function unlessItExists(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
