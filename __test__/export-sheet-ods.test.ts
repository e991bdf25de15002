/** Workbooks of OpenDocument. */

import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';
import { archive, cellsOf, rowsOf } from './export-sheet';

const NAMES =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ' +
  'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ' +
  'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"';
const STYLE =
  '<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>';

const content = (tables: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${NAMES}>${STYLE}<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`;
const ods = (tables: string, others: Record<string, string> = {}): Buffer =>
  archive({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': content(tables), ...others });
const sheet = (rows: string): Buffer => ods(`<table:table table:name="Prices">${rows}</table:table>`);
const row = (cells: string, attributes = ''): string => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const text = (value: string, attributes = ''): string =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${value}</text:p></table:table-cell>`;
const number = (value: number, attributes = ''): string =>
  `<table:table-cell office:value-type="float" office:value="${value}" ${attributes}><text:p>${value}</text:p></table:table-cell>`;
const typed = (type: string, name: string, value: string): string =>
  `<table:table-cell office:value-type="${type}" office:${name}="${value}"/>`;

describe.each(backends)('an ods workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('has cells of every type', async () => {
    const cells =
      `${number(1.5)}${typed('percentage', 'value', '0.25')}${typed('currency', 'value', '-12.3')}${typed('boolean', 'boolean-value', 'true')}` +
      typed('date', 'date-value', '2026-01-31') +
      typed('date', 'date-value', '2026-01-31T12:30:15.2504') +
      typed('time', 'time-value', 'PT26H15M00.25S') +
      typed('time', 'time-value', '-PT1H') +
      `${text('00123')}${typed('string', 'string-value', 'a &amp; b')}<table:table-cell/>` +
      '<table:table-cell table:formula="of:=[.A1]/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>' +
      '<table:table-cell office:value-type="string"><office:annotation><text:p>Jana</text:p></office:annotation><text:p>one <text:span>two</text:span><text:s text:c="2"/>x</text:p><text:p>three<text:tab/>four<text:line-break/></text:p></table:table-cell>';
    expect(Object.values(await cellsOf(sheet(row(cells))))).toEqual([
      ['number', 1.5],
      ['number', 0.25],
      ['number', -12.3],
      ['boolean', true],
      ['date', '2026-01-31'],
      ['timestamp', new Date('2026-01-31T12:30:15.250Z')],
      ['duration', '26:15:00.250'],
      ['duration', '-01:00:00'],
      ['text', '00123'],
      ['text', 'a & b'],
      ['error', '#DIV/0!'],
      ['text', 'one two  x\nthree\tfour\n'],
    ]);
    const formulas = await cellsOf(sheet(row(cells)), { formulas: 'texts' });
    expect(formulas.L1).toEqual(['formula', '=[.A1]/0']);
  });

  it('repeats cells and rows, and the value of merged cells', async () => {
    const rows =
      row(
        `${number(1, 'table:number-columns-repeated="2"')}<table:table-cell table:number-columns-repeated="3"/>${number(2)}`,
        'table:number-rows-repeated="2"',
      ) +
      row('<table:table-cell/>', 'table:number-rows-repeated="1000"') +
      row(`${text('m', 'table:number-columns-spanned="2" table:number-rows-spanned="2"')}<table:covered-table-cell/>`) +
      row('<table:covered-table-cell table:number-columns-repeated="2"/>') +
      row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1047572"');
    expect(Object.keys(await cellsOf(sheet(rows)))).toEqual(['A1', 'B1', 'F1', 'A2', 'B2', 'F2', 'A1003']);
    const all = await cellsOf(sheet(rows), { mergedCells: 'all', range: 'A3:XFD1048576' });
    expect(all).toEqual({ A1003: ['text', 'm'], B1003: ['text', 'm'], A1004: ['text', 'm'], B1004: ['text', 'm'] });
  });

  it('has sheets, some of them hidden, and tables within cells that are none', async () => {
    const inner =
      '<table:table-cell office:value-type="string"><draw:frame><table:table><table:table-row/></table:table></draw:frame><text:p>a</text:p></table:table-cell>';
    const file = ods(
      `<table:table table:name="A &amp; B">${row(inner)}</table:table><table:table table:name="C" table:style-name="ta2">${row(number(7))}</table:table>`,
    );
    const book = await exporting.openWorkbook(file);
    expect(book).toMatchObject({
      format: 'ods',
      sheets: [
        { name: 'A & B', isHidden: false },
        { name: 'C', isHidden: true },
      ],
    });
    expect(await cellsOf(file, {}, 'C')).toEqual({ A1: ['number', 7] });
    expect(await cellsOf(file)).toEqual({ A1: ['text', 'a'] });
  });

  it('leaves out hidden rows and columns', async () => {
    const rows =
      '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>' +
      row(`${text('a')}${text('b')}${text('c')}`) +
      row(`${number(1)}${number(2)}${number(3)}`, 'table:visibility="filter" table:number-rows-repeated="2"') +
      row(`${number(4)}${number(5)}${number(6)}`);
    expect(await rowsOf(sheet(rows))).toHaveLength(3);
    expect(await rowsOf(sheet(rows), { skipHidden: true })).toEqual([{ a: 4, c: 6 }]);
  });

  it('that repeats one cell everywhere is refused at the limit', async () => {
    const rows = row(number(1, 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048576"');
    expect(await failure(() => rowsOf(sheet(rows), { maxCells: 1_000_000 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { option: 'maxCells' },
    });
  });
});

describe.runIf(!needsNative)('an ods workbook that is damaged', () => {
  it('is refused in the same words on both backends', async () => {
    const wrong = [
      row(typed('float', 'value', '1,5')),
      row(typed('float', 'value', '')),
      row(typed('boolean', 'boolean-value', 'yes')),
      row(typed('date', 'date-value', '2026-02-30')),
      row(typed('time', 'time-value', 'P1Y')),
      row(number(1, 'table:number-columns-repeated="0"')),
      row(number(1, 'table:number-columns-repeated="16385"')),
      row(number(1), 'table:number-rows-repeated="1048577"'),
      row(text('&x;')),
    ];
    for (const rows of wrong) {
      const { native, js } = await onBoth(() => rowsOf(sheet(rows)));
      expect(native).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { sheet: 0 } });
      expect(js).toEqual(native);
    }
  });

  it('or encrypted says so', async () => {
    const manifest =
      '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    const { native, js } = await onBoth(() => rowsOf(ods('', { 'META-INF/manifest.xml': manifest })));
    expect(native).toMatchObject({ code: 'ERR_UNSUPPORTED', message: expect.stringContaining('encrypted') });
    expect(js).toEqual(native);
  });

  it('is a typed error or the same table, whichever bit is flipped', async () => {
    const file = sheet(
      row(`${text('a')}${text('b')}`) + row(`${number(1)}${typed('date', 'date-value', '2026-01-31')}`),
    );
    for (let at = 0; at < file.length; at += 2) {
      const flipped = Buffer.from(file);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      const { native, js } = await onBoth(() => rowsOf(flipped));
      expect(js, `byte ${at}`).toEqual(native);
    }
  });
});
