/** What {@link tableFrom} tells of the columns it made. */
import type { ColumnType } from './column-type';

/** How many rows a report lists. */
export const LISTED = 100;

/** Rows of which something is said; never what stands in them. */
export interface RowList {
  /** How many they are. */
  readonly count: number;
  /** The first 100 of them, from 0, ascending. */
  readonly rows: readonly number[];
}

/** What became of a column, and how sure its type is. */
export interface ColumnReport {
  /** The column's name in the table. */
  readonly name: string;
  /** The type it has now. */
  readonly type: ColumnType;
  /** Decimals of a `decimal`. */
  readonly scale?: number;
  /** Rows without a value, among them those that lost it to `onBadCell: 'null'`. */
  readonly nulls: number;
  /**
   * The type that most of its cells have by themselves. Where it is not `type`, the column is text only because of the
   * disagreeing rows. With a schema, the schema's type.
   */
  readonly likely: ColumnType;
  /** The share of `likely` in the cells that have a value, 0 to 1; 0 where there are none. */
  readonly confidence: number;
  /** The rows whose cells are not of type `likely`. */
  readonly disagreeing: RowList;
}
