/** The paper, and what stands on every page of it. */
import type { PageMessage, WatermarkMessage } from '../contract/pdf';
import { type Fields, invalid, number, oneOf, record } from '../validate';
import { color } from './color';
import { sides } from './sides';
import type { Styles } from './style';
import { name } from './text';

/** Width and height in points, upright. */
const PAPERS = { A4: [595.28, 841.89], A5: [419.53, 595.28], Letter: [612, 792], Legal: [612, 1008] } as const;
/** The largest page of PDF without user units (ISO 32000-1, annex C). */
const MAX_SIDE = 14_400;
/** What must be left of the paper between the margins. */
const LEAST = 10;

const DEFAULTS: PageMessage = { width: 595.28, height: 841.89, margin: [56, 56, 56, 56], edge: 28 };

export function page(document: Fields): PageMessage {
  return document.optional('page', DEFAULTS, (value, path) => {
    const fields = record(value, path).only(['size', 'orientation', 'margin', 'edge']);
    const size = fields.optional('size', DEFAULTS, paper);
    const turned = fields.optional('orientation', 'portrait', orientation) === 'landscape';
    if (turned && size.height === null)
      invalid(`${path}.orientation`, "'portrait' for a page as high as its content", 'landscape');
    const margin = fields.optional('margin', DEFAULTS.margin, sides, MAX_SIDE);
    const [width, height] = turned ? [size.height as number, size.width] : [size.width, size.height];
    const [top, right, bottom, left] = margin;
    const isTooWide = width - left - right < LEAST || (height !== null && height - top - bottom < LEAST);
    if (isTooWide) invalid(`${path}.margin`, `small enough to leave ${LEAST} points of the paper`, value);
    return { width, height, margin, edge: fields.optional('edge', DEFAULTS.edge, number, 0, MAX_SIDE) };
  });
}

const orientation = (value: unknown, path: string) => oneOf(value, path, ['portrait', 'landscape']);

function paper(value: unknown, path: string): { width: number; height: number | null } {
  if (typeof value === 'string') {
    const [width, height] = PAPERS[oneOf(value, path, Object.keys(PAPERS) as (keyof typeof PAPERS)[])];
    return { width, height };
  }
  const fields = record(value, path).only(['width', 'height']);
  const side = (given: unknown, at: string) => number(given, at, 20, MAX_SIDE);
  return {
    width: fields.get('width', side),
    height: fields.get('height', (given, at) => (given === 'auto' ? null : side(given, at))),
  };
}

/** A word across every page, behind the content. */
export function watermark(document: Fields, styles: Styles): WatermarkMessage | null {
  return document.optional('watermark', null, (value, path) => {
    const given = typeof value === 'string' ? { text: value } : value;
    const fields = record(given, path).only(['text', 'color', 'opacity', 'angle', 'size']);
    const text = fields.get('text', (said) => name(said, typeof value === 'string' ? path : `${path}.text`, 100));
    const look = {
      ...styles.base,
      weight: 'bold' as const,
      size: fields.optional('size', 96, number, 1, 500),
      color: fields.optional('color', styles.base.color, color),
      underline: false,
    };
    return {
      text,
      style: styles.index(look),
      angle: fields.optional('angle', 45, number, -180, 180),
      opacity: fields.optional('opacity', 0.1, number, 0.01, 1),
    };
  });
}
