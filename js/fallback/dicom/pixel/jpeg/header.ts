/** The marker segments of a JPEG stream (T.81 Annex B). */
import { corrupt, unsupported } from '../fault';
import type { Work } from '../progress';
import { type Codes, checked } from './huffman';

/** How an image is coded: sequentially stands for baseline and extended. */
export type Process = 'sequential' | 'progressive' | 'lossless';

/** The frame header (B.2.2). */
export interface Header {
  process: Process;
  precision: number;
  rows: number;
  columns: number;
  components: Component[];
  /** The greatest sampling factors. */
  h: number;
  v: number;
  /** MCUs across and down, of scans of all components. */
  mcuColumns: number;
  mcuRows: number;
}

export interface Component {
  id: number;
  /** Sampling factors across and down. */
  h: number;
  v: number;
  /** The quantization table. */
  quantization: number;
  /** Samples that are part of the image. */
  columns: number;
  rows: number;
  /** Blocks, with those that only fill up an MCU. */
  blockColumns: number;
  blockRows: number;
}

/** The scan header (B.2.3). */
export interface Scan {
  /** Of each component its index in the frame, and its DC and AC tables. */
  components: { index: number; dc: number; ac: number }[];
  /** First and last coefficient; for a lossless scan, the first is the predictor. */
  first: number;
  last: number;
  /** Successive approximation: the bit before and the bit of this scan, which is also the point transform. */
  high: number;
  low: number;
}

/** What {@link Reader.next} comes to; other segments it takes in. */
export type Segment = { kind: 'frame'; header: Header } | { kind: 'scan'; scan: Scan } | { kind: 'end' };

const END: Segment = { kind: 'end' };

/** Bytes that are read in one step. */
const STEP = 1 << 16;

/** Sets the rows and all that follows from them. */
export function setRows(header: Header, rows: number): void {
  header.rows = rows;
  header.mcuColumns = Math.ceil(header.columns / (8 * header.h));
  header.mcuRows = Math.ceil(rows / (8 * header.v));
  for (const component of header.components) {
    component.columns = Math.ceil((header.columns * component.h) / header.h);
    component.rows = Math.ceil((rows * component.v) / header.v);
    component.blockColumns = header.mcuColumns * component.h;
    component.blockRows = header.mcuRows * component.v;
  }
}

/** Reads the segments, and keeps the tables they set. */
export class Reader {
  readonly data: Uint8Array;
  /** Where it stands: after a scan's header, where its entropy-coded data start. */
  at = 2;
  readonly quantization: (Uint16Array | undefined)[] = [];
  readonly dc: (Codes | undefined)[] = [];
  readonly ac: (Codes | undefined)[] = [];
  /** MCUs between restart markers; 0 for none. */
  restartInterval = 0;
  isJfif = false;
  /** The colour transform Adobe's marker tells. */
  adobeTransform: number | undefined;
  #ids: number[] = [];

  constructor(data: Uint8Array) {
    if (data[0] !== 0xff || data[1] !== 0xd8) throw corrupt();
    this.data = data;
  }

  /** Reads up to the next frame or scan header, or to the end. */
  *next(): Work<Segment> {
    for (let pause = this.at + STEP; ; ) {
      if (this.at > pause) {
        yield 0;
        pause = this.at + STEP;
      }
      const marker = this.#marker();
      if (marker < 0 || marker === 0xd9) return END;
      // Those that stand alone: TEM, RSTn, SOI.
      if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) continue;
      const segment = this.#segment();
      if (marker >= 0xc0 && marker <= 0xc3) return { kind: 'frame', header: this.#frameHeader(marker, segment) };
      if (marker === 0xda) return { kind: 'scan', scan: this.#scanHeader(segment) };
      this.#takeIn(marker, segment);
    }
  }

  /** The next marker, or -1 at the end; what is not part of one is skipped up to the next byte of ones, and is 0. */
  #marker(): number {
    const at = this.data.indexOf(0xff, this.at);
    const marker = at < 0 ? undefined : this.data[at + 1];
    if (marker === undefined) return -1;
    // Any number of bytes of ones may stand before a marker.
    this.at = marker === 0xff ? at + 1 : at + 2;
    return marker === 0xff ? 0 : marker;
  }

