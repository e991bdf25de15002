/** The records of a zip archive (PKWARE APPNOTE.TXT 6.3.10, section 4.3), all little-endian. */

export const LOCAL_HEADER = 0x0403_4b50;
export const DESCRIPTOR = 0x0807_4b50;
export const CENTRAL_HEADER = 0x0201_4b50;
export const END = 0x0605_4b50;
export const ZIP64_END = 0x0606_4b50;
export const ZIP64_LOCATOR = 0x0706_4b50;

/** How long each is, without what has no fixed length. */
export const LOCAL_LENGTH = 30;
export const CENTRAL_LENGTH = 46;
export const END_LENGTH = 22;
export const ZIP64_END_LENGTH = 56;
export const ZIP64_LOCATOR_LENGTH = 20;

/** What a field says whose value stands in the zip64 one. */
export const MAX_16 = 0xffff;
export const MAX_32 = 0xffff_ffff;

/** Bits of the general purpose flag (4.4.4). */
export const ENCRYPTED = 1;
export const DESCRIBED = 1 << 3;
export const PATCH = 1 << 5;
export const STRONGLY_ENCRYPTED = 1 << 6;
export const UTF8 = 1 << 11;
export const MASKED = 1 << 13;

/** Methods (4.4.5). */
export const STORED = 0;
export const DEFLATED = 8;
export const AES = 99;

/** Extra fields (4.5, and Info-ZIP's extrafld.txt). */
export const ZIP64_EXTRA = 0x0001;
export const TIME_EXTRA = 0x5455;
export const UNICODE_PATH_EXTRA = 0x7075;
export const AES_EXTRA = 0x9901;

/** Which system's file attributes an entry has: those of Unix (4.4.2). */
export const UNIX = 3;

/** Kinds of files in Unix's mode. */
export const FILE_KIND = 0o170000;
export const REGULAR = 0o100000;
export const FOLDER = 0o040000;
export const DEVICES: readonly number[] = [0o020000, 0o060000];
export const LINK = 0o120000;

/** Fields one after the other, each of the given bytes. */
export function fields(...list: [bytes: 1 | 2 | 4 | 8, value: number][]): Buffer {
  let size = 0;
  for (const [bytes] of list) size += bytes;
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [bytes, value] of list) {
    if (bytes === 2) at = out.writeUInt16LE(value, at);
    else if (bytes === 4) at = out.writeUInt32LE(value, at);
    else at = bytes === 1 ? out.writeUInt8(value, at) : out.writeBigUInt64LE(BigInt(value), at);
  }
  return out;
}

/** An extra field. */
export const extra = (id: number, data: Buffer): Buffer => Buffer.concat([fields([2, id], [2, data.length]), data]);

/** The extra fields that stand there, the first of each kind; undefined if they do not add up. */
export function extrasOf(data: Buffer): Map<number, Buffer> | undefined {
  const found = new Map<number, Buffer>();
  let at = 0;
  while (at + 4 <= data.length) {
    const [id, length] = [data.readUInt16LE(at), data.readUInt16LE(at + 2)];
    at += 4 + length;
    if (at > data.length) return undefined;
    if (!found.has(id)) found.set(id, data.subarray(at - length, at));
  }
  // Some writers pad with a few zeros.
  return data.subarray(at).some((byte) => byte !== 0) ? undefined : found;
}
