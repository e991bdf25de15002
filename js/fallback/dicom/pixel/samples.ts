/** Decoded samples, and what is done to all of them alike before anything is made of them. */
import { inBlocks, type Work } from './progress';

/** Where a sample's value is in its container: `stored` bits up to bit `high`. */
export interface Bits {
  stored: number;
  high: number;
}

/** The lowest bits. */
export const lowest = (stored: number): Bits => ({ stored, high: stored - 1 });

/** What a codec gives. */
export interface Decoded {
  /** Samples of `size` bytes, little endian, from the start of an `ArrayBuffer` of their own on, which may be changed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of a sample: no more than the layout's. */
  size: number;
  /** Whether the samples stand plane after plane. */
  planar: boolean;
  bits: Bits;
  /** Whether the colours are RGB, though the photometric interpretation says YBR. */
  inRgb: boolean;
}

/** What a sample is. */
export type Kind = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';

/** The samples of a frame: interleaved, little endian. */
export interface Samples {
  bytes: Uint8Array<ArrayBuffer>;
  kind: Kind;
}

/** What samples of so many bytes are. */
export const kindOf = (bytes: number, signed: boolean, float: boolean): Kind =>
  `${float ? 'f' : signed ? 'i' : 'u'}${8 * bytes}` as Kind;

/** Bytes of a sample. */
export const sizeOf = (kind: Kind): number => Number(kind.slice(1)) / 8;

/** Reads a sample as a number, the nearest to it where there is none for it. */
export function reader({ bytes: { buffer, byteOffset, byteLength }, kind }: Samples): (at: number) => number {
  if (kind === 'u64' || kind === 'i64') {
    const low = new Uint32Array(buffer, byteOffset, byteLength / 4);
    const high = kind === 'i64' ? new Int32Array(buffer, byteOffset, byteLength / 4) : low;
    return (at) => (high[2 * at + 1] as number) * 2 ** 32 + (low[2 * at] as number);
  }
  const numbers = new NUMBERS[kind](buffer, byteOffset, byteLength / sizeOf(kind));
  return (at) => numbers[at] as number;
}

const NUMBERS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** The samples as numbers without a sign, of 32 bits at most. */
export function words({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>, size: number) {
  const Words = size === 1 ? Uint8Array : size === 2 ? Uint16Array : Uint32Array;
  return new Words(buffer, byteOffset, byteLength / Words.BYTES_PER_ELEMENT);
}

/** With fewer samples of 16 bits, what becomes of each is computed; with more, that of each value once. */
const SAMPLES_FOR_A_TABLE = 1 << 15;

/** Puts what `of` makes of every sample into `out`. */
export function* mapped<T extends Uint8Array | Uint16Array>(
  samples: Samples,
  of: (value: number) => number,
  out: T,
): Work<T> {
  const size = sizeOf(samples.kind);
  if (size === 1 || (size === 2 && out.length >= SAMPLES_FOR_A_TABLE)) {
    // By their bits, which are the index of what becomes of them.
    const table = new Uint16Array(2 ** (8 * size));
    const unused = samples.kind.startsWith('i') ? 32 - 8 * size : 0;
    const bits = words(samples.bytes, size);
    yield* inBlocks(
      table.length,
      (from, to) => {
        for (let at = from; at < to; at++) table[at] = of((at << unused) >> unused);
      },
      1 << 13,
    );
    yield* inBlocks(out.length, (from, to) => {
      for (let at = from; at < to; at++) out[at] = table[bits[at] as number] as number;
    });
    return out;
  }
  const read = reader(samples);
  yield* inBlocks(
    out.length,
    (from, to) => {
      for (let at = from; at < to; at++) out[at] = of(read(at));
    },
    1 << 13,
  );
  return out;
}

/** Clears the bits that are not the value's, or makes them copies of its sign. */
export function* normalise(bytes: Uint8Array<ArrayBuffer>, size: number, bits: Bits, signed: boolean): Work<void> {
  const container = 8 * size;
  if (bits.stored >= container || bits.high >= container) return;
  if (size === 8) {
    yield* normaliseWide(bytes, bits, signed);
    return;
  }
  const samples = words(bytes, size);
  const left = 31 - bits.high;
  const right = 32 - bits.stored;
  yield* inBlocks(samples.length, (from, to) => {
    if (signed) for (let at = from; at < to; at++) samples[at] = ((samples[at] as number) << left) >> right;
    else for (let at = from; at < to; at++) samples[at] = ((samples[at] as number) << left) >>> right;
  });
}

function* normaliseWide(bytes: Uint8Array<ArrayBuffer>, { stored, high }: Bits, signed: boolean): Work<void> {
  const samples = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const below = BigInt(high + 1 - stored);
  const as = signed ? BigInt.asIntN : BigInt.asUintN;
  yield* inBlocks(
    samples.length,
    (from, to) => {
      for (let at = from; at < to; at++) samples[at] = BigInt.asUintN(64, as(stored, (samples[at] as bigint) >> below));
    },
    1 << 12,
  );
}

/** Gives every sample of `from` bytes `to` bytes, the higher ones 0. */
export function* widen(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): Work<Uint8Array<ArrayBuffer>> {
  if (from >= to) return bytes;
  const narrow = words(bytes, from);
  const wide = new Uint8Array(narrow.length * to);
  const target = words(wide, Math.min(to, 4));
  const step = Math.ceil(to / 4);
  yield* inBlocks(narrow.length, (start, end) => {
    for (let at = start; at < end; at++) target[at * step] = narrow[at] as number;
  });
  return wide;
}

/** Puts planes, one after the other, of samples of `size` bytes into pixels. */
export function* interleave(
  planes: Uint8Array<ArrayBuffer>,
  samples: number,
  size: number,
): Work<Uint8Array<ArrayBuffer>> {
  const pixels = new Uint8Array(planes.length);
  // Of 8 bytes each is two words.
  const [from, to] = [words(planes, size), words(pixels, size)];
  const parts = size > 4 ? size / 4 : 1;
  const plane = from.length / samples;
  yield* inBlocks(plane / parts, (start, end) => {
    for (let sample = 0; sample < samples; sample++) {
      for (let part = 0; part < parts; part++) {
        let read = sample * plane + start * parts + part;
        let written = (start * samples + sample) * parts + part;
        for (let pixel = start; pixel < end; pixel++) {
          to[written] = from[read] as number;
          read += parts;
          written += samples * parts;
        }
      }
    }
  });
  return pixels;
}
