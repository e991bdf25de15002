/**
 * Damages stored hashes, otpauth URIs, codes, tokens, sealed fields and files, and audit logs at random for so many seconds and
 * reads them on both backends: they must give the same, or refuse it with the same typed error, which tells no secret; and only
 * what is as it was made may be genuine. `node fuzz/crypto.mjs [amount] [seed] [kind]`, after `npm run build:native` and
 * `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import { log } from './crypto/audit.mjs';
import { otpauth, totp } from './crypto/otp.mjs';
import { hash } from './crypto/password.mjs';
import { token } from './crypto/token.mjs';
import { fields, file } from './crypto/vault.mjs';
import { run } from './shared/run.mjs';

await run('crypto', { hash, otpauth, totp, token, fields, file, log });