  #takeIn(marker: number, segment: Uint8Array): void {
    if (marker === 0xc4) this.#huffmanTables(segment);
    else if (marker >= 0xc9 && marker <= 0xcf) throw unsupported('arithmetic-coded JPEG');
    else if (marker >= 0xc5 && marker <= 0xc7) throw unsupported('hierarchical JPEG');
    else if (marker === 0xdb) this.#quantizationTables(segment);
    else if (marker === 0xdd) {
      if (segment.length !== 2) throw corrupt();
      this.restartInterval = word(segment, 0);
    } else if (marker === 0xe0 && startsWith(segment, 'JFIF\0')) this.isJfif = true;
    else if (marker === 0xee && startsWith(segment, 'Adobe')) this.adobeTransform = segment[11];
  }

  #segment(): Uint8Array {
    const length = this.at + 2 <= this.data.length ? word(this.data, this.at) : 0;
    if (length < 2 || this.at + length > this.data.length) throw corrupt();
    const segment = this.data.subarray(this.at + 2, this.at + length);
    this.at += length;
    return segment;
  }

  #frameHeader(marker: number, segment: Uint8Array): Header {
    if (segment.length < 6) throw corrupt();
    const process = marker === 0xc2 ? 'progressive' : marker === 0xc3 ? 'lossless' : 'sequential';
    const precision = segment[0] as number;
    const columns = word(segment, 3);
    const count = segment[5] as number;
    const valid = process === 'lossless' ? precision >= 2 && precision <= 16 : precision === 8 || precision === 12;
    if (!valid || columns === 0 || Math.floor((segment.length - 6) / 3) !== count || count < 1 || count > 4) {
      throw corrupt();
    }
    const components = Array.from({ length: count }, (_, index) => component(segment, 6 + 3 * index));
    // Of one component the factors mean nothing (A.2.2).
    if (count === 1) for (const only of components) only.h = only.v = 1;
    const h = Math.max(...components.map((component) => component.h));
    const v = Math.max(...components.map((component) => component.v));
    const header: Header = { process, precision, rows: 0, columns, components, h, v, mcuColumns: 0, mcuRows: 0 };
    this.#ids = components.map(({ id }) => id);
    setRows(header, word(segment, 1));
    return header;
  }

  #scanHeader(segment: Uint8Array): Scan {
    const count = segment[0] ?? 0;
    const parameters = 1 + 2 * count;
    if (count === 0 || segment.length < parameters + 3) throw corrupt();
    const components: Scan['components'] = [];
    for (let at = 1; at < parameters; at += 2) {
      const index = this.#ids.indexOf(segment[at] as number);
      const dc = (segment[at + 1] as number) >> 4;
      const ac = (segment[at + 1] as number) & 15;
      const again = components.some((component) => component.index === index);
      if (index < 0 || again || dc > 3 || ac > 3) throw corrupt();
      components.push({ index, dc, ac });
    }
    const [first = 0, last = 0, approximation = 0] = segment.subarray(parameters);
    return { components, first, last, high: approximation >> 4, low: approximation & 15 };
  }

  #quantizationTables(segment: Uint8Array): void {
    for (let at = 0; at < segment.length; ) {
      const head = segment[at++] as number;
      const size = head >> 4 === 0 ? 1 : 2;
      const steps = segment.subarray(at, at + 64 * size);
      if (steps.length < 64 * size || (head & 15) > 3) throw corrupt();
      const table = new Uint16Array(64);
      for (let step = 0; step < 64; step++) table[step] = size === 1 ? (steps[step] as number) : word(steps, 2 * step);
      this.quantization[head & 15] = table;
      at += 64 * size;
    }
  }

  #huffmanTables(segment: Uint8Array): void {
    for (let at = 0; at < segment.length; ) {
      const head = segment[at++] as number;
      const lengths = segment.subarray(at, at + 16);
      at += 16;
      const count = lengths.reduce((sum, length) => sum + length, 0);
      if (at + count > segment.length || (head & 15) > 3) throw corrupt();
      const tables = head >> 4 === 0 ? this.dc : this.ac;
      tables[head & 15] = checked({ lengths, symbols: segment.subarray(at, at + count) });
      at += count;
    }
  }
}

/** A component's parameters, which stand at `at`. */
function component(segment: Uint8Array, at: number): Component {
  const [id = 0, sampling = 0, quantization = 0] = segment.subarray(at, at + 3);
  const h = sampling >> 4;
  const v = sampling & 15;
  if (h < 1 || h > 4 || v < 1 || v > 4 || quantization > 3) throw corrupt();
  return { id, h, v, quantization, columns: 0, rows: 0, blockColumns: 0, blockRows: 0 };
}

const word = (bytes: Uint8Array, at: number): number => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((char, at) => bytes[at] === char.charCodeAt(0));
