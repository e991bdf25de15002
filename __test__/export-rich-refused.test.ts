/** What Excel would refuse, and what no one should ask for, is refused before anything is written. */
import { export as exporting } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { png, type Rich, sheet, write } from './export-rich';

const refused = (more: object, options: object = {}) =>
  failure(() => write([{ name: 'S', cells: [], ...more } as Rich], options));
const numbers = { columns: [{ type: 'float64', header: 'n', values: [1, 2] }], cells: undefined };

describe.each(backends)('rich workbooks that are refused (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each([
    [{ bold: true }, 'sheets[0]'],
    [{ cells: {} }, 'sheets[0].cells'],
    [{ start: 'A1' }, 'sheets[0].start'],
    [{ zoom: 5 }, 'sheets[0].zoom'],
    [{ hidden: true }, 'sheets'],
    [{ tabColor: 'red' }, 'sheets[0].tabColor'],
    [{ merges: ['A1'] }, 'sheets[0].merges[0]'],
    [{ merges: ['A1:B2', 'B2:C3'] }, 'sheets[0].merges[1]'],
    [{ merges: ['A0:B2'] }, 'sheets[0].merges[0]'],
    [{ merges: ['A1:XFE2'] }, 'sheets[0].merges[0]'],
    [{ ...numbers, merges: ['A1:B1'] }, 'sheets[0].merges[0]'],
    [{ ...numbers, columnStyles: { x: {} } }, 'sheets[0].columnStyles'],
    [{ ranges: [{ range: 'A1', style: 'none' }] }, 'sheets[0].ranges[0].style'],
    [{ ranges: [{ range: 'A1', style: { size: 0 } }] }, 'sheets[0].ranges[0].style.size'],
    [{ ranges: [{ range: 'A1', style: { colour: 'x' } }] }, 'sheets[0].ranges[0].style'],
    [{ ranges: [{ range: 'A1', style: { numberFormat: 'bad"' } }] }, 'sheets[0].ranges[0].style.numberFormat'],
    [
      { ranges: [{ range: 'A1', style: { numberFormat: { currency: 'euro', locale: 'de' } } }] },
      'sheets[0].ranges[0].style.numberFormat.currency',
    ],
    [{ columnLayout: [{ columns: 'A:C' }, { columns: 'B' }] }, 'sheets[0].columnLayout[1]'],
    [{ columnLayout: [{ columns: 'A', collapsed: true }] }, 'sheets[0].columnLayout[0].collapsed'],
    [{ rowLayout: [{ rows: '5:1', height: 500 }] }, 'sheets[0].rowLayout[0].height'],
    [{ tables: [{ name: 'T' }] }, 'sheets[0].tables[0].range'],
    [{ ...numbers, tables: [{ name: 'A1' }] }, 'sheets[0].tables[0].name'],
    [{ ...numbers, tables: [{ name: 'R1C1' }] }, 'sheets[0].tables[0].name'],
    [{ ...numbers, tables: [{ name: 'T' }, { name: 'U' }] }, 'sheets[0].tables[1]'],
    [{ ...numbers, tables: [{ name: 'T', style: 'TableStyleMedium29' }] }, 'sheets[0].tables[0].style'],
    [{ ...numbers, tables: [{ name: 'T', totals: { m: 'sum' } }] }, 'sheets[0].tables[0].totals'],
    [{ tables: [{ name: 'T', range: 'A1:A2' }] }, 'sheets[0].tables[0]'],
    [{ images: [{ at: 'A1', data: Buffer.from('GIF89a') }] }, 'sheets[0].images[0].data'],
    [{ images: [{ at: 'A1', data: png(1, 1).subarray(0, 40) }] }, 'sheets[0].images[0].data'],
    [{ images: [{ at: 'A1', data: png(1, 1), width: 0 }] }, 'sheets[0].images[0].width'],
    [{ charts: [{ type: 'radar', at: 'A1', series: [] }] }, 'sheets[0].charts[0].type'],
    [{ charts: [{ type: 'pie', at: 'A1', series: [] }] }, 'sheets[0].charts[0].series'],
    [{ charts: [{ type: 'line', at: 'A1', series: [{ values: 'A1:B2' }] }] }, 'sheets[0].charts[0].series[0].values'],
    [{ charts: [{ type: 'line', at: 'A1', series: [{ values: 'X!A1:A2' }] }] }, 'sheets[0].charts[0].series[0].values'],
    [
      { conditionalFormats: [{ range: 'A1', type: 'top', rank: 0, style: {} }] },
      'sheets[0].conditionalFormats[0].rank',
    ],
    [
      { conditionalFormats: [{ range: 'A1', type: 'blank', style: { font: 'Arial' } }] },
      'sheets[0].conditionalFormats[0].style',
    ],
    [
      { conditionalFormats: [{ range: 'A1', type: 'colorScale', colors: ['#000000'] }] },
      'sheets[0].conditionalFormats[0].colors',
    ],
    [{ validations: [{ range: 'A1', type: 'list', values: ['a,b'] }] }, 'sheets[0].validations[0].values[0]'],
    [{ validations: [{ range: 'A1', type: 'integer', value: 1 }] }, 'sheets[0].validations[0].to'],
    [{ validations: [{ range: 'A1', type: 'custom', formula: '(' }] }, 'sheets[0].validations[0].formula'],
    [{ print: { fit: {} } }, 'sheets[0].print.fit'],
    [{ print: { fit: { width: 1 }, scale: 50 } }, 'sheets[0].print.scale'],
    [{ print: { header: '\u0007' } }, 'sheets[0].print.header'],
    [{ protection: { password: 'Zoë' } }, 'sheets[0].protection.password'],
    [{ protection: { allow: ['everything'] } }, 'sheets[0].protection.allow[0]'],
  ])('refuses %j, at %s', async (more, argument) => {
    const { code, details } = await failure(() =>
      exporting.xlsx([{ name: 'S', cells: [], ...more } as Rich]).toBuffer(),
    );
    expect({ code, argument: (details as { argument: string }).argument }).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    });
  });

  it.each([
    ['a cell twice', [{ at: 'A1' }, { at: { row: 0, column: 0 } }], 'sheets[0].cells[1]'],
    ['an unknown property', [{ at: 'A1', valeu: 1 }], 'sheets[0].cells[0]'],
    ['NaN', [{ at: 'A1', value: Number.NaN }], 'sheets[0].cells[0].value'],
    ['a day before 1900', [{ at: 'A1', value: { date: '1899-12-31' } }], 'sheets[0].cells[0].value.date'],
    ['a lone surrogate', [{ at: 'A1', value: '\ud800' }], 'sheets[0].cells[0].value'],
    ['a formula without its result', [{ at: 'A1', value: { formula: '1' } }], 'sheets[0].cells[0].value.result'],
    ['a link to a program', [{ at: 'A1', link: 'javascript:alert(1)' }], 'sheets[0].cells[0].link'],
    ['a link to a file', [{ at: 'A1', link: 'file:///etc/passwd' }], 'sheets[0].cells[0].link'],
    ['a link on a number', [{ at: 'A1', value: 1, link: 'https://a.example' }], 'sheets[0].cells[0].value'],
    [
      'a DDE formula',
      [{ at: 'A1', value: { formula: "cmd|' /C calc'!A0", result: 0 } }],
      'sheets[0].cells[0].value.formula',
    ],
    ['open quotes', [{ at: 'A1', value: { formula: '"', result: 0 } }], 'sheets[0].cells[0].value.formula'],
  ])('refuses %s among the cells when they are read', async (_, cells, argument) => {
    const output = exporting.xlsx(sheet({ cells } as never));
    const { code, details } = await failure(() => output.toBuffer());
    expect({ code, argument: (details as { argument: string }).argument }).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    });
  });

  it('says where a cell is, never what it holds', async () => {
    const { message, details } = await failure(() =>
      write([
        { name: 'P', cells: [] },
        {
          name: 'S',
          cells: [
            { at: 'C4', value: 1 },
            { at: 'C4', value: 'secret' },
          ],
        },
      ]),
    );
    expect(details).toEqual({ argument: 'sheets[1].cells[1]', sheet: 1, row: 3, column: 2 });
    expect(message).not.toMatch(/secret/);
  });

  it.each([
    ['characters of a cell', { cells: [{ at: 'A1', value: 'x'.repeat(32_768) }] }],
    ['characters of a formula', { cells: [{ at: 'A1', value: { formula: 'A'.repeat(8_193), result: 0 } }] }],
    ['characters of a link', { cells: [{ at: 'A1', link: `https://a.example/${'x'.repeat(2_079)}` }] }],
    ['characters of a comment', { cells: [{ at: 'A1', note: 'x'.repeat(32_701) }] }],
    [
      'characters of a list',
      { validations: [{ range: 'A1', type: 'list', values: ['x'.repeat(200), 'y'.repeat(60)] }] },
    ],
    ['characters of a header line', { print: { header: { left: 'x'.repeat(200), right: 'y'.repeat(60) } } }],
    ['merged cells', { merges: ['A1:XFD1048576'] }],
    ['styled cells', { ranges: [{ range: 'A1:XFD1048576', style: { bold: true } }] }],
    ['rows laid out', { rowLayout: [{ rows: '1:1048576', height: 20 }] }],
    ['rows below the start', { ...numbers, start: 'A1048575' }],
    ['bytes of a picture', { images: [{ at: 'A1', data: Buffer.alloc(20_000_001) }] }],
    ['a total beyond the end', { ...numbers, start: 'A1048574', tables: [{ name: 'T', totals: { n: 'sum' } }] }],
  ])('refuses too many %s', async (_, more) => {
    expect((await refused(more)).code).toBe('ERR_LIMIT_EXCEEDED');
  });

  it('refuses options that are none, and names that are not different', async () => {
    expect((await refused({}, { style: {} })).code).toBe('ERR_INVALID_ARGUMENT');
    const names = (given: object) => refused({}, { names: given }).then(({ details }) => details);
    expect(await names({ A1: 'S!A1' })).toEqual({ argument: 'options.names' });
    expect(await names({ Rate: 'S!A1', rate: 'S!A2' })).toEqual({ argument: 'options.names' });
    expect(await names({ Rate: 'A1' })).toEqual({ argument: 'options.names.Rate' });
    const tables = [{ name: 'rate' }];
    const { details } = await refused({ ...numbers, tables }, { names: { Rate: 'S!A1' } });
    expect(details).toEqual({ argument: 'sheets[0].tables[0].name' });
    const twins = await failure(() => write([...sheet({}), { name: 's', cells: [] }]));
    expect(twins.details).toEqual({ argument: 'sheets[1].name' });
  });

  it('says the row of a table’s cell that Excel cannot hold', async () => {
    const values = Float64Array.from({ length: 30_000 }, (_, at) => (at === 25_000 ? Number.NaN : at));
    const table = await exporting.tableOf([{ name: 'a', type: 'float64', values }]);
    const { code, details } = await refused({ cells: undefined, table, gridlines: false });
    expect(code).toBe('ERR_INVALID_ARGUMENT');
    expect(details).toMatchObject({ sheet: 0, column: 0, row: 25_000 });
  });

  it('stops when it is told to, and keeps nothing', async () => {
    const controller = new AbortController();
    const cells = Array.from({ length: 50_000 }, (_, row) => ({ at: { row, column: 0 }, value: row }));
    const writing = exporting.xlsx(sheet({ cells })).toBuffer({ signal: controller.signal });
    setImmediate(() => controller.abort());
    expect((await failure(() => writing)).code).toBe('ERR_ABORTED');
    expect((await write(sheet({ cells: cells.slice(0, 3) }))).length).toBeGreaterThan(1_000);
  });

  it('reads getters once each where they throw, and revoked proxies', async () => {
    const thrower = {
      at: 'A1',
      get value(): never {
        throw new Error('secret');
      },
    };
    const { code, message } = await failure(() => write(sheet({ cells: [thrower] } as never)));
    expect(code).toBe('ERR_INVALID_ARGUMENT');
    expect(message).not.toMatch(/secret/);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect((await refused({ print: proxy })).code).toBe('ERR_INVALID_ARGUMENT');
    expect((await refused({ cells: [proxy] })).code).toBe('ERR_INVALID_ARGUMENT');
  });
});
