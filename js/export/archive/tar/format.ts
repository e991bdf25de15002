/** The header block of an entry (POSIX.1-2017, pax, "ustar Interchange Format"). */

export const BLOCK = 512;
/** Zeros that fill the last block of so many bytes. */
export const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Where each field begins, and its length. */
export const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, 100],
  magic: [257, 8],
  major: [329, 8],
  minor: [337, 8],
  prefix: [345, 155],
} as const satisfies Record<string, readonly [at: number, length: number]>;

/** The magic and version of POSIX, and GNU's, whose headers have other things where the prefix would be. */
export const POSIX_MAGIC = 'ustar\x0000';

/** Kinds of entries. */
export const TYPES = {
  file: '0',
  hardLink: '1',
  symbolicLink: '2',
  directory: '5',
  contiguous: '7',
  pax: 'x',
  globalPax: 'g',
  gnuName: 'L',
  gnuLinkName: 'K',
  gnuSparse: 'S',
  gnuVolume: 'M',
} as const;

/** The sum of a header's bytes, those of the checksum taken for spaces; of old writers the bytes are signed. */
export function checksums(header: Uint8Array): { unsigned: number; signed: number } {
  const [start, length] = FIELDS.checksum;
  let [unsigned, signed] = [length * 32, length * 32];
  for (let at = 0; at < BLOCK; at++) {
    if (at >= start && at < start + length) continue;
    const byte = header[at] as number;
    unsigned += byte;
    signed += (byte << 24) >> 24;
  }
  return { unsigned, signed };
}
