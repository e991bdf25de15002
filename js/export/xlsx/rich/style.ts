/** Styles of cells. */
import type { BorderMessage, BorderStyle, RichStyleMessage } from '../../../contract/rich';
import {
  boolean,
  type Fields,
  hexColor,
  integer,
  invalid,
  isRecord,
  items,
  number,
  oneOf,
  readable,
  record,
  text,
} from '../../../validate';
import { limit, MAX_FORMATS } from '../excel';
import { formatCode, type NumberFormat } from './number-format';

const LINES = ['thin', 'medium', 'thick', 'dashed', 'dotted', 'double', 'hair'] as const;

/** A line of a border: `'thin'`, or with a colour (`'#RRGGBB'`, by default black). */
export type BorderLine =
  | BorderStyle
  | {
      /** The kind of line. */
      line: BorderStyle;
      /** `'#RRGGBB'`. Default: black. */
      color?: string;
    };

/** How cells look. What is left out is as it was: a cell's style stands over its range's, and that over its column's. */
export interface Style {
  /** In bold letters. */
  bold?: boolean;
  /** In slanted letters. */
  italic?: boolean;
  /** With a line through the text. */
  strikethrough?: boolean;
  /** One line, or two. */
  underline?: boolean | 'double';
  /** Small, above or below the line. */
  script?: 'superscript' | 'subscript';
  /** A font's name, which the reader's machine must have. Default: the theme's, Calibri. */
  font?: string;
  /** In points, 1 to 409. Default: the theme's, 11. */
  size?: number;
  /** Of the text: `'#RRGGBB'`. */
  color?: string;
  /** Of the cell: `'#RRGGBB'`. */
  fill?: string;
  /** On all four sides, or on those that are named. */
  border?:
    | BorderLine
    | {
        /** Above the cell. */
        top?: BorderLine;
        /** On its right. */
        right?: BorderLine;
        /** Below it. */
        bottom?: BorderLine;
        /** On its left. */
        left?: BorderLine;
      };
  /** Default `'general'`: texts on the left, numbers on the right. */
  align?: RichStyleMessage['align'];
  /** Default `'bottom'`. */
  verticalAlign?: RichStyleMessage['verticalAlign'];
  /** Break long texts into lines. */
  wrap?: boolean;
  /** Make texts smaller until they fit. */
  shrink?: boolean;
  /** From the side the text stands on, in steps of about three spaces, 0 to 15. */
  indent?: number;
  /** Degrees, counterclockwise, -90 to 90. */
  rotation?: number;
  /** How numbers and dates are shown. Default: the column's, or Excel's General. */
  numberFormat?: NumberFormat;
  /** Whether the cell can be changed on a protected sheet. Default: it cannot. */
  locked?: boolean;
  /** Whether the cell's formula is hidden on a protected sheet. */
  hideFormula?: boolean;
}

/** A style, the name of one of the workbook's `styles`, or several, the later over the earlier. */
export type StyleReference = Style | string | readonly (Style | string)[];

/** What a style says, in the message's words. */
export type PartialStyle = Readonly<Partial<RichStyleMessage>>;

const PLAIN: RichStyleMessage = {
  ...{ bold: false, italic: false, strikethrough: false, underline: 'none', script: 'none' },
  ...{ font: null, size: null, color: null, fill: null, top: null, right: null, bottom: null, left: null },
  ...{ align: 'general', verticalAlign: 'bottom', wrap: false, shrink: false, indent: 0, rotation: 0 },
  ...{ numberFormat: '', locked: true, hideFormula: false, quoted: false },
};

const KEYS = [
  ...['bold', 'italic', 'strikethrough', 'underline', 'script', 'font', 'size', 'color', 'fill', 'border', 'align'],
  ...['verticalAlign', 'wrap', 'shrink', 'indent', 'rotation', 'numberFormat', 'locked', 'hideFormula'],
];

