/** JPEG and JPEG-LS streams: those of the golden files, damaged ones, ones of noise, and lossless ones of given samples. */
import fc from 'fast-check';
import type { PixelMessage } from '../js/contract/dicom';
import { read } from './dicom-golden';

export const JPEG = '1.2.840.10008.1.2.4.50';
export const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.57';
export const JPEG_LS = '1.2.840.10008.1.2.4.80';

/** A frame, what it is, and what other decoders make of it. */
export interface Stream {
  name: string;
  message: PixelMessage;
  data: Buffer;
  wants: { samples: { sha256: string }; rgb?: { sha256: string } };
}

/** A frame's description, of samples of so many bits; the rest as it is most often. */
export function described(bits: number, message: Partial<PixelMessage>): PixelMessage {
  return {
    ...{ transferSyntax: JPEG, rows: 1, columns: 1, samples: 1, photometric: 'MONOCHROME2', planar: false },
    ...{ allocated: bits > 8 ? 16 : 8, stored: bits, high: bits - 1, signed: false, bigEndian: false, float: false },
    ...{ number: 0, maxFrameBytes: 1 << 24, output: 'samples', color: false, palette: null, modality: null, voi: null },
    ...{ invert: false, overlays: [], longest: null, quality: 90 },
    ...message,
  };
}

/** The golden streams that are JPEG or JPEG-LS. */
export const streams: Stream[] = (
  JSON.parse(read('pixels.json').toString()).streams as { name: string; frame: PixelMessage; data: string }[]
)
  .filter(({ frame }) => /\.4\.[578]\d$/.test(frame.transferSyntax))
  .map(({ name, frame, data, ...wants }) => ({
    ...{ name, message: described(frame.stored, frame), data: Buffer.from(data, 'base64') },
    wants: wants as unknown as Stream['wants'],
  }));

/** Bytes without order, always the same of a seed (xorshift). */
function noise(seed: number, length: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  });
}

const word = (number: number) => [number >> 8, number & 0xff];

/** A marker segment. */
export const segment = (marker: number, ...content: number[]) => [
  ...[0xff, marker],
  ...word(content.length + 2),
  ...content,
];

/** Something that goes wrong with a stream: at a place that is among the headers as often as not. */
const damage = fc.record({
  at: fc.nat(),
  early: fc.boolean(),
  how: fc.oneof(
    fc.constantFrom('cut' as const, 'left out' as const, 'repeated' as const),
    fc.record({ instead: fc.constantFrom(0, 1, 0xff, 0xc0, 0xc4, 0xd0, 0xd9, 0xda, 0xdd, 0xf7, 0xf8) }),
    fc.record({ instead: fc.nat({ max: 255 }) }),
    fc.record({ bit: fc.nat({ max: 7 }) }),
    fc.record({ inserted: fc.uint8Array({ minLength: 1, maxLength: 3 }).map((bytes) => [...bytes]) }),
    fc.record({
      inserted: fc.constantFrom(
        segment(0xdd, 0, 3),
        segment(0xee, ...Buffer.from('Adobe\0\0\0\0\0\0\x01', 'latin1')),
        segment(0xe0, ...Buffer.from('JFIF\0')),
        segment(0xf8, 1, 0, 200, 0, 5, 0, 9, 0, 20, 0, 40),
        [0xff, 0xd3],
      ),
    }),
  ),
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(data: Buffer, { at, early, how }: Damage): Buffer {
  const place = at % (early ? Math.min(data.length, 200) : data.length);
  const [before, after] = [data.subarray(0, place), data.subarray(place)];
  if (how === 'cut') return data.subarray(0, place + 1);
  if (how === 'left out') return Buffer.concat([before, after.subarray(1)]);
  if (how === 'repeated') return Buffer.concat([before, after.subarray(0, 60), after]);
  if ('inserted' in how) return Buffer.concat([before, Buffer.from(how.inserted), after]);
  const changed = Buffer.from(data);
  changed[place] = 'bit' in how ? (changed[place] as number) ^ (1 << how.bit) : how.instead;
  return changed;
}

/** Golden streams with one or a few things wrong. */
export const damagedStreams: fc.Arbitrary<{ message: PixelMessage; data: Buffer }> = fc
  .record({
    stream: fc.constantFrom(...streams),
    wrong: fc.array(damage, { minLength: 1, maxLength: 4 }),
    color: fc.boolean(),
    signed: fc.boolean(),
  })
  .map(({ stream: { message, data }, wrong, ...more }) => ({
    message: { ...message, ...more },
    data: wrong.reduce(damaged, data),
  }));

/** A Huffman table of symbols: short codes of one length, or ever longer ones. */
function huffmanTable(head: number, symbols: number[], long: boolean): number[] {
  const lengths = Array.from({ length: 16 }, (_, at) => (long ? 1 : at === 3 ? 15 : 0));
  return segment(0xc4, head, ...lengths, ...symbols.slice(0, long ? 16 : 15));
}

/** After bytes of ones, one that is no marker: 0 in JPEG, less than 128 in JPEG-LS. */
const stuffed = (bytes: Uint8Array, after: (byte: number) => number[]) =>
  Array.from(bytes).flatMap((byte) => (byte === 0xff ? [byte, ...after(byte)] : [byte]));

const factors = fc.constantFrom(0x11, 0x11, 0x11, 0x21, 0x22, 0x12, 0x41, 0x13);

/** Streams with sound headers of all kinds, whose entropy-coded data are noise: coefficients and errors that no encoder makes. */
export const noisyStreams: fc.Arbitrary<{ message: PixelMessage; data: Buffer }> = fc
  .record({
    kind: fc.constantFrom('sequential', 'progressive', 'lossless', 'JPEG-LS'),
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 40 }),
    samples: fc.constantFrom(1, 3, 4),
    bits: fc.constantFrom(2, 8, 12, 16),
    sampling: fc.tuple(factors, factors, factors, factors),
    symbols: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    long: fc.boolean(),
    parameters: fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 63 }), fc.nat({ max: 2 }), fc.nat({ max: 13 })),
    presets: fc.option(fc.tuple(...[60, 90, 200].map((max) => fc.nat({ max })), fc.oneof(fc.nat(90), fc.nat(65_535)))),
    seed: fc.nat(),
    scans: fc.integer({ min: 1, max: 4 }),
    color: fc.boolean(),
  })
  .map((given) => {
    const { kind, rows, columns, samples, bits, color } = given;
    const precision = kind === 'sequential' || kind === 'progressive' ? (bits > 8 ? 12 : 8) : bits;
    const data = kind === 'JPEG-LS' ? noisyJpegLs({ ...given, precision }) : noisyJpeg({ ...given, precision });
    const photometric = samples === 1 ? 'MONOCHROME2' : samples === 3 ? 'YBR_FULL' : 'CMYK';
    const transferSyntax = kind === 'JPEG-LS' ? JPEG_LS : JPEG;
    const message = described(precision, { transferSyntax, rows, columns, samples, photometric, color });
    return { message, data: Buffer.from(data) };
  });

