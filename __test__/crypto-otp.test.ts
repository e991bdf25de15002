import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { generateSync, verifySync } from 'otplib';
import speakeasy from 'speakeasy';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';

/** Blocks of `NAME = value` lines. */
const vectors = (file: string) =>
  readFileSync(join(import.meta.dirname, 'golden/crypto', file), 'utf8')
    .split('\n\n')
    .map((block) => Object.fromEntries([...block.matchAll(/^(\w+) = (.*)$/gm)].map(([, name, value]) => [name, value])))
    .filter(({ SECRET }) => SECRET) as Record<string, string>[];

const RFC_SECRET = Buffer.from('12345678901234567890');
const PRESENT = 1_800_000_000_000;
const ALGORITHMS = ['SHA-1', 'SHA-256', 'SHA-512'] as const;
const theirs = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512' } as const;

describe.each(backends)('one-time codes on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('gives the 10 codes of RFC 4226, appendix D', () => {
    const known = vectors('hotp_rfc4226.txt');
    expect(known).toHaveLength(10);
    for (const { COUNTER, HOTP, SECRET } of known) {
      expect(crypto.hotp(Buffer.from(SECRET as string), Number(COUNTER))).toBe(HOTP);
    }
  });

  it('gives the 18 codes of RFC 6238, appendix B, and knows them again', () => {
    const known = vectors('totp_rfc6238.txt');
    expect(known).toHaveLength(18);
    for (const { TIME, TOTP, MODE, SECRET } of known) {
      const algorithm = (MODE as string).replace('SHA', 'SHA-') as (typeof ALGORITHMS)[number];
      const options = { algorithm, digits: 8, time: Number(TIME) * 1000 };
      const secret = Buffer.from(SECRET as string);
      expect(crypto.totp(secret, options)).toBe(TOTP);
      expect(crypto.verifyTotp(TOTP as string, secret, options)).toEqual({
        ok: true,
        step: Math.floor(Number(TIME) / 30),
      });
    }
  });

  it('takes counters beyond 32 bits', () => {
    const counter = 2 ** 53 - 1;
    const code = crypto.hotp(RFC_SECRET, counter);
    expect(code).toBe(generateSync({ strategy: 'hotp', secret: RFC_SECRET, counter }));
    expect(crypto.verifyHotp(code, RFC_SECRET, counter - 3)).toEqual({ ok: true, counter });
    expect(crypto.verifyHotp(code, RFC_SECRET, counter)).toEqual({ ok: true, counter });
  });

  it('agrees with otplib and speakeasy, each of which accepts our codes and whose codes are accepted', () => {
    const secret = fc.uint8Array({ minLength: 16, maxLength: 64 });
    // speakeasy counts in 32 bits.
    const time = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const digits = fc.constantFrom(6 as const, 7 as const, 8 as const);
    const period = fc.integer({ min: 1, max: 120 });
    const algorithm = fc.constantFrom(...ALGORITHMS);
    fc.assert(
      fc.property(secret, time, digits, period, algorithm, (secret, epoch, digits, period, algorithm) => {
        const ours = { algorithm, digits, period, time: epoch * 1000 };
        const code = crypto.totp(secret, ours);
        const otplib = { secret, epoch, digits, period, algorithm: theirs[algorithm] };
        expect(generateSync(otplib)).toBe(code);
        expect(verifySync({ ...otplib, token: code }).valid).toBe(true);
        const easy = {
          ...{ secret: Buffer.from(secret).toString('hex'), encoding: 'hex' as const, algorithm: theirs[algorithm] },
          ...{ time: epoch, step: period, digits },
        };
        expect(speakeasy.totp(easy)).toBe(code);
        expect(speakeasy.totp.verify({ ...easy, token: code })).toBe(true);
        expect(crypto.verifyTotp(code, secret, ours)).toEqual({ ok: true, step: Math.floor(epoch / period) });
      }),
      { seed: 20261121, numRuns: 60 },
    );
  });

  it('reads secrets in Base32 as people and packages write them', () => {
    const options = { time: PRESENT };
    const code = crypto.totp(RFC_SECRET, options);
    for (const secret of [
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      'gezd gnbv gy3t qojq gezd gnbv gy3t qojq',
      'GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ',
    ]) {
      expect(crypto.totp(secret, options)).toBe(code);
    }
    expect(crypto.totp('GEZDGNBVGY3TQOJQGEZDGNBVGY======', options)).toBe(
      crypto.totp(Buffer.from('1234567890123456'), options),
    );
  });

  it('accepts the steps of the window and no other, and says which it was', () => {
    const step = PRESENT / 30_000;
    for (const off of [-3, -2, -1, 0, 1, 2, 3]) {
      const code = crypto.totp(RFC_SECRET, { time: PRESENT + off * 30_000 });
      for (const window of [0, 1, 2]) {
        expect(crypto.verifyTotp(code, RFC_SECRET, { time: PRESENT, window })).toEqual(
          Math.abs(off) <= window ? { ok: true, step: step + off } : { ok: false },
        );
      }
    }
  });

  it('refuses a code that was used, and those before it', () => {
    const step = PRESENT / 30_000;
    const codes = [-1, 0, 1].map((off) => crypto.totp(RFC_SECRET, { time: PRESENT + off * 30_000 }));
    const verified = (after: number | null) =>
      codes.map((code) => crypto.verifyTotp(code, RFC_SECRET, { time: PRESENT, after }).ok);
    expect(verified(null)).toEqual([true, true, true]);
    expect(verified(step - 2)).toEqual([true, true, true]);
    expect(verified(step - 1)).toEqual([false, true, true]);
    expect(verified(step)).toEqual([false, false, true]);
    expect(verified(step + 1)).toEqual([false, false, false]);
    expect(verified(step + 1000)).toEqual([false, false, false]);
  });

  it('looks ahead from a counter, never back', () => {
    const code = crypto.hotp(RFC_SECRET, 5);
    expect(crypto.verifyHotp(code, RFC_SECRET, 0)).toEqual({ ok: true, counter: 5 });
    expect(crypto.verifyHotp(code, RFC_SECRET, 0, { lookAhead: 4 })).toEqual({ ok: false });
    expect(crypto.verifyHotp(code, RFC_SECRET, 5, { lookAhead: 0 })).toEqual({ ok: true, counter: 5 });
    expect(crypto.verifyHotp(code, RFC_SECRET, 6)).toEqual({ ok: false });
  });

  it.each([
    ['nothing', ''],
    ['too few digits', '28708'],
    ['too many', '2870820'],
    ['letters', '28708a'],
    ['a sign', '+28708'],
    ['a fraction', '2870.2'],
    ['digits of another script', '٢٨٧٠٨٢'],
    ['a NUL', '287082\0'],
    ['a megabyte', '1'.repeat(1e6)],
    ['a lone surrogate', '28708\ud800'],
  ])('says false for %s', (_, code) => {
    expect(crypto.verifyHotp(code, RFC_SECRET, 0)).toEqual({ ok: false });
    expect(crypto.verifyTotp(code, RFC_SECRET, { time: 59_000 })).toEqual({ ok: false });
  });

  it('ignores the space in the middle that apps show', () => {
    expect(crypto.verifyTotp(' 287 082 ', RFC_SECRET, { time: 59_000 })).toEqual({ ok: true, step: 1 });
  });

  it('takes the time from the clock unless told otherwise', () => {
    expect(crypto.verifyTotp(crypto.totp(RFC_SECRET), RFC_SECRET).ok).toBe(true);
    expect(crypto.totp(RFC_SECRET, { time: new Date(59_000) })).toBe('287082');
    expect(crypto.verifyTotp('755224', RFC_SECRET, { time: 0 })).toEqual({ ok: true, step: 0 });
  });

  it('makes secrets of 160 bits in Base32, no two alike', () => {
    const secrets = Array.from({ length: 100 }, () => crypto.generateOtpSecret());
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(crypto.generateOtpSecret({ bytes: 16 })).toMatch(/^[A-Z2-7]{26}$/);
    expect(generateSync({ secret: secrets[0] as string, epoch: 59 })).toBe(
      crypto.totp(secrets[0] as string, { time: 59_000 }),
    );
  });

  it('reads back the Base32 of bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 128 }), (bytes) => {
        const [, secret] = /secret=([A-Z2-7]+)/.exec(crypto.otpauthUri({ account: 'a', secret: bytes })) ?? [];
        expect(crypto.totp(secret as string, { time: 0 })).toBe(crypto.totp(bytes, { time: 0 }));
      }),
      { seed: 20261121 },
    );
  });

  it.each([
    ['a secret of 15 bytes', Buffer.alloc(15), {}, 'secret'],
    ['a secret of 129 bytes', Buffer.alloc(129), {}, 'secret'],
    ['an empty secret', '', {}, 'secret'],
    ['a secret that is no Base32', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1', {}, 'secret'],
    ['bits that no byte ends in', 'GEZDGNBVGY3TQOJQGEZDGNBVGZ', {}, 'secret'],
    ['a digit too many', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQA', {}, 'secret'],
    ['no secret', undefined, {}, 'secret'],
    ['a time before 1970', RFC_SECRET, { time: -1 }, 'options.time'],
    ['no time', RFC_SECRET, { time: Number.NaN }, 'options.time'],
    ['an invalid Date', RFC_SECRET, { time: new Date(Number.NaN) }, 'options.time'],
    ['5 digits', RFC_SECRET, { digits: 5 }, 'options.digits'],
    ['9 digits', RFC_SECRET, { digits: 9 }, 'options.digits'],
    ['MD5', RFC_SECRET, { algorithm: 'MD5' }, 'options.algorithm'],
    ['a period of 0', RFC_SECRET, { period: 0 }, 'options.period'],
    ['a window of 11', RFC_SECRET, { window: 11 }, 'options.window'],
    ['a last step before 0', RFC_SECRET, { after: -1 }, 'options.after'],
    ['an unknown option', RFC_SECRET, { steps: 1 }, 'options'],
  ])('refuses %s', async (_, secret, options, argument) => {
    const error = await failure(() => crypto.verifyTotp('287082', secret as string, options as object));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    expect(error.message).not.toContain('GEZD');
  });

  it('takes the 80-bit secrets of old only where that is asked for', async () => {
    const old = RFC_SECRET.subarray(0, 10);
    expect(await failure(() => crypto.totp(old))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(crypto.totp(old, { minSecretBytes: 10, time: 0 })).toMatch(/^\d{6}$/);
  });

  it('does not tell a code that came as a number', async () => {
    const { code, message } = await failure(() => crypto.verifyTotp(287082 as unknown as string, RFC_SECRET));
    expect(code).toBe('ERR_INVALID_ARGUMENT');
    expect(message).toBe('code must be a string, got a value of type number');
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('find the same counter for any code, also where several have it', async () => {
    const calls = fc.record({
      secret: fc.uint8Array({ minLength: 16, maxLength: 128 }),
      counter: fc.oneof(fc.nat({ max: 1000 }), fc.maxSafeNat()),
      code: fc.stringMatching(/^\d{6}$/),
      algorithm: fc.constantFrom(...ALGORITHMS),
    });
    await fc.assert(
      fc.asyncProperty(calls, async ({ secret, counter, code, algorithm }) => {
        // Of a hundred counters a code of six digits is found now and then.
        const { native, js } = await onBoth(() =>
          crypto.verifyHotp(code, secret, counter, { algorithm, lookAhead: 100 }),
        );
        expect(native).toEqual(js);
        const made = await onBoth(() => crypto.hotp(secret, counter, { algorithm, digits: 8 }));
        expect(made.native).toEqual(made.js);
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});
