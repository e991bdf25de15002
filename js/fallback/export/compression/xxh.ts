/** xxHash (XXH32, XXH64): what LZ4 and zstd frames are checked with. By Yann Collet's specification, 0.1.1. */

const P1 = 0x9e37_79b1;
const P2 = 0x85eb_ca77;
const P3 = 0xc2b2_ae3d;
const P4 = 0x27d4_eb2f;
const P5 = 0x1656_67b1;

const rotl = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** Gathers input into stripes of 16 or 32 bytes. */
abstract class Striped {
  protected size = 0;
  readonly #buffer: Buffer;

  constructor(readonly stripe: number) {
    this.#buffer = Buffer.alloc(stripe);
  }

  update(data: Uint8Array): this {
    const { stripe } = this;
    const held = this.size % stripe;
    this.size += data.length;
    const missing = (stripe - held) % stripe;
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#buffer.set(bytes.subarray(0, held === 0 ? 0 : missing), held);
    if (held > 0 && bytes.length < missing) return this;
    if (held > 0) this.stripes(this.#buffer, 0, stripe);
    const whole = Math.floor((bytes.length - missing) / stripe) * stripe + missing;
    this.stripes(bytes, missing, whole);
    this.#buffer.set(bytes.subarray(whole));
    return this;
  }

  /** What is left of the input. */
  protected tail(): Buffer {
    return this.#buffer.subarray(0, this.size % this.stripe);
  }

  protected abstract stripes(data: Buffer, from: number, to: number): void;
}

/** XXH32 with seed 0. */
export class Xxh32 extends Striped {
  readonly #v = Int32Array.of(P1 + P2, P2, 0, -P1);

  constructor() {
    super(16);
  }

  protected stripes(data: Buffer, from: number, to: number): void {
    let [a, b, c, d] = this.#v as unknown as [number, number, number, number];
    for (let at = from; at < to; at += 16) {
      a = Math.imul(rotl((a + Math.imul(data.readInt32LE(at), P2)) | 0, 13), P1);
      b = Math.imul(rotl((b + Math.imul(data.readInt32LE(at + 4), P2)) | 0, 13), P1);
      c = Math.imul(rotl((c + Math.imul(data.readInt32LE(at + 8), P2)) | 0, 13), P1);
      d = Math.imul(rotl((d + Math.imul(data.readInt32LE(at + 12), P2)) | 0, 13), P1);
    }
    this.#v.set([a, b, c, d]);
  }

  digest(): number {
    const [a, b, c, d] = this.#v as unknown as [number, number, number, number];
    let hash = this.size < 16 ? P5 : rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
    hash = (hash + this.size) | 0;
    const tail = this.tail();
    let at = 0;
    for (; at + 4 <= tail.length; at += 4)
      hash = Math.imul(rotl((hash + Math.imul(tail.readInt32LE(at), P3)) | 0, 17), P4);
    for (; at < tail.length; at++) hash = Math.imul(rotl((hash + Math.imul(tail[at] as number, P5)) | 0, 11), P1);
    hash = Math.imul(hash ^ (hash >>> 15), P2);
    hash = Math.imul(hash ^ (hash >>> 13), P3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

const Q1 = 0x9e37_79b1_85eb_ca87n;
const Q2 = 0xc2b2_ae3d_27d4_eb4fn;
const Q3 = 0x1656_67b1_9e37_79f9n;
const Q4 = 0x85eb_ca77_c2b2_ae63n;
const Q5 = 0x27d4_eb2f_1656_67c5n;

const half = (value: bigint): [low: number, high: number] => [Number(value & 0xffff_ffffn), Number(value >> 32n)];
const [Q1L, Q1H] = half(Q1);
const [Q2L, Q2H] = half(Q2);
const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotl64 = (value: bigint, by: bigint): bigint => wrap((value << by) | (value >> (64n - by)));

/** The upper half of the product of two 32-bit numbers. */
function high(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a0 * b1 + ((a0 * b0) >>> 16);
  return a1 * b1 + (middle >>> 16) + ((a1 * b0 + (middle & 0xffff)) >>> 16);
}

/** XXH64 with seed 0; the stripes in halves of 32 bits, for BigInts would take twenty times as long. */
export class Xxh64 extends Striped {
  /** Low and high half of the four accumulators. */
  readonly #v = Uint32Array.from([wrap(Q1 + Q2), Q2, 0n, wrap(-Q1)].flatMap(half));

  constructor() {
    super(32);
  }

  protected stripes(data: Buffer, from: number, to: number): void {
    const v = this.#v;
    for (let at = from; at < to; at += 32) {
      for (let lane = 0; lane < 8; lane += 2) {
        const inLow = data.readUInt32LE(at + lane * 4);
        const inHigh = data.readUInt32LE(at + lane * 4 + 4);
        // acc += input * Q2
        const low = (v[lane] as number) + (Math.imul(inLow, Q2L) >>> 0);
        const product = high(inLow, Q2L) + Math.imul(inHigh, Q2L) + Math.imul(inLow, Q2H);
        const accLow = low >>> 0;
        const accHigh = ((v[lane + 1] as number) + product + (low > 0xffff_ffff ? 1 : 0)) | 0;
        // acc = rotl(acc, 31) * Q1
        const turnedLow = ((accLow << 31) | (accHigh >>> 1)) >>> 0;
        const turnedHigh = ((accHigh << 31) | (accLow >>> 1)) >>> 0;
        v[lane] = Math.imul(turnedLow, Q1L);
        v[lane + 1] = (high(turnedLow, Q1L) + Math.imul(turnedHigh, Q1L) + Math.imul(turnedLow, Q1H)) | 0;
      }
    }
    this.#v.set(v);
  }

  digest(): bigint {
    const round = (acc: bigint, input: bigint): bigint => wrap(rotl64(wrap(acc + input * Q2), 31n) * Q1);
    const v = this.#v;
    const [a, b, c, d] = [0, 2, 4, 6].map((lane) => (BigInt(v[lane + 1] as number) << 32n) | BigInt(v[lane] as number));
    const lanes = [a, b, c, d] as [bigint, bigint, bigint, bigint];
    let hash = Q5;
    if (this.size >= 32) {
      hash = rotl64(lanes[0], 1n) + rotl64(lanes[1], 7n) + rotl64(lanes[2], 12n) + rotl64(lanes[3], 18n);
      for (const lane of lanes) hash = wrap((wrap(hash) ^ round(0n, lane)) * Q1 + Q4);
    }
    hash = wrap(hash + BigInt(this.size));
    const tail = this.tail();
    let at = 0;
    for (; at + 8 <= tail.length; at += 8) {
      hash = wrap(rotl64(hash ^ round(0n, tail.readBigUInt64LE(at)), 27n) * Q1 + Q4);
    }
    for (; at + 4 <= tail.length; at += 4) {
      hash = wrap(rotl64(hash ^ wrap(BigInt(tail.readUInt32LE(at)) * Q1), 23n) * Q2 + Q3);
    }
    for (; at < tail.length; at++) hash = wrap(rotl64(hash ^ wrap(BigInt(tail[at] as number) * Q5), 11n) * Q1);
    hash = wrap((hash ^ (hash >> 33n)) * Q2);
    hash = wrap((hash ^ (hash >> 29n)) * Q3);
    return hash ^ (hash >> 32n);
  }
}
