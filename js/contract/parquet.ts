/** What crosses to a backend for Parquet in `clinicore/export`. */
import type { Job } from '../contract';
import type { ColumnsMessage, FieldMessage } from './columns';
import type { CsvParser } from './csv';

/** How a file is written. */
export interface ParquetMessage {
  fields: FieldMessage[];
  compression: 'zstd' | 'snappy' | 'lz4' | 'none';
  /** zstd's. */
  level: number;
  dictionary: boolean;
  /** Places of columns. */
  bloomFilters: number[];
  /** Rows of a row group at most. */
  groupRows: number;
  sorting: ParquetSorting[];
  metadata: ParquetPair[];
}

/** That rows are sorted by a column. */
export interface ParquetSorting {
  column: number;
  descending: boolean;
  nullsFirst: boolean;
}

/** What a file says of itself. */
export interface ParquetPair {
  key: string;
  value: string;
}

/** Writes a file, one call at a time; none after one that failed. */
export interface ParquetWriter {
  /** Adds rows to the row group, which begins with the first; gives about how many bytes of memory the group has. */
  write(columns: ColumnsMessage, job: Job): Promise<number>;
  /**
   * Adds the rows `[from, to)` of a part of CSV, of which these cells were read; likewise. The parser lets go of the part with
   * its last row.
   */
  writePart(parser: CsvParser, part: number, cells: number[], from: number, to: number, job: Job): Promise<number>;
  /** Ends the row group, whose bytes are the next of the file; gives how many they are. */
  endGroup(job: Job): Promise<number>;
  /** Ends the file behind the last row group; likewise. */
  finish(job: Job): Promise<number>;
  /** Copies the next bytes of those that were made, as many as `into` has, before more are made. */
  read(into: Uint8Array): void;
  /** Lets go of its memory. */
  close(): void;
}

/** What a file is. */
export interface ParquetAbout {
  rows: number;
  /** Rows of each row group. */
  groups: number[];
  createdBy?: string | undefined;
  metadata: ParquetPair[];
  columns: ParquetColumn[];
}

/** A column of a file. */
export interface ParquetColumn {
  name: string;
  /** What it is in a table. */
  field?: FieldMessage | undefined;
  /** What its type is called that a table does not have. */
  foreign?: string | undefined;
}

/** Which rows are read. */
export interface ParquetQuery {
  /** Places of columns in the file, in the order in which they are given. */
  columns: number[];
  filters: ParquetFilter[];
  /** Rows that are passed over, of those that the filters hold for. */
  offset: number;
  /** -1 for all. */
  limit: number;
}

/** A condition that rows must hold. */
export interface ParquetFilter {
  column: number;
  op: ParquetOp;
  /** The values of a `float64`. */
  floats?: Float64Array | undefined;
  /** Those of integers, decimals (in units), days, microseconds; of booleans 0 and 1. */
  integers?: BigInt64Array | undefined;
  texts?: string[] | undefined;
}

/** How values are compared; `in` with any number of them, the last two with none, the others with one. */
export type ParquetOp = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'is null' | 'is not null';

/** A file that is read: its bytes, or what stands at a path. */
export interface ParquetFile {
  /** Adds bytes, a copy; of a file that is at no path, all before it is opened. */
  append(bytes: Uint8Array): void;
  /** Reads the footer. */
  open(job: Job): Promise<ParquetAbout>;
  /** Rows of a file that was opened. */
  rows(query: ParquetQuery): ParquetRows;
  /** Lets go of its memory and of the file, once no rows are read any more. */
  close(): void;
}

/** Rows on their way, one call at a time; none after one that failed. */
export interface ParquetRows {
  /** The next rows, at least one; null at the end. */
  next(job: Job): Promise<ColumnsMessage | null>;
  /** Lets go of its memory for good: at once, or when the call ends that is under way. */
  close(): void;
}

/** What a backend can do for Parquet. */
export interface ParquetBackend {
  readonly ParquetWriter: new (message: ParquetMessage) => ParquetWriter;
  /** Of no path, if the bytes are appended. */
  readonly ParquetFile: new (
    path: string | undefined,
  ) => ParquetFile;
}
