/** Draws the texts of a picture. Nothing here can measure a text, so each part of one must say where it begins. */
import type { ColorMessage, ShapeMessage } from '../../contract/pdf';
import { limitLength } from '../../validate';
import type { Draft } from '../draft';
import { type Matrix, moved, rounded } from '../outline';
import type { Look } from '../style';
import { label } from '../text';
import { length, malformed, type Paint, paintOf, unread } from './paint';
import type { Element } from './xml';

const ANCHORS: ReadonlyMap<string, 'start' | 'center' | 'end'> = new Map(
  Object.entries<'start' | 'center' | 'end'>({ start: 'start', middle: 'center', end: 'end' }),
);
/** How far a baseline is below the line that a text is put on, in sizes. */
const BASELINES: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    auto: 0,
    alphabetic: 0,
    baseline: 0,
    middle: 0.27,
    central: 0.36,
    hanging: 0.72,
    'text-before-edge': 0.95,
    'text-after-edge': -0.22,
  }),
);

/** UTF-16 units that begin at one place. */
const MAX_TEXT = 10_000;

/** Text that begins at one place. */
interface Chunk {
  x: number;
  y: number;
  text: string;
  paint: Paint;
}

export class Writer {
  readonly #draft: Draft;
  readonly #look: Look;
  readonly #path: string;
  readonly #shapes: ShapeMessage[];

  constructor(draft: Draft, look: Look, path: string, shapes: ShapeMessage[]) {
    this.#draft = draft;
    this.#look = look;
    this.#path = path;
    this.#shapes = shapes;
  }

  /** Draws a `text` element. */
  write(element: Element, matrix: Matrix, paint: Paint): void {
    const chunks: Chunk[] = [];
    this.#collect(element, paint, { x: 0, y: 0 }, chunks);
    for (const chunk of chunks) this.#draw(chunk, matrix);
  }

  #collect(element: Element, paint: Paint, pen: { x: number; y: number }, chunks: Chunk[]): void {
    const moves = ['x', 'y', 'dx', 'dy'].filter((key) => element.attributes.has(key));
    if (moves.length > 0) {
      const at = (key: string) => this.#length(element, key, paint);
      const follows = !element.attributes.has('x') && chunks.some(({ text }) => text.trim() !== '');
      if (follows) unread(this.#path, 'without an x of its own', element.name);
      if (element.attributes.has('x')) pen.x = at('x');
      if (element.attributes.has('y')) pen.y = at('y');
      pen.x += at('dx');
      pen.y += at('dy');
      chunks.push({ ...pen, text: '', paint });
    }
    for (const child of element.children) {
      if (typeof child === 'string') this.#append(child.replace(/\s+/g, ' '), paint, pen, chunks);
      else if (child.name === 'tspan') {
        const own = paintOf(child, paint, this.#path);
        if (own) this.#collect(child, own, pen, chunks);
      } else if (child.name !== 'title' && child.name !== 'desc') unread(this.#path, 'in a text', child.name);
    }
  }

  #append(text: string, paint: Paint, pen: { x: number; y: number }, chunks: Chunk[]): void {
    const last = chunks.at(-1);
    if (last === undefined || last.text.trim() === '') {
      if (last) chunks.pop();
      chunks.push({ x: last?.x ?? pen.x, y: last?.y ?? pen.y, text, paint });
    } else if (text.trim() === '' || sameLook(last.paint, paint)) {
      last.text += text;
      limitLength(last.text.length, this.#path, MAX_TEXT);
    } else {
      unread(this.#path, 'in another style without an x of its own', 'tspan');
    }
  }

  #draw({ x, y, text, paint }: Chunk, matrix: Matrix): void {
    const said = label(text.trim().replace(/ +/g, ' '), this.#path, MAX_TEXT);
    if (said === '' || paint.hidden || paint.fill === null) return;
    const [a, b, c, d] = matrix;
    const scale = Math.hypot(a, b);
    const isTurned = Math.abs(a - d) <= 1e-6 * scale && Math.abs(b + c) <= 1e-6 * scale;
    if (!isTurned) unread(this.#path, 'a skewed, stretched or mirrored', 'text');
    const anchor = ANCHORS.get(paint.anchor) ?? malformed(this.#path, 'text-anchor of', 'text');
    const drop = BASELINES.get(paint.baseline) ?? unread(this.#path, 'dominant-baseline on', 'text');
    const [left, top] = moved(matrix, x, y + drop * paint.fontSize);
    const rotate = rounded((Math.atan2(b, a) * 180) / Math.PI);
    const size = rounded(paint.fontSize * scale);
    if (size <= 0) return;
    this.#draft.count('characters', said.length);
    this.#shapes.push({
      type: 'text',
      text: said,
      style: this.#draft.styles.index({
        ...this.#look,
        size,
        weight: paint.bold ? 'bold' : 'regular',
        color: faded(paint.fill, paint.opacity * paint.fillOpacity),
        underline: false,
      }),
      x: rounded(left),
      y: rounded(top),
      align: anchor,
      ...(rotate !== 0 && { rotate }),
    });
  }

  #length(element: Element, key: string, { fontSize }: Paint): number {
    const value = element.attributes.get(key);
    if (value === undefined) return 0;
    const said = length(value, fontSize);
    if (said === undefined) unread(this.#path, `such a ${key} on`, element.name);
    return said;
  }
}

const sameLook = (a: Paint, b: Paint) =>
  a.fontSize === b.fontSize && a.bold === b.bold && String(a.fill) === String(b.fill) && a.opacity === b.opacity;

/** A colour as it looks on white paper when it is not opaque: text has no opacity of its own. */
const faded = (color: ColorMessage, opacity: number): ColorMessage =>
  color.map((channel) => Math.round(255 + (channel - 255) * opacity)) as ColorMessage;
