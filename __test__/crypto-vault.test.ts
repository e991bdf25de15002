import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { inspect } from 'node:util';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from './backends';

const { Vault } = crypto;
const key1 = Buffer.alloc(32, 0x11);
const key2 = Buffer.alloc(32, 0x22);
const place = { tenant: 'clinic', table: 'patients', column: 'phone', row: 42 };
const keyring = () => ({ current: 2, keys: [1, 2].map((id) => ({ id, key: id === 1 ? key1 : key2 })) });

/** What every failure to open must be, whatever the reason. */
const NOT_GENUINE = {
  code: 'ERR_AUTHENTICATION_FAILED',
  message: 'sealed is not genuine: it was not sealed by these keys for this context, or was changed since',
  details: {},
};

/** The context's encoding, as docs/crypto.md has it. */
const encoded = (...parts: string[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const text = Buffer.from(part);
      return [Buffer.of(text.length >> 8, text.length & 255), text];
    }),
  );

/** Opens a sealed field by docs/crypto.md alone. */
function openByTheBook(sealed: Buffer, key: Buffer, context: Buffer): string {
  const [header, salt] = [sealed.subarray(0, 61), sealed.subarray(5, 29)];
  const fields = Buffer.from(hkdfSync('sha256', key, '', 'clinicore.vault.v1 fields', 32));
  const derived = (label: string) => createHmac('sha256', fields).update(label).update(salt).update('\x01').digest();
  expect(sealed.subarray(29, 61)).toEqual(derived('clinicore.vault.field.commit'));
  const decipher = createDecipheriv('aes-256-gcm', derived('clinicore.vault.field.key'), Buffer.alloc(12));
  decipher.setAAD(Buffer.concat([header, context])).setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(61, -16), undefined, 'utf8') + decipher.final('utf8');
}

