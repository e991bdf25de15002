/** What stands on a page, from top to bottom. Lengths are points (72 to the inch). */
import type { Code, Drawing, Image, Svg } from './figure';
import type { Sides } from './page';
import type { Line, Table } from './table';
import type { Align, StyleOption, Text } from './text';

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
