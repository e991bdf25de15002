/** The columns of a table. */
import { named, showAs } from '../../inspect';
import { integer } from '../../validate';
import type { Buffers, ColumnBuffers, ColumnType, ColumnValues, Field } from './column-type';
import { KINDS } from './types';
import type { Kind } from './types/kind';
import { bitmapBytes, countSet, isSet, sliceBits } from './validity';

/**
 * A column of type `T`: its values one by one, or its arrays. Leave the arrays as they are: a table never changes.
 *
 * @typeParam T what its values are
 */
export interface TableColumnOf<T extends ColumnType> extends Iterable<ColumnValues[T] | null> {
  /** Its name in the table. */
  readonly name: string;
  /** What its values are. */
  readonly type: T;
  /** Decimals of a `decimal`; 0 for other types. */
  readonly scale: number;
  /** Rows. */
  readonly length: number;
  /** How many rows have no value. */
  readonly nullCount: number;
  /**
   * All rows' values as they lie in memory; what stands in a row without a value has no meaning. Of texts, their bytes;
   * see {@link offsets}.
   */
  readonly values: ColumnBuffers[T];
  /**
   * Which rows have a value: a bit for each, the lowest bit of the first byte first, set where there is one. Undefined
   * where all have.
   */
  readonly validity: Uint8Array | undefined;
  /**
   * Of a `string` column: the text of row `i` is `values` from `offsets[i]` to before `offsets[i + 1]`; the first need
   * not be 0. Undefined for other types.
   */
  readonly offsets: Int32Array | undefined;
  /** Of a `category` column: the texts that its values are places in. Undefined for other types. */
  readonly dictionary: readonly string[] | undefined;
  /**
   * A row's value; `null` if it has none.
   *
   * @param row from 0
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for a row that is not there
   */
  get(row: number): ColumnValues[T] | null;
}

/** A column of any type: its `type` says what its values are. */
export type TableColumn = { [T in ColumnType]: TableColumnOf<T> }[ColumnType];

/** A row's value, of a row that is there. */
export let cellOf: <T extends ColumnType>(column: Column<T>, row: number) => ColumnValues[T] | null;

/** See {@link TableColumnOf}. */
export class Column<T extends ColumnType = ColumnType> implements TableColumnOf<T> {
  readonly name: string;
  readonly type: T;
  readonly scale: number;
  readonly length: number;
  readonly nullCount: number;
  readonly values: ColumnBuffers[T];
  readonly validity: Uint8Array | undefined;
  readonly offsets: Int32Array | undefined;
  readonly dictionary: readonly string[] | undefined;
  readonly #read: (row: number) => ColumnValues[T];

  constructor(field: Field, length: number, buffers: Buffers, validity: Uint8Array | undefined) {
    this.name = field.name;
    this.type = field.type as T;
    this.scale = field.scale ?? 0;
    this.length = length;
    this.nullCount = validity ? length - countSet(validity, length) : 0;
    this.validity = this.nullCount > 0 ? validity : undefined;
    this.values = buffers.values as ColumnBuffers[T];
    this.offsets = buffers.offsets;
    this.dictionary = buffers.dictionary;
    const kind = KINDS[field.type] as unknown as Kind<T>;
    this.#read = kind.reader(buffers as Buffers & { values: ColumnBuffers[T] }, this.scale);
    Object.freeze(this);
  }

  get(row: number): ColumnValues[T] | null {
    return cellOf(this, integer(row, 'row', 0, this.length - 1));
  }

  *[Symbol.iterator](): Generator<ColumnValues[T] | null, void, undefined> {
    for (let row = 0; row < this.length; row++) yield cellOf(this, row);
  }

  static {
    cellOf = (column, row) => {
      const { validity } = column;
      return validity === undefined || isSet(validity, row) ? column.#read(row) : null;
    };
  }
}
// Without the values, which would be a patient's in a log.
showAs(Column, ({ name, type, scale, length, nullCount }) =>
  named('TableColumn', { name, type, ...(type === 'decimal' && { scale }), length, nullCount }),
);

/** A column of rows without a value. */
export function columnOfNulls(field: Field, rows: number): Column {
  const builder = KINDS[field.type].builder(rows, field.scale ?? 0);
  for (let row = 0; row < rows; row++) builder.addNull();
  const { validity, ...buffers } = builder.finish();
  return new Column(field, rows, buffers, validity);
}

/** The rows from `from` to before `to`: views of the same memory, but for bits that do not begin at a byte. */
export function sliceColumn({ name, type, scale, ...column }: Column, from: number, to: number): Column {
  const field: Field = type === 'decimal' ? { name, type, scale } : { name, type };
  const validity = column.validity && sliceBits(column.validity, from, to);
  return new Column(field, to - from, { ...column, ...sliced(type, column, from, to) }, validity);
}

function sliced(type: ColumnType, { values, offsets }: Buffers, from: number, to: number): Buffers {
  if (offsets) return { values, offsets: offsets.subarray(from, to + 1) };
  if (type === 'boolean') return { values: sliceBits(values as Uint8Array, from, to) };
  return { values: values.subarray(from, to) };
}

/** Bytes or items that a column's array of values must have for so many rows; undefined where its offsets say it. */
export function valuesLength(type: ColumnType, rows: number): number | undefined {
  if (type === 'string') return undefined;
  return type === 'boolean' ? bitmapBytes(rows) : rows;
}
