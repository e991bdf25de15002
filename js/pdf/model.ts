/** The document model: what `render` takes, and what the templates are made of. Lengths are points (72 to the inch). */

/** A document. */
export interface PdfDocument {
  /** What it is about; readers show it as the window's title. At most 200 characters. */
  title: string;
  /** What stands in it, from top to bottom. */
  content: Block[];
  /** BCP 47 tag of its language, such as `'de-AT'`. Default `'en'`. */
  language?: string | undefined;
  /**
   * Whether the first column of tables, and of blocks side by side, stands on the left or on the right. Default that of the
   * language. Texts have the direction of their letters, whatever this says.
   */
  direction?: 'ltr' | 'rtl' | undefined;
  /** Who wrote it, at most 200 characters. Default none. */
  author?: string | undefined;
  /** What it is about in more words than the title's, at most 1,000 characters. Default none. */
  subject?: string | undefined;
  /** By which it is found: at most 100, each of at most 100 characters. Default none. */
  keywords?: string[] | undefined;
  /** When it was made: a day (`'2026-03-01'`) or a time in UTC (`'2026-03-01T09:30:00Z'`). Default none: no clock is read. */
  created?: string | undefined;
  /** The paper and its margins. Default A4, upright. */
  page?: PageOptions | undefined;
  /** How text looks that says nothing else. */
  style?: TextStyle | undefined;
  /** Named styles. A style starts from the document's own. */
  styles?: Record<string, TextStyle> | undefined;
  /** Above the content of every page; its texts may have the page's number and how many there are, see {@link PageField}. */
  header?: Block[] | undefined;
  /** Below the content of every page, as `header`. */
  footer?: Block[] | undefined;
  /** The same on the first page, where it has other ones; `[]` for none. */
  firstPage?:
    | {
        /** Above the content of the first page. Default `header` of the document. */
        header?: Block[] | undefined;
        /** Below the content of the first page. Default `footer` of the document. */
        footer?: Block[] | undefined;
      }
    | undefined;
  /** At the foot of the last page, over all of its width. */
  slip?: Slip | undefined;
  /** A word across every page, behind the content. */
  watermark?: string | Watermark | undefined;
  /** Pictures by name: PNG or JPEG files. */
  images?: Record<string, Uint8Array> | undefined;
  /** Files inside the file. */
  attachments?: Attachment[] | undefined;
}

/**
 * What is torn off a page, such as the part of a bill to pay with. It stands at the paper's lower edge, below the footer; where
 * the content leaves no room for it, on a page of its own.
 */
export interface Slip {
  /** From the paper's lower edge upwards. */
  height: number;
  /** At most 100. What is in them is read in their order, after the content. */
  areas: SlipArea[];
}

/** Blocks at a place of their own, in points from the slip's top left. They must not be higher than what is below. */
export interface SlipArea {
  /** From the slip's left edge. */
  x: number;
  /** From its upper edge, downwards. */
  y: number;
  /** In which its blocks are laid out. */
  width: number;
  /** What stands there. */
  content: Block[];
}

/** A word across every page. */
export interface Watermark {
  /** At most 100 characters. */
  text: string;
  /** `'#rrggbb'`. Default that of the document's style. */
  color?: string | undefined;
  /** From 0.01 to 1. Default 0.1. */
  opacity?: number | undefined;
  /** Anticlockwise, in degrees. Default 45. */
  angle?: number | undefined;
  /** Of the letters. Default 96. */
  size?: number | undefined;
}

/** The paper. */
export interface PageOptions {
  /** Default `'A4'`. A height of `'auto'` makes one page as high as the content: a receipt's roll. */
  size?:
    | 'A4'
    | 'A5'
    | 'Letter'
    | 'Legal'
    | {
        /** Of the paper. */
        width: number;
        /** Of the paper, or as the content needs it. */
        height: number | 'auto';
      }
    | undefined;
  /** Default `'portrait'`. */
  orientation?: 'portrait' | 'landscape' | undefined;
  /** Default 56. */
  margin?: Sides | undefined;
  /** From the paper's edge to header and footer. Default 28. */
  edge?: number | undefined;
}

/** The same on all sides, or vertical and horizontal, or top, right, bottom, left. */
export type Sides =
  | number
  | [vertical: number, horizontal: number]
  | [top: number, right: number, bottom: number, left: number];

/** How text looks. */
export interface TextStyle {
  /** A registered family. Default the shipped Noto Sans. What it lacks is drawn with the other registered families. */
  font?: string | undefined;
  /** Default `'regular'`. */
  weight?: 'regular' | 'bold' | undefined;
  /** Default 10. */
  size?: number | undefined;
  /** `'#rrggbb'`. Default `'#1f2933'`. */
  color?: string | undefined;
  /** From one line to the next, in sizes. Default 1.4. */
  lineHeight?: number | undefined;
  /** A line under the text. Default false. */
  underline?: boolean | undefined;
}

