/** What xls workbooks hold, record by record. */
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { cellsOf } from './export-sheet';
import {
  bof,
  cell,
  cellFormats,
  compound,
  double,
  EOF,
  label,
  number,
  record,
  sheet,
  u16,
  u32,
  unicode,
  xls,
} from './export-xls';

const values = async (file: Buffer, options?: exporting.SheetCellsOptions, at: string | number = 0) =>
  Object.fromEntries(Object.entries(await cellsOf(file, options, at)).map(([address, [, value]]) => [address, value]));

describe.each(backends)('xls workbooks on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('hold numbers in eight bytes and in four', async () => {
    const rk = (word: number) => Buffer.concat([u16(0), u32(word)]);
    const file = sheet([
      number(0, 0, Math.PI),
      record(0x027e, cell(1, 0), u32((7 << 2) | 2)),
      record(0x027e, cell(1, 1), u32(((-7 << 2) | 2) >>> 0)),
      record(0x027e, cell(1, 2), u32((1230 << 2) | 3)),
      record(0x027e, cell(1, 3), u32(0x3ff8_0000)),
      record(0x027e, cell(1, 4), u32(0x405e_c001)),
      record(0xbd, u16(2, 1), rk((1 << 2) | 2), rk((2 << 2) | 2), rk((3 << 2) | 2), u16(3)),
      record(0xbe, u16(3, 0, 0, 0, 0, 2)),
      record(0x0201, cell(4, 0)),
      number(4, 1, -0.5),
    ]);
    expect(await values(file)).toEqual({
      ...{ A1: Math.PI, A2: 7, B2: -7, C2: 12.3, D2: 1.5, E2: 1.23, B3: 1, C3: 2, D3: 3, B5: -0.5 },
    });
  });

  it('hold truth, errors, and what formulas came to', async () => {
    const result = (...bytes: number[]) => Buffer.from([...bytes, 0, 0, 0xff, 0xff]);
    const formula = (row: number, value: Buffer) => record(6, cell(row, 1), value, u16(0), u32(0), u16(0));
    const file = sheet([
      record(0x0205, cell(0, 0), Buffer.from([1, 0])),
      record(0x0205, cell(0, 1), Buffer.from([0x2a, 1])),
      formula(1, double(2.5)),
      formula(2, result(1, 0, 1, 0)),
      formula(3, result(2, 0, 0x07, 0)),
      formula(4, result(3, 0, 0, 0)),
      formula(5, result(0, 0, 0, 0)),
      record(0x04bc, Buffer.alloc(10)),
      record(0x0207, u16(10), unicode('Gläser')),
      record(0x3c, unicode('日本12')),
      number(6, 0, 1),
    ]);
    // The text is cut where it becomes wide.
    expect(await values(file)).toEqual({
      A1: true,
      B1: '#N/A',
      B2: 2.5,
      B3: true,
      B4: '#DIV/0!',
      B5: '',
      B6: 'Gläser日本12',
      A7: 1,
    });
    expect(await failure(() => cellsOf(file, { formulas: 'texts' }))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });

  it('share texts that are cut at any byte, and change their width there', async () => {
    const texts = ['Sphäre', '日本語', 'plain', '', 'x'.repeat(300), 'é'];
    const rich = Buffer.concat([
      u16(5),
      Buffer.from([0x0c]),
      u16(2),
      u32(6),
      Buffer.from('Sehne'),
      Buffer.alloc(8 + 6, 7),
    ]);
    const all = Buffer.concat([...texts.slice(0, 3).map(label), rich, ...texts.slice(3).map(label)]);
    const expected = [...texts.slice(0, 3), 'Sehne', ...texts.slice(3)];
    // Where characters are, and whether they are wide: a cut among them is followed by flags.
    const width: number[] = [];
    for (let at = 0, of = 0; at < all.length; of++) {
      const length = all.readUInt16LE(at);
      const flags = all[at + 2] as number;
      const from = at + 3 + (flags & 8 ? 6 : 0);
      const end = from + length * ((flags & 1) + 1);
      if (length > 0) for (let byte = from; byte < end; byte++) width[byte] = (flags & 1) + 1;
      at = end + (flags & 8 ? 14 : 0);
      expect(of).toBeLessThan(expected.length);
    }
    const cells = expected.map((_, index) => record(0xfd, cell(index, 0), u32(index)));
    for (let cut = 1; cut < Math.min(all.length, 80); cut++) {
      const size = width[cut];
      if (size === 2 && width[cut - 1] === 2 && isInCharacter(all, cut)) continue;
      const again = size === undefined ? [] : [Buffer.from([size - 1])];
      const sst = [
        record(0xfc, u32(9, expected.length), all.subarray(0, cut)),
        record(0x3c, ...again, all.subarray(cut)),
      ];
      const found = await values(sheet(cells, sst));
      expect(Object.values(found)).toEqual(expected);
    }
    // In bytes, then wide, then in bytes again.
    const changing = [
      record(0xfc, u32(1, 1), u16(9), unicode('abc')),
      record(0x3c, unicode('日本語')),
      record(0x3c, unicode('xyz')),
    ];
    expect(await values(sheet([record(0xfd, cell(0, 0), u32(0))], changing))).toEqual({ A1: 'abc日本語xyz' });
  });

  it('hold texts in their cells, also with runs of fonts', async () => {
    const file = sheet([
      record(0x0204, cell(0, 0), label('Fassung')),
      record(0xd6, cell(0, 1), label('Etui 眼鏡'), u16(1, 0, 0)),
      record(0x0204, cell(1, 0), u16(3), Buffer.from([1]), Buffer.from('a\ud83d', 'utf16le')),
      record(0x3c, Buffer.from([1]), Buffer.from('\ude00', 'utf16le')),
    ]);
    expect(await values(file)).toEqual({ A1: 'Fassung', B1: 'Etui 眼鏡', A2: 'a😀' });
  });

  it.each([
    [false, '2026-01-31', '2026-01-31T12:00:00.000Z'],
    [true, '2030-02-01', '2030-02-01T12:00:00.000Z'],
  ])('show dates by their formats (from 1904: %s)', async (is1904, date, moment) => {
    const format = (id: number, code: string) => record(0x041e, u16(id), label(code));
    const globals = [
      record(0x22, u16(Number(is1904))),
      format(164, 'dd"."mm"."yyyy'),
      format(165, 'yyyy-mm-dd hh:mm'),
      format(14, '0.00'),
      cellFormats(0, 164, 165, 14, 21),
    ];
    const cells = [number(0, 0, 46053, 1), number(0, 1, 46053.5, 2), number(0, 2, 46053, 3), number(0, 3, 0.25, 4)];
    expect(await cellsOf(sheet(cells, globals))).toEqual({
      A1: ['date', date],
      B1: ['timestamp', new Date(moment)],
      C1: ['number', 46053],
      D1: ['duration', '06:00:00'],
    });
  });

  it('may have their cells in any order of rows', async () => {
    const cells = [number(2, 0, 3), number(0, 1, 1), number(2, 1, 4), number(0, 0, 0), number(65_535, 255, 9)];
    const file = sheet([...cells, record(0x0205, cell(1, 0), Buffer.from([1, 0]))]);
    expect(Object.entries(await values(file))).toEqual([
      ...[
        ['A1', 0],
        ['B1', 1],
        ['A2', true],
        ['A3', 3],
        ['B3', 4],
        ['IV65536', 9],
      ],
    ]);
    const twice = await failure(() => cellsOf(sheet([number(0, 0, 1), number(0, 0, 2)])));
    expect(twice).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { sheet: 0, row: 0, column: 0 } });
  });

  it('have merged areas, hidden rows and columns, and charts among their cells', async () => {
    const row = (place: number, flags: number) => record(0x0208, u16(place, 0, 4, 255, 0, 0, flags, 0));
    const file = sheet([
      record(0x7d, u16(1, 2, 2560, 0, 1, 0)),
      record(0x7d, u16(3, 3, 2560, 0, 0, 0)),
      record(0x0200, u32(0, 4), u16(0, 4, 0)),
      ...[row(0, 0x100), row(1, 0x120), row(2, 0x100)],
      ...[number(0, 0, 1), number(0, 1, 2), number(0, 3, 3), number(1, 0, 4)],
      ...[bof(0x20), number(0, 0, 99), bof(0x20), EOF, EOF],
      number(2, 0, 5),
      record(0xe5, u16(1, 2, 3, 0, 0)),
    ]);
    expect(await values(file)).toEqual({ A1: 1, B1: 2, D1: 3, A2: 4, A3: 5 });
    expect(await values(file, { skipHidden: true, mergedCells: 'all' })).toEqual({ A1: 1, D1: 3, A3: 5, A4: 5 });
    expect(await values(file, { range: 'B1:D2' })).toEqual({ B1: 2, D1: 3 });
    const { sheets } = await exporting.openWorkbook(file);
    expect(sheets).toEqual([{ name: 'S1', kind: 'worksheet', isHidden: false, dimensions: 'A1:D4' }]);
  });

  it('have sheets of other kinds, and modules that are none', async () => {
    const records = number(0, 0, 1);
    const file = xls({
      sheets: [
        { name: 'Diagramm', records: Buffer.alloc(0), type: 2, kind: 0x20 },
        { name: 'Module1', records: Buffer.alloc(0), type: 6, kind: 6 },
        { name: 'Dialog', records: record(0x81, u16(0x10)) },
        { name: 'Makro', records, type: 1, kind: 0x40, state: 2 },
        { name: 'Größe 日本', records, state: 1 },
      ],
    });
    const { format, sheets } = await exporting.openWorkbook(file);
    expect([format, sheets.map(({ name, kind, isHidden }) => [name, kind, isHidden])]).toEqual([
      'xls',
      [
        ['Diagramm', 'chart', false],
        ['Dialog', 'dialog', false],
        ['Makro', 'macro', true],
        ['Größe 日本', 'worksheet', true],
      ],
    ]);
    expect(await values(file, {}, 'Größe 日本')).toEqual({ A1: 1 });
    expect(await values(file, {}, 'Makro')).toEqual({ A1: 1 });
    for (const at of [0, 1])
      expect(await failure(() => cellsOf(file, {}, at))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
    expect([...(await exporting.readSheet(file, { header: false }).toTable()).rows()]).toEqual([{ A: 1 }]);
  });

  it('of Excel 5 and 95 have texts in a code page', async () => {
    const text = (bytes: Buffer) => Buffer.concat([u16(bytes.length), bytes]);
    const book = (page: number | undefined, bytes: Buffer) =>
      xls({
        version: 0x0500,
        globals: Buffer.concat([
          ...(page === undefined ? [] : [record(0x42, u16(page))]),
          record(0x041e, u16(164), Buffer.from([8]), Buffer.from('DD.MM.YY')),
          cellFormats(0, 164),
        ]),
        sheets: [
          {
            name: 'Preise',
            records: Buffer.concat([
              record(0x0200, u16(0, 2, 0, 2, 0)),
              record(0x0204, cell(0, 0), text(bytes)),
              record(0xd6, cell(0, 1), text(bytes), Buffer.from([1, 0, 0])),
              number(1, 0, 46053, 1),
              record(6, cell(1, 1), Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]), u16(0), u32(0), u16(0)),
              record(0x0207, text(bytes)),
            ]),
          },
        ],
      });
    for (const [page, bytes, said] of [
      [undefined, 'f6e4fc80', 'öäü€'],
      [1252, 'f6e4fc80', 'öäü€'],
      [1251, 'cef7eae8', 'Очки'],
      [932, '8ae18bbe', '眼鏡'],
      [0x8000, '9a8a9f', 'öäü'],
    ] as const) {
      const file = book(page, Buffer.from(bytes, 'hex'));
      expect(await values(file)).toEqual({ A1: said, B1: said, A2: '2026-01-31', B2: said });
      expect((await exporting.openWorkbook(file)).sheets[0]).toMatchObject({ name: 'Preise', dimensions: 'A1:B2' });
    }
    expect(await failure(() => cellsOf(book(1, Buffer.from('a'))))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });

  it('that cannot be read say why', async () => {
    const encrypted = sheet([], [record(0x2f, u16(1))]);
    expect(await failure(() => exporting.openWorkbook(encrypted))).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      message: expect.stringContaining('encrypted'),
    });
    const unsupported = { code: 'ERR_UNSUPPORTED' };
    expect(await failure(() => exporting.openWorkbook(compound({ Book: bof(5, 0x0400) })))).toMatchObject(unsupported);
    expect(await failure(() => exporting.openWorkbook(compound({ Book: record(0x0409, u16(0, 0x10)) })))).toMatchObject(
      unsupported,
    );
    const document = await failure(() => exporting.openWorkbook(compound({ WordDocument: Buffer.alloc(5000) })));
    expect(document).toMatchObject({ code: 'ERR_MALFORMED_INPUT', message: expect.stringContaining('no workbook') });
  });
});

/** Whether a byte of wide characters is the second one of its own; they begin at their text's flags. */
function isInCharacter(all: Buffer, cut: number): boolean {
  const flags = all.lastIndexOf(Buffer.from([0, 1]), cut);
  return (cut - flags) % 2 === 1;
}