describe.each(backends)('the vault on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  const vaultOf = (options = keyring()) => {
    useBackend(name);
    return new Vault(options);
  };

  it('seals in the format of docs/crypto.md', () => {
    const sealed = vaultOf().seal('+49 151 1234567 ä', place);
    expect(sealed.subarray(0, 5)).toEqual(Buffer.of(1, 0, 0, 0, 2));
    expect(sealed).toHaveLength(Buffer.byteLength('+49 151 1234567 ä') + 77);
    expect(openByTheBook(sealed, key2, encoded('clinic', 'patients', 'phone', '42'))).toBe('+49 151 1234567 ä');
    expect(
      openByTheBook(
        vaultOf().seal('', { ...place, tenant: 'Grüße' }),
        key2,
        encoded('Grüße', 'patients', 'phone', '42'),
      ),
    ).toBe('');
  });

  it('opens what it sealed: nothing, text, bytes, a megabyte', () => {
    const vault = vaultOf();
    for (const field of ['', 'Jane Doe', '日本語 🔑', Buffer.of(0, 255), new Uint8Array(0), Buffer.alloc(1 << 20, 7)]) {
      const opened = vault.open(vault.seal(field, place), place);
      expect(opened.equals(typeof field === 'string' ? Buffer.from(field) : field)).toBe(true);
    }
  });

  it('never seals twice alike', () => {
    const vault = vaultOf();
    const sealed = Array.from({ length: 100 }, () => vault.seal('', place).toString('hex', 5, 29));
    expect(new Set(sealed).size).toBe(100);
  });

  it('takes an integer for its digits, whichever type a database driver gives', () => {
    const vault = vaultOf();
    for (const row of [42, 42n, '42'])
      expect(vault.open(vault.seal('a', place), { ...place, row }).toString()).toBe('a');
    const largest = 2n ** 63n - 1n;
    expect(vault.open(vault.seal('a', { ...place, row: largest }), { ...place, row: String(largest) }).toString()).toBe(
      'a',
    );
  });

  it('refuses every flipped bit', async () => {
    const vault = vaultOf();
    const sealed = vault.seal('field', place);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await failure(() => vault.open(flipped, place)), `bit ${bit}`).toEqual(NOT_GENUINE);
    }
  });

  it('refuses every truncation, additions, and what was never sealed', async () => {
    const vault = vaultOf();
    const sealed = vault.seal('field', place);
    const hostile = Array.from({ length: sealed.length }, (_, length) => sealed.subarray(0, length));
    hostile.push(Buffer.concat([sealed, Buffer.of(0)]), sealed.subarray(1), Buffer.alloc(77), Buffer.alloc(3 << 20, 1));
    for (const bytes of hostile)
      expect(await failure(() => vault.open(bytes, place)), `${bytes.length}`).toEqual(NOT_GENUINE);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await failure(() => vault.open(bytes, place))).toEqual(NOT_GENUINE);
      }),
      { seed: 20261121, numRuns: 200 },
    );
  });

  it('refuses another place, key, key id and version with the same words', async () => {
    const vault = vaultOf();
    const sealed = vault.seal('field', place);
    for (const part of ['tenant', 'table', 'column', 'row'] as const) {
      expect(await failure(() => vault.open(sealed, { ...place, [part]: 'other' })), part).toEqual(NOT_GENUINE);
    }
    const swapped = { ...place, tenant: place.table, table: place.tenant };
    expect(await failure(() => vault.open(sealed, swapped))).toEqual(NOT_GENUINE);
    const others = vaultOf({ current: 2, keys: [{ id: 2, key: key1 }] });
    expect(await failure(() => others.open(sealed, place))).toEqual(NOT_GENUINE);
    const unknown = vaultOf({ current: 1, keys: [{ id: 1, key: key1 }] });
    expect(await failure(() => unknown.open(sealed, place))).toEqual(NOT_GENUINE);
    for (const head of [
      [2, 0, 0, 0, 2],
      [1, 0, 0, 0, 1],
      [1, 0, 0, 0, 0],
      [1, 255, 255, 255, 255],
      [0, 0, 0, 0, 2],
    ]) {
      const changed = Buffer.concat([Buffer.from(head), sealed.subarray(5)]);
      expect(await failure(() => vault.open(changed, place)), `${head}`).toEqual(NOT_GENUINE);
    }
  });

  it('tells contexts apart that are the same text cut differently', async () => {
    const vault = vaultOf();
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\x01', 'ä', ':'), minLength: 1, maxLength: 3 });
    const context = fc.record({ tenant: part, table: part, column: part, row: part });
    await fc.assert(
      fc.asyncProperty(context, context, async (one, other) => {
        const sealed = vault.seal('x', one);
        expect(vault.open(sealed, one).toString()).toBe('x');
        const isSame = (Object.keys(one) as (keyof typeof one)[]).every((key) => one[key] === other[key]);
        if (!isSame) expect(await failure(() => vault.open(sealed, other))).toEqual(NOT_GENUINE);
      }),
      { seed: 20261121, numRuns: 300 },
    );
    const sealed = vault.seal('x', { tenant: 'ab', table: 'c', column: 'd', row: 'e' });
    expect(await failure(() => vault.open(sealed, { tenant: 'a', table: 'bc', column: 'd', row: 'e' }))).toEqual(
      NOT_GENUINE,
    );
  });

  it('opens under former keys, and rotates lazily', async () => {
    const before = vaultOf({ ...keyring(), current: 1 });
    const after = vaultOf();
    const old = before.seal('field', place);
    expect([before.isCurrent(old), after.isCurrent(old)]).toEqual([true, false]);
    const fresh = after.rotate(old, place);
    expect(after.isCurrent(fresh)).toBe(true);
    expect(after.open(fresh, place).toString()).toBe('field');
    expect(after.open(old, place).toString()).toBe('field');
    expect(after.rotate(fresh, place)).toBe(fresh);
    expect(await failure(() => after.rotate(old, { ...place, row: 43 }))).toEqual(NOT_GENUINE);
    expect(await failure(() => after.rotate(Buffer.alloc(9), place))).toEqual(NOT_GENUINE);
    expect(after.isCurrent(fresh.subarray(0, 76))).toBe(false);
  });

  it('takes the largest key id', () => {
    const id = 2 ** 32 - 1;
    const vault = vaultOf({ current: id, keys: [{ id, key: key1 }] });
    const sealed = vault.seal('a', place);
    expect(sealed.subarray(0, 5)).toEqual(Buffer.of(1, 255, 255, 255, 255));
    expect(vault.isCurrent(sealed)).toBe(true);
    expect(vault.open(sealed, place).toString()).toBe('a');
  });

  it('copies its keys, shows none, and wipes them', async () => {
    const key = Buffer.from(key2);
    const vault = vaultOf({ current: 7, keys: [{ id: 7, key }] });
    key.fill(0);
    const sealed = vault.seal('a', place);
    expect(openByTheBook(sealed, key2, encoded('clinic', 'patients', 'phone', '42'))).toBe('a');
    const shown = inspect(vault, { showHidden: true, depth: 9 });
    expect(shown).toMatch(/Vault .*current: 7/s);
    expect(JSON.parse(JSON.stringify(vault))).toEqual({});
    vault.close();
    vault.close();
    const closed = { code: 'ERR_INVALID_ARGUMENT', message: 'The vault is closed: its keys were wiped' };
    expect(await failure(() => vault.seal('a', place))).toMatchObject(closed);
    expect(await failure(() => vault.open(sealed, place))).toMatchObject(closed);
    expect(await failure(() => vault.sealMany(['a'], place))).toMatchObject(closed);
    expect(await failure(() => vault.sealStream(place))).toMatchObject(closed);
    expect(await failure(() => vault.openFile(sealed, place))).toMatchObject(closed);
  });

  it.each([
    ['no field', undefined, place, 'field must be a string, a Buffer or a Uint8Array, got undefined'],
    [
      'a number, which it does not show',
      271828,
      place,
      'field must be a string, a Buffer or a Uint8Array, got an object',
    ],
    ['a lone surrogate', 'a\ud800', place, 'field must be well-formed Unicode, got a string'],
    ['no context', 'a', undefined, 'context must be an object, got undefined'],
    [
      'no row',
      'a',
      { ...place, row: undefined },
      'context.row must be a text that is not empty, or an integer, got undefined',
    ],
    [
      'an empty part',
      'a',
      { ...place, tenant: '' },
      'context.tenant must be a text that is not empty, or an integer, got an empty string',
    ],
    [
      'a fraction',
      'a',
      { ...place, row: 1.5 },
      'context.row must be a text that is not empty, or an integer, got a fraction',
    ],
    [
      'an integer that lost digits',
      'a',
      { ...place, row: 2 ** 53 },
      'context.row must be a text that is not empty, or an integer, got an integer',
    ],
    [
      'a lone surrogate in a part',
      'a',
      { ...place, row: '\udc00' },
      'context.row must be well-formed Unicode, got a string',
    ],
  ])('refuses %s', async (_, field, context, message) => {
    const vault = vaultOf();
    const error = await failure(() => vault.seal(field as string, context as typeof place));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', message });
  });

  it('refuses an unknown part, too long ones and too large fields', async () => {
    const vault = vaultOf();
    expect(await failure(() => vault.seal('a', { ...place, rows: 1 } as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'context' },
    });
    for (const field of [Buffer.alloc((1 << 20) + 1), 'a'.repeat((1 << 20) + 1), 'ä'.repeat(1 << 20)]) {
      expect(await failure(() => vault.seal(field, place))).toMatchObject({
        code: 'ERR_LIMIT_EXCEEDED',
        details: { argument: 'field', limit: 1 << 20 },
      });
    }
    expect(await failure(() => vault.seal('a', { ...place, row: 'r'.repeat(1025) }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
    });
    const longest = { ...place, row: '日'.repeat(1024) };
    expect(vault.open(vault.seal('a', longest), longest).toString()).toBe('a');
  });
});

