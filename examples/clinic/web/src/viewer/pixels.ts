/** From stored samples to grey (PS3.3 C.7.6.3, C.11.1, C.11.2): what the clinic's `/rendered` does, but under the mouse. */
import type { DicomJson } from 'clinicore/dicom';

/** What of the values is shown: black below it, white above. */
export interface Window {
  center: number;
  width: number;
}

/** How the samples of a frame are stored, and how they become values and grey. */
export interface Grey {
  rows: number;
  columns: number;
  allocated: number;
  stored: number;
  shift: number;
  signed: boolean;
  slope: number;
  intercept: number;
  inverted: boolean;
  /** What the file wants to be seen in; not every one says. */
  window: Window | undefined;
}

type Line = Pick<Grey, 'slope' | 'intercept'>;

const first = (json: DicomJson | undefined, tag: string): unknown => json?.[tag]?.Value?.[0];
const number = (json: DicomJson | undefined, tag: string): number | undefined => {
  const value = first(json, tag);
  return typeof value === 'number' ? value : undefined;
};

/** A frame's own functional group, or the one that all frames share (PS3.3 C.7.6.16). */
function group(metadata: DicomJson, frame: number, tag: string): DicomJson | undefined {
  const own = metadata['52009230']?.Value?.[frame - 1] as DicomJson | undefined;
  return (first(own, tag) ?? first(first(metadata, '52009229') as DicomJson | undefined, tag)) as DicomJson | undefined;
}

/**
 * What the metadata say of a frame, counted from 1; `undefined` where its samples are not grey numbers from one straight line,
 * so that the clinic is to render it.
 */
export function greyOf(metadata: DicomJson, frame: number): Grey | undefined {
  const photometric = String(first(metadata, '00280004') ?? '');
  const allocated = number(metadata, '00280100');
  const modality = group(metadata, frame, '00289145') ?? metadata;
  const voi = group(metadata, frame, '00289132') ?? metadata;
  const isStraight =
    /^MONOCHROME[12]$/.test(photometric) &&
    metadata['7FE00010'] !== undefined &&
    !first(metadata, '00283000') &&
    !first(voi, '00283010') &&
    (first(voi, '00281056') ?? 'LINEAR') === 'LINEAR';
  if (!isStraight || (allocated !== 8 && allocated !== 16)) return undefined;
  const stored = number(metadata, '00280101') ?? allocated;
  const [center, width] = [number(voi, '00281050'), number(voi, '00281051')];
  return {
    rows: number(metadata, '00280010') ?? 0,
    columns: number(metadata, '00280011') ?? 0,
    allocated,
    stored,
    shift: (number(metadata, '00280102') ?? stored - 1) + 1 - stored,
    signed: first(metadata, '00280103') === 1,
    slope: number(modality, '00281053') ?? 1,
    intercept: number(modality, '00281052') ?? 0,
    inverted: photometric === 'MONOCHROME1' || first(metadata, '20500020') === 'INVERSE',
    window: center !== undefined && width !== undefined && width >= 1 ? { center, width } : undefined,
  };
}

/** Stored samples as numbers: bits that are not stored are cleared, or copies of the sign. */
export function numbersOf(
  buffer: ArrayBufferLike,
  { allocated, stored, shift, signed }: Pick<Grey, 'allocated' | 'stored' | 'shift' | 'signed'>,
): Int32Array {
  const samples = allocated === 8 ? new Uint8Array(buffer) : new Uint16Array(buffer);
  const numbers = new Int32Array(samples.length);
  const unused = 32 - stored;
  for (let at = 0; at < samples.length; at++) {
    const bits = ((samples[at] as number) >>> shift) << unused;
    numbers[at] = signed ? bits >> unused : bits >>> unused;
  }
  return numbers;
}

/** The window from the least to the greatest value. */
export function fullWindow(numbers: Int32Array, { slope, intercept }: Line): Window {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  const [low, high] = [least * slope + intercept, greatest * slope + intercept].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return { center: (low + high + 1) / 2, width: Math.max(1, high - low + 1) };
}

/** The grey of every number in a window (PS3.3 C.11.2.1.2.1), into the pixels of an `ImageData`. */
export function paint(
  numbers: Int32Array,
  { slope, intercept, inverted }: Line & Pick<Grey, 'inverted'>,
  { center, width }: Window,
  pixels: Uint8ClampedArray,
): void {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, numbers.length);
  const flip = inverted ? 255 : 0;
  for (let at = 0; at < numbers.length; at++) {
    const value = (numbers[at] as number) * slope + intercept;
    const share = width > 1 ? (value - (center - 0.5)) / (width - 1) + 0.5 : value > center - 0.5 ? 1 : 0;
    const grey = (share <= 0 ? 0 : share >= 1 ? 255 : Math.floor(share * 255 + 0.5)) ^ flip;
    words[at] = 0xff000000 | (grey * 0x010101);
  }
}
