/**
 * bcrypt at cost 10 against npm bcrypt (C++) and @node-rs/bcrypt (Rust), both on libuv's threads, and bcryptjs (JavaScript
 * on the event loop). What lanes gain on one core, without Node: `crates/crypto/examples/bcrypt_lanes.rs`.
 */
import { stat } from 'node:fs/promises';

/** Of "correct horse", made by npm bcrypt. */
const hash = '$2b$10$fIpxJKatobLDivcSb6wgLOLFeyGVwr/11b5lnj5bHnqRaQr0EkEry';

const contenders = {
  clinicore: async () => {
    const { crypto } = await import('clinicore');
    return (passwords) => Promise.all(passwords.map((password) => crypto.verifyPassword(password, hash)));
  },
  'npm bcrypt': async () => {
    const { default: bcrypt } = await import('bcrypt');
    return (passwords) => Promise.all(passwords.map((password) => bcrypt.compare(password, hash)));
  },
  '@node-rs/bcrypt': async () => {
    const { default: bcrypt } = await import('@node-rs/bcrypt');
    return (passwords) => Promise.all(passwords.map((password) => bcrypt.compare(password, hash)));
  },
  bcryptjs: async () => {
    const { default: bcryptjs } = await import('bcryptjs');
    return (passwords) => Promise.all(passwords.map((password) => bcryptjs.compare(password, hash)));
  },
};

export const cases = [1, 64].map((logins) => ({
  name: logins === 1 ? 'verifyPassword, one login' : `verifyPassword, ${logins} logins at once`,
  input: () => Array.from({ length: logins }, (_, i) => (i % 2 === 0 ? 'correct horse' : 'wrong horse')),
  contenders,
  summary: (verified) => verified,
  agree: (a, b) => a[0] === true && JSON.stringify(a) === JSON.stringify(b),
  // What the service's other requests do meanwhile.
  bystander: { name: 'fs.stat', call: () => stat('.') },
}));
