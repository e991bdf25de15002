/** JPEG pictures (ITU-T T.81), which a PDF holds as they are. */
import type { Picture, Refusal } from './picture';

/** More on a side, readers do not read. */
const MAX_SIDE = 16_384;

/** Colour spaces by the number of components. */
const COLOR_SPACES: Record<number, 'DeviceGray' | 'DeviceRGB' | 'DeviceCMYK'> = {
  1: 'DeviceGray',
  3: 'DeviceRGB',
  4: 'DeviceCMYK',
};

// The markers (table B.1), each after a byte 0xff.
const [START, END, SCAN, APP14, TEMPORARY] = [0xd8, 0xd9, 0xda, 0xee, 0x01];
/** Among the frames: Huffman tables, an extension, conditions of arithmetic coding. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
/** The last kind of frame that `DCTDecode` reads: baseline, extended, progressive. */
const PROGRESSIVE = 0xc2;

export const isJpeg = (data: Buffer) => data[0] === 0xff && data[1] === START;

/** Reads a picture, from marker to marker; what follows it in the file (a film, a second picture) is left out. */
export function readJpeg(data: Buffer, refusal: Refusal): Picture {
  const early = () => refusal.malformed('it ends too early');
  let picture: Picture | undefined;
  let isAdobe = false;
  let hasScan = false;
  let at = 2;
  for (; data[at + 1] !== END || data[at] !== 0xff; ) {
    if (at < data.length && data[at] !== 0xff) throw refusal.malformed('a marker is missing');
    if (at + 1 >= data.length) throw early();
    const marker = data[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker === TEMPORARY || isRestart(marker)) at += 2;
    else {
      if (at + 4 > data.length) throw early();
      const length = data.readUInt16BE(at + 2);
      if (length < 2 || at + 2 + length > data.length) throw early();
      const segment = data.subarray(at + 4, at + 2 + length);
      at += 2 + length;
      if (marker === APP14) isAdobe ||= segment.toString('latin1', 0, 5) === 'Adobe';
      else if (marker === SCAN) {
        hasScan = true;
        at = scanEnd(data, at);
      } else if (isFrame(marker)) picture ??= frame(marker, segment, refusal);
    }
  }
  if (picture === undefined || !hasScan) throw refusal.malformed('it has no frame');
  if (picture.colorSpace === 'DeviceCMYK' && !isAdobe) {
    throw refusal.unsupported("it does not say whether its inks are inverted, as Adobe's are");
  }
  return { ...picture, data: data.subarray(0, at + 2) };
}

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);

/** Where a scan's data end: at the next marker that is none of their own. */
function scanEnd(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0 && at + 1 < data.length; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1] as number;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return data.length;
}

function frame(marker: number, segment: Buffer, refusal: Refusal): Picture {
  if (segment.length < 6) throw refusal.malformed('its frame is broken');
  const [depth, height, width, components] = [segment[0], segment.readUInt16BE(1), segment.readUInt16BE(3), segment[5]];
  const colorSpace = COLOR_SPACES[components as number];
  if (marker > PROGRESSIVE || depth !== 8 || colorSpace === undefined) {
    throw refusal.unsupported('a PDF cannot hold JPEGs of its kind of coding');
  }
  refusal.checkSize(width, height);
  if (Math.max(width, height) > MAX_SIDE) {
    throw refusal.unsupported('a JPEG may have at most 16384 pixels on a side');
  }
  return {
    width,
    height,
    depth: 8,
    colorSpace,
    // Adobe writes CMYK upside down.
    inverted: colorSpace === 'DeviceCMYK',
    filter: 'DCTDecode',
    predictor: undefined,
    data: segment,
    alpha: undefined,
  };
}
