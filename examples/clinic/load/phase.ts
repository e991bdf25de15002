import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Line } from './line';
import type { Kind } from './mix';
import { type Row, Tally } from './tally';
import type { Target, Vitals } from './target';

/** How a load is put on. */
export interface Load {
  kinds: readonly Kind[];
  connections: number;
  seconds: number;
  /** Whether who is sent away comes again when told to, or at once. */
  heedsRetryAfter: boolean;
}

/** How a load was borne. */
export interface Borne {
  rows: Row[];
  vitals: Vitals;
  /** The same of the process that asked: by this much it may have found answers later than they came. */
  ownDelayP99Ms: number;
}

const HEALTH = '/healthz';
const RESOLUTION_MS = 10;

const PROBE_MS = 50;
/** A client that cannot even connect would else ask a million times. */
const PAUSE_MS = 20;

/**
 * Puts a load on: as many connections as are asked for, each sending its next request when it has the answer to its last. On
 * another one, `/healthz` is asked for all the while. All are connected before: libuv accepts one connection a turn of the event
 * loop, and how long that takes is not what is measured.
 */
export async function bear(target: Target, load: Load): Promise<Borne> {
  const tally = new Tally();
  const lines = await Promise.all(Array.from({ length: load.connections + 1 }, () => connected(target, tally)));
  const ownDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  ownDelay.enable();
  const [seconds, vitals] = await target.during(async () => {
    const begun = performance.now();
    const isOver = () => performance.now() - begun >= load.seconds * 1000;
    const [first, ...others] = lines as [Line, ...Line[]];
    await Promise.all([probe(first, isOver), ...others.map((line) => client(line, load, isOver))]);
    return (performance.now() - begun) / 1000;
  });
  ownDelay.disable();
  const ownDelayP99Ms = Math.max(ownDelay.percentile(99) / 1e6 - RESOLUTION_MS, 0);
  return { rows: tally.rows(seconds, [HEALTH]), vitals, ownDelayP99Ms };
}

async function connected(target: Target, tally: Tally): Promise<Line> {
  const line = new Line(target.url, tally);
  await line.ask({ path: HEALTH });
  return line;
}

async function client(line: Line, load: Load, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answer = await draw(load.kinds).send(line);
    if (!answer) await sleep(PAUSE_MS);
    else if (load.heedsRetryAfter && answer.retryAfterMs !== undefined) await sleep(answer.retryAfterMs);
  }
  line.close();
}

async function probe(line: Line, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await line.ask({ kind: HEALTH, path: HEALTH });
    await sleep(PROBE_MS);
  }
  line.close();
}

/** One of the kinds, as often as it weighs. */
function draw(kinds: readonly Kind[]): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  let left = Math.random() * total;
  for (const kind of kinds) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  return kinds[0] as Kind;
}
