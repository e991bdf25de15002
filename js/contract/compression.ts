/** What crosses to a backend for compression in `clinicore/export`. */
import type { Job } from '../contract';

/** The formats, `deflate` being that of zlib (RFC 1950). */
export type CompressionFormat = 'zstd' | 'lz4' | 'gzip' | 'deflate';

/** What codecs make and read: also deflated data by themselves (RFC 1951), as they are in a zip archive. */
export type CodecFormat = CompressionFormat | 'raw-deflate';

/** How to compress. */
export interface CompressionMessage {
  format: CodecFormat;
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
  /** zstd's: see `trainDictionary`. */
  dictionary?: Uint8Array | undefined;
  /** That of raw deflate: end at a whole byte without the last block, so that what was deflated by itself may follow. */
  unfinished?: boolean | undefined;
}

/** How to decompress. */
export interface DecompressionMessage {
  format: CodecFormat;
  maxBytes: number;
  maxWindowLog: number;
  /** Give all output with the last chunk, and nothing before. */
  whole: boolean;
  /** zstd's: see `trainDictionary`. */
  dictionary?: Uint8Array | undefined;
}

/** Records one after the other, and how many bytes each has. */
export interface RecordsMessage {
  data: Uint8Array;
  lengths: Uint32Array;
}

/** Compresses or decompresses; the same input gives the same output however it is cut into chunks. */
export interface Codec {
  /** Takes the next chunk, which may be empty, and gives what came out. One call at a time; none after one that failed. */
  write(chunk: Uint8Array, last: boolean, job: Job): Promise<Uint8Array>;
  /** Whether there is more to come without further input: then write an empty chunk, with the same `last`. */
  pending(): boolean;
  /** Lets go of its memory for good: at once, or when the call ends that is under way. */
  close(): void;
}

/** What a backend can do for compression. */
export interface CompressionBackend {
  readonly Compressor: new (message: CompressionMessage) => Codec;
  readonly Decompressor: new (message: DecompressionMessage) => Codec;
  /** A zstd dictionary of at most `size` bytes, of samples one after the other. */
  trainDictionary(samples: Uint8Array, lengths: Uint32Array, size: number, job: Job): Promise<Uint8Array>;
  /** A zstd frame of each record; they are one after the other, as are the frames. */
  compressRecords(
    message: CompressionMessage,
    data: Uint8Array,
    lengths: Uint32Array,
    job: Job,
  ): Promise<RecordsMessage>;
  /**
   * What each record, of zstd frames, holds. They are those from `first` on of a call, and those before them held `made`
   * bytes of the `maxBytes` that are for all.
   */
  decompressRecords(
    message: DecompressionMessage,
    data: Uint8Array,
    lengths: Uint32Array,
    first: number,
    made: number,
    job: Job,
  ): Promise<RecordsMessage>;
}
