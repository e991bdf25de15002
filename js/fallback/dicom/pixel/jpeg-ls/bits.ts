import { corrupt } from '../fault';

/**
 * Reads the bits of a scan (T.87 9.1): the byte after one of ones has only seven, its first is a stuffed 0. Past the end
 * there are zeros; `check` tells whether any were taken.
 */
export class BitReader {
  readonly #data: Uint8Array;
  /** The byte that is read next. */
  #at: number;
  /** The next bits, from the highest; below them there are zeros. */
  #bits = 0;
  /** How many they are: at most 31. */
  #count = 0;
  /** How many of them, at the low end, are not in the data. */
  #invented = 0;
  #afterOnes = false;

  constructor(data: Uint8Array, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** How far was read: up to a marker, or less. */
  get position(): number {
    return this.#at;
  }

  /** Makes sure of 16 bits where there are fewer. */
  #refill(): void {
    const at = this.#at;
    if (!this.#afterOnes && at + 1 < this.#data.length) {
      const first = this.#data[at] as number;
      const second = this.#data[at + 1] as number;
      if (first !== 0xff && second !== 0xff) {
        this.#bits |= ((first << 8) | second) << (16 - this.#count);
        this.#count += 16;
        this.#at = at + 2;
        return;
      }
    }
    this.#refillByBytes();
  }

  /** Makes sure of 24 bits. */
  #refillByBytes(): void {
    while (this.#count < 24) {
      if (this.#isAtEnd()) {
        this.#invented += 8;
        this.#count += 8;
        continue;
      }
      const byte = this.#data[this.#at++] as number;
      const size = this.#afterOnes ? 7 : 8;
      this.#bits |= byte << (32 - size - this.#count);
      this.#count += size;
      this.#afterOnes = byte === 0xff;
    }
  }

  /** Whether a marker follows, or nothing. */
  #isAtEnd(): boolean {
    const at = this.#at;
    if (at >= this.#data.length) return true;
    return this.#data[at] === 0xff && (at + 1 >= this.#data.length || (this.#data[at + 1] as number) >= 0x80);
  }

  /** Takes at most 16 bits. */
  take(count: number): number {
    if (this.#count < 16) this.#refill();
    // In two steps, since none may be taken and a shift by 32 is one by 0.
    const bits = (this.#bits >>> 1) >>> (31 - count);
    this.#bits <<= count;
    this.#count -= count;
    return bits;
  }

  /** Takes a limited-length Golomb code (T.87 A.5.3): after `mostZeros` it has `plain` bits. */
  golomb(k: number, mostZeros: number, plain: number): number {
    if (this.#count < 16) this.#refill();
    const zeros = Math.clz32(this.#bits);
    const size = zeros + 1 + k;
    if (size > this.#count || zeros >= mostZeros) return this.#longGolomb(k, mostZeros, plain);
    const bits = (this.#bits << zeros) << 1;
    this.#bits = bits << k;
    this.#count -= size;
    return (zeros << k) | ((bits >>> 1) >>> (31 - k));
  }

  /** The same, of one that may not be among the bits as a whole. */
  #longGolomb(k: number, mostZeros: number, plain: number): number {
    let zeros = 0;
    for (;;) {
      const more = Math.min(Math.clz32(this.#bits), this.#count);
      zeros += more;
      if (zeros > mostZeros) throw corrupt();
      this.#bits <<= more;
      this.#count -= more;
      if (this.#count > 0) break;
      this.#refill();
    }
    this.take(1);
    return zeros < mostZeros ? (zeros << k) | this.take(k) : this.take(plain) + 1;
  }

  /** Fails if more bits were taken than there are. */
  check(): void {
    if (this.#invented > this.#count) throw corrupt();
  }

  /** Goes on after the restart marker that must follow. */
  restart(): void {
    this.#refillByBytes();
    // Besides those that fill the last bytes, no bits may be left.
    const isNear = this.#count - this.#invented < 24;
    const marker = this.#data[this.#at + 1] ?? 0;
    if (!isNear || this.#data[this.#at] !== 0xff || marker < 0xd0 || marker > 0xd7) throw corrupt();
    this.#at += 2;
    this.#bits = 0;
    this.#count = 0;
    this.#invented = 0;
    this.#afterOnes = false;
  }
}