/** Checks a {@link Style}. */
export function checkStyle(value: unknown, path: string): PartialStyle {
  const fields = record(value, path).only(KEYS);
  const underline = fields.optional('underline', undefined, underlineOf);
  const own: Record<string, unknown> = {
    bold: fields.optional('bold', undefined, boolean),
    italic: fields.optional('italic', undefined, boolean),
    strikethrough: fields.optional('strikethrough', undefined, boolean),
    underline,
    script: fields.optional('script', undefined, oneOf, ['superscript', 'subscript']),
    font: fields.optional('font', undefined, fontName),
    size: fields.optional('size', undefined, number, 1, 409),
    color: fields.optional('color', undefined, rgb),
    fill: fields.optional('fill', undefined, rgb),
    ...fields.optional('border', {}, bordersOf),
    align: fields.optional('align', undefined, oneOf, [
      'general',
      'left',
      'center',
      'right',
      'fill',
      'justify',
      'distributed',
    ]), // prettier-ignore
    verticalAlign: fields.optional('verticalAlign', undefined, oneOf, [
      'top',
      'center',
      'bottom',
      'justify',
      'distributed',
    ]), // prettier-ignore
    wrap: fields.optional('wrap', undefined, boolean),
    shrink: fields.optional('shrink', undefined, boolean),
    indent: fields.optional('indent', undefined, integer, 0, 15),
    rotation: fields.optional('rotation', undefined, integer, -90, 90),
    numberFormat: fields.optional('numberFormat', undefined, formatCode),
    locked: fields.optional('locked', undefined, boolean),
    hideFormula: fields.optional('hideFormula', undefined, boolean),
  };
  return Object.fromEntries(Object.entries(own).filter(([, given]) => given !== undefined));
}

/** `RRGGBB` of `'#rrggbb'`. */
export const rgb = (value: unknown, path: string): string => hexColor(value, path).slice(1).toUpperCase();

/** A font's name: Excel takes 31 characters. */
export function fontName(value: unknown, path: string): string {
  const name = text(value, path, 31);
  if (name.trim() === '' || /[\p{Cc}\ufffe\uffff]/u.test(name)) invalid(path, 'the name of a font', value);
  return name;
}

const underlineOf = (value: unknown, path: string): RichStyleMessage['underline'] => {
  if (value === 'double') return 'double';
  return boolean(value, path) ? 'single' : 'none';
};

const SIDES = ['top', 'right', 'bottom', 'left'] as const;

function bordersOf(value: unknown, path: string): Record<string, BorderMessage> {
  const isOne = typeof value === 'string' || (isRecord(value) && readable(path, () => value.line !== undefined));
  if (isOne) {
    const line = lineOf(value, path);
    return Object.fromEntries(SIDES.map((side) => [side, line]));
  }
  const fields = record(value, path).only(SIDES);
  const lines = SIDES.map((side) => [side, fields.optional(side, undefined, lineOf)] as const);
  return Object.fromEntries(lines.filter((entry): entry is [(typeof SIDES)[number], BorderMessage] => !!entry[1]));
}

function lineOf(value: unknown, path: string): BorderMessage {
  if (typeof value === 'string') return { line: oneOf(value, path, LINES), color: null };
  const fields: Fields = record(value, path).only(['line', 'color']);
  return { line: fields.get('line', oneOf, LINES), color: fields.optional('color', null, rgb) };
}

/** Styles that a workbook may have; Excel holds 65,490. */
const MAX_STYLES = 10_000;

/** A workbook's styles: those with a name, and the number of each that is used. */
export class Styles {
  readonly #named: ReadonlyMap<string, PartialStyle>;
  readonly #numbers = new Map<string, number>();
  readonly #formats = new Set<string>();
  readonly list: RichStyleMessage[] = [];

  constructor(named: ReadonlyMap<string, PartialStyle>) {
    this.#named = named;
    this.number({});
  }

  /** Checks a {@link StyleReference}. */
  readonly check = (value: unknown, path: string): PartialStyle => {
    if (Array.isArray(value)) return merged(...items(value, path, 16, this.check));
    if (typeof value !== 'string') return checkStyle(value, path);
    return this.#named.get(value) ?? invalid(path, "a style, or the name of one of the workbook's styles", value);
  };

  /** The number of a style. */
  number(style: PartialStyle): number {
    const whole = { ...PLAIN, ...style };
    const key = JSON.stringify(Object.keys(PLAIN).map((name) => whole[name as keyof RichStyleMessage]));
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#formats.add(whole.numberFormat);
    limit('sheets', 'different styles', this.list.length + 1, MAX_STYLES);
    limit('sheets', 'different number formats', this.#formats.size - 1, MAX_FORMATS);
    this.#numbers.set(key, this.list.length);
    return this.list.push(whole) - 1;
  }
}

/** The later styles over the earlier. */
export const merged = (...styles: PartialStyle[]): PartialStyle => Object.assign({}, ...styles);
