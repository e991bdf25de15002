import { currentBackend } from './backend';
import type { PoolStatus } from './contract';
import { integer, optionalRecord } from './validate';

/** Settings of the work pool, for the whole process (all its worker_threads share one pool). */
export interface PoolOptions {
  /** Worker threads, 1 to 256. Default: the cores this process may use, its cgroup's quota respected. */
  threads?: number;
  /** Calls that may wait before the next is refused with `ERR_BUSY`, 1 to 1,000,000. Default: 1024. */
  maxQueue?: number;
}

/**
 * Changes the settings given and leaves the others; returns what the pool is doing. Calls already running or queued
 * are not lost: threads end only when idle.
 *
 * The pool is native and its threads run at a lower priority than the event loop. The JavaScript backend has no
 * threads: it keeps to `maxQueue`, and runs one call at a time.
 *
 * @param options what to change; `configure()` only reads the status
 * @returns the pool's settings and how much is running and waiting
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * configure({ threads: 2, maxQueue: 200 });
 */
export function configure(options: PoolOptions = {}): PoolStatus {
  const fields = optionalRecord(options, 'options').only(['threads', 'maxQueue']);
  const threads = fields.optional('threads', undefined, integer, 1, 256);
  const maxQueue = fields.optional('maxQueue', undefined, integer, 1, 1_000_000);
  const { pool } = currentBackend();
  pool.configure(threads, maxQueue);
  return pool.status();
}
