/** Operators of content streams (PDF 1.7, annex A); y runs downwards. */
import type { ColorMessage, LineMessage } from '../../../contract/pdf';

export const fill = (color: ColorMessage) => `${color.map((channel) => number(channel / 255)).join(' ')} rg`;

export const stroke = (color: ColorMessage) => `${color.map((channel) => number(channel / 255)).join(' ')} RG`;

export const rectangle = (x: number, y: number, width: number, height: number) =>
  `${number(x)} ${number(y)} ${number(width)} ${number(height)} re`;

/** A number as a PDF has it, without exponent. */
export const number = (value: number) => String(Math.round(value * 1e4) / 1e4);

/** A frame: its background, and its border inside it. */
export function framed(
  frame: { width: number; height: number; radius: number; background: ColorMessage | null; border: LineMessage | null },
  x: number,
  y: number,
): string[] {
  const { width, height, radius, background, border } = frame;
  const operators = background ? [fill(background), outlined(x, y, width, height, radius), 'f'] : [];
  // What has no extent draws nothing.
  if (!border || width <= border.width || height <= border.width) return operators;
  const half = border.width / 2;
  const inside = outlined(x + half, y + half, width - border.width, height - border.width, Math.max(radius - half, 0));
  return [...operators, 'q', `${number(border.width)} w`, stroke(border.color), inside, 'S', 'Q'];
}

/** How far the handles of a quarter of a circle reach, in radii. */
const ROUND = 0.5523;

/** A rectangle with round corners. */
function outlined(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  if (r <= 0) return rectangle(x, y, width, height);
  const [right, bottom, c] = [x + width, y + height, r * (1 - ROUND)];
  const point = (...values: number[]) => values.map(number).join(' ');
  return [
    `${point(x + r, y)} m ${point(right - r, y)} l`,
    `${point(right - c, y, right, y + c, right, y + r)} c ${point(right, bottom - r)} l`,
    `${point(right, bottom - c, right - c, bottom, right - r, bottom)} c ${point(x + r, bottom)} l`,
    `${point(x + c, bottom, x, bottom - c, x, bottom - r)} c ${point(x, y + r)} l`,
    `${point(x, y + c, x + c, y, x + r, y)} c h`,
  ].join('\n');
}

/** How many coordinates each operator of a path has, and what it is in a PDF. */
const OPERATORS = [
  [2, 'm'],
  [2, 'l'],
  [6, 'c'],
  [0, 'h'],
] as const;

/** The operators of a path given in numbers. */
export function pathOf(path: number[]): string {
  const operators: string[] = [];
  for (let at = 0; at < path.length; ) {
    const [count, operator] = OPERATORS[path[at] as 0 | 1 | 2 | 3];
    operators.push([...path.slice(at + 1, at + 1 + count).map(number), operator].join(' '));
    at += 1 + count;
  }
  return operators.join('\n');
}

/** How a path's outline is drawn. */
export function stroked({
  width,
  color,
  dash,
  round,
}: {
  width: number;
  color: ColorMessage;
  dash?: number[];
  round?: boolean;
}): string[] {
  return [
    stroke(color),
    `${number(width)} w`,
    ...(dash && dash.length > 0 ? [`[${dash.map(number).join(' ')}] 0 d`] : []),
    ...(round ? ['1 J 1 j'] : []),
  ];
}

/** Turns clockwise about a point, which becomes the origin. */
export function turn(degrees: number, x: number, y: number): string {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((value) => String(Math.round(value * 1e6) / 1e6));
  return `${cos} ${sin} ${Number(sin) === 0 ? 0 : -Number(sin)} ${cos} ${number(x)} ${number(y)} cm`;
}
