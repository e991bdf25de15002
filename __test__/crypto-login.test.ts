import { createHmac } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { type ClinicoreError, crypto } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

/** Of "a", from libxcrypt's table. */
const CHEAP = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.f/Fm9DOYGp2ai9rjxvG4QHlhtDCuDuu';
const [K1, K2] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const first = { current: 'k1', keys: { k1: K1 } };
const both = { current: 'k2', keys: { k1: K1, k2: K2 } };
const ARGON2 = { algorithm: 'argon2id', memoryCost: 7168, timeCost: 5 } as const;

describe.each(backends)('logging in on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('says whether the password is right, and whether to hash it anew', async () => {
    const hash = await crypto.hashPassword('secret', { cost: 10 });
    expect(await crypto.verifyLogin('secret', hash, { cost: 10 })).toEqual({ ok: true, needsRehash: false });
    expect(await crypto.verifyLogin('secret', hash, { cost: 11 })).toEqual({ ok: true, needsRehash: true });
    expect(await crypto.verifyLogin('wrong', hash, { cost: 11 })).toEqual({ ok: false, needsRehash: false });
  });

  it.each([
    ['no user', null],
    ['no user at all', undefined],
    ['no hash', ''],
    ['text', 'not a hash'],
    ['a hash cut short', CHEAP.slice(0, 56)],
    ['a hash that would take a day', CHEAP.replace('$04$', '$31$')],
  ])('does the work of a hash for %s, and says no more than that it is wrong', async (_, hash) => {
    let iterations = 0;
    const onProgress = (_done: number, total: number) => {
      iterations = total;
    };
    const verified = await crypto.verifyLogin('a', hash, { cost: 10, onProgress });
    expect(verified).toEqual({ ok: false, needsRehash: false });
    expect(iterations).toBe(1024);
  });

  it('does so with Argon2id and with a pepper', async () => {
    expect(await crypto.verifyLogin('a', null, ARGON2)).toEqual({ ok: false, needsRehash: false });
    expect(await crypto.verifyLogin('a', null, { cost: 10, pepper: first })).toEqual({ ok: false, needsRehash: false });
  });

  it('tells the operator of a hash that cannot be used', async () => {
    const told: ClinicoreError[] = [];
    const onUnusableHash = (error: ClinicoreError) => told.push(error);
    for (const hash of [null, 'not a hash', CHEAP.replace('$04$', '$31$'), CHEAP]) {
      await crypto.verifyLogin('a', hash, { cost: 10, onUnusableHash });
    }
    expect(told.map(({ code }) => code)).toEqual(['ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED']);
  });

  it('says false for what no password can be', async () => {
    for (const password of ['', 's'.repeat(73), 'a\0', '\ud800']) {
      expect(await crypto.verifyLogin(password, CHEAP)).toEqual({ ok: false, needsRehash: false });
      expect(await crypto.verifyLogin(password, null)).toEqual({ ok: false, needsRehash: false });
    }
  });

  it.each([
    ['a hash that is a number', 'a', 1, {}, 'hash'],
    ['a password that is none', 1, CHEAP, {}, 'password'],
    ['a password that is none, of no user', 1, null, {}, 'password'],
    ['an unknown option', 'a', CHEAP, { rounds: 12 }, 'options'],
  ])('refuses %s', async (_, password, hash, options, argument) => {
    const login = () => crypto.verifyLogin(password as string, hash as string, options as object);
    expect(await failure(login)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it('takes a longer password for its first 72 bytes only where that is asked for', async () => {
    const cut = bcryptjs.hashSync('s'.repeat(80), 4);
    const allowTruncated = true;
    expect(await crypto.verifyPassword('s'.repeat(80), cut)).toBe(false);
    expect(await crypto.verifyPassword('s'.repeat(80), cut, { allowTruncated })).toBe(true);
    expect(await crypto.verifyPassword(Buffer.alloc(99, 's'), cut, { allowTruncated })).toBe(true);
    expect(await crypto.verifyPassword('s'.repeat(71), cut, { allowTruncated })).toBe(false);
    const accents = bcryptjs.hashSync('é'.repeat(36), 4);
    expect(await crypto.verifyPassword('é'.repeat(50), accents, { allowTruncated })).toBe(true);
  });

  describe('with a pepper', () => {
    it('stores which, and hashes what its documentation says', async () => {
      const hash = await crypto.hashPassword('secret', { cost: 10, pepper: first });
      expect(hash).toMatch(/^\$pepper=k1\$2b\$10\$.{53}$/);
      const mixed = createHmac('sha256', K1).update('secret').digest('base64');
      expect(await bcryptjs.compare(mixed, hash.replace('$pepper=k1', ''))).toBe(true);
      expect(await crypto.verifyPassword('secret', hash, { pepper: first })).toBe(true);
      expect(await crypto.verifyPassword('secret', hash, { pepper: both })).toBe(true);
      expect(await crypto.verifyPassword('Secret', hash, { pepper: both })).toBe(false);
      expect(await crypto.verifyPassword(mixed, hash, { pepper: both })).toBe(false);
      const argon2 = await crypto.hashPassword('secret', { ...ARGON2, pepper: both });
      expect(argon2).toMatch(/^\$pepper=k2\$argon2id\$v=19\$m=7168,t=5,p=1\$/);
      expect(await crypto.verifyPassword('secret', argon2, { pepper: both })).toBe(true);
    });

    it('takes passwords of more than 72 bytes, and with a NUL, whole', async () => {
      const long = `${'s'.repeat(100)}\0`;
      const hash = await crypto.hashPassword(long, { cost: 10, pepper: first });
      expect(await crypto.verifyPassword(long, hash, { pepper: first })).toBe(true);
      expect(await crypto.verifyPassword('s'.repeat(100), hash, { pepper: first })).toBe(false);
      expect(await crypto.verifyPassword('s'.repeat(4097), hash, { pepper: first })).toBe(false);
    });

    it('still verifies hashes without one, which are to be made anew', async () => {
      expect(await crypto.verifyPassword('a', CHEAP, { pepper: first })).toBe(true);
      expect(await crypto.verifyLogin('a', CHEAP, { pepper: first })).toEqual({ ok: true, needsRehash: true });
    });

    it('refuses a hash whose pepper is not given', async () => {
      const hash = await crypto.hashPassword('secret', { cost: 10, pepper: both });
      for (const pepper of [undefined, first]) {
        expect(await failure(() => crypto.verifyPassword('secret', hash, { pepper }))).toMatchObject({
          code: 'ERR_INVALID_ARGUMENT',
          details: { argument: 'options.pepper' },
        });
      }
    });

    it.each([
      ['no keys', { current: 'k1' }, 'options.pepper.keys'],
      ['a key short of 32 bytes', { current: 'k1', keys: { k1: Buffer.alloc(31) } }, 'options.pepper.keys'],
      ['a current one that is not there', { current: 'k3', keys: { k1: K1 } }, 'options.pepper.keys'],
      ['one of the prototype', { current: 'constructor', keys: { k1: K1 } }, 'options.pepper.keys'],
      ['a name with a dollar', { current: 'a$b', keys: { a$b: K1 } }, 'options.pepper.current'],
    ])('refuses %s', async (_, pepper, argument) => {
      expect(await failure(() => crypto.hashPassword('a', { pepper: pepper as never }))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument },
      });
    });
  });

  describe('in batches', () => {
    it('hashes and verifies each as alone, and tells how many are done', async () => {
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

    it('says which is wrong', async () => {
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
    });

    it('stops when it is aborted', async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const onProgress = () => controller.abort();
      const hashing = () => crypto.hashPasswords(Array(50).fill('a'), { cost: 10, signal, onProgress });
      expect(await failure(hashing)).toMatchObject({ code: 'ERR_ABORTED' });
    });
  });
});

