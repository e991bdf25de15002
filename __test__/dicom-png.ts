/** PNG files for tests, of every kind (ISO/IEC 15948). */
import { crc32, deflateSync } from 'node:zlib';

export interface PngKind {
  width: number;
  height: number;
  depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  colorType: 0 | 2 | 3 | 4 | 6;
  isInterlaced?: boolean;
  palette?: Buffer;
  transparency?: Buffer;
  /** Bytes a chunk of pixels has. */
  piece?: number;
}

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A PNG of samples, those of a pixel side by side; its rows use all five filters in turn. */
export function pngOf(kind: PngKind, samples: readonly number[]): Buffer {
  const { width, height, depth, colorType, isInterlaced = false } = kind;
  const channels = CHANNELS[colorType];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, isInterlaced ? 1 : 0], 8);
  const passes = isInterlaced
    ? ([
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ] as const)
    : ([[0, 0, 1, 1]] as const);
  const rows: Buffer[] = [];
  for (const [x0, y0, dx, dy] of passes) {
    let above: Buffer | undefined;
    for (let y = y0; y < height && x0 < width; y += dy) {
      const line: number[] = [];
      for (let x = x0; x < width; x += dx) {
        line.push(...samples.slice((y * width + x) * channels, (y * width + x + 1) * channels));
      }
      const packed = pack(line, depth);
      above ??= Buffer.alloc(packed.length);
      rows.push(filtered(rows.length % 5, packed, above, Math.max(1, (channels * depth) >> 3)));
      above = packed;
    }
  }
  const body = deflateSync(Buffer.concat(rows));
  const { piece = body.length } = kind;
  const pieces = Array.from({ length: Math.ceil(body.length / piece) }, (_, at) =>
    body.subarray(at * piece, (at + 1) * piece),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(kind.palette ? [chunk('PLTE', kind.palette)] : []),
    ...(kind.transparency ? [chunk('tRNS', kind.transparency)] : []),
    chunk('tEXt', Buffer.from('Comment\0test')),
    ...pieces.map((part) => chunk('IDAT', part)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function pack(samples: number[], depth: number): Buffer {
  if (depth === 16) return Buffer.from(samples.flatMap((sample) => [sample >> 8, sample & 0xff]));
  if (depth === 8) return Buffer.from(samples);
  const bytes = Buffer.alloc(Math.ceil((samples.length * depth) / 8));
  for (const [at, sample] of samples.entries()) {
    const bit = at * depth;
    bytes[bit >> 3] = (bytes[bit >> 3] as number) | (sample << (8 - depth - (bit & 7)));
  }
  return bytes;
}

function filtered(filter: number, line: Buffer, above: Buffer, step: number): Buffer {
  const bytes = Buffer.alloc(line.length + 1);
  bytes[0] = filter;
  for (let at = 0; at < line.length; at++) {
    const a = line[at - step] ?? 0;
    const b = above[at] as number;
    const c = at < step ? 0 : (above[at - step] as number);
    const p = a + b - c;
    const nearest = [a, b, c].sort((one, other) => Math.abs(p - one) - Math.abs(p - other))[0] as number;
    bytes[at + 1] = ((line[at] as number) - ([0, a, b, (a + b) >> 1, nearest][filter] as number)) & 0xff;
  }
  return bytes;
}

export function chunk(kind: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(kind, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
