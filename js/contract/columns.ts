/** Tables on their way to a backend and back, in Arrow's memory layout: see `js/export/table/column-type.ts`. */
import type { ColumnType } from '../export/table/column-type';

/** A column, without its values. */
export interface FieldMessage {
  name: string;
  type: ColumnType;
  /** 0 unless `type` is `decimal`. */
  scale: number;
}

/** Rows, column by column, in the order of the fields they are of. */
export interface ColumnsMessage {
  length: number;
  columns: ColumnData[];
}

/** A column's rows. */
export interface ColumnData {
  /** The bytes of the column's array of values, little endian; of a string column, those of its texts. */
  values: Uint8Array;
  /** Of a string column, one more than rows: the text of row `i` is from `offsets[i]` to before `offsets[i + 1]`, counted from `offsets[0]`. */
  offsets?: Int32Array | undefined;
  /** A bit for each row; left out where all have a value. */
  validity?: Uint8Array | undefined;
  /** Of a category column. */
  dictionary?: TextsMessage | undefined;
}

/** Texts one after the other, in UTF-8, and where each begins. */
export interface TextsMessage {
  values: Uint8Array;
  /** One more than texts, from 0. */
  offsets: Int32Array;
}
