import { configure, crypto } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, failure, useBackend } from './backends';

const LEAST = { algorithm: 'argon2id', memoryCost: 7168, timeCost: 5 } as const;
const LARGE = { algorithm: 'argon2id', memoryCost: 100_000, timeCost: 1 } as const;
const ALL = { algorithm: 'argon2id', memoryCost: 262_144, timeCost: 1 } as const;
const { maxQueue } = configure();

describe.each(backends)('the memory of Argon2id on the %s backend', (name) => {
  const backend = useBackend(name);
  /** KiB in use by those at work. */
  let used = 0;
  let most = 0;
  let began: number[] = [];

  beforeEach(() => {
    useBackend(name);
    [used, most, began] = [0, 0, []];
    const argon2id = backend.crypto.argon2id.bind(backend.crypto);
    vi.spyOn(backend.crypto, 'argon2id').mockImplementation(async (...args) => {
      const { memoryCost } = args[1];
      began.push(memoryCost);
      used += memoryCost;
      most = Math.max(most, used);
      try {
        return await argon2id(...args);
      } finally {
        used -= memoryCost;
      }
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    configure({ maxQueue });
  });

  const hash = (options: object) => crypto.hashPassword('a', options);

  it('is 256 MiB for all together', async () => {
    await Promise.all(Array.from({ length: 5 }, () => hash(LARGE)));
    expect(began).toEqual(Array(5).fill(100_000));
    expect(most).toBe(200_000);
  }, 60_000);

  it('is half of that for batches, and log-ins go before', async () => {
    const batch = crypto.hashPasswords(Array(4).fill('a'), LARGE);
    await new Promise(setImmediate);
    const logIn = hash(LEAST);
    await Promise.all([batch, logIn]);
    expect(began).toEqual([100_000, 7168, ...Array(3).fill(100_000)]);
    expect(most).toBe(107_168);
  }, 60_000);

  it('is given to who came first, whatever others need', async () => {
    await Promise.all([hash(LARGE), hash(ALL), hash(LEAST)]);
    expect(began).toEqual([100_000, 262_144, 7168]);
  }, 60_000);

  it('is not kept for who was aborted', async () => {
    const controller = new AbortController();
    const first = hash(ALL);
    const aborted = failure(() => hash({ ...ALL, signal: controller.signal }));
    const third = hash(LEAST);
    controller.abort();
    expect(await aborted).toMatchObject({ code: 'ERR_ABORTED' });
    await Promise.all([first, third]);
    expect(began).toEqual([262_144, 7168]);
  }, 60_000);

  it('is in use until a hash that was aborted at its work has ended', async () => {
    const controller = new AbortController();
    const aborted = failure(() => hash({ ...ALL, timeCost: 3, signal: controller.signal }));
    const next = hash(LEAST);
    await new Promise(setImmediate);
    expect(began).toEqual([262_144]);
    controller.abort();
    expect(await aborted).toMatchObject({ code: 'ERR_ABORTED' });
    await next;
    expect(began).toEqual([262_144, 7168]);
    expect(most).toBe(262_144);
  }, 60_000);

  it('is waited for by as many as the queue holds', async () => {
    configure({ maxQueue: 2 });
    const three = [hash(ALL), hash(LEAST), hash(LEAST)];
    expect(await failure(() => hash(LEAST))).toMatchObject({ code: 'ERR_BUSY', details: { limit: 2 } });
    await Promise.all(three);
    await hash(LEAST);
  }, 60_000);
});
