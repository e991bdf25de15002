/** The shape of the lenses in a frame, as a picture. */
import { ClinicoreError } from '../../errors';
import { integer, list, number, record } from '../../validate';
import type { Drawing, Shape } from '../model';
import { HAIRLINE, INK, type Look } from './look';
import { hundredths } from './refraction';

/**
 * The shape of one lens as tracers give it (OMA, records `TRCFMT` and `R`): radii in hundredths of a millimetre, 36 to
 * 2,000 of them at equal angles, anticlockwise from 3 o'clock, seen from the front.
 */
export type Radii = ArrayLike<number>;

/** The lenses' shapes: traced radii, or a drawing of your own. */
export type Tracing =
  | {
      /** Of the right eye's lens, which stands on the left as the wearer is looked at. */
      right?: Radii | undefined;
      /** Of the left eye's lens, which stands on the right. */
      left?: Radii | undefined;
    }
  | {
      /** In points, from the drawing's top left, y downwards. */
      shapes: Shape[];
      /** In points. */
      width: number;
      /** In points. */
      height: number;
    };

type Point = readonly [x: number, y: number];

/** A lens in its box, in millimetres from the box's top left. */
export interface TracedLens {
  outline: Point[];
  width: number;
  height: number;
}

export type CheckedTracing =
  | { right: TracedLens | undefined; left: TracedLens | undefined }
  | { shapes: Shape[]; width: number; height: number };

export function tracing(value: unknown, path: string): CheckedTracing {
  const fields = record(value, path).only(['right', 'left', 'shapes', 'width', 'height']);
  // What shapes are is checked where they are drawn.
  const shapes = fields.optional('shapes', undefined, (given) => given as Shape[]);
  const right = fields.optional('right', undefined, lens);
  const left = fields.optional('left', undefined, lens);
  if ((shapes === undefined) === (right === undefined && left === undefined)) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have the radii of at least one lens, or shapes`, {
      argument: path,
    });
  }
  if (shapes === undefined) return { right, left };
  return { shapes, width: fields.get('width', number, 1, 480), height: fields.get('height', number, 1, 480) };
}

function lens(value: unknown, path: string): TracedLens {
  const radii = list(value, path, 2000);
  if (radii.length < 36) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have at least 36 radii, got ${radii.length}`, {
      argument: path,
      required: 36,
      given: radii.length,
    });
  }
  const points = Array.from({ length: radii.length }, (_, at): Point => {
    const radius = integer(radii[at], `${path}[${at}]`, 500, 6000) / 100;
    const angle = (2 * Math.PI * at) / radii.length;
    return [radius * Math.cos(angle), -radius * Math.sin(angle)];
  });
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    outline: points.map(([x, y]) => [x - left, y - top]),
    width: Math.max(...xs) - left,
    height: Math.max(...ys) - top,
  };
}

/** Where an eye looks through: its distance from the middle of the nose, and its height above the lens's lowest point. */
export interface Centre {
  pupillaryDistance: string | undefined;
  fittingHeight: string | undefined;
}

const POINTS_A_MM = 72 / 25.4;
/** Room around the lenses: for the names above, the boxes' sizes below. */
const ABOVE = 14;
const BELOW = 16;
const ROOM = 480;
/** Between the lenses, where the frame's bridge is not known. */
const GAP_MM = 16;

/** The words in the picture. */
export interface TracingWords {
  right: string;
  left: string;
  /** That a millimetre is one. */
  actualSize: string;
  /** What the picture is. */
  alt: string;
  /** A length with its unit. */
  mm: (length: string) => string;
}

/**
 * The traced lenses as the wearer is looked at, in actual size if there is room, in their boxes, with a cross where the
 * eyes look through if that is known.
 */
