/** Descriptions of frames at random, and bytes for them. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import type { DicomLookup, PixelMessage } from '../js/contract/dicom';

/** What `decodeFrame` is given. */
export interface Given {
  message: PixelMessage;
  frame: Uint8Array;
  tables: Uint8Array;
}

const NATIVE = '1.2.840.10008.1.2.1';
const DEFLATED = '1.2.840.10008.1.2.8.1';
const RLE = '1.2.840.10008.1.2.5';

/** Mostly one thing, at times another. */
const mostly = <T, U>(usual: fc.Arbitrary<T>, ...others: fc.Arbitrary<U>[]): fc.Arbitrary<T | U> =>
  fc.oneof<{ weight: number; arbitrary: fc.Arbitrary<T | U> }[]>(
    { weight: 12, arbitrary: usual },
    ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
  );

/** No items. */
const none = fc.constant<never[]>([]);

const size = mostly(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 200, 512));

/** Numbers that are whole, halves of them, and any other. */
const number = fc.oneof(
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.integer({ min: -1000, max: 1000 }).map((halves) => halves / 2),
  fc.double({ min: -1e300, max: 1e300, noNaN: true }),
);

const TABLES = 6 * 300;

const lut: fc.Arbitrary<DicomLookup> = fc.record({
  entries: mostly(fc.integer({ min: 1, max: 256 }), fc.constantFrom(0, 65_536, 65_537)),
  first: mostly(fc.integer({ min: -300, max: 300 }), fc.constantFrom(-32_768, 65_535)),
  bits: mostly(fc.integer({ min: 1, max: 16 }), fc.constantFrom(0, 17)),
  at: mostly(fc.constant(0), fc.integer({ min: 0, max: 2 * TABLES })),
});

const window = fc.record({
  function: fc.constantFrom('LINEAR' as const, 'LINEAR_EXACT' as const, 'SIGMOID' as const),
  center: number,
  width: mostly(
    number.map((width) => Math.abs(width) + 1),
    fc.constantFrom(1, 0.5, 0, -1, Number.MIN_VALUE),
  ),
});

const overlay = fc.record({
  rows: fc.integer({ min: 0, max: 50 }),
  columns: fc.integer({ min: 0, max: 50 }),
  x: fc.integer({ min: -30, max: 50 }),
  y: fc.integer({ min: -30, max: 50 }),
  at: mostly(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 2 * TABLES })),
});

const bits = mostly(fc.constantFrom(8, 16), fc.constantFrom(1, 32, 64), fc.constantFrom(0, 12)).chain((allocated) =>
  fc.record({
    allocated: fc.constant(allocated),
    stored: mostly(fc.constant(allocated), fc.integer({ min: 1, max: Math.max(allocated, 1) }), fc.constant(255)),
    high: mostly(fc.constant(-1), fc.integer({ min: 0, max: Math.max(allocated - 1, 0) })),
  }),
);

/** Of one sample mostly grey, of three mostly colours. */
const colors = fc.oneof(
  fc.record({
    samples: fc.constant(1),
    photometric: mostly(fc.constantFrom('MONOCHROME2', 'PALETTE COLOR'), fc.constant('RGB')),
    palette: mostly(fc.constant(null), lut),
  }),
  fc.record({
    samples: mostly(fc.constant(3), fc.constantFrom(4, 2)),
    photometric: fc.constantFrom('RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_420', 'HSV', 'MONOCHROME2'),
    palette: mostly(fc.constant(null), lut),
  }),
);

const description: fc.Arbitrary<PixelMessage> = fc
  .record({
    transferSyntax: mostly(fc.constantFrom(NATIVE, NATIVE, DEFLATED, RLE), fc.constantFrom('1.2.3', 'none')),
    rows: size,
    columns: size,
    planar: fc.boolean(),
    signed: fc.boolean(),
    bigEndian: mostly(fc.constant(false), fc.constant(true)),
    float: mostly(fc.constant(false), fc.constant(true)),
    number: fc.nat(),
    maxFrameBytes: mostly(fc.constant(1 << 24), fc.integer({ min: 0, max: 5000 })),
    output: fc.constantFrom('samples', 'display', 'png', 'jpeg'),
    color: fc.boolean(),
    modality: fc.oneof(fc.constant(null), fc.record({ slope: number, intercept: number }), lut),
    voi: fc.oneof(fc.constant(null), window, lut),
    invert: fc.boolean(),
    overlays: mostly(none, fc.array(overlay, { maxLength: 2 })),
    longest: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 60 })),
    quality: fc.integer({ min: 1, max: 100 }),
  })
  .chain((rest) => fc.tuple(bits, colors).map(([depth, color]) => ({ ...rest, ...depth, ...color })))
  .map((message) => ({ ...message, high: message.high < 0 ? Math.max(message.stored - 1, 0) : message.high }));

