/** What a backend is: the one interface that the native binding and the JavaScript fallback both keep. */
import type { DicomBackend } from './contract/dicom';
import type { PdfBackend } from './contract/pdf';
import type { StatsBackend } from './contract/stats';

/** The queue a call waits in: interactive work runs before any bulk work. */
export type Lane = 'interactive' | 'bulk';

/** One asynchronous call on its way through a backend. */
export interface Job {
  /** Stops the call: at its next checkpoint, or, if it waits, at the next `pool.sweep()`. Its promise then rejects. */
  cancel(): void;
}

/** What the work pool is doing. */
export interface PoolStatus {
  /** Worker threads (the JavaScript backend runs one call at a time on the event loop and says 0). */
  threads: number;
  /** How many calls may wait before the next is refused with `ERR_BUSY`. */
  maxQueue: number;
  /** Calls being worked on; one that is split over many threads counts once for each of them. */
  running: number;
  /** Calls waiting in the interactive lane. */
  interactive: number;
  /** Calls waiting in the bulk lane. */
  bulk: number;
}

/** A workbook as it crosses to a backend; its sheets' rows cross as {@link Table}s. */
export interface WorkbookMessage {
  sheets: SheetMessage[];
  /** Mark texts that begin like a formula. */
  escapeFormulas: boolean;
  /** Document properties; empty ones are left out. */
  title: string;
  author: string;
  /** Such as `2026-01-31T12:00:00Z`. */
  created: string;
}

/** See {@link WorkbookMessage}. */
export interface SheetMessage {
  name: string;
  columns: ColumnMessage[];
  freezeHeader: boolean;
  autoFilter: boolean;
}

/** See {@link WorkbookMessage}. */
export interface ColumnMessage {
  header: string;
  /** Dates and times are numbers: Excel's serial days. Decimals are integers in units of `10^-scale`. */
  kind: 'number' | 'decimal' | 'boolean' | 'text';
  /** 0 unless `kind` is `decimal`. */
  scale: number;
  /** An Excel number format such as `yyyy-mm-dd`; empty for General. */
  format: string;
  /** In characters. */
  width: number;
}

/** Rows on their way into a file, kept by the backend in columns. */
export interface Table {
  /**
   * Adds rows. `numbers` holds the columns that are not text one after the other, NaN for an empty cell, 0 or 1 for a
   * boolean; `text` the texts of the other columns, column after column, as UTF-8, and `lengths` the bytes of each.
   */
  append(rows: number, numbers: Float64Array, text: Uint8Array, lengths: Uint32Array): void;
  /** Lets go of the rows. */
  clear(): void;
}

/**
 * What a backend can do. The generated native binding and the JavaScript fallback are both type-checked against this
 * interface. Arguments have passed the front door; bytes and arrays may be read only until the call returns.
 */
export interface Backend {
  readonly Job: new (lane: Lane, onProgress?: (done: number, total: number) => void) => Job;
  readonly pool: {
    configure(threads: number | undefined, maxQueue: number | undefined): void;
    status(): PoolStatus;
    /** Takes the calls that were cancelled out of the queue. */
    sweep(): void;
  };
  readonly stats: StatsBackend;
  readonly pdf: PdfBackend;
  readonly dicom: DicomBackend;
  /** `export` is a reserved word. */
  readonly exporting: {
    readonly Table: new () => Table;
    /** The workbook's file; takes the rows out of `tables`, one for each sheet. */
    xlsx(workbook: WorkbookMessage, tables: Table[], job: Job): Promise<Uint8Array>;
  };
  readonly crypto: {
    /** The `$2b$` hash of a password of at most 72 bytes without NUL, under a salt of 16 bytes. */
    hashPassword(password: Uint8Array, cost: number, salt: Uint8Array, job: Job): Promise<string>;
    /** Whether a well-formed 2a, 2b, 2x or 2y hash is that of a password of at most 72 bytes without NUL. */
    verifyPassword(password: Uint8Array, hash: string, job: Job): Promise<boolean>;
  };
}
