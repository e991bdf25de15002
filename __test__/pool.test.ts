/** The work pool: lanes, bound, abort, progress. Order is asserted, never time. */
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClinicoreError, configure, crypto, export as exporting, pdf, type TaskOptions } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as taskModule from '../js/task';
import type * as binding from '../native/binding';
import { backends, failure, needsNative, useBackend } from './backends';

const require = createRequire(import.meta.url);
const { run } = require('../dist/task.js') as typeof taskModule;

describe.skipIf(!backends.includes('native'))(`the native pool${needsNative}`, () => {
  const diagnostics = () => (require('../native/binding.js') as typeof binding).diagnostics;

  beforeEach(() => {
    useBackend('native');
    configure({ threads: 2, maxQueue: 1024 });
  });
  afterEach(idle);

  /** Work that keeps a pool thread busy for `ms`, with a checkpoint every `chunkMs`. */
  const spin = (ms: number, chunkMs: number, { lane = 'bulk', signal, onProgress }: TaskOptions = {}) =>
    run({ lane, signal, onProgress }, (_, job) => diagnostics().spin(ms, chunkMs, job as binding.Job));

  it('runs an interactive job before 200 queued bulk jobs, and leaves timers and the file system alone', async () => {
    let bulkDone = 0;
    const bulk = Array.from({ length: 200 }, () => spin(10, 2).then(() => bulkDone++));
    const interactive = spin(1, 1, { lane: 'interactive' }).then(() => bulkDone);
    const libuv = (async () => {
      for (let i = 0; i < 50; i++) await stat(import.meta.filename);
      await sleep(1);
      return bulkDone;
    })();
    // 200 jobs of 10 ms on two threads take a second; neither of these had to wait for more than a few.
    expect(await interactive).toBeLessThan(20);
    expect(await libuv).toBeLessThan(150);
    await Promise.all(bulk);
  });

  it('lets an interactive job in at the next checkpoint of running bulk jobs', async () => {
    const order: string[] = [];
    const bulk = [0, 1].map(() => spin(300, 5).then(() => order.push('bulk')));
    while (configure().running < 2) await sleep(1);
    await spin(1, 1, { lane: 'interactive' }).then(() => order.push('interactive'));
    await Promise.all(bulk);
    expect(order).toEqual(['interactive', 'bulk', 'bulk']);
  });

  it('keeps the order of a lane', async () => {
    configure({ threads: 1 });
    const order: number[] = [];
    await Promise.all(Array.from({ length: 20 }, (_, i) => spin(1, 1).then(() => order.push(i))));
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('refuses what does not fit the queue at once, and takes work again when there is room', async () => {
    configure({ threads: 1, maxQueue: 3 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => spin(20, 5)));
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(6);
    for (const error of refused) {
      expect(error).toBeInstanceOf(ClinicoreError);
      expect(error).toMatchObject({ code: 'ERR_BUSY', details: { limit: 3, option: 'maxQueue' } });
    }
    await spin(1, 1);
  });

  it('gives back its place in the queue when a waiting job is aborted', async () => {
    configure({ threads: 1, maxQueue: 2 });
    const controller = new AbortController();
    const running = spin(50, 5);
    while (configure().running < 1) await sleep(1);
    const waiting = [0, 1].map(() => failure(() => spin(50, 5, { signal: controller.signal })));
    expect(configure().bulk).toBe(2);
    controller.abort();
    for (const { code } of await Promise.all(waiting)) expect(code).toBe('ERR_ABORTED');
    expect(configure().bulk).toBe(0);
    await Promise.all([running, spin(1, 1)]);
  });

  it('stops a running job at its next checkpoint', async () => {
    configure({ threads: 1 });
    const controller = new AbortController();
    const aborted = failure(() => spin(60_000, 5, { signal: controller.signal }));
    while (configure().running < 1) await sleep(1);
    controller.abort();
    expect((await aborted).code).toBe('ERR_ABORTED');
    await idle();
  });

  it('reports progress in order, and stops when the listener throws', async () => {
    const seen: number[] = [];
    await spin(50, 5, { onProgress: (done, total) => seen.push(done, total) });
    const done = seen.filter((_, i) => i % 2 === 0);
    expect(done.length).toBeGreaterThan(0);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(seen.filter((_, i) => i % 2 === 1))).toEqual(new Set([50]));

    const refusal = new Error('enough');
    const stopped = spin(60_000, 5, {
      onProgress: () => {
        throw refusal;
      },
    });
    await expect(stopped).rejects.toBe(refusal);
    await idle();
  });

  it('follows a change of its threads while it works', async () => {
    const jobs = Array.from({ length: 40 }, () => spin(5, 1));
    configure({ threads: 8 });
    configure({ threads: 1 });
    configure({ threads: 4 });
    await Promise.all(jobs);
    expect(configure()).toMatchObject({ threads: 4, running: 0, bulk: 0, interactive: 0 });
  });

  /** One job in `parts` parts of `ms` each: which thread did each. */
  const spinSplit = (
    parts: number,
    ms: number,
    { lane = 'bulk', signal, onProgress }: TaskOptions = {},
    panicsAt?: number,
  ) => run({ lane, signal, onProgress }, (_, job) => diagnostics().spinSplit(parts, ms, panicsAt, job as binding.Job));

  it('splits one job over its threads, and joins the parts in order', async () => {
    for (const lane of ['bulk', 'interactive'] as const) {
      const threads = await spinSplit(20, 5, { lane });
      expect(threads).toHaveLength(20);
      expect(new Set(threads).size).toBe(2);
    }
    configure({ threads: 1 });
    await idle();
    expect(await spinSplit(0, 1)).toHaveLength(1);
  });

  it('lets an interactive job in before the next step of any part of a split one', async () => {
    const order: string[] = [];
    const split = spinSplit(20, 20).then(() => order.push('split'));
    while (configure().running < 2) await sleep(1);
    await spin(1, 1, { lane: 'interactive' }).then(() => order.push('interactive'));
    await split;
    expect(order).toEqual(['interactive', 'split']);
  });

  it('tells the progress of all parts of a split job as one, in order', async () => {
    const seen: [number, number][] = [];
    await spinSplit(30, 3, { onProgress: (done, total) => seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort(([a], [b]) => a - b));
    expect(seen.every(([done, total]) => done >= 0 && done <= 30 && total === 30)).toBe(true);
  });

  it('stops every part of a split job that is aborted or of which one part fails', async () => {
    const controller = new AbortController();
    const aborted = failure(() => spinSplit(1000, 1000, { signal: controller.signal }));
    while (configure().running < 2) await sleep(1);
    controller.abort();
    expect((await aborted).code).toBe('ERR_ABORTED');
    await idle();
    expect((await failure(() => spinSplit(1000, 1000, {}, 1))).code).toBe('ERR_INTERNAL');
    await idle();
  });

  async function idle() {
    for (let status = configure(); status.running + status.bulk + status.interactive > 0; status = configure()) {
      await sleep(2);
    }
  }
});

describe.each(backends)('asynchronous calls on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const rows = Array.from({ length: 20_000 }, (_, i) => i);
  const big = (options: TaskOptions) =>
    exporting.xlsx([{ name: 'Rows', columns: [{ header: 'n', type: 'float64', values: rows }] }]).toBuffer(options);

  const invoice: Parameters<typeof pdf.invoice>[0] = {
    number: '1',
    issueDate: '2026-03-01',
    currency: 'EUR',
    seller: { name: 'Seller', address: [] },
    buyer: { name: 'Buyer', address: [] },
    lines: [{ description: 'Lens', quantity: '1', unitPrice: 100, taxRate: '19' }],
  };

  it('reject at once for a signal that is aborted already, with its reason as cause', async () => {
    const reason = new Error('the client hung up');
    const error = await big({ signal: AbortSignal.abort(reason) }).catch((e) => e);
    expect(error).toBeInstanceOf(ClinicoreError);
    expect(error).toMatchObject({ name: 'AbortError', code: 'ERR_ABORTED', cause: reason });
  });

  it('share one signal: aborting it stops those that run and those that start later, not those done', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    await crypto.verifyPassword('secret', await crypto.hashPassword('secret', { cost: 10, signal }), { signal });
    const running = [failure(() => big({ signal })), failure(() => big({ signal }))];
    controller.abort();
    expect((await Promise.all(running)).map(({ code }) => code)).toEqual(['ERR_ABORTED', 'ERR_ABORTED']);
    expect((await failure(() => big({ signal }))).code).toBe('ERR_ABORTED');
  });

  it('may share one signal by the dozen without a warning', async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error) => warnings.push(message);
    process.on('warning', listen);
    const controller = new AbortController();
    const calls = Array.from({ length: 24 }, () => failure(() => big({ signal: controller.signal })));
    controller.abort();
    expect(new Set((await Promise.all(calls)).map(({ code }) => code))).toEqual(new Set(['ERR_ABORTED']));
    await sleep(1);
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });

  it('never throw synchronously', async () => {
    const call = pdf.invoice(undefined as never);
    expect(call).toBeInstanceOf(Promise);
    expect((await failure(() => call)).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('are refused with ERR_BUSY when the queue is full', async () => {
    const { maxQueue } = configure({ maxQueue: 1 });
    expect(maxQueue).toBe(1);
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => big({})));
    const codes = results.filter((r) => r.status === 'rejected').map(({ reason }) => reason.code);
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['ERR_BUSY']));
    configure({ maxQueue: 1024 });
    await big({});
  });

  it('are refused before their values are read when as many wait or are being read as may', async () => {
    const before = configure();
    // One runs and one waits; native says so once its thread has begun.
    configure({ threads: 1, maxQueue: 1 });
    let reads = 0;
    const values = new Proxy(rows, {
      get: (target, key) => {
        if (key !== 'length') reads++;
        return Reflect.get(target, key);
      },
    });
    const busy = { code: 'ERR_BUSY', details: { limit: 1, option: 'maxQueue' } };
    const message = 'The work queue is full: 2 calls are waiting; try again later';
    const reading = [big({}), big({})];
    const sheets = [{ name: 'Rows', columns: [{ header: 'n', type: 'float64' as const, values }] }];
    expect(await failure(() => exporting.xlsx(sheets).toBuffer())).toMatchObject({ ...busy, message });
    expect(await failure(() => pdf.invoice(invoice))).toMatchObject({ ...busy, message });
    expect(reads).toBe(0);
    await Promise.all(reading);
    // Their places are free again, those of calls that failed while they were read too.
    await failure(() =>
      exporting.xlsx([{ name: 'Rows', columns: [{ header: 'n', type: 'float64', values: [Number.NaN] }] }]).toBuffer(),
    );
    await Promise.all([exporting.xlsx(sheets).toBuffer(), pdf.invoice(invoice)]);
    configure({ threads: Math.max(1, before.threads), maxQueue: before.maxQueue });
  });

  it.each([
    [{ threads: 0 }, 'options.threads'],
    [{ threads: 1.5 }, 'options.threads'],
    [{ maxQueue: -1 }, 'options.maxQueue'],
    [{ maxQueue: 2 ** 32 }, 'options.maxQueue'],
    [{ thread: 1 }, 'options'],
    ['two threads', 'options'],
  ])('configure refuses %j', async (options, argument) => {
    expect(await failure(() => configure(options as object))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });
});
