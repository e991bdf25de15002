/** JPEG pictures (ITU-T T.81), which a PDF holds as they are. */
import { MAX_PIXELS, type Malformed, type Picture, type TooLarge } from './picture';

/** Colour spaces by the number of components. */
const COLOR_SPACES: Record<number, 'DeviceGray' | 'DeviceRGB' | 'DeviceCMYK'> = {
  1: 'DeviceGray',
  3: 'DeviceRGB',
  4: 'DeviceCMYK',
};

export const isJpeg = (data: Buffer) => data[0] === 0xff && data[1] === 0xd8;

/** Reads a JPEG's header. */
export function readJpeg(data: Buffer, malformed: Malformed, tooLarge: TooLarge): Picture {
  let adobe = false;
  for (let at = 2; at + 4 <= data.length; ) {
    if (data[at] !== 0xff) throw malformed('a marker is missing');
    const marker = data[at + 1] as number;
    // Fill bytes and markers without content.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > data.length) throw malformed('it ends too early');
    const segment = data.subarray(at + 4, at + 2 + length);
    if (marker === 0xee && segment.toString('latin1', 0, 5) === 'Adobe') adobe = true;
    if (isFrame(marker)) return frame(marker, segment, data, adobe, malformed, tooLarge);
    if (marker === 0xda || marker === 0xd9) break;
    at += 2 + length;
  }
  throw malformed('it has no frame');
}

/** SOF0 to SOF15, but for the tables between them. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function frame(
  marker: number,
  segment: Buffer,
  data: Buffer,
  adobe: boolean,
  malformed: Malformed,
  tooLarge: TooLarge,
): Picture {
  if (segment.length < 6) throw malformed('its frame is broken');
  const [depth, height, width, components] = [segment[0], segment.readUInt16BE(1), segment.readUInt16BE(3), segment[5]];
  const colorSpace = COLOR_SPACES[components as number];
  // Baseline, extended and progressive are what DCTDecode reads.
  if (marker > 0xc2 || depth !== 8 || colorSpace === undefined) throw malformed('its kind of coding is not in use');
  if (width === 0 || height === 0) throw malformed('it has no pixels');
  if (width * height > MAX_PIXELS) throw tooLarge(width * height);
  return {
    width,
    height,
    depth: 8,
    colorSpace,
    // Adobe writes CMYK upside down.
    inverted: colorSpace === 'DeviceCMYK' && adobe,
    filter: 'DCTDecode',
    predictor: undefined,
    data,
    alpha: undefined,
  };
}
