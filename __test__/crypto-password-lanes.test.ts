/**
 * Many bcrypt hashes at once: the native backend works on up to four in turns on one thread. Each must be answered,
 * watched and stopped as if it were alone, and other work must get its turn. Order is asserted, never time.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import bcryptjs from 'bcryptjs';
import { configure, crypto, pdf, type TaskOptions } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as taskModule from '../js/task';
import type * as binding from '../native/binding';
import { backends, failure, needsNative, useBackend } from './backends';

const require = createRequire(import.meta.url);
const { run } = require('../dist/task.js') as typeof taskModule;

/** Of "a", from libxcrypt's table. */
const CHEAP = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.f/Fm9DOYGp2ai9rjxvG4QHlhtDCuDuu';
/** Would take a day. */
const ENDLESS = CHEAP.replace('$04$', '$31$');

const settings = configure();
const { threads, maxQueue } = { ...settings, threads: Math.max(1, settings.threads) };

async function idle() {
  for (let status = configure(); status.running + status.interactive + status.bulk > 0; status = configure()) {
    await sleep(2);
  }
}

describe.each(backends)('64 verifications at once on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  afterEach(idle);

  /** Of cost 4 to 8, in every variant, with the right and the wrong password in turn. */
  const logins = Array.from({ length: 64 }, (_, i) => {
    const right = `pass word ${i} `.repeat(1 + (i % 4));
    // Passwords in ASCII have the same hash in all variants.
    const hash = bcryptjs.hashSync(right, 4 + (i % 5)).replace('$2b$', `$2${'abxy'[(i >> 1) % 4]}$`);
    return { password: i % 2 === 0 ? right : right.replace('pass', 'past'), hash, verified: i % 2 === 0 };
  });
  const invoice: Parameters<typeof pdf.invoice>[0] = {
    number: '1',
    issueDate: '2026-03-01',
    currency: 'EUR',
    seller: { name: 'Seller', address: [] },
    buyer: { name: 'Buyer', address: [] },
    lines: [{ description: 'Lens', quantity: '1', unitPrice: 100, taxRate: '19' }],
  };

  it('are answered as each alone, also beside PDFs and in both lanes', async () => {
    const verified = logins.map(({ password, hash }, i) =>
      crypto.verifyPassword(password, hash, { lane: i % 3 === 0 ? 'bulk' : 'interactive' }),
    );
    const documents = (['interactive', 'bulk'] as const).map((lane) => pdf.invoice(invoice, { lane }));
    expect(await Promise.all(verified)).toEqual(logins.map(({ verified }) => verified));
    for (const document of await Promise.all(documents)) {
      expect(Buffer.from(document).subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  it("know $2x$ from $2y$ by the bytes above 127, as libxcrypt's table has them", async () => {
    const { vectors } = JSON.parse(
      readFileSync(join(import.meta.dirname, 'golden/crypto/bcrypt_libxcrypt.json'), 'utf8'),
    ) as { vectors: [passwordHex: string, hash: string][] };
    const known = vectors
      .map(([hex, hash]) => ({ password: Buffer.from(hex, 'hex'), hash }))
      .filter(({ password, hash }) => /^\$2[xy]/.test(hash) && password.length <= 72 && password.some((b) => b > 127))
      .slice(-64);
    const verified = known.map(({ password, hash }) => crypto.verifyPassword(password, hash));
    expect(await Promise.all(verified)).toEqual(known.map(() => true));
  });

  it('are each stopped by their own signal, before or in the midst, and told of their own progress', async () => {
    const told = new Map<number, [number, number][]>();
    const outcomes = logins.map(async ({ password, hash }, i) => {
      const controller = new AbortController();
      if (i % 8 === 1) controller.abort();
      const options: TaskOptions = { signal: controller.signal };
      if (i % 4 >= 2) {
        const seen: [number, number][] = [];
        told.set(i, seen);
        options.onProgress = (done, total) => {
          seen.push([done, total]);
          if (i % 8 === 3) controller.abort();
        };
      }
      return crypto.verifyPassword(password, hash, options).catch((error: { code: string }) => error.code);
    });
    const settled = await Promise.all(outcomes);
    for (const [i, outcome] of settled.entries()) {
      if (i % 8 === 1) expect(outcome).toBe('ERR_ABORTED');
      // Its first report may come after its hash was made.
      else if (i % 8 === 3) expect(['ERR_ABORTED', logins[i]?.verified]).toContain(outcome);
      else expect(outcome, String(i)).toBe(logins[i]?.verified);
    }
    for (const [i, seen] of told) {
      expect(seen).toEqual(seen.toSorted(([a], [b]) => a - b));
      const iterations = 2 ** (4 + (i % 5));
      expect(seen.every(([done, total]) => done < iterations && total === iterations)).toBe(true);
    }
  });
});

describe.skipIf(!backends.includes('native'))(`lanes of the native pool${needsNative}`, () => {
  const diagnostics = () => (require('../native/binding.js') as typeof binding).diagnostics;
  let leave = new AbortController();

  beforeEach(() => {
    useBackend('native');
    configure({ threads: 1, maxQueue: 1024 });
    leave = new AbortController();
  });
  afterEach(async () => {
    leave.abort();
    await idle();
    configure({ threads, maxQueue });
  });

  /** A hash that goes on until it is stopped: how it ended, and how often it was heard of. */
  function endless(options: TaskOptions = {}) {
    const hash = { reports: 0, ended: '' };
    const onProgress = () => hash.reports++;
    crypto
      .verifyPassword('a', ENDLESS, { maxCost: 31, signal: leave.signal, onProgress, ...options })
      .catch(({ code }) => {
        hash.ended = code;
      });
    return hash;
  }
  const verify = (options: TaskOptions = {}) => crypto.verifyPassword('a', CHEAP, options);
  const spin = (ms: number, { lane = 'interactive', signal }: TaskOptions = {}) =>
    run({ lane, signal, onProgress: undefined }, (_, job) => diagnostics().spin(ms, 1, job as binding.Job));
  const until = async (reached: () => boolean) => {
    while (!reached()) await sleep(1);
  };
  /** Lets a group pass many a boundary where another hash could join. */
  const boundaries = async (hash: { reports: number }) => {
    const before = hash.reports;
    await until(() => hash.reports >= before + 10);
  };

  it('four hashes share a thread, the fifth waits for a lane', async () => {
    const five = Array.from({ length: 5 }, () => endless());
    await until(() => configure().running === 4);
    await boundaries(five[0] as { reports: number });
    expect(configure()).toMatchObject({ running: 4, idle: 0, interactive: 1 });
    leave.abort();
    await until(() => five.every(({ ended }) => ended === 'ERR_ABORTED'));
    expect(await verify()).toBe(true);
  });

  it('two hashes do not share a thread while another has nothing to do', async () => {
    configure({ threads: 2 });
    const first = endless();
    const second = endless();
    await until(() => configure().running === 2);
    await boundaries(first);
    await boundaries(second);
    expect(configure()).toMatchObject({ running: 2, idle: 0 });
    const more = Array.from({ length: 8 }, () => endless());
    await until(() => configure().running === 8);
    await boundaries(first);
    expect(configure()).toMatchObject({ running: 8, idle: 0, interactive: 2 });
    expect(more.every(({ ended }) => ended === '')).toBe(true);
  });

  it('a hash leaves its lane when it is aborted, and the next that waits takes it', async () => {
    const alone = new AbortController();
    const others = [endless(), endless(), endless()];
    const stopped = endless({ signal: alone.signal });
    await until(() => configure().running === 4);
    const verified = [verify(), verify(), verify()];
    await boundaries(stopped);
    expect(configure().interactive).toBe(3);
    alone.abort();
    expect(await Promise.all(verified)).toEqual([true, true, true]);
    expect(stopped.ended).toBe('ERR_ABORTED');
    expect(others.map(({ ended }) => ended)).toEqual(['', '', '']);
    expect(configure().running).toBe(3);
  });

  it('hashes do not go past another kind of job that came before them', async () => {
    const running = endless();
    await until(() => configure().running === 1);
    const order: string[] = [];
    const jobs = [spin(1).then(() => order.push('spin')), verify().then(() => order.push('verify'))];
    await boundaries(running);
    expect(configure()).toMatchObject({ running: 1, interactive: 2 });
    leave.abort();
    await Promise.all(jobs);
    expect(order).toEqual(['spin', 'verify']);
  });

  it('a group of interactive hashes takes in no bulk ones', async () => {
    const running = endless();
    await until(() => configure().running === 1);
    const bulk = verify({ lane: 'bulk' });
    await boundaries(running);
    expect(configure()).toMatchObject({ running: 1, bulk: 1 });
    leave.abort();
    expect(await bulk).toBe(true);
  });

  it('a group of bulk hashes lets interactive work go first, and then goes on', async () => {
    const group = [endless({ lane: 'bulk' }), endless({ lane: 'bulk' })];
    await until(() => configure().running === 2);
    await Promise.all([spin(1), verify(), verify()]);
    expect(configure()).toMatchObject({ running: 2, interactive: 0 });
    for (const hash of group) await boundaries(hash);
    expect(await verify({ lane: 'bulk' })).toBe(true);
    expect(group.map(({ ended }) => ended)).toEqual(['', '']);
  });

  it('as many hashes may wait as any jobs', async () => {
    configure({ maxQueue: 3 });
    const spinning = failure(() => spin(60_000, { signal: leave.signal }));
    await until(() => configure().running === 1);
    const waiting = Array.from({ length: 10 }, () => verify());
    expect(configure().interactive).toBe(3);
    leave.abort();
    const settled = await Promise.allSettled(waiting);
    const refused = settled.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(7);
    for (const error of refused) {
      expect(error).toMatchObject({ code: 'ERR_BUSY', details: { limit: 3, option: 'maxQueue' } });
    }
    expect((await spinning).code).toBe('ERR_ABORTED');
  });

  it('those in lanes do not count as waiting', async () => {
    configure({ maxQueue: 4 });
    const running = Array.from({ length: 4 }, () => endless());
    await until(() => configure().running === 4);
    configure({ maxQueue: 2 });
    const waiting = [verify(), verify()];
    expect(await failure(() => verify())).toMatchObject({ code: 'ERR_BUSY', details: { limit: 2 } });
    expect(running.map(({ ended }) => ended)).toEqual(['', '', '', '']);
    leave.abort();
    expect(await Promise.all(waiting)).toEqual([true, true]);
  });

  it('a panic rejects all that share the thread, and none that waits', async () => {
    const spinning = failure(() => spin(60_000, { signal: leave.signal }));
    await until(() => configure().running === 1);
    const panicking = () =>
      run({ lane: 'interactive', signal: undefined, onProgress: undefined }, (_, job) =>
        diagnostics().panicInLanes('on purpose', job as binding.Job),
      );
    const calls = [verify, verify, panicking, verify, verify, verify];
    const codes = calls.map((call) => Promise.resolve(call()).catch(({ code }) => code));
    leave.abort();
    await spinning;
    expect(await Promise.all(codes)).toEqual([...Array(4).fill('ERR_INTERNAL'), true, true]);
    await idle();
    expect(await verify()).toBe(true);
  });

  it('the hashes of a worker that is terminated leave their lanes, those of others go on', async () => {
    const mine = endless();
    await until(() => configure().running === 1);
    const worker = new Worker(join(import.meta.dirname, 'fixtures/workers.cjs'), { workerData: 'queue' });
    await until(() => configure().running === 4 && configure().interactive === 47);
    await worker.terminate();
    await until(() => configure().running === 1 && configure().interactive === 0);
    await boundaries(mine);
    expect(mine.ended).toBe('');
    expect(await verify()).toBe(true);
  });

  it('a pool that is to have fewer threads ends those of groups when their hashes are made', async () => {
    configure({ threads: 2 });
    const first = new AbortController();
    const two = [endless({ signal: first.signal }), endless()];
    await until(() => configure().running === 2);
    configure({ threads: 1 });
    const waiting = verify();
    await boundaries(two[0] as { reports: number });
    expect(configure()).toMatchObject({ running: 2, interactive: 1 });
    first.abort();
    expect(await waiting).toBe(true);
    expect(two[1]?.ended).toBe('');
  });
});
