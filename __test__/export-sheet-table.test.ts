/** Sheets as tables: headers, ranges, types, reports. */
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { cellsOf, formats, rowsOf, workbook } from './export-sheet';

const { openWorkbook, readSheet } = exporting;

/** Rows of cells: numbers, texts, booleans, `#` errors; null is no cell, an object has a style. */
type Cell = number | string | boolean | null | { v: number; s: number };
const rowXml = (cells: Cell[], attributes = ''): string => `<row ${attributes}>${cells.map(cellXml).join('')}</row>`;
const cellXml = (cell: Cell): string => {
  if (cell === null) return '<c/>';
  if (typeof cell === 'object') return `<c s="${cell.s}"><v>${cell.v}</v></c>`;
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c t="b"><v>${Number(cell)}</v></c>`;
  if (cell.startsWith('#')) return `<c t="e"><v>${cell}</v></c>`;
  return `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
};
const styles = formats('yyyy-mm-dd', 'yyyy-mm-dd hh:mm', 'hh:mm');
const sheetOf = (...rows: Cell[][]): Buffer => workbook({ rows: rows.map((row) => rowXml(row)).join(''), styles });
const day = { v: 46_346, s: 1 };
const noon = { v: 46_346.5, s: 2 };
const half = { v: 0.5, s: 3 };

