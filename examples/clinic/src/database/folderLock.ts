import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Keeps a data folder to one process. PGlite does not: two processes that open the same folder both write, and destroy
 * it. A lock whose process has gone (killed, power lost) is taken over; one whose process lives never is.
 *
 * @param path the lock file, which names the process
 * @returns gives the lock back
 */
export function lockFolder(path: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(path, 'utf8'));
    if (isRunning(holder)) {
      throw new Error(
        `The data folder is in use by process ${holder}: stop it, or set CLINIC_DATA to another folder. ` +
          `If that process is not a clinic, delete ${path}`,
      );
    }
    rmSync(path, { force: true });
  }
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
