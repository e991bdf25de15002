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
const [DHT, DAC, SOI, EOI, SOS, DQT, DNL, DRI, APP14, TEM] = [
  ...[0xc4, 0xcc, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xee, 0x01],
] as const;
/** Among the frames: Huffman tables, an extension, conditions of arithmetic coding. */
const NO_FRAMES = [DHT, 0xc8, DAC];
/** The last kind of frame that `DCTDecode` reads: baseline, extended, progressive. */
const PROGRESSIVE = 0xc2;

export const isJpeg = (data: Buffer) => data[0] === 0xff && data[1] === SOI;

/** Reads a picture, from marker to marker; what follows it in the file (a film, a second picture) is left out. */
export function readJpeg(data: Buffer, refusal: Refusal): Picture {
  const early = () => refusal.malformed('it ends too early');
  const brokenTable = () => refusal.malformed('a table is broken');
  const noFrame = () => refusal.malformed('it has no frame');
  let frame: Frame | undefined;
  let isAdobe = false;
  let hasScan = false;
  let at = 2;
  for (; data[at + 1] !== EOI || data[at] !== 0xff; ) {
    if (at < data.length && data[at] !== 0xff) throw refusal.malformed('a marker is missing');
    if (at + 1 >= data.length) throw early();
    const marker = data[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isMisplaced(marker, hasScan)) throw refusal.malformed('a marker stands where it may not');
    if (at + 4 > data.length) throw early();
    const length = data.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > data.length) throw early();
    const segment = data.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === APP14 && segment.toString('latin1', 0, 5) === 'Adobe') {
      if (!((segment[TRANSFORM] as number) <= YCCK)) throw refusal.malformed("Adobe's segment is broken");
      isAdobe ||= !hasScan;
    } else if (marker === DHT && !areHuffmanTables(segment)) throw brokenTable();
    else if (marker === DQT && !areQuantizationTables(segment)) throw brokenTable();
    else if (marker === DRI && length !== 4) throw brokenTable();
    else if (marker === SOS) {
      if (!frame) throw noFrame();
      if (!isScan(segment, frame.components)) throw refusal.malformed('a scan is broken');
      hasScan = true;
      at = scanEnd(data, at);
    } else if (isFrame(marker)) {
      if (frame) throw refusal.malformed('it has two frames');
      frame = readFrame(marker, segment, refusal);
    }
  }
  if (!frame || !hasScan) throw noFrame();
  const { picture } = frame;
  if (picture.colorSpace === 'DeviceCMYK' && !isAdobe) {
    throw refusal.unsupported("it does not say whether its inks are inverted, as Adobe's are");
  }
  return { ...picture, data: data.subarray(0, at + 2) };
}

/** Where in Adobe's segment it stands how the colours are coded (Adobe Technical Note 5116), and the last of the ways. */
const [TRANSFORM, YCCK] = [11, 2];

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);

const isMisplaced = (marker: number, hasScan: boolean) =>
  marker === 0 ||
  marker === TEM ||
  marker === DAC ||
  marker === SOI ||
  isRestart(marker) ||
  (marker === DNL && !hasScan);

/** Where a scan's data end: at the next marker that is none of their own. */
function scanEnd(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0 && at + 1 < data.length; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1] as number;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return data.length;
}

interface Frame {
  picture: Picture;
  /** What the components are called. */
  components: number[];
}

/** Reads a frame's header (B.2.2). */
function readFrame(marker: number, segment: Buffer, refusal: Refusal): Frame {
  const broken = () => refusal.malformed('its frame is broken');
  if (segment.length < 6) throw broken();
  const [depth, height, width] = [segment[0], segment.readUInt16BE(1), segment.readUInt16BE(3)];
  const count = segment[5] as number;
  const colorSpace = COLOR_SPACES[count];
  if (marker > PROGRESSIVE || depth !== 8 || colorSpace === undefined) {
    throw refusal.unsupported('a PDF cannot hold JPEGs of its kind of coding');
  }
  refusal.checkSize(width, height);
  if (Math.max(width, height) > MAX_SIDE) {
    throw refusal.unsupported('a JPEG may have at most 16384 pixels on a side');
  }
  if (segment.length !== 6 + 3 * count) throw broken();
  const components: number[] = [];
  for (let at = 6; at < segment.length; at += 3) {
    const [name, sampling, table] = segment.subarray(at, at + 3) as unknown as [number, number, number];
    const [across, down] = [sampling >> 4, sampling & 15];
    const isNamed = components.includes(name);
    if (isNamed || across < 1 || across > 4 || down < 1 || down > 4 || table > 3) throw broken();
    if (across === 3) throw refusal.unsupported('a component has a third of the columns');
    components.push(name);
  }
  const picture: Picture = {
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
  return { picture, components };
}

/** Whether it is a scan's header (B.2.3). */
function isScan(segment: Buffer, components: readonly number[]): boolean {
  const count = segment[0] as number;
  if (!(count >= 1 && count <= 4) || segment.length !== 4 + 2 * count) return false;
  const names = new Set<number>();
  for (let at = 1; at < 1 + 2 * count; at += 2) names.add(segment[at] as number);
  const [first, last, bits] = segment.subarray(-3) as unknown as [number, number, number];
  const isInRange = first <= 63 && last <= 63 && bits >> 4 <= 13 && (bits & 15) <= 13;
  return isInRange && names.size === count && [...names].every((name) => components.includes(name));
}

/** Whether they are tables of Huffman codes (B.2.4.2), none of which is all ones. */
function areHuffmanTables(segment: Buffer): boolean {
  let at = 0;
  while (at + 17 <= segment.length) {
    const kind = segment[at] as number;
    const symbols = at + 17;
    let count = 0;
    for (let bits = 1, codes = 0; bits <= 16; bits++) {
      const more = segment[at + bits] as number;
      count += more;
      codes = 2 * codes + more;
      if (codes >= 2 ** bits) return false;
    }
    at = symbols + count;
    const isDc = kind >> 4 === 0;
    if ((kind & 0xef) > 3 || count > 256 || at > segment.length) return false;
    if (isDc && segment.subarray(symbols, at).some((symbol) => symbol > 15)) return false;
  }
  return at === segment.length;
}

/** Whether they are tables of quantization (B.2.4.1). */
function areQuantizationTables(segment: Buffer): boolean {
  let at = 0;
  while (at < segment.length) {
    const kind = segment[at] as number;
    const precision = kind >> 4;
    at += 1 + 64 * (1 + precision);
    if (precision > 1 || (kind & 15) > 3 || at > segment.length) return false;
  }
  return true;
}
