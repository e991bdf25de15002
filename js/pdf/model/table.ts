/** Tables of the document model. Lengths are points (72 to the inch). */
import type { Block, BlockOptions } from './block';
import type { Sides } from './page';
import type { Align, StyleOption, Text } from './text';

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
