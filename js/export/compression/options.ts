import type { Lane } from '../../contract';
import type { CompressionFormat, CompressionMessage, DecompressionMessage } from '../../contract/compression';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, bytes, type Fields, integer, invalid, oneOf, record } from '../../validate';

/** What decides the bytes that {@link compress} and {@link compressStream} give. */
export interface CompressionOptions {
  /**
   * What to make: `zstd` (RFC 8878: small and fast), `lz4` (an LZ4 frame: fastest), `gzip` (RFC 1952: any system reads it)
   * or `deflate` (the zlib format of RFC 1950, which is what HTTP calls deflate).
   */
  format: CompressionFormat;
  /**
   * How much to try: 1 to 22 for `zstd` (default 3; above 19 it takes hundreds of megabytes), 0 to 9 for `gzip` and
   * `deflate` (default 6). `lz4` has none.
   */
  level?: number;
  /** Whether a `zstd` or `lz4` frame carries a checksum of its content; the other formats always do. Default true. */
  checksum?: boolean;
  /**
   * zstd's long mode: repetitions are found up to 2 to the power of this many bytes back, 10 to 30. Readers need so much
   * memory, and refuse more than 27 (128 MiB) unless they are told. Default: the level decides.
   */
  windowLog?: number;
  /**
   * Cut the input after every so many bytes, 65,536 to 1,073,741,824, and compress each block by itself, on all threads
   * of the pool that are free. The blocks follow each other as frames or gzip members, which every reader takes for one; the
   * bytes do not depend on the number of threads. With blocks of 1 MiB and more the result is hardly larger. Not for
   * `deflate`. Default: one block.
   */
  blockBytes?: number;
  /**
   * zstd's: what records like this one have in common, made by {@link trainDictionary}. Only who has it can read the result.
   * Native backend only. Default: none.
   */
  dictionary?: Uint8Array;
}

/** Options of {@link compress}. Default lane: `bulk`. Progress counts bytes of input. */
export interface CompressOptions extends CompressionOptions, TaskOptions {}

/** Options of {@link compressStream}. Default lane: `bulk`. */
export interface CompressStreamOptions extends CompressionOptions, Pick<TaskOptions, 'signal' | 'lane'> {}

/** What decompression may cost. */
export interface DecompressionOptions {
  /**
   * What the data are. Default: what their first bytes say; data that begin with a skippable frame, which zstd and LZ4 share,
   * count as zstd.
   */
  format?: CompressionFormat;
  /** How many bytes the data may become, 0 to 2^53 - 1. Default: 1,073,741,824 (1 GiB). */
  maxBytes?: number;
  /**
   * How far back a `zstd` frame may refer, as a power of 2: as much memory does reading it take. 10 to 30. Default: 27
   * (128 MiB).
   */
  maxWindowLog?: number;
  /** The dictionary that the `zstd` frames were made with; others are read, too. Native backend only. Default: none. */
  dictionary?: Uint8Array;
}

/** Options of {@link decompress}. Default lane: `interactive`. Progress counts bytes of input. */
export interface DecompressOptions extends DecompressionOptions, TaskOptions {}

/** Options of {@link decompressStream}. Default lane: `interactive`. */
export interface DecompressStreamOptions extends DecompressionOptions, Pick<TaskOptions, 'signal' | 'lane'> {}

const FORMATS = ['zstd', 'lz4', 'gzip', 'deflate'] as const;
const GIB = 1024 ** 3;

/** What a format may be told, and its levels. */
const KNOWN: Record<CompressionFormat, { options: string[]; level: { least: number; most: number; usual: number } }> = {
  zstd: {
    options: ['level', 'checksum', 'windowLog', 'blockBytes', 'dictionary'],
    level: { least: 1, most: 22, usual: 3 },
  },
  lz4: { options: ['checksum', 'blockBytes'], level: { least: 0, most: 0, usual: 0 } },
  gzip: { options: ['level', 'blockBytes'], level: { least: 0, most: 9, usual: 6 } },
  deflate: { options: ['level'], level: { least: 0, most: 9, usual: 6 } },
};

/** {@link CompressionOptions}, checked. */
export interface Compression {
  readonly settings: Pick<CompressionMessage, 'format' | 'level' | 'checksum' | 'windowLog' | 'dictionary'>;
  readonly blockBytes: number | undefined;
  readonly task: Task;
}

/** {@link DecompressionOptions}, checked. */
export interface Decompression {
  readonly format: CompressionFormat | undefined;
  readonly limits: Pick<DecompressionMessage, 'maxBytes' | 'maxWindowLog' | 'dictionary'>;
  readonly task: Task;
}

/** The options that a stream has, which tells its progress by itself. */
export const STREAM_OPTIONS = ['signal', 'lane'];

/** Checks the options of compressing; an option that the format does not have is refused. */
export function compressionOptions(value: unknown, common: readonly string[] = TASK_OPTIONS): Compression {
  const fields = record(value, 'options');
  const format = fields.get('format', oneOf, FORMATS);
  fields.only(['format', ...KNOWN[format].options, ...common]);
  return settingsOf(fields, format);
}

/** As {@link compressionOptions}, of a format that is not asked for. */
export function settingsOf(fields: Fields, format: CompressionFormat): Compression {
  const { level } = KNOWN[format];
  const settings = {
    format,
    level: fields.optional('level', level.usual, integer, level.least, level.most),
    checksum: fields.optional('checksum', true, boolean),
    windowLog: fields.optional('windowLog', 0, integer, 10, 30),
    dictionary: fields.optional('dictionary', undefined, dictionary),
  };
  const blockBytes = fields.optional('blockBytes', undefined, integer, 64 * 1024, GIB);
  return { settings, blockBytes, task: taskOptions(fields, 'bulk') };
}

/** Checks the options of decompressing. */
export function decompressionOptions(fields: Fields, common: readonly string[] = TASK_OPTIONS): Decompression {
  fields.only(['format', 'maxBytes', 'maxWindowLog', 'dictionary', ...common]);
  return limitsOf(fields, 'interactive');
}

/** As {@link decompressionOptions}, of which some may be unknown. */
export function limitsOf(fields: Fields, lane: Lane): Decompression {
  return {
    format: fields.optional('format', undefined, oneOf, FORMATS),
    limits: {
      maxBytes: fields.optional('maxBytes', GIB, integer, 0, Number.MAX_SAFE_INTEGER),
      maxWindowLog: fields.optional('maxWindowLog', 27, integer, 10, 30),
      dictionary: fields.optional('dictionary', undefined, dictionary),
    },
    task: taskOptions(fields, lane),
  };
}

/** A dictionary (RFC 8878, 5): one without a number could not be told from another. Copied, since it is used for long. */
function dictionary(value: unknown, path: string): Uint8Array {
  const given = bytes(value, path);
  const isDictionary =
    given.length > 8 && given.length <= MAX_DICTIONARY && DICTIONARY_MAGIC.equals(given.subarray(0, 4));
  if (!isDictionary) invalid(path, 'a zstd dictionary of at most 16 MiB, as trainDictionary makes it', value);
  return Uint8Array.prototype.slice.call(given);
}

const DICTIONARY_MAGIC = Buffer.from([0x37, 0xa4, 0x30, 0xec]);
const MAX_DICTIONARY = 16 * 1024 * 1024;
