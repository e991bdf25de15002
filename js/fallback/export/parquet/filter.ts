/** Which rows hold the conditions of a query. */
import type { ColumnsMessage, FieldMessage } from '../../../contract/columns';
import type { ParquetFilter } from '../../../contract/parquet';
import type { Column } from '../../../export/table/column';
import type { Field } from '../../../export/table/column-type';
import { tableOfColumns } from '../../../export/table/crossing';
import { isSet } from '../../../export/table/validity';

/** Whether each row holds a condition on its column. */
export function holds(filter: ParquetFilter, column: Column): (row: number) => boolean {
  const { op } = filter;
  const isThere =
    ({ validity }: Column) =>
    (row: number) =>
      !validity || isSet(validity, row);
  const there = isThere(column);
  if (op === 'is null') return (row) => !there(row);
  if (op === 'is not null') return there;
  const compare = comparing(filter, column);
  const fits = FITS[op];
  const count = (filter.floats ?? filter.integers ?? filter.texts ?? []).length;
  return (row) => {
    if (!there(row)) return false;
    for (let at = 0; at < count; at++) if (fits(compare(row, at))) return true;
    return false;
  };
}

/** What each operator makes of how a row's value compares: below 0, 0, above 0, or NaN for what does not compare. */
const FITS = {
  '=': (order: number) => order === 0,
  in: (order: number) => order === 0,
  '!=': (order: number) => order !== 0,
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
};

function comparing(filter: ParquetFilter, column: Column): (row: number, at: number) => number {
  const { floats, integers, texts } = filter;
  if (floats) {
    const values = column.values as Float64Array;
    return (row, at) => orderOf(values[row] as number, floats[at] as number);
  }
  if (integers) {
    const { values } = column;
    const read =
      column.type === 'boolean'
        ? (row: number) => BigInt(isSet(values as Uint8Array, row))
        : (row: number) => BigInt((values as Int32Array)[row] as number);
    return (row, at) => orderOf(read(row), integers[at] as bigint);
  }
  const wanted = (texts ?? []).map((text) => Buffer.from(text, 'utf8'));
  const read = textOf(column);
  return (row, at) => Buffer.compare(read(row), wanted[at] as Buffer);
}

/** NaN for NaN. */
const orderOf = <T extends number | bigint>(one: T, other: T): number =>
  one < other ? -1 : one > other ? 1 : one === other ? 0 : Number.NaN;

function textOf({ values, offsets, dictionary }: Column): (row: number) => Buffer {
  if (dictionary) {
    const words = dictionary.map((word) => Buffer.from(word, 'utf8'));
    return (row) => words[values[row] as number] as Buffer;
  }
  const bytes = values as Uint8Array;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = offsets as Int32Array;
  return (row) => buffer.subarray(ends[row], ends[row + 1]);
}

/** Columns that crossed, to be looked at. */
export function columnsOf(fields: readonly FieldMessage[], message: ColumnsMessage): readonly Column[] {
  const own = fields.map(
    ({ name, type, scale }): Field => (type === 'decimal' ? { name, type, scale } : { name, type }),
  );
  return tableOfColumns(own, message).columns as readonly Column[];
}
