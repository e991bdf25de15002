/**
 * Sealing and opening 1,000 fields of about 32 bytes, against node:crypto one by one.
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

const COUNT = 1000;
const key = Buffer.alloc(32, 7);
const place = { tenant: 'clinic', table: 'patients', column: 'phone' };
const fields = () => Array.from({ length: COUNT }, (_, i) => `Jane Doe, +49 151 ${String(10_000_000 + i * 7919)}, x`);
const rows = Array.from({ length: COUNT }, (_, i) => i + 100_000);
const context = (row) => Buffer.from(`clinic|patients|phone|${row}`);

const vaultOf = async () => {
  const { crypto } = await import('clinicore');
  return new crypto.Vault({ current: 1, keys: [{ id: 1, key }] });
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
  clinicore: async () => {
    const vault = await vaultOf();
    return (texts) => vault.sealMany(texts, { ...place, row: rows });
  },
  'clinicore, one by one': async () => {
    const vault = await vaultOf();
    return (texts) => texts.map((text, i) => vault.seal(text, { ...place, row: rows[i] }));
  },
  'same work': async () => (texts) => texts.map((text, i) => sealDerived(text, rows[i])),
  'same work, tuned': async () => {
    const hmacKey = createSecretKey(key);
    return (texts) => sealDerivedTuned(hmacKey, texts);
  },
  'one key, no commitment': async () => (texts) => texts.map((text, i) => sealPlain(text, rows[i])),
  'the same, tuned': async () => {
    const keyObject = createSecretKey(key);
    return (texts) => sealPlainTuned(keyObject, texts);
  },
};

const sealedByVault = async () => (await vaultOf()).sealMany(fields(), { ...place, row: rows });
const sealedByNode = fields().map((text, i) => sealDerived(text, rows[i]));
const opening = {
  clinicore: async () => {
    const [vault, sealed] = [await vaultOf(), await sealedByVault()];
    return () => vault.openMany(sealed, { ...place, row: rows });
  },
  'clinicore, one by one': async () => {
    const [vault, sealed] = [await vaultOf(), await sealedByVault()];
    return () => sealed.map((field, i) => vault.open(field, { ...place, row: rows[i] }));
  },
  'same work': async () => () => sealedByNode.map((sealed, i) => openDerived(sealed, rows[i])),
};

export const cases = [
  {
    name: `sealing ${COUNT} fields`,
    input: fields,
    contenders: sealing,
    // No two seals are alike, and the formats differ.
    summary: (sealed) => sealed.length,
    agree: (a, b) => a === COUNT && b === COUNT,
  },
  {
    name: `opening ${COUNT} fields`,
    input: () => undefined,
    contenders: opening,
    summary: (opened) => opened.map(String),
    agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  },
];
