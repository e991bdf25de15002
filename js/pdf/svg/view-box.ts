/** Which part of a picture's plane is shown, and how large. */
import type { Matrix } from '../outline';
import { length, malformed } from './paint';
import type { Element } from './xml';

/** A pixel is 1/96 inch. */
const POINTS = 0.75;

/** A part of the plane. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The picture's own size in points, and the part of its plane that is shown. */
export function sizeOf(root: Element, path: string): { width: number; height: number; box: Box } {
  const given = root.attributes.get('viewBox');
  const box = given === undefined ? undefined : viewBox(given);
  if (given !== undefined && box === undefined) malformed(path, 'viewBox of', 'svg');
  const side = (key: 'width' | 'height') => {
    const value = root.attributes.get(key);
    return value === undefined || value.endsWith('%') ? box?.[key] : length(value);
  };
  const [width, height] = [side('width'), side('height')];
  if (!width || !height || width <= 0 || height <= 0) malformed(path, 'the size of', 'svg');
  return { width: width * POINTS, height: height * POINTS, box: box ?? { x: 0, y: 0, width, height } };
}

/** Four numbers, of which the last two are larger than 0. */
export function viewBox(value: string): Box | undefined {
  const numbers = value
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [x, y, width, height] = numbers as [number, number, number, number];
  if (numbers.length !== 4 || !numbers.every((n) => Math.abs(n) <= 1e6) || width <= 0 || height <= 0) return undefined;
  return { x, y, width, height };
}

/** A part of the plane as large as there is room for it, in the middle (`xMidYMid meet`). */
export function fitInto(box: Box, width: number, height: number): Matrix {
  const scale = Math.min(width / box.width, height / box.height);
  const [left, top] = [(width - box.width * scale) / 2, (height - box.height * scale) / 2];
  return [scale, 0, 0, scale, left - box.x * scale, top - box.y * scale];
}
