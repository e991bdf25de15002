/** From stored samples to grey (PS3.3 C.7.6.3, C.11.1, C.11.2): what the clinic's `/rendered` does, but under the mouse. */

const first = (json, tag) => json?.[tag]?.Value?.[0];

/** A frame's own functional group, or the one that all frames share (PS3.3 C.7.6.16). */
function group(metadata, number, tag) {
  const own = metadata['52009230']?.Value?.[number - 1];
  return first(own, tag) ?? first(first(metadata, '52009229'), tag);
}

/**
 * What the metadata say of a frame; `undefined` where its samples are not grey numbers from one straight line, so that the
 * clinic is to render it.
 */
export function greyOf(metadata, number) {
  const photometric = first(metadata, '00280004') ?? '';
  const allocated = first(metadata, '00280100');
  const modality = group(metadata, number, '00289145') ?? metadata;
  const voi = group(metadata, number, '00289132') ?? metadata;
  const isStraight =
    /^MONOCHROME[12]$/.test(photometric) &&
    (allocated === 8 || allocated === 16) &&
    metadata['7FE00010'] !== undefined &&
    !first(metadata, '00283000') &&
    !first(voi, '00283010') &&
    (first(voi, '00281056') ?? 'LINEAR') === 'LINEAR';
  if (!isStraight) return undefined;
  const stored = first(metadata, '00280101') ?? allocated;
  const [center, width] = [first(voi, '00281050'), first(voi, '00281051')];
  return {
    rows: first(metadata, '00280010'),
    columns: first(metadata, '00280011'),
    allocated,
    stored,
    shift: (first(metadata, '00280102') ?? stored - 1) + 1 - stored,
    signed: first(metadata, '00280103') === 1,
    slope: first(modality, '00281053') ?? 1,
    intercept: first(modality, '00281052') ?? 0,
    inverted: photometric === 'MONOCHROME1' || first(metadata, '20500020') === 'INVERSE',
    window: typeof center === 'number' && width >= 1 ? { center, width } : undefined,
  };
}

/** Stored samples as numbers: bits that are not stored are cleared, or copies of the sign. */
export function numbersOf(buffer, { allocated, stored, shift, signed }) {
  const samples = allocated === 8 ? new Uint8Array(buffer) : new Uint16Array(buffer);
  const numbers = new Int32Array(samples.length);
  const unused = 32 - stored;
  for (let at = 0; at < samples.length; at++) {
    const bits = (samples[at] >>> shift) << unused;
    numbers[at] = signed ? bits >> unused : bits >>> unused;
  }
  return numbers;
}

/** The window from the least to the greatest value. */
export function fullWindow(numbers, { slope, intercept }) {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  const ends = [least * slope + intercept, greatest * slope + intercept].sort((a, b) => a - b);
  return { center: (ends[0] + ends[1] + 1) / 2, width: Math.max(1, ends[1] - ends[0] + 1) };
}

/** The grey of every number in a window (PS3.3 C.11.2.1.2.1), into the pixels of an `ImageData`. */
export function paint(numbers, { slope, intercept, inverted }, { center, width }, pixels) {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, numbers.length);
  const flip = inverted ? 255 : 0;
  for (let at = 0; at < numbers.length; at++) {
    const value = numbers[at] * slope + intercept;
    const share = width > 1 ? (value - (center - 0.5)) / (width - 1) + 0.5 : value > center - 0.5 ? 1 : 0;
    const grey = (share <= 0 ? 0 : share >= 1 ? 255 : Math.floor(share * 255 + 0.5)) ^ flip;
    words[at] = 0xff000000 | (grey * 0x010101);
  }
}
