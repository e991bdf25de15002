/** Sealed fields on node:crypto; `docs/crypto.md` has the format. */
import { timingSafeEqual } from 'node:crypto';
import { open, seal, TAG } from './gcm';
import { hmac } from './hkdf';

/** The version of the format. */
export const VERSION = 1;
/** Bytes of a salt. */
export const SALT = 24;

/** Bytes of version and key id. */
export const HEAD = 5;

const SALT_AT = HEAD;
const COMMITMENT_AT = SALT_AT + SALT;
const HEADER = COMMITMENT_AT + 32;

/** Bytes by which a sealed field is longer than the field. */
export const OVERHEAD = HEADER + TAG;

/** Each record's key encrypts one field, so its only nonce never repeats. */
const NONCE = new Uint8Array(12);
/** The counter of HKDF-Expand's first block. */
const FIRST = Uint8Array.of(1);

/** How long the field in `sealed` is, if it is genuine. */
export const fieldLength = (sealed: Uint8Array): number => Math.max(0, sealed.length - OVERHEAD);

/** Version and key id: what all that a vault seals begins with. */
export function headOf(id: number): Buffer {
  const head = Buffer.of(VERSION, 0, 0, 0, 0);
  head.writeUInt32BE(id, 1);
  return head;
}

/** The key id in a head, if it is of this version. */
export function idOf(head: Uint8Array): number | undefined {
  const [version, a = 0, b = 0, c = 0, d = 0] = head;
  return version === VERSION ? ((a << 24) | (b << 16) | (c << 8) | d) >>> 0 : undefined;
}

/** The id of the key that a sealed field names, if it is long enough to be one of this version. */
export const keyIdOf = (sealed: Uint8Array): number | undefined =>
  sealed.length < OVERHEAD ? undefined : idOf(sealed.subarray(0, HEAD));

/** Writes a sealed field; `key` is the sub-key for fields of the key of this id. */
export function sealField(
  id: number,
  key: Uint8Array,
  field: Uint8Array,
  context: Uint8Array,
  salt: Uint8Array,
  sealed: Uint8Array,
): void {
  sealed.set(headOf(id));
  sealed.set(salt, SALT_AT);
  sealed.set(derived(key, 'commit', salt), COMMITMENT_AT);
  const recordKey = derived(key, 'key', salt);
  const aad = Buffer.concat([sealed.subarray(0, HEADER), context]);
  seal(recordKey, NONCE, aad, field, sealed.subarray(HEADER));
  recordKey.fill(0);
}

/** The field, if it is genuine. */
export function openField(key: Uint8Array, sealed: Uint8Array, context: Uint8Array): Buffer | undefined {
  const salt = sealed.subarray(SALT_AT, COMMITMENT_AT);
  // A key that did not seal it is found out here: GCM alone has ciphertexts that several keys open.
  if (!timingSafeEqual(derived(key, 'commit', salt), sealed.subarray(COMMITMENT_AT, HEADER))) return undefined;
  const recordKey = derived(key, 'key', salt);
  const aad = Buffer.concat([sealed.subarray(0, HEADER), context]);
  const field = open(recordKey, NONCE, aad, sealed.subarray(HEADER));
  recordKey.fill(0);
  return field;
}

/** HKDF-Expand to one block of SHA-256. */
const derived = (key: Uint8Array, use: 'key' | 'commit', salt: Uint8Array): Buffer =>
  hmac(key, `clinicore.vault.field.${use}`, salt, FIRST);
