/** How the templates look: colours, styles, and the pieces that all of them are set from. */
import { bytes, hexColor, line, record } from '../../validate';
import { isRightToLeft } from '../locale';
import type { Block, Columns, Heading, PageField, PdfDocument, Row, Table, Text, TextStyle } from '../model';

/** The colours, fonts and logo of a template. */
export interface PdfTheme {
  /** Colour of headings and rules, `'#rrggbb'`; a dark one prints well on a monochrome printer too. Default `'#0f6277'`. */
  accentColor?: string;
  /** A registered family for all texts. Default the shipped Noto Sans. */
  font?: string;
  /** A registered family for the title and the names in it. Default `font`. */
  headingFont?: string;
  /** A PNG or JPEG file, printed at most 180 points wide and 48 high where the clinic's name stands else. */
  logo?: Uint8Array;
}

/** A checked {@link PdfTheme}, and which way the language is read. */
export interface Look {
  readonly language: string;
  /** The side where reading starts, and the other one: templates in right-to-left languages are mirrored. */
  readonly start: 'left' | 'right';
  readonly end: 'left' | 'right';
  readonly accent: string;
  /** The accent as a background for dark text. */
  readonly tint: string;
  readonly font: string | undefined;
  readonly headingFont: string | undefined;
  readonly logo: Uint8Array | undefined;
}

const DEFAULT_ACCENT = '#0f6277';
export const INK = '#1f2937';
const MUTED = '#5b6472';
export const HAIRLINE = '#d5dae1';

/** Checks a theme. @param accentColor what counts where it has no colour */
export function look(theme: unknown, path: string, language: string, accentColor = DEFAULT_ACCENT): Look {
  const fields = record(theme, path).only(['accentColor', 'font', 'headingFont', 'logo']);
  const accent = fields.optional('accentColor', accentColor, hexColor).toLowerCase();
  const font = fields.optional('font', undefined, line, 100);
  const rightToLeft = isRightToLeft(language);
  return {
    language,
    start: rightToLeft ? 'right' : 'left',
    end: rightToLeft ? 'left' : 'right',
    accent,
    tint: tinted(accent),
    font,
    headingFont: fields.optional('headingFont', font, line, 100),
    logo: fields.optional('logo', undefined, bytes),
  };
}

/** A fourteenth of the colour on white paper. */
function tinted(hex: string): string {
  const channels = [1, 3, 5].map((at) => 255 - Math.floor((255 - Number.parseInt(hex.slice(at, at + 2), 16)) / 14));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The document's own style and the named ones that the templates use. */
export function styles({ accent, font, headingFont }: Look, size = 9): Pick<PdfDocument, 'style' | 'styles'> {
  const heading = headingFont === undefined ? {} : { font: headingFont };
  const named: Record<string, TextStyle> = {
    title: { ...heading, weight: 'bold', size: size * 2.6, color: accent, lineHeight: 1.2 },
    name: { ...heading, weight: 'bold', size: size * 1.55, lineHeight: 1.25 },
    heading: { ...heading, weight: 'bold', size: size * 1.35, color: accent, lineHeight: 1.25 },
    section: { weight: 'bold', size: size * 0.9, color: accent },
    strong: { weight: 'bold' },
    large: { weight: 'bold', size: size * 1.2 },
    total: { weight: 'bold', size: size * 1.35, lineHeight: 1.3 },
    muted: { color: MUTED },
    figure: { size: size * 1.12 },
    eye: { weight: 'bold', size: size * 1.12 },
    small: { size: size * 0.88, color: MUTED },
    head: { weight: 'bold', size: size * 0.85 },
  };
  return { style: { size, color: INK, ...(font !== undefined && { font }) }, styles: named };
}

/** Blocks side by side. */
export const beside = (gap: number, ...columns: Columns['columns']): Columns => ({
  type: 'columns',
  gap,
  columns,
});

/** A name and what it says, such as an invoice's number; left out where there is nothing. */
export type Fact = readonly [name: string, value: string | undefined];

/**
 * Facts under each other: the names on one side, what they say on the other, a fine line between.
 *
 * @param names how much room the names have
 */
export function facts(look: Look, pairs: readonly Fact[], names: 'auto' | '1*' = '1*'): Table {
  const rows = pairs.flatMap(([name, value]): Row[] =>
    value === undefined ? [] : [[{ text: name, heading: true }, value]],
  );
  return {
    type: 'table',
    columns: [
      { width: names, align: look.start, style: 'muted' },
      { width: '1.2*', align: look.end, style: 'strong' },
    ],
    rows,
    padding: names === 'auto' ? [2.2, 3] : [2.2, 0],
    lines: { head: null, row: { width: 0.5, color: HAIRLINE } },
  };
}

/** A section's name in the accent's colour. */
export const section = (look: Look, text: string, before = 18): Heading => ({
  type: 'heading',
  level: 2,
  text,
  style: 'section',
  align: look.start,
  before,
  after: 4,
});

/** Text of the caller's under a section's name. */
export const noted = (look: Look, name: string, text: string | undefined): Block[] =>
  text === undefined ? [] : [section(look, name), { type: 'paragraph', text, align: look.start }];

/** What a document on A4 or Letter is begun with. */
export interface SheetOptions {
  title: string;
  author: string;
  /** The day it is of. */
  created: string;
  pageSize: 'A4' | 'Letter';
  /** The label of the page's number, in which `{page}` and `{pages}` stand for it and for how many there are. */
  page: string;
  /** Of the text, in points. Default 9. */
  size?: number;
}

/** A label with the page's numbers in it. */
function pageText(label: string): Text {
  const pieces = label.split(/\{(pages?)\}/);
  // What was in braces stands at the odd places.
  return pieces.map((piece, at) => (at % 2 === 0 ? piece : { field: piece as PageField['field'] }));
}

/** A document with the bar at the top of each page, and its name with the page's number at the foot. */
export function sheet(look: Look, options: SheetOptions, content: Block[]): PdfDocument {
  const { title, author, created, pageSize, page, size } = options;
  const small = (text: Text, align: 'left' | 'right'): Block[] => [
    { type: 'paragraph', text, style: 'small', align, lines: 1 },
  ];
  return {
    title,
    language: look.language,
    author,
    created,
    page: { size: pageSize, margin: [56, 48, 52, 48], edge: 26 },
    ...styles(look, size),
    ...(look.logo !== undefined && { images: { logo: look.logo } }),
    header: [{ type: 'rule', thickness: 3, color: look.accent }],
    footer: [
      { type: 'rule', thickness: 0.5, color: HAIRLINE, after: 5 },
      beside(
        16,
        { width: '3*', content: small(title, look.start) },
        { width: '2*', content: small(pageText(page), look.end) },
      ),
    ],
    content,
  };
}
