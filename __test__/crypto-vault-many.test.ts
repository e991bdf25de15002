import { crypto } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from './backends';

const { Vault } = crypto;
const keys = [1, 2].map((id) => ({ id, key: Buffer.alloc(32, id) }));
const column = { tenant: 'clinic', table: 'patients', column: 'phone' };
const rows = (count: number) => Array.from({ length: count }, (_, row) => row + 1);
const phones = (count: number) => rows(count).map((row) => `+49 151 ${row}`);

describe.each(backends)('many fields on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  const vaultOf = (current = 2) => {
    useBackend(name);
    return new Vault({ current, keys });
  };

  it('seals a column of many rows, each as if by itself', async () => {
    const vault = vaultOf();
    const sealed = await vault.sealMany(phones(3000), { ...column, row: rows(3000) });
    expect(sealed).toHaveLength(3000);
    for (const [i, row] of rows(3000).entries()) {
      expect(vault.open(sealed[i] as Buffer, { ...column, row }).toString()).toBe(`+49 151 ${row}`);
    }
    expect(new Set(sealed.map((field) => field.toString('hex', 5, 29))).size).toBe(3000);
    const opened = await vault.openMany(sealed, { ...column, row: rows(3000) });
    expect(opened.map(String)).toEqual(phones(3000));
  });

  it('seals several columns of a row, of several tenants too', async () => {
    const vault = vaultOf();
    const contexts = { tenant: ['a', 'b', 7], table: 'patients', column: ['name', 'phone', 'note'], row: 42n };
    const fields = ['Jane Döe', Buffer.of(0, 255), ''];
    const sealed = await vault.sealMany(fields, contexts);
    expect(
      vault.open(sealed[0] as Buffer, { tenant: 'a', table: 'patients', column: 'name', row: 42 }).toString(),
    ).toBe('Jane Döe');
    const opened = await vault.openMany(sealed, contexts);
    expect(opened.map((field) => field.toString('hex'))).toEqual(
      fields.map((field) => Buffer.from(field as string).toString('hex')),
    );
  });

  it('opens what was sealed, whatever the fields and the contexts', async () => {
    const vault = vaultOf();
    const part = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), fc.maxSafeInteger());
    const field = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 40 }));
    const items = fc.array(fc.record({ field, table: part, row: part }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(items, async (items) => {
        const contexts = { ...column, table: items.map(({ table }) => table), row: items.map(({ row }) => row) };
        const sealed = await vault.sealMany(
          items.map(({ field }) => field),
          contexts,
        );
        const opened = await vault.openMany(sealed, contexts);
        for (const [i, { field, table, row }] of items.entries()) {
          const bytes = Buffer.from(field as string);
          expect(bytes.equals(opened[i] as Buffer)).toBe(true);
          expect(bytes.equals(vault.open(sealed[i] as Buffer, { ...column, table, row }))).toBe(true);
        }
      }),
      { seed: 20261121, numRuns: 100 },
    );
  });

  it('says which is not genuine, not why, or gives null for it', async () => {
    const vault = vaultOf();
    const contexts = { ...column, row: rows(600) };
    const sealed: Uint8Array[] = await vault.sealMany(phones(600), contexts);
    sealed[400] = Buffer.alloc(0);
    sealed[301] = sealed[300] as Buffer;
    (sealed[599] as Buffer)[3] = 9;
    const message =
      'sealed[301] is not genuine: it was not sealed by these keys for this context, or was changed since';
    expect(await failure(() => vault.openMany(sealed, contexts))).toEqual({
      code: 'ERR_AUTHENTICATION_FAILED',
      message,
      details: { argument: 'sealed', index: 301 },
    });
    const opened = await vault.openMany(sealed, contexts, { onRefused: 'null' });
    const expected = phones(600).map((phone, i) => ([301, 400, 599].includes(i) ? null : phone));
    expect(opened.map((field) => field?.toString() ?? null)).toEqual(expected);
  });

  it('rotates those that another key sealed', async () => {
    const contexts = { ...column, row: rows(5) };
    const old = await vaultOf(1).sealMany(phones(5), contexts);
    const vault = vaultOf(2);
    const mixed = [...old.slice(0, 3), ...(await vault.sealMany(phones(5), contexts)).slice(3)];
    const rotated = await vault.rotateMany(mixed, contexts);
    expect(rotated.map((field) => vault.isCurrent(field))).toEqual(Array(5).fill(true));
    expect(rotated.slice(3)).toEqual(mixed.slice(3));
    expect(rotated[4]).toBe(mixed[4]);
    expect((await vault.openMany(rotated, contexts)).map(String)).toEqual(phones(5));
    expect(await vault.rotateMany(rotated, contexts)).toEqual(rotated);
    mixed[2] = old[0] as Buffer;
    expect(await failure(() => vault.rotateMany(mixed, contexts))).toMatchObject({
      code: 'ERR_AUTHENTICATION_FAILED',
      details: { argument: 'sealed', index: 2 },
    });
  });

  it('has read what it was given when it returns its promise, and outlives close()', async () => {
    const vault = vaultOf();
    const field = Buffer.from('secret');
    const row = [1];
    const sealing = vault.sealMany([field], { ...column, row });
    field.fill(0);
    row[0] = 2;
    vault.close();
    const [sealed] = await sealing;
    expect(
      vaultOf()
        .open(sealed as Buffer, { ...column, row: 1 })
        .toString(),
    ).toBe('secret');
  });

  it('tells its progress, and stops when it is told to', async () => {
    const vault = vaultOf();
    const told: number[] = [];
    await vault.sealMany(phones(5000), { ...column, row: rows(5000) }, { onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(5000);
    const signal = AbortSignal.abort();
    const call = vault.sealMany(phones(5), { ...column, row: rows(5) }, { signal });
    expect(await failure(() => call)).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('takes none', async () => {
    const vault = vaultOf();
    expect(await vault.sealMany([], { ...column, row: [] })).toEqual([]);
    expect(await vault.openMany([], { ...column, row: 1 })).toEqual([]);
    expect(await vault.rotateMany([], { ...column, row: [] })).toEqual([]);
  });

  it.each([
    [
      'one context for several fields',
      ['a', 'b'],
      { ...column, row: 1 },
      'contexts must be where each value stands, in an array of at least one of its properties, got an object',
    ],
    [
      'too few rows',
      ['a', 'b'],
      { ...column, row: [1] },
      'contexts.row must be a part, or an array of 2 of them, got an array',
    ],
    ['no row', ['a'], column, 'contexts.row must be a text that is not empty, or an integer, got undefined'],
    [
      'an empty row',
      ['a', 'b'],
      { ...column, row: [1, ''] },
      'contexts.row[1] must be a text that is not empty, or an integer, got an empty string',
    ],
    ['no fields', undefined, { ...column, row: [] }, 'fields must be an array, got undefined'],
    [
      'null for a field',
      ['a', null],
      { ...column, row: [1, 2] },
      'fields[1] must be a string, a Buffer or a Uint8Array, got null',
    ],
    [
      'halves of a surrogate pair',
      ['a\ud83d', '\udd11'],
      { ...column, row: [1, 2] },
      'fields[0] must be well-formed Unicode, got a string',
    ],
    [
      'an unknown part',
      ['a'],
      { ...column, rows: [1] },
      'contexts has a property that is not known here; known are tenant, table, column, row',
    ],
  ])('refuses %s', async (_, fields, contexts, message) => {
    const vault = vaultOf();
    const error = await failure(() => vault.sealMany(fields as string[], contexts as never));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', message });
  });

  it('refuses more than one call may hold', async () => {
    const vault = vaultOf();
    expect(await failure(() => vault.sealMany(phones(65_537), { ...column, row: rows(65_537) }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'fields', limit: 65_536, given: 65_537 },
    });
    const megabyte = Buffer.alloc(1 << 20);
    expect(await failure(() => vault.sealMany(Array(65).fill(megabyte), { ...column, row: rows(65) }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'fields', limit: 1 << 26 },
    });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('seal many to the same bytes, and open what the other sealed', async () => {
    const rings = (['native', 'js'] as const).map((name) => {
      const backend = useBackend(name);
      return { backend, keyring: new backend.crypto.Keyring(Uint32Array.of(5, 6), Buffer.alloc(64, 7)) };
    });
    const field = fc.uint8Array({ maxLength: 50 });
    const seed = fc.uint8Array({ minLength: 24, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field, seed), { maxLength: 700 }), field, async (items, shared) => {
        const pack = (list: Uint8Array[]) => {
          let end = 0;
          return { bytes: Buffer.concat(list), ends: Uint32Array.from(list, ({ length }) => (end += length)) };
        };
        const fields = pack(items.map(([text]) => text));
        const contexts = [pack([shared]), pack(items.map(([, part]) => part))];
        const salts = Buffer.concat(items.map(([, , salt]) => salt));
        const [native, js] = await Promise.all(
          rings.map(({ backend, keyring }) => keyring.sealMany(fields, contexts, salts, new backend.Job('bulk'))),
        );
        expect(Buffer.from(native as Uint8Array).equals(js as Uint8Array)).toBe(true);
        let end = 0;
        const sealed = {
          bytes: native as Uint8Array,
          ends: Uint32Array.from(items, ([text]) => (end += text.length + 77)),
        };
        for (const { backend, keyring } of rings) {
          const opened = await keyring.openMany(sealed, contexts, new backend.Job('bulk'));
          expect(fields.bytes.equals(opened.bytes)).toBe(true);
          expect(opened.refused).toHaveLength(0);
        }
      }),
      { seed: 20261121, numRuns: 30 },
    );
  });
});
