/** Draws the elements of a picture as shapes. */
import type { ShapeMessage } from '../../contract/pdf';
import { ClinicoreError } from '../../errors';
import type { Steps } from '../../intake';
import type { Draft, Place } from '../draft';
import { combined, ellipse, type Matrix, type Outline, polyline, rect, rounded, transformed } from '../outline';
import { pathData } from '../path';
import { INITIAL, length, malformed, type Paint, paintOf, unread } from './paint';
import { Writer } from './text';
import { transformOf } from './transform';
import { fitInto, viewBox } from './view-box';
import type { Element } from './xml';

/** With what `use` repeats. */
const MAX_DRAWN = 100_000;
const MAX_NESTED = 64;
/** Elements that are drawn by drawing what is in them, and those of which nothing is drawn. */
const GROUPS = new Set(['svg', 'g', 'a']);
const UNSEEN = new Set(['title', 'desc', 'metadata', 'defs', 'symbol']);

export class Artist {
  readonly shapes: ShapeMessage[] = [];
  readonly #draft: Draft;
  readonly #path: string;
  readonly #ids = new Map<string, Element>();
  readonly #writer: Writer;
  #drawn = 0;

  constructor(draft: Draft, place: Place, path: string, root: Element) {
    this.#draft = draft;
    this.#path = path;
    this.#writer = new Writer(draft, place.look, path, this.shapes);
    this.#remember(root);
  }

  /** Draws the picture. */
  draw(root: Element, matrix: Matrix): Steps<void> {
    return this.#element(root, matrix, INITIAL, 0);
  }

