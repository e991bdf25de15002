/** The header block of an entry, as it is read: of POSIX (ustar, pax), GNU and the tars before them. */
import { BLOCK, checksums, FIELDS, POSIX_MAGIC } from './format';

/** What a header says. */
export interface ParsedHeader {
  readonly name: string;
  readonly linkName: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/** Whether a block is all zeros: the first of those that end an archive. */
export const isZero = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** Whether a block is a header, to judge by its checksum. */
export function isHeader(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  const given = octal(block, 'checksum');
  const { unsigned, signed } = checksums(block);
  return given === unsigned || given === signed;
}

/** The header; undefined if it is none. */
export function parseHeader(block: Buffer): ParsedHeader | undefined {
  if (!isHeader(block)) return undefined;
  const size = number(block, 'size');
  const modified = number(block, 'modified');
  const mode = number(block, 'mode');
  if (size === undefined || size < 0 || modified === undefined || mode === undefined) return undefined;
  const [magicAt, magicLength] = FIELDS.magic;
  const isPosix = block.toString('latin1', magicAt, magicAt + magicLength) === POSIX_MAGIC;
  const prefix = isPosix ? text(block, 'prefix') : '';
  const name = text(block, 'name');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: text(block, 'linkName'),
    // Before POSIX, a file had a NUL.
    type: block.toString('latin1', FIELDS.type[0], FIELDS.type[0] + 1).replace('\0', '0'),
    size,
    mode: mode & 0o777,
    modified,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text as UTF-8; what is none, byte for byte. */
export function decodeText(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function text(block: Buffer, field: keyof typeof FIELDS): string {
  const [at, length] = FIELDS[field];
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal digits, or, where the first bit is set, the bytes of a number with its sign (GNU). */
function number(block: Buffer, field: keyof typeof FIELDS): number | undefined {
  const [at, length] = FIELDS[field];
  const first = block[at] as number;
  if (!(first & 0x80)) return octal(block, field);
  const bytes = block.subarray(at, at + length);
  let value = first & 0x40 ? -1n : 0n;
  value = (value << 6n) | BigInt(first & 0x3f);
  for (const byte of bytes.subarray(1)) value = (value << 8n) | BigInt(byte);
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
  return isSafe ? Number(value) : undefined;
}

function octal(block: Buffer, field: keyof typeof FIELDS): number | undefined {
  const [at, length] = FIELDS[field];
  const digits = /^ *([0-7]*)[ \0]*$/.exec(block.toString('latin1', at, at + length).replace(/\0.*$/s, ''))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits || '0', 8);
}
