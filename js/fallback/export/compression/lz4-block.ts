/** LZ4 blocks (lz4_Block_format.md): literals and matches in turn. */
import { CORRUPT } from './step';

const MIN_MATCH = 4;
/** A match begins at least so far from the block's end, and leaves so many literals behind it. */
const LAST_MATCH = 12;
const LAST_LITERALS = 5;
const MAX_OFFSET = 65_535;
const HASH_BITS = 14;

/** What a block of so many bytes may become at most. */
export const mostPacked = (bytes: number): number => bytes + Math.ceil(bytes / 255) + 16;

/** Compresses `input` into `out`, which has room for {@link mostPacked} bytes; returns how many they are. */
export function packBlock(input: Buffer, out: Uint8Array): number {
  const seen = new Int32Array(1 << HASH_BITS).fill(-1);
  const matchEnd = input.length - LAST_LITERALS;
  const last = input.length - LAST_MATCH;
  let anchor = 0;
  let at = 0;
  let to = 0;
  for (let misses = 0; at <= last; ) {
    const word = input.readInt32LE(at);
    const slot = Math.imul(word, 0x9e37_79b1) >>> (32 - HASH_BITS);
    const candidate = seen[slot] as number;
    seen[slot] = at;
    if (candidate < 0 || at - candidate > MAX_OFFSET || input.readInt32LE(candidate) !== word) {
      // What does not compress is passed over ever faster.
      at += 1 + (misses++ >> 6);
      continue;
    }
    misses = 0;
    let end = at + MIN_MATCH;
    for (let from = candidate + MIN_MATCH; end < matchEnd && input[end] === input[from]; from++) end++;
    to = sequence(input, anchor, at, end - at - MIN_MATCH, out, to);
    out[to++] = (at - candidate) & 0xff;
    out[to++] = (at - candidate) >> 8;
    to = rest(end - at - MIN_MATCH, out, to);
    at = end;
    anchor = end;
  }
  return sequence(input, anchor, input.length, 0, out, to);
}

/** A sequence's token and literals. */
function sequence(input: Buffer, from: number, end: number, match: number, out: Uint8Array, to: number): number {
  const literals = end - from;
  out[to] = (Math.min(literals, 15) << 4) | Math.min(match, 15);
  const begin = rest(literals, out, to + 1);
  out.set(input.subarray(from, end), begin);
  return begin + literals;
}

/** What a length has beyond the 15 that its half of the token says. */
function rest(length: number, out: Uint8Array, to: number): number {
  if (length < 15) return to;
  let left = length - 15;
  for (; left >= 255; left -= 255) out[to++] = 255;
  out[to++] = left;
  return to;
}

/**
 * Decompresses a block to `out[start..]`; what is before `start` may be referred to.
 *
 * @returns where the output ends
 */
export function unpackBlock(input: Buffer, out: Uint8Array, start: number): number {
  let [at, to] = [0, start];
  const length = (token: number): number => {
    let value = token;
    for (let byte = token === 15 ? 255 : 0; byte === 255; value += byte) {
      if (at >= input.length) throw CORRUPT;
      byte = input[at++] as number;
    }
    return value;
  };
  while (at < input.length) {
    const token = input[at++] as number;
    const literals = length(token >> 4);
    if (literals > input.length - at || literals > out.length - to) throw CORRUPT;
    out.set(input.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === input.length) return to;
    if (at + 2 > input.length) throw CORRUPT;
    const offset = input.readUInt16LE(at);
    at += 2;
    const match = length(token & 15) + MIN_MATCH;
    if (offset === 0 || offset > to || match > out.length - to) throw CORRUPT;
    if (offset >= match) out.copyWithin(to, to - offset, to - offset + match);
    else
      for (let end = to + match, from = to - offset; from < end - offset; ) out[from + offset] = out[from++] as number;
    to += match;
  }
  throw CORRUPT;
}
