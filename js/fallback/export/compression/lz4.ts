/** LZ4 frames (lz4_Frame_format.md, 1.6.4). */
import { unpackBlock } from './lz4-block';
import { CORRUPT, ended, needsDictionary, type Reader, Skipping, type Step, took } from './step';
import { Xxh32 } from './xxh';

export const LZ4_MAGIC = 0x184d_2204;
/** How far back a block may refer. */
const WINDOW = 64 * 1024;
/** The bit of a block's size that says it is not compressed. */
export const STORED = 0x8000_0000;

interface Frame {
  readonly blockBytes: number;
  readonly blockChecksums: boolean;
  readonly content: Xxh32 | undefined;
  readonly size: bigint | undefined;
  made: bigint;
  /** Room for what linked blocks refer to, and for a block behind it. */
  readonly room: Buffer;
  readonly isLinked: boolean;
  /** How much there is that may be referred to; it ends where the block begins. */
  window: number;
}

/** Reads LZ4 frames. */
export class Lz4Reader implements Reader {
  readonly #skipping = new Skipping();
  #frame: Frame | undefined;
  #isTrailer = false;

  step(input: Buffer, unit: { offset: number }, emit: (out: Uint8Array) => void): Step {
    if (this.#frame === undefined) return this.#skipping.step(input) ?? this.#start(input, unit.offset);
    return this.#isTrailer ? this.#trailer(this.#frame, input) : this.#block(this.#frame, input, emit);
  }

  #start(input: Buffer, offset: number): Step {
    if (input.length < 4) return 'wants';
    if (input.readUInt32LE(0) !== LZ4_MAGIC) throw CORRUPT;
    if (input.length < 6) return 'wants';
    const [flags, sizes] = [input[4] as number, input[5] as number];
    // Version 1, nothing reserved, a block size that there is.
    if ((flags & 0b1100_0010) !== 0b0100_0000 || (sizes & 0b1000_1111) !== 0 || sizes >> 4 < 4) throw CORRUPT;
    if (flags & 1) throw needsDictionary('LZ4 frame', offset);
    const end = flags & 8 ? 14 : 6;
    if (input.length <= end) return 'wants';
    if (((new Xxh32().update(input.subarray(4, end)).digest() >>> 8) & 0xff) !== input[end]) throw CORRUPT;
    const blockBytes = 1 << (8 + 2 * (sizes >> 4));
    this.#frame = {
      blockBytes,
      blockChecksums: (flags & 16) !== 0,
      content: flags & 4 ? new Xxh32() : undefined,
      size: flags & 8 ? input.readBigUInt64LE(6) : undefined,
      made: 0n,
      room: Buffer.allocUnsafe(WINDOW + blockBytes),
      isLinked: (flags & 32) === 0,
      window: 0,
    };
    return took(end + 1);
  }

  #block(frame: Frame, input: Buffer, emit: (out: Uint8Array) => void): Step {
    if (input.length < 4) return 'wants';
    const size = input.readUInt32LE(0);
    if (size === 0) {
      this.#isTrailer = true;
      return took(4);
    }
    const length = size % STORED;
    if (length > frame.blockBytes) throw CORRUPT;
    const end = 4 + length;
    const after = frame.blockChecksums ? end + 4 : end;
    if (input.length < after) return 'wants';
    const data = input.subarray(4, end);
    if (frame.blockChecksums && new Xxh32().update(data).digest() !== input.readUInt32LE(end)) throw CORRUPT;

    const { room, window } = frame;
    const isStored = size >= STORED;
    if (isStored) room.set(data, window);
    const made = isStored ? window + length : unpackBlock(data, room.subarray(0, window + frame.blockBytes), window);
    // A copy: the room is used again.
    const content = Buffer.from(room.subarray(window, made));
    if (frame.isLinked) {
      frame.window = Math.min(WINDOW, made);
      room.copyWithin(0, made - frame.window, made);
    }
    frame.content?.update(content);
    frame.made += BigInt(content.length);
    emit(content);
    return took(after);
  }

  #trailer({ content, size, made }: Frame, input: Buffer): Step {
    const length = content ? 4 : 0;
    if (input.length < length) return 'wants';
    if (content && content.digest() !== input.readUInt32LE(0)) throw CORRUPT;
    if (size !== undefined && size !== made) throw CORRUPT;
    this.#frame = undefined;
    this.#isTrailer = false;
    return ended(length);
  }
}
