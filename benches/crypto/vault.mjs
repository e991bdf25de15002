/**
 * Sealing and opening fields of about 32 bytes, against node:crypto one by one.
 *
 * Two kinds of contender: those that do the same work as the vault (a key for each record, a commitment, a context), and those
 * that do less: AES-256-GCM under one key, without any of it, as most services have it today.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  randomFillSync,
} from 'node:crypto';
import { both, on } from '../clinicore.mjs';

const key = Buffer.alloc(32, 7);
const place = { tenant: 'clinic', table: 'patients', column: 'phone' };
const fields = (count) =>
  Array.from({ length: count }, (_, i) => `Jane Doe, +49 151 ${String(10_000_000 + i * 7919)}, x`);
/** The row of each field. */
const rows = Array.from({ length: 10_000 }, (_, i) => i + 100_000);
const rowsOf = ({ length }) => (length === rows.length ? rows : rows.slice(0, length));
const context = (row) => Buffer.from(`clinic|patients|phone|${row}`);

let vault;
const vaultOf = ({ crypto }) => {
  vault ??= new crypto.Vault({ current: 1, keys: [{ id: 1, key }] });
  return vault;
};

/** A record's key and its commitment. */
function derive(hmacKey, salt) {
  const one = (label) => createHmac('sha256', hmacKey).update(label).update(salt).update('\x01').digest();
  return { recordKey: one('clinicore.vault.field.key'), commitment: one('clinicore.vault.field.commit') };
}

/** The same work, as a service would write it. */
function sealDerived(field, row) {
  const salt = randomBytes(24);
  const { recordKey, commitment } = derive(key, salt);
  const header = Buffer.concat([Buffer.of(1, 0, 0, 0, 1), salt, commitment]);
  const cipher = createCipheriv('aes-256-gcm', recordKey, Buffer.alloc(12));
  cipher.setAAD(Buffer.concat([header, context(row)]));
  return Buffer.concat([header, cipher.update(field, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function openDerived(sealed, row) {
  const { recordKey, commitment } = derive(key, sealed.subarray(5, 29));
  if (!commitment.equals(sealed.subarray(29, 61))) throw new Error('not genuine');
  const decipher = createDecipheriv('aes-256-gcm', recordKey, Buffer.alloc(12), { authTagLength: 16 });
  decipher.setAAD(Buffer.concat([sealed.subarray(0, 61), context(row)])).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(61, -16)), decipher.final()]);
}

/** The same work, tuned: a KeyObject, salts drawn at once, one output, a copy less everywhere. */
function sealDerivedTuned(hmacKey, texts) {
  const salts = randomFillSync(Buffer.allocUnsafe(24 * texts.length));
  const nonce = Buffer.alloc(12);
  const out = Buffer.allocUnsafe(texts.reduce((size, text) => size + Buffer.byteLength(text) + 77, 0));
  let at = 0;
  return texts.map((text, i) => {
    const start = at;
    const salt = salts.subarray(i * 24, i * 24 + 24);
    const { recordKey, commitment } = derive(hmacKey, salt);
    at = out.writeUInt32BE(1, out.writeUInt8(1, at));
    at += salt.copy(out, at);
    at += commitment.copy(out, at);
    const cipher = createCipheriv('aes-256-gcm', recordKey, nonce);
    cipher.setAAD(Buffer.concat([out.subarray(start, at), context(rows[i])]));
    at += cipher.update(text, 'utf8').copy(out, at);
    cipher.final();
    at += cipher.getAuthTag().copy(out, at);
    return out.subarray(start, at);
  });
}

/** Less work: one key, a random IV. */
function sealPlain(field, row) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(context(row));
  return Buffer.concat([iv, cipher.update(field, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Less work, tuned: a KeyObject, IVs drawn at once, one output. */
function sealPlainTuned(keyObject, texts) {
  const ivs = randomFillSync(Buffer.allocUnsafe(12 * texts.length));
  const out = Buffer.allocUnsafe(texts.reduce((size, text) => size + Buffer.byteLength(text) + 28, 0));
  let at = 0;
  return texts.map((text, i) => {
    const start = at;
    const iv = ivs.subarray(i * 12, i * 12 + 12);
    const cipher = createCipheriv('aes-256-gcm', keyObject, iv);
    cipher.setAAD(context(rows[i]));
    at += iv.copy(out, at);
    at += cipher.update(text, 'utf8').copy(out, at);
    cipher.final();
    at += cipher.getAuthTag().copy(out, at);
    return out.subarray(start, at);
  });
}

const sealing = {
  ...both((clinicore, texts) => vaultOf(clinicore).sealMany(texts, { ...place, row: rowsOf(texts) })),
  'clinicore, one by one': on('native', (clinicore, texts) =>
    texts.map((text, i) => vaultOf(clinicore).seal(text, { ...place, row: rows[i] })),
  ),
  'same work': async () => (texts) => texts.map((text, i) => sealDerived(text, rows[i])),
  'same work, tuned': async () => {
    const hmacKey = createSecretKey(key);
    return (texts) => sealDerivedTuned(hmacKey, texts);
  },
  'less work: one key, no commitment': async () => (texts) => texts.map((text, i) => sealPlain(text, rows[i])),
  'less work, tuned': async () => {
    const keyObject = createSecretKey(key);
    return (texts) => sealPlainTuned(keyObject, texts);
  },
};

const COUNT = 1000;

/** Each opens what it sealed. */
const opening = {
  ...both((clinicore, { byVault }) => vaultOf(clinicore).openMany(byVault, { ...place, row: rowsOf(byVault) })),
  'clinicore, one by one': on('native', (clinicore, { byVault }) =>
    byVault.map((field, i) => vaultOf(clinicore).open(field, { ...place, row: rows[i] })),
  ),
  'same work':
    async () =>
    ({ byNode }) =>
      byNode.map((sealed, i) => openDerived(sealed, rows[i])),
};

export const cases = [
  ...[1, 10, 100, COUNT, 10_000].map((count) => ({
    name: `Vault.sealMany, ${count.toLocaleString('en')} fields`,
    of: ['Vault.sealMany', 'Vault.seal'],
    growth: { family: 'Vault.sealMany', n: count, unit: 'fields' },
    input: () => fields(count),
    contenders: sealing,
    // No two seals are alike, and the formats differ.
    summary: (sealed) => sealed.length,
    agree: (a, b) => a === count && b === count,
  })),
  {
    name: `Vault.openMany, ${COUNT.toLocaleString('en')} fields`,
    of: ['Vault.openMany', 'Vault.open'],
    input: async () => {
      const { default: clinicore } = await import('clinicore');
      const texts = fields(COUNT);
      return {
        byVault: await vaultOf(clinicore).sealMany(texts, { ...place, row: rowsOf(texts) }),
        byNode: texts.map((text, i) => sealDerived(text, rows[i])),
      };
    },
    contenders: opening,
    summary: (opened) => opened.map(String),
    agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  },
];