/** A style's name, or a style. */
export type StyleOption = string | TextStyle;

/** A text, or pieces of it in different styles: `['Page ', { field: 'page' }, ' of ', { field: 'pages' }]`. */
export type Text = string | (string | Span | PageField)[];

/** A piece of text. */
export interface Span {
  /** What it says. */
  text: string;
  /** Replaces what it names of the style around it. */
  style?: StyleOption | undefined;
  /** A URI: `https:`, `http:`, `mailto:` or `tel:`. */
  link?: string | undefined;
}

/** In header and footer: the number of the page, or how many there are. What other texts say is printed as it is. */
export interface PageField {
  /** Which number: the page's, or that of the last one. */
  field: 'page' | 'pages';
  /** As of a {@link Span}. */
  style?: StyleOption | undefined;
}

/** Left and right by the direction of the text, or whatever it is. */
export type Align = 'start' | 'end' | 'left' | 'right' | 'center' | 'justify';

/** What every block may have. */
export interface BlockOptions {
  /** Room above; between two blocks the larger of both counts, at the top of a page none. Default 0. */
  before?: number | undefined;
  /** Room below, as `before`. Default 0. */
  after?: number | undefined;
  /** Kept on one page, if one can hold it. Default false. */
  together?: boolean | undefined;
  /** Kept with the beginning of the block after it (of a table: its last row). Default false; true for headings. */
  withNext?: boolean | undefined;
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
  /** Which kind of block it is. */
  type: 'paragraph';
  /** What it says. */
  text: Text;
  /** Replaces what it names of the style around it. */
  style?: StyleOption | undefined;
  /** Default `'start'`. */
  align?: Align | undefined;
  /** Whether words may be parted at the end of a line, by the rules of the document's language. Default false. */
  hyphenate?: boolean | undefined;
  /** At most so many lines; the rest is cut off. */
  lines?: number | undefined;
}

/** A heading: an entry of the outline, and tagged so. */
export interface Heading extends BlockOptions {
  /** Which kind of block it is. */
  type: 'heading';
  /** 1 (highest) to 6. No level may be skipped on the way down. */
  level: 1 | 2 | 3 | 4 | 5 | 6;
  /** What it says, on the page and in the outline. */
  text: Text;
  /** Replaces what it names of the style its level has. */
  style?: StyleOption | undefined;
  /** Default `'start'`. */
  align?: Align | undefined;
}

/** Items under each other. */
export interface List extends BlockOptions {
  /** Which kind of block it is. */
  type: 'list';
  /** Numbered from 1, else with bullets. Default false. */
  ordered?: boolean | undefined;
  /** A text each, or blocks. */
  items: (Text | Block[])[];
  /** Replaces what it names of the style around it. */
  style?: StyleOption | undefined;
  /** Room between items. Default 2. */
  gap?: number | undefined;
}

/** A table: its head is repeated on every page it goes on to. */
export interface Table extends BlockOptions {
  /** Which kind of block it is. */
  type: 'table';
  /** From the left, or from the right in a document of that direction. */
  columns: TableColumn[];
  /** At most 5 rows. */
  head?: Row[] | undefined;
  /** From top to bottom. */
  rows: Row[];
  /** Default `[4, 6]`. */
  padding?: Sides | undefined;
  /** Behind every other row, `'#rrggbb'`. Default none. */
  zebra?: string | undefined;
  /** Behind the head, `'#rrggbb'`. Default none. */
  headBackground?: string | undefined;
  /** Default: a line under the head and thin ones between the rows. */
  lines?: TableLines | undefined;
  /** Prints the rows' `subtotal` at the end of a page and at the start of the next. */
  carry?: Carry | undefined;
  /** Whether a row may be broken over pages that would fit on one. Default false. */
  splitRows?: boolean | undefined;
}

/** Where lines are drawn; `null` for none. */
export interface TableLines {
  /** Under the head. */
  head?: Line | null | undefined;
  /** Between rows, and under the last. */
  row?: Line | null | undefined;
  /** Between columns. Default none. */
  column?: Line | null | undefined;
  /** Around the table. Default none. */
  outer?: Line | null | undefined;
}

/** The rows' subtotals at the end of a page and the start of the next. */
export interface Carry {
  /** Beside the subtotal at the end of a page, such as `'Carried forward'`. */
  forward: string;
  /** Beside the same at the start of the next, such as `'Brought forward'`. */
  brought: string;
  /** The column of the subtotal. The labels stand in those before it, or, where it is the first (0), in those after it. */
  column: number;
  /** Of the printed line. Default that of the table. */
  style?: StyleOption | undefined;
}

