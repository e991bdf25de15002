/** What crosses to a backend for CSV in `clinicore/export`. */
import type { Job } from '../contract';
import type { ColumnType } from '../export/table/column-type';
import type { ColumnsMessage, FieldMessage, TextsMessage } from './columns';

/** What the bytes of a file are. */
export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How to read what follows a file's header. */
export interface CsvMessage {
  encoding: CsvEncoding;
  /** One character of ASCII. */
  delimiter: string;
  /** Likewise, or empty for none. */
  quote: string;
  /** Cells of a row. */
  cells: number;
  onBadRow: 'error' | 'skip' | 'keep';
  /** In UTF-8. */
  maxCellBytes: number;
  /** In UTF-8. */
  maxRowBytes: number;
  /** How many of a part's bad rows are told one by one. */
  maxRejects: number;
  /** What cells without quotes say that have no value. */
  nullValues: string[];
  decimalComma: boolean;
  /** Such as `dd/mm/yyyy`. */
  dateFormat: string;
  /** The line on which the first byte stands, from 1. */
  line: number;
  /** Where it stands in the file. */
  offset: number;
  /** The file; none if its bytes are handed over. */
  path?: string | undefined;
}

/** What came of more bytes. */
export interface CsvCut {
  /** The number of the part that they made complete, from 0 on; -1 if they made none. */
  part: number;
  /** Bytes of the file that were read so far. */
  read: number;
  /** Whether these were the last. */
  last: boolean;
  /** A row that is longer than rows may be. */
  overlong?: { line: number; offset: number } | undefined;
}

/** Which cell of the rows becomes a column. */
export interface CsvField {
  cell: number;
  type: ColumnType;
  scale: number;
}

/** What is wrong with a row. */
export type CsvReason = 'fewCells' | 'manyCells' | 'quote' | 'unclosed' | 'encoding' | 'longCell' | 'longRow';

/** A row with something wrong. */
export interface CsvFlaw {
  /** Where it begins, from 1. */
  line: number;
  /** Likewise, in bytes of the file. */
  offset: number;
  /** Its row among those of the part; -1 if it was left out. */
  row: number;
  reason: CsvReason;
  /** How many cells it has; of a `longCell`, which cell it is. */
  cells: number;
}

/** What the cells of a column are, in classes: see `js/export/table/cell-class.ts`. */
export interface CsvTally {
  /** Cells of each class. */
  counts: Uint32Array;
  /** The first 100 rows of each class but that of empty cells, class after class. */
  rows: Uint32Array;
  decimals: number;
  digits: number;
}

/** Cells that their column cannot hold. */
export interface CsvBad {
  count: number;
  /** The first 100 rows. */
  rows: Uint32Array;
  /** Where the first of them stands. */
  line: number;
  offset: number;
}

/** What a part holds. */
export interface CsvPart {
  rows: number;
  /** Of the file. */
  bytes: number;
  /** Rows that were left out or mended: the first, and how many. */
  flaws: CsvFlaw[];
  flawed: number;
  /** The row before which reading ended. */
  failure?: CsvFlaw | undefined;
  /** One for each field, if they were asked for. */
  tallies: CsvTally[];
  /** One for each field. */
  bad: CsvBad[];
  /** Rows without a value, likewise. */
  nulls: number[];
}

/** Columns in Arrow's layout; the arrays are of the types' own kinds. */
export interface CsvColumns {
  length: number;
  columns: CsvColumn[];
}

/** See {@link CsvColumns}. */
export interface CsvColumn {
  values: Float64Array | Int32Array | BigInt64Array | Uint8Array;
  offsets?: Int32Array | undefined;
  validity?: Uint8Array | undefined;
  dictionary?: TextsMessage | undefined;
}

/** Reads a file in parts of whole rows. */
export interface CsvParser {
  /** Takes the next bytes, of a file at a path by itself. One call at a time; none after one that was the last or failed. */
  cut(bytes: Uint8Array | undefined, last: boolean, job: Job): Promise<CsvCut>;
  /**
   * Reads a part's rows into columns, which replace those of the same cells. With `tally` it counts the cells' classes, and
   * only cells fit that are of a column's type beyond doubt. The text is kept only if it is to be read again.
   */
  parse(part: number, fields: CsvField[], tally: boolean, keepText: boolean, job: Job): Promise<CsvPart>;
  /** The columns of these cells; lets go of the part. */
  take(part: number, cells: number[]): CsvColumns;
  /** The columns of these cells, of all parts; lets go of them. */
  gather(fields: CsvField[], job: Job): Promise<CsvColumns>;
  /** Lets go of everything for good: at once, or when the call ends that is under way. */
  close(): void;
}

/** How to write. */
export interface CsvWriting {
  fields: FieldMessage[];
  /** One character of ASCII. */
  delimiter: string;
  quotes: 'needed' | 'texts' | 'all';
  /** After each row. */
  lineEnd: string;
  /** In place of no value. */
  nullText: string;
  decimalComma: boolean;
  /** Put an apostrophe before texts that begin like a formula. */
  escapeFormulas: boolean;
  encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
}

/** Rows as CSV. */
export interface CsvWritten {
  bytes: Uint8Array;
  /** The first cell that cannot be written, and the character that the encoding does not have; -1 for a number. */
  refused?: { row: number; column: number; character: number } | undefined;
}

/** What a backend can do for CSV. */
export interface CsvBackend {
  readonly CsvParser: new (message: CsvMessage) => CsvParser;
  /** Rows as CSV, each with its line end. */
  writeCsv(writing: CsvWriting, rows: ColumnsMessage, job: Job): Promise<CsvWritten>;
}
