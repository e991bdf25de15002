/**
 * Logarithm, exponential and normal quantile from + − × ÷ √ alone.
 *
 * V8's and Rust's mathematical libraries differ in last bits, and a search that branches on such bits would end
 * elsewhere: these are written alike in both backends and agree to the bit.
 */

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

const LN_2_HIGH = 0.6931471803691238;
const LN_2_LOW = 1.9082149292705877e-10;

/** The exponent of a normal number. */
export function exponentOf(x: number): number {
  bits[0] = x;
  return (((words[HIGH] as number) >>> 20) & 0xfff) - 1023;
}

/** The mantissa of a normal positive number, in [1, 2). */
export function mantissaOf(x: number): number {
  bits[0] = x;
  words[HIGH] = ((words[HIGH] as number) & 0xfffff) | 0x3ff00000;
  return bits[0] as number;
}

/** 2 to an exponent of a normal number. */
export function powerOfTwo(exponent: number): number {
  bits[0] = 0;
  words[HIGH] = (exponent + 1023) << 20;
  return bits[0] as number;
}

/** The natural logarithm of a normal positive number; NaN for any other. */
export function ln(x: number): number {
  if (!(x >= 2.2250738585072014e-308 && x <= Number.MAX_VALUE)) return Number.NaN;
  let mantissa = mantissaOf(x);
  let exponent = exponentOf(x);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  // The series of 2 artanh((m − 1) / (m + 1)).
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let series = 0;
  for (let odd = 23; odd >= 3; odd -= 2) series = series * z + 1 / odd;
  return exponent * LN_2_HIGH + (2 * s + (2 * s * (z * series) + exponent * LN_2_LOW));
}

/** The exponential; 0 below and infinite above what a normal number can hold. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -708) return 0;
  if (x > 709) return Number.POSITIVE_INFINITY;
  const e = Math.floor(x / Math.LN2 + 0.5);
  const r = x - e * LN_2_HIGH - e * LN_2_LOW;
  let series = 1;
  for (let n = 14; n >= 1; n--) series = series * (r / n) + 1;
  return series * powerOfTwo(e);
}

/** A positive normal base to a power; NaN for any other base. */
export const power = (base: number, exponent: number): number => (exponent === 1 ? base : exp(exponent * ln(base)));

/** The standard normal quantile: Wichura's algorithm AS 241 (1988), routine PPND16. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(0.180625 - q * q, CENTRE);
  const r = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const size = r <= 5 ? ratio(r - 1.6, NEAR_TAIL) : ratio(r - 5, FAR_TAIL);
  return q < 0 ? -size : size;
}

/** The quotient of two polynomials, highest power first. */
const ratio = (x: number, [above, below]: readonly [readonly number[], readonly number[]]): number =>
  above.reduce((sum, c) => sum * x + c, 0) / below.reduce((sum, c) => sum * x + c, 0);

const CENTRE = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
] as const;
const NEAR_TAIL = [
  [
    7.745450142783414e-4, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 5.475938084995345e-4, 0.015198666563616457, 0.14810397642748008, 0.6897673349851001,
    1.6763848301838038, 2.053191626637759, 1,
  ],
] as const;
const FAR_TAIL = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 7.868691311456133e-4, 0.014875361290850615,
    0.1369298809227358, 0.5998322065558879, 1,
  ],
] as const;
