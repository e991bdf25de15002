/** Grey values for display: modality, VOI and presentation transforms (PS3.3 C.11), to 8 bits, rounded half up. */
import type { DicomLookup, PixelMessage } from '../../../contract/dicom';
import { numbers } from './color';
import { described } from './fault';
import { inBlocks, type Work } from './progress';
import { mapped, reader, type Samples, sizeOf } from './samples';

/** From a value to another. */
type Transform = (value: number) => number;

/** The grey of every sample. */
export function* toGrey(samples: Samples, frame: PixelMessage, tables: Uint8Array): Work<Uint8Array<ArrayBuffer>> {
  const modality = modalityOf(frame.modality, tables);
  const voi = yield* voiOf(frame.voi, samples, modality, tables);
  const [sign, from] = frame.invert ? [-1, 255] : [1, 0];
  const grey: Transform = (stored) => {
    const value = voi(modality.of(stored)) + 0.5;
    // What is no number is black.
    return from + sign * (value >= 255 ? 255 : value > 0 ? Math.floor(value) : 0);
  };
  return yield* mapped(samples, grey, new Uint8Array(samples.bytes.length / sizeOf(samples.kind)));
}

interface Modality {
  of: Transform;
  /** Whether values only ever rise, or only ever fall, with what is stored. */
  isLine: boolean;
}

function modalityOf(modality: PixelMessage['modality'], tables: Uint8Array): Modality {
  if (!modality) return { of: (stored) => stored, isLine: true };
  if ('entries' in modality) return { of: lookup(modality, tables), isLine: false };
  const { slope, intercept } = modality;
  return { of: (stored) => stored * slope + intercept, isLine: true };
}

/** A lookup table; values beyond its ends are mapped as those at its ends. */
function lookup({ entries, first, bits, at }: DicomLookup, tables: Uint8Array): Transform {
  if (!(entries >= 1 && entries <= 65_536 && bits >= 1 && bits <= 16)) {
    throw described('a lookup table has no entries, or none of 1 to 16 bits');
  }
  const table = numbers(tables, at, entries);
  return (value) => {
    const index = Math.floor(value + 0.5) - first;
    return table[index > 0 ? Math.min(index, entries - 1) : 0] as number;
  };
}

/** Windows of a smaller width are lines that no double can tell from an edge. */
const LEAST_WIDTH = 2 ** -1022;

/** From values to grey before it is rounded. */
function* voiOf(voi: PixelMessage['voi'], samples: Samples, modality: Modality, tables: Uint8Array): Work<Transform> {
  if (!voi) {
    const [least, greatest] = yield* range(samples, modality);
    return least < greatest ? (value) => ((value - least) / (greatest - least)) * 255 : () => 0;
  }
  if ('entries' in voi) {
    const at = lookup(voi, tables);
    const top = 2 ** voi.bits - 1;
    return (value) => (at(value) / top) * 255;
  }
  const { function: shape, center, width } = voi;
  if (!(width >= (shape === 'LINEAR' ? 1 : LEAST_WIDTH))) throw described("the window's width is too small");
  // C.11.2.1.3.1
  if (shape === 'SIGMOID') return (value) => 255 / (1 + Math.exp((-4 * (value - center)) / width));
  // C.11.2.1.2.1, C.11.2.1.3.2
  const [middle, across] = shape === 'LINEAR' ? [center - 0.5, width - 1] : [center, width];
  const [black, white] = [middle - across / 2, middle + across / 2];
  return (value) => (value <= black ? 0 : value > white ? 255 : ((value - middle) / across + 0.5) * 255);
}

/** The least and the greatest value of a frame; 0 if it has none that is finite. */
function* range(samples: Samples, { of, isLine }: Modality): Work<[number, number]> {
  const read = reader(samples);
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  yield* inBlocks(
    samples.bytes.length / sizeOf(samples.kind),
    (from, to) => {
      for (let at = from; at < to; at++) {
        const value = isLine ? read(at) : of(read(at));
        if (value < least && value !== Number.NEGATIVE_INFINITY) least = value;
        if (value > greatest && value !== Number.POSITIVE_INFINITY) greatest = value;
      }
    },
    1 << 14,
  );
  const ends = isLine ? [of(least), of(greatest)] : [least, greatest];
  [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  return Number.isFinite(least) && Number.isFinite(greatest) ? [least, greatest] : [0, 0];
}
