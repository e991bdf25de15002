import { constants, createDeflate, createDeflateRaw, type Deflate } from 'node:zlib';
import type { Codec, CodecFormat, CompressionMessage } from '../../../contract/compression';
import { joined } from '../../../joined';
import { crc32 } from '../../crc32';
import type { Job } from '../../queue';
import { Place } from '../place';
import { gzipHeader } from './gzip-header';
import { LZ4_MAGIC, STORED } from './lz4';
import { mostPacked, packBlock } from './lz4-block';
import { noDictionaries } from './step';
import { BLOCK } from './unzstd';
import { type Writer, writeTo } from './writer';
import { Xxh32 } from './xxh';
import { zstdWriter } from './zstd';

/** A piece takes a millisecond or two. */
const PIECE = BLOCK;

const WRITERS: Record<CodecFormat, (message: CompressionMessage) => Writer> = {
  zstd: zstdWriter,
  lz4: (message) => new Lz4Writer(message),
  gzip: (message) => new Deflater(message),
  deflate: (message) => new Deflater(message),
  'raw-deflate': (message) => new Deflater(message),
};

/** See `Codec`: compresses. */
export class Compressor implements Codec {
  readonly #writer: Writer;
  readonly #whole: boolean;
  readonly #place = new Place(() => this.#letGo());
  #rest: Buffer = Buffer.alloc(0);
  #out: Uint8Array[] = [];

  constructor(message: CompressionMessage) {
    if (message.dictionary) throw noDictionaries();
    this.#writer = WRITERS[message.format](message);
    this.#whole = message.whole;
  }

  write(chunk: Uint8Array, last: boolean, job: unknown): Promise<Uint8Array> {
    // A copy: the caller's bytes may be read only now.
    const input = Buffer.concat([this.#rest, chunk]);
    return this.#place.step(job as Job, async (running) => {
      const emit = (out: Uint8Array) => this.#out.push(out);
      let at = 0;
      for (; input.length - at > PIECE; at += PIECE) {
        await this.#writer.write(input.subarray(at, at + PIECE), false, emit);
        await running.pause();
      }
      this.#rest = input.subarray(at);
      if (last) await this.#writer.write(this.#rest, true, emit);
      else if (this.#whole) return new Uint8Array(0);
      const size = this.#out.reduce((sum, { length }) => sum + length, 0);
      const out = await joined(this.#out, size);
      this.#out = [];
      return out;
    });
  }

  pending(): boolean {
    return false;
  }

  close(): void {
    this.#place.close();
  }

  #letGo(): void {
    this.#rest = Buffer.alloc(0);
    this.#out = [];
    this.#writer.close?.();
  }
}

/** gzip members, zlib streams and deflated data by themselves, on node:zlib; the gzip header and trailer are our own, without time and system. */
class Deflater implements Writer {
  readonly #engine: Deflate;
  #emit: (out: Uint8Array) => void = () => {};
  #begun = false;
  #crc = 0;
  #size = 0;

  readonly #level: number;
  readonly #isGzip: boolean;

  constructor({ format, level, unfinished }: CompressionMessage) {
    this.#level = level;
    this.#isGzip = format === 'gzip';
    const finishFlush = unfinished ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
    this.#engine = format === 'deflate' ? createDeflate({ level }) : createDeflateRaw({ level, finishFlush });
    this.#engine.on('data', (out: Buffer) => this.#emit(out));
    // Said by the write that failed.
    this.#engine.on('error', () => {});
  }

  async write(piece: Buffer, last: boolean, emit: (out: Uint8Array) => void): Promise<void> {
    this.#emit = emit;
    if (this.#isGzip) {
      if (!this.#begun) emit(gzipHeader(this.#level));
      this.#begun = true;
      this.#crc = crc32(piece, this.#crc);
      this.#size += piece.length;
    }
    await writeTo(this.#engine, piece, last);
    if (last && this.#isGzip) {
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(this.#crc, 0);
      trailer.writeUInt32LE(this.#size >>> 0, 4);
      emit(trailer);
    }
  }

  close(): void {
    this.#engine.destroy();
  }
}

/** LZ4 frames of independent blocks, as long as a piece. */
class Lz4Writer implements Writer {
  readonly #content: Xxh32 | undefined;
  readonly #size: number;
  #begun = false;

  constructor({ checksum, contentSize }: CompressionMessage) {
    this.#content = checksum ? new Xxh32() : undefined;
    this.#size = contentSize;
  }

  write(piece: Buffer, last: boolean, emit: (out: Uint8Array) => void): void {
    if (!this.#begun) emit(this.#header());
    this.#begun = true;
    this.#content?.update(piece);
    if (piece.length > 0) emit(lz4Block(piece));
    if (!last) return;
    const trailer = Buffer.alloc(this.#content ? 8 : 4);
    if (this.#content) trailer.writeUInt32LE(this.#content.digest(), 4);
    emit(trailer);
  }

  #header(): Buffer {
    const hasSize = this.#size >= 0;
    const header = Buffer.alloc(hasSize ? 15 : 7);
    header.writeUInt32LE(LZ4_MAGIC, 0);
    header[4] = 0b0110_0000 | (hasSize ? 8 : 0) | (this.#content ? 4 : 0);
    // Blocks of at most 256 KiB: the least that holds a piece.
    header[5] = 5 << 4;
    if (hasSize) header.writeBigUInt64LE(BigInt(this.#size), 6);
    const end = header.length - 1;
    header[end] = new Xxh32().update(header.subarray(4, end)).digest() >>> 8;
    return header;
  }
}

function lz4Block(piece: Buffer): Buffer {
  const block = Buffer.allocUnsafe(4 + mostPacked(piece.length));
  const length = packBlock(piece, block.subarray(4));
  if (length < piece.length) {
    block.writeUInt32LE(length, 0);
    return block.subarray(0, 4 + length);
  }
  block.writeUInt32LE(piece.length + STORED, 0);
  piece.copy(block, 4);
  return block.subarray(0, 4 + piece.length);
}