/** Samples in runs, which RLE and deflate make something of. */
function stored({ rows, columns, samples, allocated, photometric }: PixelMessage, seed: Uint8Array): Buffer {
  const isHalved = samples === 3 && photometric.endsWith('_422');
  const length = Math.ceil((rows * columns * (isHalved ? 2 : samples) * allocated) / 8);
  const bytes = Buffer.alloc(length);
  for (let at = 0, from = 0; at < length; from += 2) {
    const run = 1 + ((seed[from % seed.length] as number) >> 3);
    bytes.fill((seed[(from + 1) % seed.length] as number) + from, at, Math.min(at + run, length));
    at += run;
  }
  return bytes;
}

/** A segment in PackBits (PS3.5 G.3.1): runs of at least three as such. */
export function packed(bytes: Uint8Array): Buffer {
  const out: number[] = [];
  const run = (at: number) => {
    let length = 1;
    while (length < 128 && at + length < bytes.length && bytes[at + length] === bytes[at]) length++;
    return length;
  };
  for (let at = 0; at < bytes.length; ) {
    const length = run(at);
    if (length > 2) {
      out.push(257 - length, bytes[at] as number);
      at += length;
      continue;
    }
    const start = at;
    while (at < bytes.length && at - start < 128 && run(at) < 3) at++;
    out.push(at - start - 1, ...bytes.subarray(start, at));
  }
  return Buffer.from(out);
}

/** Segments of RLE (PS3.5 G.5), each of a byte of every sample. */
export function rle(message: PixelMessage, pixels: Buffer): Buffer {
  const count = Math.min(15, message.samples * Math.ceil(message.allocated / 8));
  const length = Math.floor(pixels.length / Math.max(count, 1));
  const segments = Array.from({ length: count }, (_, at) => packed(pixels.subarray(at * length, (at + 1) * length)));
  const header = Buffer.alloc(64);
  header.writeUInt32LE(count, 0);
  let at = 64;
  for (const [number, segment] of segments.entries()) {
    header.writeUInt32LE(at, 4 + 4 * number);
    at += segment.length;
  }
  return Buffer.concat([header, ...segments]);
}

/** Something that goes wrong: bytes that are others, that are missing, or that are too many. */
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(),
  value: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom('cut' as const, 'more' as const)),
});

interface Damage {
  at: number;
  /** Another byte, the end, or more. */
  value: number | 'cut' | 'more';
}

function damaged(frame: Buffer, { at, value }: Damage): Buffer {
  const place = at % (frame.length + 1);
  if (value === 'cut') return frame.subarray(0, place);
  if (value === 'more') return Buffer.concat([frame, Buffer.alloc(place % 100, at)]);
  const changed = Buffer.from(frame);
  if (place < changed.length) changed[place] = value;
  return changed;
}

/** Frames that no JPEG is in, most of them sound. */
export const frames: fc.Arbitrary<Given> = fc
  .record({
    message: description,
    seed: fc.uint8Array({ minLength: 4, maxLength: 64 }),
    wrong: mostly(none, fc.array(damage, { minLength: 1, maxLength: 3 })),
  })
  .map(({ message, seed, wrong }) => {
    const tables = Uint8Array.from({ length: TABLES }, (_, at) => (at * 37) ^ (seed[at % seed.length] as number));
    const pixels = stored(message, seed);
    const { transferSyntax } = message;
    const frame =
      transferSyntax === RLE ? rle(message, pixels) : transferSyntax === DEFLATED ? deflateRawSync(pixels) : pixels;
    return { message, frame: (wrong as Damage[]).reduce(damaged, frame), tables };
  });
