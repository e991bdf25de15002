/**
 * Damages stored hashes, otpauth URIs, codes, tokens, sealed fields and files, and audit logs at random for so many seconds and
 * reads them on both backends: they must give the same, or refuse it with the same typed error, which tells no secret; and only
 * what is as it was made may be genuine. `node fuzz/crypto.mjs [seconds] [seed] [kind]`, after `npm run build:native` and
 * `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { log } from './crypto/audit.mjs';
import { otpauth, totp } from './crypto/otp.mjs';
import { hash } from './crypto/password.mjs';
import { oneOf, seed } from './crypto/random.mjs';
import { token } from './crypto/token.mjs';
import { fields, file } from './crypto/vault.mjs';

const require = createRequire(import.meta.url);
const { useBackend } = require('../dist/backend.js');

const seconds = Number(process.argv[2] ?? 60);
/** What is damaged, what is looked at on a backend, and what must hold of it. */
const KINDS = { hash, otpauth, totp, token, fields, file, log };
const only = process.argv[4];
console.log(`seed ${seed}`);
const end = Date.now() + seconds * 1000;
const done = {};
for (let input = 0; Date.now() < end; input++) {
  const kind = only ?? oneOf(Object.keys(KINDS));
  const [given, look, check] = await KINDS[kind]();
  try {
    useBackend('native');
    const native = await look();
    useBackend('js');
    const js = await look();
    assert.deepEqual(js, native);
    check(native);
    done[kind] = (done[kind] ?? 0) + 1;
  } catch (error) {
    const artifacts = join(import.meta.dirname, 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `crypto-${seed}-${input}.${kind}`);
    writeFileSync(path, given);
    console.error(`input ${input}, kept as ${path}`);
    throw error;
  }
}
const told = Object.entries(done).map(([kind, count]) => `${count} of ${kind}`);
console.log(`${told.join(', ')}: each the same on both backends`);
