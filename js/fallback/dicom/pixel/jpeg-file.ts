/**
 * JPEG files (ITU-T T.81 baseline, JFIF): the tables of its Annex K, no chroma left out.
 *
 * The arithmetic is whole, that of the reference software: its forward "islow" transform, its colour conversion, its scale
 * of qualities.
 */
import { unsupported } from './fault';
import { ZIGZAG } from './jpeg/zigzag';
import { BitWriter, encodingOf } from './jpeg-file/bits';
import { AC, DC, quantizationFor } from './jpeg-file/tables';
import { transform } from './jpeg-file/transform';
import type { Work } from './progress';

/** Columns that are written in one step. */
const STEP = 1024;

/** A JPEG file of 8 bits a sample: grey of one sample, RGB of three. `quality` is 1 to 100. */
export function* encodeJpeg(
  image: Uint8Array,
  samples: number,
  columns: number,
  rows: number,
  quality: number,
): Work<Uint8Array<ArrayBuffer>> {
  if (rows > 0xffff || columns > 0xffff) throw unsupported('a JPEG file of more than 65,535 rows or columns');
  const tables = quantizationFor(quality).slice(0, samples === 1 ? 1 : 2);
  const writer = new BitWriter(head(columns, rows, samples, tables));
  const blocks = Array.from({ length: samples }, () => new Int32Array(64));
  const components = blocks.map((block, component) => {
    const table = component > 0 ? 1 : 0;
    const [dc, ac] = [DC, AC].map((codes) => encodingOf(codes[table] as (typeof codes)[0])) as [Int32Array, Int32Array];
    return { block, steps: tables[table] as Uint8Array, dc, ac, prediction: 0 };
  });
  const coefficients = new Int32Array(64);
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < columns; left += 8) {
      fill(blocks, image, columns, rows, left, top);
      for (const component of components) {
        transform(component.block);
        quantize(component.block, component.steps, coefficients);
        writer.block(coefficients, component.prediction, component.dc, component.ac);
        component.prediction = coefficients[0] as number;
      }
      if (left % STEP === 0) yield 0;
    }
  }
  return writer.finish();
}

/** All that stands before the pixels. */
function head(columns: number, rows: number, samples: number, quantization: Uint8Array[]): Uint8Array {
  const file = [0xff, 0xd8];
  const segment = (marker: number, ...content: number[]) => {
    file.push(0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff, ...content);
  };
  segment(0xe0, ...Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
  for (const [number, table] of quantization.entries()) {
    segment(0xdb, number, ...Array.from(ZIGZAG, (at) => table[at] as number));
  }
  const components = Array.from({ length: samples }, (_, component) => ({
    id: component + 1,
    table: component > 0 ? 1 : 0,
  }));
  segment(
    0xc0,
    ...[8, rows >> 8, rows & 0xff, columns >> 8, columns & 0xff, samples],
    ...components.flatMap(({ id, table }) => [id, 0x11, table]),
  );
  for (const number of quantization.keys()) {
    for (const [kind, codes] of [DC, AC].entries()) {
      const { lengths, symbols } = codes[number] as (typeof codes)[0];
      segment(0xc4, (kind << 4) | number, ...lengths, ...symbols);
    }
  }
  segment(0xda, samples, ...components.flatMap(({ id, table }) => [id, (table << 4) | table]), 0, 63, 0);
  return Uint8Array.from(file);
}

/** A block of each component, shifted to be around 0; beyond the image its last row and column go on. */
function fill(blocks: Int32Array[], image: Uint8Array, columns: number, rows: number, left: number, top: number): void {
  const [luma, cb, cr] = blocks as [Int32Array, Int32Array?, Int32Array?];
  for (let y = 0, at = 0; y < 8; y++) {
    const row = Math.min(top + y, rows - 1) * columns;
    for (let x = 0; x < 8; x++, at++) {
      const pixel = row + Math.min(left + x, columns - 1);
      if (cb && cr) {
        const r = image[3 * pixel] as number;
        const g = image[3 * pixel + 1] as number;
        const b = image[3 * pixel + 2] as number;
        // JFIF's colour conversion, in 16 bits of fraction.
        luma[at] = ((19_595 * r + 38_470 * g + 7471 * b + 32_768) >> 16) - 128;
        cb[at] = (-11_059 * r - 21_709 * g + 32_768 * b + 32_767) >> 16;
        cr[at] = (32_768 * r - 27_439 * g - 5329 * b + 32_767) >> 16;
      } else {
        luma[at] = (image[pixel] as number) - 128;
      }
    }
  }
}

/** Coefficients in zigzag order, divided by eight times their step, rounded half away from 0. */
function quantize(block: Int32Array, steps: Uint8Array, coefficients: Int32Array): void {
  for (let at = 0; at < 64; at++) {
    const place = ZIGZAG[at] as number;
    const value = block[place] as number;
    const step = 8 * (steps[place] as number);
    const size = Math.floor((Math.abs(value) + step / 2) / step);
    coefficients[at] = value < 0 ? -size : size;
  }
}
