/** Decoded samples, and what is done to all of them alike before anything is made of them. */

/** Where a sample's value is in its container: `stored` bits up to bit `high`. */
export interface Bits {
  stored: number;
  high: number;
}

/** The lowest bits. */
export const lowest = (stored: number): Bits => ({ stored, high: stored - 1 });

/** What a codec gives. */
export interface Decoded {
  /** Samples of `size` bytes, little endian, from the start of an `ArrayBuffer` of their own on, which may be changed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of a sample: no more than the layout's. */
  size: number;
  /** Whether the samples stand plane after plane. */
  planar: boolean;
  bits: Bits;
  /** Whether the colours are RGB, though the photometric interpretation says YBR. */
  inRgb: boolean;
}
