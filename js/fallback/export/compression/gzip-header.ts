/** The header of a gzip member (RFC 1952, 2.3). */
import { crc32 } from '../../crc32';
import { CORRUPT } from './step';

const MAGIC = [0x1f, 0x8b, 8];
const HEADER_CHECK = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;
/** The longest that is read: names and comments have no bound of their own. */
const MAX_HEADER = 256 * 1024;

/** Without flags and time, made on an unknown system. */
export function gzipHeader(level: number): Buffer {
  const tells = level === 1 ? 4 : level === 9 ? 2 : 0;
  return Buffer.from([...MAGIC, 0, 0, 0, 0, 0, tells, 0xff]);
}

/** The length of the header that stands there; undefined if there is not all of it. */
export function gzipHeaderLength(input: Buffer): number | undefined {
  if (MAGIC.some((byte, at) => at < input.length && input[at] !== byte)) throw CORRUPT;
  const length = measured(input);
  if (length === undefined || length > input.length) {
    if ((length ?? input.length) > MAX_HEADER) throw CORRUPT;
    return undefined;
  }
  if (length > MAX_HEADER) throw CORRUPT;
  return length;
}

function measured(input: Buffer): number | undefined {
  if (input.length < 10) return undefined;
  const flags = input[3] as number;
  if (flags & RESERVED) throw CORRUPT;
  let at = 10;
  if (flags & EXTRA) {
    if (input.length < at + 2) return undefined;
    at += 2 + input.readUInt16LE(at);
  }
  for (const field of [NAME, COMMENT]) {
    if (!(flags & field)) continue;
    const end = input.indexOf(0, at);
    if (at >= input.length || end < 0) return undefined;
    at = end + 1;
  }
  if (flags & HEADER_CHECK) {
    if (input.length < at + 2) return undefined;
    if (input.readUInt16LE(at) !== (crc32(input.subarray(0, at)) & 0xffff)) throw CORRUPT;
    at += 2;
  }
  return at;
}
