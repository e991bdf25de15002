/** A sound call of each function of `clinicore/crypto`: see front-door.test.ts. */
import { crypto } from 'clinicore';
import { task } from './sound-options';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const BCRYPT = '$2b$04$abcdefghijklmnopqrstuuMMz57gzJPZiKoBvYsp1xHL2x0DQ5GXK';
const pepper = () => ({ current: 'k', keys: { k: Buffer.alloc(32) } });
const code = () => ({ algorithm: 'SHA-256', digits: 8, minSecretBytes: 10 });
const { codes, hashes } = crypto.recoveryCodes();
const { key, hash } = crypto.generateApiKey();

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
  'crypto.randomToken': () => [16],
  'crypto.constantTimeEqual': () => ['a', Uint8Array.of(97)],
  'crypto.AuditChain': () => [{ keys: [Buffer.alloc(32)] }],
  'crypto.Vault': () => [
    { current: 2, keys: [1, 2].map((id) => ({ id, key: Buffer.alloc(32, id) })), indexKey: Buffer.alloc(32) },
  ],
  'crypto.CsrfTokens': () => [{ keys: [Buffer.alloc(32)] }],
  'crypto.SignedLinks': () => [{ keys: [Buffer.alloc(32), Buffer.alloc(64)] }],
  'crypto.generateApiKey': () => [{ prefix: 'clinic' }],
  'crypto.parseApiKey': () => [key],
  'crypto.verifyApiKey': () => [key, hash],
};
