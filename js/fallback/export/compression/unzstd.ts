/** zstd frames (RFC 8878): their structure, limits and checksums here, their blocks by fzstd. */
import { Decompress } from 'fzstd';
import { ClinicoreError } from '../../../errors';
import { CORRUPT, dictionaryMissing, ended, type Reader, Skipping, type Step, took } from './step';
import { Xxh64 } from './xxh';

export const ZSTD_MAGIC = 0xfd2f_b528;
/** A block's most. */
export const BLOCK = 128 * 1024;

interface Frame {
  readonly blocks: Decompress;
  readonly size: bigint | undefined;
  readonly blockBytes: number;
  readonly content: Xxh64 | undefined;
  made: bigint;
}

/** Reads zstd frames. */
export class ZstdReader implements Reader {
  readonly #maxWindowLog: number;
  readonly #skipping = new Skipping();
  #frame: Frame | undefined;
  #isTrailer = false;
  #out: Uint8Array[] = [];

  constructor(maxWindowLog: number) {
    this.#maxWindowLog = maxWindowLog;
  }

  step(input: Buffer, unit: { offset: number }, emit: (out: Uint8Array) => void): Step {
    if (this.#frame === undefined) return this.#skipping.step(input) ?? this.#start(input, unit.offset);
    return this.#isTrailer ? this.#trailer(this.#frame, input) : this.#block(this.#frame, input, emit);
  }

  #start(input: Buffer, offset: number): Step {
    if (input.length < 4) return 'wants';
    if (input.readUInt32LE(0) !== ZSTD_MAGIC) throw CORRUPT;
    const header = readHeader(input);
    if (header === undefined) return 'wants';
    if (header.dictionary !== 0) throw dictionaryMissing(header.dictionary, offset);
    const limit = this.#maxWindowLog;
    if (header.window > 2 ** limit) {
      const message = `The zstd frame at byte ${offset} needs a window of ${header.window} bytes, more than 2^${limit}`;
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, {
        offset,
        given: header.window,
        limit,
        option: 'maxWindowLog',
      });
    }
    if (header.isReserved) throw CORRUPT;
    this.#frame = {
      blocks: this.#decoder(header.window),
      size: header.size,
      blockBytes: Math.min(BLOCK, Math.max(1024, header.window)),
      content: header.hasChecksum ? new Xxh64() : undefined,
      made: 0n,
    };
    return took(header.length);
  }

  /**
   * A decoder for the blocks of a frame with such a window. It is given a header of our own, without content size and
   * checksum, and empty blocks behind it, since it begins only when it has 18 bytes.
   */
  #decoder(window: number): Decompress {
    const decoder = new Decompress((out) => this.#out.push(out));
    const log = Math.ceil(Math.log2(Math.max(window, BLOCK)));
    const header = Buffer.alloc(18);
    header.writeUInt32LE(ZSTD_MAGIC, 0);
    header[5] = (log - 10) << 3;
    decoder.push(header);
    return decoder;
  }

  #block(frame: Frame, input: Buffer, emit: (out: Uint8Array) => void): Step {
    if (input.length < 3) return 'wants';
    const head = input.readUIntLE(0, 3);
    const [isLast, kind, size] = [head & 1, (head >> 1) & 3, head >> 3];
    if (kind === 3 || size > frame.blockBytes) throw CORRUPT;
    const length = 3 + (kind === 1 ? 1 : size);
    if (input.length < length) return 'wants';
    try {
      // A copy: fzstd may keep what it is given.
      frame.blocks.push(Uint8Array.prototype.slice.call(input, 0, length), isLast === 1);
    } catch {
      throw CORRUPT;
    }
    const out = this.#out;
    this.#out = [];
    for (const piece of out) {
      frame.content?.update(piece);
      frame.made += BigInt(piece.length);
      emit(piece);
    }
    this.#isTrailer = isLast === 1;
    return took(length);
  }

  #trailer({ content, size, made }: Frame, input: Buffer): Step {
    const length = content ? 4 : 0;
    if (input.length < length) return 'wants';
    if (content && Number(content.digest() & 0xffff_ffffn) !== input.readUInt32LE(0)) throw CORRUPT;
    if (size !== undefined && size !== made) throw CORRUPT;
    this.#frame = undefined;
    this.#isTrailer = false;
    return ended(length);
  }
}

/** What a frame says of itself (RFC 8878, 3.1.1.1); undefined if there is not all of it. */
function readHeader(input: Buffer) {
  let at = 5;
  const number = (bytes: number): bigint => {
    let value = 0n;
    for (let index = bytes - 1; index >= 0; index--) value = value * 256n + BigInt(input[at + index] ?? 0);
    at += bytes;
    return value;
  };
  const descriptor = input[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const exponents = isSingle ? 0 : Number(number(1));
  const dictionary = Number(number([0, 1, 2, 4][descriptor & 3] as number));
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  const size = sizeBytes === 0 ? undefined : number(sizeBytes) + (sizeBytes === 2 ? 256n : 0n);
  if (input.length < at) return undefined;
  const base = 2 ** (10 + (exponents >> 3));
  const window = isSingle ? Number(size) : base + (base / 8) * (exponents & 7);
  return {
    length: at,
    window,
    dictionary,
    size,
    hasChecksum: (descriptor & 4) !== 0,
    isReserved: (descriptor & 8) !== 0,
  };
}
