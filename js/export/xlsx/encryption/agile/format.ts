/**
 * ECMA-376's agile encryption ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15). A random key encrypts the document, and one made of the
 * password encrypts that key.
 */

/** Bytes that are encrypted under an initialization vector of their own. */
export const SEGMENT = 4096;

/** What keys and vectors are for: 2.3.4.13 and 2.3.4.14. */
export const PURPOSE = {
  verifierInput: Buffer.from('fea7d2763b4b9e79', 'hex'),
  verifierValue: Buffer.from('d7aa0f6d3061344e', 'hex'),
  key: Buffer.from('146e0be7abacd0d6', 'hex'),
  hmacKey: Buffer.from('5fb2ad010cb9e1f6', 'hex'),
  hmacValue: Buffer.from('a0677f02b22c8433', 'hex'),
};

/** Namespaces of its description. */
export const ENCRYPTION = 'http://schemas.microsoft.com/office/2006/encryption';
export const PASSWORD = 'http://schemas.microsoft.com/office/2006/keyEncryptor/password';

/** A number as it is hashed. */
export function numbered(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
