/**
 * Passwords, one-time codes, tokens, audit logs, sealed fields: `clinicore/crypto`.
 *
 * @module clinicore/crypto
 */
export type { JsonObject, JsonValue } from './crypto/audit/canonical';
export { type AsStored, AuditChain, type AuditChainOptions, type AuditInput } from './crypto/audit/chain';
export type { AuditCheckpoint } from './crypto/audit/checkpoint';
export type { AuditEntry, AuditHead } from './crypto/audit/entry';
export type { AuditFault, AuditVerification, AuditVerifyOptions } from './crypto/audit/verify';
export type { OtpAlgorithm, OtpCodeOptions } from './crypto/otp/code';
export { type HotpVerification, hotp, type VerifyHotpOptions, verifyHotp } from './crypto/otp/hotp';
export { Lockout, type LockoutAnswer, type LockoutOptions, type LockoutState } from './crypto/otp/lockout';
export { type QrOptions, qrPng, qrSvg } from './crypto/otp/qr';
export {
  findRecoveryCode,
  type RecoveryCodes,
  type RecoveryCodesOptions,
  recoveryCodes,
} from './crypto/otp/recovery';
export { generateOtpSecret, type OtpSecretOptions, type SecretOptions } from './crypto/otp/secret';
export { type TotpOptions, type TotpVerification, totp, type VerifyTotpOptions, verifyTotp } from './crypto/otp/totp';
export { type OtpAccount, otpauthUri, type ParsedOtpAccount, parseOtpauthUri } from './crypto/otp/uri';
export { hashPasswords, type PasswordAndHash, verifyPasswords } from './crypto/password/batch';
export { type HashPasswordOptions, hashPassword } from './crypto/password/hash';
export { type LoginVerification, type VerifyLoginOptions, verifyLogin } from './crypto/password/login';
export { needsRehash } from './crypto/password/needs-rehash';
export type { PasswordHashOptions } from './crypto/password/parameters';
export type { Pepper } from './crypto/password/pepper';
export type { CostLimits } from './crypto/password/stored';
export { type VerifyPasswordOptions, verifyPassword } from './crypto/password/verify';
export {
  type ApiKey,
  type ApiKeyOptions,
  generateApiKey,
  type ParsedApiKey,
  parseApiKey,
  verifyApiKey,
} from './crypto/token/api-key';
export { CsrfTokens, type SigningKeysOptions } from './crypto/token/csrf';
export { constantTimeEqual } from './crypto/token/equal';
export { randomToken } from './crypto/token/random';
export { SignedLinks, type SignLinkOptions, type VerifyLinkOptions } from './crypto/token/signed-links';
export type { BlindIndexesOptions, BlindIndexOptions } from './crypto/vault/blind-index';
export type { ColumnContext, ContextPart, FieldContext, FieldContexts } from './crypto/vault/context';
export type { VaultKey, VaultOptions } from './crypto/vault/keys';
export { type OpenManyOptions, Vault } from './crypto/vault/vault';
