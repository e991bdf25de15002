import type { Backend, Job } from '../../contract';
import { joined } from '../../joined';
import { run } from '../../task';
import { bytes } from '../../validate';
import { asBuffer, through } from '../codec';
import { atOnce, forEach } from '../on-pool';
import { type Compression, type CompressOptions, compressionOptions } from './options';

/**
 * Compresses bytes. The same bytes and options give the same result, on the same backend and version, at any number of
 * threads; either backend reads what the other made.
 *
 * The data are read a chunk at a time: leave them alone until the promise settles.
 *
 * @param data what to compress
 * @param options the format, how hard to try, abort, progress, lane
 * @returns one zstd or LZ4 frame, gzip member or zlib stream; with `blockBytes` one for each block
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const packed = await clinicore.export.compress(report, { format: 'zstd', level: 9 });
 * const shared = await clinicore.export.compress(ledger, { format: 'gzip', blockBytes: 1 << 20 }); // on all cores
 */
export async function compress(data: Uint8Array, options: CompressOptions): Promise<Buffer> {
  const compression = compressionOptions(options);
  const input = bytes(data, 'data');
  const size = input.length;
  const { blockBytes = Math.max(1, size), task } = compression;
  const count = Math.max(1, Math.ceil(size / blockBytes));

  return run(
    task,
    async (backend, job, report) => {
      let done = 0;
      try {
        const blocks = await forEach(starts(count, blockBytes), atOnce(backend.pool), (start) => {
          let before = 0;
          return block(compression, backend, job, input.subarray(start, Math.min(size, start + blockBytes)), (now) => {
            done += now - before;
            before = now;
            report(done, size);
          });
        });
        return blocks.length === 1 ? asBuffer(blocks[0] as Uint8Array) : await joined(blocks, sizeOf(blocks));
      } catch (error) {
        // One block failed: the others are of no use.
        job.cancel();
        throw error;
      }
    },
    size,
  );
}

/** Where each block begins. */
function* starts(count: number, blockBytes: number): Generator<number> {
  for (let index = 0; index < count; index++) yield index * blockBytes;
}

/** A block of the data by itself. */
export function block(
  { settings }: Compression,
  { exporting }: Backend,
  job: Job,
  data: Uint8Array,
  tell: (done: number) => void,
): Promise<Uint8Array> {
  const codec = new exporting.Compressor({ ...settings, contentSize: data.length, whole: true });
  return through(codec, data, job, tell);
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);
