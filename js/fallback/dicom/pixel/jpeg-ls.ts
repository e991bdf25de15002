/**
 * JPEG-LS (ITU-T T.87): lossless and near-lossless, 2 to 16 bits, all interleave modes, as transfer syntaxes
 * 1.2.840.10008.1.2.4.80 and .81 have it. Without mapping tables and subsampling, which DICOM has no use for.
 */
import type { PixelMessage } from '../../../contract/dicom';
import { corrupt, differs, unsupported } from './fault';
import type { Layout } from './frame';
import { BitReader } from './jpeg-ls/bits';
import { type Coding, codingOf, DEFAULTS, presetOf } from './jpeg-ls/coding';
import { Lines } from './jpeg-ls/line';
import { Segments } from './jpeg-ls/segment';
import type { Work } from './progress';
import { type Decoded, lowest } from './samples';

/** The frame header (C.2.2). */
interface Header {
  precision: number;
  ids: number[];
}

/** A scan's header (C.2.3), and the parameters it is decoded by. */
interface Scan {
  components: number[];
  /** Whether its components alternate sample by sample, not line by line. */
  bySample: boolean;
  near: number;
}

/** Decodes a frame; throws a `Fault`. */
export function* decodeJpegLs(frame: PixelMessage, layout: Layout, data: Uint8Array): Work<Decoded> {
  const segments = new Segments(data);
  let image: Image | undefined;
  let preset = DEFAULTS;
  let restartLines = 0;
  while (!image?.isComplete()) {
    const marker = yield* segments.next();
    const { content } = segments;
    if (marker === 0xf7 && !image) {
      image = new Image(headerOf(content, frame, layout), layout);
    } else if (marker === 0xf8) {
      preset = presetOf(content);
    } else if (marker === 0xdd) {
      // As of amendment 1, of 2, 3 or 4 bytes.
      restartLines = content.subarray(-8).reduce((lines, byte) => lines * 256 + byte, 0);
    } else if (marker === 0xda && image) {
      const scan = scanOf(content, image.header);
      const coding = codingOf(image.header.precision, scan.near, preset);
      segments.at = yield* image.scan(scan, coding, restartLines, new BitReader(data, segments.at));
    } else if (marker >= 0xc0 && marker <= 0xcf) {
      throw unsupported('JPEG under a transfer syntax of JPEG-LS');
    } else if (marker === 0xf7 || marker === 0xda || marker === 0xd9) {
      throw corrupt();
    }
  }
  const { header, planes } = image;
  return {
    bytes: new Uint8Array(planes.buffer),
    size: planes.BYTES_PER_ELEMENT,
    planar: true,
    bits: lowest(header.precision),
    inRgb: /^RGB$/i.test(String.fromCharCode(...header.ids)),
  };
}

/** The planes of the components, and which of them are decoded. */
class Image {
  readonly header: Header;
  readonly planes: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly #layout: Layout;
  readonly #decoded = new Set<number>();

  constructor(header: Header, layout: Layout) {
    this.header = header;
    this.#layout = layout;
    // Only what is decoded takes memory.
    this.planes = header.precision > 8 ? new Uint16Array(layout.count) : new Uint8Array(layout.count);
  }

  isComplete(): boolean {
    return this.#decoded.size === this.header.ids.length;
  }

  /** Decodes a scan line by line; returns where its data end. */
  *scan({ components, bySample }: Scan, coding: Coding, restartLines: number, bits: BitReader): Work<number> {
    const { rows, columns, pixels } = this.#layout;
    for (const component of components) {
      if (this.#decoded.has(component)) throw corrupt();
      this.#decoded.add(component);
    }
    let lines = new Lines(coding, columns, components.length);
    for (let row = 0; row < rows; row++) {
      if (row > 0 && restartLines > 0 && row % restartLines === 0) {
        bits.restart();
        lines = new Lines(coding, columns, components.length);
      }
      if (bySample) lines.decodeTogether(bits);
      else lines.decodeEach(bits);
      bits.check();
      for (const [at, component] of components.entries()) {
        this.planes.set(lines.current(at), component * pixels + row * columns);
      }
      yield columns * components.length;
    }
    return bits.position;
  }
}

function headerOf(segment: Uint8Array, frame: PixelMessage, layout: Layout): Header {
  const [precision = 0, r1 = 0, r0 = 0, c1 = 0, c0 = 0, count = -1] = segment;
  const components = Array.from({ length: Math.max(0, Math.floor((segment.length - 6) / 3)) }, (_, at) =>
    segment.subarray(6 + 3 * at, 9 + 3 * at),
  );
  if (precision < 2 || precision > 16 || components.length !== count) throw corrupt();
  const same =
    ((r1 << 8) | r0) === layout.rows &&
    ((c1 << 8) | c0) === layout.columns &&
    count === layout.samples &&
    Math.ceil(precision / 8) <= layout.bytes &&
    !frame.float &&
    frame.allocated > 1;
  if (!same) throw differs();
  if (components.some(([, sampling]) => sampling !== 0x11)) throw unsupported('JPEG-LS with subsampled components');
  return { precision, ids: components.map(([id = 0]) => id) };
}

function scanOf(segment: Uint8Array, { ids }: Header): Scan {
  const count = segment[0] ?? 0;
  const [near, interleave = 0] = segment.subarray(1 + 2 * count);
  if (near === undefined || segment.length < 3 + 2 * count) throw corrupt();
  const components: number[] = [];
  for (let at = 1; at <= 2 * count; at += 2) {
    if (segment[at + 1] !== 0) throw unsupported('JPEG-LS with mapping tables');
    const component = ids.indexOf(segment[at] as number);
    if (component < 0 || components.includes(component)) throw corrupt();
    components.push(component);
  }
  const isValid = count === 1 ? interleave <= 2 : count <= 4 && (interleave === 1 || interleave === 2);
  if (count === 0 || !isValid) throw corrupt();
  return { components, bySample: count > 1 && interleave === 2, near };
}
