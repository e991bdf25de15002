/**
 * bcrypt at cost 10 against npm bcrypt (C++) and @node-rs/bcrypt (Rust), both on libuv's threads, and bcryptjs (JavaScript
 * on the event loop). What lanes gain on one core, without Node: `crates/crypto/examples/bcrypt_lanes.rs`.
 */
import { stat } from 'node:fs/promises';
import { both } from '../clinicore.mjs';

/** Of "correct horse", made by npm bcrypt. */
const hash = '$2b$10$fIpxJKatobLDivcSb6wgLOLFeyGVwr/11b5lnj5bHnqRaQr0EkEry';
const COST = 10;

/** Each with how it is told the cost. */
const PEERS = {
  'npm bcrypt': { library: 'bcrypt', cost: COST },
  '@node-rs/bcrypt': { library: '@node-rs/bcrypt', cost: { cost: COST } },
  bcryptjs: { library: 'bcryptjs', cost: COST },
};

/** Each with its own calls, which have the same names. */
const peers = (work) =>
  Object.fromEntries(
    Object.entries(PEERS).map(([name, { library, cost }]) => [
      name,
      async () => {
        const { default: bcrypt } = await import(library);
        return (passwords) => Promise.all(passwords.map((password) => work(bcrypt, password, cost)));
      },
    ]),
  );

const people = (count) => () =>
  Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'correct horse' : 'wrong horse'));
const right = {
  summary: (verified) => verified,
  agree: (a, b) => a[0] === true && JSON.stringify(a) === JSON.stringify(b),
};

const verifying = [1, 4, 16, 64].map((logins) => ({
  name: logins === 1 ? 'verifyPassword, one login' : `verifyPassword, ${logins} logins at once`,
  of: ['crypto.verifyPassword'],
  growth: { family: 'verifyPassword', n: logins, unit: 'logins at once' },
  input: people(logins),
  contenders: {
    ...both(({ crypto }, passwords) => Promise.all(passwords.map((one) => crypto.verifyPassword(one, hash)))),
    ...peers((bcrypt, password) => bcrypt.compare(password, hash)),
  },
  ...right,
  // What the service's other requests do meanwhile.
  bystander: { name: 'fs.stat', call: () => stat('.') },
}));

const batch = {
  name: 'verifyPasswords, 16 of a batch',
  of: ['crypto.verifyPasswords'],
  input: people(16),
  contenders: {
    ...both(({ crypto }, passwords) => crypto.verifyPasswords(passwords.map((password) => ({ password, hash })))),
    ...peers((bcrypt, password) => bcrypt.compare(password, hash)),
  },
  ...right,
};

const login = {
  name: 'verifyLogin, one login',
  of: ['crypto.verifyLogin'],
  input: people(1),
  contenders: {
    ...both(async ({ crypto }, [password]) => [(await crypto.verifyLogin(password, hash)).ok]),
    ...peers((bcrypt, password) => bcrypt.compare(password, hash)),
  },
  ...right,
};

/** Whether what was made is a hash of the password, as npm bcrypt sees it. */
const isHash = async (hashes) => {
  const { default: bcrypt } = await import('bcrypt');
  return Promise.all(hashes.map((made, i) => bcrypt.compare(i % 2 === 0 ? 'correct horse' : 'wrong horse', made)));
};
const hashed = { summary: isHash, agree: (a, b) => a.every(Boolean) && b.every(Boolean) };

const hashing = [
  {
    name: 'hashPassword, one',
    of: ['crypto.hashPassword'],
    input: people(1),
    contenders: {
      ...both(async ({ crypto }, [password]) => [await crypto.hashPassword(password, { cost: COST })]),
      ...peers((bcrypt, password, cost) => bcrypt.hash(password, cost)),
    },
    ...hashed,
  },
  {
    name: 'hashPasswords, 16 of a batch',
    of: ['crypto.hashPasswords'],
    input: people(16),
    contenders: {
      ...both(({ crypto }, passwords) => crypto.hashPasswords(passwords, { cost: COST })),
      ...peers((bcrypt, password, cost) => bcrypt.hash(password, cost)),
    },
    ...hashed,
  },
];

const CALLS = 1000;

const looking = {
  name: 'needsRehash',
  of: ['crypto.needsRehash'],
  per: CALLS,
  input: () => Array(CALLS).fill(hash),
  contenders: {
    ...both(({ crypto }, hashes) => hashes.map((one) => crypto.needsRehash(one, { cost: 12 }))),
    'npm bcrypt': async () => {
      const { default: bcrypt } = await import('bcrypt');
      return (hashes) => hashes.map((one) => bcrypt.getRounds(one) < 12);
    },
  },
  summary: (answers) => answers,
  agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
};

export const cases = [...verifying, batch, login, ...hashing, looking];
