/** What crosses to a backend for the rows of workbooks. */
import type { Job } from '../contract';
import type { ColumnsMessage, FieldMessage } from './columns';

/** What a backend can do for `xlsx`. */
export interface XlsxBackend {
  readonly SheetRows: new (fields: FieldMessage[], styles: StyleMessage[]) => SheetRows;
  /**
   * The SHA-512 of salt and password, and `spins` times that of a count and the hash before ([MS-OFFCRYPTO] 2.3.4.11).
   *
   * @param password in UTF-16, little-endian
   */
  spinPassword(password: Uint8Array, salt: Uint8Array, spins: number, job: Job): Promise<Uint8Array>;
}

/** The formats of a column's cells, by their places in the workbook's styles. */
export interface StyleMessage {
  plain: number;
  /** Of texts that begin like a formula. */
  quoted: number;
}

/** Writes rows of a sheet as XML, deflated. It keeps nothing of them: many calls may be under way at once. */
export interface SheetRows {
  /**
   * Rows one after the other, the first of which is number `first` of the sheet, from 1. The same rows give the same bytes
   * however they are cut into messages, which may be read until the promise settles. What a cell cannot hold is
   * `ERR_INVALID_ARGUMENT` or `ERR_LIMIT_EXCEEDED` with its `column` and `row` (of these rows).
   */
  write(first: number, rows: ColumnsMessage[], job: Job): Promise<RunMessage>;
}

/** Part of a zip entry: deflated blocks that end at a byte and refer to nothing before them. None is the stream's last. */
export interface RunMessage {
  data: Uint8Array;
  /** The CRC-32 of what was deflated. */
  crc: number;
  /** How many bytes were deflated. */
  size: number;
}
