/** The end of an archive (4.3.14 to 4.3.16), which says where its directory is. */
import { ClinicoreError } from '../../../errors';
import { malformedAt } from '../errors';
import type { Positioned } from '../positioned';
import {
  END,
  END_LENGTH,
  MAX_16,
  MAX_32,
  ZIP64_END,
  ZIP64_END_LENGTH,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_LENGTH,
} from './format';

/** Where the directory is, and how many entries it has. */
export interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/** The longest comment behind the end. */
const MAX_COMMENT = 0xffff;

/** Finds the directory. It must reach to the end, so that all readers find the same one. */
export async function findDirectory(archive: Positioned): Promise<DirectoryPlace> {
  const tailLength = Math.min(archive.size, END_LENGTH + MAX_COMMENT);
  const tailAt = archive.size - tailLength;
  const tail = await archive.read(tailAt, tailLength);
  const found = findEnd(tail, tailAt);
  const at = tailAt + found;
  const record = tail.subarray(found);
  const [disk, directoryDisk, here] = [4, 6, 8].map((field) => record.readUInt16LE(field)) as [number, number, number];
  const place = {
    count: record.readUInt16LE(10),
    size: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
  };
  const wide = await zip64End(archive, at);
  if (wide) {
    // What is not too large for its field says the same.
    if (differs(place.count, wide.count, MAX_16) || differs(place.size, wide.size, MAX_32)) throw ambiguous(at);
    if (differs(place.offset, wide.offset, MAX_32)) throw ambiguous(at);
  } else if (disk !== 0 || directoryDisk !== 0 || here !== place.count) throw manyDisks();
  const { offset, size, count } = wide ?? place;
  if (offset + size !== (wide?.at ?? at))
    throw malformedAt(at, 'has a directory that does not end where the archive does');
  return { offset, size, count };
}

/** Where the last record begins; only one may end where the archive ends. */
function findEnd(tail: Buffer, tailAt: number): number {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END);
  let found = -1;
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    at = tail.lastIndexOf(signature, at);
    if (at < 0) break;
    if (at + END_LENGTH + tail.readUInt16LE(at + 20) !== tail.length) continue;
    if (found >= 0) throw ambiguous(tailAt + at);
    found = at;
  }
  if (found < 0) throw malformedAt(tailAt + tail.length, 'is no zip archive, or cut short');
  return found;
}

/** The zip64 record in front of the end, if there is one. */
async function zip64End(archive: Positioned, endAt: number): Promise<(DirectoryPlace & { at: number }) | undefined> {
  const locatorAt = endAt - ZIP64_LOCATOR_LENGTH;
  if (locatorAt < 0) return undefined;
  const locator = await archive.read(locatorAt, ZIP64_LOCATOR_LENGTH);
  if (locator.readUInt32LE(0) !== ZIP64_LOCATOR) return undefined;
  const at = number64(locator, 8);
  if (at + ZIP64_END_LENGTH > locatorAt) throw malformedAt(locatorAt, 'has a zip64 end that is not in front of it');
  const record = await archive.read(at, ZIP64_END_LENGTH);
  if (record.readUInt32LE(0) !== ZIP64_END || at + 12 + number64(record, 4) !== locatorAt) {
    throw malformedAt(at, 'has no zip64 end where it says');
  }
  const count = number64(record, 32);
  const isOnOne = record.readUInt32LE(16) === 0 && record.readUInt32LE(20) === 0 && locator.readUInt32LE(16) <= 1;
  if (!isOnOne || number64(record, 24) !== count) throw manyDisks();
  return { at, count, size: number64(record, 40), offset: number64(record, 48) };
}

/** A number of 64 bits, of which those that no double holds become Infinity. */
export function number64(data: Buffer, at: number): number {
  const value = data.readBigUInt64LE(at);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.POSITIVE_INFINITY;
}

const differs = (short: number, wide: number, most: number): boolean => short !== most && short !== wide;

const ambiguous = (offset: number): ClinicoreError => malformedAt(offset, 'has two ends, which say different things');

const manyDisks = (): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', 'The archive is one of several disks, which are not read here');
