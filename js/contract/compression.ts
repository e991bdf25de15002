/** What crosses to a backend for compression in `clinicore/export`. */
import type { Job } from '../contract';

/** The formats, `deflate` being that of zlib (RFC 1950). */
export type CompressionFormat = 'zstd' | 'lz4' | 'gzip' | 'deflate';

/** How to compress. */
export interface CompressionMessage {
  format: CompressionFormat;
  /** 0 for LZ4, which has none. */
  level: number;
  /** Of a zstd or LZ4 frame's content. */
  checksum: boolean;
  /** zstd's long mode; 0 to let the level decide. */
  windowLog: number;
  /** How many bytes there will be; -1 if that is not known. */
  contentSize: number;
  /** Give all output with the last chunk, and nothing before. */
  whole: boolean;
}

/** How to decompress. */
export interface DecompressionMessage {
  format: CompressionFormat;
  maxBytes: number;
  maxWindowLog: number;
  /** Give all output with the last chunk, and nothing before. */
  whole: boolean;
}

/** Compresses or decompresses; the same input gives the same output however it is cut into chunks. */
export interface Codec {
  /** Takes the next chunk, which may be empty, and gives what came out. One call at a time; none after one that failed. */
  write(chunk: Uint8Array, last: boolean, job: Job): Promise<Uint8Array>;
  /** Whether there is more to come without further input: then write an empty chunk, with the same `last`. */
  pending(): boolean;
  /** Lets go of its memory; at once, or when the call ends that is under way. */
  close(): void;
}

/** What a backend can do for compression. */
export interface CompressionBackend {
  readonly Compressor: new (message: CompressionMessage) => Codec;
  readonly Decompressor: new (message: DecompressionMessage) => Codec;
}
