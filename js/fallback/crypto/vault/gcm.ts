import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Bytes of the tag; shorter ones, which Node 20 accepts, are not. */
export const TAG = 16;

const AES = 'aes-256-gcm';
const LENGTHS = { authTagLength: TAG };

/** AES-256-GCM's ciphertext and its tag (NIST SP 800-38D, section 7.1), written to `sealed`. */
export function seal(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array | undefined,
  text: Uint8Array,
  sealed: Uint8Array,
): void {
  const cipher = createCipheriv(AES, key, nonce, LENGTHS);
  if (aad) cipher.setAAD(aad);
  sealed.set(cipher.update(text));
  cipher.final();
  sealed.set(cipher.getAuthTag(), text.length);
}

/** What was sealed, if its tag proves it genuine (section 7.2). */
export function open(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array | undefined,
  sealed: Uint8Array,
): Buffer | undefined {
  if (sealed.length < TAG) return undefined;
  const end = sealed.length - TAG;
  const decipher = createDecipheriv(AES, key, nonce, LENGTHS).setAuthTag(sealed.subarray(end));
  if (aad) decipher.setAAD(aad);
  const text = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
    return text;
  } catch {
    text.fill(0);
    return undefined;
  }
}
