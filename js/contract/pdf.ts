/**
 * What `clinicore/pdf` asks of a backend.
 *
 * A document crosses as JSON in which everything is decided: defaults filled in, styles looked up, lengths in points from
 * the top left, text composed (NFC) and free of control characters, hyphens and the words of scripts without spaces marked
 * by soft hyphens (U+00AD) and zero-width spaces (U+200B). What is left to a backend is to lay it out and to write it.
 */
import type { Job } from '../contract';
import type { PdfFilesBackend } from './pdf-files';

/** Red, green and blue, 0 to 255. */
export type ColorMessage = [red: number, green: number, blue: number];

/** Top, right, bottom, left, in points. */
export type SidesMessage = [top: number, right: number, bottom: number, left: number];

/** A document, without the rows that cross apart ({@link Rows}). */
export interface DocumentMessage {
  about: AboutMessage;
  profile: ProfileMessage;
  page: PageMessage;
  /** Whether the first column of tables, and of blocks side by side, stands on the right. */
  mirrored: boolean;
  /** The styles of all texts, which name them by their index. */
  styles: StyleMessage[];
  content: BlockMessage[];
  /**
   * What stands in the top and bottom margin of every page; its texts alone have spans with a `field`. It stands `page.edge` from the paper's edge, and is as high as it is: higher than the margin, it
   * pushes the content away.
   */
  header: BlockMessage[];
  footer: BlockMessage[];
  /** The same on the first page, where they are other ones. */
  firstHeader: BlockMessage[] | null;
  firstFooter: BlockMessage[] | null;
  /** At the foot of the last page, or of one after it where there is no room for it; the footer stands above it. */
  slip: SlipMessage | null;
  watermark: WatermarkMessage | null;
  attachments: AttachmentMessage[];
}

/** What the file says of itself. */
export interface AboutMessage {
  title: string;
  author: string;
  subject: string;
  keywords: string[];
  /** A BCP 47 tag. */
  language: string;
  /** When it was made, in UTC: year, month, day, hour, minute, second. */
  created: [number, number, number, number, number, number] | null;
}

/** What the file promises to be: `plain` nothing, `accessible` PDF/UA-1, `archive-*` PDF/A-3b or -3a, `protected` AES-256. */
export type ProfileMessage =
  | { name: 'plain' | 'accessible' }
  | {
      name: 'archive-3b' | 'archive-3a' /** Factur-X level, such as `EN 16931`, of the attached `factur-x.xml`. */;
      facturX: string | null;
    }
  | {
      name: 'protected';
      userPassword: string;
      ownerPassword: string;
      permissions: number /** 48 random bytes, hexadecimal. */;
      random: string;
    };

/** The paper. */
export interface PageMessage {
  width: number;
  /** `null`: as high as the content, which then is one page (a receipt's roll). */
  height: number | null;
  margin: SidesMessage;
  /** From the paper's edge to the header's top, and from the footer's bottom to the edge. */
  edge: number;
}

/** How a text looks. */
export interface StyleMessage {
  /** Faces to draw with, best first: 0 and 1 are the shipped regular and bold, from 2 on those that cross along. */
  faces: number[];
  size: number;
  color: ColorMessage;
  /** From one line to the next, in points. The baseline is `lineHeight / 2 + 0.39 size` below a line's top. */
  lineHeight: number;
  underline: boolean;
}

/** A text of many styles, or of one. */
export type TextMessage = string | SpanMessage[];

/** A piece of text. */
export interface SpanMessage {
  /** Empty where there is a `field`. */
  text: string;
  /** Index of its style. */
  style: number;
  /** Where it leads: a URI. */
  link?: string;
  /** What it says instead: the page's number, or how many there are. */
  field?: 'page' | 'pages';
}

/** `start` and `end` depend on the paragraph's direction, which is that of its first strong character (UAX #9, P2). */
export type AlignMessage = 'start' | 'end' | 'left' | 'right' | 'center' | 'justify';

