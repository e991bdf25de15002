import type { CryptoBackend } from '../contract/crypto';
import { audit } from './crypto/audit';
import { otp } from './crypto/otp';
import { password } from './crypto/password';

/** `clinicore/crypto` in JavaScript. */
export const crypto: CryptoBackend = { ...audit, ...otp, ...password };
