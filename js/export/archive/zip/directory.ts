/** The directory of an archive (4.3.12): all that is known of its entries before one is read. */
import { ClinicoreError } from '../../../errors';
import type { Task } from '../../../task';
import { Turns } from '../../../turn';
import { Budget } from '../budget';
import type { EntryType } from '../entry';
import { malformed, malformedAt } from '../errors';
import { normalName } from '../names';
import type { Limits } from '../options';
import { type Positioned, piecesFrom } from '../positioned';
import { KEY_LENGTHS } from './aes';
import { findDirectory, number64 } from './end';
import {
  AES,
  AES_EXTRA,
  CENTRAL_HEADER,
  CENTRAL_LENGTH,
  DESCRIBED,
  DEVICES,
  ENCRYPTED,
  extrasOf,
  FILE_KIND,
  FOLDER,
  LINK,
  LOCAL_LENGTH,
  MAX_16,
  MAX_32,
  STORED,
  TIME_EXTRA,
  UNIX,
  ZIP64_EXTRA,
} from './format';
import { decodeName } from './name';
import { fromDosTime, fromTimeExtra } from './time';

/** What the directory says of an entry. */
export interface Listed {
  readonly index: number;
  readonly name: string;
  /** As it is in the headers. */
  readonly rawName: Buffer;
  readonly type: EntryType;
  readonly flags: number;
  /** As the headers say it: {@link AES} for what is encrypted so. */
  readonly method: number;
  readonly aes: AesParameters | undefined;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly modified: Date | undefined;
  readonly mode: number | undefined;
  /** Where its local header begins, and what comes next in the archive. */
  readonly offset: number;
  end: number;
}

/** How an entry is encrypted. */
export interface AesParameters {
  /** Version 1 has a checksum. */
  readonly version: number;
  readonly keyLength: number;
  /** How its content is packed. */
  readonly method: number;
}

/** Bytes of the directory for each entry that there may be, besides a few. */
const ENTRY_BYTES = 512;
const FEW_BYTES = 64 * 1024;
/** Entries between two looks at the clock. */
const RUN = 64;

/** The entries, in the order of the directory, when all of them are found to be in order. */
export async function readDirectory(archive: Positioned, limits: Limits, task: Task): Promise<Listed[]> {
  const place = await findDirectory(archive);
  const budget = new Budget(limits);
  budget.count(place.count);
  const limit = limits.maxEntries * ENTRY_BYTES + FEW_BYTES;
  if (place.size > limit) {
    const message = `The archive's directory has more than ${limit} bytes`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, option: 'maxEntries' });
  }
  const pieces: Buffer[] = [];
  for await (const piece of piecesFrom(archive, place.offset, place.size)) pieces.push(piece);
  const data = Buffer.concat(pieces, place.size);

  const turns = new Turns({ ...task, onProgress: undefined });
  const entries: Listed[] = [];
  let at = 0;
  for (let index = 0; index < place.count; index++) {
    const { entry, length } = listed(data.subarray(at), index, place.offset + at);
    budget.add(entry.name, entry.size);
    budget.unpack(entry.packed, entry.size);
    entries.push(entry);
    at += length;
    if (index % RUN === 0) await turns.take(at, data.length);
  }
  if (at !== data.length) throw malformedAt(place.offset + at, 'has a directory of another length than it says');
  setApart(entries, place.offset);
  return entries;
}

/** Notes where each entry must end, and refuses entries that lie in each other: small archives that unpack to endless data. */
function setApart(entries: readonly Listed[], end: number): void {
  const inOrder = [...entries].sort((a, b) => b.offset - a.offset);
  let next = end;
  for (const entry of inOrder) {
    const { index, offset, rawName, packed } = entry;
    if (offset + LOCAL_LENGTH + rawName.length + packed > next) throw malformed(index, 'overlaps with what follows it');
    entry.end = next;
    next = offset;
  }
}

