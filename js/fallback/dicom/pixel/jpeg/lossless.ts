/** Lossless scans (T.81 Annex H): process 14 with any predictor. */
import { corrupt, unsupported } from '../fault';
import type { Work } from '../progress';
import { BitReader } from './bits';
import type { Header, Reader, Scan } from './header';
import { extend, Table } from './huffman';
import { type Samples, samplesOf } from './plane';

/** The samples in pixels. */
export class LosslessImage {
  readonly pixels: Samples;
  readonly #header: Header;
  /** The components that were decoded. */
  readonly #decoded = new Set<number>();

  constructor(header: Header) {
    this.#header = header;
    this.pixels = samplesOf(header.precision, header.rows * header.columns * header.components.length);
  }

  isComplete(): boolean {
    return this.#decoded.size === this.#header.components.length;
  }

  /** Decodes a scan; returns where its data end. */
  *scan(scan: Scan, reader: Reader): Work<number> {
    const { rows, columns, components, precision } = this.#header;
    const { first: predictor, low } = scan;
    if (components.some(({ h, v }) => h !== 1 || v !== 1)) {
      throw unsupported('lossless JPEG with subsampled components');
    }
    const valid = predictor >= 1 && predictor <= 7 && low < precision && reader.restartInterval % columns === 0;
    if (!valid) throw corrupt();
    const restartRows = reader.restartInterval / columns;
    const start = 1 << (precision - low - 1);
    const bits = new BitReader(reader.data, reader.at);
    const coded = scan.components.map(({ index, dc }) => {
      this.#decoded.add(index);
      const table = Table.of(reader.dc[dc]);
      return { index, table, line: new Uint16Array(columns), above: new Uint16Array(columns) };
    });
    for (let row = 0; row < rows; row++) {
      const isFirst = row === 0 || (restartRows > 0 && row % restartRows === 0);
      if (isFirst && row > 0) bits.restart();
      for (const component of coded) [component.line, component.above] = [component.above, component.line];
      const [only] = coded;
      if (only && coded.length === 1) {
        readDifferences(only.table, bits, only.line);
      } else {
        for (let column = 0; column < columns; column++) {
          for (const { table, line } of coded) line[column] = difference(table, bits);
        }
      }
      bits.check();
      for (const { index, line, above } of coded) {
        if (isFirst) addFirst(line, start);
        else add(line, above, predictor);
        this.#put(line, row, index, low);
      }
      yield columns * coded.length;
    }
    return bits.position;
  }

  /** Puts a component's line into the pixels. */
  #put(line: Uint16Array, row: number, index: number, low: number): void {
    const step = this.#header.components.length;
    let to = row * line.length * step + index;
    for (let x = 0; x < line.length; x++, to += step) this.pixels[to] = (line[x] as number) << low;
  }
}

function readDifferences(table: Table, bits: BitReader, line: Uint16Array): void {
  for (let x = 0; x < line.length; x++) line[x] = difference(table, bits);
}

/** A difference, modulo 2^16 (H.1.2.2); that of 16 bits is 32768, without bits of its own. */
function difference(table: Table, bits: BitReader): number {
  bits.refill();
  const short = table.shortCoefficient(bits);
  // There are no zeros before it: what has them is no symbol here.
  if (short !== 0 && (short & 0xff00) === 0) return short >> 16;
  const size = short === 0 ? table.symbol(bits) : 17;
  if (size > 16) throw corrupt();
  return size === 16 ? 0x8000 : extend(bits.take(size), size);
}

/** The first line, and the first after a restart marker: each sample is predicted by the one before. */
function addFirst(line: Uint16Array, start: number): void {
  let left = start;
  for (let x = 0; x < line.length; x++) {
    left += line[x] as number;
    line[x] = left;
  }
}

/** Any other line (table H.1); its first sample is predicted by the one above. */
function add(line: Uint16Array, above: Uint16Array, predictor: number): void {
  let a = ((above[0] as number) + (line[0] as number)) & 0xffff;
  line[0] = a;
  let c = above[0] as number;
  for (let x = 1; x < line.length; x++) {
    const b = above[x] as number;
    a = (predicted(predictor, a, b, c) + (line[x] as number)) & 0xffff;
    line[x] = a;
    c = b;
  }
}

/** A sample, from those on its left, above it, and above on the left. */
function predicted(predictor: number, a: number, b: number, c: number): number {
  switch (predictor) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    default:
      return (a + b) >> 1;
  }
}
