import { configure, crypto } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, failure, useBackend } from './backends';

/** Of "a", from libxcrypt's table. */
const CHEAP = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.f/Fm9DOYGp2ai9rjxvG4QHlhtDCuDuu';
const { maxQueue } = configure();

describe.each(backends)('batches of passwords on the %s backend', (name) => {
  const backend = useBackend(name);
  beforeEach(() => {
    useBackend(name);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    configure({ maxQueue });
  });

  it('hash and verify each as alone, and tell how many are done', async () => {
    const passwords = Array.from({ length: 20 }, (_, i) => `password ${i}`);
    const told: [number, number][] = [];
    const onProgress = (...progress: [number, number]) => told.push(progress);
    const hashes = await crypto.hashPasswords(passwords, { cost: 10, onProgress });
    expect(new Set(hashes).size).toBe(20);
    expect(told).toEqual(passwords.map((_, i) => [i + 1, 20]));
    const pairs = hashes.map((hash, i) => ({ password: i % 3 === 0 ? 'wrong' : (passwords[i] as string), hash }));
    expect(await crypto.verifyPasswords(pairs)).toEqual(pairs.map((_, i) => i % 3 !== 0));
    expect(await crypto.hashPasswords([])).toEqual([]);
  }, 60_000);

  it('have read Buffers when they return their promise, and wipe what they read', async () => {
    const verify = vi.spyOn(backend.crypto, 'verifyPassword');
    const pairs = Array.from({ length: 100 }, () => ({ password: Buffer.from('a'), hash: CHEAP }));
    const verifying = crypto.verifyPasswords(pairs);
    for (const { password } of pairs) password.fill(0);
    expect(await verifying).toEqual(Array(100).fill(true));
    expect(verify).toHaveBeenCalledTimes(100);
    for (const [password] of verify.mock.calls) expect([...password]).toEqual([0]);
  });

  it('wait where the queue is full', async () => {
    configure({ maxQueue: 2 });
    const batches = Array.from({ length: 20 }, () =>
      crypto.verifyPasswords(Array(8).fill({ password: 'a', hash: CHEAP })),
    );
    expect(await Promise.all(batches)).toEqual(Array(20).fill(Array(8).fill(true)));
  });

  it('say which is wrong', async () => {
    expect(await failure(() => crypto.hashPasswords(['a', ''], { cost: 10 }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'passwords[1]' },
    });
    const pairs = [
      { password: 'a', hash: CHEAP },
      { password: 'a', hash: 'x' },
    ];
    expect(await failure(() => crypto.verifyPasswords(pairs))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { argument: 'pairs[1].hash' },
    });
    expect(await failure(() => crypto.hashPasswords(['a', 1 as never]))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'passwords[1]' },
    });
  });

  it('stop when they are aborted', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = () => controller.abort();
    const hashing = () => crypto.hashPasswords(Array(50).fill('a'), { cost: 10, signal, onProgress });
    expect(await failure(hashing)).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await failure(() => crypto.hashPasswords([], { signal }))).toMatchObject({ code: 'ERR_ABORTED' });
  });
});