describe('needsRehash', () => {
  const argon2 = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  const bcrypt = CHEAP.replace('$04$', '$12$');

  it.each([
    [bcrypt, {}, false],
    [bcrypt, { cost: 13 }, true],
    [bcrypt, { cost: 10 }, false],
    [bcrypt.replace('2b', '2a'), {}, true],
    [bcrypt.replace('2b', '2x'), {}, true],
    [bcrypt, { algorithm: 'argon2id' }, true],
    [bcrypt, { pepper: first }, true],
    [`$pepper=k1${bcrypt}`, { pepper: first }, false],
    [`$pepper=k1${bcrypt}`, { pepper: both }, true],
    [`$pepper=k1${bcrypt}`, {}, true],
    [argon2, {}, true],
    [argon2, { algorithm: 'argon2id' }, false],
    [argon2, { algorithm: 'argon2id', timeCost: 3, memoryCost: 12_288 }, true],
    [argon2, { algorithm: 'argon2id', memoryCost: 65_536 }, true],
    [argon2, { algorithm: 'argon2id', parallelism: 2 }, true],
    [argon2.replace('c29tZXNhbHRzb21lc2FsdA', 'c29tZXNhbHQ'), { algorithm: 'argon2id' }, true],
    [CHEAP.replace('$04$', '$31$'), {}, false],
  ] as const)('%# of %s with %j is %s', (hash, options, expected) => {
    expect(crypto.needsRehash(hash, options)).toBe(expected);
  });

  it('refuses what is no hash', async () => {
    expect(await failure(() => crypto.needsRehash('x'))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    expect(await failure(() => crypto.needsRehash(null as never))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});
