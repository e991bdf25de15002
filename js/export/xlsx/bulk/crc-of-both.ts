/**
 * The CRC-32 of `size` bytes of which it is `after`, behind bytes of which it is `before`: that of the first is multiplied by
 * x^(8 * size), as zlib's `crc32_combine` does, in polynomials over GF(2) whose lowest power is the highest bit.
 */
export function crcOfBoth(before: number, after: number, size: number): number {
  let factor = ONE;
  for (let [rest, power] = [size, 0]; rest > 0; rest = Math.floor(rest / 2), power++) {
    if (rest % 2 === 1) factor = product(powerOfTwo(power), factor);
  }
  return (product(factor, before) ^ after) >>> 0;
}

const POLYNOMIAL = 0xedb8_8320;
const ONE = 0x8000_0000;
/** x^8, its square, the square of that, and so on. */
const POWERS = [0x0080_0000];

function powerOfTwo(power: number): number {
  for (let at = POWERS.length; at <= power; at++) {
    const last = POWERS[at - 1] as number;
    POWERS.push(product(last, last));
  }
  return POWERS[power] as number;
}

/** a * b modulo the polynomial. */
function product(a: number, b: number): number {
  let [sum, shifted] = [0, b];
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) sum ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return sum >>> 0;
}
