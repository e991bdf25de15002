/**
 * Passwords: `clinicore/crypto`.
 *
 * @module
 */
export { type HashPasswordOptions, hashPassword } from './crypto/password/hash';
export { type VerifyPasswordOptions, verifyPassword } from './crypto/password/verify';
