/** Tables in workbooks: the same file as of the same columns, by hand. */
import { export as exporting } from 'clinicore';
import Excel from 'exceljs';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { tableFrom, tableOf } = exporting;
const xlsx = (sheets: exporting.TableSheet[] | exporting.Sheet[]) => exporting.xlsx(sheets).toBuffer();

const schema: exporting.Field[] = [
  { name: 'number', type: 'string' },
  { name: 'sphere', type: 'float64' },
  { name: 'age', type: 'int32' },
  { name: 'id', type: 'int64' },
  { name: 'paid', type: 'boolean' },
  { name: 'visit', type: 'date' },
  { name: 'seen', type: 'timestamp' },
  { name: 'total', type: 'decimal', scale: 2 },
  { name: 'eye', type: 'category' },
];
/** Rows, some cells of which have no value: more than are gathered at a time. */
const rows = Array.from({ length: 5000 }, (_, i) =>
  [
    `00${i} é😀`,
    i / 4,
    i,
    123_456_789_012_345n - BigInt(i),
    i % 2 === 0,
    new Date(Date.UTC(2024, 0, 1 + (i % 900))).toISOString().slice(0, 10),
    new Date(1.7e12 + i * 1001),
    `${i}.${i % 10}5`,
    ['left', 'right'][i % 2],
  ].map((cell, column) => ((i + column) % 5 ? cell : null)),
);

describe.each(backends)('a table in a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('is written as the same columns are', async () => {
    const { table } = await tableFrom(rows, { schema });
    const cells = (column: number) => rows.map((row) => row[column]) as never[];
    const cents = (cell: unknown) => (cell === null ? null : BigInt(String(cell).replace('.', '')));
    const columns: exporting.Column[] = [
      { header: 'number', type: 'string', values: cells(0) },
      { header: 'sphere', type: 'float64', values: cells(1), format: '0.00' },
      { header: 'age', type: 'int32', values: cells(2) },
      { header: 'id', type: 'decimal', scale: 0, values: cells(3) },
      { header: 'paid', type: 'boolean', values: cells(4) },
      { header: 'visit', type: 'date', values: cells(5), format: 'dd/mm/yyyy' },
      { header: 'seen', type: 'timestamp', values: cells(6) },
      { header: 'total', type: 'decimal', scale: 2, values: cells(7).map(cents) },
      { header: 'eye', type: 'string', values: cells(8) },
    ];
    const formats = { sphere: '0.00', visit: 'dd/mm/yyyy' };
    const [ofTable, ofColumns] = await Promise.all([
      xlsx([{ name: 'S', table, formats }]),
      xlsx([{ name: 'S', columns }]),
    ]);
    expect(ofTable.equals(ofColumns)).toBe(true);
  });

  it('may be a slice, or have no rows', async () => {
    const { table } = await tableFrom(rows, { schema });
    const file = await xlsx([
      { name: 'Page', table: table.slice(4001, 4003), freezeHeader: false },
      { name: 'None', table: table.slice(0, 0) },
    ]);
    const workbook = new Excel.Workbook();
    await workbook.xlsx.load(file as never);
    const sheet = workbook.getWorksheet('Page') as Excel.Worksheet;
    expect([sheet.rowCount, workbook.getWorksheet('None')?.rowCount]).toEqual([3, 1]);
    expect((sheet.getRow(2).values as unknown[]).slice(1, 4)).toEqual(['004001 é😀', 1000.25, 4001]);
  });

  it('is refused where Excel cannot hold it, at its row', async () => {
    const write = async (...columns: exporting.ColumnInput[]) => xlsx([{ name: 'S', table: await tableOf(columns) }]);
    const first: exporting.ColumnInput = { name: 'a', type: 'int32', values: [1, 2] };
    const refused: exporting.ColumnInput[] = [
      { name: 'b', type: 'float64', values: [1, Number.NaN] },
      { name: 'b', type: 'int64', values: [1n, 10n ** 15n] },
      { name: 'b', type: 'decimal', scale: 2, values: ['1', '10000000000000.00'] },
      { name: 'b', type: 'date', values: ['1900-01-01', '1899-12-31'] },
      { name: 'b', type: 'timestamp', values: [new Date(0), '0001-01-01T00:00Z'] },
    ];
    for (const column of refused) {
      expect(await failure(() => write(first, column))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'sheets[0].table.columns[1]', sheet: 0, column: 1, row: 1 },
      });
    }
    expect(await failure(() => write({ name: 'b', type: 'string', values: ['x'.repeat(32_768)] }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
    });
    const wide: exporting.ColumnInput = { name: 'b', type: 'decimal', scale: 16, values: ['0'] };
    expect(await failure(() => write(wide))).toMatchObject({ details: { argument: 'sheets[0].table.columns[0]' } });
    expect(await failure(() => write({ name: '', type: 'int32', values: [1] }))).toMatchObject({
      details: { argument: 'sheets[0].table.columns[0].name' },
    });
    expect(await failure(() => write())).toMatchObject({ details: { argument: 'sheets[0].table' } });
  });

  it('is told from what only looks like one', async () => {
    const table = await tableOf([{ name: 'a', type: 'int32', values: [1] }]);
    const wrong: object[] = [
      { table: { ...table } },
      { table: Object.create(table) },
      { table, columns: [] },
      { table, formats: { b: '0' } },
      { table, formats: { a: 'nonsense' } },
      { columns: [{ type: 'int32', header: 'a', values: [1] }], formats: {} },
    ];
    for (const sheet of wrong) {
      const said = await failure(() => xlsx([{ name: 'S', ...sheet } as exporting.TableSheet]));
      expect(said).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
      expect(said.message).toMatch(/^sheets\[0\]\.(table|columns|formats)/);
    }
  });
});
