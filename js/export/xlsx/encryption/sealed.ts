/** An encrypted document ([MS-OFFCRYPTO] 2.3.4.4, 2.3.4.5). */
import { ClinicoreError } from '../../../errors';

/** The streams that it has: how it is encrypted, and what is. */
export const INFO = 'EncryptionInfo';
export const PACKAGE = 'EncryptedPackage';
/** What it is called in messages. */
export const PART = 'encryption';

/** A document that is to be decrypted. */
export interface Sealed {
  /** How it is encrypted, behind the version. */
  readonly info: Buffer;
  /** Its size in eight bytes, then itself, encrypted. */
  readonly stream: Buffer;
  /** What is said to be its size; no more than there is. */
  readonly size: number;
  /** In UTF-16. */
  readonly password: Buffer;
}

/** One error, whatever was wrong: it would help who tries passwords or changes bytes. */
export const notAuthentic = (): ClinicoreError =>
  new ClinicoreError(
    'ERR_AUTHENTICATION_FAILED',
    'The workbook was encrypted with another password, or has been changed',
  );
