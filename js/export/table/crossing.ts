/** Tables to a backend and back. */
import type { ColumnData, ColumnsMessage, FieldMessage, TextsMessage } from '../../contract/columns';
import { Column } from './column';
import type { Buffers, ColumnType, Field } from './column-type';
import { textsOf } from './dictionary';
import { Table } from './table';

/** Bytes of a table that cross at a time: copied in less than a millisecond. */
const SLICE_BYTES = 2 * 1024 * 1024;
/** Rows that cross at a time at most. */
const SLICE_ROWS = 65_536;

/** A table's columns, without their values. */
export const fieldsOf = (schema: readonly Field[]): FieldMessage[] =>
  schema.map(({ name, type, scale = 0 }) => ({ name, type, scale }));

/** A table's rows as they cross; views of its memory. */
export const columnsOf = ({ length, columns }: Table): ColumnsMessage => ({
  length,
  columns: columns.map((column) => messageOf(column as Column)),
});

/** A table as it comes from a backend, in the memory that came. */
export function tableOfColumns(fields: readonly Field[], { length, columns }: ColumnsMessage): Table {
  return new Table(
    columns.map((message, at) => columnOf(fields[at] as Field, length, message)),
    length,
  );
}

/** A table in slices that are small enough to cross at once. */
export function* slicesOf(table: Table): Generator<Table, void, undefined> {
  const bytes = table.columns.reduce((sum, column) => sum + bytesOf(column as Column), 0);
  const rows = Math.floor((SLICE_BYTES * table.length) / Math.max(1, bytes));
  const step = Math.max(1, Math.min(SLICE_ROWS, rows));
  // Slices begin at a byte of the columns' bits, so that none is copied.
  const even = step > 8 ? step - (step % 8) : step;
  for (let from = 0; from < table.length; from += even) yield table.slice(from, from + even);
}

function bytesOf({ values, offsets, length }: Column): number {
  return offsets ? (offsets[length] as number) - (offsets[0] as number) + 4 * length : values.byteLength;
}

function messageOf({ values, offsets, validity, dictionary, length }: Column): ColumnData {
  const used = offsets ? (values as Uint8Array).subarray(offsets[0], offsets[length]) : values;
  return {
    values: new Uint8Array(used.buffer, used.byteOffset, used.byteLength),
    ...(offsets && { offsets }),
    ...(validity && { validity }),
    ...(dictionary && { dictionary: messageOfTexts(dictionary) }),
  };
}

/** Dictionaries as they cross: every slice of a table has the same. */
const dictionaries = new WeakMap<readonly string[], TextsMessage>();

function messageOfTexts(dictionary: readonly string[]): TextsMessage {
  const known = dictionaries.get(dictionary);
  if (known) return known;
  const values = Buffer.from(dictionary.join(''), 'utf8');
  const offsets = new Int32Array(dictionary.length + 1);
  for (const [at, text] of dictionary.entries()) offsets[at + 1] = (offsets[at] as number) + Buffer.byteLength(text);
  const texts = { values, offsets };
  dictionaries.set(dictionary, texts);
  return texts;
}

function columnOf(field: Field, length: number, { values, offsets, validity, dictionary }: ColumnData): Column {
  const buffers: Buffers = {
    values: arrayOf(field.type, values),
    ...(offsets && { offsets: fromZero(offsets) }),
    ...(dictionary && { dictionary: textsOf(dictionary) }),
  };
  return new Column(field, length, buffers, validity);
}

/** Where texts begin in the bytes that came, which are those of these rows alone. */
function fromZero(offsets: Int32Array): Int32Array {
  const first = offsets[0] as number;
  return first === 0 ? offsets : offsets.map((offset) => offset - first);
}

const ARRAYS = {
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  date: Int32Array,
  timestamp: BigInt64Array,
  decimal: BigInt64Array,
  category: Int32Array,
} as const;

function arrayOf(type: ColumnType, bytes: Uint8Array): Buffers['values'] {
  if (type === 'string' || type === 'boolean') return bytes;
  const Kind = ARRAYS[type];
  const at = bytes.byteOffset % Kind.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Kind(at.buffer as ArrayBuffer, at.byteOffset, at.byteLength / Kind.BYTES_PER_ELEMENT);
}
