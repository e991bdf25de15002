/** One-time codes against otplib and speakeasy: whether a code is right, one step before and after the present one. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SECONDS = 1_800_000_000;
const CODES = 1000;

/** Wrong ones, which are compared with every step; the first is right. */
const input = async () => {
  const { crypto } = await import('clinicore');
  const right = crypto.totp(SECRET, { time: (SECONDS - 30) * 1000 });
  return Array.from({ length: CODES }, (_, i) => (i === 0 ? right : String(100_000 + 7 * i)));
};

const each = (verified) => (codes) => codes.map(verified);

export const cases = [
  {
    name: `verifyTotp, ${CODES.toLocaleString('en')} codes, window 1`,
    input,
    contenders: {
      clinicore: async () => {
        const { crypto } = await import('clinicore');
        return each((code) => crypto.verifyTotp(code, SECRET, { time: SECONDS * 1000 }).ok);
      },
      'clinicore in JavaScript': async () => {
        process.env.CLINICORE_BACKEND = 'js';
        const { crypto } = await import('clinicore');
        return each((code) => crypto.verifyTotp(code, SECRET, { time: SECONDS * 1000 }).ok);
      },
      otplib: async () => {
        const { verifySync } = await import('otplib');
        return each((token) => verifySync({ secret: SECRET, token, epoch: SECONDS, epochTolerance: 30 }).valid);
      },
      speakeasy: async () => {
        const { default: speakeasy } = await import('speakeasy');
        const options = { secret: SECRET, encoding: 'base32', time: SECONDS, window: 1 };
        return each((token) => speakeasy.totp.verify({ ...options, token }));
      },
    },
    summary: (verified) => verified,
    agree: (a, b) => a[0] === true && JSON.stringify(a) === JSON.stringify(b),
  },
];
