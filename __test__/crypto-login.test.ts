import { createHmac } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { type ClinicoreError, crypto } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, failure, useBackend } from './backends';

/** Of "a", from libxcrypt's table. */
const CHEAP = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.f/Fm9DOYGp2ai9rjxvG4QHlhtDCuDuu';
const [K1, K2] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const first = { current: 'k1', keys: { k1: K1 } };
const both = { current: 'k2', keys: { k1: K1, k2: K2 } };
const ARGON2 = { algorithm: 'argon2id', memoryCost: 7168, timeCost: 5 } as const;

describe.each(backends)('logging in on the %s backend', (name) => {
  const backend = useBackend(name);
  beforeEach(() => {
    useBackend(name);
  });
  afterEach(() => {
    vi.restoreAllMocks();
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

  it('does so with Argon2id', async () => {
    const argon2id = vi.spyOn(backend.crypto, 'argon2id');
    expect(await crypto.verifyLogin('a', null, ARGON2)).toEqual({ ok: false, needsRehash: false });
    expect(argon2id).toHaveBeenCalledOnce();
    expect(argon2id.mock.calls[0]?.[1]).toMatchObject({ memoryCost: 7168, timeCost: 5, parallelism: 1 });
  });

  it('does so with a pepper, and where that of the stored hash is not given', async () => {
    const verify = vi.spyOn(backend.crypto, 'verifyPassword');
    const told: ClinicoreError[] = [];
    const options = { cost: 10, pepper: first, onUnusableHash: (error: ClinicoreError) => told.push(error) };
    for (const hash of [null, `$pepper=k2${CHEAP}`, `$pepper=constructor${CHEAP}`]) {
      expect(await crypto.verifyLogin('a', hash, options)).toEqual({ ok: false, needsRehash: false });
    }
    expect(verify.mock.calls.map(([password, hash]) => [password.length, hash.slice(0, 7)])).toEqual(
      Array(3).fill([44, '$2b$10$']),
    );
    expect(told.map(({ details }) => details.argument)).toEqual(['options.pepper', 'options.pepper']);
  });

  it.each([
    ['that is empty', ''],
    ['of more than 72 bytes', 's'.repeat(73)],
    ['with a NUL', 'a\0'],
    ['with a lone surrogate', '\ud800'],
  ])('does the work of a hash for a password %s, which is never right', async (_, password) => {
    const verify = vi.spyOn(backend.crypto, 'verifyPassword');
    // What stands in for it is no password either.
    const ofStandIn = bcryptjs.hashSync('\u0001', 4);
    for (const hash of [CHEAP, ofStandIn, null]) {
      expect(await crypto.verifyLogin(password, hash, { cost: 10 })).toEqual({ ok: false, needsRehash: false });
    }
    expect(verify.mock.calls.map(([, hash]) => hash.slice(0, 7))).toEqual(['$2b$04$', '$2b$04$', '$2b$10$']);
  });

  it('wipes what it read', async () => {
    const verify = vi.spyOn(backend.crypto, 'verifyPassword');
    await crypto.verifyLogin('a', CHEAP, { cost: 10 });
    await crypto.verifyLogin(Buffer.from('a'), `$pepper=k1${CHEAP}`, { cost: 10, pepper: first });
    await crypto.verifyPassword('a', CHEAP);
    expect(verify.mock.calls.map(([password]) => password.length)).toEqual([1, 44, 1]);
    for (const [password] of verify.mock.calls) expect(password.every((byte) => byte === 0)).toBe(true);
  });

  it('tells the operator of a hash that cannot be used', async () => {
    const told: ClinicoreError[] = [];
    const onUnusableHash = (error: ClinicoreError) => told.push(error);
    for (const hash of [null, 'not a hash', CHEAP.replace('$04$', '$31$'), CHEAP]) {
      await crypto.verifyLogin('a', hash, { cost: 10, onUnusableHash });
    }
    expect(told.map(({ code }) => code)).toEqual(['ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED']);
  });

  it('takes the hashes it would make itself, whatever is the highest cost otherwise', async () => {
    const hash = await crypto.hashPassword('secret', { cost: 10 });
    const costly = { cost: 10, maxCost: 9 };
    expect(await crypto.verifyLogin('secret', hash, costly)).toEqual({ ok: true, needsRehash: false });
    expect(await failure(() => crypto.verifyPassword('secret', hash, { maxCost: 9 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
    });
  });

  it('has a password hashed anew of which only the beginning was looked at', async () => {
    const cut = bcryptjs.hashSync('s'.repeat(80), 10);
    const options = { cost: 10, allowTruncated: true };
    expect(await crypto.verifyLogin('s'.repeat(80), cut, options)).toEqual({ ok: true, needsRehash: true });
    expect(await crypto.verifyLogin('s'.repeat(72), cut, options)).toEqual({ ok: true, needsRehash: false });
    expect(await crypto.verifyLogin('t'.repeat(80), cut, options)).toEqual({ ok: false, needsRehash: false });
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
