/** What crosses to a backend for one-time codes in `clinicore/crypto`. */

/** SHA-1, SHA-256 or SHA-512. */
export type OtpHash = 1 | 256 | 512;

/** What a backend can do for one-time codes. Both take about as long whatever the code. */
export interface OtpBackend {
  /** A counter's HMAC, cut to 31 bits (RFC 4226, 5.3), of which a code is the last digits. */
  hotp(hash: OtpHash, key: Uint8Array, counter: number): number;
  /**
   * The place, from 0, of the first of `count` counters from `first` on whose code is `code`, a number of `digits` digits;
   * -1 if there is none. All are worked out and compared whichever it is.
   */
  findHotp(hash: OtpHash, key: Uint8Array, first: number, count: number, digits: number, code: number): number;
}