/** What every block has; left out where it is 0 or false. */
export interface BlockFrame {
  /** Free room above and below; between two blocks the larger counts, at a page's top and bottom none. */
  before?: number;
  after?: number;
  /** Not broken over pages, unless no page could hold it. */
  together?: boolean;
  /** Not parted from the beginning of what follows. Of a table it holds for its last row. */
  withNext?: boolean;
}

export type BlockMessage = BlockFrame &
  (
    | ParagraphMessage
    | ListMessage
    | TableMessage
    | ColumnsMessage
    | BoxMessage
    | ImageMessage
    | DrawingMessage
    | CodeMessage
    | { type: 'rule'; thickness: number; color: ColorMessage }
    | { type: 'space'; height: number }
    | { type: 'pageBreak' }
  );

/** Lines break at the opportunities of UAX #14, and inside a word only where it alone is wider than the line. */
export interface ParagraphMessage {
  type: 'paragraph';
  text: TextMessage;
  /** Style of a text that is one string. */
  style: number;
  align: AlignMessage;
  /** 1 to 6 of a heading: tagged so, and an entry of the outline. */
  heading?: number;
  /** Lines kept together at its beginning and end; 2 by default. */
  orphans?: number;
  /** At most so many lines; what is left is cut off. */
  lines?: number;
}

/** Items with a label before each. */
export interface ListMessage {
  type: 'list';
  /** From the left (right) edge to the items' text. */
  indent: number;
  /** Style of the labels. */
  style: number;
  /** Between items. */
  gap: number;
  ordered: boolean;
  items: { label: string; content: BlockMessage[] }[];
}

/** A column's width in points, its share of what is left, or what its widest text needs. */
export type WidthMessage = { points: number } | { share: number } | 'auto';

export interface TableMessage {
  type: 'table';
  columns: { width: WidthMessage; align: AlignMessage; style: number }[];
  /** Repeated on every page. */
  head: RowMessage[];
  /** The rows, or which of {@link Rows} they are. */
  rows: RowMessage[] | { from: number; to: number };
  /** Around each cell's content. */
  padding: SidesMessage;
  /** Behind every other row. */
  zebra: ColorMessage | null;
  headBackground: ColorMessage | null;
  /** Under the head, between and under rows, between columns, around the table. */
  lines: { head: LineMessage | null; row: LineMessage | null; column: LineMessage | null; outer: LineMessage | null };
  /**
   * At a page's end, the subtotal of the rows before, and again at the start of the next: two texts in `style`, the label at
   * the row's start, the subtotal in `column`.
   */
  carry: { forward: string; brought: string; column: number; style: number } | null;
  /** Whether a row that fits on no page's rest, but on a page, may be broken all the same. */
  splitRows: boolean;
}

export interface LineMessage {
  width: number;
  color: ColorMessage;
}

export interface RowMessage {
  /** As many as there are columns, less those spanned. */
  cells: CellMessage[];
  /** What stands for `carry` after this row. */
  subtotal?: string;
  background?: ColorMessage;
  /** As of blocks. */
  withNext?: boolean;
}

/** A text in the column's style, or more. */
export type CellMessage =
  | string
  | {
      /** What it holds; a text is one paragraph. */
      content: BlockMessage[];
      columns?: number;
      rows?: number;
      background?: ColorMessage;
      vertical?: 'top' | 'middle' | 'bottom';
      /** Whether it is a heading (`TH`) though it stands in no head. */
      heading?: boolean;
    };

/** Blocks side by side. */
export interface ColumnsMessage {
  type: 'columns';
  gap: number;
  columns: { width: { points: number } | { share: number }; content: BlockMessage[] }[];
}

/** Blocks in a frame. */
export interface BoxMessage {
  type: 'box';
  padding: SidesMessage;
  background: ColorMessage | null;
  border: LineMessage | null;
  /** Of the corners. */
  radius: number;
  content: BlockMessage[];
}

