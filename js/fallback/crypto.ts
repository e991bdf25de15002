import type { CryptoBackend } from '../contract/crypto';
import { audit } from './crypto/audit';
import { otp } from './crypto/otp';
import { password } from './crypto/password';
import { vault } from './crypto/vault/keyring';

/** `clinicore/crypto` in JavaScript. */
export const crypto: CryptoBackend = { ...audit, ...otp, ...password, ...vault };
