/** What a column of a table can hold, and how each type lies in memory. */

/** What a column holds; see {@link ColumnValues} for what its values are in JavaScript. */
export type ColumnType = keyof ColumnValues;

/** What the values of each type are when they are read. */
export interface ColumnValues {
  /** Any number; NaN and infinities too, which not every file format can hold. */
  float64: number;
  /** An integer from -2,147,483,648 to 2,147,483,647. */
  int32: number;
  /** An integer from -2⁶³ to 2⁶³ - 1. Never goes through a number. */
  int64: bigint;
  /** `true` or `false`. */
  boolean: boolean;
  /** Well-formed Unicode. */
  string: string;
  /** A day of the calendar, from `'0001-01-01'` to `'9999-12-31'`, in the Gregorian calendar also before 1582. It has no time zone. */
  date: string;
  /** A moment, in UTC; in memory to the microsecond, from 0001-01-01T00:00Z to the end of 9999. */
  timestamp: Date;
  /** A decimal with all its decimals, such as `'12.30'`. Never goes through a number. */
  decimal: string;
  /** One of few texts. */
  category: string;
}

/**
 * How each type lies in memory: as in Apache Arrow, so that vectors of `apache-arrow` can be made of the arrays as they are.
 */
export interface ColumnBuffers {
  /** Arrow's Float64. */
  float64: Float64Array;
  /** Arrow's Int32. */
  int32: Int32Array;
  /** Arrow's Int64. */
  int64: BigInt64Array;
  /** Arrow's Bool: a bit for each row, the lowest bit of the first byte first. */
  boolean: Uint8Array;
  /** Arrow's Utf8: the bytes of all texts. Where each begins and ends say the column's `offsets`. */
  string: Uint8Array;
  /** Arrow's Date32: days since 1970-01-01. */
  date: Int32Array;
  /** Arrow's Timestamp(µs, UTC): microseconds since 1970-01-01T00:00Z, of days of 86,400 s. */
  timestamp: BigInt64Array;
  /** Integers in units of `10^-scale`. (Arrow's Decimal64; its Decimal128 has 16 bytes a value.) */
  decimal: BigInt64Array;
  /** Arrow's Dictionary(Utf8, Int32): places in the column's `dictionary`. */
  category: Int32Array;
}

/** A column of a {@link Table}, without its values. */
export interface Field {
  /** Different from the table's other columns' names. */
  readonly name: string;
  /** What it holds. */
  readonly type: ColumnType;
  /** Decimals of a `decimal`, 0 to 18. Other types have none. */
  readonly scale?: number;
}

/** What a column's values are made of; which parts there are depends on its type. */
export interface Buffers {
  readonly values: ColumnBuffers[ColumnType];
  readonly offsets?: Int32Array | undefined;
  readonly dictionary?: readonly string[] | undefined;
}
