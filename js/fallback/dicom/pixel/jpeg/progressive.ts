/** Progressive scans (T.81 Annex G): all coefficients are kept until the last scan is read. */
import { corrupt } from '../fault';
import type { Work } from '../progress';
import { BitReader } from './bits';
import { inverse } from './dct';
import type { Component, Header, Reader, Scan } from './header';
import { extend, Table } from './huffman';
import { type Coded, decodeMcus } from './mcus';
import { Plane } from './plane';
import { ZIGZAG } from './zigzag';

/** The coefficients of a component. */
interface Coefficients {
  component: Component;
  /** In blocks, in zigzag order. */
  values: Int16Array;
  /** Of each block the last that may not be 0. */
  lasts: Uint8Array;
  /** The table of its first scan. */
  quantization: Uint16Array | undefined;
}

export class ProgressiveImage {
  readonly #header: Header;
  readonly #coefficients: Coefficients[];

  constructor(header: Header) {
    this.#header = header;
    this.#coefficients = header.components.map((component) => {
      const blocks = component.blockColumns * component.blockRows;
      return { component, values: new Int16Array(64 * blocks), lasts: new Uint8Array(blocks), quantization: undefined };
    });
  }

  /** More can always follow. */
  isComplete(): boolean {
    return false;
  }

  /** Decodes a scan; returns where its data end. */
  scan(scan: Scan, reader: Reader): Work<number> {
    const { first, last, high, low } = scan;
    const valid = first === 0 ? last === 0 : first <= last && last < 64 && scan.components.length === 1;
    if (!valid || low > 13 || high > 13) throw corrupt();
    const bits = new BitReader(reader.data, reader.at);
    const coded = scan.components.map(({ index, dc, ac }) => {
      const coefficients = this.#coefficients[index] as Coefficients;
      coefficients.quantization ??= reader.quantization[coefficients.component.quantization];
      return first === 0
        ? new FirstCoefficient(coefficients, scan, bits, reader, dc)
        : new Band(coefficients, scan, bits, reader, ac);
    });
    return decodeMcus(this.#header, scan, reader, bits, coded);
  }

  /** The samples. */
  *planes(): Work<Plane[]> {
    const planes = [];
    const block = new Int32Array(64);
    for (const { component, values, quantization } of this.#coefficients) {
      if (!quantization) throw corrupt();
      const plane = new Plane(component, this.#header.precision);
      let from = 0;
      for (let row = 0; row < component.blockRows; row++) {
        for (let column = 0; column < component.blockColumns; column++, from += 64) {
          for (let at = 0; at < 64; at++) {
            block[ZIGZAG[at] as number] = Math.imul(values[from + at] as number, quantization[at] as number);
          }
          inverse(block, plane.samples, plane.block(row, column), plane.stride);
        }
        yield 0;
      }
      planes.push(plane);
    }
    return planes;
  }
}

/** A scan of DC coefficients: their high bits, or one bit more (G.1.2.1). */
class FirstCoefficient implements Coded {
  readonly component: Component;
  readonly #values: Int16Array;
  readonly #bits: BitReader;
  readonly #low: number;
  /** Not of a scan that refines. */
  readonly #table: Table | undefined;
  #prediction = 0;

  constructor(
    { component, values }: Coefficients,
    { high, low }: Scan,
    bits: BitReader,
    reader: Reader,
    table: number,
  ) {
    this.component = component;
    this.#values = values;
    this.#bits = bits;
    this.#low = low;
    this.#table = high === 0 ? Table.of(reader.dc[table]) : undefined;
  }

  restart(): void {
    this.#prediction = 0;
  }

  block(row: number, column: number): void {
    const at = 64 * (row * this.component.blockColumns + column);
    if (this.#table) {
      this.#prediction = (this.#prediction + this.#table.difference(this.#bits)) | 0;
      this.#values[at] = this.#prediction << this.#low;
    } else if (this.#bits.take(1) === 1) {
      this.#values[at] = (this.#values[at] as number) | (1 << this.#low);
    }
  }
}

/** A scan of the AC coefficients from the first to the last of a band. */
class Band implements Coded {
  readonly component: Component;
  readonly #values: Int16Array;
  readonly #lasts: Uint8Array;
  readonly #bits: BitReader;
  readonly #scan: Scan;
  readonly #table: Table;
  /** How many blocks more have no further new coefficient (G.1.2.2). */
  #endedBlocks = 0;

  constructor({ component, values, lasts }: Coefficients, scan: Scan, bits: BitReader, reader: Reader, table: number) {
    this.component = component;
    this.#values = values;
    this.#lasts = lasts;
    this.#bits = bits;
    this.#scan = scan;
    this.#table = Table.of(reader.ac[table]);
  }

  restart(): void {
    this.#endedBlocks = 0;
  }

  block(row: number, column: number): void {
    const block = row * this.component.blockColumns + column;
    if (this.#scan.high > 0) this.#refine(block);
    else if (this.#endedBlocks > 0) this.#endedBlocks--;
    else this.#begin(block);
  }

  /** The high bits of a block's coefficients. */
  #begin(block: number): void {
    const { first, last, low } = this.#scan;
    for (let at = first; at <= last; at++) {
      this.#bits.refill();
      const symbol = this.#table.symbol(this.#bits);
      const size = symbol & 15;
      if (size === 0 && symbol < 0xf0) {
        this.#endedBlocks = this.#endOfBand(symbol >> 4) - 1;
        return;
      }
      at += symbol >> 4;
      if (size === 0) continue;
      if (at > 63) throw corrupt();
      this.#set(block, at, extend(this.#bits.take(size), size) << low);
    }
  }

  /** One bit more of those that are not 0, and new ones among those that are (G.1.2.3). */
  #refine(block: number): void {
    const values = this.#values;
    const { first, last, low } = this.#scan;
    const step = 1 << low;
    let at = first;
    while (at <= last && this.#endedBlocks === 0) {
      this.#bits.refill();
      const symbol = this.#table.symbol(this.#bits);
      const size = symbol & 15;
      if (size > 1) throw corrupt();
      if (size === 0 && symbol < 0xf0) {
        this.#endedBlocks = this.#endOfBand(symbol >> 4);
        break;
      }
      const value = size === 0 ? 0 : this.#bits.take(1) === 1 ? step : -step;
      for (let zeros = symbol >> 4; at <= last; at++) {
        if (values[64 * block + at] !== 0) {
          this.#correct(64 * block + at, step);
        } else if (zeros-- === 0) {
          this.#set(block, at++, value);
          break;
        }
      }
    }
    if (this.#endedBlocks === 0) return;
    this.#endedBlocks--;
    const end = 64 * block + Math.min(last, this.#lasts[block] as number);
    for (let place = 64 * block + at; place <= end; place++) if (values[place] !== 0) this.#correct(place, step);
  }

  #set(block: number, at: number, value: number): void {
    this.#values[64 * block + at] = value;
    if (at > (this.#lasts[block] as number)) this.#lasts[block] = at;
  }

  /** How many blocks end here, this one included. */
  #endOfBand(run: number): number {
    return (1 << run) + this.#bits.take(run);
  }

  /** A bit more of a coefficient, away from 0. */
  #correct(at: number, step: number): void {
    const value = this.#values[at] as number;
    if (this.#bits.take(1) === 1 && (value & step) === 0) this.#values[at] = value + (value < 0 ? -step : step);
  }
}
