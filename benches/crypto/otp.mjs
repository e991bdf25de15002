/** One-time codes against otplib and speakeasy, and the pictures that enrol with against a QR package. */
import { both } from '../clinicore.mjs';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SECONDS = 1_800_000_000;
const TIME = { time: SECONDS * 1000 };
const CODES = 1000;
const ACCOUNT = { issuer: 'Eye Clinic', account: 'jane@example.org', secret: SECRET };

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const all = (answer) => answer;

const otplib = (call) => async () => {
  const library = await import('otplib');
  return (given) => call(library, given);
};
const speakeasy = (call) => async () => {
  const { default: library } = await import('speakeasy');
  return (given) => call(library, given);
};
const OLD = { secret: SECRET, encoding: 'base32' };

/** Wrong ones, which are compared with every step; the first is right. */
const guesses = (counter) => async () => {
  const { crypto } = await import('clinicore');
  const right =
    counter === undefined ? crypto.totp(SECRET, { time: (SECONDS - 30) * 1000 }) : crypto.hotp(SECRET, counter);
  return Array.from({ length: CODES }, (_, i) => (i === 0 ? right : String(100_000 + 7 * i)));
};
const counters = () => Array.from({ length: CODES }, (_, i) => i + 1);

const checked = { per: CODES, summary: all, agree: (a, b) => a[0] === true && same(a, b) };
const made = { per: CODES, summary: all, agree: same };

const codes = [
  {
    name: 'verifyTotp, window 1',
    of: ['crypto.verifyTotp'],
    input: guesses(),
    contenders: {
      ...both(({ crypto }, codes) => codes.map((code) => crypto.verifyTotp(code, SECRET, TIME).ok)),
      otplib: otplib(({ verifySync }, codes) =>
        codes.map((token) => verifySync({ secret: SECRET, token, epoch: SECONDS, epochTolerance: 30 }).valid),
      ),
      speakeasy: speakeasy(({ totp }, codes) =>
        codes.map((token) => totp.verify({ ...OLD, time: SECONDS, window: 1, token })),
      ),
    },
    ...checked,
  },
  {
    name: 'verifyHotp, 10 ahead',
    of: ['crypto.verifyHotp'],
    input: guesses(3),
    contenders: {
      ...both(({ crypto }, codes) => codes.map((code) => crypto.verifyHotp(code, SECRET, 0, { lookAhead: 10 }).ok)),
      otplib: otplib(({ verifySync }, codes) =>
        codes.map(
          (token) =>
            verifySync({ strategy: 'hotp', secret: SECRET, token, counter: 0, counterTolerance: [0, 10] }).valid,
        ),
      ),
    },
    ...checked,
  },
  {
    name: 'totp',
    of: ['crypto.totp'],
    input: counters,
    contenders: {
      ...both(({ crypto }, steps) => steps.map((step) => crypto.totp(SECRET, { time: step * 30_000 }))),
      otplib: otplib(({ generateSync }, steps) =>
        steps.map((step) => generateSync({ secret: SECRET, epoch: step * 30 })),
      ),
      speakeasy: speakeasy((library, steps) => steps.map((step) => library.totp({ ...OLD, time: step * 30 }))),
    },
    ...made,
  },
  {
    name: 'hotp',
    of: ['crypto.hotp'],
    input: counters,
    contenders: {
      ...both(({ crypto }, steps) => steps.map((step) => crypto.hotp(SECRET, step))),
      otplib: otplib(({ generateSync }, steps) =>
        steps.map((counter) => generateSync({ strategy: 'hotp', secret: SECRET, counter })),
      ),
      speakeasy: speakeasy((library, steps) => steps.map((counter) => library.hotp({ ...OLD, counter }))),
    },
    ...made,
  },
];

const enrolling = [
  {
    name: 'generateOtpSecret',
    of: ['crypto.generateOtpSecret'],
    input: counters,
    contenders: {
      ...both(({ crypto }, times) => times.map(() => crypto.generateOtpSecret())),
      otplib: otplib(({ generateSecret }, times) => times.map(() => generateSecret())),
      speakeasy: speakeasy((library, times) => times.map(() => library.generateSecret({ length: 20 }).base32)),
    },
    per: CODES,
    summary: (secrets) => secrets.map((secret) => /^[A-Z2-7]{32}$/.test(secret)),
    agree: (a, b) => a.every(Boolean) && same(a, b),
  },
  {
    name: 'otpauthUri',
    of: ['crypto.otpauthUri'],
    input: counters,
    contenders: {
      ...both(({ crypto }, times) => times.map(() => crypto.otpauthUri(ACCOUNT))),
      otplib: otplib(({ generateURI }, times) => times.map(() => generateURI({ ...ACCOUNT, label: ACCOUNT.account }))),
    },
    per: CODES,
    summary: (uris) => uris.map((uri) => new URL(uri).searchParams.get('secret')),
    agree: same,
  },
  {
    name: 'qrSvg, an address to enrol with',
    of: ['crypto.qrSvg', 'crypto.otpauthUri'],
    input: async () => (await import('clinicore')).crypto.otpauthUri(ACCOUNT),
    contenders: {
      ...both(({ crypto }, uri) => crypto.qrSvg(uri)),
      'qrcode-generator': async () => {
        const { default: qrcode } = await import('qrcode-generator');
        return (uri) => {
          const code = qrcode(0, 'M');
          code.addData(uri);
          code.make();
          return code.createSvgTag({ scalable: true });
        };
      },
    },
    // Masks may differ; both are scanned in the tests of qrSvg.
    summary: (svg) => svg.startsWith('<svg'),
    agree: (a, b) => a && b,
  },
];

export const cases = [...codes, ...enrolling];
