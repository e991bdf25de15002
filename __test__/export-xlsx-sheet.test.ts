import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { type Column, cellValues, one, parts, rawCells, read, sheetXml, text, write } from './export-xlsx';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/export/serials.json'), 'utf8'));

describe.each(backends)('sheets of a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('writes formats, widths, header style, freeze, filter and properties', async () => {
    const file = await write(
      [
        {
          name: "O'Neil & <Co>",
          columns: [
            {
              type: 'decimal',
              header: 'Total',
              scale: 2,
              values: [1],
              format: '"₹"#,##0.00;[Red]-"₹"#,##0.00',
              width: 14,
            },
            { type: 'date', header: 'Day', values: ['2026-01-31'] },
            { type: 'float64', header: 'n', values: [1] },
          ],
        },
        { name: 'Plain', columns: [text()], freezeHeader: false, autoFilter: false },
      ],
      { title: 'March <ledger>', author: 'Dr. Ä', created: new Date('2026-01-31T12:00:00.999Z') },
    );
    const workbook = await read(file);
    const [sheet, plain] = workbook.worksheets;
    expect(workbook).toMatchObject({
      title: 'March <ledger>',
      creator: 'Dr. Ä',
      created: new Date('2026-01-31T12:00:00Z'),
    });
    expect(sheet?.name).toBe("O'Neil & <Co>");
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', xSplit: 0, ySplit: 1 });
    expect(sheet?.autoFilter).toBe('A1:C2');
    expect(['A2', 'B2', 'C2', 'A1'].map((cell) => sheet?.getCell(cell).numFmt)).toEqual([
      '"₹"#,##0.00;[Red]-"₹"#,##0.00',
      'yyyy-mm-dd',
      undefined,
      undefined,
    ]);
    expect(sheet?.getCell('B1')).toMatchObject({ font: { bold: true }, fill: { pattern: 'solid' } });
    // Excel stores 14 characters as 14.7109375: 5 pixels of padding at 7 pixels a digit.
    expect(sheet?.getColumn(1).width).toBe(14.7109375);
    expect(plain?.views[0]?.state).toBe('normal');
    expect(plain?.autoFilter).toBeFalsy();
    const names = parts(file)['xl/workbook.xml'];
    expect(names).toContain(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'O''Neil &amp; &lt;Co&gt;'!$A$1:$C$2</definedName>`,
    );
  });

  it('gives columns the width of what they show', async () => {
    const xml = await sheetXml(
      { ...text('x'.repeat(30), 'y'), header: 'long' } as Column,
      { ...text('x'.repeat(300), 'y'), header: 'longer' } as Column,
      { type: 'decimal', header: 'total', scale: 2, values: [1, -999_999_999_999_999] },
      { type: 'timestamp', header: 'at', values: [0, null] },
      { type: 'int32', header: 'a long header', values: [1, 2] },
      { type: 'date', header: 'day', values: [null, null], format: 'dddd, d mmmm yyyy' },
    );
    const widths = [...xml.matchAll(/ width="([\d.]+)"/g)].map(([, width]) => Math.floor(Number(width)));
    // 9,999,999,999,999.99 with its sign; 2026-11-20 11:30:15; Wednesday, 30 September 2026
    expect(widths).toEqual(
      [32, 60, 23, 21, 17, 29].map((n) => expect.toSatisfy((width: number) => width >= n - 1 && width <= n + 2)),
    );
  });

  it('names columns as Excel does, to the last', async () => {
    const columns = Array.from({ length: 16_384 }, (_, i): Column => ({ type: 'int32', header: `h${i}`, values: [i] }));
    const cells = rawCells(await sheetXml(...columns));
    for (const [number, letters] of Object.entries<string>(golden.letters)) {
      expect(cells[`${letters}2`]).toBe(String(Number(number) - 1));
    }
  });

  it('writes a sheet without rows as its header', async () => {
    const workbook = await read(await write(one(text(), { type: 'int32', header: 'b', values: [] })));
    expect(cellValues(workbook.getWorksheet('S'))).toEqual([['a', 'b']]);
    expect(workbook.getWorksheet('S')?.autoFilter).toBe('A1:B1');
  });

  it.each(['', 'x'.repeat(32), 'a/b', 'a\\b', 'a?', '*', '[a', 'a]', 'a:b', "'a", "a'", 'History', 'a\nb', 5])(
    'refuses the sheet name %j',
    async (sheetName) => {
      const failed = await failure(() => write([{ name: sheetName as string, columns: [text()] }]));
      expect(failed).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'sheets[0].name' } });
    },
  );

  it.each([
    'General',
    '0',
    '#,##0.00;[Red]-#,##0.00;"-"??;@',
    '[$₹-4009] #,##0.00',
    '€ 0.00',
    'dd/mm/yyyy hh:mm:ss',
    '[h]:mm',
    'h:mm AM/PM',
    '0.00E+00',
    '# ?/?',
    '0.0 "kg"',
    '[>=100]0;0.0',
    '_(* #,##0_)',
    '\\x0',
    '0%',
  ])('takes the number format %j', async (format) => {
    const file = parts(await write(one({ type: 'float64', header: 'a', values: [1], format })));
    const codes = [...(file['xl/styles.xml'] as string).matchAll(/formatCode="([^"]*)"/g)].map(([, code]) => code);
    expect(codes).toEqual(format === 'General' ? [] : [format.replaceAll('"', '&quot;').replaceAll('>', '&gt;')]);
  });

  it.each(['', '"open', '0 kg', '[Pink]0', '[0', '0]', '0;0;0;0;0', 'Total', '0\n', '0\\', 5])(
    'refuses the number format %j',
    async (format) => {
      const failed = await failure(() => write(one({ ...text(), format } as Column)));
      expect(failed).toMatchObject({ details: { argument: 'sheets[0].columns[0].format' } });
    },
  );
});
