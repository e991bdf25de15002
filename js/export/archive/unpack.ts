import type { Backend, Job } from '../../contract';
import type { CodecFormat } from '../../contract/compression';
import { rest, write } from '../codec';

/** 128 MiB, as much as zstd's own program takes unless it is told. */
const MAX_WINDOW_LOG = 27;

const EMPTY = new Uint8Array(0);

/**
 * What compressed chunks hold, in bounded memory and no faster than it is taken.
 *
 * @param length how many bytes the chunks have, where that is known: then the last of them needs no other turn behind it
 */
export async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  format: CodecFormat,
  maxBytes: number,
  length: number | undefined,
  { exporting }: Backend,
  job: Job,
): AsyncGenerator<Uint8Array> {
  const codec = new exporting.Decompressor({ format, maxBytes, maxWindowLog: MAX_WINDOW_LOG, whole: false });
  let begun = false;
  let taken = 0;
  const pass = async function* (chunk: Uint8Array, last: boolean) {
    yield await write(codec, chunk, last, job, begun);
    begun = true;
    yield* rest(codec, last, job);
  };
  try {
    for await (const chunk of chunks) {
      taken += chunk.length;
      yield* pass(chunk, taken === length);
    }
    if (taken === 0 || taken !== length) yield* pass(EMPTY, true);
  } finally {
    codec.close();
  }
}
