/** One-time codes and the URIs that apps are enrolled by. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { below, damaged, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const { crypto } = require('../../dist/index.js');

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const ACCOUNTS = [
  { account: 'jane', secret: SECRET },
  {
    issuer: 'Eye Clinic',
    account: 'jané@clinic.example',
    secret: SECRET.slice(0, 26),
    algorithm: 'SHA-256',
    digits: 8,
  },
  { type: 'hotp', issuer: 'A&B', account: 'x y', secret: SECRET.repeat(2), counter: 9_007_199_254_740_991 },
  { account: '%41+%', secret: SECRET, algorithm: 'SHA-512', digits: 7, period: 60 },
];
const URIS = ACCOUNTS.map((account) => crypto.otpauthUri(account));

export function otpauth() {
  const uri = damaged(oneOf(URIS), URIS);
  const options = { minSecretBytes: oneOf([undefined, 10, 20]) };
  return [
    uri,
    () => outcome(() => crypto.parseOtpauthUri(uri, options), ...(uri.match(/[A-Z2-7]{10,}/g) ?? [])),
    (parsed) => {
      if (parsed.code) return;
      const again = crypto.parseOtpauthUri(crypto.otpauthUri({ ...parsed, ...options }), options);
      assert.deepEqual(again, parsed);
      assert(crypto.otpauthUri({ ...again, ...options }) === crypto.otpauthUri({ ...parsed, ...options }));
    },
  ];
}

export function totp() {
  const kind = {
    algorithm: oneOf(['SHA-1', 'SHA-256', 'SHA-512', undefined]),
    digits: oneOf([6, 7, 8, undefined]),
    period: oneOf([1, 30, 3600, undefined]),
  };
  const time = oneOf([0, 59_000, 1_234_567_890_123, 8.64e15, below(2 ** 31) * 1000]);
  const right = crypto.totp(SECRET, { ...kind, time });
  const changes = oneOf([0, 0, below(3)]);
  const [code, secret] = [damaged(right, [right], changes), damaged(SECRET, URIS, oneOf([0, 0, changes]))];
  const window = below(11);
  const step = Math.floor(time / 1000 / (kind.period ?? 30));
  const after = oneOf([undefined, null, Math.max(0, step - below(14)), step + below(14)]);
  return [
    JSON.stringify({ code, secret, kind, time, window, after }),
    () => outcome(() => crypto.verifyTotp(code, secret, { ...kind, time, window, after }), secret),
    (verified) => {
      if (code === right && secret === SECRET && (after ?? -1) < step - window)
        assert(verified.ok, 'the code is right');
      if (verified.ok) {
        assert(Math.abs(verified.step - step) <= window && verified.step > (after ?? -1));
        const at = verified.step * (kind.period ?? 30) * 1000;
        if (at <= 8.64e15) assert.equal(crypto.totp(secret, { ...kind, time: at }), code.replaceAll(' ', ''));
      }
    },
  ];
}
