/** Sequential scans (T.81 F.2): baseline and extended. */
import { corrupt } from '../fault';
import type { Work } from '../progress';
import { BitReader } from './bits';
import { inverse, inverseOfOne } from './dct';
import type { Component, Header, Reader, Scan } from './header';
import { extend, Table } from './huffman';
import { Plane } from './plane';
import { ZIGZAG } from './zigzag';

/** The planes of the components, made when their scan comes. */
export class SequentialImage {
  readonly #header: Header;
  readonly #planes: (Plane | undefined)[];

  constructor(header: Header) {
    this.#header = header;
    this.#planes = header.components.map(() => undefined);
  }

  isComplete(): boolean {
    return !this.#planes.includes(undefined);
  }

  /** Decodes a scan; returns where its data end. */
  *scan(scan: Scan, reader: Reader): Work<number> {
    const { components, precision } = this.#header;
    const coded = scan.components.map(({ index, dc, ac }) => {
      const component = components[index] as Component;
      const plane = new Plane(component, precision);
      this.#planes[index] = plane;
      return new Coded(component, plane, reader, dc, ac, scan.components.length === 1);
    });
    const bits = new BitReader(reader.data, reader.at);
    const { rows, columns } = mcus(this.#header, scan);
    const { restartInterval } = reader;
    let untilRestart = restartInterval;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (restartInterval > 0) {
          if (untilRestart === 0) {
            bits.restart();
            untilRestart = restartInterval;
            for (const component of coded) component.prediction = 0;
          }
          untilRestart--;
        }
        for (const component of coded) component.mcu(bits, row, column);
      }
      bits.check();
      yield columns * 64;
    }
    return bits.position;
  }

  /** Those that were decoded. */
  planes(): Plane[] {
    return this.#planes.filter((plane) => plane !== undefined);
  }
}

/** The MCUs of a scan, down and across: of a single component, each of its blocks that holds samples is one (A.2). */
export function mcus({ components, mcuRows, mcuColumns }: Header, scan: Scan): { rows: number; columns: number } {
  if (scan.components.length > 1) return { rows: mcuRows, columns: mcuColumns };
  const { rows, columns } = components[scan.components[0]?.index ?? 0] as Component;
  return { rows: Math.ceil(rows / 8), columns: Math.ceil(columns / 8) };
}

/** A component of a scan, with what it is decoded by. */
class Coded {
  prediction = 0;
  readonly #h: number;
  readonly #v: number;
  readonly #plane: Plane;
  readonly #dc: Table;
  readonly #ac: Table;
  readonly #quantization: Uint16Array;
  readonly #block = new Int32Array(64);

  constructor(component: Component, plane: Plane, reader: Reader, dc: number, ac: number, alone: boolean) {
    this.#h = alone ? 1 : component.h;
    this.#v = alone ? 1 : component.v;
    this.#plane = plane;
    this.#dc = Table.of(reader.dc[dc]);
    this.#ac = Table.of(reader.ac[ac]);
    const quantization = reader.quantization[component.quantization];
    if (!quantization) throw corrupt();
    this.#quantization = quantization;
  }

  /** Decodes the component's blocks of an MCU. */
  mcu(bits: BitReader, row: number, column: number): void {
    for (let y = 0; y < this.#v; y++) {
      for (let x = 0; x < this.#h; x++) {
        this.#decode(bits, this.#plane.block(row * this.#v + y, column * this.#h + x));
      }
    }
  }

  /** Decodes a block into the samples from `to` on. */
  #decode(bits: BitReader, to: number): void {
    const { samples, stride } = this.#plane;
    const block = this.#block;
    const quantization = this.#quantization;
    const ac = this.#ac;
    this.prediction = (this.prediction + this.#dc.difference(bits)) | 0;
    const first = Math.imul(this.prediction, quantization[0] as number);
    let onlyFirst = true;
    for (let at = 1; at < 64; at++) {
      bits.refill();
      let value = ac.shortCoefficient(bits);
      if (value !== 0) {
        at += (value >> 8) & 0xff;
        value >>= 16;
      } else {
        const symbol = ac.symbol(bits);
        const size = symbol & 15;
        at += symbol >> 4;
        if (size === 0) {
          if (symbol < 0xf0) break;
          continue;
        }
        value = extend(bits.take(size), size);
      }
      if (at > 63) throw corrupt();
      block[ZIGZAG[at] as number] = Math.imul(value, quantization[at] as number);
      onlyFirst = false;
    }
    if (onlyFirst) {
      inverseOfOne(first, samples, to, stride);
    } else {
      block[0] = first;
      inverse(block, samples, to, stride);
      block.fill(0);
    }
  }
}
