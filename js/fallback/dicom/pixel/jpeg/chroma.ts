/** Components into pixels: subsampled ones enlarged, YCbCr converted, as libjpeg does both. */
import { inBlocks, type Work } from '../progress';
import type { Component, Header } from './header';
import { type Plane, type Samples, samplesOf } from './plane';

/** The samples in pixels. */
export function* interleaved(header: Header, planes: Plane[]): Work<Samples> {
  const { rows, columns, components, precision } = header;
  const pixels = samplesOf(precision, rows * columns * planes.length);
  const line = samplesOf(precision, columns);
  const sums = new Uint16Array(columns);
  for (let y = 0, to = 0; y < rows; y++, to += columns * planes.length) {
    for (const [index, plane] of planes.entries()) {
      const component = components[index] as Component;
      const h = header.h / component.h;
      const v = header.v / component.v;
      if (planes.length === 1) {
        enlarge(plane, component, h, v, y, sums, pixels.subarray(to, to + columns));
      } else {
        enlarge(plane, component, h, v, y, sums, line);
        spread(line, pixels, to + index, planes.length);
      }
    }
    yield 0;
  }
  return pixels;
}

/** Puts the samples `step` apart, from `to` on. */
function spread(line: Samples, pixels: Samples, to: number, step: number): void {
  for (let x = 0; x < line.length; x++, to += step) pixels[to] = line[x] as number;
}

/**
 * Row `y` of a component, as wide as the image. Where there are half as many columns or rows, each sample is three parts of
 * the nearest and one of the next nearest; otherwise it is repeated.
 */
function enlarge(
  { samples, stride }: Plane,
  { rows, columns }: Component,
  h: number,
  v: number,
  y: number,
  sums: Samples,
  line: Samples,
): void {
  const nearest = Math.floor(y / v);
  const next = y % v === 0 ? Math.max(nearest - 1, 0) : Math.min(nearest + 1, rows - 1);
  const near = samples.subarray(nearest * stride, nearest * stride + columns);
  const far = samples.subarray(next * stride, next * stride + columns);
  if (h === 1 && v === 2) {
    const rounding = y % 2 === 0 ? 1 : 2;
    for (let x = 0; x < line.length; x++) {
      line[x] = (3 * (near[x] as number) + (far[x] as number) + rounding) >> 2;
    }
  } else if (h === 1) {
    line.set(near);
  } else if (h === 2 && v === 1 && columns > 2) {
    double(near, columns, 2, 1, 2, line);
  } else if (h === 2 && v === 2 && columns > 2) {
    for (let x = 0; x < columns; x++) sums[x] = 3 * (near[x] as number) + (far[x] as number);
    double(sums, columns, 4, 8, 7, line);
  } else {
    for (let x = 0, from = 0; x < line.length; x += h, from++) line.fill(near[from] as number, x, x + h);
  }
}

/** Twice as many samples across: of every three and a part, `shift` bits are rounded off, by turns differently. */
function double(
  numbers: Samples,
  count: number,
  shift: number,
  evenRounding: number,
  oddRounding: number,
  line: Samples,
): void {
  // The first and the last stand alone: all four parts are theirs.
  let before = numbers[0] as number;
  let at = before;
  for (let x = 0, from = 1; x < line.length; x += 2, from++) {
    const next = from < count ? (numbers[from] as number) : at;
    line[x] = (3 * at + before + evenRounding) >> shift;
    if (x + 1 < line.length) line[x + 1] = (3 * at + next + oddRounding) >> shift;
    before = at;
    at = next;
  }
}

/** YCbCr in RGB, with 16 bits of fraction. */
export function toRgb(pixels: Samples, precision: number): Work<void> {
  const middle = 1 << (precision - 1);
  const most = 2 * middle - 1;
  return inBlocks(pixels.length / 3, (from, to) => {
    for (let at = 3 * from; at < 3 * to; at += 3) {
      const y = pixels[at] as number;
      const cb = (pixels[at + 1] as number) - middle;
      const cr = (pixels[at + 2] as number) - middle;
      const red = y + ((91_881 * cr + 32_768) >> 16);
      const green = y + ((-22_554 * cb - 46_802 * cr + 32_768) >> 16);
      const blue = y + ((116_130 * cb + 32_768) >> 16);
      pixels[at] = Math.min(Math.max(red, 0), most);
      pixels[at + 1] = Math.min(Math.max(green, 0), most);
      pixels[at + 2] = Math.min(Math.max(blue, 0), most);
    }
  });
}
