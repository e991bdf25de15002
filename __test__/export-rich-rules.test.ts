/** Conditional formats and data validation. */
import type Excel from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { type Rich, readSheet, sheet, sheetXml } from './export-rich';

const rules = async (...conditionalFormats: object[]): Promise<Record<string, unknown>[]> => {
  const own = await readSheet(sheet({ conditionalFormats } as Partial<Rich>));
  const read = (own as unknown as { conditionalFormattings: Excel.ConditionalFormattingOptions[] })
    .conditionalFormattings;
  return read.flatMap(({ rules: list }) => list as unknown as Record<string, unknown>[]);
};

const style = { fill: '#FFC7CE', color: '#9C0006', bold: true };

describe.each(backends)('conditional formats (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('compares cells', async () => {
    const range = 'B2:B9';
    const [first, second, third] = await rules(
      { range, type: 'cell', operator: 'between', value: 1, to: { date: '1900-01-31' }, style },
      {
        range,
        type: 'cell',
        operator: 'equal',
        value: 'a "b"',
        style: { italic: true, border: 'thin', numberFormat: '0.00' },
      },
      { range, type: 'cell', operator: 'lessThan', value: { formula: '$A$1*2' }, style, stop: true },
    );
    expect(first).toMatchObject({ type: 'cellIs', operator: 'between', formulae: ['1', '31'], priority: 1 });
    expect(first?.style).toMatchObject({ font: { bold: true, color: { argb: 'FF9C0006' } } });
    expect(second).toMatchObject({ type: 'cellIs', operator: 'equal', formulae: ['"a ""b"""'], priority: 2 });
    expect(third).toMatchObject({ type: 'cellIs', operator: 'lessThan', formulae: ['$A$1*2'] });
    expect(await sheetXml(sheet({ conditionalFormats: [{ range, type: 'blank', stop: true, style }] }))).toMatch(
      /stopIfTrue="1"/,
    );
  });

  it('looks at texts, ranks, averages, twins, blanks and formulas', async () => {
    const range = 'A1:C3';
    const xml = await sheetXml(
      sheet({
        conditionalFormats: [
          { range, type: 'formula', formula: '=$A1>"<"', style },
          { range, type: 'text', operator: 'contains', text: 'x"y', style },
          { range, type: 'text', operator: 'notContains', text: 'x', style },
          { range, type: 'text', operator: 'beginsWith', text: 'ab', style },
          { range, type: 'text', operator: 'endsWith', text: 'c', style },
          { range, type: 'top', rank: 3, style },
          { range, type: 'bottom', rank: 10, percent: true, style },
          { range, type: 'aboveAverage', style },
          { range, type: 'belowAverage', style },
          { range, type: 'duplicate', style },
          { range, type: 'unique', style },
          { range, type: 'blank', style },
          { range, type: 'notBlank', style },
        ],
      }),
    );
    const all = xml.replace(/&quot;/g, '"');
    const found = [...all.matchAll(/<cfRule type="(\w+)"/g)].map(([, type]) => type);
    expect(found).toEqual([
      ...['expression', 'containsText', 'notContainsText', 'beginsWith', 'endsWith', 'top10', 'top10'],
      ...['aboveAverage', 'aboveAverage', 'duplicateValues', 'uniqueValues', 'containsBlanks', 'notContainsBlanks'],
    ]);
    expect(all).toMatch(/<formula>\$A1&gt;"&lt;"<\/formula>/);
    expect(all).toMatch(/<formula>NOT\(ISERROR\(SEARCH\("x""y",A1\)\)\)<\/formula>/);
    expect(all).toMatch(/<formula>LEFT\(A1,2\)="ab"<\/formula>/);
    expect(all).toMatch(/percent="1" bottom="1" rank="10"/);
    expect(all).toMatch(/aboveAverage="0"/);
  });

  it('draws scales, bars and icons', async () => {
    const range = 'A1:A9';
    const [two, three, bar, icons] = await rules(
      { range: 'A1', type: 'colorScale', colors: ['#FFFFFF', '#63BE7B'], points: [{ number: 0 }, { percentile: 90 }] },
      { range: 'B1', type: 'colorScale', colors: ['#F8696B', '#FFEB84', '#63BE7B'] },
      { range, type: 'dataBar', color: '#638EC6' },
      { range: 'C1', type: 'iconSet', icons: '5Arrows', reverse: true },
    );
    expect(two).toMatchObject({ type: 'colorScale', color: [{ argb: 'FFFFFFFF' }, { argb: 'FF63BE7B' }] });
    expect(two?.cfvo).toEqual([
      { type: 'num', value: 0 },
      { type: 'percentile', value: 90 },
    ]);
    expect((three?.cfvo as { type: string }[] | undefined)?.map(({ type }) => type)).toEqual([
      'min',
      'percentile',
      'max',
    ]);
    expect(bar).toMatchObject({ type: 'dataBar' });
    expect(icons).toMatchObject({ type: 'iconSet', iconSet: '5Arrows', reverse: true });
    expect((icons?.cfvo as { value: number }[] | undefined)?.map(({ value }) => value)).toEqual([0, 20, 40, 60, 80]);
  });
});

describe.each(backends)('data validation (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  const at = async (cell: string, validation: object) =>
    (await readSheet(sheet({ validations: [validation], cells: [{ at: 'Z9', value: 1 }] } as Partial<Rich>))).getCell(
      cell,
    ).dataValidation;

  it('offers lists, of texts or of cells', async () => {
    expect(await at('B2', { range: 'B2:B3', type: 'list', values: ['yes', 'no "x"'] })).toMatchObject({
      type: 'list',
      formulae: ['"yes,no ""x"""'],
      allowBlank: true,
    });
    const cells = { range: 'B2', type: 'list', values: { from: 'C1:C9' }, allowBlank: false, dropdown: false };
    expect(await at('B2', cells)).toMatchObject({ type: 'list', formulae: ["'S'!$C$1:$C$9"] });
    const xml = await sheetXml(sheet({ validations: [cells] } as Partial<Rich>));
    expect(xml).toMatch(/showDropDown="1"/);
    expect(xml).not.toMatch(/allowBlank/);
  });

  it.each([
    ['integer', { value: 1, to: 10 }, { type: 'whole', operator: undefined, formulae: [1, 10] }],
    ['decimal', { operator: 'greaterThan', value: 0.5 }, { type: 'decimal', operator: 'greaterThan', formulae: [0.5] }],
    [
      'date',
      { operator: 'lessThanOrEqual', value: { date: '2026-01-31' } },
      { type: 'date', operator: 'lessThanOrEqual' },
    ],
    [
      'length',
      { operator: 'notBetween', value: 2, to: 4 },
      { type: 'textLength', operator: 'notBetween', formulae: [2, 4] },
    ],
  ])('checks %ss', async (type, more, found) => {
    const expected = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
    expect(await at('B2', { range: 'B2', type, ...more })).toMatchObject(expected);
  });

  it('checks by formulas, prompts, and says what is wrong', async () => {
    const texts = {
      prompt: { title: 'P', message: 'a <prompt>' },
      error: { title: 'E', message: 'no', style: 'warning' },
    };
    expect(await at('B2', { range: 'B2', type: 'custom', formula: '=LEN(B2)>3', ...texts })).toMatchObject({
      ...{ type: 'custom', formulae: ['LEN(B2)>3'], promptTitle: 'P', prompt: 'a <prompt>' },
      ...{ errorTitle: 'E', error: 'no', errorStyle: 'warning' },
    });
  });
});
