import { run } from '../../task';
import { bytes, optionalRecord } from '../../validate';
import { asBuffer, through } from '../codec';
import { DETECTED, detect } from './detect';
import { type DecompressOptions, decompressionOptions } from './options';

/**
 * Decompresses zstd, LZ4 frames, gzip and zlib, told apart by their first bytes.
 *
 * Frames and gzip members that follow each other are read as one, skippable frames are skipped. Anything else behind them is
 * refused, so that no data are lost unseen. Nothing is allocated because the data claim it: output grows as it is made, up to
 * `maxBytes`.
 *
 * The data are read a chunk at a time: leave them alone until the promise settles.
 *
 * @param data what to decompress
 * @param options the format, limits, abort, progress, lane
 * @returns the content
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (data that are corrupt, cut short or of another format;
 *   `details.offset` is where the frame, member or stream begins), `ERR_LIMIT_EXCEEDED` (`details.option` is `maxBytes` or
 *   `maxWindowLog`), `ERR_UNSUPPORTED` (a frame that needs a dictionary), `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const csv = await clinicore.export.decompress(upload, { maxBytes: 50_000_000 });
 */
export async function decompress(data: Uint8Array, options?: DecompressOptions): Promise<Buffer> {
  const { format, limits, task } = decompressionOptions(optionalRecord(options, 'options'));
  const input = bytes(data, 'data');
  const size = input.length;
  const found = format ?? detect(input.subarray(0, DETECTED));

  return run(
    task,
    async ({ exporting }, job, report) => {
      const codec = new exporting.Decompressor({ format: found, ...limits, whole: true });
      return asBuffer(await through(codec, input, job, (done) => report(done, size)));
    },
    size,
  );
}
