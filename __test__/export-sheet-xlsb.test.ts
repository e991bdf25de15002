/** What xlsb workbooks hold, record by record. */
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { archive, cellsOf } from './export-sheet';
import { binary, binaryCell, binaryEntries, double, row, shortCell, u16, u32, wide, xlsb } from './export-xls';

const values = async (file: Buffer, options?: exporting.SheetCellsOptions) =>
  Object.fromEntries(Object.entries(await cellsOf(file, options)).map(([address, [, value]]) => [address, value]));

/** A text that cells share, with runs and phonetic data behind it. */
const item = (text: string, flags = 0): Buffer => binary(19, Buffer.from([flags]), wide(text), Buffer.alloc(flags * 4));

describe.each(backends)('xlsb workbooks on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('hold numbers, texts, truth and errors, in long and short cells', async () => {
    const rows = Buffer.concat([
      row(0),
      binaryCell(2, 0, u32((1230 << 2) | 3)),
      shortCell(13, u32((7 << 2) | 2)),
      binaryCell(5, 3, double(Math.PI)),
      shortCell(16, double(-0.5)),
      row(2),
      binaryCell(3, 0, Buffer.from([0x2a])),
      shortCell(14, Buffer.from([0x07])),
      binaryCell(4, 2, Buffer.from([1])),
      shortCell(15, Buffer.from([0])),
      row(5),
      binaryCell(6, 0, wide('Gläser 👓')),
      shortCell(17, wide('')),
      binaryCell(7, 2, u32(1)),
      shortCell(18, u32(0)),
      binaryCell(62, 4, Buffer.concat([Buffer.from([1]), wide('fett'), u32(1), u16(0, 1)])),
      binaryCell(1, 5, Buffer.alloc(0)),
      shortCell(12, Buffer.alloc(0)),
      row(1_048_575),
      binaryCell(5, 16_383, double(9)),
    ]);
    const strings = Buffer.concat([binary(159, u32(2, 2)), item('Sphäre', 3), item('日本'), binary(160)]);
    expect(await values(xlsb({ rows, strings }))).toEqual({
      ...{ A1: 12.3, B1: 7, D1: Math.PI, E1: -0.5 },
      ...{ A3: '#N/A', B3: '#DIV/0!', C3: true, D3: false },
      ...{ A6: 'Gläser 👓', B6: '', C6: '日本', D6: 'Sphäre', E6: 'fett', XFD1048576: 9 },
    });
  });

  it('hold what formulas came to', async () => {
    const behind = Buffer.concat([u16(0), u32(0), u32(0)]);
    const rows = Buffer.concat([
      row(0),
      binaryCell(8, 0, Buffer.concat([wide('zwei'), behind])),
      binaryCell(9, 1, Buffer.concat([double(2), behind])),
      binaryCell(10, 2, Buffer.concat([Buffer.from([1]), behind])),
      binaryCell(11, 3, Buffer.concat([Buffer.from([0x17]), behind])),
    ]);
    const file = xlsb({ rows });
    expect(await values(file)).toEqual({ A1: 'zwei', B1: 2, C1: true, D1: '#REF!' });
    expect(await failure(() => cellsOf(file, { formulas: 'texts' }))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });

  it.each([
    [false, '2026-01-31'],
    [true, '2030-02-01'],
  ])('show dates by their formats (from 1904: %s)', async (is1904, date) => {
    const xf = (id: number) => binary(47, u16(0, id), Buffer.alloc(12));
    const styles = Buffer.concat([
      binary(44, u16(164), wide('dd"."mm"."yyyy')),
      ...[binary(626, u32(1)), xf(164), binary(627)],
      ...[binary(617, u32(3)), xf(0), xf(164), xf(46), binary(618)],
    ]);
    const cells = [
      binaryCell(5, 0, double(46053), 0),
      binaryCell(5, 1, double(46053), 1),
      shortCell(16, double(1.5), 2),
    ];
    expect(await cellsOf(xlsb({ rows: Buffer.concat([row(0), ...cells]), styles, is1904 }))).toEqual({
      A1: ['number', 46053],
      B1: ['date', date],
      C1: ['duration', '36:00:00'],
    });
  });

  it('have merged areas, hidden rows and columns, and say where their cells are', async () => {
    const before = Buffer.concat([
      binary(148, u32(0, 2, 0, 3)),
      binary(60, u32(1, 1, 2560, 0), u16(1)),
      binary(60, u32(2, 2, 2560, 0), u16(0)),
    ]);
    const cells = (at: number) => [0, 1, 2].map((column) => binaryCell(5, column, double(10 * at + column)));
    const rows = Buffer.concat([row(0), ...cells(0), row(1, true), ...cells(1), row(2), ...cells(2)]);
    const behind = Buffer.concat([binary(177, u32(1)), binary(176, u32(2, 3, 2, 3)), binary(178)]);
    const file = xlsb({ before, rows, behind });
    expect(await values(file, { skipHidden: true, mergedCells: 'all' })).toEqual({
      ...{ A1: 0, C1: 2, A3: 20, C3: 22, D3: 22, C4: 22, D4: 22 },
    });
    expect(await values(file, { range: 'B2:C2' })).toEqual({ B2: 11, C2: 12 });
    const { format, sheets } = await exporting.openWorkbook(file);
    expect(format).toBe('xlsb');
    expect(sheets).toEqual([{ name: 'Prices', kind: 'worksheet', isHidden: false, dimensions: 'A1:D3' }]);
  });

  it('that do not follow their format are refused, at the cell where it is one', async () => {
    const malformed = { code: 'ERR_MALFORMED_INPUT' };
    const fails = (rows: Buffer, others?: Record<string, Buffer>) =>
      failure(() => cellsOf(xlsb({ rows, ...(others && { others }) })));
    for (const wrong of [
      binaryCell(5, 2, double(Number.NaN)),
      binaryCell(5, 2, Buffer.alloc(7)),
      binaryCell(7, 2, u32(0)),
      binaryCell(4, 2, Buffer.from([2])),
      binaryCell(6, 2, u32(0xffff_ffff)),
      Buffer.concat([binaryCell(5, 2, double(1)), binaryCell(5, 2, double(1))]),
    ]) {
      const failed = await fails(Buffer.concat([row(1), wrong]));
      expect(failed).toMatchObject({ ...malformed, details: { sheet: 0, row: 1, column: 2 } });
    }
    for (const wrong of [
      binaryCell(5, 0, double(1)),
      Buffer.concat([row(0), binaryCell(5, 16_384, double(1))]),
      Buffer.concat([row(0), row(0)]),
      row(1_048_576),
      binary(0, u32(0)),
    ]) {
      expect(await fails(wrong)).toMatchObject(malformed);
    }
    const sheet = 'xl/worksheets/sheet1.bin';
    for (const cut of [
      Buffer.from([0x80]),
      Buffer.from([5, 0x80]),
      Buffer.from([5, 100, 0]),
      Buffer.from([200, 1, 100]),
    ]) {
      expect(await fails(Buffer.alloc(0), { [sheet]: Buffer.concat([binary(145), cut]) })).toMatchObject(malformed);
    }
    const { 'xl/workbook.bin': _, ...without } = binaryEntries({});
    expect(await failure(() => exporting.openWorkbook(archive(without)))).toMatchObject(malformed);
  });

  it('pass the limits of all workbooks', async () => {
    const limit = (option: string) => ({ code: 'ERR_LIMIT_EXCEEDED', details: { option } });
    const text = 'é'.repeat(300);
    const rows = Buffer.concat([row(0), binaryCell(6, 0, wide(text)), shortCell(17, wide('a'))]);
    const fails = (file: Buffer, options: exporting.SpreadsheetOptions) =>
      failure(() => exporting.readSheet(file, { ...options, header: false }).toTable());
    expect(await fails(xlsb({ rows }), { maxCellBytes: 599 })).toMatchObject({
      ...limit('maxCellBytes'),
      details: { sheet: 0, row: 0, column: 0 },
    });
    expect(await fails(xlsb({ rows }), { maxCells: 1 })).toMatchObject(limit('maxCells'));
    expect(await fails(xlsb({ rows }), { maxBytes: 600 })).toMatchObject(limit('maxBytes'));
    expect(await fails(xlsb({ rows }), { maxEntries: 3 })).toMatchObject(limit('maxEntries'));
    expect(await fails(xlsb({ strings: item(text), rows }), { maxCellBytes: 100 })).toMatchObject(
      limit('maxCellBytes'),
    );
    // A record of 250 MB that is wanted, and of which a few bytes are there; one that is not is passed.
    const claims = (type: number) => Buffer.concat([row(0), Buffer.from([type, 0xff, 0xff, 0xff, 0x7f])]);
    expect(await fails(xlsb({ rows: claims(6) }), {})).toMatchObject(limit('maxCellBytes'));
    const zeros = xlsb({ rows: Buffer.alloc(30_000_000) });
    expect(await fails(zeros, { maxRatio: 100 })).toMatchObject(limit('maxRatio'));
  });
});
