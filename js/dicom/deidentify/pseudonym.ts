/** What stands in for a UID, and how far dates are moved: by a key alone, so that files done one by one fit together. */
import { createHmac } from 'node:crypto';

/**
 * The UIDs of the standard itself, which mean the same everywhere. Its numbers are short; devices that make UIDs of instances
 * below its root, as they must not, use long ones, such as times.
 */
const STANDARD = /^1\.2\.840\.10008(\.(0|[1-9]\d{0,3})){1,10}$/;

/** Whether a UID is the standard's: a SOP class, a transfer syntax, a well-known instance. */
export const isStandardUid = (uid: string): boolean => STANDARD.test(uid);

/** Whether a value has nothing in it but what UIDs are made of; it may be empty. */
export const isUidLike = (value: string): boolean => /^[\d.]*$/.test(value);

/** The most days that dates are moved back: ten years. */
const MOST_DAYS = 3652;

/** See the module. */
export class Pseudonyms {
  readonly #key: Buffer;
  /** A file says the same UIDs again and again. */
  readonly #uids = new Map<string, string>();

  constructor(key: Buffer) {
    this.#key = key;
  }

  /**
   * The UID in place of another: `2.25.` and, as a decimal number (PS3.5 B.2), a UUID of version 8 (RFC 9562 5.8) whose 122
   * free bits are the first of HMAC-SHA256(key, 'uid', 0, UID).
   */
  uid(uid: string): string {
    const made = this.#uids.get(uid) ?? this.#made(uid);
    this.#uids.set(uid, made);
    return made;
  }

  #made(uid: string): string {
    const bytes = this.#mac('uid', uid).subarray(0, 16);
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
    return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
  }

  /** How many days the dates of a patient are moved: -1 to -3652. */
  days(patient: string): number {
    // 48 bits over 3652 are even to 1 in 10¹⁰.
    return -1 - (this.#mac('days', patient).readUIntBE(0, 6) % MOST_DAYS);
  }

  /** The uses of the key are apart: no UID says anything of a number of days. */
  #mac(use: string, text: string): Buffer {
    return createHmac('sha256', this.#key).update(`${use}\0${text}`).digest();
  }
}
