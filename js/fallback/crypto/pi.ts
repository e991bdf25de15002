/** The fraction of π in 32-bit words: what Blowfish starts from. */
export function piWords(count: number): Int32Array {
  // Chudnovsky's series gives 47 bits a term. 64 bits to spare absorb what the divisions cut off.
  const bits = BigInt(32 * count + 64);
  const { q, t } = chudnovsky(0, Math.ceil(Number(bits) / 47));
  const pi = (q * 426_880n * squareRoot(10_005n << (2n * bits))) / t;
  const fraction = (pi >> 64n) & ((1n << BigInt(32 * count)) - 1n);
  const hex = fraction.toString(16).padStart(8 * count, '0');
  return Int32Array.from({ length: count }, (_, i) => Number.parseInt(hex.slice(8 * i, 8 * i + 8), 16));
}

/** The terms `[from, to)` of the series, by binary splitting. */
function chudnovsky(from: number, to: number): { p: bigint; q: bigint; t: bigint } {
  if (to - from > 1) {
    const middle = (from + to) >> 1;
    const left = chudnovsky(from, middle);
    const right = chudnovsky(middle, to);
    return { p: left.p * right.p, q: left.q * right.q, t: left.t * right.q + left.p * right.t };
  }
  if (from === 0) return { p: 1n, q: 1n, t: 13_591_409n };
  const k = BigInt(from);
  const p = (6n * k - 5n) * (2n * k - 1n) * (1n - 6n * k);
  return { p, q: k ** 3n * 10_939_058_860_032_000n, t: p * (13_591_409n + 545_140_134n * k) };
}

/** The integer part of a square root, by Newton's method from above. */
function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt(2 * n.toString(16).length);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
