/** What a shape or text of a picture looks like: presentation attributes, and the same in `style`. */
import type { ColorMessage } from '../../contract/pdf';
import { ClinicoreError } from '../../errors';
import { cssColor } from './color';
import type { Element } from './xml';

/** What is handed down from an element to those in it. */
export interface Paint {
  readonly color: ColorMessage;
  readonly fill: ColorMessage | null;
  readonly stroke: ColorMessage | null;
  readonly strokeWidth: number;
  readonly dash: readonly number[];
  readonly cap: string;
  readonly join: string;
  readonly evenOdd: boolean;
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
  /** Of the element and all it stands in. */
  readonly opacity: number;
  readonly fontSize: number;
  readonly bold: boolean;
  readonly anchor: string;
  readonly baseline: string;
  readonly hidden: boolean;
}

export const INITIAL: Paint = {
  color: [0, 0, 0],
  fill: [0, 0, 0],
  stroke: null,
  strokeWidth: 1,
  dash: [],
  cap: 'butt',
  join: 'miter',
  evenOdd: false,
  fillOpacity: 1,
  strokeOpacity: 1,
  opacity: 1,
  fontSize: 16,
  bold: false,
  anchor: 'start',
  baseline: 'auto',
  hidden: false,
};

/** What would look otherwise than it should if it were left out. */
const NOT_READ = new Set([
  ...['clip-path', 'mask', 'filter', 'marker', 'marker-start', 'marker-mid', 'marker-end', 'mix-blend-mode'],
  ...['stroke-dashoffset', 'textLength', 'writing-mode', 'font'],
]);
/** A gradient or a pattern as a colour. */
const PAINT_SERVER = /^url\(/i;
const NOTHING = new Set(['none', 'normal', '0', '0px', 'auto']);

/** The paint of an element that stands in one with the paint `around`; `undefined` where it is not drawn at all. */
export function paintOf({ name, attributes }: Element, around: Paint, path: string): Paint | undefined {
  const properties = new Map(attributes);
  for (const declaration of attributes.get('style')?.split(';') ?? []) {
    const colon = declaration.indexOf(':');
    if (colon > 0) properties.set(declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim());
  }
  if (properties.get('display') === 'none') return undefined;
  let paint = around;
  for (const [property, given] of properties) {
    const value = given.replace(/\s*!important$/, '').trim();
    if (NOT_READ.has(property) && !NOTHING.has(value)) unread(path, `${property} on`, name);
    const read = PROPERTIES.get(property);
    if (read === undefined || value === 'inherit') continue;
    const change = read(value, paint);
    if (change === undefined && PAINT_SERVER.test(value)) unread(path, `${property} by reference on`, name);
    if (change === undefined) malformed(path, `${property} of`, name);
    paint = { ...paint, ...change };
  }
  // `color` may come after what refers to it.
  const current = (property: string) => properties.get(property) === 'currentColor';
  if (current('fill')) paint = { ...paint, fill: paint.color };
  return current('stroke') ? { ...paint, stroke: paint.color } : paint;
}

type Change = Partial<Paint> | undefined;

const PROPERTIES: ReadonlyMap<string, (value: string, paint: Paint) => Change> = new Map(
  Object.entries<(value: string, paint: Paint) => Change>({
    color: (value) => some(cssColor(value), (color) => ({ color })),
    fill: (value, { color }) => painted(value, color, (fill) => ({ fill })),
    stroke: (value, { color }) => painted(value, color, (stroke) => ({ stroke })),
    'stroke-width': (value) => some(length(value), (strokeWidth) => ({ strokeWidth: Math.max(0, strokeWidth) })),
    'stroke-dasharray': (value) => some(dashes(value), (dash) => ({ dash })),
    'stroke-linecap': (cap) => ({ cap }),
    'stroke-linejoin': (join) => ({ join }),
    'fill-rule': (value) => ({ evenOdd: value === 'evenodd' }),
    'fill-opacity': (value) => some(share(value), (fillOpacity) => ({ fillOpacity })),
    'stroke-opacity': (value) => some(share(value), (strokeOpacity) => ({ strokeOpacity })),
    opacity: (value, { opacity }) => some(share(value), (own) => ({ opacity: opacity * own })),
    'font-size': (value, { fontSize }) => some(length(value, fontSize), (size) => ({ fontSize: size })),
    'font-weight': (value) => ({ bold: /^bold/.test(value) || Number(value) >= 600 }),
    'text-anchor': (anchor) => ({ anchor }),
    'dominant-baseline': (baseline) => ({ baseline }),
    'alignment-baseline': (baseline) => ({ baseline }),
    visibility: (value) => ({ hidden: value !== 'visible' }),
  }),
);

function some<T>(value: T | undefined, change: (value: T) => Change): Change {
  return value === undefined ? undefined : change(value);
}

function painted(value: string, current: ColorMessage, change: (color: ColorMessage | null) => Change): Change {
  if (value === 'none' || value === 'transparent') return change(null);
  return some(value === 'currentColor' ? current : cssColor(value), change);
}

/** Pixels to each unit. */
const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    '': 1,
    px: 1,
    pt: 4 / 3,
    pc: 16,
    mm: 96 / 25.4,
    cm: 96 / 2.54,
    in: 96,
  }),
);

/** A length in pixels. `em` is the size of the font around it. */
export function length(value: string, em = 16): number | undefined {
  const [, digits, unit] = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*)\s*$/i.exec(value) ?? [];
  const size = unit === 'em' ? em : unit === 'ex' ? em / 2 : UNITS.get(unit ?? 'none');
  const pixels = size === undefined ? Number.NaN : Number(digits) * size;
  return Math.abs(pixels) <= 1e6 ? pixels : undefined;
}

function share(value: string): number | undefined {
  const number = Number.parseFloat(value) / (value.endsWith('%') ? 100 : 1);
  return Number.isFinite(number) ? Math.min(1, Math.max(0, number)) : undefined;
}

/** An even number of dashes and gaps, or none for a solid line. */
function dashes(value: string): number[] | undefined {
  if (value === 'none') return [];
  const lengths = value
    .trim()
    .split(/[\s,]+/)
    .map((one) => length(one));
  if (lengths.length > 32 || !lengths.every((one): one is number => one !== undefined && one >= 0)) return undefined;
  if (lengths.every((one) => one === 0)) return [];
  return lengths.length % 2 === 0 ? lengths : [...lengths, ...lengths];
}

/** Refuses what is SVG, but not read. */
export function unread(path: string, what: string, element: string): never {
  const message = `${path} must be made of simple shapes and texts: ${what} <${shown(element)}> is not read`;
  throw new ClinicoreError('ERR_UNSUPPORTED', message.replace('  ', ' '), { argument: path });
}

/** Refuses what is no SVG. */
export function malformed(path: string, what: string, element: string): never {
  const message = `${path} must be well-formed SVG: ${what} <${shown(element)}> is not`;
  throw new ClinicoreError('ERR_MALFORMED_INPUT', message, { argument: path });
}

/** Names of SVG are letters; anything else may be the content's. */
const shown = (name: string) => (/^[a-z]{1,24}$/i.test(name) ? name : '…');
