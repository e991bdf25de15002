/** Pages as they were before they were compressed. */
import { gunzipSync } from 'node:zlib';
import { unpackBlock } from '../compression/lz4-block';
import { ZstdReader } from '../compression/unzstd';
import { corrupt, reading } from './library';

/** Lets others have a turn of the event loop: a page takes some milliseconds. */
export type Pause = () => Promise<void>;

/** How far back zstd's own readers let a frame refer: 2^27 bytes. */
const MAX_WINDOW_LOG = 27;

/**
 * The page of so many bytes.
 *
 * @param codec as the file's footer calls it
 */
export async function unpack(codec: string, bytes: Buffer, size: number, pause: Pause): Promise<Uint8Array> {
  switch (codec) {
    case 'UNCOMPRESSED':
      return bytes;
    case 'SNAPPY': {
      const page = new Uint8Array(size);
      (await reading()).snappyUncompress(bytes, page);
      return page;
    }
    case 'GZIP':
      return gunzipSync(bytes, { maxOutputLength: size });
    case 'ZSTD':
      return unzstd(bytes, size, pause);
    case 'LZ4_RAW':
      return lz4(bytes, size);
    case 'LZ4':
      // Hadoop's: blocks behind their two lengths; or what some writers made of it.
      return bytes.length > 8 && bytes.readUInt32BE(0) === size && bytes.readUInt32BE(4) === bytes.length - 8
        ? lz4(bytes.subarray(8), size)
        : lz4(bytes, size);
    default:
      throw corrupt();
  }
}

/** Block by block: a page of a megabyte takes 15 ms. */
async function unzstd(bytes: Buffer, size: number, pause: Pause): Promise<Uint8Array> {
  const page = new Uint8Array(size);
  const reader = new ZstdReader(MAX_WINDOW_LOG);
  let made = 0;
  let rest = bytes;
  for (let isWhole = false; !isWhole || rest.length > 0; ) {
    const before = made;
    const step = stepOf(() =>
      reader.step(rest, { offset: 0 }, (piece) => {
        page.set(piece, made);
        made += piece.length;
      }),
    );
    rest = rest.subarray(step.took);
    isWhole = step.ended;
    if (made > before) await pause();
  }
  if (made !== size) throw corrupt();
  return page;
}

/** What is wrong with a frame is wrong with the file. */
function stepOf(step: () => ReturnType<ZstdReader['step']>) {
  try {
    const made = step();
    if (made !== 'wants') return made;
  } catch {
    // Its error names an option that reading Parquet does not have.
  }
  throw corrupt();
}

function lz4(bytes: Buffer, size: number): Uint8Array {
  const page = new Uint8Array(size);
  if (unpackBlock(bytes, page, 0) !== size) throw corrupt();
  return page;
}
