/** What holds for all tables: rows become a table and the same rows again. */
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const { tableFrom, tableOf } = exporting;
type Type = exporting.ColumnType;

/** A decimal of a scale from its integer, by text alone. */
function decimalText(scaled: bigint, scale: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return scaled < 0n ? `-${text}` : text;
}

const DECIMALS = 10n ** 18n - 1n;
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
  decimal: fc.bigInt(-DECIMALS, DECIMALS),
  category: fc.constantFrom('', 'a', '😀', 'b\0'),
};

const column = fc.constantFrom(...(Object.keys(VALUES) as Type[])).chain((type) =>
  fc.record({
    type: fc.constant(type),
    scale: fc.integer({ min: 0, max: 18 }),
    cells: fc.array(fc.option(VALUES[type], { freq: 4 }), { minLength: 70, maxLength: 70 }),
  }),
);

/** Columns of equal length, some of them empty, and how they are read. */
const columns = fc.tuple(fc.array(column, { maxLength: 6 }), fc.integer({ min: 0, max: 70 })).map(([list, rows]) =>
  list.map(({ type, scale, cells }, index) => ({
    field: (type === 'decimal' ? { name: `c${index}`, type, scale } : { name: `c${index}`, type }) as exporting.Field,
    cells: cells
      .slice(0, rows)
      .map((cell) => (type === 'decimal' && cell !== null ? decimalText(cell as bigint, scale) : cell)),
  })),
);

type Columns = { field: exporting.Field; cells: unknown[] }[];
const rowsOf = (given: Columns) =>
  Array.from({ length: given[0]?.cells.length ?? 0 }, (_, row) =>
    Object.fromEntries(given.map(({ field, cells }) => [field.name, cells[row]])),
  );

describe('for all tables', () => {
  const check = (property: (given: Columns) => Promise<void>) =>
    fc.assert(fc.asyncProperty(columns, property), { seed: 20261120, numRuns: 300 });

  it('rows with a schema are the same rows again', () =>
    check(async (given) => {
      const rows = rowsOf(given);
      const schema = given.map(({ field }) => field);
      const { table, report } = await tableFrom(rows, { schema });
      expect(table.schema).toEqual(schema);
      expect([...table.rows()]).toEqual(rows);
      expect((await tableFrom(table.rows(), { schema })).table).toEqual(table);
      expect(report.map(({ nulls }) => nulls)).toEqual(table.columns.map(({ nullCount }) => nullCount));
      // Arrays of cells, and columns of values, make the very same memory.
      const arrays = rows.map((row) => Object.values(row));
      expect(memory((await tableFrom(arrays, { schema })).table)).toEqual(memory(table));
      const inputs = given.map(({ field, cells }) => ({ ...field, values: cells }) as exporting.ColumnInput);
      expect(memory(await tableOf(inputs))).toEqual(memory(table));
    }));

  it('their memory makes the same table again', () =>
    check(async (given) => {
      const { table } = await tableFrom(rowsOf(given), { schema: given.map(({ field }) => field) });
      const again = await tableOf(inputsOf(table));
      expect(memory(again)).toEqual(memory(table));
      expect([...again.rows({ timestamps: 'microseconds' })]).toEqual([...table.rows({ timestamps: 'microseconds' })]);
    }));

  it('a slice has the rows between, and is a table of its own', () =>
    fc.assert(
      fc.asyncProperty(columns, fc.nat(80), fc.nat(80), async (given, from, to) => {
        const { table } = await tableFrom(rowsOf(given), { schema: given.map(({ field }) => field) });
        const slice = table.slice(from, to);
        const rows = [...table.rows()].slice(from, Math.max(from, to));
        expect([...slice.rows()]).toEqual(rows);
        expect([...(await tableOf(inputsOf(slice))).rows()]).toEqual(given.length ? rows : []);
        expect(slice.columns.map(({ nullCount }) => nullCount)).toEqual(
          slice.columns.map((column) => [...column].filter((value) => value === null).length),
        );
      }),
      { seed: 20261120, numRuns: 300 },
    ));
});

describe('for all cells', () => {
  const cell = fc.oneof(
    ...[fc.integer(), fc.double(), fc.bigInt(), fc.boolean(), fc.date(dates), fc.constantFrom(null, undefined, '')],
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('1', '-12.50', '00123', 'true', '2026-01-31', '2026-01-31T12:30:00.5Z', '9007199254740993', '1e5'),
  );

  it('inference keeps every value', () =>
    fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 8 }), async (cells) => {
        const { table, report } = await tableFrom(
          cells.map((c) => [c]),
          { columns: ['c'] },
        );
        const { type, confidence, disagreeing } = report[0] as exporting.ColumnReport;
        for (const [row, value] of [...table.column('c')].entries()) {
          expect(same(cells[row], value, type), `row ${row} of ${type}`).toBe(true);
        }
        const given = cells.filter((value) => value !== null && value !== undefined && value !== '').length;
        expect(confidence * given).toBeCloseTo(given - disagreeing.count);
        expect(disagreeing.rows.length).toBe(disagreeing.count);
      }),
      { seed: 20261120, numRuns: 2000 },
    ));

  /** Whether a cell says the same as the value that it became. */
  function same(cell: unknown, value: unknown, type: Type): boolean {
    if (cell === null || cell === undefined) return value === null;
    if (cell === '') return value === (type === 'string' ? '' : null);
    if (Object.is(cell, value)) return true;
    if (cell instanceof Date)
      return (value instanceof Date ? value.getTime() : Date.parse(String(value))) === cell.getTime();
    if (value instanceof Date) return Date.parse(String(cell)) === value.getTime();
    if (type === 'string') return String(cell) === value;
    if (type === 'boolean') return String(cell) === String(value);
    if (type === 'decimal')
      return (
        String(cell)
          .replace(/^-?\d+$/, '$&.')
          .padEnd(String(value).length, '0') === value || String(cell) === value
      );
    return String(cell) === String(value);
  }
});

/** What a table's columns lie in. */
function memory({ columns }: exporting.Table): unknown {
  return columns.map(({ name, type, scale, values, validity, offsets, dictionary }) => [
    ...[name, type, scale, values, validity, offsets, dictionary],
  ]);
}

/** A table's columns for `tableOf`. */
function inputsOf({ columns, length }: exporting.Table): exporting.ColumnInput[] {
  const parts = ({ type, scale, validity, offsets, dictionary }: exporting.TableColumn) => ({
    ...(type === 'decimal' && { scale }),
    ...(type === 'boolean' && { length }),
    ...(validity && { validity }),
    ...(offsets && { offsets }),
    ...(dictionary && { dictionary }),
  });
  return columns.map((column) => ({
    ...{ name: column.name, type: column.type, values: column.values },
    ...parts(column),
  })) as exporting.ColumnInput[];
}
