/** PNG files (ISO/IEC 15948) of 8 bits a sample, as the crate `png` makes them for the native backend, byte for byte. */
import { crc32 } from '../../crc32';
import { Deflate, mostBytes, Stored } from './deflate';
import { unsupported } from './fault';
import { Filters } from './png-filters';
import type { Work } from './progress';

/** A file of grey, of one sample a pixel, or RGB, of three. */
export function* encodePng(
  image: Uint8Array,
  samples: number,
  columns: number,
  rows: number,
): Work<Uint8Array<ArrayBuffer>> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header[8] = 8;
  header[9] = samples === 1 ? 0 : 2;
  const data = yield* compressed(image, samples, columns * samples, rows);
  const parts = [
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...(yield* chunk('IHDR', [header])),
    ...(yield* chunk('IDAT', data)),
    ...(yield* chunk('IEND', [])),
  ];
  const file = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
    yield 0;
  }
  return file;
}

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

/** The most a chunk may hold. */
const LONGEST = 0x7fff_ffff;

function* chunk(type: string, content: Uint8Array[]): Work<Uint8Array[]> {
  const length = lengthOf(content);
  if (length > LONGEST) throw unsupported('a PNG file of so many bytes');
  const start = Buffer.alloc(8);
  start.writeUInt32BE(length, 0);
  start.write(type, 4, 'latin1');
  let crc = crc32(start.subarray(4));
  for (const part of content) {
    crc = crc32(part, crc);
    yield 0;
  }
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc, 0);
  return [start, ...content, end];
}

/** The rows, each after the number of its filter, deflated; unfiltered and as they are where that takes less. */
function* compressed(image: Uint8Array, pixel: number, width: number, rows: number): Work<Uint8Array[]> {
  const size = (width + 1) * rows;
  const deflate = new Deflate();
  const filters = new Filters(pixel, width);
  for (let start = 0; start < image.length && deflate.length <= mostBytes(size); start += width) {
    deflate.write(filters.best(image, start));
    yield 0;
  }
  const deflated = deflate.finish();
  if (lengthOf(deflated) <= mostBytes(size)) return deflated;
  const stored = new Stored(size);
  const row = new Uint8Array(width + 1);
  for (let start = 0; start < image.length; start += width) {
    row.set(image.subarray(start, start + width), 1);
    stored.write(row);
    yield 0;
  }
  return stored.finish();
}
