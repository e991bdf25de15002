/** Sealed fields and files. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { below, chance, cuts, damagedBytes, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const { crypto } = require('../../dist/index.js');
const { useBackend } = require('../../dist/backend.js');

const RINGS = [
  [2, 1],
  [1, 2],
].map((ids) => ({ current: ids[0], keys: ids.map((id) => ({ id, key: Buffer.alloc(32, id) })) }));
const PLACE = { tenant: 'clinic', table: 'patients', column: 'phone' };
const FIELD = 'a secret of some length';

export async function fields() {
  const count = 1 + below(6);
  const rows = Array.from({ length: count }, (_, row) => row);
  useBackend(oneOf(['native', 'js']));
  const sealed = await new crypto.Vault(oneOf(RINGS)).sealMany(
    rows.map((row) => FIELD.slice(row * 4)),
    { ...PLACE, row: rows },
  );
  const given = sealed.map((field) => damagedBytes(field, oneOf([0, 0, 1, 2])));
  const contexts = { ...PLACE, row: rows, ...(chance(6) && { column: oneOf(['name', 'phon', 'phone\0', 7]) }) };
  const ring = oneOf(RINGS);
  return [
    Buffer.concat(given),
    async () => {
      const vault = new crypto.Vault(ring);
      const opened = await outcome(() => vault.openMany(given, contexts, { onRefused: 'null' }));
      const alone = [];
      for (const row of rows) {
        const field = await outcome(() => vault.open(given[row], { ...contexts, row }), FIELD);
        alone.push(field.code ? null : field);
        if (field.code) assert.equal(field.code, 'ERR_AUTHENTICATION_FAILED');
      }
      assert.deepEqual(alone, opened);
      return { opened, all: await outcome(() => vault.openMany(given, contexts), FIELD) };
    },
    ({ opened }) => {
      for (const row of rows) {
        const isAsItWas = given[row].equals(sealed[row]) && contexts.column === 'phone';
        assert.equal(opened[row]?.toString(), isAsItWas ? FIELD.slice(row * 4) : undefined);
      }
    },
  ];
}

export async function file() {
  const content = Buffer.alloc(oneOf([0, 1, 16_383, 16_384, 16_385, 32_768, 40_000]), FIELD);
  const place = { ...PLACE, row: 1 };
  const sealed = await new crypto.Vault(oneOf(RINGS)).sealFile(content, place).toBuffer();
  const given = damagedBytes(sealed, oneOf([0, 1, 1, 2]));
  const pieces = cuts(given);
  const ring = oneOf(RINGS);
  return [
    given,
    async () => {
      const vault = new crypto.Vault(ring);
      const whole = await outcome(() => vault.openFile(given, place).toBuffer(), FIELD);
      assert.deepEqual(await outcome(() => vault.openFile(Readable.from(pieces), place).toBuffer(), FIELD), whole);
      const streamed = await outcome(() => Readable.from(pieces).pipe(vault.openStream(place)).toArray(), FIELD);
      assert.deepEqual(streamed.code ? streamed : Buffer.concat(streamed), whole);
      return whole;
    },
    (opened) => {
      if (given.equals(sealed)) assert(content.equals(opened));
      else assert.equal(opened.code, 'ERR_AUTHENTICATION_FAILED');
    },
  ];
}
