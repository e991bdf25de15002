/** Excel tables, filters, merged ranges, what stays in sight, and widths. */
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { parts, type Rich, readSheet, sheet, sheetXml, write } from './export-rich';

const columns: Extract<Rich, { columns: unknown }>['columns'] = [
  { type: 'string', header: "it's [a] #1", values: ['a', 'b', null] },
  { type: 'decimal', header: 'sum', scale: 2, values: [110, 220, 440] },
  { type: 'float64', header: 'var', values: [1, 2, 4] },
  { type: 'float64', header: 'none', values: [null, null, null] },
];

const tableXml = async (more: object): Promise<string> =>
  parts(await write([{ name: 'S', columns, ...more } as Rich]))['xl/tables/table1.xml'] as string;

describe.each(backends)('tables of Excel (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('makes a table of the data, with totals that are right before anyone calculates', async () => {
    const totals = { "it's [a] #1": 'count', sum: 'sum', var: 'stdDev', none: 'average' } as const;
    const own = await readSheet([{ name: 'S', columns, start: 'B2', tables: [{ name: 'Sales', totals }] }]);
    const results = ['B6', 'C6', 'D6', 'E6'].map((at) => own.getCell(at).value);
    expect(results[0]).toEqual({ formula: "SUBTOTAL(103,[it''s '[a'] '#1])", result: 2 });
    expect(results[1]).toEqual({ formula: 'SUBTOTAL(109,[sum])', result: 7.7 });
    // Of 1, 2 and 4: the mean is 7/3, the squares 14/3.
    expect((results[2] as { result: number }).result).toBeCloseTo(Math.sqrt(14 / 3 / 2), 12);
    expect(results[3]).toMatchObject({ result: { error: '#DIV/0!' } });
    expect(own.getCell('C6').numFmt).toBe('0.00');
  });

  it('says how it looks', async () => {
    const xml = await tableXml({
      tables: [{ name: 'T', style: 'TableStyleDark3', filter: false, bandedRows: false, lastColumn: true }],
    });
    expect(xml).toMatch(/ref="A1:D4"/);
    expect(xml).not.toMatch(/<autoFilter/);
    expect(xml).toMatch(/name="TableStyleDark3" showFirstColumn="0" showLastColumn="1" showRowStripes="0"/);
    expect(await tableXml({ tables: [{ name: 'T', style: null }] })).not.toMatch(/<tableStyleInfo name/);
  });

  it('takes other functions, labels and formulas as totals', async () => {
    const xml = await tableXml({
      tables: [
        {
          name: 'T',
          totals: { sum: { formula: 'MAX([sum])*2', result: 8.8 }, var: 'countNumbers', none: { label: '<all>' } },
        },
      ],
    });
    expect(xml).toMatch(/totalsRowFunction="custom"/);
    expect(xml).toMatch(/<totalsRowFormula>MAX\(\[sum\]\)\*2<\/totalsRowFormula>/);
    expect(xml).toMatch(/totalsRowFunction="countNums"/);
    expect(xml).toMatch(/totalsRowLabel="&lt;all&gt;"/);
  });

  it('makes tables of cells, beside the data', async () => {
    const cells = ['n', 'x'].flatMap((name, column) =>
      [name, column + 1, column + 3].map((value, row) => ({ at: { row: row + 5, column: column + 6 }, value })),
    );
    const tables = [{ name: 'Beside', range: 'G6:H8', totals: { x: 'sum' as const } }];
    const own = await readSheet([{ name: 'S', columns, cells, tables }]);
    expect(own.getCell('H9').value).toEqual({ formula: 'SUBTOTAL(109,[x])', result: 6 });
    expect(own.autoFilter).toBe('A1:D4');
  });

  it('filters the data, or a range; not twice where a table does', async () => {
    expect((await readSheet([{ name: 'S', columns, start: 'A3', gridlines: false }])).autoFilter).toBe('A3:D6');
    expect((await readSheet(sheet({ autoFilter: 'B2:C9' }))).autoFilter).toBe('B2:C9');
    expect((await readSheet([{ name: 'S', columns, gridlines: false, autoFilter: false }])).autoFilter).toBeFalsy();
    const xml = await sheetXml([{ name: 'S', columns, tables: [{ name: 'T' }] }]);
    expect(xml).not.toMatch(/<autoFilter/);
  });

  it('merges ranges, in the style of their first cell', async () => {
    const cells = [{ at: 'A1', value: 'Title', style: { fill: '#EEEEEE' } }];
    const own = await readSheet(sheet({ cells, merges: ['A1:C2', { from: 'E1', to: { row: 0, column: 6 } }] }));
    expect(own.getCell('C2').master.address).toBe('A1');
    expect(own.getCell('G1').master.address).toBe('E1');
    expect(own.getCell('B2').fill).toMatchObject({ fgColor: { argb: 'FFEEEEEE' } });
  });

  it('keeps rows and columns in sight', async () => {
    const own = await readSheet(sheet({ freeze: { rows: 2, columns: 3 } }));
    expect(own.views[0]).toMatchObject({ state: 'frozen', xSplit: 3, ySplit: 2, topLeftCell: 'D3' });
    const side = await readSheet([{ name: 'S', columns, freeze: { columns: 1 } }]);
    expect(side.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 });
  });

  it('fits columns to what they hold', async () => {
    const long = 'x'.repeat(40);
    const values = [...Array.from({ length: 20_000 }, () => 'short'), long];
    const one = { type: 'string' as const, header: 'h', values };
    const width = async (more: object) => {
      const own = await readSheet([{ name: 'S', columns: [one], gridlines: false, ...more } as Rich]);
      return own.getColumn(1).width as number;
    };
    expect(await width({ autofit: true })).toBeGreaterThan(41);
    expect(await width({})).toBeLessThan(12);
    expect(await width({ columnLayout: [{ columns: 'A', width: 20 }] })).toBeCloseTo(20.71, 1);
    const cells = await readSheet(sheet({ autofit: true, cells: [{ at: 'C1', value: `${long}\nx` }] }));
    expect(cells.getColumn(3).width).toBeGreaterThan(41);
  });
});
