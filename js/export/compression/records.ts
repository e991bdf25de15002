/** Many small records, each compressed by itself. */
import type { Job } from '../../contract';
import type { CompressionMessage, RecordsMessage } from '../../contract/compression';
import { ClinicoreError } from '../../errors';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { array, bytes, integer, optionalRecord, readable } from '../../validate';
import { asBuffer, CHUNK } from '../codec';
import { atOnce, forEach, whenRoom } from '../on-pool';
import { type CompressionOptions, type DecompressionOptions, limitsOf, settingsOf } from './options';

/** Options of {@link compressMany}. Default lane: `bulk`. Progress counts records. */
export interface CompressManyOptions
  extends Pick<CompressionOptions, 'level' | 'checksum' | 'dictionary'>,
    TaskOptions {}

/** Options of {@link decompressMany}; `maxBytes` is for all records together. Default lane: `bulk`. Progress counts records. */
export interface DecompressManyOptions
  extends Pick<DecompressionOptions, 'maxBytes' | 'maxWindowLog' | 'dictionary'>,
    TaskOptions {}

/** Options of {@link trainDictionary}. Default lane: `bulk`. */
export interface TrainDictionaryOptions extends TaskOptions {
  /** The most bytes that the dictionary may have, 256 to 1,048,576. Default: 112,640. */
  size?: number;
}

const MAX_RECORDS = 10_000_000;
/** Samples of more bytes make no better dictionary, and take long. */
const MAX_SAMPLE_BYTES = 32 * 1024 * 1024;

/**
 * Makes a zstd dictionary from samples: what records of a kind have in common, so that each by itself becomes as small as if
 * all were compressed together. Keep it, and give it to {@link compressMany} or {@link compress}: without it the records can
 * not be read.
 *
 * @param samples records like those it is for, a hundred times as many bytes as the dictionary or more; 32 MiB at most, 32 bytes added for each
 * @param options its size, abort, lane; while it is made, which takes a second or so, it cannot be stopped
 * @returns the dictionary
 * @throws ClinicoreError (as a rejection) `ERR_INSUFFICIENT_DATA` (too few samples, or too small ones), `ERR_UNSUPPORTED` (the
 *   JavaScript backend), `ERR_LIMIT_EXCEEDED`, `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const dictionary = await clinicore.export.trainDictionary(records.slice(0, 10_000));
 */
export async function trainDictionary(
  samples: readonly Uint8Array[],
  options?: TrainDictionaryOptions,
): Promise<Buffer> {
  const fields = optionalRecord(options, 'options').only(['size', ...TASK_OPTIONS]);
  const size = fields.optional('size', 112_640, integer, 256, 1 << 20);
  const task = taskOptions(fields, 'bulk');
  const list = array(samples, 'samples', MAX_RECORDS);
  return run(task, async ({ exporting }, job) => {
    const parts = [...groups(list, 'samples', MAX_SAMPLE_BYTES)];
    if (parts.length > 1) {
      throw new ClinicoreError(
        'ERR_LIMIT_EXCEEDED',
        `samples must have at most ${MAX_SAMPLE_BYTES} bytes in all, 32 added for each`,
        {
          argument: 'samples',
          limit: MAX_SAMPLE_BYTES,
        },
      );
    }
    const { data, lengths } = parts[0] ?? { data: new Uint8Array(0), lengths: new Uint32Array(0) };
    return asBuffer(await exporting.trainDictionary(data, lengths, size, job));
  });
}

/**
 * Compresses many small records in one call, each to a zstd frame of its own that any reader of zstd reads (with the
 * dictionary, if there was one), on all threads of the pool that are free.
 *
 * @param records up to 10 million of up to 4 GiB; leave them alone until the promise settles
 * @param options level, checksum, dictionary, abort, progress, lane
 * @returns the frames, in the order of the records; they share memory
 * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (a dictionary on the JavaScript backend), `ERR_INVALID_ARGUMENT`,
 *   `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const frames = await clinicore.export.compressMany(records, { dictionary });
 */
export async function compressMany(records: readonly Uint8Array[], options?: CompressManyOptions): Promise<Buffer[]> {
  const fields = optionalRecord(options, 'options').only(['level', 'checksum', 'dictionary', ...TASK_OPTIONS]);
  const { settings, task } = settingsOf(fields, 'zstd');
  const list = array(records, 'records', MAX_RECORDS);
  const total = list.length;
  return run(
    task,
    async ({ exporting, pool }, job, report) => {
      const message: CompressionMessage = { ...settings, contentSize: -1, whole: true };
      let done = 0;
      const made = await stopping(job, () =>
        forEach(groups(list, 'records', CHUNK), atOnce(pool), async ({ data, lengths }, index) => {
          const packed = await whenRoom(index > 0, () => exporting.compressRecords(message, data, lengths, job));
          done += lengths.length;
          report(done, total);
          return split(packed);
        }),
      );
      return made.flat();
    },
    total,
  );
}

/**
 * Decompresses many small records, each of zstd frames, in one call.
 *
 * @param records up to 10 million; leave them alone until the promise settles
 * @param options limits, dictionary, abort, progress, lane
 * @returns what they hold, in their order; they share memory
 * @throws ClinicoreError (as a rejection) as {@link decompress}, where `details.index` is the record and `details.offset` is
 *   counted in it; `ERR_INVALID_ARGUMENT` also where a record needs another dictionary
 *
 * @example
 * const records = await clinicore.export.decompressMany(frames, { dictionary });
 */
export async function decompressMany(
  records: readonly Uint8Array[],
  options?: DecompressManyOptions,
): Promise<Buffer[]> {
  const fields = optionalRecord(options, 'options').only(['maxBytes', 'maxWindowLog', 'dictionary', ...TASK_OPTIONS]);
  const { limits, task } = limitsOf(fields, 'bulk');
  const list = array(records, 'records', MAX_RECORDS);
  const total = list.length;
  return run(
    task,
    async ({ exporting }, job, report) => {
      const message = { format: 'zstd', ...limits, whole: true } as const;
      const made: Buffer[][] = [];
      let done = 0;
      let size = 0;
      // One after the other: all share one maxBytes.
      for (const { data, lengths } of groups(list, 'records', CHUNK)) {
        const first = done;
        const unpacked = await whenRoom(first > 0, () =>
          exporting.decompressRecords(message, data, lengths, first, size, job),
        );
        done += lengths.length;
        size += unpacked.data.length;
        made.push(split(unpacked));
        report(done, total);
      }
      return made.flat();
    },
    total,
  );
}

/** Runs work of which one part's failure makes the others useless. */
async function stopping<T>(job: Job, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    job.cancel();
    throw error;
  }
}

/** So many records that they hold about `most` bytes, or cost as much to handle; copied one after the other. */
function* groups(records: readonly unknown[], path: string, most: number): Generator<RecordsMessage> {
  for (let first = 0; first < records.length; ) {
    const list: Uint8Array[] = [];
    let size = 0;
    for (let cost = 0; first < records.length && (list.length === 0 || cost < most); first++) {
      const record = readable(`${path}[${first}]`, () => bytes(records[first], `${path}[${first}]`));
      cost += record.length + 32;
      size += record.length;
      list.push(record);
    }
    yield { data: Buffer.concat(list, size), lengths: Uint32Array.from(list, ({ length }) => length) };
  }
}

function split({ data, lengths }: RecordsMessage): Buffer[] {
  const all = asBuffer(data);
  let at = 0;
  return Array.from(lengths, (length) => {
    at += length;
    return all.subarray(at - length, at);
  });
}
