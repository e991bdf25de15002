import { createHmac, hkdfSync } from 'node:crypto';
import { crypto } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { Vault } = crypto;
const indexKey = Buffer.alloc(32, 9);
const keys = [{ id: 1, key: Buffer.alloc(32, 1) }];
const column = { tenant: 'clinic', table: 'patients', column: 'phone' };

describe.each(backends)('blind indexes on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  const vault = new Vault({ current: 1, keys, indexKey });

  it('are as docs/crypto.md has them', () => {
    const encoded = Buffer.from('\0\x06clinic\0\x08patients\0\x05phone', 'latin1');
    const sub = Buffer.from(hkdfSync('sha256', indexKey, '', 'clinicore.vault.v1 index', 32));
    const columnKey = createHmac('sha256', sub).update(encoded).update('\x01').digest();
    const full = createHmac('sha256', columnKey).update('+49 151 1234567').digest();
    expect(vault.blindIndex('+49 151 1234567', column)).toEqual(full.subarray(0, 16));
    expect(vault.blindIndex('+49 151 1234567', column, { bits: 256 })).toEqual(full);
  });

  it('are equal for equal values of a column only', () => {
    const index = vault.blindIndex('a', column);
    expect(vault.blindIndex(Buffer.from('a'), column)).toEqual(index);
    expect(vault.blindIndex('A', column)).not.toEqual(index);
    for (const part of ['tenant', 'table', 'column']) {
      expect(vault.blindIndex('a', { ...column, [part]: 'other' })).not.toEqual(index);
    }
    const other = new Vault({ current: 1, keys, indexKey: Buffer.alloc(32, 8) });
    expect(other.blindIndex('a', column)).not.toEqual(index);
  });

  it('keep their first bits, and clear what is left of the last byte', () => {
    const full = BigInt(`0x${vault.blindIndex('a', column, { bits: 256 }).toString('hex')}`);
    for (let bits = 1; bits <= 256; bits++) {
      const index = vault.blindIndex('a', column, { bits });
      expect(index).toHaveLength(Math.ceil(bits / 8));
      const kept = BigInt(`0x${index.toString('hex')}`) << BigInt(256 - 8 * index.length);
      expect(kept).toBe((full >> BigInt(256 - bits)) << BigInt(256 - bits));
    }
  });

  it('are made of many values at once, and tell the progress', async () => {
    const values = Array.from({ length: 20_000 }, (_, i) => (i % 2 ? `é${i}` : Buffer.from(`${i}`)));
    const told: number[] = [];
    const indexes = await vault.blindIndexes(values, column, { bits: 60, onProgress: (done) => told.push(done) });
    expect(indexes).toHaveLength(20_000);
    for (const i of [0, 1, 19_999]) {
      expect(indexes[i]).toEqual(vault.blindIndex(values[i] as string, column, { bits: 60 }));
    }
    expect(told.length).toBeGreaterThan(0);
    expect(await vault.blindIndexes([], column)).toEqual([]);
    const aborted = vault.blindIndexes(['a'], column, { signal: AbortSignal.abort() });
    expect(await failure(() => aborted)).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('need a key of their own', async () => {
    const without = new Vault({ current: 1, keys });
    const error = { code: 'ERR_INVALID_ARGUMENT', message: 'The vault has no indexKey' };
    expect(await failure(() => without.blindIndex('a', column))).toMatchObject(error);
    expect(await failure(() => without.blindIndexes(['a'], column))).toMatchObject(error);
  });

  it.each([
    ['0 bits', 'a', column, { bits: 0 }, 'options.bits'],
    ['257 bits', 'a', column, { bits: 257 }, 'options.bits'],
    ['an unknown option', 'a', column, { length: 16 }, 'options'],
    ['a row', 'a', { ...column, row: 1 }, {}, 'context'],
    ['a number', 5, column, {}, 'value'],
    ['a lone surrogate', '\ud800', column, {}, 'value'],
  ])('refuse %s', async (_, value, context, options, argument) => {
    const error = await failure(() => vault.blindIndex(value as string, context, options as object));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });
});
