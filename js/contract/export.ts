/** What crosses to a backend for `clinicore/export`. */
import type { Job } from '../contract';
import type { CompressionBackend } from './compression';

/** What a backend can do for `clinicore/export`. */
export interface ExportBackend extends CompressionBackend {
  readonly Table: new () => Table;
  /** The workbook's file; takes the rows out of `tables`, one for each sheet. */
  xlsx(workbook: WorkbookMessage, tables: Table[], job: Job): Promise<Uint8Array>;
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
