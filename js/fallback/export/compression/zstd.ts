import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { CompressionMessage } from '../../../contract/compression';
import { BLOCK, ZSTD_MAGIC } from './unzstd';
import { type Writer, writeTo } from './writer';
import { Xxh64 } from './xxh';

/** Node has zstd from 22.15 on, which its types here do not know. */
const { createZstdCompress } = zlib as {
  createZstdCompress?: (options: { params: Record<number, number>; pledgedSrcSize?: number }) => Transform;
};

/** Makes zstd frames: with Node's own library where it has one. */
export const zstdWriter = (message: CompressionMessage): Writer =>
  createZstdCompress ? new NodeZstd(message, createZstdCompress) : new StoredZstd(message);

/** Parameters of the library (zstd.h, ZSTD_cParameter). */
const LEVEL = 100;
const WINDOW_LOG = 101;
const LONG_DISTANCE = 160;
const CHECKSUM = 201;

/** zstd frames by node:zlib. */
class NodeZstd implements Writer {
  readonly #engine: Transform;
  #emit: (out: Uint8Array) => void = () => {};

  constructor(
    { level, checksum, windowLog, contentSize }: CompressionMessage,
    create: NonNullable<typeof createZstdCompress>,
  ) {
    const params: Record<number, number> = { [LEVEL]: level, [CHECKSUM]: checksum ? 1 : 0 };
    if (windowLog > 0) Object.assign(params, { [WINDOW_LOG]: windowLog, [LONG_DISTANCE]: 1 });
    this.#engine = create({ params, ...(contentSize >= 0 && { pledgedSrcSize: contentSize }) });
    this.#engine.on('data', (out: Buffer) => this.#emit(out));
    // Said by the write that failed.
    this.#engine.on('error', () => {});
  }

  write(piece: Buffer, last: boolean, emit: (out: Uint8Array) => void): Promise<void> {
    this.#emit = emit;
    return writeTo(this.#engine, piece, last);
  }

  close(): void {
    this.#engine.destroy();
  }
}

/**
 * zstd frames of stored blocks, or of one byte repeated: any decoder reads them, but they are hardly smaller than what they
 * hold. There is no well-kept zstd encoder in JavaScript.
 */
class StoredZstd implements Writer {
  readonly #content: Xxh64 | undefined;
  readonly #size: number;
  #begun = false;

  constructor({ checksum, contentSize }: CompressionMessage) {
    this.#content = checksum ? new Xxh64() : undefined;
    this.#size = contentSize;
  }

  write(piece: Buffer, last: boolean, emit: (out: Uint8Array) => void): void {
    if (!this.#begun) emit(this.#header());
    this.#begun = true;
    this.#content?.update(piece);
    const isRun = piece.length > 1 && piece[0] === piece.at(-1) && piece.every((byte) => byte === piece[0]);
    const head = Buffer.alloc(3);
    head.writeUIntLE(piece.length * 8 + (isRun ? 2 : 0) + (last ? 1 : 0), 0, 3);
    emit(Buffer.concat([head, isRun ? piece.subarray(0, 1) : piece]));
    if (!last || !this.#content) return;
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32LE(Number(this.#content.digest() & 0xffff_ffffn), 0);
    emit(trailer);
  }

  #header(): Buffer {
    const hasSize = this.#size >= 0;
    const header = Buffer.alloc(hasSize ? 14 : 6);
    header.writeUInt32LE(ZSTD_MAGIC, 0);
    header[4] = (hasSize ? 3 << 6 : 0) | (this.#content ? 4 : 0);
    // A window of a block: 2^17.
    header[5] = (17 - 10) << 3;
    if (hasSize) header.writeBigUInt64LE(BigInt(this.#size), 6);
    return header;
  }
}

/** A whole frame of stored blocks. */
export function storedZstd(bytes: Uint8Array): Uint8Array {
  const writer = new StoredZstd({ checksum: false, contentSize: bytes.length } as CompressionMessage);
  const out: Uint8Array[] = [];
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at === 0 || at < input.length; at += BLOCK) {
    writer.write(input.subarray(at, at + BLOCK), at + BLOCK >= input.length, (piece) => out.push(piece));
  }
  return Buffer.concat(out);
}
