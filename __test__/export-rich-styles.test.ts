/** Styles, number formats by locale, the theme. */
import type { export as exporting } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { parts, readSheet, sheet, write } from './export-rich';

const styled = async (style: object, value: number | string = 1) =>
  (await readSheet(sheet({ cells: [{ at: 'A1', value, style }] }))).getCell('A1');

describe.each(backends)('styles (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('has fonts, fills, borders and alignment', async () => {
    const cell = await styled({
      ...{ bold: true, italic: true, strikethrough: true, underline: 'double', font: 'Arial', size: 14 },
      ...{ color: '#0f6277', fill: '#ffeecc', align: 'right', verticalAlign: 'center', wrap: true, indent: 2 },
      ...{ border: { top: 'thin', bottom: { line: 'double', color: '#FF0000' } }, locked: false, hideFormula: true },
    });
    const font = { bold: true, italic: true, strike: true, underline: 'double', name: 'Arial', size: 14 };
    expect(cell.font).toMatchObject({ ...font, color: { argb: 'FF0F6277' } });
    expect(cell.fill).toMatchObject({ type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFEECC' } });
    expect(cell.border.top?.style).toBe('thin');
    expect(cell.border.bottom).toMatchObject({ style: 'double', color: { argb: 'FFFF0000' } });
    expect(cell.border.left?.style).toBeUndefined();
    expect(cell.alignment).toMatchObject({ horizontal: 'right', vertical: 'middle', wrapText: true, indent: 2 });
    expect(cell.protection).toMatchObject({ locked: false, hidden: true });
  });

  it('turns texts, makes them fit, and puts them above and below the line', async () => {
    expect((await styled({ rotation: -30, shrink: true })).alignment).toMatchObject({
      textRotation: -30,
      shrinkToFit: true,
    });
    expect((await styled({ script: 'superscript' })).font.vertAlign).toBe('superscript');
  });

  it.each([
    [{ currency: 'EUR', locale: 'de-DE' }, '#,##0.00\\ [$€-407];-#,##0.00\\ [$€-407]'],
    [{ currency: 'USD', locale: 'en-US', negative: 'red' }, '[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00'],
    [{ currency: 'JPY', locale: 'ja-JP', decimals: 0, negative: 'parentheses' }, '[$￥-411]#,##0_);([$￥-411]#,##0)'],
    [{ currency: 'CHF', locale: 'de-CH' }, '[$CHF-807]\\ #,##0.00;-[$CHF-807]\\ #,##0.00'],
    [{ date: 'short', locale: 'de-DE' }, '[$-407]dd\\.mm\\.yyyy'],
    [{ date: 'short', locale: 'en-US', time: true }, '[$-409]mm/dd/yyyy hh:mm'],
    [{ date: 'long', locale: 'fr' }, '[$-40C]d mmmm yyyy'],
    [{ date: 'long', locale: 'es-ES' }, '[$-C0A]d" de "mmmm" de "yyyy'],
    [{ decimals: 3 }, '#,##0.000'],
    [{ decimals: 4, grouping: false }, '0.0000'],
    [{ percent: 1 }, '0.0%'],
    ['0.0" dpt"', '0.0" dpt"'],
  ])('shows numbers as %j: %s', async (numberFormat, code) => {
    const file = parts(
      await write(
        sheet({ cells: [{ at: 'A1', value: 1, style: { numberFormat: numberFormat as exporting.NumberFormat } }] }),
      ),
    );
    const found = /formatCode="([^"]*)"/.exec(file['xl/styles.xml'] as string)?.[1];
    expect(found?.replace(/&quot;/g, '"')).toBe(code);
  });

  it('lays cells over ranges, ranges over columns, and columns over the layout', async () => {
    const own = await readSheet(
      [
        {
          name: 'S',
          columns: [{ type: 'float64', header: 'n', values: [1, 2, 3] }],
          columnStyles: { n: 'money' },
          columnLayout: [{ columns: 'A:B', style: { italic: true, color: '#111111' } }],
          ranges: [
            { range: 'A2:B3', style: { fill: '#EEEEEE' } },
            { range: 'A3', style: ['money', { fill: '#DDDDDD', italic: false }] },
          ],
          cells: [
            { at: 'B3', value: 'x', style: { bold: true } },
            { at: 'B4', value: 'y' },
          ],
        },
      ],
      { styles: { money: { numberFormat: '0.00', color: '#222222' } } },
    );
    expect(own.getCell('A2').numFmt).toBe('0.00');
    expect(own.getCell('A2').font).toMatchObject({ italic: true, color: { argb: 'FF222222' } });
    expect(own.getCell('A2').fill).toMatchObject({ fgColor: { argb: 'FFEEEEEE' } });
    expect(own.getCell('A3').fill).toMatchObject({ fgColor: { argb: 'FFDDDDDD' } });
    expect(own.getCell('A3').font.italic).toBeUndefined();
    expect(own.getCell('A4').fill).not.toMatchObject({ pattern: 'solid' });
    expect(own.getCell('B2').fill).toMatchObject({ fgColor: { argb: 'FFEEEEEE' } });
    expect(own.getCell('B3').font).toMatchObject({ bold: true, italic: true, color: { argb: 'FF111111' } });
    expect(own.getCell('B4').font).toMatchObject({ italic: true });
  });

  it('has a theme: a font, a header, colours of charts', async () => {
    const sheets = sheet({ cells: undefined, columns: [{ type: 'string', header: 'h', values: ['x'] }] } as never);
    const own = await readSheet(sheets, { theme: { font: 'Arial', fontSize: 9, header: { fill: '#0F6277' } } });
    expect(own.getCell('A1').font).toMatchObject({ name: 'Arial', size: 9, bold: true });
    expect(own.getCell('A1').fill).toMatchObject({ fgColor: { argb: 'FF0F6277' } });
    const { 'xl/styles.xml': styles } = parts(await write(sheets, { theme: { font: 'Arial', fontSize: 9 } }));
    expect(styles).not.toMatch(/Calibri/);
    expect(styles).toMatch(/<font><sz val="9"\/>/);
  });
});
