/** Data Matrix codes (ISO/IEC 16022, ECC 200), square ones. */
import { errorCorrection } from './galois';
import { type Modules, merged, type Refuse } from './index';
import { placement } from './placement';

/** Modules across, regions across, codewords of data and of error correction, and the blocks these are divided into. */
const SIZES = [
  ...([
    [10, 1, 3, 5, 1],
    [12, 1, 5, 7, 1],
    [14, 1, 8, 10, 1],
    [16, 1, 12, 12, 1],
    [18, 1, 18, 14, 1],
  ] as const),
  ...([
    [20, 1, 22, 18, 1],
    [22, 1, 30, 20, 1],
    [24, 1, 36, 24, 1],
    [26, 1, 44, 28, 1],
    [32, 2, 62, 36, 1],
  ] as const),
  ...([
    [36, 2, 86, 42, 1],
    [40, 2, 114, 48, 1],
    [44, 2, 144, 56, 1],
    [48, 2, 174, 68, 1],
  ] as const),
  ...([
    [52, 2, 204, 84, 2],
    [64, 4, 280, 112, 2],
    [72, 4, 368, 144, 4],
    [80, 4, 456, 192, 4],
  ] as const),
  ...([
    [88, 4, 576, 224, 4],
    [96, 4, 696, 272, 4],
    [104, 4, 816, 336, 6],
    [120, 6, 1050, 408, 6],
  ] as const),
  ...([
    [132, 6, 1304, 496, 8],
    [144, 6, 1558, 620, 10],
  ] as const),
];

const [PAD, ECI, BASE_256] = [129, 241, 231];
/** UTF-8 is interpretation 26; the codeword is one more. */
const UTF_8 = 27;

/** The code of a text, in the smallest size that holds it. */
export function dataMatrix(value: string, refuse: Refuse): Modules {
  const words = /^[\0-\x7f]*$/.test(value) ? ascii(value) : [ECI, UTF_8, ...bytes(Buffer.from(value, 'utf8'), 2)];
  const size = SIZES.find(([, , data]) => words.length <= data);
  if (size === undefined) throw refuse('be shorter: no Data Matrix code can hold it');
  const [across, regions, data, correction, blocks] = size;
  const all = interleaved(padded(words, data), correction, blocks);
  const inner = across - 2 * regions;
  const bits = placement(inner, all);
  const region = inner / regions;
  const isDark = (x: number, y: number): boolean => {
    const [column, row] = [x % (region + 2), y % (region + 2)];
    // Each region has a solid edge on the left and below, and a dashed one on the right and above.
    if (column === 0 || row === region + 1) return true;
    if (row === 0) return column % 2 === 0;
    if (column === region + 1) return row % 2 === 1;
    const at = x - 1 - 2 * Math.floor(x / (region + 2)) + inner * (y - 1 - 2 * Math.floor(y / (region + 2)));
    return bits[at] === 1;
  };
  return { width: across, height: across, quiet: 1, dark: merged(across, across, isDark) };
}

/** ASCII encodation: two digits in one codeword. */
function ascii(value: string): number[] {
  const words: number[] = [];
  for (const [part] of value.matchAll(/\d\d|./gs)) {
    words.push(part.length === 2 ? Number(part) + 130 : part.charCodeAt(0) + 1);
  }
  return words;
}

/** Base 256 encodation, beginning after `before` codewords. */
function bytes(value: Buffer, before: number): number[] {
  const length = value.length < 250 ? [value.length] : [Math.floor(value.length / 250) + 249, value.length % 250];
  const randomised = [...length, ...value].map((byte, index) => {
    const position = before + 2 + index;
    return (byte + ((149 * position) % 255) + 1) % 256;
  });
  return [BASE_256, ...randomised];
}

/** Filled up with pads, the first as it is and the others randomised. */
function padded(words: number[], length: number): number[] {
  const all = [...words];
  for (let position = words.length + 1; position <= length; position++) {
    const random = PAD + ((149 * position) % 253) + 1;
    all.push(position === words.length + 1 ? PAD : random > 254 ? random - 254 : random);
  }
  return all;
}

/** The data with its error correction, block by block in turn. */
function interleaved(data: number[], correction: number, blocks: number): number[] {
  const all = [...data, ...new Array<number>(correction).fill(0)];
  for (let block = 0; block < blocks; block++) {
    const words = data.filter((_, index) => index % blocks === block);
    for (const [index, word] of errorCorrection(words, correction / blocks).entries()) {
      all[data.length + index * blocks + block] = word;
    }
  }
  return all;
}