interface Noisy {
  kind: string;
  rows: number;
  columns: number;
  samples: number;
  precision: number;
  sampling: number[];
  symbols: Uint8Array;
  long: boolean;
  parameters: [number, number, number, number];
  presets: number[] | null;
  seed: number;
  scans: number;
}

function noisyJpeg({ kind, rows, columns, samples, precision, sampling, symbols, long, ...more }: Noisy): number[] {
  const ids = Array.from({ length: samples }, (_, at) => at + 1);
  const process = kind === 'sequential' ? 0xc1 : kind === 'progressive' ? 0xc2 : 0xc3;
  const frame = ids.flatMap((id, at) => [id, kind === 'lossless' ? 0x11 : (sampling[at] as number), 0]);
  const steps = noise(more.seed + 1, 128);
  // Symbols of DC tables and of lossless ones are sizes; those of AC tables have zeros before them, few enough for a block.
  const sizes = [...symbols].map((symbol) => symbol % (kind === 'lossless' ? 17 : 16));
  const runs = [0, ...[...symbols].map((symbol) => (kind === 'sequential' ? symbol & 0x2f : symbol))];
  const [first, last, high, low] = more.parameters;
  const scan = (number: number) => {
    const isFirst = number === 0 || kind !== 'progressive';
    const of = isFirst ? ids : [ids[number % samples] as number];
    const band = isFirst ? [kind === 'lossless' ? first || 1 : 0, 0] : [Math.max(1, Math.min(first, last)), last];
    const bytes = noise(more.seed + number, 8 * rows * columns + 1000);
    return [
      ...segment(
        0xda,
        of.length,
        ...of.flatMap((id) => [id, isFirst || high === 0 ? 0 : 1]),
        ...band,
        isFirst ? low % precision : (high << 4) | low,
      ),
      ...stuffed(bytes, () => [0]),
    ];
  };
  return [
    ...[0xff, 0xd8],
    ...segment(0xdb, 0x10, ...steps),
    ...huffmanTable(0, sizes, long),
    ...huffmanTable(0x10, runs, !long),
    // Of scans that refine.
    ...huffmanTable(
      0x11,
      runs.map((symbol) => symbol & 0xf1),
      !long,
    ),
    ...segment(process, precision, ...word(rows), ...word(columns), samples, ...frame),
    ...Array.from({ length: kind === 'progressive' ? more.scans : 1 }, (_, number) => scan(number)).flat(),
    ...[0xff, 0xd9],
  ];
}

function noisyJpegLs({ rows, columns, samples, precision, parameters, presets, long, seed }: Noisy): number[] {
  const ids = Array.from({ length: samples }, (_, at) => at + 1);
  const [near, , interleave] = parameters;
  const bytes = noise(seed, 4 * rows * columns * samples + 1000);
  // With few ones, codes are long and errors beyond all that samples can be.
  const sparse = bytes.map((byte, at) => byte & (bytes[at + 1] ?? 0) & (bytes[at + 2] ?? 0));
  const data = stuffed(long ? sparse : bytes, (byte) => [byte & 0x7f]);
  const scan = (of: number[]) => [
    ...segment(0xda, of.length, ...of.flatMap((id) => [id, 0]), near, interleave, 0),
    ...data,
  ];
  return [
    ...[0xff, 0xd8],
    ...segment(0xf7, precision, ...word(rows), ...word(columns), samples, ...ids.flatMap((id) => [id, 0x11, 0])),
    ...(presets ? segment(0xf8, 1, 0, 0, ...presets.flatMap(word)) : []),
    ...(interleave === 0 ? ids.flatMap((id) => scan([id])) : scan(ids)),
    ...[0xff, 0xd9],
  ];
}
