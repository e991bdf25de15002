import { corrupt } from '../fault';

/**
 * Reads the bits of entropy-coded data (T.81 F.2.2.5): without the zero bytes stuffed after those of ones, up to a marker.
 * Past the end there are zeros; `check` tells whether any were taken.
 */
export class BitReader {
  /** The next bits, from the highest; below them there are zeros. */
  bits = 0;
  /** How many they are. */
  count = 0;
  readonly #data: Uint8Array;
  /** The byte that is read next. */
  #at: number;
  /** How many of the bits, at the low end, are not in the data. */
  #invented = 0;

  constructor(data: Uint8Array, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** How far was read: up to a marker, or less. */
  get position(): number {
    return this.#at;
  }

  /** Makes sure of 16 bits. */
  refill(): void {
    if (this.count > 15) return;
    const at = this.#at;
    if (at + 1 < this.#data.length) {
      const first = this.#data[at] as number;
      const second = this.#data[at + 1] as number;
      if (first !== 0xff && second !== 0xff) {
        this.bits |= ((first << 8) | second) << (16 - this.count);
        this.count += 16;
        this.#at = at + 2;
        return;
      }
    }
    this.#refillByBytes();
  }

  #refillByBytes(): void {
    while (this.count <= 23) {
      const at = this.#at;
      const byte = at < this.#data.length ? (this.#data[at] as number) : 0xff;
      if (byte !== 0xff) {
        this.#at = at + 1;
        this.bits |= byte << (24 - this.count);
      } else if (at + 1 < this.#data.length && this.#data[at + 1] === 0) {
        this.#at = at + 2;
        this.bits |= 0xff << (24 - this.count);
      } else {
        this.#invented += 8;
      }
      this.count += 8;
    }
  }

  /** Leaves out bits that there must be: at most 16. */
  skip(count: number): void {
    this.bits <<= count;
    this.count -= count;
  }

  /** Takes at most 16 bits, refilling if need be. */
  take(count: number): number {
    this.refill();
    // In two steps, since none may be taken and a shift by 32 is one by 0.
    const bits = (this.bits >>> 1) >>> (31 - count);
    this.skip(count);
    return bits;
  }

  /** Fails if more bits were taken than there are. */
  check(): void {
    if (this.#invented > this.count) throw corrupt();
  }

  /** Goes on after the restart marker (B.2.1) that must follow the bits that were taken and those that fill the byte. */
  restart(): void {
    this.check();
    if (this.count - this.#invented >= 8) throw corrupt();
    // Any number of bytes of ones may stand before a marker.
    let at = this.#at;
    while (this.#data[at] === 0xff) at++;
    if (at === this.#at || at >= this.#data.length || ((this.#data[at] as number) & 0xf8) !== 0xd0) throw corrupt();
    this.#at = at + 1;
    this.bits = 0;
    this.count = 0;
    this.#invented = 0;
  }
}