/** A column of a table. */
export interface TableColumn {
  /** Points, a share of what is left (`'1*'`, `'2.5*'`), or what its widest text needs (`'auto'`). Default `'1*'`. */
  width?: number | 'auto' | `${number}*` | undefined;
  /** Of its cells. Default `'start'`. */
  align?: Align | undefined;
  /** Of its cells. Replaces what it names of the style around the table. */
  style?: StyleOption | undefined;
  /** Style of the heads of the column. Default the column's, bold. */
  headStyle?: StyleOption | undefined;
}

/** Cells from the left; a row with more is written as an object. */
export type Row = Cell[] | RowOptions;

/** A row that is more than its cells. */
export interface RowOptions {
  /** As many as the table has columns, less those that cells span. */
  cells: Cell[];
  /** What `carry` prints where a page ends after this row. */
  subtotal?: string | undefined;
  /** `'#rrggbb'`. */
  background?: string | undefined;
  /** Kept on one page with the next row. Default false. */
  withNext?: boolean | undefined;
}

/** A text, or more. */
export type Cell =
  | string
  | {
      /** What it says. */
      text?: Text | undefined;
      /** Blocks instead of a text. */
      content?: Block[] | undefined;
      /** Replaces what it names of its column's. */
      style?: StyleOption | undefined;
      /** Default its column's. */
      align?: Align | undefined;
      /** Where its content stands if the row is higher. Default `'top'`. */
      vertical?: 'top' | 'middle' | 'bottom' | undefined;
      /** Columns and rows it spans. Default 1. */
      columns?: number | undefined;
      /** Rows it spans. Default 1. */
      rows?: number | undefined;
      /** `'#rrggbb'`. Default its row's. */
      background?: string | undefined;
      /** Whether it is the heading of its row. Default false. */
      heading?: boolean | undefined;
    };

/** A line's width and `'#rrggbb'`. */
export interface Line {
  /** In points. */
  width: number;
  /** `'#rrggbb'`. */
  color: string;
}

/** Blocks side by side. */
export interface Columns extends BlockOptions {
  /** Which kind of block it is. */
  type: 'columns';
  /** From the left, or from the right in a document of that direction. */
  columns: {
    /** Points, or a share of what is left (`'1*'`, `'2.5*'`). Default `'1*'`. */
    width?: number | `${number}*` | undefined;
    /** What stands in it, from top to bottom. */
    content: Block[];
  }[];
  /** Default 16. */
  gap?: number | undefined;
}

/** Blocks in a frame. */
export interface Box extends BlockOptions {
  /** Which kind of block it is. */
  type: 'box';
  /** What stands in it, from top to bottom. */
  content: Block[];
  /** Default 8. */
  padding?: Sides | undefined;
  /** `'#rrggbb'`. Default none. */
  background?: string | undefined;
  /** The line around it. Default none. */
  border?: Line | undefined;
  /** Of the corners. Default 0. */
  radius?: number | undefined;
}

/** What shows something. */
export interface FigureOptions extends BlockOptions {
  /** What it shows, for those who cannot see it; `''` for mere decoration. */
  alt: string;
  /** Where it stands between left and right. Default `'start'`. */
  align?: 'start' | 'end' | 'left' | 'right' | 'center' | undefined;
}

/** A picture of {@link PdfDocument.images}. With neither width nor height: 72 pixels to the inch. */
export interface Image extends FigureOptions {
  /** Which kind of block it is. */
  type: 'image';
  /** Its name in {@link PdfDocument.images}. */
  image: string;
  /** In points. Default as `height` makes it. */
  width?: number | undefined;
  /** In points. Default as `width` makes it. */
  height?: number | undefined;
}

/** Vector shapes, from the drawing's top left, y downwards. */
export interface Drawing extends FigureOptions {
  /** Which kind of block it is. */
  type: 'drawing';
  /** In points. */
  width: number;
  /** In points. */
  height: number;
  /** The first one lies lowest. */
  shapes: Shape[];
}

