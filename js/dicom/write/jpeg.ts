/** What a JPEG (ITU-T T.81) that is to be passed on as it is says of itself. */
import { ClinicoreError } from '../../errors';
import { pictureFault, pictureSize } from './picture-size';

// The markers (table B.1), each after a byte 0xFF.
const [BASELINE, START, END, SCAN, APP1, APP14, TEMPORARY] = [0xc0, 0xd8, 0xd9, 0xda, 0xe1, 0xee, 0x01];
/** Among the frames: Huffman tables, an extension, conditions of arithmetic coding. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

/** A baseline JPEG. */
export interface Jpeg {
  rows: number;
  columns: number;
  samples: 1 | 3;
  /** Photometric Interpretation, as its markers tell (PS3.5 8.2.1). */
  photometric: 'MONOCHROME2' | 'RGB' | 'YBR_FULL' | 'YBR_FULL_422';
  /** Its bytes, from marker to marker: what follows them in the file is left out. */
  data: Buffer;
}

export const isJpeg = (data: Buffer): boolean => data[0] === 0xff && data[1] === START;

/** Reads its markers. */
export function readJpeg(data: Buffer, path: string): Jpeg {
  const early = () => pictureFault(path, 'a JPEG that ends too early');
  let frame: (Omit<Jpeg, 'photometric' | 'data'> & { ids: string; isSubsampled: boolean }) | undefined;
  let transform: number | undefined;
  let hasScan = false;
  let at = 2;
  while (data[at] !== 0xff || data[at + 1] !== END) {
    if (at + 1 >= data.length) throw early();
    if (data[at] !== 0xff) throw pictureFault(path, 'a JPEG with a marker missing');
    const marker = data[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker === TEMPORARY || isRestart(marker)) at += 2;
    else {
      if (at + 4 > data.length) throw early();
      const length = data.readUInt16BE(at + 2);
      if (length < 2 || at + 2 + length > data.length) throw early();
      const segment = data.subarray(at + 4, at + 2 + length);
      at += 2 + length;
      if (marker === APP14 && segment.toString('latin1', 0, 5) === 'Adobe') transform = segment[11];
      else if (marker === APP1) refuseTurned(segment, path);
      else if (marker === SCAN) {
        hasScan = true;
        at = scanEnd(data, at);
      } else if (isFrame(marker)) {
        if (frame) throw pictureFault(path, 'a JPEG with two frames');
        frame = readFrame(marker, segment, path);
      }
    }
  }
  if (!frame || !hasScan) throw pictureFault(path, 'a JPEG without a frame');
  const { rows, columns, samples, ids, isSubsampled } = frame;
  // As the JPEG reference software takes them.
  const isRgb = transform === undefined ? ids === 'RGB' : transform === 0;
  const color = isRgb ? 'RGB' : isSubsampled ? 'YBR_FULL_422' : 'YBR_FULL';
  return { rows, columns, samples, photometric: samples === 1 ? 'MONOCHROME2' : color, data: data.subarray(0, at + 2) };
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);

/** Where a scan's data end: at the next marker that is none of their own. */
function scanEnd(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0 && at + 1 < data.length; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1] as number;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return data.length;
}

function readFrame(marker: number, segment: Buffer, path: string) {
  if (segment.length < 6 || segment.length < 6 + 3 * (segment[5] as number)) {
    throw pictureFault(path, 'a JPEG with a broken frame');
  }
  const [depth, rows, columns, samples] = [segment[0], segment.readUInt16BE(1), segment.readUInt16BE(3), segment[5]];
  if (marker !== BASELINE || depth !== 8 || (samples !== 1 && samples !== 3)) {
    throw unsupported(
      path,
      'must be a baseline JPEG of 8 bits, grey or in three colours: decode it and give its pixels',
    );
  }
  pictureSize(rows, columns, samples, path);
  const component = (number: number) => segment.subarray(6 + 3 * number, 9 + 3 * number);
  const ids = Buffer.from(Array.from({ length: samples }, (_, number) => component(number)[0] as number));
  const [first = 0, ...others] = Array.from({ length: samples }, (_, number) => component(number)[1] as number);
  return {
    rows,
    columns,
    samples,
    ids: ids.toString('latin1'),
    isSubsampled: others.some((one) => one !== first),
  } as const;
}

/** Refuses a photograph that says it is to be turned (Exif's Orientation): who reads the DICOM file would not turn it. */
function refuseTurned(segment: Buffer, path: string): void {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return;
  const tiff = segment.subarray(6);
  if (tiff.length < 8) return;
  const isBig = tiff.toString('latin1', 0, 2) === 'MM';
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : isBig ? tiff.readUInt16BE(at) : tiff.readUInt16LE(at));
  const directory = isBig ? tiff.readUInt32BE(4) : tiff.readUInt32LE(4);
  for (let entry = 0; entry < u16(directory); entry++) {
    const at = directory + 2 + 12 * entry;
    if (u16(at) === 0x0112 && u16(at + 8) > 1) {
      throw unsupported(path, 'says that it is to be turned (Exif), which DICOM cannot say: turn its pixels first');
    }
  }
}

const unsupported = (path: string, what: string): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', `${path} ${what}`, { argument: path });
