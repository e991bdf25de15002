/** A small encoder of lossless JPEG (ITU-T T.81 Annex H), for what the encoders at hand do not make. */
import { segment } from './dicom-jpeg-bytes';

/** How samples are coded. */
export interface Coding {
  rows: number;
  columns: number;
  precision: number;
  /** 1 to 7 (table H.1). */
  predictor: number;
  /** The point transform: low bits that are left out. */
  low: number;
  /** Rows between restart markers; 0 for none. */
  restartRows: number;
  /** Whether all components are in one scan. */
  together: boolean;
}

/** The stream of planes of samples, from each of which the low bits are taken off first. */
export function losslessJpeg(planes: number[][], coding: Coding): Buffer {
  const { rows, columns, precision, predictor, low, restartRows, together } = coding;
  const ids = planes.map((_, at) => at + 1);
  const word = (number: number) => [number >> 8, number & 0xff];
  // All 17 sizes have codes of five bits.
  const lengths = Array.from({ length: 16 }, (_, at) => (at === 4 ? 17 : 0));
  const scans = together ? [ids] : ids.map((id) => [id]);
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xc3, precision, ...word(rows), ...word(columns), ids.length, ...ids.flatMap((id) => [id, 0x11, 0])),
    ...segment(0xc4, 0, ...lengths, ...Array.from({ length: 17 }, (_, size) => size)),
    ...segment(0xdd, ...word(restartRows * columns)),
    ...scans.flatMap((of) => [
      ...segment(0xda, of.length, ...of.flatMap((id) => [id, 0]), predictor, 0, low),
      ...entropyCoded(
        of.map((id) => (planes[id - 1] as number[]).map((sample) => sample >> low)),
        coding,
      ),
    ]),
    ...[0xff, 0xd9],
  ]);
}

function entropyCoded(planes: number[][], { rows, columns, precision, predictor, low, restartRows }: Coding): number[] {
  const bytes: number[] = [];
  let bits = '';
  const flush = () => {
    for (const byte of bits.padEnd(8 * Math.ceil(bits.length / 8), '1').match(/.{8}/g) ?? []) {
      bytes.push(Number.parseInt(byte, 2));
      if (byte === '11111111') bytes.push(0);
    }
    bits = '';
  };
  let markers = 0;
  for (let row = 0; row < rows; row++) {
    const isFirst = row === 0 || (restartRows > 0 && row % restartRows === 0);
    if (isFirst && row > 0) {
      flush();
      bytes.push(0xff, 0xd0 + (markers++ % 8));
    }
    for (let column = 0; column < columns; column++) {
      for (const plane of planes) {
        const at = row * columns + column;
        const [a, b, c] = [at - 1, at - columns, at - columns - 1].map((place) => plane[place] ?? 0) as [
          number,
          number,
          number,
        ];
        const by = [0, a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1];
        const start = isFirst ? 1 << (precision - low - 1) : b;
        const prediction = column === 0 ? start : isFirst ? a : (by[predictor] as number);
        // Differences are modulo 65,536, of which 32,768 has no bits of its own (H.1.2.2).
        const difference = (((plane[at] as number) - prediction) << 16) >> 16;
        const size = difference === -32_768 ? 16 : 32 - Math.clz32(Math.abs(difference));
        bits += size.toString(2).padStart(5, '0');
        const magnitude = difference < 0 ? difference + (1 << size) - 1 : difference;
        if (size > 0 && size < 16) bits += magnitude.toString(2).padStart(size, '0');
      }
    }
  }
  flush();
  return bytes;
}
