/** The headers of entries and the end of an archive, as they are written. */
import {
  AES,
  AES_EXTRA,
  CENTRAL_HEADER,
  DESCRIBED,
  DESCRIPTOR,
  ENCRYPTED,
  END,
  extra,
  FOLDER,
  fields,
  LOCAL_HEADER,
  MAX_16,
  MAX_32,
  REGULAR,
  UNIX,
  UTF8,
  ZIP64_END,
  ZIP64_END_LENGTH,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
} from './format';
import { dosTime, FIRST_TIME, timeExtra } from './time';

/** What the headers of an entry say. */
export interface Header {
  readonly name: string;
  readonly modified: Date;
  /** Unix's permissions. */
  readonly mode: number;
  readonly isEncrypted: boolean;
  /** How its content is packed, encryption apart. */
  method: number;
  crc: number;
  /** Of the packed content, with what encryption adds. */
  packed: number;
  size: number;
  /** Where its local header begins. */
  offset: number;
  /** Whether checksum and sizes follow the content. */
  isDescribed: boolean;
  /** Whether the descriptor has sizes of 8 bytes. */
  isWide: boolean;
}

/** Versions of the format (4.4.3.2). */
const DEFLATE_VERSION = 20;
const ZIP64_VERSION = 45;
const AES_VERSION = 51;

/** What stands before the content; with sizes, unless they follow it. */
export function localHeader(header: Header): Buffer {
  const { isDescribed, isWide } = header;
  const [packed, size] = isDescribed ? [0, 0] : [header.packed, header.size];
  const wide = isWide ? extra(ZIP64_EXTRA, fields([8, size], [8, packed])) : Buffer.alloc(0);
  const extras = Buffer.concat([wide, ...commonExtras(header)]);
  const name = Buffer.from(header.name);
  return Buffer.concat([
    fields([4, LOCAL_HEADER]),
    common(header, version(header, isWide)),
    fields(
      [4, isDescribed ? 0 : header.crc],
      [4, isWide ? MAX_32 : packed],
      [4, isWide ? MAX_32 : size],
      [2, name.length],
      [2, extras.length],
    ),
    name,
    extras,
  ]);
}

/** What follows the content of a header that says so. */
export function descriptor({ crc, packed, size, isWide }: Header): Buffer {
  const bytes = isWide ? 8 : 4;
  return fields([4, DESCRIPTOR], [4, crc], [bytes, packed], [bytes, size]);
}

/** The entry in the directory. */
export function centralHeader(header: Header): Buffer {
  const { crc, packed, size, offset, mode } = header;
  const wide = [size, packed, offset].filter((value) => value >= MAX_32);
  const zip64 = wide.length > 0 ? extra(ZIP64_EXTRA, fields(...wide.map((value): [8, number] => [8, value]))) : NONE;
  const extras = Buffer.concat([zip64, ...commonExtras(header)]);
  const name = Buffer.from(header.name);
  const isFolder = header.name.endsWith('/');
  const needed = version(header, wide.length > 0 || header.isWide);
  return Buffer.concat([
    fields([4, CENTRAL_HEADER], [1, needed], [1, UNIX]),
    common(header, needed),
    fields(
      [4, crc],
      [4, Math.min(packed, MAX_32)],
      [4, Math.min(size, MAX_32)],
      [2, name.length],
      [2, extras.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, isFolder ? DOS_FOLDER : 0],
      [2, (isFolder ? FOLDER : REGULAR) | mode],
      [4, Math.min(offset, MAX_32)],
    ),
    name,
    extras,
  ]);
}

/** What ends an archive of `count` entries, whose directory of `size` bytes begins at `offset`. */
export function end(count: number, size: number, offset: number): Buffer {
  const isWide = count >= MAX_16 || size >= MAX_32 || offset >= MAX_32;
  const wide = isWide
    ? Buffer.concat([
        fields([4, ZIP64_END], [8, ZIP64_END_LENGTH - 12], [1, ZIP64_VERSION], [1, UNIX], [2, ZIP64_VERSION]),
        fields([4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]),
        fields([4, ZIP64_LOCATOR], [4, 0], [8, offset + size], [4, 1]),
      ])
    : NONE;
  const [few, short, near] = [Math.min(count, MAX_16), Math.min(size, MAX_32), Math.min(offset, MAX_32)];
  return Buffer.concat([wide, fields([4, END], [2, 0], [2, 0], [2, few], [2, few], [4, short], [4, near], [2, 0])]);
}

const NONE = Buffer.alloc(0);
/** The attribute of a folder in MS-DOS. */
const DOS_FOLDER = 0x10;

/** The fields that both headers have in common, up to the date. */
function common({ isEncrypted, isDescribed, method, modified }: Header, needed: number): Buffer {
  const flags = UTF8 | (isEncrypted ? ENCRYPTED : 0) | (isDescribed ? DESCRIBED : 0);
  return fields([2, needed], [2, flags], [2, isEncrypted ? AES : method], [4, dosTime(modified)]);
}

function commonExtras({ isEncrypted, method, modified }: Header): Buffer[] {
  // AE-2 of the vendor "AE", AES-256, and the method that the content is packed by.
  const aes = isEncrypted ? extra(AES_EXTRA, fields([2, 2], [2, 0x4541], [1, 3], [2, method])) : NONE;
  return [modified === FIRST_TIME ? NONE : timeExtra(modified), aes];
}

const version = ({ isEncrypted }: Header, isWide: boolean): number =>
  isEncrypted ? AES_VERSION : isWide ? ZIP64_VERSION : DEFLATE_VERSION;
