/** The document model: what `render` takes, and what the templates are made of. Lengths are points (72 to the inch). */

/** A document. */
export interface PdfDocument {
  /** What it is about; readers show it as the window's title. At most 200 characters. */
  title: string;
  /** What stands in it, from top to bottom. */
  content: Block[];
  /** BCP 47 tag of its language, such as `'de-AT'`. Default `'en'`. */
  language?: string;
  author?: string;
  subject?: string;
  keywords?: string[];
  /** When it was made: a day (`'2026-03-01'`) or a time in UTC (`'2026-03-01T09:30:00Z'`). Default none: no clock is read. */
  created?: string;
  page?: PageOptions;
  /** How text looks that says nothing else. */
  style?: TextStyle;
  /** Named styles. A style starts from the document's own. */
  styles?: Record<string, TextStyle>;
  /** Above the content of every page; `{page}` and `{pages}` in its texts stand for the page's number and how many there are. */
  header?: Block[];
  /** Below the content of every page, as `header`. */
  footer?: Block[];
  /** The same on the first page, where it has other ones; `[]` for none. */
  firstPage?: { header?: Block[]; footer?: Block[] };
  /** A word across every page, behind the content. */
  watermark?: string | { text: string; color?: string; opacity?: number; angle?: number; size?: number };
  /** Pictures by name: PNG or JPEG files. */
  images?: Record<string, Uint8Array>;
  /** Files inside the file. */
  attachments?: Attachment[];
}

/** The paper. */
export interface PageOptions {
  /** Default `'A4'`. A height of `'auto'` makes one page as high as the content: a receipt's roll. */
  size?: 'A4' | 'A5' | 'Letter' | 'Legal' | { width: number; height: number | 'auto' };
  /** Default `'portrait'`. */
  orientation?: 'portrait' | 'landscape';
  /** Default 56. */
  margin?: Sides;
  /** From the paper's edge to header and footer. Default 28. */
  edge?: number;
}

/** The same on all sides, or vertical and horizontal, or top, right, bottom, left. */
export type Sides =
  | number
  | [vertical: number, horizontal: number]
  | [top: number, right: number, bottom: number, left: number];

/** How text looks. */
export interface TextStyle {
  /** A registered family. Default the shipped Noto Sans. What it lacks is drawn with the other registered families. */
  font?: string;
  /** Default `'regular'`. */
  weight?: 'regular' | 'bold';
  /** Default 10. */
  size?: number;
  /** `'#rrggbb'`. Default `'#1f2933'`. */
  color?: string;
  /** From one line to the next, in sizes. Default 1.4. */
  lineHeight?: number;
  underline?: boolean;
}

/** A style's name, or a style. */
export type StyleOption = string | TextStyle;

/** A text, or pieces of it in different styles. */
export type Text = string | (string | Span)[];

/** A piece of text. */
export interface Span {
  text: string;
  /** Replaces what it names of the style around it. */
  style?: StyleOption;
  /** A URI: `https:`, `mailto:` or `tel:`. */
  link?: string;
}

/** Left and right by the direction of the text, or whatever it is. */
export type Align = 'start' | 'end' | 'left' | 'right' | 'center' | 'justify';

/** What every block may have. */
export interface BlockOptions {
  /** Room above; between two blocks the larger of both counts, at the top of a page none. Default 0. */
  before?: number;
  /** Room below, as `before`. Default 0. */
  after?: number;
  /** Kept on one page, if one can hold it. Default false. */
  together?: boolean;
  /** Kept with the beginning of the block after it (of a table: its last row). Default false; true for headings. */
  withNext?: boolean;
}

/** Something that stands on a page. A string is a paragraph. */
export type Block =
  | string
  | Paragraph
  | Heading
  | List
  | Table
  | Columns
  | Box
  | Image
  | Drawing
  | Svg
  | Code
  | Rule
  | Space
  | PageBreak;

/** A paragraph; a line break in its text ends a line. */
export interface Paragraph extends BlockOptions {
  type: 'paragraph';
  text: Text;
  style?: StyleOption;
  /** Default `'start'`. */
  align?: Align;
  /** Whether words may be parted at the end of a line, by the rules of the document's language. Default false. */
  hyphenate?: boolean;
  /** At most so many lines; the rest is cut off. */
  lines?: number;
}

/** A heading: an entry of the outline, and tagged so. */
export interface Heading extends BlockOptions {
  type: 'heading';
  /** 1 (highest) to 6. No level may be skipped on the way down. */
  level: 1 | 2 | 3 | 4 | 5 | 6;
  text: Text;
  style?: StyleOption;
  align?: Align;
}

/** Items under each other. */
export interface List extends BlockOptions {
  type: 'list';
  /** Numbered from 1, else with bullets. Default false. */
  ordered?: boolean;
  items: (Text | Block[])[];
  style?: StyleOption;
  /** Room between items. Default 2. */
  gap?: number;
}

/** A table: its head is repeated on every page it goes on to. */
export interface Table extends BlockOptions {
  type: 'table';
  columns: TableColumn[];
  /** At most 5 rows. */
  head?: Row[];
  rows: Row[];
  /** Default `[4, 6]`. */
  padding?: Sides;
  /** Behind every other row, `'#rrggbb'`. Default none. */
  zebra?: string;
  headBackground?: string;
  /** Default: a line under the head and thin ones between the rows. */
  lines?: { head?: Line | null; row?: Line | null; column?: Line | null; outer?: Line | null };
  /** Prints the rows' `subtotal` at the end of a page and at the start of the next. */
  carry?: { forward: string; brought: string; column: number; style?: StyleOption };
  /** Whether a row may be broken over pages that would fit on one. Default false. */
  splitRows?: boolean;
}

