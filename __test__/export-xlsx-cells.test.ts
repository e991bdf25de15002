import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { export as exporting } from 'clinicore';
import Excel from 'exceljs';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { type Column, cellValues, one, parts, rawCells, read, sheetXml, text, write } from './export-xlsx';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/export/serials.json'), 'utf8'));

describe.each(backends)('cells of a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('gives every type of cell back to another reader', async () => {
    const columns: Column[] = [
      { type: 'string', header: 'Patient', values: ['Müller, Anna', ' <Bo> & "Co" ', null, '00123'] },
      { type: 'float64', header: 'Sphere', values: [-1.25, 0.1 + 0.2, undefined, 5e-324] },
      { type: 'int32', header: 'Age', values: Int32Array.of(1, -2147483648, 2147483647, 0) },
      { type: 'boolean', header: 'Paid', values: [true, false, null, true] },
      { type: 'date', header: 'Visit', values: ['2024-02-29', new Date('2026-11-20T00:00:00Z'), null, '9999-12-31'] },
      { type: 'timestamp', header: 'Seen', values: [0, new Date('2026-11-20T11:30:15.250Z'), null, 1e12] },
      { type: 'decimal', header: 'Total', scale: 2, values: [1234, -5n, null, 999_999_999_999_999] },
      { type: 'decimal', header: 'Points', scale: 0, values: BigInt64Array.of(1n, -2n, 3n, 123456789012345n) },
    ];
    const workbook = await read(await write([{ name: 'Eyes', columns }]));
    const day = (iso: string) => new Date(iso);
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(['Eyes']);
    expect(cellValues(workbook.getWorksheet('Eyes'))).toEqual([
      ['Patient', 'Sphere', 'Age', 'Paid', 'Visit', 'Seen', 'Total', 'Points'],
      ['Müller, Anna', -1.25, 1, true, day('2024-02-29'), day('1970-01-01'), 12.34, 1],
      [
        ' <Bo> & "Co" ',
        0.30000000000000004,
        -2147483648,
        false,
        day('2026-11-20'),
        day('2026-11-20T11:30:15.250Z'),
        -0.05,
        -2,
      ],
      [undefined, undefined, 2147483647, undefined, undefined, undefined, undefined, 3],
      ['00123', 5e-324, 0, true, day('9999-12-31'), day('2001-09-09T01:46:40Z'), 9999999999999.99, 123456789012345],
    ]);
  });

  it('counts days and moments as Excel does, per openpyxl', async () => {
    const [dates, moments] = [Object.entries<number>(golden.dates), Object.entries<number>(golden.timestamps)];
    const cells = rawCells(
      await sheetXml(
        { type: 'date', header: 'd', values: dates.map(([day]) => day) },
        { type: 'date', header: 'D', values: dates.map(([day]) => new Date(day)) },
        { type: 'timestamp', header: 't', values: dates.map((_, i) => (moments[i] ? new Date(moments[i][0]) : null)) },
      ),
    );
    dates.forEach(([day, serial], i) => {
      expect([cells[`A${i + 2}`], cells[`B${i + 2}`]], day).toEqual([String(serial), String(serial)]);
    });
    // openpyxl adds days and seconds in another order: a tenth of a microsecond apart at most.
    moments.forEach(([moment, serial], i) => {
      expect(Math.abs(Number(cells[`C${i + 2}`]) - serial), moment).toBeLessThan(1e-11 * 46_000);
    });
  });

  it('writes decimals digit by digit', async () => {
    const cells = rawCells(
      await sheetXml(
        { type: 'decimal', header: 'a', scale: 2, values: [10, -29, 0, -0, 999_999_999_999_999, -5] },
        { type: 'decimal', header: 'b', scale: 15, values: [1, -1, 1_000_000_000_000, 0, 999_999_999_999_999, null] },
        { type: 'decimal', header: 'c', scale: 0, values: Int32Array.of(7, -7, 0, 1, 2, 3) },
      ),
    );
    expect([2, 3, 4, 5, 6, 7].map((row) => [cells[`A${row}`], cells[`B${row}`], cells[`C${row}`]])).toEqual([
      ['0.10', '0.000000000000001', '7'],
      ['-0.29', '-0.000000000000001', '-7'],
      ['0.00', '0.001000000000000', '0'],
      ['0.00', '0.000000000000000', '1'],
      ['9999999999999.99', '0.999999999999999', '2'],
      ['-0.05', undefined, '3'],
    ]);
  });

  it('escapes what XML cannot carry as ST_Xstring (ECMA-376 part 1, 22.9.2.19)', async () => {
    const cells = rawCells(
      await sheetXml(text('a\0\u001f', 'cr\r\n', '_x0041_', '_x0041_x0042_', '_x0041\r', '\ufffe\uffff', '_xzz_')),
    );
    expect(Array.from({ length: 7 }, (_, i) => cells[`A${i + 2}`])).toEqual([
      'a_x0000__x001F_',
      'cr_x000D_\n',
      '_x005F_x0041_',
      '_x005F_x0041_x005F_x0042_',
      '_x005F_x0041_x000D_',
      '_xFFFE__xFFFF_',
      '_xzz_',
    ]);
  });

  it('marks texts that begin like a formula as text, and leaves their value', async () => {
    const values = [
      '=1+1',
      '+49 30',
      '-',
      '@a',
      '\tb',
      '\rc',
      '\nd',
      '\0e',
      '＝1',
      '＋1',
      '－1',
      '＠1',
      'plain',
      '1-2',
      ' =1',
    ];
    const columns: Column[] = [
      { type: 'string', header: '=header', values },
      { type: 'float64', header: 'n', values: values.map(() => -1) },
    ];
    const quoted = async (options?: Parameters<typeof exporting.xlsx>[1]) => {
      const file = parts(await write(one(...columns), options));
      const xfs = [
        ...(file['xl/styles.xml'] as string).slice(file['xl/styles.xml']?.indexOf('<cellXfs')).matchAll(/<xf [^>]*>/g),
      ].map(([xf]) => xf);
      const cells = [...(file['xl/worksheets/sheet1.xml'] as string).matchAll(/<c r="([AB]\d+)"(?: s="(\d+)")?/g)];
      return cells
        .filter(([, , style]) => xfs[Number(style ?? 0)]?.includes('quotePrefix="1"'))
        .map(([, cell]) => cell);
    };
    expect(await quoted()).toEqual(['A1', ...Array.from({ length: 12 }, (_, i) => `A${i + 2}`)]);
    expect(await quoted({ escapeFormulas: false })).toEqual([]);
    const sheet = (await read(await write(one(...columns)))).getWorksheet('S');
    expect(sheet?.getCell('A2')).toMatchObject({ value: '=1+1', type: Excel.ValueType.String });
  });

  const full = 'é'.repeat(32_767);
  it('takes cells of 32,767 characters', async () => {
    expect(rawCells(await sheetXml(text(full, '👓')))).toMatchObject({ A2: full, A3: '👓' });
  });
});
