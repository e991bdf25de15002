/** What {@link readCsv} tells of a file. */
import type { CsvEncoding } from '../../contract/csv';
import type { ColumnReport } from '../table/report';

/** What is wrong with a row. */
export type CsvRejectReason =
  /** It has fewer cells than there are columns. */
  | 'fewCells'
  /** It has more. */
  | 'manyCells'
  /** Text follows a closing quote. */
  | 'quote'
  /** A quote is not closed. */
  | 'unclosed'
  /** It holds bytes that its encoding does not have. */
  | 'encoding';

/** A row that was left out or mended; never what stands in it. */
export interface CsvReject {
  /** The line on which it begins, from 1; quoted line breaks count. */
  readonly line: number;
  /** The byte of the file at which it begins. */
  readonly offset: number;
  /** Its row in the table, from 0, if it was mended; `null` if it was left out. */
  readonly row: number | null;
  /** What is wrong with it. */
  readonly reason: CsvRejectReason;
  /** How many cells it has. */
  readonly cells: number;
}

/** What was found out of a file, and what became of its rows so far: of all of them when it has been read to its end. */
export interface CsvReport {
  /** How its text is encoded, found or told. */
  readonly encoding: CsvEncoding;
  /** What stands between cells, found or told. */
  readonly delimiter: string;
  /** Empty for none. */
  readonly quote: string;
  /** Whether its first row names the columns, found or told. */
  readonly header: boolean;
  /** Rows that were read, without those left out. */
  readonly rows: number;
  /** Bytes of the file that were read. */
  readonly bytes: number;
  /** What became of each column, in order. */
  readonly columns: readonly ColumnReport[];
  /** Rows that were left out or mended. */
  readonly rejects: {
    /** How many there are. */
    readonly count: number;
    /** The first `maxRejects` of them. */
    readonly rows: readonly CsvReject[];
  };
}