/** The entry whose header stands there. */
function listed(data: Buffer, index: number, at: number): { entry: Listed; length: number } {
  if (data.length < CENTRAL_LENGTH || data.readUInt32LE(0) !== CENTRAL_HEADER) {
    throw malformedAt(at, 'has no entry in its directory where there must be one');
  }
  const flags = data.readUInt16LE(8);
  const method = data.readUInt16LE(10);
  const nameEnd = CENTRAL_LENGTH + data.readUInt16LE(28);
  const extrasEnd = nameEnd + data.readUInt16LE(30);
  const length = extrasEnd + data.readUInt16LE(32);
  const extras = length <= data.length ? extrasOf(data.subarray(nameEnd, extrasEnd)) : undefined;
  if (!extras) throw malformed(index, 'has a header in the directory that does not add up');

  const rawName = data.subarray(CENTRAL_LENGTH, nameEnd);
  const given = decodeName(rawName, flags, extras, data[5] === UNIX);
  if (given === undefined) throw malformed(index, 'has a name that is no text');
  const [size, packed, offset, disk] = wideFields(data, extras.get(ZIP64_EXTRA), index);
  if (disk !== 0) {
    throw new ClinicoreError('ERR_UNSUPPORTED', 'The archive is one of several disks, which are not read here');
  }
  const aes = method === AES ? aesParameters(extras.get(AES_EXTRA), flags, index) : undefined;
  const fileMode = data[5] === UNIX ? data.readUInt16LE(40) : 0;
  const name = normalName(given);
  const type = typeOf(name, fileMode & FILE_KIND);
  if (type === 'directory' && size > 0) throw malformed(index, 'is a folder that holds something');
  if (method === STORED && !(flags & ENCRYPTED) && packed !== size) {
    throw malformed(index, 'is stored in another size than its own');
  }
  const entry = {
    index,
    name: type === 'directory' && !name.endsWith('/') ? `${name}/` : name,
    rawName,
    type,
    flags,
    method,
    aes,
    crc: data.readUInt32LE(16),
    packed,
    size,
    modified: fromTimeExtra(extras.get(TIME_EXTRA)) ?? fromDosTime(data.readUInt32LE(12)),
    mode: fileMode === 0 ? undefined : fileMode & 0o777,
    offset,
    end: 0,
  };
  return { entry, length };
}

function typeOf(name: string, kind: number): EntryType {
  if (kind === LINK) return 'link';
  if (name.endsWith('/') || kind === FOLDER) return 'directory';
  // What was read from a pipe or a socket is a file here.
  return DEVICES.includes(kind) ? 'other' : 'file';
}

/** Sizes, offset and disk, each from the zip64 field if it is too large for its own (4.5.3). */
function wideFields(data: Buffer, zip64: Buffer | undefined, index: number): [number, number, number, number] {
  let at = 0;
  const wide = (value: number, most: number, bytes: 4 | 8): number => {
    if (value !== most || !zip64) return value;
    if (at + bytes > zip64.length) throw malformed(index, 'has zip64 fields that are cut short');
    at += bytes;
    return bytes === 8 ? number64(zip64, at - 8) : zip64.readUInt32LE(at - 4);
  };
  return [
    wide(data.readUInt32LE(24), MAX_32, 8),
    wide(data.readUInt32LE(20), MAX_32, 8),
    wide(data.readUInt32LE(42), MAX_32, 8),
    wide(data.readUInt16LE(34), MAX_16, 4),
  ];
}

function aesParameters(extra: Buffer | undefined, flags: number, index: number): AesParameters {
  const isEncrypted = (flags & ENCRYPTED) !== 0;
  if (isEncrypted && extra && extra.length >= 7 && extra.toString('latin1', 2, 4) === 'AE') {
    const version = extra.readUInt16LE(0);
    const keyLength = KEY_LENGTHS[extra[4] as number];
    if (keyLength && (version === 1 || version === 2)) return { version, keyLength, method: extra.readUInt16LE(5) };
  }
  throw malformed(index, 'does not say how it is encrypted');
}

/** Whether checksum and sizes follow the content. */
export const isDescribed = ({ flags }: Listed): boolean => (flags & DESCRIBED) !== 0;
