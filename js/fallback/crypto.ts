import type { CryptoBackend } from '../contract/crypto';
import { otp } from './crypto/otp';
import { password } from './crypto/password';

/** `clinicore/crypto` in JavaScript. */
export const crypto: CryptoBackend = { ...otp, ...password };
