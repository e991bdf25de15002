import { corrupt } from '../fault';
import type { BitReader } from './bits';
import type { Coding } from './coding';

/** How many contexts there are: of three gradients in nine regions each, half of them mirrored. */
export const CONTEXTS = 365;

/** Sums beyond this are not those of samples of 16 bits. */
const MOST = 1 << 24;

/** The sizes' sum at the start. */
const firstSizes = ({ range }: Coding): number => Math.max((range + 32) >> 6, 2);

/** What was learned of the prediction errors among like neighbours (T.87 A.2.1), of each context. */
export class Contexts {
  readonly #coding: Coding;
  /** A: the sums of their sizes. */
  readonly #sizes: Int32Array;
  /** B: their sums. */
  readonly #sums = new Int32Array(CONTEXTS);
  /** C: what corrects the prediction. */
  readonly #corrections = new Int32Array(CONTEXTS);
  /** N: how many. */
  readonly #counts: Int32Array;
  /** The most zeros that a code begins with. */
  readonly #mostZeros: number;

  constructor(coding: Coding) {
    this.#coding = coding;
    this.#sizes = new Int32Array(CONTEXTS).fill(firstSizes(coding));
    this.#counts = new Int32Array(CONTEXTS).fill(1);
    this.#mostZeros = coding.limit - coding.qbpp - 1;
  }

  /** Decodes a sample (A.4 to A.6): `sign` is that of the context's gradients. */
  decode(at: number, bits: BitReader, prediction: number, sign: number): number {
    const { greatest, near, isPlain } = this.#coding;
    const corrected = Math.min(Math.max(prediction + sign * (this.#corrections[at] as number), 0), greatest);
    const sizes = this.#sizes[at] as number;
    const count = this.#counts[at] as number;
    const k = golomb(sizes, count);
    const mapped = code(bits, k, this.#mostZeros, this.#coding.qbpp);
    let error = (mapped >> 1) ^ -(mapped & 1);
    // A.5.2: where errors tend to be negative, the code is turned around.
    if (k === 0 && near === 0 && 2 * (this.#sums[at] as number) <= -count) error = ~error;
    this.#learn(at, error, sizes, count);
    return isPlain ? (corrected + sign * error) & greatest : reconstructed(this.#coding, corrected, sign * error);
  }

  /** A.6. */
  #learn(at: number, error: number, before: number, counted: number): void {
    let sizes = before + Math.abs(error);
    if (sizes >= MOST) throw corrupt();
    let sum = (this.#sums[at] as number) + error * this.#coding.step;
    let count = counted;
    if (count === this.#coding.reset) {
      sizes >>= 1;
      sum >>= 1;
      count >>= 1;
    }
    count++;
    if (sum <= -count) {
      sum = Math.max(sum + count, 1 - count);
      this.#corrections[at] = Math.max((this.#corrections[at] as number) - 1, -128);
    } else if (sum > 0) {
      sum = Math.min(sum - count, 0);
      this.#corrections[at] = Math.min((this.#corrections[at] as number) + 1, 127);
    }
    this.#sizes[at] = sizes;
    this.#sums[at] = sum;
    this.#counts[at] = count;
  }
}

/** What was learned of the errors of the samples that end runs (A.7.2), of which there are two kinds. */
export class RunContext {
  readonly #coding: Coding;
  /** 1 where the neighbours are alike, else 0. */
  readonly #kind: number;
  #sizes: number;
  #count = 1;
  #negatives = 0;

  constructor(coding: Coding, kind: number) {
    this.#coding = coding;
    this.#kind = kind;
    this.#sizes = firstSizes(coding);
  }

  /** Decodes the error of the sample that ends a run; of the longest code, `taken` bits are the run's. */
  decode(bits: BitReader, taken: number): number {
    const { limit, qbpp, reset } = this.#coding;
    const kind = this.#kind;
    const k = golomb(this.#sizes + (this.#count >> 1) * kind, this.#count);
    const mapped = code(bits, k, limit - taken - 1 - qbpp - 1, qbpp);
    const size = (mapped + kind + 1) >> 1;
    const isOdd = ((mapped + kind) & 1) === 1;
    const isNegative = (k !== 0 || 2 * this.#negatives >= this.#count) === isOdd;
    if (isNegative && size > 0) this.#negatives++;
    this.#sizes += (mapped + 1 - kind) >> 1;
    if (this.#sizes >= MOST) throw corrupt();
    if (this.#count === reset) {
      this.#sizes >>= 1;
      this.#count >>= 1;
      this.#negatives >>= 1;
    }
    this.#count++;
    return isNegative ? -size : size;
  }
}

/** The sample that a prediction and the error, in steps, give (A.4.5). */
export function reconstructed(coding: Coding, prediction: number, error: number): number {
  const { greatest, near, range, step } = coding;
  let sample = prediction + error * step;
  if (sample < -near) sample += range * step;
  else if (sample > greatest + near) sample -= range * step;
  return Math.min(Math.max(sample, 0), greatest);
}

/**
 * The least k for which `count << k` is not less than `sizes` (A.5.1); 16 is enough for any errors of 16 bits, and keeps
 * those of damaged data where they cannot overflow.
 */
function golomb(sizes: number, count: number): number {
  const k = Math.max(Math.clz32(count) - Math.clz32(sizes), 0);
  return Math.min(count << k < sizes ? k + 1 : k, 16);
}

/** A limited-length Golomb code (A.5.3). */
function code(bits: BitReader, k: number, mostZeros: number, qbpp: number): number {
  const zeros = bits.zeros(mostZeros);
  if (zeros < 0) throw corrupt();
  return zeros < mostZeros ? (zeros << k) | bits.take(k) : bits.take(qbpp) + 1;
}
