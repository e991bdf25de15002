import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 of byte strings one after the other. */
export function hmac(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** HKDF-Extract with SHA-256 (RFC 5869, section 2.2). */
export const extract = (salt: Uint8Array, key: Uint8Array): Buffer => hmac(salt, key);

/**
 * HKDF-Expand (RFC 5869, section 2.3). Node's `hkdf` always extracts first, which for a key per record, of a key that is
 * uniformly random already, would be half of the work.
 */
export function expand(hash: 'sha256' | 'sha512', key: Uint8Array, info: Uint8Array, length: number): Buffer {
  const output = Buffer.alloc(length);
  let block: Buffer = Buffer.alloc(0);
  for (let at = 0, counter = 1; at < length; at += block.length, counter++) {
    const made = createHmac(hash, key).update(block).update(info).update(Uint8Array.of(counter)).digest();
    block.fill(0);
    block = made;
    block.copy(output, at);
  }
  block.fill(0);
  return output;
}

/** A sub-key for one purpose, of a key of the caller's. */
export function subKey(key: Uint8Array, purpose: 'fields' | 'streams' | 'index'): Buffer {
  const pseudorandom = extract(new Uint8Array(0), key);
  try {
    return expand('sha256', pseudorandom, Buffer.from(`clinicore.vault.v1 ${purpose}`), 32);
  } finally {
    pseudorandom.fill(0);
  }
}
