/** Sequential scans (T.81 F.2): baseline and extended. */
import { corrupt } from '../fault';
import type { Work } from '../progress';
import { BitReader } from './bits';
import { inverse, inverseOfOne } from './dct';
import type { Component, Header, Reader, Scan } from './header';
import { extend, Table } from './huffman';
import { type Coded, decodeMcus } from './mcus';
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
  scan(scan: Scan, reader: Reader): Work<number> {
    const bits = new BitReader(reader.data, reader.at);
    const coded = scan.components.map(({ index, dc, ac }) => {
      const component = this.#header.components[index] as Component;
      const plane = new Plane(component, this.#header.precision);
      this.#planes[index] = plane;
      return new SequentialComponent(component, plane, bits, reader, dc, ac);
    });
    return decodeMcus(this.#header, scan, reader, bits, coded);
  }

  /** Those that were decoded. */
  planes(): Plane[] {
    return this.#planes.filter((plane) => plane !== undefined);
  }
}

/** A component of a scan, with what it is decoded by. */
class SequentialComponent implements Coded {
  readonly component: Component;
  readonly #plane: Plane;
  readonly #bits: BitReader;
  readonly #dc: Table;
  readonly #ac: Table;
  readonly #quantization: Uint16Array;
  readonly #block = new Int32Array(64);
  #prediction = 0;

  constructor(component: Component, plane: Plane, bits: BitReader, reader: Reader, dc: number, ac: number) {
    this.component = component;
    this.#plane = plane;
    this.#bits = bits;
    this.#dc = Table.of(reader.dc[dc]);
    this.#ac = Table.of(reader.ac[ac]);
    const quantization = reader.quantization[component.quantization];
    if (!quantization) throw corrupt();
    this.#quantization = quantization;
  }

  restart(): void {
    this.#prediction = 0;
  }

  block(row: number, column: number): void {
    const { samples, stride } = this.#plane;
    const to = this.#plane.block(row, column);
    const bits = this.#bits;
    const block = this.#block;
    const quantization = this.#quantization;
    const ac = this.#ac;
    this.#prediction = (this.#prediction + this.#dc.difference(bits)) | 0;
    const first = Math.imul(this.#prediction, quantization[0] as number);
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