describe('the keyring', () => {
  it('generates keys', () => {
    expect(Vault.generateKey()).toHaveLength(32);
    expect(Vault.generateKey().equals(Vault.generateKey())).toBe(false);
  });

  it.each([
    ['no options', undefined, 'options must be an object, got undefined'],
    [
      'an unknown option',
      { ...keyring(), pepper: key1 },
      'options has a property that is not known here; known are current, keys, indexKey',
    ],
    ['no keys', { current: 1, keys: [] }, 'options.current must be the id of one of the keys'],
    ['another current key', { ...keyring(), current: 3 }, 'options.current must be the id of one of the keys'],
    [
      'id 0',
      { current: 0, keys: [{ id: 0, key: key1 }] },
      'options.current must be an integer from 1 to 4294967295, got 0',
    ],
    [
      'id 2^32',
      { current: 1, keys: [{ id: 2 ** 32, key: key1 }] },
      'options.keys[0].id must be an integer from 1 to 4294967295, got 4294967296',
    ],
    [
      'two keys of one id',
      {
        current: 1,
        keys: [
          { id: 1, key: key1 },
          { id: 1, key: key2 },
        ],
      },
      'options.keys must not have two keys of one id',
    ],
    [
      '31 bytes',
      { current: 1, keys: [{ id: 1, key: key1.subarray(1) }] },
      'options.keys[0].key must be 32 bytes long, got 31',
    ],
    [
      'a key in base64',
      { current: 1, keys: [{ id: 1, key: key1.toString('base64') }] },
      'options.keys[0].key must be a Buffer or Uint8Array, got a string',
    ],
    ['an index key that seals', { ...keyring(), indexKey: key1 }, 'options.indexKey must not be one of the keys'],
  ])('refuses %s', async (_, options, message) => {
    const error = await failure(() => new Vault(options as never));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', message });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('make the same bytes of the same salt, and open what the other made', () => {
    const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    const field = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(
        bytes(32),
        fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        bytes(24),
        field,
        field,
        (key, id, salt, text, context) => {
          const [native, js] = (['native', 'js'] as const).map(
            (name) => new (useBackend(name).crypto.Keyring)(Uint32Array.of(id), key),
          );
          const made = native?.seal(text, context, salt) as Uint8Array;
          expect(Buffer.from(js?.seal(text, context, salt) as Uint8Array).equals(made)).toBe(true);
          for (const keys of [native, js])
            expect(Buffer.from(keys?.open(made, context) as Uint8Array).equals(text)).toBe(true);
          made[made.length - 1] = (made.at(-1) as number) ^ 1;
          for (const keys of [native, js]) expect(keys?.open(made, context)).toBe(null);
        },
      ),
      { seed: 20261121, numRuns: 200 },
    );
  });
});
