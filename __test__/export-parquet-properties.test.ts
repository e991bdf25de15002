/** What holds for all tables: a Parquet or Arrow file of them is read as the same rows, whichever backend wrote and read it. */
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';

const { arrow, parquet, readArrow, readParquet, tableFrom } = exporting;
type Type = exporting.ColumnType;

const dates = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true };
/** Values of each type, just as they are read back. */
const VALUES: Record<Type, fc.Arbitrary<unknown>> = {
  float64: fc.double(),
  int32: fc.integer(),
  int64: fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n)),
  boolean: fc.boolean(),
  string: fc.string({ unit: 'binary', maxLength: 12 }),
  date: fc.date(dates).map((date) => date.toISOString().slice(0, 10)),
  timestamp: fc.date(dates),
  decimal: fc.bigInt(1n - 10n ** 18n, 10n ** 18n - 1n).map((units) => String(units)),
  category: fc.constantFrom('', 'a', '😀', 'b\0'),
};

const column = fc.constantFrom(...(Object.keys(VALUES) as Type[])).chain((type) =>
  fc.record({
    type: fc.constant(type),
    cells: fc.array(fc.option(VALUES[type], { freq: 4 }), { minLength: 40, maxLength: 40 }),
  }),
);

/** A table of columns of any types, and a slice of it. */
const given = fc.record({
  columns: fc.array(column, { minLength: 1, maxLength: 5 }),
  rows: fc.integer({ min: 0, max: 40 }),
  from: fc.integer({ min: 0, max: 40 }),
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

async function tableOfGiven({ columns, rows, from }: Given): Promise<exporting.Table> {
  const schema = columns.map(({ type }, at) =>
    type === 'decimal' ? { name: `c${at}`, type, scale: 0 } : { name: `c${at}`, type },
  );
  const list = Array.from({ length: rows }, (_, row) => columns.map(({ cells }) => cells[row]));
  const { table } = await tableFrom(list, { schema });
  return table.slice(from);
}

const cells = (table: exporting.Table) => [...table.rows({ timestamps: 'microseconds' })];

describe.each(backends.flatMap((writer) => backends.map((reader) => ({ writer, reader }))))(
  'for all tables, written by $writer and read by $reader',
  ({ writer, reader }) => {
    const check = (write: (table: exporting.Table) => Promise<exporting.TableReader>) =>
      fc.assert(
        fc.asyncProperty(given, async (made) => {
          const table = await tableOfGiven(made);
          useBackend(writer);
          const file = await write(table);
          useBackend(reader);
          const again = await file.toTable();
          expect(again.schema).toEqual(table.schema);
          expect(cells(again)).toEqual(cells(table));
        }),
        { seed: 20261121, numRuns: 60 },
      );

    it.each(['zstd', 'snappy', 'lz4', 'none'] as const)('Parquet with %s is the same rows', (compression) =>
      check(async (table) => readParquet(await parquet(table, { compression, rowGroupRows: 17 }).toBuffer())),
    );

    it('Parquet without dictionaries is the same rows', () =>
      check(async (table) => readParquet(await parquet(table, { dictionary: false }).toBuffer())));

    it.each(['none', 'lz4', 'zstd'] as const)('an Arrow file with %s is the same rows', (compression) =>
      check(async (table) => readArrow(await arrow(table, { compression }).toBuffer())),
    );

    it('an Arrow stream is the same rows', () =>
      check(async (table) => readArrow(await arrow(table, { format: 'stream' }).toBuffer())));
  },
);
