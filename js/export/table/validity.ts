/** Validity bitmaps as Arrow has them: a bit for each row, the lowest bit of the first byte first, set where there is a value. */

/** Bytes of the bits of so many rows. */
export const bitmapBytes = (rows: number): number => Math.ceil(rows / 8);

export const isSet = (bits: Uint8Array, row: number): boolean => (((bits[row >> 3] as number) >> (row & 7)) & 1) === 1;

/** How many of the first `rows` bits are set. */
export function countSet(bits: Uint8Array, rows: number): number {
  const whole = rows >> 3;
  let set = 0;
  for (let at = 0; at < whole; at++) set += ONES[bits[at] as number] as number;
  for (let row = whole << 3; row < rows; row++) set += Number(isSet(bits, row));
  return set;
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** The bits from `from` to before `to`: a view of them where they begin at a byte, else a copy. */
export function sliceBits(bits: Uint8Array, from: number, to: number): Uint8Array {
  const [start, end, shift] = [from >> 3, bitmapBytes(to), from & 7];
  if (shift === 0) return bits.subarray(start, end);
  const slice = new Uint8Array(bitmapBytes(to - from));
  for (let at = 0; at < slice.length; at++) {
    const next = start + at + 1 < end ? (bits[start + at + 1] as number) : 0;
    slice[at] = ((bits[start + at] as number) >> shift) | (next << (8 - shift));
  }
  return slice;
}
