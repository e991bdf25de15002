/** Tables over pages, on both backends. */
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { type ReadPdf, type Run, readPdf } from '../pdf-reader';

/** 200 points wide and high between margins of 20. */
const small: pdf.PageOptions = { size: { width: 240, height: 240 }, margin: 20, edge: 5 };
const read = async (table: Partial<pdf.Table>, more: Partial<pdf.PdfDocument> = {}, after: pdf.Block[] = []) => {
  const block: pdf.Table = { type: 'table', columns: [{}, {}], rows: [], ...table };
  return readPdf(await pdf.render({ title: 'Test', page: small, content: [block, ...after], ...more }));
};
/** What stands on each page, line by line: what is repeated or carried may be drawn before or after the rows. */
const textsOf = ({ pages }: ReadPdf) =>
  pages.map(({ runs }) =>
    [...runs].sort((a, b) => (Math.abs(a.y - b.y) > 1 ? a.y - b.y : a.x - b.x)).map(({ text }) => text),
  );
const find = (page: ReadPdf, text: string): Run => {
  const found = page.pages.flatMap(({ runs }) => runs).find((run) => run.text === text);
  if (!found) throw new Error(`${text} is not on any page: ${JSON.stringify(textsOf(page))}`);
  return found;
};
const rows = (count: number): string[][] => Array.from({ length: count }, (_, i) => [`row ${i}`, `${i}`]);
const indices = (texts: string[]) =>
  texts.filter((text) => text.startsWith('row ')).map((text) => Number(text.slice(4)));
/** Of a row of one line: 14 and the padding of 4 above and below. */
const ROW = 22;

