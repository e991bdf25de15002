/** apache-arrow makes vectors of a table's arrays as they are, and reads the same values; and its vectors make a table. */
import {
  Table as ArrowTable,
  Bool,
  type DataType,
  DateDay,
  Dictionary,
  Float64,
  Int32,
  Int64,
  makeVector,
  TimestampMicrosecond,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';

const { tableFrom, tableOf } = exporting;

const schema: exporting.Field[] = [
  { name: 'float', type: 'float64' },
  { name: 'int', type: 'int32' },
  { name: 'long', type: 'int64' },
  { name: 'bool', type: 'boolean' },
  { name: 'text', type: 'string' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'word', type: 'category' },
];
const rows = Array.from({ length: 100 }, (_, i) =>
  [
    i / 8,
    i - 50,
    (-1n) ** BigInt(i) * (2n ** 62n + BigInt(i)),
    i % 3 === 0,
    ['', 'é', '😀 中', `a${i}`][i % 4],
    new Date(Date.UTC(1900 + i, i % 12, 28)).toISOString().slice(0, 10),
    new Date(-1e12 + i * 3.7e10),
    ['left', 'right'][i % 2],
  ].map((cell, column) => ((i * 7 + column) % 6 ? cell : null)),
);
const { table } = await tableFrom(rows, { schema });

const TYPES: Partial<Record<exporting.ColumnType, DataType>> = {
  float64: new Float64(),
  int32: new Int32(),
  int64: new Int64(),
  boolean: new Bool(),
  string: new Utf8(),
  date: new DateDay(),
  timestamp: new TimestampMicrosecond('UTC'),
};

function vectorOf(column: exporting.TableColumn): Vector {
  const { values: data, validity: nullBitmap, offsets: valueOffsets, length, nullCount, dictionary } = column;
  const parts = { data, nullBitmap, nullCount, length, ...(valueOffsets && { valueOffsets }) };
  if (!dictionary) return makeVector({ type: TYPES[column.type], ...parts } as never);
  const type = new Dictionary(new Utf8(), new Int32());
  return makeVector({ type, ...parts, dictionary: vectorFromArray(dictionary, new Utf8()) } as never);
}

/** What arrow's values are in ours: its dates and times are milliseconds. */
function ours(value: unknown, type: exporting.ColumnType): unknown {
  if (value === null) return null;
  if (type === 'date') return new Date(value as number).toISOString().slice(0, 10);
  return type === 'timestamp' ? new Date(value as number) : value;
}

describe.each([
  ['a table', table],
  ['a slice of it', table.slice(13, 78)],
  ['a slice at a byte', table.slice(16, 33)],
  ['no rows of it', table.slice(50, 50)],
])('of %s, apache-arrow', (_, given) => {
  it.each(schema.map(({ name, type }) => ({ name, type })))('reads the $type column', ({ name, type }) => {
    const column = given.column(name);
    const vector = vectorOf(column);
    expect([...vector].map((value) => ours(value, type))).toEqual([...column]);
    expect(vector.nullCount).toBe(column.nullCount);
    // The same memory, not a copy of it.
    if (given.length > 0) expect(vector.data[0]?.values.buffer).toBe(column.values.buffer);
  });

  it('writes an IPC stream from which the same table comes', async () => {
    const vectors = Object.fromEntries(given.columns.map((column) => [column.name, vectorOf(column)]));
    const read = tableFromIPC(tableToIPC(new ArrowTable(vectors)));
    const columns = schema.map(({ name, type }) => {
      const { values, valueOffsets, nullBitmap, length, dictionary } = (read.getChild(name) as Vector)
        .data[0] as never as {
        values: never;
        valueOffsets: Int32Array;
        nullBitmap: Uint8Array;
        length: number;
        dictionary: Vector;
      };
      return {
        ...{ name, type, values },
        ...(nullBitmap?.length > 0 && { validity: nullBitmap }),
        ...(type === 'string' && { offsets: valueOffsets }),
        length,
        ...(type === 'category' && { dictionary: [...dictionary] as string[] }),
      } as exporting.ColumnInput;
    });
    const again = await tableOf(columns);
    expect([...again.rows()]).toEqual([...given.rows()]);
  });
});