/** Colours are `'#rrggbb'`; a shape without fill and stroke is black inside. */
export type Shape =
  | ({
      /** An outline of lines and curves. */
      type: 'path' /** As in SVG: `M 0 0 L 10 10 Z`. */;
      /** As in SVG: `M 0 0 L 10 10 Z`. */
      d: string;
      /** Whether what the outline goes around twice is outside. Default false. */
      evenOdd?: boolean | undefined;
    } & Paint)
  | ({
      /** A rectangle. */
      type: 'rect';
      /** Its left edge. */
      x: number;
      /** Its upper edge. */
      y: number;
      /** From left to right. */
      width: number;
      /** From top to bottom. */
      height: number;
      /** Of the corners. Default 0. */
      radius?: number | undefined;
    } & Paint)
  | ({
      /** A circle. */
      type: 'circle';
      /** Of its centre. */
      x: number;
      /** Of its centre. */
      y: number;
      /** From the centre to the edge. */
      radius: number;
    } & Paint)
  | ({
      /** An ellipse. */
      type: 'ellipse';
      /** Of its centre. */
      x: number;
      /** Of its centre. */
      y: number;
      /** From the centre to the left and right edge. */
      radiusX: number;
      /** From the centre to the upper and lower edge. */
      radiusY: number;
    } & Paint)
  | ({
      /** A straight line; without a `stroke` it is not seen. */
      type: 'line';
      /** Of its beginning. */
      x1: number;
      /** Of its beginning. */
      y1: number;
      /** Of its end. */
      x2: number;
      /** Of its end. */
      y2: number;
    } & Paint)
  | ({
      /** Straight lines from point to point; of a polygon also from the last one to the first. */
      type: 'polygon' | 'polyline';
      /** In their order. */
      points: [x: number, y: number][];
    } & Paint)
  | {
      /** A line of text. */
      type: 'text';
      /** What it says, in one line. */
      text: string;
      /** Where it begins, ends or has its middle, by `align`. */
      x: number;
      /** Of its base line. */
      y: number;
      /** Replaces what it names of the style around it. */
      style?: StyleOption | undefined;
      /** What of it stands at `x`. Default `'start'`. */
      align?: 'start' | 'center' | 'end' | undefined;
      /** Clockwise about its place, in degrees. Default 0. */
      rotate?: number | undefined;
    };

/** The line along a shape. */
export interface Stroke {
  /** `'#rrggbb'`. */
  color: string;
  /** Default 1. */
  width?: number | undefined;
  /** Lengths of dashes and gaps in turn. Default none: a solid line. */
  dash?: number[] | undefined;
  /** Round ends and corners. Default false. */
  round?: boolean | undefined;
}

/** How a shape looks. */
export interface Paint {
  /** `'#rrggbb'`, or `null` for none. Default black, with a stroke none. */
  fill?: string | null | undefined;
  /** The line along the outline. Default none. */
  stroke?: Stroke | null | undefined;
  /** From 0 to 1. Default 1. */
  opacity?: number | undefined;
}

/** A picture in SVG: shapes, paths, text, groups, `transform`, `use`, and styles by attribute; see the guide for what it reads. */
export interface Svg extends FigureOptions {
  /** Which kind of block it is. */
  type: 'svg';
  /** The file's text. */
  svg: string;
  /** Default the picture's own. */
  width?: number | undefined;
  /** Default the picture's own. */
  height?: number | undefined;
}

/** A bar code or matrix code with its quiet zone, as vectors. */
export interface Code extends FigureOptions {
  /** Which kind of block it is. */
  type: 'code';
  /** Which kind of code it is. */
  code: 'qr' | 'code128' | 'ean13' | 'dataMatrix';
  /** What it says; of an EAN-13 12 or 13 digits. */
  value: string;
  /** With the quiet zone. Default 96 for the square ones, 160 for bar codes. */
  width?: number | undefined;
  /** Of a bar code, without its text. Default 40. */
  height?: number | undefined;
  /** Error correction of a QR code. Default `'M'`. */
  level?: 'L' | 'M' | 'Q' | 'H' | undefined;
  /**
   * The Swiss cross in the middle of a QR-bill's code. Its width is that of the code alone, 46 mm as it is to be printed; leave
   * 5 mm free around it.
   */
  cross?: boolean | undefined;
  /** Prints the value under a bar code. Default true. */
  showText?: boolean | undefined;
}

/** A line across. */
export interface Rule extends BlockOptions {
  /** Which kind of block it is. */
  type: 'rule';
  /** From 0.05 to 100. Default 0.5. */
  thickness?: number | undefined;
  /** `'#rrggbb'`. Default `'#cbd2d9'`. */
  color?: string | undefined;
}

/** Free room. */
export interface Space extends BlockOptions {
  /** Which kind of block it is. */
  type: 'space';
  /** In points. */
  height: number;
}

/** What follows stands on a new page. */
export interface PageBreak extends BlockOptions {
  /** Which kind of block it is. */
  type: 'pageBreak';
}

/** A file inside the file. */
export interface Attachment {
  /** At most 100 characters. */
  name: string;
  /** The file's bytes. */
  data: Uint8Array;
  /** Such as `'text/csv'`. */
  mimeType: string;
  /** What it is, as readers show it. Default none. */
  description?: string | undefined;
  /** How it belongs to the document (PDF/A-3). Default `'Supplement'`. */
  relationship?: 'Alternative' | 'Data' | 'Source' | 'Supplement' | 'Unspecified' | undefined;
}
