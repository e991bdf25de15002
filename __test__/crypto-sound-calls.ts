/** A sound call of each function of `clinicore/crypto`: see sound-calls.ts. */
import { crypto } from 'clinicore';
import { task } from './sound-options';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const BCRYPT = '$2b$04$abcdefghijklmnopqrstuuMMz57gzJPZiKoBvYsp1xHL2x0DQ5GXK';
const pepper = () => ({ current: 'k', keys: { k: Buffer.alloc(32) } });
const code = () => ({ algorithm: 'SHA-256', digits: 8, minSecretBytes: 10 });
const { codes, hashes } = crypto.recoveryCodes();
const { key, hash } = crypto.generateApiKey();

const ring = () => ({
  current: 2,
  keys: [1, 2].map((id) => ({ id, key: Buffer.alloc(32, id) })),
  indexKey: Buffer.alloc(32),
});
const column = () => ({ tenant: 1n, table: 'patients', column: 'phone' });
const place = () => ({ ...column(), row: 42 });
const places = () => ({ ...column(), row: [1, '2'] });
const vault = new crypto.Vault({ ...ring(), current: 1 });
const sealed = vault.seal('a', place());
const sealedMany = await vault.sealMany(['a', 'b'], places());
const sealedFile = await vault.sealFile(Buffer.from('a'), place()).toBuffer();

const chain = new crypto.AuditChain({ keys: [Buffer.alloc(32)] });
const entry = chain.append(null, { at: '2026-03-01T09:30:00Z', data: { read: [1] } });
const log = Buffer.from(chain.line(entry));
const { seq, hash: entryHash } = entry;
const link = new crypto.SignedLinks({ keys: [Buffer.alloc(32)] }).sign('/a', { expiresAt: 1e12 });

export const cryptoCalls: Record<string, () => unknown[]> = {
  'crypto.hashPassword': () => ['secret', { cost: 10, pepper: pepper(), ...task() }],
  'crypto.verifyPassword': () => [
    'secret',
    BCRYPT,
    { maxCost: 10, maxMemoryCost: 8, maxTimeCost: 1, allowTruncated: true, pepper: pepper(), ...task() },
  ],
  'crypto.verifyLogin': () => [
    'secret',
    BCRYPT,
    {
      ...{ maxCost: 10, maxMemoryCost: 8, maxTimeCost: 1, allowTruncated: false, pepper: pepper() },
      ...{ algorithm: 'bcrypt', cost: 10, onUnusableHash: () => {}, ...task() },
    },
  ],
  'crypto.needsRehash': () => [BCRYPT, { algorithm: 'argon2id', memoryCost: 7168, timeCost: 5, parallelism: 1 }],
  'crypto.hashPasswords': () => [['a', Buffer.from('b')], { cost: 10, ...task() }],
  'crypto.verifyPasswords': () => [[{ password: 'a', hash: BCRYPT }], { maxCost: 10, ...task() }],
  'crypto.generateOtpSecret': () => [{ bytes: 20 }],
  'crypto.hotp': () => [SECRET, 1, code()],
  'crypto.verifyHotp': () => ['287082', Buffer.from('12345678901234567890'), 1, { lookAhead: 2, ...code() }],
  'crypto.totp': () => [SECRET, { time: 59_000, period: 30, ...code() }],
  'crypto.verifyTotp': () => ['287 082', SECRET, { time: 59_000, period: 30, window: 1, after: 1, ...code() }],
  'crypto.otpauthUri': () => [
    { type: 'totp', issuer: 'Clinic', account: 'jane', secret: SECRET, period: 30, ...code() },
  ],
  'crypto.parseOtpauthUri': () => [`otpauth://totp/a:b?secret=${SECRET}`, { minSecretBytes: 10 }],
  'crypto.qrSvg': () => ['text', { scale: 2 }],
  'crypto.qrPng': () => ['text', { scale: 2 }],
  'crypto.recoveryCodes': () => [{ count: 2 }],
  'crypto.findRecoveryCode': () => [codes[1], [...hashes]],
  'crypto.Lockout': () => [{ freeFailures: 3, lockMs: 1000, maxLockMs: 2000, forgetMs: 5000 }],
  'crypto.Lockout#check': () => [{ failures: 4, lastFailure: 5 }, 6],
  'crypto.Lockout#failed': () => [{ failures: 4, lastFailure: 5 }, 6],
  'crypto.randomToken': () => [16],
  'crypto.constantTimeEqual': () => ['a', Uint8Array.of(97)],
  'crypto.AuditChain': () => [{ keys: [Buffer.alloc(32)] }],
  'crypto.AuditChain#append': () => [
    { seq, hash: entryHash },
    { at: new Date(0), data: { a: [1, { b: null }] } },
  ],
  'crypto.AuditChain#checkpoint': () => [{ seq, hash: entryHash }, '2026-03-01T09:30:00Z'],
  'crypto.AuditChain#line': () => [{ ...entry, data: { read: [1] } }],
  'crypto.AuditChain#verify': () => [
    Buffer.from(log),
    { from: { seq: 0, hash: '0'.repeat(64) }, anchor: { seq, hash: entryHash }, ...task() },
  ],
  'crypto.Vault': () => [ring()],
  'crypto.Vault#seal': () => ['a', place()],
  'crypto.Vault#open': () => [Buffer.from(sealed), place()],
  'crypto.Vault#sealMany': () => [['a', Buffer.from('b')], places(), task()],
  'crypto.Vault#openMany': () => [
    sealedMany.map((one) => Buffer.from(one)),
    places(),
    { onRefused: 'null', ...task() },
  ],
  'crypto.Vault#isCurrent': () => [Buffer.from(sealed)],
  'crypto.Vault#rotate': () => [Buffer.from(sealed), place()],
  'crypto.Vault#rotateMany': () => [sealedMany.map((one) => Buffer.from(one)), places(), task()],
  'crypto.Vault#blindIndex': () => ['a', column(), { bits: 32 }],
  'crypto.Vault#blindIndexes': () => [['a', Buffer.from('b')], column(), { bits: 32, ...task() }],
  'crypto.Vault#sealStream': () => [place()],
  'crypto.Vault#openStream': () => [place()],
  'crypto.Vault#sealFile': () => [Buffer.from('a'), place()],
  'crypto.Vault#openFile': () => [Buffer.from(sealedFile), place()],
  'crypto.CsrfTokens': () => [{ keys: [Buffer.alloc(32)] }],
  'crypto.CsrfTokens#issue': () => ['session'],
  'crypto.CsrfTokens#verify': () => ['token', 'session'],
  'crypto.SignedLinks': () => [{ keys: [Buffer.alloc(32), Buffer.alloc(64)] }],
  'crypto.SignedLinks#sign': () => ['/a?b=c', { expiresAt: 1e12, audience: 'jane' }],
  'crypto.SignedLinks#verify': () => [link, { now: 1e12, audience: 'jane' }],
  'crypto.generateApiKey': () => [{ prefix: 'clinic' }],
  'crypto.parseApiKey': () => [key],
  'crypto.verifyApiKey': () => [key, hash],
};
