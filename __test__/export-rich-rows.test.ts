/** The rows of a table on a rich sheet: what is written straight from its memory is what the same values in arrays give. */
import { export as exporting } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { type Rich, type Sheets, write } from './export-rich';

const COUNT = 7_000;
const at = <T>(value: (row: number) => T, nullAt: number): (T | null)[] =>
  Array.from({ length: COUNT }, (_, row) => (row % nullAt === 0 ? null : value(row)));

/** A column as a table has it, and as a sheet takes it. */
const COLUMNS = [
  ['plain', 'string', 'string', Array.from({ length: COUNT }, (_, row) => `Nº ${row}`)],
  ['patient', 'string', 'string', at((row) => ['Łukasz', '李', '', '😀 = x', '=1+1'][row % 5] as string, 7)],
  ['eye', 'category', 'string', at((row) => ['right', 'left', 'beide Äugen'][row % 3] as string, 5)],
  ['pieces', 'int32', 'int32', at((row) => row - 3_000, 11)],
  ['sphere', 'float64', 'float64', at((row) => row / 8 - 100, 3)],
  ['number', 'int64', 'decimal', at((row) => BigInt(row) * 99_999_999_999n, 13)],
  ['price', 'decimal', 'decimal', at((row) => BigInt(row) * -199n, 2)],
  ['paid', 'boolean', 'boolean', at((row) => row % 2 === 1, 17)],
  ['day', 'date', 'date', at((row) => new Date(Date.UTC(1999, 11, 31 + row)), 19)],
  ['moment', 'timestamp', 'timestamp', at((row) => new Date(Date.UTC(2026, 0, 1) + row * 61_001), 23)],
] as const;
const scaleOf = (name: string) => (name === 'price' ? { scale: 2 } : {});
const rows = Array.from({ length: COUNT }, (_, row) =>
  Object.fromEntries(
    COLUMNS.map(([name, type, , values]) => {
      const value = values[row] as unknown;
      // Rows say what a decimal is, arrays its units.
      if (type === 'decimal' && value !== null) return [name, (Number(value) / 100).toFixed(2)];
      return [name, value];
    }),
  ),
);
const more = { name: 'S', zoom: 90, tables: [{ name: 'T', totals: { price: 'sum', eye: 'count' } }] };
const rich = (table: exporting.Table): Sheets => [{ ...more, table } as Rich];

describe.each(backends)('rows of a table on a rich sheet (%s)', (backend) => {
  let table: exporting.Table;
  beforeAll(async () => {
    useBackend(backend);
    const schema = COLUMNS.map(([name, type]) => ({ name, type, ...scaleOf(name) }));
    table = (await exporting.tableFrom(rows, { schema: schema as exporting.Field[] })).table;
  });

  it('are the cells of the same values in arrays, whichever rows they are', async () => {
    for (const [from, to] of [
      [0, COUNT],
      [1_003, 2_500],
    ] as const) {
      const columns = COLUMNS.map(([header, , type, values]) => {
        return {
          header,
          type,
          values: values.slice(from, to),
          ...(type === 'decimal' && { scale: 0 }),
          ...scaleOf(header),
        };
      });
      const inArrays = await write([{ ...more, columns } as Rich]);
      expect((await write(rich(table.slice(from, to)))).equals(inArrays)).toBe(true);
    }
  });

  it('without a value are empty, whatever bytes stand there', async () => {
    const column = { name: 'a', type: 'string' as const, values: Buffer.from('onetwothree') };
    const offsets = Int32Array.of(0, 3, 6, 11);
    const hidden = await exporting.tableOf([{ ...column, offsets, validity: Uint8Array.of(0b101) }]);
    const plain = await exporting.tableOf([{ name: 'a', type: 'string', values: ['one', null, 'three'] }]);
    const sheet = (table: exporting.Table): Sheets => [{ name: 'S', zoom: 90, table } as Rich];
    expect((await write(sheet(hidden))).equals(await write(sheet(plain)))).toBe(true);
  });

  it('hold as many characters as a cell may, however many bytes these are, and no more', async () => {
    const sheet = (table: exporting.Table): Sheets => [{ name: 'S', zoom: 90, table } as Rich];
    const texts = (type: 'string' | 'category', length: number) =>
      exporting.tableOf([{ name: 'a', type, values: ['x', 'ü'.repeat(length)] }]);
    for (const type of ['string', 'category'] as const) {
      expect((await write(sheet(await texts(type, 32_767)))).length).toBeGreaterThan(1_000);
      const { code, details } = await failure(async () => write(sheet(await texts(type, 32_768))));
      expect(code).toBe('ERR_LIMIT_EXCEEDED');
      expect(details).toMatchObject({ sheet: 0, column: 0, row: 1, limit: 32_767, given: 32_768 });
    }
  });

  it('are refused where Excel has not their digits', async () => {
    const values = BigInt64Array.from({ length: COUNT }, (_, row) => (row === 6_543 ? 10n ** 15n : 1n));
    const wide = await exporting.tableOf([{ name: 'a', type: 'int64', values }]);
    const { code, details } = await failure(() => write([{ name: 'S', zoom: 90, table: wide } as Rich]));
    expect(code).toBe('ERR_INVALID_ARGUMENT');
    expect(details).toMatchObject({ sheet: 0, column: 0, row: 6_543 });
  });
});
