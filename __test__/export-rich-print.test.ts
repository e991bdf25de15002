/** How sheets are printed, protected, laid out, and what a file tells about itself. */
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { parts, read, readSheet, sheet, sheetXml, write } from './export-rich';

const cells = [{ at: 'A1', value: 1 }];

describe.each(backends)('print, protection, layout (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('prints as it is told', async () => {
    const print = {
      ...({ paper: 'A4', orientation: 'landscape', marginsMm: { left: 25.4, top: 12.7 }, repeatRows: '1:2' } as const),
      ...{ repeatColumns: 'A:B', area: 'A1:F30', fit: { width: 1 }, centerHorizontally: true, gridlines: true },
      header: { left: 'R&D', right: '{date}' },
      footer: '3 of {page}/{pages} {sheet}',
    };
    const own = await readSheet(sheet({ cells, print }));
    expect(own.pageSetup).toMatchObject({
      ...{ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0, printArea: 'A1:F30' },
      ...{ printTitlesRow: '1:2', printTitlesColumn: 'A:B', horizontalCentered: true, showGridLines: true },
      margins: { left: 1, top: 0.5, right: 0.7, bottom: 0.75, header: 0.3, footer: 0.3 },
    });
    expect(own.headerFooter).toMatchObject({ oddHeader: '&LR&&D&R&D', oddFooter: '&C 3 of &P/&N &A' });
    expect((await readSheet(sheet({ cells, print: { scale: 75 } }))).pageSetup.scale).toBe(75);
  });

  it('refuses changes of locked cells, but for what is allowed', async () => {
    const xml = await sheetXml(
      sheet({ cells, protection: { password: 'secret', allow: ['selectUnlockedCells', 'sort'] } }),
    );
    const found = /<sheetProtection ([^>]*)\/>/.exec(xml)?.[1] as string;
    const attributes = Object.fromEntries(
      [...found.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    // DAA7 is what XlsxWriter and Excel make of `secret`.
    const expected = { password: 'DAA7', sheet: '1', objects: '1', scenarios: '1', selectLockedCells: '1', sort: '0' };
    expect(attributes).toEqual(expected);
    expect(await sheetXml(sheet({ cells, protection: true }))).toMatch(
      /<sheetProtection sheet="1" objects="1" scenarios="1"\/>/,
    );
    expect(await sheetXml(sheet({ cells, protection: false }))).not.toMatch(/sheetProtection/);
  });

  it('lays out rows and columns: sizes, groups, what is hidden', async () => {
    const own = await readSheet(
      sheet({
        cells,
        columnLayout: [
          { columns: 'B:C', width: 20, level: 1 },
          { columns: 4, hidden: true },
          { columns: 'G:H', level: 2, collapsed: true },
        ],
        rowLayout: [
          { rows: '2', height: 33 },
          { rows: '3:4', level: 1 },
          { rows: 5, hidden: true },
          { rows: '8:9', level: 1, collapsed: true },
        ],
      }),
    );
    expect(own.getColumn(2)).toMatchObject({ outlineLevel: 1, hidden: false });
    expect(own.getColumn(3).width).toBeCloseTo(20.71, 1);
    expect(own.getColumn(5).hidden).toBe(true);
    expect(own.getColumn(8)).toMatchObject({ outlineLevel: 2, hidden: true });
    expect(own.getRow(2).height).toBe(33);
    expect(own.getRow(4)).toMatchObject({ outlineLevel: 1, hidden: false });
    expect(own.getRow(6).hidden).toBe(true);
    expect(own.getRow(9)).toMatchObject({ outlineLevel: 1, hidden: true });
    const xml = await sheetXml(sheet({ cells, columnLayout: [{ columns: 'B', level: 1, collapsed: true }] }));
    expect(xml).toMatch(/outlineLevelCol="1"/);
    expect(xml).toMatch(/<col min="3" max="3"[^>]* collapsed="1"/);
  });

  it('shows sheets as they are told', async () => {
    const book = await read([
      { name: 'hidden', cells, hidden: true },
      { name: 'seen', cells, tabColor: '#0f6277', zoom: 150, gridlines: false, rightToLeft: true },
    ]);
    expect(book.worksheets.map(({ state }) => state)).toEqual(['hidden', 'visible']);
    expect(book.views[0]).toMatchObject({ activeTab: 1 });
    const seen = book.getWorksheet('seen');
    expect(seen?.properties.tabColor).toMatchObject({ argb: 'FF0F6277' });
    expect(seen?.views[0]).toMatchObject({ zoomScale: 150, showGridLines: false, rightToLeft: true });
  });

  it('tells about itself, and names cells', async () => {
    const texts = {
      title: 'T <&>',
      subject: 'S',
      author: 'A',
      manager: 'M',
      company: 'C',
      category: 'G',
      keywords: 'K',
    };
    const created = new Date('2026-02-01T10:00:00Z');
    const options = {
      ...texts,
      description: 'D',
      created,
      names: { VatRate: "'it''s'!B2", Ärzte: { sheet: 'S', range: 'A1:A9' } },
    };
    const sheets = [...sheet({ cells }), { name: "it's", cells }];
    const book = await read(sheets, options);
    const { title, subject, creator, manager, company, category, keywords, description } = book;
    expect({ title, subject, author: creator, manager, company, category, keywords }).toEqual(texts);
    expect(description).toBe('D');
    expect(book.created).toEqual(created);
    expect(book.definedNames.getRanges('VatRate').ranges).toEqual(["'it''s'!$B$2"]);
    expect(parts(await write(sheets, options))['xl/workbook.xml']).toMatch(/name="Ärzte">'?S'?!\$A\$1:\$A\$9</);
  });

  it('says that it was made on zip’s first day where no one says when', async () => {
    expect((await read(sheet({ cells }))).created).toEqual(new Date('1980-01-01T00:00:00Z'));
  });
});
