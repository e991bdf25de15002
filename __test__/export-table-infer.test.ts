/** What type the cells of a column make it, and what the report says. */
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const { tableFrom } = exporting;

async function infer(cells: unknown[]) {
  const { table, report } = await tableFrom(
    cells.map((c) => [c]),
    { columns: ['c'] },
  );
  return { values: [...table.column('c')], ...(report[0] as exporting.ColumnReport) };
}

describe('a column is', () => {
  it.each([
    ['int32', [1, -(2 ** 31), null], [1, -(2 ** 31), null]],
    ['int32', ['12', '-7', '', '0'], [12, -7, null, 0]],
    ['int32', [1, '2'], [1, 2]],
    ['float64', [1, 2 ** 31], [1, 2 ** 31]],
    ['float64', [1.5, 2, Number.NaN], [1.5, 2, Number.NaN]],
    ['float64', [1, -0], [1, -0]],
    ['float64', [2 ** 53], [2 ** 53]],
    ['int64', [1n, 2n], [1n, 2n]],
    ['int64', ['9007199254740993', '1'], [9007199254740993n, 1n]],
    ['int64', [3_000_000_000, '1', -5n], [3_000_000_000n, 1n, -5n]],
    ['boolean', [true, null, false], [true, null, false]],
    ['boolean', ['true', 'False', 'TRUE'], [true, false, true]],
    ['date', ['2026-01-31', '', '1850-01-01'], ['2026-01-31', null, '1850-01-01']],
    ['timestamp', [new Date(5), '1970-01-01T00:00:00Z'], [new Date(5), new Date(0)]],
    ['timestamp', ['2026-01-31T12:30+01:00'], [new Date('2026-01-31T11:30:00Z')]],
    ['string', ['abc', '', '12'], ['abc', '', '12']],
  ] as [string, unknown[], unknown[]][])('%s for %o', async (type, cells, values) => {
    const given = await infer(cells);
    expect([given.type, given.likely, given.values]).toEqual([type, type, values]);
    expect([given.confidence, given.disagreeing]).toEqual([1, { count: 0, rows: [] }]);
  });

  it('a decimal of the longest scale for money', async () => {
    expect(await infer(['12.30', '-5', '0.005', 7, null])).toMatchObject({
      ...{ type: 'decimal', scale: 3, nulls: 1, confidence: 1 },
      values: ['12.300', '-5.000', '0.005', '7.000', null],
    });
  });

  it.each([
    ['leading zeros', ['00123', '00124']],
    ['an exponent', ['1e5', '2E7']],
    ['a decimal comma', ['1,5', '2,75']],
    ['separators of thousands', ['1 000', '1.000.000']],
    ['signs and points of their own', ['+5', '.5', '5.', '-']],
    ['days that are none', ['2026-02-30', '2026-13-01', '31.01.2026', '01/02/2026']],
    ['times without a zone', ['2026-01-31T12:30:00', '2026-01-31 12:30']],
    ['more digits than a decimal has', ['0.1234567890123456789', '1234567890123456789.5']],
    ['more than 64 bits', ['9223372036854775808', '-9223372036854775809']],
    ['yes and no', ['yes', 'no', 'T']],
    ['spaces around', [' 1', '2 ']],
  ])('text for %s', async (_, cells) => {
    expect(await infer(cells)).toMatchObject({ type: 'string', likely: 'string', confidence: 1, values: cells });
  });

  it('text if its cells are mixed, and says which rows are to blame', async () => {
    expect(await infer([1, 2, 'n/a', 4, '', 'n/a', 7])).toMatchObject({
      ...{ type: 'string', likely: 'int32', nulls: 0, confidence: 4 / 6 },
      disagreeing: { count: 2, rows: [2, 5] },
      values: ['1', '2', 'n/a', '4', '', 'n/a', '7'],
    });
    expect(await infer(['123', '456', '00123'])).toMatchObject({
      ...{ type: 'string', likely: 'int32', disagreeing: { count: 1, rows: [2] } },
    });
    expect(await infer(['a', 'b', true, new Date(0), 2n ** 70n, -1.5])).toMatchObject({
      ...{ type: 'string', likely: 'string', disagreeing: { count: 4, rows: [2, 3, 4, 5] } },
      values: ['a', 'b', 'true', '1970-01-01T00:00:00.000Z', String(2n ** 70n), '-1.5'],
    });
    // Each fits, but not both with the same scale.
    expect(await infer(['1234567890123456.1', '0.12345'])).toMatchObject({ type: 'string', likely: 'string' });
  });

  it('text without confidence if no row has a value', async () => {
    expect(await infer([null, undefined, ''])).toMatchObject({ type: 'string', nulls: 2, confidence: 0 });
  });
});

describe('the report', () => {
  it('lists the first 100 rows and counts all', async () => {
    const { disagreeing } = await infer(Array.from({ length: 1000 }, (_, i) => (i % 4 ? i : `x${i}`)));
    expect(disagreeing.count).toBe(250);
    expect(disagreeing.rows).toEqual(Array.from({ length: 100 }, (_, i) => 4 * i));
  });

  it('lists cells that lost their value, with and without a schema', async () => {
    const rows = [{ a: 1 }, { a: {} }, { a: 'x\ud800' }, { a: 'y' }, { a: 3 }, { a: () => 1 }];
    const wide = await tableFrom(rows, { onBadCell: 'null' });
    expect([...wide.table.column('a')]).toEqual(['1', null, null, 'y', '3', null]);
    expect(wide.report).toEqual([
      {
        ...{ name: 'a', type: 'string', nulls: 3, likely: 'string', confidence: 1 / 6 },
        disagreeing: { count: 5, rows: [0, 1, 2, 4, 5] },
      },
    ]);
    const narrow = await tableFrom(rows, { onBadCell: 'null', schema: [{ name: 'a', type: 'int32' }] });
    expect([...narrow.table.column('a')]).toEqual([1, null, null, null, 3, null]);
    expect(narrow.report).toEqual([
      {
        ...{ name: 'a', type: 'int32', nulls: 4, likely: 'int32', confidence: 2 / 6 },
        disagreeing: { count: 4, rows: [1, 2, 3, 5] },
      },
    ]);
  });

  it('takes columns that appear late, in order', async () => {
    const { table, report } = await tableFrom([{ b: 1 }, { a: 'x', b: 2 }, {}, { c: true, a: null }]);
    expect(report.map(({ name, nulls }) => [name, nulls])).toEqual([
      ['b', 2],
      ['a', 3],
      ['c', 3],
    ]);
    expect([...table.rows()]).toEqual([
      { b: 1, a: null, c: null },
      { b: 2, a: 'x', c: null },
      { b: null, a: null, c: null },
      { b: null, a: null, c: true },
    ]);
  });

  it('names no bad cell, only where it is', async () => {
    const said = await failure(() => tableFrom([{ a: 'ok' }, { a: { name: 'Jana' } }]));
    expect(said).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'rows', row: 1, column: 0 } });
    expect(JSON.stringify(said)).not.toContain('Jana');
  });
});
