/**
 * Calls every exported function and method again and again: soundly, with broken bytes, and aborted. What is then allocated, in
 * native memory and on JavaScript's heap, must be what was allocated before. Run by `scripts/leaks.mjs`.
 */
import { openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { ClinicoreError, configure } from 'clinicore';
import { type Callable, consumed, functions, soundCalls } from './sound-calls';

const { gc } = globalThis as unknown as { gc: () => void };
const counter = openSync(process.env.CLINICORE_ALLOCATED as string, 'r');
/** Calls, seconds for each way of each call, which calls, and whether each is told. */
const [most, seconds] = process.argv.slice(2, 4).map(Number) as [number, number];
const [only, isTold] = [new RegExp(process.argv[4] ?? ''), process.argv[5] === 'true'];

/** What a call may keep, on average: less than the smallest thing that could be lost with each. */
const BYTES_A_CALL = 32;
/** What may come and go without regard to the calls: V8's code, buffers of its compilers, libuv's queues. */
const STRAY = { native: 96 << 10, heap: 256 << 10 };
/** What is let go in one round of collecting garbage when hardly anything is. */
const SETTLED = 4 << 10;
/** Windows that a suspicion is confirmed by. */
const WINDOWS = 7;

type Bytes = Record<keyof typeof STRAY, number>;
const kinds = Object.keys(STRAY) as (keyof Bytes)[];

/**
 * What is allocated when all that nobody refers to is gone: it goes step by step, for finalizers let go of more, handles close
 * when the event loop turns, and other threads free what arrays were in.
 */
async function allocated(): Promise<Bytes> {
  const bytes = Buffer.allocUnsafe(8);
  const least = { native: Number.POSITIVE_INFINITY, heap: Number.POSITIVE_INFINITY };
  for (let same = 0, rounds = 0; same < 2 && rounds < 20; rounds++) {
    gc();
    await turn();
    readSync(counter, bytes, 0, 8, 0);
    const now = { native: Number(bytes.readBigInt64LE()), heap: process.memoryUsage().heapUsed };
    same = kinds.some((kind) => now[kind] < least[kind] - SETTLED) ? 0 : same + 1;
    for (const kind of kinds) least[kind] = Math.min(least[kind], now[kind]);
  }
  return least;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

interface Found {
  name: string;
  calls: number;
  /** Bytes that are more after a call than before it. */
  kept: Bytes;
  leaks: (keyof Bytes)[];
}

/** Calls for the time given and looks at what is left; again and again where that is too much. */
async function watched(name: string, call: () => Promise<void>, milliseconds: number): Promise<Found> {
  const began = performance.now();
  let warm = 0;
  while (warm < 3 || (warm < most / 10 && performance.now() - began < milliseconds / 4)) {
    await call();
    warm++;
  }
  const calls = Math.round(Math.max(5, Math.min(most, (milliseconds * warm) / (performance.now() - began))));
  const growth = async (calls: number): Promise<Bytes> => {
    const before = await allocated();
    for (let done = 0; done < calls; done++) await call();
    const after = await allocated();
    return { native: after.native - before.native, heap: after.heap - before.heap };
  };
  const first = await growth(calls);
  const isMuch = (bytes: Bytes, kind: keyof Bytes, stray: number) =>
    bytes[kind] > Math.max(stray * STRAY[kind], BYTES_A_CALL * calls);
  if (!kinds.some((kind) => isMuch(first, kind, 1))) return { name, calls, kept: each(first, calls), leaks: [] };
  // What settles, settles; what is lost with each call is lost in each window.
  const windows: Bytes[] = [];
  while (windows.length < WINDOWS) windows.push(await growth(calls));
  const typical = {
    native: median(windows.map(({ native }) => native)),
    heap: median(windows.map(({ heap }) => heap)),
  };
  const leaks = kinds.filter((kind) => isMuch(typical, kind, 1 / 2));
  return { name, calls: calls * (WINDOWS + 1), kept: each(typical, calls), leaks };
}

const each = ({ native, heap }: Bytes, calls: number): Bytes => ({ native: native / calls, heap: heap / calls });

/** What becomes of a call, but for a fault. */
async function outcome(call: Callable, args: unknown[], meanwhile?: () => void): Promise<void> {
  try {
    const given = call(...args);
    meanwhile?.();
    await consumed(given);
  } catch (error) {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_INTERNAL') throw error;
  }
}

/** The value with all bytes cut in half, or none if there are no bytes. */
function halved(value: unknown): { value: unknown; isCut: boolean } {
  if (value instanceof Uint8Array) return { value: value.subarray(0, value.length >> 1), isCut: true };
  if (!isPlain(value)) return { value, isCut: false };
  const parts = Object.entries(value).map(([key, part]) => [key, halved(part)] as const);
  const isCut = parts.some(([, part]) => part.isCut);
  const entries = parts.map(([key, part]) => [key, part.value] as const);
  return { value: Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries), isCut };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}

/** Costs of passwords as low as they may be: what is lost does not depend on them. */
function made(name: string): unknown[] {
  const args = (soundCalls[name] as () => unknown[])();
  const options = args.at(-1);
  if (isPlain(options) && typeof options.cost === 'number') options.cost = 10;
  return args;
}

const signalled = (args: unknown[], signal: AbortSignal) =>
  args.map((arg) => (isPlain(arg) && arg.signal instanceof AbortSignal ? { ...arg, signal } : arg));

/** A signal that lasts, as one for a whole service does. */
const { signal: lasting } = new AbortController();

/** How a call is made: each is a way to lose something on. */
function* ways({ name, call }: (typeof functions)[number]): Generator<[string, () => Promise<void>]> {
  const soundly = () => signalled(made(name), lasting);
  // What a stream that opens is given is never genuine.
  const isRefused = name === 'crypto.Vault#openStream';
  yield [name, () => (isRefused ? outcome(call, soundly()) : consumed(call(...soundly())))];
  const args = made(name);
  if (halved(args).isCut) yield [`${name}, bytes cut off`, () => outcome(call, halved(made(name)).value as unknown[])];
  else if (args.length > 0) yield [`${name}, refused`, () => outcome(call, [null, ...made(name).slice(1)])];
  if (signalled(args, AbortSignal.abort()).some((arg, at) => arg !== args[at])) {
    let calls = 0;
    const aborted = () => {
      const controller = new AbortController();
      // Before the pool has it, and while the pool may have it.
      const abort = calls++ % 2 ? () => controller.abort() : () => void setImmediate(() => controller.abort());
      return outcome(call, signalled(made(name), controller.signal), abort);
    };
    yield [`${name}, aborted`, aborted];
  }
}

/** Of those that keep something each time, and one that does not: otherwise nothing below is worth anything. */
async function checkItself(): Promise<void> {
  const kept: unknown[] = [];
  const calls = async (keep: () => unknown) => (await watched('', async () => void keep(), 500)).leaks;
  const lost = {
    native: await calls(() => kept.push(new ArrayBuffer(64))),
    heap: await calls(() => kept.push({ x: kept.length })),
    none: await calls(() => new ArrayBuffer(64)),
  };
  if (!lost.native.includes('native') || !lost.heap.includes('heap') || lost.none.length > 0) {
    throw new Error(`leaks are not told from what is none: ${JSON.stringify(lost)}`);
  }
}

configure({ threads: 2 });
await checkItself();
const found: Found[] = [];
for (const one of functions) {
  for (const [way, call] of ways(one)) {
    if (!only.test(way)) continue;
    found.push(await watched(way, call, seconds * 1000));
    if (isTold) console.log(told(found.at(-1) as Found));
  }
}

function told({ name, calls, kept, leaks }: Found): string {
  const bytes = kinds.map((kind) => `${kept[kind].toFixed(1)} ${kind}`).join(', ');
  return `${leaks.length > 0 ? 'LEAKS ' : ''}${name}: ${calls} calls, bytes a call: ${bytes}`;
}

const leaking = found.filter(({ leaks }) => leaks.length > 0);
for (const one of leaking) console.error(told(one));
const calls = found.reduce((sum, one) => sum + one.calls, 0);
console.log(`${calls} calls of ${functions.length} functions in ${found.length} ways: ${leaking.length} of them leak`);
process.exit(leaking.length > 0 ? 1 : 0);
