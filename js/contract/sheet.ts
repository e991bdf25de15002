/** What crosses to a backend for reading spreadsheets in `clinicore/export`. */
import type { Job } from '../contract';

/** What a backend can do for spreadsheets. */
export interface SheetBackend {
  readonly SpreadsheetFile: new (limits: SpreadsheetLimits) => SpreadsheetFile;
}

/** What a workbook may have: see `SpreadsheetOptions`. */
export interface SpreadsheetLimits {
  maxEntries: number;
  maxBytes: number;
  maxRatio: number;
  maxCells: number;
  maxCellBytes: number;
}

/** A workbook, whose bytes the backend keeps. */
export interface SpreadsheetFile {
  /** Adds bytes, in order, before it is opened. */
  append(chunk: Uint8Array): void;
  /** Reads what the workbook says of itself; once. */
  open(job: Job): Promise<SpreadsheetMessage>;
  /** Begins to read a sheet of an open workbook; any number may be read at a time. */
  read(sheet: number, reading: SheetReadingMessage): SheetCells;
  /** Lets go of its memory, when the sheets that are being read are done. */
  close(): void;
}

/** A workbook without its cells. */
export interface SpreadsheetMessage {
  format: 'xlsx' | 'xlsb' | 'xls' | 'ods';
  is1904: boolean;
  sheets: SheetInfoMessage[];
  /** The file's bytes, where the backend leaves its format to the other; then it shows no sheets. */
  unread?: Uint8Array | undefined;
}

/** See `SheetInfo`. */
export interface SheetInfoMessage {
  name: string;
  kind: 'worksheet' | 'chart' | 'dialog' | 'macro';
  isHidden: boolean;
  dimensions?: string | undefined;
}

/** How a sheet is read. */
export interface SheetReadingMessage {
  /** The first row and column and the last row and column that are wanted, from 0. */
  area: number[];
  /** Give every cell of a merged area the value of its first one. */
  repeatsMerged: boolean;
  /** Give the formulas of cells that have one, not their values. */
  givesFormulas: boolean;
  /** Leave out hidden rows and columns. */
  skipsHidden: boolean;
}

/** The cells of a sheet, from its first row to its last. */
export interface SheetCells {
  /** The next rows. One call at a time; none after one that failed, or was over. */
  next(job: Job): Promise<BlockMessage>;
  /** Lets go of its memory for good: at once, or when the call ends that is under way. */
  close(): void;
}

/** The cells of some rows, column after column. Rows between two blocks have none. */
export interface BlockMessage {
  /** From 0. */
  firstRow: number;
  rows: number;
  /**
   * Four numbers for each column, in order: its place in the sheet, from 0; the row of the block in which it begins; how
   * many rows it has from there on; 1 if it has numbers, plus 2 if it has texts. Further rows have no cell there.
   */
  layout: Uint32Array;
  /** What each row's cell is: a {@link CellKind}. */
  kinds: Uint8Array;
  /** Of columns that have numbers, each row's. */
  numbers: Float64Array;
  /** Of columns that have texts, all of these, as UTF-8 … */
  text: Uint8Array;
  /** … and where each row's ends, counted from the column's first byte. */
  ends: Uint32Array;
  /** Rows that are hidden and left out: of these rows, of those before that no block had, perhaps of some that come. */
  hiddenRows: Uint32Array;
  /** All columns that are hidden and left out. */
  hiddenColumns: Uint32Array;
  /** How much of the sheet was taken, and of how much, in bytes. */
  done: number;
  total: number;
  /** Whether there are no more rows, nor any in this block. */
  isOver: boolean;
}

/** What a cell holds. */
export const CellKind = {
  none: 0,
  number: 1,
  text: 2,
  /** Number 1 or 0. */
  boolean: 3,
  /** Its number is a place in `ERRORS`. */
  error: 4,
  /** Days since 1970-01-01. */
  date: 5,
  /** Milliseconds since 1970-01-01, by the clock on the wall. */
  timestamp: 6,
  /** Milliseconds. */
  duration: 7,
  /** A text from its equals sign on. */
  formula: 8,
  /** The text of another cell's formula; its number is how many rows, times 16,384, plus how many columns it is from there. */
  sharedFormula: 9,
} as const;

/** The errors that cells hold. */
export const ERRORS = [
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#N/A',
  '#GETTING_DATA',
  '#SPILL!',
  '#CONNECT!',
  '#BLOCKED!',
  '#UNKNOWN!',
  '#FIELD!',
  '#CALC!',
] as const;