export interface TableColumn {
  /** Points, a share of what is left (`'1*'`, `'2.5*'`), or what its widest text needs (`'auto'`). Default `'1*'`. */
  width?: number | 'auto' | `${number}*`;
  align?: Align;
  style?: StyleOption;
  /** Style of the heads of the column. Default the column's, bold. */
  headStyle?: StyleOption;
}

/** Cells from the left; a row with more is written as an object. */
export type Row = Cell[] | { cells: Cell[]; subtotal?: string; background?: string; withNext?: boolean };

/** A text, or more. */
export type Cell =
  | string
  | {
      text?: Text;
      /** Blocks instead of a text. */
      content?: Block[];
      style?: StyleOption;
      align?: Align;
      vertical?: 'top' | 'middle' | 'bottom';
      /** Columns and rows it spans. Default 1. */
      columns?: number;
      rows?: number;
      background?: string;
      /** Whether it is the heading of its row. Default false. */
      heading?: boolean;
    };

/** A line's width and `'#rrggbb'`. */
export interface Line {
  width: number;
  color: string;
}

/** Blocks side by side. */
export interface Columns extends BlockOptions {
  type: 'columns';
  columns: { width?: number | `${number}*`; content: Block[] }[];
  /** Default 16. */
  gap?: number;
}

/** Blocks in a frame. */
export interface Box extends BlockOptions {
  type: 'box';
  content: Block[];
  /** Default 8. */
  padding?: Sides;
  background?: string;
  border?: Line;
  /** Of the corners. Default 0. */
  radius?: number;
}

/** What shows something. */
export interface FigureOptions extends BlockOptions {
  /** What it shows, for those who cannot see it; `''` for mere decoration. */
  alt: string;
  align?: 'start' | 'end' | 'left' | 'right' | 'center';
}

/** A picture of {@link PdfDocument.images}. With neither width nor height: 72 pixels to the inch. */
export interface Image extends FigureOptions {
  type: 'image';
  image: string;
  width?: number;
  height?: number;
}

/** Vector shapes, from the drawing's top left, y downwards. */
export interface Drawing extends FigureOptions {
  type: 'drawing';
  width: number;
  height: number;
  shapes: Shape[];
}

/** Colours are `'#rrggbb'`; a shape without fill and stroke is black inside. */
export type Shape =
  | ({ type: 'path' /** As in SVG: `M 0 0 L 10 10 Z`. */; d: string; evenOdd?: boolean } & Paint)
  | ({ type: 'rect'; x: number; y: number; width: number; height: number; radius?: number } & Paint)
  | ({ type: 'circle'; x: number; y: number; radius: number } & Paint)
  | ({ type: 'ellipse'; x: number; y: number; radiusX: number; radiusY: number } & Paint)
  | ({ type: 'line'; x1: number; y1: number; x2: number; y2: number } & Paint)
  | ({ type: 'polygon' | 'polyline'; points: [x: number, y: number][] } & Paint)
  | {
      type: 'text';
      text: string;
      x: number;
      y: number;
      style?: StyleOption;
      align?: 'start' | 'center' | 'end';
      rotate?: number;
    };

export interface Paint {
  fill?: string | null;
  stroke?: { color: string; width?: number; dash?: number[]; round?: boolean } | null;
  opacity?: number;
}

/** A picture in SVG: shapes, paths, text, groups, `transform`, `use`, and styles by attribute; see the guide for what it reads. */
export interface Svg extends FigureOptions {
  type: 'svg';
  svg: string;
  /** Default the picture's own. */
  width?: number;
  height?: number;
}

/** A bar code or matrix code with its quiet zone, as vectors. */
export interface Code extends FigureOptions {
  type: 'code';
  code: 'qr' | 'code128' | 'ean13' | 'dataMatrix';
  /** What it says; of an EAN-13 12 or 13 digits. */
  value: string;
  /** With the quiet zone. Default 96 for the square ones, 160 for bar codes. */
  width?: number;
  /** Of a bar code, without its text. Default 40. */
  height?: number;
  /** Error correction of a QR code. Default `'M'`. */
  level?: 'L' | 'M' | 'Q' | 'H';
  /** The Swiss cross in the middle of a QR-bill's code. */
  cross?: boolean;
  /** Prints the value under a bar code. Default true. */
  showText?: boolean;
}

/** A line across. */
export interface Rule extends BlockOptions {
  type: 'rule';
  thickness?: number;
  color?: string;
}

/** Free room. */
export interface Space extends BlockOptions {
  type: 'space';
  height: number;
}

/** What follows stands on a new page. */
export interface PageBreak extends BlockOptions {
  type: 'pageBreak';
}

/** A file inside the file. */
export interface Attachment {
  /** At most 100 characters. */
  name: string;
  data: Uint8Array;
  /** Such as `'text/csv'`. */
  mimeType: string;
  description?: string;
  /** How it belongs to the document (PDF/A-3). Default `'Supplement'`. */
  relationship?: 'Alternative' | 'Data' | 'Source' | 'Supplement' | 'Unspecified';
}
