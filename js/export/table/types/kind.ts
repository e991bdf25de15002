import type { Builder } from '../builder';
import type { Buffers, ColumnBuffers, ColumnType, ColumnValues } from '../column-type';

/** What there is to know of a type of column. */
export interface Kind<T extends ColumnType> {
  /** What a value must be, for messages. */
  readonly must: string;
  /** The class of its array of values. */
  readonly array: 'Float64Array' | 'Int32Array' | 'BigInt64Array' | 'Uint8Array';
  /** What gathers values of it. */
  builder(expected: number, scale: number): Builder;
  /** What reads a row that has a value. */
  reader(buffers: Buffers & { values: ColumnBuffers[T] }, scale: number): (row: number) => ColumnValues[T];
  /** Whether a row's value, in an array that the caller made, is one that the type can hold. Without it, all are. */
  holds?(buffers: Buffers & { values: ColumnBuffers[T] }): (row: number) => boolean;
}
