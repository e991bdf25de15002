/** PNG files (ISO/IEC 15948) of 8 bits a sample, as the crate `png` makes them for the native backend, byte for byte. */
import { crc32 } from '../../crc32';
import { Deflate, mostBytes, Stored } from './deflate';
import { Filters } from './png-filters';
import type { Work } from './progress';

/** A file of grey, of one sample a pixel, or RGB, of three. */
export function* encodePng(image: Uint8Array, samples: number, columns: number, rows: number): Work<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header[8] = 8;
  header[9] = samples === 1 ? 0 : 2;
  const data = yield* compressed(image, samples, columns * samples, rows);
  const chunks = [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...(yield* chunk('IHDR', header))];
  for (let from = 0; from < data.length; from += LONGEST) {
    chunks.push(...(yield* chunk('IDAT', data.subarray(from, from + LONGEST))));
  }
  return Buffer.concat([...chunks, ...(yield* chunk('IEND', new Uint8Array()))]);
}

/** The longest chunk there may be. */
const LONGEST = 0x7fff_ffff;

function* chunk(type: string, content: Uint8Array): Work<Uint8Array[]> {
  const start = Buffer.alloc(8);
  start.writeUInt32BE(content.length, 0);
  start.write(type, 4, 'latin1');
  let crc = crc32(start.subarray(4));
  for (let from = 0; from < content.length; from += BLOCK) {
    crc = crc32(content.subarray(from, from + BLOCK), crc);
    yield 0;
  }
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc, 0);
  return [start, content, end];
}

/** Bytes of which the checksum is made in one step. */
const BLOCK = 1 << 18;

/** The rows, each after the number of its filter, deflated; unfiltered and as they are where that takes less. */
function* compressed(image: Uint8Array, pixel: number, width: number, rows: number): Work<Uint8Array> {
  const size = (width + 1) * rows;
  const deflate = new Deflate(size);
  const filters = new Filters(pixel, width);
  for (let start = 0; start < image.length && deflate.length <= mostBytes(size); start += width) {
    deflate.write(filters.best(image, start));
    yield 0;
  }
  const deflated = deflate.finish();
  if (deflated.length <= mostBytes(size)) return deflated;
  const stored = new Stored(size);
  const row = new Uint8Array(width + 1);
  for (let start = 0; start < image.length; start += width) {
    row.set(image.subarray(start, start + width), 1);
    stored.write(row);
    yield 0;
  }
  return stored.finish();
}
