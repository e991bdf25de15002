/**
 * The forward discrete cosine transform of the reference software ("islow", after Loeffler, Ligtenberg and Moschytz 1989),
 * eight times too large, in place. Samples of 8 bits cannot overflow it.
 */
export function transform(block: Int32Array): void {
  for (let y = 0; y < 64; y += 8) pass(block, y, 1, 11);
  for (let x = 0; x < 8; x++) pass(block, x, 8, 15);
}

/**
 * One dimension, of the eight numbers from `at` on that are `step` apart: `shift` bits of fraction are rounded off what was
 * multiplied. Of the 13 that constants have, rows keep two and columns take off two more.
 */
function pass(block: Int32Array, at: number, step: number, shift: number): void {
  const d0 = block[at] as number;
  const d1 = block[at + step] as number;
  const d2 = block[at + 2 * step] as number;
  const d3 = block[at + 3 * step] as number;
  const d4 = block[at + 4 * step] as number;
  const d5 = block[at + 5 * step] as number;
  const d6 = block[at + 6 * step] as number;
  const d7 = block[at + 7 * step] as number;
  const half = 1 << (shift - 1);

  const t10 = d0 + d7 + d3 + d4;
  const t13 = d0 + d7 - d3 - d4;
  const t11 = d1 + d6 + d2 + d5;
  const t12 = d1 + d6 - d2 - d5;
  block[at] = shift < 13 ? (t10 + t11) << 2 : (t10 + t11 + 2) >> 2;
  block[at + 4 * step] = shift < 13 ? (t10 - t11) << 2 : (t10 - t11 + 2) >> 2;
  const z1 = Math.imul(t12 + t13, 4433) + half;
  block[at + 2 * step] = (z1 + Math.imul(t13, 6270)) >> shift;
  block[at + 6 * step] = (z1 - Math.imul(t12, 15_137)) >> shift;

  const t4 = d3 - d4;
  const t5 = d2 - d5;
  const t6 = d1 - d6;
  const t7 = d0 - d7;
  const z5 = Math.imul(t4 + t5 + t6 + t7, 9633) + half;
  const w1 = Math.imul(t4 + t7, -7373);
  const w2 = Math.imul(t5 + t6, -20_995);
  const w3 = Math.imul(t4 + t6, -16_069) + z5;
  const w4 = Math.imul(t5 + t7, -3196) + z5;
  block[at + step] = (Math.imul(t7, 12_299) + w1 + w4) >> shift;
  block[at + 3 * step] = (Math.imul(t6, 25_172) + w2 + w3) >> shift;
  block[at + 5 * step] = (Math.imul(t5, 16_819) + w2 + w4) >> shift;
  block[at + 7 * step] = (Math.imul(t4, 2446) + w1 + w3) >> shift;
}
