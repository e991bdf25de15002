/** What every module does that holds both backends against each other. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { oneOf, seed } from './random.mjs';

const require = createRequire(import.meta.url);
const { useBackend } = require('../../dist/backend.js');

/** What `assert.deepEqual` says of a difference. */
const same = (js, native) => assert.deepEqual(js, native);
const artifacts = join(import.meta.dirname, '../artifacts');

/**
 * Makes inputs for as many seconds as the command's first argument says (60 by default), or as many of them (`300x`), of any kind
 * or of that of the third one, looks at each on both backends, and fails where they differ; what they differ in is left in fuzz/artifacts.
 *
 * A kind gives what is kept of an input that fails, what is seen of it on the current backend, and, if there are such, what else
 * must hold: `check(native, js)`, which throws; and what to say of an input that fails.
 *
 * @param name what it is that is fuzzed
 * @param kinds by their names, which are the extensions of what is kept
 * @param agree throws where the backends differ: what they see, and the kind
 */
export async function run(name, kinds, agree = same) {
  const [, , amount = '60', , only] = process.argv;
  console.log(`seed ${seed}`);
  const most = Number.parseInt(amount, 10);
  const end = Date.now() + most * 1000;
  const isDone = amount.endsWith('x') ? (input) => input >= most : () => Date.now() >= end;
  const done = {};
  for (let input = 0; !isDone(input); input++) {
    const kind = only ?? oneOf(Object.keys(kinds));
    const [data, look, check, about] = await kinds[kind]();
    try {
      useBackend('native');
      const native = await look();
      useBackend('js');
      const js = await look();
      agree(js, native, kind);
      check?.(native, js);
      done[kind] ??= { inputs: 0, refused: 0 };
      done[kind].inputs++;
      if (native?.code) done[kind].refused++;
    } catch (error) {
      mkdirSync(artifacts, { recursive: true });
      const path = join(artifacts, `${name}-${seed}-${input}.${kind}`);
      writeFileSync(path, data);
      console.error(`input ${input}, kept as ${path}${about ? `, with ${about}` : ''}`);
      throw error;
    }
  }
  const told = Object.entries(done).map(([kind, { inputs, refused }]) => `${inputs} of ${kind} (${refused} refused)`);
  console.log(`${told.join(', ')}: each the same on both backends`);
}
