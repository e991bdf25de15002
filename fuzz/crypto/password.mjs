/** Stored hashes of passwords. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chance, damaged, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const { crypto } = require('../../dist/index.js');
const { useBackend } = require('../../dist/backend.js');

const golden = (name) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../__test__/golden/crypto', name), 'utf8'));
const PEPPER = { current: 'a', keys: { a: Buffer.alloc(32, 1), b: Buffer.alloc(40, 2) } };

/** Passwords and stored hashes that take little time. */
async function storedHashes() {
  const { crypto: native, Job } = useBackend('native');
  const pairs = golden('bcrypt_libxcrypt.json')
    .vectors.filter(([, hash]) => hash.slice(4, 6) === '04')
    .map(([hex, hash]) => [Buffer.from(hex, 'hex'), hash]);
  const plain = (bytes) => bytes.toString('base64').replace(/=+$/, '');
  for (const [name, key] of [[undefined], ...Object.entries(PEPPER.keys)]) {
    const password = Buffer.from('correct horse');
    const secret = key ? Buffer.from(createHmac('sha256', key).update(password).digest('base64')) : password;
    const prefix = name ? `$pepper=${name}` : '';
    pairs.push([password, prefix + (await native.hashPassword(secret, 4, Buffer.alloc(16, 7), new Job('bulk')))]);
    for (const [memoryCost, timeCost, parallelism, length] of [
      [8, 1, 1, 16],
      [64, 2, 4, 32],
    ]) {
      const none = new Uint8Array(0);
      const salt = Buffer.alloc(16, length);
      const message = { memoryCost, timeCost, parallelism, length, salt, secret: none, associatedData: none };
      const digest = Buffer.from(await native.argon2id(secret, message, new Job('bulk')));
      const costs = `m=${memoryCost},t=${timeCost},p=${parallelism}`;
      pairs.push([password, `${prefix}$argon2id$v=19$${costs}$${plain(salt)}$${plain(digest)}`]);
    }
  }
  return pairs;
}

const HASHES = await storedHashes();
const LIMITS = { maxCost: 5, maxMemoryCost: 64, maxTimeCost: 3 };

export function hash() {
  const [right, text] = oneOf(HASHES);
  const stored = damaged(
    text,
    HASHES.map(([, hash]) => hash),
  );
  const password = oneOf([right, right, Buffer.from('wrong'), damaged(right.toString('latin1'), ['$2b$04$'])]);
  const options = { ...LIMITS, pepper: oneOf([PEPPER, PEPPER, undefined]), allowTruncated: chance(2) };
  const wanted = { pepper: options.pepper, algorithm: oneOf(['bcrypt', 'argon2id']) };
  const secrets = [stored.slice(-50), String(password)];
  // As long as a hash that may be made takes.
  const isLogin = chance(60);
  return [
    stored,
    async () => ({
      verified: await outcome(() => crypto.verifyPassword(password, stored, options), ...secrets),
      needsRehash: await outcome(() => crypto.needsRehash(stored, wanted), ...secrets),
      login: isLogin && (await login(password, stored, options)),
    }),
    ({ verified }) => {
      const isAsItWas = stored === text && password === right && options.pepper;
      // libxcrypt takes passwords that we refuse: of no bytes, with a NUL, of more than 72.
      if (isAsItWas && right.length > 0 && right.length <= 72 && !right.includes(0)) {
        assert(verified === true || /^\$2a/.test(text), `${text} is not verified`);
      }
    },
  ];
}

async function login(password, stored, options) {
  const unusable = [];
  const onUnusableHash = ({ code, message, details }) => unusable.push({ code, message, details });
  const given = { ...options, cost: 10, onUnusableHash };
  return { said: await outcome(() => crypto.verifyLogin(password, stored, given), stored.slice(-50)), unusable };
}
