/** Vector shapes given one by one. */
import type { DrawingMessage, ShapeMessage } from '../contract/pdf';
import { boolean, type Fields, invalid, items, number, oneOf, record } from '../validate';
import { color } from './color';
import type { Draft, Place } from './draft';
import { figure } from './figure';
import { ellipse, IDENTITY, type Outline, polyline, rect, transformed } from './outline';
import { pathData } from './path';
import { label } from './text';

const MAX_SHAPES = 100_000;
const MAX_POINTS = 100_000;
/** Far outside of any page. */
const FAR = 100_000;
const PAINT = ['fill', 'stroke', 'opacity'];

export function drawing(draft: Draft, fields: Fields, place: Place): DrawingMessage {
  return {
    type: 'drawing',
    ...figure(fields),
    width: fields.get('width', number, 0.1, 14_400),
    height: fields.get('height', number, 0.1, 14_400),
    shapes: fields.get('shapes', (value, path) =>
      items(value, path, MAX_SHAPES, (one, at) => shape(draft, one, at, place)),
    ),
  };
}

function shape(draft: Draft, value: unknown, path: string, place: Place): ShapeMessage {
  const fields = record(value, path);
  const type = fields.get('type', (given, at) => oneOf(given, at, [...OUTLINES.keys(), 'text']));
  const outline = OUTLINES.get(type);
  if (outline === undefined) return text(draft, fields, place);
  fields.only(['type', ...outline.fields, ...PAINT]);
  return painted(draft, fields, outline.read(fields), type);
}

const coordinate = (fields: Fields, key: string) => fields.get(key, number, -FAR, FAR);
const size = (fields: Fields, key: string) => fields.get(key, number, 0, FAR);

/** What each kind of shape takes, and its outline. */
const OUTLINES = new Map<string, { fields: string[]; read: (fields: Fields) => Outline }>([
  ['path', { fields: ['d', 'evenOdd'], read: (fields) => fields.get('d', pathData) }],
  [
    'rect',
    {
      fields: ['x', 'y', 'width', 'height', 'radius'],
      read: (fields) =>
        rect(
          coordinate(fields, 'x'),
          coordinate(fields, 'y'),
          size(fields, 'width'),
          size(fields, 'height'),
          fields.optional('radius', 0, number, 0, FAR),
        ),
    },
  ],
  [
    'circle',
    {
      fields: ['x', 'y', 'radius'],
      read: (fields) => {
        const radius = size(fields, 'radius');
        return ellipse(coordinate(fields, 'x'), coordinate(fields, 'y'), radius, radius);
      },
    },
  ],
  [
    'ellipse',
    {
      fields: ['x', 'y', 'radiusX', 'radiusY'],
      read: (fields) =>
        ellipse(coordinate(fields, 'x'), coordinate(fields, 'y'), size(fields, 'radiusX'), size(fields, 'radiusY')),
    },
  ],
  [
    'line',
    {
      fields: ['x1', 'y1', 'x2', 'y2'],
      read: (fields) => {
        const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((key) => coordinate(fields, key)) as Four;
        return [0, x1, y1, 1, x2, y2];
      },
    },
  ],
  ['polyline', { fields: ['points'], read: (fields) => polyline(fields.get('points', points), false) }],
  ['polygon', { fields: ['points'], read: (fields) => polyline(fields.get('points', points), true) }],
]);

type Four = [number, number, number, number];

function points(value: unknown, path: string): [number, number][] {
  return items(value, path, MAX_POINTS, (point, at) => {
    const pair = items(point, at, 2, (one, oneAt) => number(one, oneAt, -FAR, FAR));
    if (pair.length !== 2) invalid(at, 'a pair of numbers', point);
    return pair as [number, number];
  });
}

function painted(draft: Draft, fields: Fields, outline: Outline, type: string): ShapeMessage {
  draft.count('coordinates', outline.length);
  const fill = fields.optional('fill', undefined, (value, path) => (value === null ? null : color(value, path)));
  const line = fields.optional('stroke', null, (value, path) => (value === null ? null : stroke(value, path)));
  const evenOdd = type === 'path' && fields.optional('evenOdd', false, boolean);
  const opacity = fields.optional('opacity', 1, number, 0, 1);
  return {
    type: 'path',
    path: transformed(outline, IDENTITY),
    // As in SVG, but for a line that is drawn: nobody means its inside.
    fill: fill === undefined ? (line === null ? [0, 0, 0] : null) : fill,
    ...(evenOdd && { evenOdd }),
    stroke: line,
    ...(opacity < 1 && { opacity }),
  };
}

function stroke(value: unknown, path: string): NonNullable<(ShapeMessage & { type: 'path' })['stroke']> {
  const fields = record(value, path).only(['color', 'width', 'dash', 'round']);
  const dash = fields.optional('dash', [], (value, at) =>
    items(value, at, 16, (one, oneAt) => number(one, oneAt, 0.01, 10_000)),
  );
  const round = fields.optional('round', false, boolean);
  return {
    width: fields.optional('width', 1, number, 0.01, 1_000),
    color: fields.get('color', color),
    ...(dash.length > 0 && { dash }),
    ...(round && { round }),
  };
}

function text(draft: Draft, fields: Fields, place: Place): ShapeMessage {
  fields.only(['type', 'text', 'x', 'y', 'style', 'align', 'rotate']);
  const rotate = fields.optional('rotate', 0, number, -360, 360);
  return {
    type: 'text',
    text: fields.get('text', label, 10_000),
    style: draft.styles.index(fields.get('style', draft.styles.within, place.look)),
    x: coordinate(fields, 'x'),
    y: coordinate(fields, 'y'),
    align: fields.optional('align', 'start', (value, path) => oneOf(value, path, ['start', 'center', 'end'])),
    ...(rotate !== 0 && { rotate }),
  };
}
