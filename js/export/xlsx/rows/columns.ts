/** Columns of a sheet as tables. */
import { Column } from '../../table/column';
import type { Field } from '../../table/column-type';
import { Table } from '../../table/table';
import { bitmapBytes } from '../../table/validity';
import { integersOf, writeSafe } from '../../table/words';
import type { CheckedColumn } from '../column';
import { type Batch, batchesOf } from './gather';

/** The rows of columns; dates and moments are Excel's serial numbers. */
export async function* tablesOfColumns(
  columns: readonly CheckedColumn[],
  sheet: number,
  goOn: () => void,
): AsyncGenerator<Table, void, undefined> {
  for await (const batch of batchesOf(columns, sheet, goOn)) yield tableOf(columns, batch);
}

/** The fields of those tables. */
export const fieldsOfColumns = (columns: readonly CheckedColumn[]): Field[] =>
  columns.map(({ header: name, type, scale }) => {
    if (type === 'decimal') return { name, type, scale };
    return { name, type: type === 'string' || type === 'boolean' ? type : 'float64' };
  });

function tableOf(columns: readonly CheckedColumn[], { rows, numbers, text, lengths }: Batch): Table {
  let [number, cell, byte] = [0, 0, 0];
  const made = fieldsOfColumns(columns).map((field) => {
    if (field.type !== 'string') {
      number += rows;
      return numberColumn(field, numbers.subarray(number - rows, number));
    }
    const offsets = new Int32Array(rows + 1);
    for (let row = 0; row < rows; row++) offsets[row + 1] = (offsets[row] as number) + (lengths[cell + row] as number);
    cell += rows;
    byte += offsets[rows] as number;
    return new Column(
      field,
      rows,
      { values: text.subarray(byte - (offsets[rows] as number), byte), offsets },
      undefined,
    );
  });
  return new Table(made, rows);
}

/** A column of numbers, of which NaN is none. */
function numberColumn(field: Field, numbers: Float64Array): Column {
  const { length } = numbers;
  const validity = new Uint8Array(bitmapBytes(length));
  for (let row = 0; row < length; row++) {
    if (!Number.isNaN(numbers[row])) validity[row >> 3] = (validity[row >> 3] as number) | (1 << (row & 7));
  }
  return new Column(field, length, { values: valuesOf(field, numbers) }, validity);
}

function valuesOf({ type }: Field, numbers: Float64Array): Float64Array | BigInt64Array | Uint8Array {
  if (type === 'float64') return numbers;
  if (type === 'boolean') {
    const bits = new Uint8Array(bitmapBytes(numbers.length));
    for (const [row, value] of numbers.entries())
      if (value) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
    return bits;
  }
  const words = new Int32Array(2 * numbers.length);
  for (const [row, value] of numbers.entries()) writeSafe(words, row, value || 0);
  return integersOf(words);
}
