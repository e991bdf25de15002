import { createHash } from 'node:crypto';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

describe('recovery codes', () => {
  const { codes, hashes } = crypto.recoveryCodes();
  const [first] = codes as [string, ...string[]];

  it('are 10 of 80 bits, no two alike, whose hashes are stored', () => {
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(hashes).toEqual(
      codes.map((code) =>
        createHash('sha256')
          .update(`clinicore.recovery.v1:${code.replaceAll('-', '')}`)
          .digest('hex'),
      ),
    );
    expect(crypto.recoveryCodes({ count: 3 }).codes).toHaveLength(3);
  });

  it('are found however they are typed', () => {
    codes.forEach((code, index) => {
      expect(crypto.findRecoveryCode(code, hashes)).toBe(index);
      expect(crypto.findRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')} `, hashes)).toBe(index);
      const mistaken = code.replaceAll('0', 'o').replaceAll('1', index % 2 ? 'l' : 'I');
      expect(crypto.findRecoveryCode(mistaken, hashes)).toBe(index);
    });
  });

  it('are not found once their hash is gone', () => {
    expect(crypto.findRecoveryCode(first, hashes.slice(1))).toBe(-1);
    expect(crypto.findRecoveryCode(first, [])).toBe(-1);
  });

  it('of any other text are wrong', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(crypto.findRecoveryCode(text, hashes)).toBe(-1);
      }),
      { seed: 20261121 },
    );
    expect(crypto.findRecoveryCode(`${first}${first}`, hashes)).toBe(-1);
    expect(crypto.findRecoveryCode(first.slice(1), hashes)).toBe(-1);
    expect(crypto.findRecoveryCode('A'.repeat(1e6), hashes)).toBe(-1);
  });

  it.each([
    ['a code that is a number', 12345678, [], 'code'],
    ['no hashes', 'a', undefined, 'hashes'],
    ['a hash cut short', 'a', ['00ff'], 'hashes[0]'],
    ['a code among the hashes', 'a', [first], 'hashes[0]'],
  ])('are refused with %s', async (_, code, stored, argument) => {
    const error = await failure(() => crypto.findRecoveryCode(code as string, stored as string[]));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    expect(error.message).not.toContain('12345678');
    expect(error.message).not.toContain(first);
  });
});

describe('Lockout', () => {
  const lockout = new crypto.Lockout({ freeFailures: 3, lockMs: 10_000, maxLockMs: 60_000, forgetMs: 3_600_000 });
  const failures = (count: number, at: number) => {
    let state: Parameters<typeof lockout.check>[0] = null;
    for (let i = 0; i < count; i++) state = lockout.failed(state, at);
    return state;
  };

  it('lets some failures go, then locks twice as long each time, up to a limit', () => {
    const locks = [0, 1, 2, 3, 4, 5, 6, 7, 8, 500].map((count) => lockout.check(failures(count, 1000), 1000));
    expect(locks).toEqual([
      ...Array(4).fill({ allowed: true }),
      ...[10_000, 20_000, 40_000, 60_000, 60_000, 60_000].map((retryAfterMs) => ({ allowed: false, retryAfterMs })),
    ]);
  });

  it('opens when the lock is over', () => {
    const state = failures(4, 1000);
    expect(lockout.check(state, 10_999)).toEqual({ allowed: false, retryAfterMs: 1 });
    expect(lockout.check(state, 11_000)).toEqual({ allowed: true });
  });

  it('does not lock for longer when the clock was set back', () => {
    expect(lockout.check(failures(4, 3_600_000), 1000)).toEqual({ allowed: false, retryAfterMs: 60_000 });
  });

  it('forgets after a while', () => {
    const state = failures(5, 1000);
    expect(lockout.failed(state, 3_600_999).failures).toBe(6);
    expect(lockout.failed(state, 3_601_000).failures).toBe(1);
  });

  it('has defaults, and takes what came back from a database as JSON', () => {
    const usual = new crypto.Lockout();
    let state = usual.failed(undefined, 5);
    for (let i = 0; i < 5; i++) state = usual.failed(JSON.parse(JSON.stringify(state)), 5);
    expect(usual.check(state, 5)).toEqual({ allowed: false, retryAfterMs: 30_000 });
  });

  it.each([
    ['a state that is none', () => lockout.check({ failures: -1, lastFailure: 0 }, 0), 'state.failures'],
    ['a time that is none', () => lockout.failed(null, Number.NaN), 'now'],
    ['a clock before 1970', () => lockout.check(null, -1), 'now'],
    [
      'a lock longer than the longest',
      () => new crypto.Lockout({ lockMs: 9000, maxLockMs: 8000 }),
      'options.maxLockMs',
    ],
    ['an unknown option', () => new crypto.Lockout({ free: 1 } as never), 'options'],
  ])('refuses %s', async (_, call, argument) => {
    expect(await failure(call)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });
});