export function tracingPicture(
  traced: { right: TracedLens | undefined; left: TracedLens | undefined },
  bridge: string | undefined,
  centres: { right: Centre | undefined; left: Centre | undefined },
  look: Look,
  words: TracingWords,
): Drawing {
  const { right, left } = traced;
  const gap = right && left ? (bridge === undefined ? GAP_MM : hundredths(bridge) / 100) : 0;
  const width = (right?.width ?? 0) + gap + (left?.width ?? 0);
  const height = Math.max(right?.height ?? 0, left?.height ?? 0);
  const scale = Math.min(POINTS_A_MM, ROOM / width);
  const place = { scale, middle: ABOVE + (height * scale) / 2, look, words };
  const shapes = [
    ...(right ? lensShapes(right, 0, { ...place, name: words.right }) : []),
    ...(left ? lensShapes(left, (width - left.width) * scale, { ...place, name: words.left }) : []),
  ];
  // The middle of the nose, from which the distances count, lies halfway along the bridge.
  const half = bridge === undefined ? undefined : hundredths(bridge) / 200;
  if (half !== undefined && right) {
    shapes.push(...cross(right, 0, (distance) => right.width + half - distance, centres.right, place));
  }
  if (half !== undefined && left) {
    const x = (width - left.width) * scale;
    shapes.push(...cross(left, x, (distance) => distance - half, centres.left, place));
  }
  const total = { width: width * scale, height: ABOVE + height * scale + BELOW };
  if (scale === POINTS_A_MM) {
    const note = { text: words.actualSize, style: 'small', align: 'center' } as const;
    shapes.push({ type: 'text', x: total.width / 2, y: total.height - 5, ...note });
  }
  return { type: 'drawing', ...total, shapes, alt: words.alt, align: 'center' };
}

interface Place {
  scale: number;
  /** The line through the boxes' middles. */
  middle: number;
  look: Look;
  words: TracingWords;
}

function lensShapes({ outline, width, height }: TracedLens, x: number, place: Place & { name: string }): Shape[] {
  const { scale, middle, words, name } = place;
  const top = middle - (height * scale) / 2;
  const at = ([px, py]: Point) => `${round(x + px * scale)} ${round(top + py * scale)}`;
  const centre = x + (width * scale) / 2;
  const dashed = { color: HAIRLINE, width: 0.75, dash: [3, 3] };
  const size = (length: number) => words.mm(length.toFixed(1));
  return [
    { type: 'rect', x, y: top, width: width * scale, height: height * scale, fill: null, stroke: dashed },
    { type: 'line', x1: x, y1: middle, x2: x + width * scale, y2: middle, stroke: dashed },
    {
      type: 'path',
      d: `M ${outline.map(at).join(' L ')} Z`,
      fill: null,
      stroke: { color: INK, width: 1, round: true },
    },
    { type: 'text', text: name, x: centre, y: ABOVE - 6, style: 'head', align: 'center' },
    {
      type: 'text',
      text: `${size(width)} × ${size(height)}`,
      x: centre,
      y: top + height * scale + 11,
      style: 'small',
      align: 'center',
    },
  ];
}

/** A cross where the eye looks through; none where that is not known, or lies outside the lens's box. */
function cross(
  { width, height }: TracedLens,
  x: number,
  from: (distance: number) => number,
  centre: Centre | undefined,
  { scale, middle, look }: Place,
): Shape[] {
  if (centre?.pupillaryDistance === undefined || centre.fittingHeight === undefined) return [];
  const across = from(hundredths(centre.pupillaryDistance) / 100);
  const up = hundredths(centre.fittingHeight) / 100;
  if (across < 0 || across > width || up > height) return [];
  const [cx, cy] = [x + across * scale, middle + (height / 2 - up) * scale];
  const stroke = { color: look.accent, width: 1 };
  return [
    { type: 'line', x1: cx - 5, y1: cy, x2: cx + 5, y2: cy, stroke },
    { type: 'line', x1: cx, y1: cy - 5, x2: cx, y2: cy + 5, stroke },
    { type: 'circle', x: cx, y: cy, radius: 2, fill: null, stroke },
  ];
}

/** To a hundredth of a point. */
const round = (value: number): number => Math.round(value * 100) / 100;
