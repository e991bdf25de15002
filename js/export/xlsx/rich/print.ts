/** How a sheet is printed. */
import type { PrintMessage } from '../../../contract/rich';
import { boolean, type Fields, integer, invalid, number, oneOf, optionalRecord, record, text } from '../../../validate';
import { type CellRange, columnSpan, rangeAt, rowSpan } from './address';

/**
 * A line in the top or bottom margin: its left, middle and right part. In them `{page}`, `{pages}`, `{date}`, `{time}`,
 * `{file}` and `{sheet}` stand for what they say. At most 255 characters in all.
 */
export type MarginLine =
  | string
  | {
      /** At the left margin. Default: nothing. */
      left?: string;
      /** In the middle. Default: nothing. */
      center?: string;
      /** At the right margin. Default: nothing. */
      right?: string;
    };

/** How a sheet is printed. */
export interface PrintOptions {
  /** Default: the printer's own. */
  paper?: 'A3' | 'A4' | 'A5' | 'B4' | 'B5' | 'letter' | 'legal' | 'tabloid' | 'executive';
  /** Default `'portrait'`. */
  orientation?: 'portrait' | 'landscape';
  /** In millimetres, 0 to 500. Default: 17.8 left and right, 19.1 top and bottom, 7.6 header and footer. */
  marginsMm?: {
    /** From the paper's left edge to the cells. */
    left?: number;
    /** From the cells to the paper's right edge. */
    right?: number;
    /** From the paper's upper edge to the cells. */
    top?: number;
    /** From the cells to the paper's lower edge. */
    bottom?: number;
    /** From the paper's upper edge to the header. */
    header?: number;
    /** From the footer to the paper's lower edge. */
    footer?: number;
  };
  /** Rows at the top of every page: `'1:4'`. */
  repeatRows?: string | number;
  /** Columns on the left of every page: `'A:B'`. */
  repeatColumns?: string | number;
  /** Default: all that is used. */
  area?: CellRange;
  /** Make it so small that it fits so many pages across and down; left out is as many as needed. Not beside `scale`. */
  fit?: {
    /** Pages across, 1 to 1,000. */
    width?: number;
    /** Pages down, 1 to 1,000. */
    height?: number;
  };
  /** In percent, 10 to 400. Default 100. */
  scale?: number;
  /** A text stands in the middle. */
  header?: MarginLine;
  /** As `header`. */
  footer?: MarginLine;
  /** Between the left and right margins. Default false. */
  centerHorizontally?: boolean;
  /** Between the top and bottom margins. Default false. */
  centerVertically?: boolean;
  /** Print the lines between cells. Default false. */
  gridlines?: boolean;
  /** Print the rows' numbers and the columns' letters. Default false. */
  headings?: boolean;
}

/** ECMA-376 part 1, 18.3.1.63: `paperSize`. */
const PAPERS = {
  ...{ letter: 1, tabloid: 3, legal: 5, executive: 7 },
  ...{ A3: 8, A4: 9, A5: 11, B4: 12, B5: 13 },
} as const;

const KEYS = [
  ...['paper', 'orientation', 'marginsMm', 'repeatRows', 'repeatColumns', 'area', 'fit', 'scale', 'header', 'footer'],
  ...['centerHorizontally', 'centerVertically', 'gridlines', 'headings'],
];

/** Excel's own margins, in inches. */
const MARGINS = { left: 0.7, right: 0.7, top: 0.75, bottom: 0.75, header: 0.3, footer: 0.3 } as const;

/** Reads {@link PrintOptions}. */
export function checkPrint(value: unknown, path: string): PrintMessage {
  const fields = optionalRecord(value, path).only(KEYS);
  const fit = fields.optional('fit', null, fitOf);
  const scale = fields.optional('scale', undefined, integer, 10, 400);
  if (fit !== null && scale !== undefined) invalid(fields.path('scale'), 'left out beside fit', scale);
  const paper = fields.optional('paper', undefined, oneOf, Object.keys(PAPERS) as (keyof typeof PAPERS)[]);
  return {
    paper: paper === undefined ? 0 : PAPERS[paper],
    landscape: fields.optional('orientation', 'portrait', oneOf, ['portrait', 'landscape']) === 'landscape',
    margins: fields.optional('marginsMm', MARGINS, marginsOf),
    repeatRows: fields.optional('repeatRows', null, rowSpan),
    repeatColumns: fields.optional('repeatColumns', null, columnSpan),
    area: fields.optional('area', null, rangeAt),
    fit,
    scale: scale ?? 100,
    header: fields.optional('header', '', marginLine),
    footer: fields.optional('footer', '', marginLine),
    centerHorizontally: fields.optional('centerHorizontally', false, boolean),
    centerVertically: fields.optional('centerVertically', false, boolean),
    gridlines: fields.optional('gridlines', false, boolean),
    headings: fields.optional('headings', false, boolean),
  };
}

function fitOf(value: unknown, path: string): { width: number; height: number } {
  const fields = record(value, path).only(['width', 'height']);
  const fit = {
    width: fields.optional('width', 0, integer, 1, 1_000),
    height: fields.optional('height', 0, integer, 1, 1_000),
  };
  return fit.width + fit.height > 0 ? fit : invalid(path, 'a width or a height in pages', value);
}

const MM_PER_INCH = 25.4;

function marginsOf(value: unknown, path: string): PrintMessage['margins'] {
  const sides = Object.keys(MARGINS) as (keyof typeof MARGINS)[];
  const fields: Fields = record(value, path).only(sides);
  const side = (key: keyof typeof MARGINS) =>
    fields.optional(key, MARGINS[key], (mm, at) => Math.round((number(mm, at, 0, 500) / MM_PER_INCH) * 1e4) / 1e4);
  return Object.fromEntries(sides.map((key) => [key, side(key)])) as PrintMessage['margins'];
}

const CODES: Readonly<Record<string, string>> = {
  '{page}': '&P',
  '{pages}': '&N',
  '{date}': '&D',
  '{time}': '&T',
  '{file}': '&F',
  '{sheet}': '&A',
};

/** Excel's code of a {@link MarginLine} (ECMA-376 part 1, 18.3.1.46). */
function marginLine(value: unknown, path: string): string {
  const code =
    typeof value === 'string'
      ? `&C${partOf(value, path)}`
      : [...partsOf(record(value, path).only(['left', 'center', 'right']))].join('');
  return text(code, path, 255);
}

function* partsOf(fields: Fields): Generator<string> {
  for (const [side, sign] of [
    ['left', '&L'],
    ['center', '&C'],
    ['right', '&R'],
  ] as const) {
    const part = fields.optional(side, '', partOf);
    if (part !== '') yield sign + part;
  }
}

function partOf(value: unknown, path: string): string {
  const words = text(value, path, 255);
  if (/[^\P{Cc}\n]|[\ufffe\uffff]/u.test(words)) invalid(path, 'a string without control characters', value);
  const code = words
    .replace(/&/g, '&&')
    .replace(/\{(?:page|pages|date|time|file|sheet)\}/g, (word) => CODES[word] as string);
  // Behind `&C` digits would be the size of the font.
  return /^\d/.test(code) ? ` ${code}` : code;
}
