/** Tags: the group in the upper, the element in the lower half of a number (PS3.5 7.1). */

/** A tag as people write it: `(0010,0010)`. */
export const spell = (tag: number): string => `(${hex8(tag).slice(0, 4)},${hex8(tag).slice(4)})`;

/** A tag as the DICOM JSON model writes it: `00100010`. */
export function hex8(tag: number): string {
  const before = known.get(tag);
  if (before) return before;
  const written = tag.toString(16).toUpperCase().padStart(8, '0');
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(tag, written);
  return written;
}

/** Tags that were written before: large files have the same few again and again. */
const known = new Map<number, string>();
const MOST_KNOWN = 10_000;

/** Whether the group is odd, which makes the element a vendor's own (PS3.5 7.8). */
export const isPrivate = (tag: number): boolean => (tag & 0x1_0000) !== 0;

/** Whether the value is the image itself: Pixel Data, Float Pixel Data or Double Float Pixel Data. */
export const isPixelData = (tag: number): boolean => tag >= 0x7fe0_0008 && tag <= 0x7fe0_0010;

/** Whether the element belongs to the file meta information (PS3.10 7.1). */
export const isFileMeta = (tag: number): boolean => tag >>> 16 === 0x0002;

/** The tag at a place of `data`. */
export function tagAt(data: Buffer, at: number, bigEndian: boolean): number {
  if (bigEndian) return data.readUInt32BE(at);
  return (data.readUInt16LE(at) * 0x10000 + data.readUInt16LE(at + 2)) >>> 0;
}
