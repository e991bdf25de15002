/** What PNG files look like (ISO/IEC 15948), for all that read them. */

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Samples a pixel, and the bits they may have, by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
export const KINDS: Record<number, { channels: number; depths: readonly number[] }> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

/** Adam7: first column and row, and the steps between them. */
export const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Whether a file begins as a PNG. */
export const isPng = (data: Buffer): boolean => SIGNATURE.equals(data.subarray(0, 8));
