/**
 * zlib streams (RFC 1950, 1951) as the crate `fdeflate` makes them for PNG files: with codes that never change, in which
 * only runs of zeros become shorter. Fast, and the same bytes from both backends.
 */

/** The head of the stream and of its one block, with the lengths of all codes; of the last byte five bits. */
const HEAD = Buffer.from(
  '7801edc003a0245996c6f1ff77ee8dc8cca7724b63ae6ddbb66ddbb66ddbb66d698c9e964aaf9e323322eef976b76a7aa6873b6bd50f',
  'hex',
);
const BITS_OF_LAST = 5;

/** How many bits the code of each symbol has, as hexadecimal digits: of the literals, the end, and the lengths of runs. */
const LENGTHS = Uint8Array.from(
  `2345566777888889999999${'a'.repeat(9)}${'b'.repeat(12)}${'c'.repeat(171)}${'b'.repeat(10)}abaaaaaaaaa999998988888777666543ccc99babbabbbbbbcb${'c'.repeat(11)}9`,
  (digit) => Number.parseInt(digit, 16),
);

/** The codes (RFC 1951 3.2.2), their first bit the lowest. */
const CODES = codesOf(LENGTHS);

function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    for (const [symbol, own] of lengths.entries()) {
      if (own !== length) continue;
      for (let bit = 0; bit < length; bit++) {
        codes[symbol] = ((codes[symbol] as number) << 1) | ((code >>> bit) & 1);
      }
      code++;
    }
  }
  return codes;
}

const END = 256;
/** The longest run that one symbol repeats, and the symbol. */
const LONGEST = 258;
const LONGEST_SYMBOL = 285;

/** Bytes of the blocks that the stream is made in. */
const OUT = 1 << 18;

/** The most a block that is not compressed can hold (RFC 1951 3.2.4). */
const BLOCK = 0xffff;

/** What `size` bytes may take: as much as the crate takes them for when they are stored, which for whole blocks is less. */
export const mostBytes = (size: number): number => Math.floor((size - 1) / BLOCK) * (BLOCK + 5) + (size % BLOCK) + 11;

/** Compresses rows. */
export class Deflate {
  readonly #blocks: Uint8Array[] = [HEAD.subarray(0, -1)];
  /** Bytes before the block that is being filled. */
  #before = HEAD.length - 1;
  #out = new Uint8Array(OUT);
  #at = 0;
  #pending = HEAD[HEAD.length - 1] as number;
  #bits = BITS_OF_LAST;
  readonly #sum = new Adler32();

  /** Bytes so far. */
  get length(): number {
    return this.#before + this.#at;
  }

  /** Compresses a row; runs do not reach into the next. */
  write(row: Uint8Array): void {
    this.#sum.add(row);
    // A literal has 12 bits at most.
    this.#require(Math.ceil(row.length * 1.5) + 8);
    // Runs start and end at eights of bytes that have something else, as those of the crate do.
    let zeros = 0;
    const whole = row.length - (row.length % 8);
    for (let eight = 0; eight < whole; eight += 8) {
      let from = eight;
      let to = eight + 8;
      while (to > from && row[to - 1] === 0) to--;
      if (to === from) {
        zeros += 8;
        continue;
      }
      if (zeros > 0) {
        while (row[from] === 0) from++;
        this.#zeros(zeros + from - eight);
      }
      for (; from < to; from++) this.#symbol(row[from] as number);
      zeros = eight + 8 - to;
    }
    if (zeros > 0) this.#zeros(zeros);
    for (let at = whole; at < row.length; at++) this.#symbol(row[at] as number);
  }

  /** The stream, block after block. */
  finish(): Uint8Array[] {
    this.#require(16);
    this.#symbol(END);
    this.#put(0, 7);
    this.#sum.write(this.#out, this.#at);
    return [...this.#blocks, this.#out.subarray(0, this.#at + 4)];
  }

  /** Makes room for so many bytes. */
  #require(bytes: number): void {
    if (this.#at + bytes <= this.#out.length) return;
    this.#blocks.push(this.#out.subarray(0, this.#at));
    this.#before += this.#at;
    this.#out = new Uint8Array(Math.max(OUT, bytes));
    this.#at = 0;
  }

  /** One zero, then how often the byte before it is repeated. */
  #zeros(count: number): void {
    this.#symbol(0);
    let run = count - 1;
    // A bit more, 0, is the code of the distance 1.
    for (; run >= LONGEST; run -= LONGEST)
      this.#put(CODES[LONGEST_SYMBOL] as number, (LENGTHS[LONGEST_SYMBOL] as number) + 1);
    if (run > 4) {
      // RFC 1951 3.2.5
      const value = run - 3;
      const extra = Math.max(0, 29 - Math.clz32(value));
      this.#symbol(257 + 4 * extra + (value >>> extra));
      this.#put(value & ((1 << extra) - 1), extra + 1);
    } else {
      for (; run > 0; run--) this.#symbol(0);
    }
  }

  #symbol(symbol: number): void {
    this.#put(CODES[symbol] as number, LENGTHS[symbol] as number);
  }

  #put(value: number, bits: number): void {
    this.#pending |= value << this.#bits;
    this.#bits += bits;
    while (this.#bits >= 8) {
      this.#out[this.#at++] = this.#pending;
      this.#pending >>>= 8;
      this.#bits -= 8;
    }
  }
}

/** Puts rows into blocks as they are. */
export class Stored {
  readonly #blocks: Uint8Array[] = [HEAD.subarray(0, 2)];
  #left: number;
  #out = new Uint8Array();
  #at = 0;
  readonly #sum = new Adler32();

  /** For rows of `size` bytes in all. */
  constructor(size: number) {
    this.#left = size;
  }

  write(row: Uint8Array): void {
    this.#sum.add(row);
    for (let from = 0; from < row.length; ) {
      if (this.#at === this.#out.length) this.#begin();
      const part = row.subarray(from, from + this.#out.length - this.#at);
      this.#out.set(part, this.#at);
      this.#at += part.length;
      from += part.length;
    }
  }

  /** The stream, block after block. */
  finish(): Uint8Array[] {
    const end = new Uint8Array(4);
    this.#sum.write(end, 0);
    return [...this.#blocks, end];
  }

  /** Begins a block, which says whether it is the last, and its length twice. */
  #begin(): void {
    const length = Math.min(this.#left, BLOCK);
    this.#left -= length;
    this.#out = new Uint8Array(5 + length);
    this.#out.set([Number(this.#left === 0), length, length >>> 8, ~length, ~length >>> 8]);
    this.#at = 5;
    this.#blocks.push(this.#out);
  }
}

/** The checksum of a zlib stream (RFC 1950 8.2). */
class Adler32 {
  #a = 1;
  #b = 0;

  add(bytes: Uint8Array): void {
    let [a, b] = [this.#a, this.#b];
    // After so many the sums still fit in 32 bits.
    for (let from = 0; from < bytes.length; from += 5552) {
      const to = Math.min(from + 5552, bytes.length);
      for (let at = from; at < to; at++) {
        a += bytes[at] as number;
        b += a;
      }
      a %= 65_521;
      b %= 65_521;
    }
    this.#a = a;
    this.#b = b;
  }

  /** Puts the sum where the stream ends. */
  write(out: Uint8Array, at: number): void {
    out.set([this.#b >>> 8, this.#b, this.#a >>> 8, this.#a], at);
  }
}
