import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crypto } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';

const vectors = readFileSync(join(import.meta.dirname, 'golden/crypto/argon2id_rfc9106.txt'), 'utf8')
  .split('\n\n')
  .map((block) =>
    Object.fromEntries([...block.matchAll(/^(\w+) =(.*)$/gm)].map(([, name, value]) => [name, value?.trim()])),
  )
  .filter(({ output }) => output) as Record<string, string>[];

/** libargon2's own test (src/test.c) of "password" under "somesalt", 64 MiB, two passes. */
const LIBARGON2 = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
/** The least that OWASP accepts, for speed. */
const LEAST = { algorithm: 'argon2id', memoryCost: 7168, timeCost: 5 } as const;

const malformed = [
  ['another variant', LIBARGON2.replace('argon2id', 'argon2i')],
  ['an older version', LIBARGON2.replace('v=19', 'v=16')],
  ['no version', LIBARGON2.replace('v=19$', '')],
  ['parameters in another order', LIBARGON2.replace('m=65536,t=2', 't=2,m=65536')],
  ['a leading zero', LIBARGON2.replace('t=2', 't=02')],
  ['no passes', LIBARGON2.replace('t=2', 't=0')],
  ['less memory than 8 KiB a lane', LIBARGON2.replace('m=65536,t=2,p=1', 'm=15,t=2,p=2')],
  ['memory beyond 32 bits', LIBARGON2.replace('65536', '99999999999')],
  ['256 lanes', LIBARGON2.replace('p=1', 'p=256')],
  ['a digest cut short', LIBARGON2.slice(0, -30)],
  ['padding', `${LIBARGON2}=`],
  ['stray bits after the digest', LIBARGON2.replace(/c$/, 'd')],
  ['stray bits after the salt', LIBARGON2.replace('HQ$', 'HR$')],
  ['a character outside the alphabet', LIBARGON2.replace('CTFh', 'CT-h')],
  ['a line break', `${LIBARGON2}\n`],
] as const;

describe.each(backends)('Argon2id on the %s backend', (name) => {
  const backend = useBackend(name);
  beforeEach(() => {
    useBackend(name);
  });

  it('makes the digests of RFC 9106 and of the argon2 tool', async () => {
    expect(vectors).toHaveLength(6);
    const bytes = (hex = '') => Buffer.from(hex, 'hex');
    for (const { output, length, lanes, iter, memcost, secret, pass, salt, ad } of vectors) {
      const message = {
        ...{ salt: bytes(salt), secret: bytes(secret), associatedData: bytes(ad), length: Number(length) },
        ...{ memoryCost: Number(memcost), timeCost: Number(iter), parallelism: Number(lanes) },
      };
      const digest = await backend.crypto.argon2id(bytes(pass), message, new backend.Job('interactive'));
      expect(Buffer.from(digest).toString('hex')).toBe(output);
    }
  }, 60_000);

  it('verifies what libargon2 made', async () => {
    expect(await crypto.verifyPassword('password', LIBARGON2)).toBe(true);
    expect(await crypto.verifyPassword('passwore', LIBARGON2)).toBe(false);
  }, 60_000);

  it('hashes under a salt of its own, as its text says, whatever the length of the password', async () => {
    const password = 'Grüße, 日本語 🔑'.repeat(20);
    const hash = await crypto.hashPassword(password, LEAST);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=7168,t=5,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/);
    expect(await crypto.hashPassword(password, LEAST)).not.toBe(hash);
    expect(await crypto.verifyPassword(Buffer.from(password), hash)).toBe(true);
    expect(await crypto.verifyPassword(`${password}!`, hash)).toBe(false);
    const nul = await crypto.hashPassword('a\0b', { ...LEAST, parallelism: 2 });
    expect(await crypto.verifyPassword('a\0b', nul)).toBe(true);
    expect(await crypto.verifyPassword('a', nul)).toBe(false);
  }, 60_000);

  it('has read a Buffer when it returns its promise', async () => {
    const password = Buffer.from('secret');
    const hashing = crypto.hashPassword(password, LEAST);
    password.fill(0);
    expect(await crypto.verifyPassword('secret', await hashing)).toBe(true);
  }, 60_000);

  it.each(malformed)('refuses %s, without quoting it', async (_, hash) => {
    const error = await failure(() => crypto.verifyPassword('password', hash));
    expect(error).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { argument: 'hash' } });
    expect(error.message).not.toMatch(/c29t|CTFh/);
  });

  it.each([
    ['memory', LIBARGON2.replace('65536', '262145'), 'maxMemoryCost', 262_144],
    ['passes', LIBARGON2.replace('t=2', 't=11'), 'maxTimeCost', 10],
  ])('refuses a stored hash of more %s than is allowed', async (_, hash, option, limit) => {
    expect(await failure(() => crypto.verifyPassword('a', hash))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'hash', option, limit, given: limit + 1 },
    });
    expect(await failure(() => crypto.verifyPassword('a', LIBARGON2, { maxMemoryCost: 65_535 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
    });
  });

  it.each([
    ['less memory than OWASP accepts', { algorithm: 'argon2id', memoryCost: 19_455 }, 'options.memoryCost'],
    ['one pass over little memory', { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 1 }, 'options.memoryCost'],
    ['more memory than log-ins would be let use', { algorithm: 'argon2id', memoryCost: 262_145 }, 'options.memoryCost'],
    ['more passes than that', { algorithm: 'argon2id', timeCost: 11 }, 'options.timeCost'],
    ['no pass', { algorithm: 'argon2id', timeCost: 0 }, 'options.timeCost'],
    ['17 lanes', { algorithm: 'argon2id', parallelism: 17 }, 'options.parallelism'],
    ['a cost of bcrypt', { algorithm: 'argon2id', cost: 12 }, 'options.cost'],
    ['memory for bcrypt', { memoryCost: 19_456 }, 'options.memoryCost'],
    ['another algorithm', { algorithm: 'scrypt' }, 'options.algorithm'],
  ])('refuses %s', async (_, options, argument) => {
    expect(await failure(() => crypto.hashPassword('a', options as object))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });

  it.each([
    ['an empty one', ''],
    ['4097 bytes', 's'.repeat(4097)],
    ['a lone surrogate', 's\ud800'],
  ])('refuses a password that is %s, and says false for it', async (_, password) => {
    expect(await failure(() => crypto.hashPassword(password, LEAST))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'password' },
    });
    expect(await crypto.verifyPassword(password, LIBARGON2)).toBe(false);
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('verify what the other made', async () => {
    const { native, js } = await onBoth(() => crypto.hashPassword('pässword', LEAST));
    for (const made of [native, js]) {
      const hash = (made as { value: string }).value;
      expect(await onBoth(() => crypto.verifyPassword('pässword', hash))).toEqual({
        native: { value: true },
        js: { value: true },
      });
    }
  }, 60_000);
});
