/** The outlines of shapes, as a backend takes them: 0 x y move, 1 x y line, 2 x1 y1 x2 y2 x y curve, 3 close. */

/** Operators with their coordinates. */
export type Outline = number[];

/** How far a curve's handles reach to make a quarter of a circle of radius 1. */
const QUARTER = (4 / 3) * (Math.SQRT2 - 1);
/** Coordinates that each operator takes. */
const COORDINATES = [2, 2, 6, 0];

/** A rectangle, perhaps with rounded corners. */
export function rect(x: number, y: number, width: number, height: number, rx = 0, ry = rx): Outline {
  const [h, v] = [Math.min(rx, width / 2), Math.min(ry, height / 2)];
  const [right, bottom] = [x + width, y + height];
  if (h <= 0 || v <= 0) return [0, x, y, 1, right, y, 1, right, bottom, 1, x, bottom, 3];
  const [a, b] = [h * (1 - QUARTER), v * (1 - QUARTER)];
  return [
    ...[0, x + h, y, 1, right - h, y, 2, right - a, y, right, y + b, right, y + v],
    ...[1, right, bottom - v, 2, right, bottom - b, right - a, bottom, right - h, bottom],
    ...[1, x + h, bottom, 2, x + a, bottom, x, bottom - b, x, bottom - v],
    ...[1, x, y + v, 2, x, y + b, x + a, y, x + h, y, 3],
  ];
}

/** An ellipse around a centre. */
export function ellipse(x: number, y: number, rx: number, ry: number): Outline {
  return rect(x - rx, y - ry, 2 * rx, 2 * ry, rx, ry);
}

/** Straight lines through points. */
export function polyline(points: readonly (readonly [number, number])[], closed: boolean): Outline {
  return [...points.flatMap(([x, y], at) => [at === 0 ? 0 : 1, x, y]), ...(closed && points.length > 0 ? [3] : [])];
}

/** a c e over b d f: where the axes and the origin go. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export const combined = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];

/** Where a point goes. */
export const moved = ([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** Where an outline goes; thousandths of a point are finer than any printer. */
export function transformed(outline: Outline, matrix: Matrix): Outline {
  const result: Outline = [];
  for (let at = 0; at < outline.length; ) {
    const operator = outline[at++] as number;
    result.push(operator);
    for (const end = at + (COORDINATES[operator] as number); at < end; at += 2) {
      const [x, y] = moved(matrix, outline[at] as number, outline[at + 1] as number);
      result.push(rounded(x), rounded(y));
    }
  }
  return result;
}

export const rounded = (value: number): number => Math.round(value * 1000) / 1000 + 0;