describe.each(backends)('tables on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('repeat their head on every page and print every row once, in order', async () => {
    const page = await read({ head: [['Name', 'Number']], rows: rows(30) });
    const texts = textsOf(page);
    // 200 points of room: the head and 8 rows.
    expect(texts.map((on) => indices(on).length)).toEqual([8, 8, 8, 6]);
    expect(texts.flatMap(indices)).toEqual(rows(30).map((_, i) => i));
    for (const on of texts) expect(on.slice(0, 2)).toEqual(['Name', 'Number']);
  });

  it('print every row of a large table, in order', async () => {
    const texts = textsOf(await read({ rows: rows(3_000) }, { page: {} }));
    expect(texts.flatMap(indices)).toEqual(rows(3_000).map((_, i) => i));
  });

  it('carry the sum over every break, and print none where no row is', async () => {
    const all = rows(30).map((cells, i) => ({ cells, subtotal: `${((i + 1) * (i + 2)) / 2}` }));
    const texts = textsOf(
      await read({ head: [['Name', 'Sum']], rows: all, carry: { forward: 'Carried', brought: 'Brought', column: 1 } }),
    );
    let rowsBefore = 0;
    for (const [index, on] of texts.entries()) {
      const sum = (count: number) => `${(count * (count + 1)) / 2}`;
      expect(on.slice(0, 2)).toEqual(['Name', 'Sum']);
      if (index > 0) expect(on.slice(2, 4)).toEqual(['Brought', sum(rowsBefore)]);
      else expect(on).not.toContain('Brought');
      rowsBefore += indices(on).length;
      if (index < texts.length - 1) expect(on.slice(-2)).toEqual(['Carried', sum(rowsBefore)]);
      else expect(on).not.toContain('Carried');
    }
    expect(rowsBefore).toBe(30);
  });

  it('carry a sum wider than its column to where the column ends, not beyond', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ cells: ['row', `${i}`], subtotal: '1.234.567,00 €' }));
    const carry = { forward: 'Carried', brought: 'Brought', column: 1 };
    const sumsOf = async (column: pdf.TableColumn) => {
      const { pages } = await read({ columns: [{}, { width: 'auto', ...column }], rows, carry });
      return pages.flatMap(({ runs }) => runs).filter(({ text }) => text.startsWith('1.234'));
    };
    const [forward, brought] = (await sumsOf({ align: 'end' })) as [Run, Run];
    // The table's right edge and the cells' padding.
    for (const { x, width } of [forward, brought]) expect(x + width).toBeCloseTo(220 - 6, 1);
    const [start, end] = [await sumsOf({ align: 'left' }), await sumsOf({ align: 'right' })] as [Run[], Run[]];
    expect(end[0]?.x).toBeCloseTo(forward.x, 1);
    // Aligned to the left, it begins where its column does.
    const digits = await read({ columns: [{}, { width: 'auto', align: 'left' }], rows });
    expect(start[0]?.x).toBeCloseTo(find(digits, '0').x, 1);
    expect((start[0] as Run).x + (start[0] as Run).width).toBeGreaterThan(220);
  });

  it('carry a sum in the first column too, with its label beside it, in as many lines as it takes', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ cells: [`${i}`, 'row'], subtotal: `Sum ${i}` }));
    const carried = (label: string, column: number) =>
      read({ columns: [{ width: 60 }, { width: 60 }], rows, carry: { forward: label, brought: 'Brought', column } });
    const short = await carried('Carried', 0);
    // 200 points of room: 8 rows and the sum.
    expect(textsOf(short)[0]?.slice(-2)).toEqual(['Sum 7', 'Carried']);
    expect(textsOf(short)[1]?.slice(0, 2)).toEqual(['Sum 7', 'Brought']);
    expect(find(short, 'Carried').x).toBeCloseTo(find(short, 'row').x, 1);
    expect(find(short, 'Sum 7').x).toBeCloseTo(find(short, '0').x, 1);
    for (const column of [0, 1]) {
      const long = await carried('Carried to what follows', column);
      const lines = long.pages[0]?.runs.filter(({ text }) => /Carried|what|follows/.test(text)) ?? [];
      expect(lines.map(({ text }) => text.trim())).toEqual(['Carried to', 'what', 'follows']);
      // Two rows less: the last line of the label ends where the page does.
      expect(find(long, 'Sum 5').y).toBeCloseTo((lines[0] as Run).y, 1);
      expect((lines[2] as Run).y).toBeLessThan(220 - 4);
      for (const { x, width } of lines) expect(x + width).toBeLessThanOrEqual(20 + 60 * (2 - column));
    }
  });

  it('give columns points, shares, and what their texts need', async () => {
    const page = await read({
      columns: [{ width: 'auto' }, { width: 50, align: 'end' }, { width: '1*' }, { width: '3*' }],
      padding: [0, 5],
      rows: [['auto', 'end', 'one', 'three']],
    });
    const [auto, end, one, three] = ['auto', 'end', 'one', 'three'].map((text) => find(page, text)) as [
      Run,
      Run,
      Run,
      Run,
    ];
    expect(auto.x).toBeCloseTo(25, 1);
    const left = 20 + auto.width + 10;
    expect(end.x + end.width).toBeCloseTo(left + 45, 1);
    expect(one.x).toBeCloseTo(left + 50 + 5, 1);
    expect(three.x).toBeCloseTo(left + 50 + (220 - left - 50) / 4 + 5, 1);
  });

  it('shrink columns whose texts need more than there is, but not below a word', async () => {
    const long = 'many short words that want one long line';
    const page = await read({ columns: [{ width: 'auto' }, { width: 'auto' }], rows: [['unbreakable', long]] });
    expect(textsOf(page)[0]).toContain('unbreakable');
    expect(
      textsOf(page)[0]
        ?.filter((text) => text !== 'unbreakable')
        .join(' '),
    ).toBe(long);
    for (const { x, width } of page.pages[0]?.runs ?? []) expect(x + width).toBeLessThanOrEqual(214.5);
  });

  it('are refused where their points are more than the page has', async () => {
    const table: pdf.Table = { type: 'table', columns: [{ width: 150 }, { width: 60 }], rows: [['a', 'b']] };
    const refused = (content: pdf.Block[]) => failure(() => pdf.render({ title: 'Test', page: small, content }));
    expect(await refused(['x', table])).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'document.content[1]', given: 210, limit: 200 },
    });
    expect(await refused([{ type: 'columns', columns: [{ width: 205, content: [] }] }])).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'document.content[0]' },
    });
  });

  it('set cells over columns and rows, at the top, in the middle and at the bottom', async () => {
    const page = await read({
      padding: 0,
      rows: [
        [{ text: 'wide', columns: 2, align: 'center' }],
        [{ text: 'high', rows: 3, vertical: 'bottom' }, 'a'],
        ['b'],
        [{ text: 'middle\n2', vertical: 'middle' }],
        [{ text: 'mid', vertical: 'middle' }, '1\n2\n3'],
      ],
    });
    const wide = find(page, 'wide');
    expect(wide.x + wide.width / 2).toBeCloseTo(120, 1);
    expect(find(page, 'a').x).toBeCloseTo(120, 1);
    expect(find(page, 'b').x).toBeCloseTo(120, 1);
    expect(find(page, 'high').y).toBeCloseTo(20 + 14 + 4 * 14 - 3.1, 1);
    expect(find(page, 'mid').y).toBeCloseTo(find(page, '3').y - 14, 1);
  });

  it('draw cells in the order they are read, whichever ends first', async () => {
    const high = { text: 'high\n2\n3', rows: 3, vertical: 'bottom', background: '#eeeeee' } as const;
    const rows: pdf.Row[] = [[high, 'a'], { cells: ['b'], background: '#dddddd' }, ['c'], ['d', 'e']];
    const texts = ({ pages }: ReadPdf) => pages.map(({ runs }) => runs.map(({ text }) => text).join(' '));
    expect(texts(await read({ rows }))).toEqual(['high 2 3 a b c d e']);
    // Over pages, each part of a cell comes before what begins after it.
    const long = { text: Array.from({ length: 20 }, (_, i) => `l${i}`).join('\n'), rows: 3 };
    const torn = texts(await read({ padding: 0, rows: [[long, 'a'], ['b'], [{ text: 'c\nc\nc\nc\nc\nc\nc\nc' }]] }));
    expect(torn.length).toBeGreaterThan(1);
    for (const page of torn) expect(page).toMatch(/^l\d+( l\d+)*( [abc])*$/);
  });

  it('keep rows that a cell joins on one page', async () => {
    const joined = rows(12).map((cells, i) =>
      i === 7 ? [{ text: 'row 7', rows: 4 }, '7'] : i > 7 && i < 11 ? [`${i}`] : cells,
    );
    const texts = textsOf(await read({ rows: joined as pdf.Row[] }));
    expect(texts[1]).toEqual(['row 7', '7', '8', '9', '10', 'row 11', '11']);
  });

  it('move a row to the next page whole, and break it only if no page holds it or it may be', async () => {
    const high = (lines: number) => [Array.from({ length: lines }, (_, i) => `line ${i}`).join('\n'), 'x'];
    const whole = textsOf(await read({ rows: [...rows(3), high(10)] }));
    expect(whole[0]).not.toContain('line 0');
    expect(whole[1]).toContain('line 9');
    const split = textsOf(await read({ rows: [...rows(3), high(10)], splitRows: true }));
    expect(split[0]).toContain('line 0');
    expect(split[1]).toContain('line 9');
    const higher = textsOf(await read({ head: [['H', 'I']], rows: [...rows(3), high(40)] }));
    expect(higher.flat().filter((text) => text.startsWith('line'))).toEqual(
      Array.from({ length: 40 }, (_, i) => `line ${i}`),
    );
    for (const on of higher) expect(on[0]).toBe('H');
  });

  it('keep their last row with what follows', async () => {
    const after: pdf.Block[] = [{ type: 'box', padding: 0, together: true, content: ['total', 'tax'] }];
    const rowsThatFill = Math.floor(200 / ROW);
    expect(textsOf(await read({ rows: rows(rowsThatFill), withNext: true }, {}, after))[1]).toEqual([
      `row ${rowsThatFill - 1}`,
      `${rowsThatFill - 1}`,
      'total',
      'tax',
    ]);
    expect(textsOf(await read({ rows: rows(rowsThatFill) }, {}, after))[1]).toEqual(['total', 'tax']);
  });

  it('hold blocks in cells: lists, codes, tables', async () => {
    const inner: pdf.Block[] = ['p', { type: 'list', items: ['i'] }, { type: 'table', columns: [{}], rows: [['t']] }];
    const page = await read({ rows: [[{ content: inner }, 'x']] });
    expect(textsOf(page)[0]).toEqual(['p', 'x', '•', 'i', 't']);
  });

  it('nest as deep as documents may', async () => {
    let block: pdf.Block = 'deep';
    for (let depth = 0; depth < 20; depth++) {
      block = { type: 'table', columns: [{}], padding: 0, rows: [[{ content: [block] }]] };
    }
    const page = await readPdf(await pdf.render({ title: 'Test', content: [block] }));
    expect(textsOf(page)).toEqual([['deep']]);
  });

  it('of no rows print their head, or nothing', async () => {
    expect(textsOf(await read({ head: [['H', 'I']] }))).toEqual([['H', 'I']]);
    expect(textsOf(await read({}))).toEqual([[]]);
  });

  it('print empty cells and rows of empty cells', async () => {
    const page = await read({
      rows: [
        ['', ''],
        ['a', ''],
        ['', 'b'],
      ],
    });
    expect(find(page, 'b').y - find(page, 'a').y).toBeCloseTo(ROW, 1);
    expect(find(page, 'a').y).toBeCloseTo(20 + ROW + 4 + 10.9, 1);
  });
});
