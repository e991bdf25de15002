import { corrupt } from '../fault';
import type { BitReader } from './bits';
import type { Coding } from './coding';

/** How many contexts there are: of three gradients in nine regions each, half of them mirrored. */
const CONTEXTS = 365;

/** Sums beyond this are not those of samples of 16 bits. */
const MOST = 1 << 24;

/** The sizes' sum at the start. */
const firstSizes = ({ range }: Coding): number => Math.max((range + 32) >> 6, 2);

/** What was learned of the prediction errors among like neighbours (T.87 A.2.1), of each context. */
export class Contexts {
  readonly #coding: Coding;
  /** A: the sums of their sizes. */
  readonly #sizes = new Int32Array(CONTEXTS);
  /** B: their sums. */
  readonly #sums = new Int32Array(CONTEXTS);
  /** C: what corrects the prediction. */
  readonly #corrections = new Int32Array(CONTEXTS);
  /** N: how many. */
  readonly #counts = new Int32Array(CONTEXTS).fill(1);

  constructor(coding: Coding) {
    this.#coding = coding;
    this.#sizes.fill(firstSizes(coding));
  }

  /**
   * Decodes the samples of a line from `at` to `end`, or with `toRun` up to a run; returns where that is. The line, and the
   * one before it, have a sample more at both ends.
   *
   * It is one function because that is what makes it fast.
   */
  decode(line: Uint16Array, previous: Uint16Array, at: number, end: number, toRun: boolean, bits: BitReader): number {
    const { regions, greatest, near, step, reset, isPlain, qbpp, limit } = this.#coding;
    const mostZeros = limit - qbpp - 1;
    const allSizes = this.#sizes;
    const sums = this.#sums;
    const corrections = this.#corrections;
    const counts = this.#counts;
    // What neighbours have in common goes from one to the next: c is the last b, b the last d, and so are their gradients.
    let a = line[at - 1] as number;
    let c = previous[at - 1] as number;
    let b = previous[at] as number;
    let upper = regions[b - c + greatest] as number;
    for (; at < end; at++) {
      const d = previous[at + 1] as number;
      const right = regions[d - b + greatest] as number;
      // A.3.4. Mirrored contexts are one: the sign is -1 or 0, and `(number ^ sign) - sign` gives it to a number.
      const index = 81 * right + 9 * upper + (regions[c - a + greatest] as number);
      if (index === 0 && toRun) return at;
      const sign = index >> 31;
      const context = (index ^ sign) - sign;
      let sizes = allSizes[context] as number;
      let sum = sums[context] as number;
      let count = counts[context] as number;
      const correction = corrections[context] as number;

      // A.4: the median edge detector, corrected.
      const least = Math.min(a, b);
      const most = Math.max(a, b);
      const median = c >= most ? least : c <= least ? most : a + b - c;
      const prediction = Math.min(Math.max(median + ((correction ^ sign) - sign), 0), greatest);

      const k = golomb(sizes, count);
      const mapped = bits.golomb(k, mostZeros, qbpp);
      let error = (mapped >> 1) ^ -(mapped & 1);
      // A.5.2: where errors tend to be negative, the code is turned around.
      if (k === 0 && near === 0 && 2 * sum <= -count) error = ~error;

      // A.6.
      sizes += Math.abs(error);
      if (sizes >= MOST) throw corrupt();
      sum += error * step;
      if (count === reset) {
        sizes >>= 1;
        sum >>= 1;
        count >>= 1;
      }
      count++;
      if (sum <= -count) {
        sum = Math.max(sum + count, 1 - count);
        corrections[context] = Math.max(correction - 1, -128);
      } else if (sum > 0) {
        sum = Math.min(sum - count, 0);
        corrections[context] = Math.min(correction + 1, 127);
      }
      allSizes[context] = sizes;
      sums[context] = sum;
      counts[context] = count;

      const change = (error ^ sign) - sign;
      a = isPlain ? (prediction + change) & greatest : reconstructed(this.#coding, prediction, change);
      line[at] = a;
      c = b;
      b = d;
      upper = right;
    }
    return end;
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
    const mapped = bits.golomb(k, limit - taken - 1 - qbpp - 1, qbpp);
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
