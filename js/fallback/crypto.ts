import type { CryptoBackend } from '../contract/crypto';
import { password } from './crypto/password';

/** `clinicore/crypto` in JavaScript. */
export const crypto: CryptoBackend = { ...password };
