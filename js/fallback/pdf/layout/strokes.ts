/** A table's lines, as thin rectangles. */
import type { LineMessage } from '../../../contract/pdf';
import type { Mark } from './marks';

type Rectangle = Extract<Mark, { kind: 'rectangle' }>;

/** A line from left to right, centred on `y`. */
export function across(left: number, right: number, y: number, { width, color }: LineMessage): Rectangle {
  return { kind: 'rectangle', x: left, y: y - width / 2, width: right - left, height: width, color };
}

/** A line from 0 down, centred on `x`. */
export function upright(x: number, height: number, { width, color }: LineMessage): Rectangle {
  return { kind: 'rectangle', x: x - width / 2, y: 0, width, height, color };
}

/** Four lines around something. */
export function around(width: number, height: number, line: LineMessage): Rectangle[] {
  const half = line.width / 2;
  return [
    across(-half, width + half, 0, line),
    across(-half, width + half, height, line),
    upright(0, height, line),
    upright(width, height, line),
  ];
}

/** The same lines, those that follow each other as one. */
export function merged(lines: Mark[]): Mark[] {
  const kept: Mark[] = [];
  let last: Rectangle | undefined;
  for (const line of lines as Rectangle[]) {
    const follows = last && last.y === line.y && last.height === line.height && last.x + last.width === line.x;
    if (last && follows && last.y !== 0) {
      last = { ...last, width: last.width + line.width };
      kept[kept.length - 1] = last;
    } else {
      last = line;
      kept.push(line);
    }
  }
  return kept;
}