describe.each(backends)('a sheet as a table on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('has the types that its cells have', async () => {
    const file = sheetOf(
      ['n', 'f', 's', 'id', 'b', 'd', 't', 'dt', 'time', 'empty'],
      [1, 1, 'a', '00123', true, day, noon, day, half, null],
      [2, 1.5, 'b', '00124', false, day, noon, noon, half],
    );
    const table = await readSheet(file).toTable();
    expect(table.schema).toEqual([
      { name: 'n', type: 'int32' },
      { name: 'f', type: 'float64' },
      { name: 's', type: 'string' },
      { name: 'id', type: 'string' },
      { name: 'b', type: 'boolean' },
      { name: 'd', type: 'date' },
      { name: 't', type: 'timestamp' },
      { name: 'dt', type: 'timestamp' },
      { name: 'time', type: 'string' },
      { name: 'empty', type: 'string' },
    ]);
    expect([...table.rows()][0]).toEqual({
      ...{ n: 1, f: 1, s: 'a', id: '00123', b: true, d: '2026-11-20', t: new Date('2026-11-20T12:00Z') },
      ...{ dt: new Date('2026-11-20T00:00Z'), time: '12:00:00', empty: null },
    });
  });

  it('is text where cells are mixed, with a report of which', async () => {
    const reader = readSheet(sheetOf(['a', 'b'], [1, day], ['x', noon], [true, 'y'], [2.5, half], ['#N/A', null]));
    const table = await reader.toTable();
    expect([...table.rows()]).toEqual([
      { a: '1', b: '2026-11-20' },
      { a: 'x', b: '2026-11-20T12:00:00.000Z' },
      { a: 'true', b: 'y' },
      { a: '2.5', b: '12:00:00' },
      { a: null, b: null },
    ]);
    const [a, b] = await reader.report();
    expect(a).toEqual({
      ...{ name: 'a', type: 'string', letters: 'A', nulls: 1, likely: 'float64', confidence: 0.5 },
      ...{ disagreeing: { count: 2, rows: [1, 2] }, errors: { count: 1, rows: [4] } },
    });
    expect(b).toMatchObject({ letters: 'B', likely: 'string', disagreeing: { count: 2, rows: [0, 1] } });
  });

  it('takes the types of a schema, by the names in the header', async () => {
    const file = sheetOf(
      ['price', 'x', 'article', 'since', 'at'],
      [12.3, 1, 123, day, day],
      ['12.30', 1, '00123', '2026-01-31', noon],
      [1.1 * 3, 1, true, null, null],
    );
    const schema: exporting.Field[] = [
      { name: 'article', type: 'string' },
      { name: 'price', type: 'decimal', scale: 2 },
      { name: 'since', type: 'date' },
      { name: 'at', type: 'timestamp' },
    ];
    expect(await rowsOf(file, { schema })).toEqual([
      { article: '123', price: '12.30', since: '2026-11-20', at: new Date('2026-11-20T00:00Z') },
      { article: '00123', price: '12.30', since: '2026-01-31', at: new Date('2026-11-20T12:00Z') },
      { article: 'true', price: '3.30', since: null, at: null },
    ]);
    expect(await rowsOf(file, { columns: ['x', 'price'] })).toMatchObject([{ x: 1, price: '12.3' }, {}, {}]);
    expect(await failure(() => rowsOf(file, { columns: ['x', 'cost'] }))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { argument: 'options.columns[1]', column: 1 },
    });
    const seconds = await rowsOf(sheetOf(['t'], [half]), { schema: [{ name: 't', type: 'int32' }] });
    expect(seconds).toEqual([{ t: 43_200 }]);
  });

  it('refuses a cell that its column cannot hold, or leaves it out', async () => {
    const file = sheetOf(['a', 'b'], [1, 2], [3, 'Jana']);
    const schema: exporting.Field[] = [{ name: 'b', type: 'float64' }];
    const said = await failure(() => rowsOf(file, { schema }));
    expect(said).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { sheet: 0, row: 1, column: 0 } });
    expect(said.message).toContain('Cell B3 must be a number');
    expect(said.message).not.toContain('Jana');
    const reader = readSheet(file, { schema, onBadCell: 'null' });
    expect([...(await reader.toTable()).rows()]).toEqual([{ b: 2 }, { b: null }]);
    expect(await reader.report()).toMatchObject([{ nulls: 1, confidence: 0.5, disagreeing: { count: 1, rows: [1] } }]);
  });

  it('finds the header: the first row that is not empty, a given one, none', async () => {
    const file = workbook({
      rows: '<row r="3"><c r="B3" t="inlineStr"><is><t> a </t></is></c><c r="C3"><v>7</v></c></row><row r="5"><c r="B5"><v>1</v></c><c r="D5"><v>2</v></c></row>',
    });
    expect(await rowsOf(file)).toEqual([
      { a: null, 7: null, D: null },
      { a: 1, 7: null, D: 2 },
    ]);
    expect(await rowsOf(file, { header: 3 })).toHaveLength(2);
    expect(await rowsOf(file, { header: 4 })).toEqual([{ B: 1, D: 2 }]);
    const below = await rowsOf(file, { header: 1 });
    expect(below).toEqual([
      { B: null, C: null, D: null },
      { B: ' a ', C: 7, D: null },
      { B: null, C: null, D: null },
      { B: '1', C: null, D: 2 },
    ]);
    expect(await rowsOf(file, { header: false })).toEqual([
      { B: ' a ', C: 7, D: null },
      { B: null, C: null, D: null },
      { B: '1', C: null, D: 2 },
    ]);
    expect(await rowsOf(file, { header: 9 })).toEqual([]);
    const named = await rowsOf(file, { header: false, range: 'B3:D9', columns: ['x', 'y'] });
    expect(named).toEqual([
      { x: ' a ', y: 7 },
      { x: null, y: null },
      { x: '1', y: null },
    ]);
  });

  it('gives columns of the same name, and those without one, names of their own', async () => {
    const table = await readSheet(sheetOf(['a', 'a', null, 'D', 'a_2', 'C'], [1, 2, 3, 4, 5, 6])).toTable();
    expect(table.schema.map((field) => field.name)).toEqual(['a', 'a_2', 'C_2', 'D', 'a_2_2', 'C']);
  });

  it('reads a range', async () => {
    const file = sheetOf(['t', 'title', null], [null, 'a', 'b', 'c'], [9, 1, 2, 3], [9, 4, 5, 6], [9, 7, 8, 9]);
    expect(await rowsOf(file, { range: 'B2:C4' })).toEqual([
      { a: 1, b: 2 },
      { a: 4, b: 5 },
    ]);
    expect(await rowsOf(file, { range: 'C2:XFD1048576' })).toHaveLength(3);
    expect(await rowsOf(file, { range: '$C:$D', header: 2 })).toHaveLength(3);
    expect(await rowsOf(file, { range: '4:5', header: false })).toHaveLength(2);
    for (const range of ['', 'B', 'B0:C1', 'C2:B3', 'A1:XFE5', 'A1:B2000000', '1:A', 'A1:B2:C3']) {
      expect(await failure(() => readSheet(file, { range }))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });

  it('repeats the value of merged cells, also in rows that the file leaves out', async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1" t="inlineStr"><is><t>x</t></is></c></row>' +
      '<row r="4"><c r="B4"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="C1:D2"/>' +
      '<mergeCell ref="B4:C5"/><mergeCell ref="F1:G2"/></mergeCells></worksheet>';
    const file = workbook({ sheet });
    expect(Object.keys(await cellsOf(file))).toEqual(['A1', 'C1', 'B4']);
    const all = await cellsOf(file, { mergedCells: 'all' });
    expect(Object.keys(all)).toEqual(['A1', 'C1', 'D1', 'A2', 'C2', 'D2', 'A3', 'B4', 'C4', 'B5', 'C5']);
    expect(all).toMatchObject({ D2: ['text', 'x'], A3: ['number', 1], C5: ['number', 2] });
  });

  it('gives formulas as texts, shared ones as they stand in each cell', async () => {
    const rows =
      '<row r="1"><c><v>1</v></c><c><f t="shared" ref="B1:C3" si="0">A1*$A$1+SUM($A1:A$2)&amp;"A1"+\'A1 x\'!A1+LOG10(A1)</f><v>2</v></c><c><f t="shared" si="0"/><v>3</v></c></row>' +
      '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c><c t="str"><f>TODAY()</f><v>x</v></c></row><row r="3"><c r="C3"><f t="shared" si="0"/></c></row>';
    const found = await cellsOf(workbook({ rows }), { formulas: 'texts' });
    expect(found).toEqual({
      A1: ['number', 1],
      B1: ['formula', '=A1*$A$1+SUM($A1:A$2)&"A1"+\'A1 x\'!A1+LOG10(A1)'],
      C1: ['formula', '=B1*$A$1+SUM($A1:B$2)&"A1"+\'A1 x\'!B1+LOG10(B1)'],
      B2: ['formula', '=A2*$A$1+SUM($A2:A$2)&"A1"+\'A1 x\'!A2+LOG10(A2)'],
      C2: ['formula', '=TODAY()'],
      C3: ['formula', '=B3*$A$1+SUM($A3:B$2)&"A1"+\'A1 x\'!B3+LOG10(B3)'],
    });
  });

  it('leaves out hidden rows and columns', async () => {
    const sheet = `<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>${rowXml(['a', 'b', 'c'])}${rowXml([1, 2, 3], 'hidden="1"')}${rowXml([4, 5, 6])}${rowXml([], 'hidden="true"')}${rowXml([7, 8, 'x'])}</sheetData></worksheet>`;
    const file = workbook({ sheet });
    expect(await rowsOf(file)).toHaveLength(4);
    const rows = [
      { a: 4, c: '6' },
      { a: 7, c: 'x' },
    ];
    expect(await rowsOf(file, { skipHidden: true })).toEqual(rows);
    expect(Object.keys(await cellsOf(file, { skipHidden: true }))).toEqual(['A1', 'C1', 'A3', 'C3', 'A5', 'C5']);
    const schema: exporting.Field[] = [{ name: 'c', type: 'int32' }];
    const said = await failure(() => rowsOf(file, { skipHidden: true, schema }));
    expect(said.message).toContain('Cell C5');
    const byPlace = { header: false, skipHidden: true, range: 'A3:C9', columns: ['x', 'y'] };
    expect(await rowsOf(file, byPlace)).toEqual([
      { x: 4, y: '6' },
      { x: 7, y: 'x' },
    ]);
  });

  it('reads times by the clock of a time zone', async () => {
    const at = (wall: string) => ({ v: Date.parse(`${wall}Z`) / 86_400_000 + 25_569, s: 2 });
    const walls = ['2026-01-31T12:00', '2026-07-31T12:00', '2026-03-29T02:30', '2026-10-25T02:30', '2026-10-25T03:00'];
    const rows = await rowsOf(sheetOf(['t'], ...walls.map((wall) => [at(wall)])), { timeZone: 'Europe/Berlin' });
    expect(rows.map(({ t }) => (t as Date).toISOString().slice(0, 16))).toEqual([
      '2026-01-31T11:00',
      '2026-07-31T10:00',
      '2026-03-29T01:30',
      '2026-10-25T00:30',
      '2026-10-25T02:00',
    ]);
    expect(await failure(() => readSheet('x', { timeZone: 'Mars/Base' }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.timeZone' },
    });
  });

  it('has no digits that a number does not have', async () => {
    // 2^53 + 1, which no double is, 2^53 - 1, and a decimal of 15 digits.
    const numbers = ['9007199254740993', '9007199254740991', '1234567890123.45'];
    const rows = [rowXml(['n']), ...numbers.map((n) => `<row><c><v>${n}</v></c></row>`)].join('');
    for (const type of ['string', 'category', 'decimal'] as const) {
      const schema = [{ name: 'n', type, ...(type === 'decimal' && { scale: 2 }) }] as exporting.Field[];
      const error = await failure(() => readSheet(workbook({ rows }), { schema }).toTable());
      expect(error).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { row: 0, column: 0 } });
      const table = await readSheet(workbook({ rows }), { schema, onBadCell: 'null' }).toTable();
      const exact = type === 'decimal' ? ['9007199254740991.00', '1234567890123.45'] : numbers.slice(1);
      expect([...table.column('n')]).toEqual([null, ...exact]);
    }
  });

  it('comes in chunks, again and again, and as one table of a stream', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => rowXml([at, `t${at}`])).join('');
    const file = workbook({ rows: rowXml(['n', 's']) + rows });
    const reader = readSheet(Readable.from([file.subarray(0, 1000), file.subarray(1000)]));
    for (let time = 0; time < 2; time++) {
      let length = 0;
      for await (const table of reader) {
        expect(table.length).toBeLessThanOrEqual(8192);
        expect(table.column('n').get(0)).toBe(length);
        length += table.length;
      }
      expect(length).toBe(20_000);
    }
    const table = await reader.toTable();
    expect(table.column('s').get(19_999)).toBe('t19999');
    expect(await failure(() => readSheet(file, { maxRows: 19_999 }).toTable())).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { option: 'maxRows', limit: 19_999 },
    });
  });

  it('can be stopped, and tells how far it is', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => rowXml([at, `t${at}`])).join('');
    const file = workbook({ rows });
    const seen: number[] = [];
    await readSheet(file).toTable({ onProgress: (done, total) => seen.push(done / total) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((share) => share > 0 && share <= 1)).toBe(true);
    const controller = new AbortController();
    const stopped = readSheet(file).toTable({ signal: controller.signal, onProgress: () => controller.abort() });
    expect(await failure(() => stopped)).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await failure(() => openWorkbook(file, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ERR_ABORTED',
    });
  });

  it('knows its sheets', async () => {
    const book = await openWorkbook(sheetOf(['a'], [1]));
    expect(book).toMatchObject({ format: 'xlsx', sheets: [{ name: 'Prices', kind: 'worksheet', isHidden: false }] });
    expect(await book.sheet('Prices').schema()).toEqual([{ name: 'a', type: 'int32' }]);
    for (const sheet of ['prices', 1, -1]) {
      expect(await failure(() => book.sheet(sheet))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    expect(await failure(() => readSheet(sheetOf(), { sheet: 'x' }).schema())).toMatchObject({
      details: { argument: 'options.sheet' },
    });
    expect(await failure(() => readSheet(sheetOf(), { sheeet: 'x' } as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
    book.close();
    expect(await failure(() => book.sheet(0).toTable())).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('of an empty sheet is an empty table', async () => {
    expect(await rowsOf(sheetOf())).toEqual([]);
    expect(await rowsOf(sheetOf(['a', 'b']))).toEqual([]);
    expect((await readSheet(sheetOf(['a', 'b'])).toTable()).schema).toHaveLength(2);
  });
});
