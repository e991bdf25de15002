/** Data in blocks of one length, so that what is made of them does not depend on how they came. */
import type { Backend, Job } from '../../contract';
import type { CompressionMessage } from '../../contract/compression';
import { CHUNK, write } from '../codec';

/** With blocks of a mebibyte what is compressed by itself is hardly larger; a codec takes one in a call. */
export const BLOCK = CHUNK;

/** Chunks cut and joined to blocks; of no data, one empty block. All but the last are full. */
export async function* inBlocks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ content: Uint8Array; isLast: boolean }> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      // There is more, so that this is not the last.
      if (size === BLOCK) {
        yield { content: joined(gathered, size), isLast: false };
        [gathered, size] = [[], 0];
      }
      const part = chunk.subarray(at, at + BLOCK - size);
      // A copy: whoever gave it may use it again.
      gathered.push(Uint8Array.prototype.slice.call(part));
      size += part.length;
      at += part.length;
    }
  }
  yield { content: joined(gathered, size), isLast: true };
}

const joined = (parts: Uint8Array[], size: number): Uint8Array =>
  parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts, size);

/**
 * A block compressed by itself; how it failed is told to whoever waits for it.
 *
 * @param begun whether others came before it, so that it is not refused when the queue is full
 */
export function compressBlock(
  { exporting }: Backend,
  job: Job,
  content: Uint8Array,
  message: Pick<CompressionMessage, 'format' | 'level' | 'unfinished'>,
  begun: boolean,
): Promise<Uint8Array> {
  const { length } = content;
  const codec = new exporting.Compressor({
    ...message,
    checksum: true,
    windowLog: 0,
    contentSize: length,
    whole: true,
  });
  const packed = write(codec, content, true, job, begun).finally(() => codec.close());
  packed.catch(() => {});
  return packed;
}