/** What shows something; `alt` says what, empty for decoration. */
interface Figure {
  align: AlignMessage;
  alt: string;
}

/** A PNG or JPEG, fitted into width and height; made smaller where there is less room. */
export interface ImageMessage extends Figure {
  type: 'image';
  /** Index among the binaries. */
  image: number;
  /** `null` for both: 72 pixels to the inch. `null` for one: what the other makes of it. */
  width: number | null;
  height: number | null;
}

/** Vector shapes; made smaller where there is less room. */
export interface DrawingMessage extends Figure {
  type: 'drawing';
  width: number;
  height: number;
  shapes: ShapeMessage[];
}

/** Shapes in points from the drawing's top left, y downwards. */
export type ShapeMessage =
  | {
      type: 'path';
      /** Operators with their coordinates: 0 x y move, 1 x y line, 2 x1 y1 x2 y2 x y curve, 3 close. */
      path: number[];
      fill: ColorMessage | null;
      evenOdd?: boolean;
      stroke: { width: number; color: ColorMessage; dash?: number[]; round?: boolean } | null;
      /** Of fill and stroke, 0 to 1. */
      opacity?: number;
    }
  | {
      type: 'text';
      text: string;
      style: number;
      /** The baseline's start, middle or end, by `align`. */
      x: number;
      y: number;
      align: 'start' | 'center' | 'end';
      /** Clockwise, in degrees. */
      rotate?: number;
    };

/** A bar code or matrix code as vectors, with its quiet zone inside width and height. */
export interface CodeMessage extends Figure {
  type: 'code';
  code: 'qr' | 'code128' | 'ean13' | 'dataMatrix';
  value: string;
  width: number;
  /** `null` for the square ones. */
  height: number | null;
  /** Error correction of a QR code. */
  level?: 'L' | 'M' | 'Q' | 'H';
  /**
   * Draws a cross in the middle of the code (Swiss QR), which then has no quiet zone of its own, and 73 modules or more:
   * most smaller ones have an alignment pattern where the cross is, without which some readers are lost.
   */
  cross?: boolean;
  /** Style of the text under a bar code; none without. */
  style?: number;
}

/** Over the width of the paper, down to its edge. */
export interface SlipMessage {
  height: number;
  /** At places of their own, from the slip's top left. */
  areas: { x: number; y: number; width: number; content: BlockMessage[] }[];
}

export interface WatermarkMessage {
  text: string;
  style: number;
  /** Anticlockwise, in degrees. */
  angle: number;
  opacity: number;
}

export interface AttachmentMessage {
  name: string;
  mimeType: string;
  description: string;
  relationship: 'Alternative' | 'Data' | 'Source' | 'Supplement' | 'Unspecified';
  /** Index among the binaries. */
  data: number;
}

/** Rows of tables on their way into a PDF. */
export interface Rows {
  /** Adds rows, given as the JSON of an array of {@link RowMessage}. */
  append(json: string): void;
  /** Lets go of the rows. */
  clear(): void;
}

/** A font that was read once and may be used by many calls. */
export interface Face {
  /** Which of the characters of a text it can draw none of is found when a document is rendered. */
  readonly family: string;
}

/** See `Backend`. */
export interface PdfBackend extends PdfFilesBackend {
  readonly Rows: new () => Rows;
  /** Throws `ERR_MALFORMED_INPUT` for what is no TrueType or OpenType font, `ERR_UNSUPPORTED` for one that may not be embedded. */
  readonly Face: new (
    data: Uint8Array,
  ) => Face;
  /**
   * The PDF of a document, given as the JSON of a {@link DocumentMessage}; takes the rows out of `rows`, and copies `binaries`
   * before it returns. Progress counts the blocks of the content and the rows of tables among them, twice.
   */
  render(document: string, rows: Rows, faces: Face[], binaries: Uint8Array[], job: Job): Promise<Uint8Array>;
}
