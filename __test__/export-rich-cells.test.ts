/** Cells given one by one: values, formulas, links, comments; and how they stand over columns and tables. */
import { export as exporting } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { parts, read, readSheet, sheet, sheetXml, write } from './export-rich';

describe.each(backends)('cells of rich sheets (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('holds texts, numbers, booleans, moments and days, by address or by row and column', async () => {
    const cells = [
      { at: 'B2', value: 'Zoë 👓 <&>' },
      { at: { row: 1, column: 2 }, value: -12.5 },
      { at: 'D2', value: true },
      { at: 'E2', value: new Date('2026-01-31T12:00:00Z') },
      { at: 'F2', value: { date: '1900-03-01' } },
      { at: 'XFD1048576', value: 'end' },
    ];
    const own = await readSheet(sheet({ cells }));
    expect(own.getCell('B2').value).toBe('Zoë 👓 <&>');
    expect(own.getCell('C2').value).toBe(-12.5);
    expect(own.getCell('D2').value).toBe(true);
    expect(own.getCell('E2').value).toEqual(new Date('2026-01-31T12:00:00Z'));
    expect(own.getCell('E2').numFmt).toBe('yyyy-mm-dd hh:mm:ss');
    expect(own.getCell('F2').value).toEqual(new Date('1900-03-01T00:00:00Z'));
    expect(own.getCell('XFD1048576').value).toBe('end');
  });

  it('writes formulas where they are given, with their results, and only there', async () => {
    const cells = [
      { at: 'A1', value: { formula: '=1+1', result: 2 } },
      { at: 'A2', value: { formula: 'A1&"<x>"', result: '2<x>' } },
      { at: 'A3', value: { formula: 'A1>1', result: true } },
      { at: 'A4', value: '=1+1' },
      { at: 'A5', value: '＠SUM(A1)' },
      { at: 'A6', value: '@SUM(A1)' },
      { at: 'A7', value: '-1' },
    ];
    const own = await readSheet(sheet({ cells }));
    expect(own.getCell('A1').value).toEqual({ formula: '1+1', result: 2 });
    expect(own.getCell('A2').value).toEqual({ formula: 'A1&"<x>"', result: '2<x>' });
    expect(own.getCell('A3').value).toEqual({ formula: 'A1>1', result: true });
    for (const at of ['A4', 'A5', 'A6', 'A7']) expect(typeof own.getCell(at).value).toBe('string');
    const xml = parts(await write(sheet({ cells })));
    expect(xml['xl/worksheets/sheet1.xml']?.match(/<f>/g)).toHaveLength(3);
    expect(xml['xl/styles.xml']).toMatch(/quotePrefix="1"/);
  });

  it('leads to addresses and to cells of the workbook', async () => {
    const cells = [
      { at: 'A1', value: 'site', link: { url: 'https://example.com/a?b=1&c=2', tip: 'Go' } },
      { at: 'A2', link: 'mailto:desk@example.com' },
      { at: 'A3', value: 'there', link: { to: "'Old prices'!B2:B3" } },
    ];
    const sheets = [...sheet({ cells }), { name: 'Old prices', cells: [] }];
    const own = await readSheet(sheets);
    expect(own.getCell('A1').value).toMatchObject({ text: 'site', hyperlink: 'https://example.com/a?b=1&c=2' });
    expect(own.getCell('A2').text).toBe('mailto:desk@example.com');
    expect(own.getCell('A1').font).toMatchObject({ underline: true, color: { argb: 'FF0563C1' } });
    expect(await sheetXml(sheets)).toMatch(/location="'Old prices'!\$B\$2:\$B\$3"/);
  });

  it('comments on cells, with and without a value', async () => {
    const columns = [{ type: 'float64' as const, header: 'n', values: [1, 2] }];
    const note = { text: 'two\nlines <&>', author: 'Dr. A', width: 200, height: 90 };
    const file = await write([
      {
        name: 'S',
        columns,
        cells: [
          { at: 'A2', note },
          { at: 'C9', note: 'plain' },
        ],
      },
    ]);
    const own = await readSheet([
      {
        name: 'S',
        columns,
        cells: [
          { at: 'A2', note },
          { at: 'C9', note: 'plain' },
        ],
      },
    ]);
    expect(own.getCell('A2').value).toBe(1);
    const comments = Object.entries(parts(file)).find(([name]) => /comments\d*\.xml$/.test(name))?.[1] as string;
    expect(comments).toMatch(/<author>Dr\. A<\/author>/);
    expect(comments.match(/<comment /g)).toHaveLength(2);
    expect(comments).toMatch(/two\nlines &lt;&amp;&gt;/);
    expect(comments).toMatch(/<comment ref="C9".*>plain</s);
  });

  it('stands over columns and tables: a value replaces theirs, none keeps it', async () => {
    const { table } = await exporting.tableFrom([
      { name: 'a', sum: 1 },
      { name: '=b', sum: 2 },
    ]);
    const cells = [
      { at: 'C4', style: { bold: true } },
      { at: 'B5', style: { italic: true } },
      { at: 'C5', value: { formula: 'C4*2', result: 2 } },
      { at: 'B4', value: null },
      { at: 'B3', value: 'Name' },
    ];
    const own = await readSheet([{ name: 'S', table, start: 'B3', cells }]);
    expect(own.getCell('B3').value).toBe('Name');
    expect(own.getCell('C3').value).toBe('sum');
    expect(own.getCell('B4').value).toBeNull();
    expect(own.getCell('C4').value).toBe(1);
    expect(own.getCell('C4').font.bold).toBe(true);
    expect(own.getCell('B5').value).toBe('=b');
    expect(own.getCell('B5').font.italic).toBe(true);
    expect(own.getCell('C5').value).toEqual({ formula: 'C4*2', result: 2 });
    expect(own.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
  });

  it('reads many rows and many cells in several batches', async () => {
    const count = 25_000;
    const values = Array.from({ length: count }, (_, at) => at / 4);
    const cells = Array.from({ length: count }, (_, at) => ({ at: { row: at + 1, column: 2 }, value: `t${at}` }));
    const columns = [{ type: 'float64' as const, header: 'n', values }];
    const own = await readSheet([{ name: 'S', columns, cells, columnStyles: { n: { bold: true } } }]);
    expect(own.getCell(`A${count + 1}`).value).toBe(values.at(-1));
    expect(own.getCell(`C${count + 1}`).value).toBe(`t${count - 1}`);
    expect(own.getCell(`A${count / 2}`).font.bold).toBe(true);
  });

  it('keeps the other sheets of the workbook plain, and gives the same bytes again', async () => {
    const plain = { name: 'P', columns: [{ type: 'string' as const, header: 'h', values: ['x', null] }] };
    const sheets = [...sheet({ cells: [{ at: 'A1', value: 1 }] }), plain];
    const book = await read(sheets);
    expect(book.getWorksheet('P')?.getCell('A2').value).toBe('x');
    expect((await write(sheets)).equals(await write(sheets))).toBe(true);
  });
});
