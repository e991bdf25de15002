/** The path data of SVG 2 (9.3): all its commands, as an outline. */
import { ClinicoreError } from '../errors';
import { text } from '../validate';
import type { Outline } from './outline';

/** UTF-16 units of path data. */
const MAX_DATA = 2_000_000;
/** Numbers of a command. */
const TAKES: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const COMMA = /[\s,]*/y;
const COMMAND = /[MLHVCSQTAZ]/iy;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
/** The flags of an arc need no separator. */
const FLAG = /[01]/y;

/** Path data as an outline in the same coordinates. */
export function pathData(value: unknown, path: string): Outline {
  const data = text(value, path, MAX_DATA);
  const pen = new Pen();
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    COMMA.lastIndex = at;
    COMMA.exec(data);
    pattern.lastIndex = COMMA.lastIndex;
    const found = pattern.exec(data)?.[0];
    if (found !== undefined) at = pattern.lastIndex;
    return found;
  };
  const wrong = (): never => {
    const message = `${path} must be path data as in SVG, and is not at offset ${at}`;
    throw new ClinicoreError('ERR_MALFORMED_INPUT', message, { argument: path, offset: at });
  };
  let command = take(COMMAND);
  if (command === undefined ? data.trim() !== '' : command.toUpperCase() !== 'M') wrong();
  while (command !== undefined) {
    const upper = command.toUpperCase();
    const count = TAKES[upper] as number;
    const numbers: number[] = [];
    for (let i = 0; i < count; i++) {
      const number = Number(take(upper === 'A' && (i === 3 || i === 4) ? FLAG : NUMBER) ?? wrong());
      if (!(Math.abs(number) <= 1e6)) wrong();
      numbers.push(number);
    }
    pen.draw(upper, command !== upper, numbers);
    const again = take(COMMAND);
    if (again !== undefined) command = again;
    else if (data.slice(at).trim() === '') command = undefined;
    else if (count === 0) wrong();
    // More numbers repeat a command; after a move they are lines.
    else if (upper === 'M') command = command === 'M' ? 'L' : 'l';
  }
  return pen.outline;
}

/** Follows commands, and remembers what relative and smooth ones depend on. */
class Pen {
  readonly outline: Outline = [];
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;
  #closed = false;
  /** The last handle of the curve before, and its kind. */
  #handle: { x: number; y: number; of: 'C' | 'Q' } | undefined;

  draw(command: string, relative: boolean, numbers: number[]): void {
    const [dx, dy] = relative ? [this.#x, this.#y] : [0, 0];
    const isArc = command === 'A';
    const n = numbers.map((value, i) => {
      if (command === 'H') return value + dx;
      if (command === 'V') return value + dy;
      if (isArc && i < 5) return value;
      return value + ((isArc ? i - 5 : i) % 2 === 0 ? dx : dy);
    }) as [number, number, number, number, number, number, number];
    // A line after a close begins where the closed part began.
    if (this.#closed && command !== 'M' && command !== 'Z') this.#move(this.#x, this.#y);
    const before = this.#handle;
    this.#handle = undefined;
    const mirrored = (of: 'C' | 'Q'): [number, number] =>
      before?.of === of ? [2 * this.#x - before.x, 2 * this.#y - before.y] : [this.#x, this.#y];
    switch (command) {
      case 'M':
        this.#move(n[0], n[1]);
        break;
      case 'L':
        this.#line(n[0], n[1]);
        break;
      case 'H':
        this.#line(n[0], this.#y);
        break;
      case 'V':
        this.#line(this.#x, n[0]);
        break;
      case 'C':
        this.#curve(n[0], n[1], n[2], n[3], n[4], n[5]);
        break;
      case 'S':
        this.#curve(...mirrored('C'), n[0], n[1], n[2], n[3]);
        break;
      case 'Q':
        this.#quadratic(n[0], n[1], n[2], n[3]);
        break;
      case 'T':
        this.#quadratic(...mirrored('Q'), n[0], n[1]);
        break;
      case 'A':
        this.#arc(n);
        break;
      default:
        this.#close();
    }
  }

  #move(x: number, y: number): void {
    this.#closed = false;
    this.outline.push(0, x, y);
    [this.#x, this.#y, this.#startX, this.#startY] = [x, y, x, y];
  }

  #line(x: number, y: number): void {
    this.outline.push(1, x, y);
    [this.#x, this.#y] = [x, y];
  }

  #curve(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.outline.push(2, x1, y1, x2, y2, x, y);
    [this.#x, this.#y] = [x, y];
    this.#handle = { x: x2, y: y2, of: 'C' };
  }

  #quadratic(x1: number, y1: number, x: number, y: number): void {
    const third = (from: number, handle: number) => from + (2 / 3) * (handle - from);
    this.#curve(third(this.#x, x1), third(this.#y, y1), third(x, x1), third(y, y1), x, y);
    this.#handle = { x: x1, y: y1, of: 'Q' };
  }

  /** By the centre of its ellipse, in curves of at most a quarter (SVG 2, appendix B.2.4). */
  #arc([givenRx, givenRy, rotation, large, sweep, x, y]: number[]): void {
    const [x0, y0] = [this.#x, this.#y];
    const [endX, endY] = [x as number, y as number];
    let [rx, ry] = [Math.abs(givenRx as number), Math.abs(givenRy as number)];
    if (rx === 0 || ry === 0) this.#line(endX, endY);
    if (rx === 0 || ry === 0 || (x0 === endX && y0 === endY)) return;
    const phi = ((rotation as number) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
    const [hx, hy] = [(x0 - endX) / 2, (y0 - endY) / 2];
    const [px, py] = [cos * hx + sin * hy, cos * hy - sin * hx];
    const scale = Math.sqrt(Math.max(1, (px / rx) ** 2 + (py / ry) ** 2));
    [rx, ry] = [rx * scale, ry * scale];
    const under = (rx * py) ** 2 + (ry * px) ** 2;
    const factor = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, (rx * ry) ** 2 - under) / under);
    const [qx, qy] = [(factor * rx * py) / ry, (-factor * ry * px) / rx];
    const [cx, cy] = [cos * qx - sin * qy + (x0 + endX) / 2, sin * qx + cos * qy + (y0 + endY) / 2];
    const from = Math.atan2((py - qy) / ry, (px - qx) / rx);
    let turn = Math.atan2((-py - qy) / ry, (-px - qx) / rx) - from;
    if (sweep && turn < 0) turn += 2 * Math.PI;
    if (!sweep && turn > 0) turn -= 2 * Math.PI;
    const pieces = Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9);
    const reach = (4 / 3) * Math.tan(turn / pieces / 4);
    const place = (u: number, v: number): [number, number] => [
      cx + cos * rx * u - sin * ry * v,
      cy + sin * rx * u + cos * ry * v,
    ];
    for (let piece = 1; piece <= pieces; piece++) {
      const [a, b] = [from + (turn * (piece - 1)) / pieces, from + (turn * piece) / pieces];
      const first = place(Math.cos(a) - reach * Math.sin(a), Math.sin(a) + reach * Math.cos(a));
      const second = place(Math.cos(b) + reach * Math.sin(b), Math.sin(b) - reach * Math.cos(b));
      const end = piece === pieces ? [endX, endY] : place(Math.cos(b), Math.sin(b));
      this.#curve(...first, ...second, ...(end as [number, number]));
    }
    this.#handle = undefined;
  }

  #close(): void {
    this.outline.push(3);
    this.#closed = true;
    [this.#x, this.#y] = [this.#startX, this.#startY];
  }
}