  *#element(element: Element, around: Matrix, handed: Paint, depth: number): Steps<void> {
    const { name } = element;
    if (UNSEEN.has(name) && depth > 0) return;
    this.#count(depth);
    if (this.#drawn % 64 === 0) yield;
    const paint = paintOf(element, handed, this.#path);
    if (paint === undefined) return;
    const matrix = this.#placed(element, around);
    if (name === 'use') return yield* this.#use(element, matrix, paint, depth);
    if (GROUPS.has(name) && (name !== 'svg' || depth === 0)) {
      for (const child of element.children) {
        if (typeof child !== 'string') yield* this.#element(child, matrix, paint, depth + 1);
      }
      return;
    }
    if (name === 'text') return this.#writer.write(element, matrix, paint);
    const outline = OUTLINES.get(name);
    if (outline === undefined) unread(this.#path, '', name);
    this.#paint(outline(new Geometry(element, paint, this.#path)), matrix, paint);
  }

  *#use(element: Element, matrix: Matrix, paint: Paint, depth: number): Steps<void> {
    const target = this.#ids.get(/^#(.+)$/.exec(element.attributes.get('href') ?? '')?.[1] ?? '');
    if (target === undefined) malformed(this.#path, 'the reference of', 'use');
    const geometry = new Geometry(element, paint, this.#path);
    const at = combined(matrix, [1, 0, 0, 1, geometry.length('x'), geometry.length('y')]);
    if (target.name !== 'symbol') return yield* this.#element(target, at, paint, depth + 1);
    const own = paintOf(target, paint, this.#path);
    if (own === undefined) return;
    const inner = combined(at, symbolMatrix(target, geometry));
    for (const child of target.children) {
      if (typeof child !== 'string') yield* this.#element(child, inner, own, depth + 1);
    }
  }

  #placed(element: Element, around: Matrix): Matrix {
    const given = element.attributes.get('transform');
    if (given === undefined) return around;
    return combined(around, transformOf(given) ?? malformed(this.#path, 'transform of', element.name));
  }

  #paint(outline: Outline, matrix: Matrix, paint: Paint): void {
    if (paint.hidden || outline.length === 0) return;
    const scale = Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
    const width = rounded(paint.strokeWidth * scale);
    const fill = paint.fill && { color: paint.fill, opacity: paint.opacity * paint.fillOpacity };
    const stroke = paint.stroke && width > 0 && { color: paint.stroke, opacity: paint.opacity * paint.strokeOpacity };
    this.#draft.count('coordinates', outline.length);
    const path = transformed(outline, matrix);
    const line = stroke && {
      width,
      color: stroke.color,
      ...(paint.dash.length > 0 && { dash: paint.dash.map((one) => rounded(one * scale)) }),
      // Round ends would close the gaps between dashes; at the ends of a solid line nobody misses the difference.
      ...((paint.cap === 'round' || (paint.join === 'round' && paint.dash.length === 0)) && { round: true }),
    };
    const shape = (opacity: number, inside: boolean, along: boolean): ShapeMessage => ({
      type: 'path',
      path,
      fill: inside && fill ? fill.color : null,
      ...(inside && paint.evenOdd && { evenOdd: true }),
      stroke: along && line ? line : null,
      ...(opacity < 1 && { opacity: rounded(opacity) }),
    });
    if (fill && stroke && fill.opacity === stroke.opacity) {
      this.shapes.push(shape(fill.opacity, true, true));
      return;
    }
    if (fill && fill.opacity > 0) this.shapes.push(shape(fill.opacity, true, false));
    if (stroke && stroke.opacity > 0) this.shapes.push(shape(stroke.opacity, false, true));
  }

  /** What a picture draws, `use` may multiply without end. */
  #count(depth: number): void {
    if (++this.#drawn <= MAX_DRAWN && depth <= MAX_NESTED) return;
    const message = `${this.#path} must draw at most ${MAX_DRAWN} elements, ${MAX_NESTED} within each other`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: this.#path, limit: MAX_DRAWN });
  }

  #remember(element: Element): void {
    const id = element.attributes.get('id');
    if (id !== undefined && !this.#ids.has(id)) this.#ids.set(id, element);
    for (const child of element.children) if (typeof child !== 'string') this.#remember(child);
  }
}

/** Reads an element's lengths. */
class Geometry {
  readonly #element: Element;
  readonly #paint: Paint;
  readonly path: string;

  constructor(element: Element, paint: Paint, path: string) {
    this.#element = element;
    this.#paint = paint;
    this.path = path;
  }

  /** A length, 0 where it is not given. */
  length(key: string): number {
    return this.optional(key) ?? 0;
  }

  optional(key: string): number | undefined {
    const value = this.#element.attributes.get(key);
    if (value === undefined || value === 'auto') return undefined;
    return length(value, this.#paint.fontSize) ?? malformed(this.path, `${key} of`, this.#element.name);
  }

  /** A length that is not negative. */
  size(key: string): number {
    return Math.max(0, this.length(key));
  }

  get data(): string {
    return this.#element.attributes.get('d') ?? '';
  }

  points(): [number, number][] {
    const text = (this.#element.attributes.get('points') ?? '').trim();
    const numbers = text === '' ? [] : text.split(/[\s,]+/).map(Number);
    if (numbers.length % 2 !== 0 || !numbers.every((one) => Math.abs(one) <= 1e6)) {
      malformed(this.path, 'points of', this.#element.name);
    }
    return Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2) as [number, number]);
  }
}

/** Each basic shape as an outline (SVG 2, 10). */
const OUTLINES: ReadonlyMap<string, (of: Geometry) => Outline> = new Map(
  Object.entries<(of: Geometry) => Outline>({
    path: (of) => pathData(of.data, of.path),
    rect: (of) => {
      const [width, height] = [of.size('width'), of.size('height')];
      if (width === 0 || height === 0) return [];
      const [rx, ry] = [of.optional('rx'), of.optional('ry')];
      return rect(of.length('x'), of.length('y'), width, height, rx ?? ry ?? 0, ry ?? rx ?? 0);
    },
    circle: (of) => round(of, of.size('r'), of.size('r')),
    ellipse: (of) => round(of, of.size('rx'), of.size('ry')),
    line: (of) => [0, of.length('x1'), of.length('y1'), 1, of.length('x2'), of.length('y2')],
    polyline: (of) => polyline(of.points(), false),
    polygon: (of) => polyline(of.points(), true),
  }),
);

const round = (of: Geometry, rx: number, ry: number): Outline =>
  rx === 0 || ry === 0 ? [] : ellipse(of.length('cx'), of.length('cy'), rx, ry);

/** The part of a symbol's plane that its `viewBox` names, fitted into the size `use` gives it. */
function symbolMatrix(symbol: Element, use: Geometry): Matrix {
  const given = symbol.attributes.get('viewBox');
  const [width, height] = [use.optional('width'), use.optional('height')];
  if (given === undefined) return [1, 0, 0, 1, 0, 0];
  const box = viewBox(given) ?? malformed(use.path, 'viewBox of', 'symbol');
  return fitInto(box, width ?? box.width, height ?? box.height);
}
