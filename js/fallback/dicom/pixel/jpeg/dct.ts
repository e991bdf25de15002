/**
 * The inverse discrete cosine transform: the reference software's accurate whole-number one ("islow", after Loeffler,
 * Ligtenberg and Moschytz 1989). All arithmetic is of 32 bits. Damaged coefficients may wrap around: what comes out is then
 * as damaged, and no worse.
 */
import type { Samples } from './plane';

/** Bits of the constants' fractions. */
const CONSTANT = 13;

/** Writes the samples of a block of coefficients, in rows and dequantized, from `at` on into rows of `stride` columns. */
export function inverse(block: Int32Array, samples: Samples, at: number, stride: number): void {
  const wide = samples.BYTES_PER_ELEMENT > 1;
  // Bits of fraction kept between the two dimensions: one less where samples of 12 bits leave less room.
  const kept = wide ? 1 : 2;
  for (let x = 0; x < 8; x++) pass(block, x, 8, CONSTANT - kept, kept);
  for (let y = 0; y < 64; y += 8) pass(block, y, 1, CONSTANT + kept + 3, 0);
  const middle = wide ? 2048 : 128;
  const most = 2 * middle - 1;
  for (let y = 0, from = 0; y < 8; y++, at += stride) {
    for (let x = 0; x < 8; x++, from++) {
      samples[at + x] = Math.min(Math.max((block[from] as number) + middle, 0), most);
    }
  }
}

/** The samples of a block that has only its first coefficient. */
export function inverseOfOne(coefficient: number, samples: Samples, at: number, stride: number): void {
  const middle = samples.BYTES_PER_ELEMENT > 1 ? 2048 : 128;
  const sample = Math.min(Math.max(((coefficient + 4) >> 3) + middle, 0), 2 * middle - 1);
  for (let y = 0; y < 8; y++, at += stride) samples.fill(sample, at, at + 8);
}

/**
 * One dimension, of the eight numbers from `at` on that are `step` apart: `shift` bits of fraction are rounded off. Of the
 * columns, a first number without others is shifted by `kept`, as the reference software does.
 */
function pass(block: Int32Array, at: number, step: number, shift: number, kept: number): void {
  const a1 = at + step;
  const a2 = a1 + step;
  const a3 = a2 + step;
  const a4 = a3 + step;
  const a5 = a4 + step;
  const a6 = a5 + step;
  const a7 = a6 + step;
  const c0 = block[at] as number;
  const c1 = block[a1] as number;
  const c2 = block[a2] as number;
  const c3 = block[a3] as number;
  const c4 = block[a4] as number;
  const c5 = block[a5] as number;
  const c6 = block[a6] as number;
  const c7 = block[a7] as number;
  const half = 1 << (shift - 1);
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    const same = kept > 0 ? c0 << kept : ((c0 << CONSTANT) + half) >> shift;
    block[at] = same;
    block[a1] = same;
    block[a2] = same;
    block[a3] = same;
    block[a4] = same;
    block[a5] = same;
    block[a6] = same;
    block[a7] = same;
    return;
  }
  const middle = Math.imul(c2 + c6, 4433);
  const t2 = (middle - Math.imul(c6, 15_137)) | 0;
  const t3 = (middle + Math.imul(c2, 6270)) | 0;
  const t0 = ((c0 + c4) << CONSTANT) + half;
  const t1 = ((c0 - c4) << CONSTANT) + half;
  const e0 = (t0 + t3) | 0;
  const e1 = (t1 + t2) | 0;
  const e2 = (t1 - t2) | 0;
  const e3 = (t0 - t3) | 0;

  const z5 = Math.imul(c7 + c3 + c5 + c1, 9633);
  const z1 = Math.imul(c7 + c1, -7373);
  const z2 = Math.imul(c5 + c3, -20_995);
  const z3 = (Math.imul(c7 + c3, -16_069) + z5) | 0;
  const z4 = (Math.imul(c5 + c1, -3196) + z5) | 0;
  const o0 = (Math.imul(c1, 12_299) + z1 + z4) | 0;
  const o1 = (Math.imul(c3, 25_172) + z2 + z3) | 0;
  const o2 = (Math.imul(c5, 16_819) + z2 + z4) | 0;
  const o3 = (Math.imul(c7, 2446) + z1 + z3) | 0;

  block[at] = (e0 + o0) >> shift;
  block[a1] = (e1 + o1) >> shift;
  block[a2] = (e2 + o2) >> shift;
  block[a3] = (e3 + o3) >> shift;
  block[a4] = (e3 - o3) >> shift;
  block[a5] = (e2 - o2) >> shift;
  block[a6] = (e1 - o1) >> shift;
  block[a7] = (e0 - o0) >> shift;
}
