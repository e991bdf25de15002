/** What crosses to a backend for `clinicore/crypto`. */
import type { AuditBackend } from './audit';
import type { OtpBackend } from './otp';
import type { PasswordBackend } from './password';
import type { VaultBackend } from './vault';

/** What a backend can do for `clinicore/crypto`. */
export interface CryptoBackend extends AuditBackend, OtpBackend, PasswordBackend, VaultBackend {}
