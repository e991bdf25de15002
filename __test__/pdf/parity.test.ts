/** Both backends print the same texts on the same pages at the same places, or refuse in the same words. */
import { readFileSync } from 'node:fs';
import { pdf } from 'clinicore';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, needsNative, type Outcome, onBoth } from '../backends';
import { type ReadPdf, type Run, readPdf, readStructure } from '../pdf-reader';
import { everything } from './everything';
import { png } from './pictures';
import { WORDS } from './words';

/** Texts that stand side by side: where they begin and end, and their letters. */
interface Stretch {
  place: [x: number, end: number, y: number];
  letters: string[];
}

/** What is farther apart is not side by side; readers take what is near for one text, or for several. */
const NEAR = 10;

/** What stands on a page, line by line; in which order it is drawn is left to a backend. */
function stretches({ runs }: ReadPdf['pages'][number]): Stretch[] {
  const lines: { y: number; runs: Run[] }[] = [];
  for (const run of runs.toSorted((a, b) => a.y - b.y)) {
    const line = lines.at(-1);
    if (line && run.y - line.y < 0.6) line.runs.push(run);
    else lines.push({ y: run.y, runs: [run] });
  }
  return lines.flatMap(({ y, runs }) => {
    const found: Stretch[] = [];
    for (const { text, x, width } of runs.toSorted((a, b) => a.x - b.x)) {
      const last = found.at(-1);
      const letters = Array.from(text.replace(/\s/g, ''));
      if (last && x - last.place[1] < NEAR) {
        last.letters = [...last.letters, ...letters];
        last.place[1] = Math.max(last.place[1], x + width);
      } else found.push({ place: [x, x + width, y], letters });
    }
    return found;
  });
}

const outcome = (of: Outcome<Buffer>): { code: string; message: string; argument: string | undefined } => {
  if ('value' in of) return { code: 'printed', message: '', argument: undefined };
  return { code: of.code, message: of.message, argument: (of.details as { argument?: string }).argument };
};

/** Whether it was printed; pages, texts and their order must be the same, places within half a point. */
async function expectSame(document: pdf.PdfDocument, options?: pdf.RenderOptions): Promise<boolean> {
  const { native, js } = await onBoth(() => pdf.render(document, options));
  if (!('value' in native) || !('value' in js)) {
    expect(outcome(js)).toEqual(outcome(native));
    return false;
  }
  const [a, b] = [await readPdf(native.value), await readPdf(js.value)];
  const said = ({ pages, ...about }: ReadPdf) => ({
    ...about,
    pages: pages.map(({ width, height, ...page }) => ({
      width: Math.round(width),
      height: Math.round(height),
      texts: stretches({ width, height, ...page }).map(({ letters }) => letters.sort().join('')),
    })),
  });
  expect(said(b)).toEqual(said(a));
  const places = ({ pages }: ReadPdf) => pages.flatMap(stretches).flatMap(({ place }) => place);
  const others = places(b);
  const off = places(a).map((at, i) => Math.abs(at - (others[i] as number)));
  expect(Math.max(0, ...off)).toBeLessThanOrEqual(0.5);
  return true;
}

/** Without marks: readers take those set off their place for a line's end. */
const words = fc
  .array(
    fc.constantFrom(
      ...WORDS,
      'ab\u00adcd\u00adef',
      ...['فاتورة', 'الرقم', 'חשבונית', 'מספר', 'لا', '-2.25', 'فاتورةالرقمنظارات', 'efficient'.repeat(5)],
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) => list.join(' '));
const letters = fc.string({ unit: fc.constantFrom(...'aäZž \n-/.,;:!?()„”«»0123456789%€ßœĐΩЖшїΐ'), maxLength: 80 });
const plain = fc.oneof(words, letters);
const style = fc.record(
  {
    weight: fc.constantFrom('regular' as const, 'bold' as const),
    size: fc.integer({ min: 5, max: 24 }),
    lineHeight: fc.constantFrom(1, 1.2, 1.4, 2),
    underline: fc.boolean(),
  },
  { requiredKeys: [] },
);
const span = fc.record({ text: plain, style, link: fc.constant('https://example.org') }, { requiredKeys: ['text'] });
const short = fc.constantFrom('office', '1,234.50', 'Čeština', '', 'a b');
const text: fc.Arbitrary<pdf.Text> = fc.oneof(plain, fc.array(fc.oneof(plain, span), { maxLength: 4 }));
const align = fc.constantFrom('start', 'end', 'left', 'right', 'center', 'justify' as const) as fc.Arbitrary<pdf.Align>;
const frame = {
  before: fc.integer({ min: 0, max: 30 }),
  after: fc.integer({ min: 0, max: 30 }),
  together: fc.boolean(),
  withNext: fc.boolean(),
};
const optional = <T>(required: { [K in keyof T]: fc.Arbitrary<T[K]> }, others: object = {}) =>
  fc.record({ ...required, ...frame, ...others } as never, {
    requiredKeys: Object.keys(required) as never[],
  }) as unknown as fc.Arbitrary<pdf.Block>;
const width = fc.constantFrom<pdf.TableColumn['width'][]>('auto', '1*', '2.5*', 12, 30.5);

const leaf: fc.Arbitrary<pdf.Block> = fc.oneof(
  plain,
  optional(
    { type: fc.constant('paragraph'), text },
    { style, align, hyphenate: fc.boolean(), lines: fc.integer({ min: 1, max: 9 }) },
  ),
  optional({ type: fc.constant('rule') }, { thickness: fc.constantFrom(0.5, 3) }),
  optional({ type: fc.constant('space'), height: fc.integer({ min: 0, max: 300 }) }),
  optional(
    { type: fc.constant('image'), image: fc.constant('logo'), alt: fc.constant('x') },
    { width: fc.integer({ min: 5, max: 900 }), align: fc.constantFrom('start', 'end', 'center') },
  ),
  optional(
    {
      type: fc.constant('code'),
      code: fc.constantFrom('ean13', 'code128'),
      value: fc.constant('400638133393'),
      alt: fc.constant(''),
    },
    { width: fc.integer({ min: 60, max: 300 }) },
  ),
);
const { block } = fc.letrec<{ block: pdf.Block; table: pdf.Block }>((tie) => {
  const inner = fc.array(tie('block') as fc.Arbitrary<pdf.Block>, { maxLength: 3 });
  const cell = fc.oneof(
    { weight: 5, arbitrary: plain },
    fc.record({ text, style, align, vertical: fc.constantFrom('top', 'middle', 'bottom') }, { requiredKeys: [] }),
    fc.record({ content: inner }),
  );
  const table = fc
    .tuple(
      fc.array(fc.record({ width, align }, { requiredKeys: [] }), { minLength: 1, maxLength: 4 }),
      fc.nat(12),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
    )
    .chain(([columns, count, isHeaded, splitRows, mayCarry]) => {
      const carries = mayCarry && columns.length > 1;
      const row = fc.array(cell, { minLength: columns.length, maxLength: columns.length });
      const rows = fc.array(fc.record({ cells: row, subtotal: fc.constantFrom('7', '1,234.50') }), {
        minLength: count,
        maxLength: count,
      });
      return optional(
        {
          type: fc.constant('table'),
          columns: fc.constant(columns),
          rows,
          splitRows: fc.constant(splitRows),
          ...(isHeaded && {
            head: fc.array(
              fc.array(fc.oneof({ weight: 3, arbitrary: short }, plain), {
                minLength: columns.length,
                maxLength: columns.length,
              }),
              {
                minLength: 1,
                maxLength: 2,
              },
            ),
          }),
        },
        {
          padding: fc.constantFrom(0, 3, [2, 6]),
          ...(carries && {
            carry: fc.record({
              forward: fc.constant('forward'),
              brought: fc.constant('brought'),
              column: fc.nat(columns.length - 1),
            }),
          }),
        },
      );
    });
  return {
    table: table as fc.Arbitrary<pdf.Block>,
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      leaf,
      optional(
        { type: fc.constant('box'), content: inner },
        { padding: fc.constantFrom(0, 5, [2, 9]), border: fc.constant({ width: 2, color: '#000000' }) },
      ),
      optional(
        {
          type: fc.constant('columns'),
          columns: fc.array(fc.record({ content: inner }), { minLength: 1, maxLength: 3 }),
        },
        { gap: fc.integer({ min: 0, max: 20 }) },
      ),
      optional(
        {
          type: fc.constant('list'),
          items: fc.array(
            fc.oneof(
              plain,
              fc.tuple(fc.constant({ type: 'paragraph' as const, text: 'p' }), tie('block') as fc.Arbitrary<pdf.Block>),
            ),
            { maxLength: 4 },
          ),
        },
        { ordered: fc.boolean() },
      ),
      tie('table') as fc.Arbitrary<pdf.Block>,
    ) as fc.Arbitrary<pdf.Block>,
  };
});
const page = fc.constantFrom<pdf.PageOptions[]>(
  {},
  { size: 'A5', orientation: 'landscape' },
  { size: { width: 300, height: 260 }, margin: 20, edge: 8 },
  { size: { width: 226, height: 'auto' }, margin: 8 },
);
const documents: fc.Arbitrary<pdf.PdfDocument> = fc.record(
  {
    title: fc.constant('Property'),
    language: fc.constantFrom('en', 'de', 'fr'),
    page,
    images: fc.constant({ logo: png(90, 30) }),
    content: fc.array(block, { maxLength: 8 }),
    header: fc.array(leaf, { maxLength: 1 }).filter(([only]) => typeof only !== 'object' || only.type !== 'space'),
    footer: fc.constant([{ type: 'paragraph', text: ['Page ', { field: 'page' }, ' of ', { field: 'pages' }] }]),
    watermark: fc.constant('DRAFT'),
  },
  { requiredKeys: ['title', 'content', 'images', 'page'] },
) as never;

/** What a row says of one place: the text there, and how far over columns and rows it goes if nothing is in its way. */
const place = fc.record({
  text: fc.oneof({ weight: 3, arbitrary: short }, words),
  columns: fc.constantFrom(1, 1, 1, 2, 3),
  rows: fc.constantFrom(1, 1, 1, 2, 4),
  vertical: fc.constantFrom('top' as const, 'middle' as const, 'bottom' as const),
  background: fc.constantFrom(undefined, '#eeeeee'),
});
type Place = typeof place extends fc.Arbitrary<infer T> ? T : never;

/** Rows of cells that go over columns and rows, none over another or over the last row. */
function joined(grid: Place[][], withNext: boolean[]): pdf.Row[] {
  const covered = new Array<number>(grid[0]?.length ?? 0).fill(0);
  return grid.map((row, index) => {
    const cells: pdf.Cell[] = [];
    for (const [column, { columns, rows, ...cell }] of row.entries()) {
      if ((covered[column] as number) > 0) continue;
      let wide = 1;
      while (wide < columns && covered[column + wide] === 0) wide++;
      const high = Math.min(rows, grid.length - index);
      covered.fill(high, column, column + wide);
      cells.push({ ...cell, columns: wide, rows: high });
    }
    for (const [column, rows] of covered.entries()) covered[column] = rows - 1;
    return { cells, withNext: withNext[index] ?? false };
  });
}

/** On pages so small that groups of rows are torn. */
const spanning: fc.Arbitrary<pdf.PdfDocument> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) =>
    fc.tuple(
      fc.array(fc.array(place, { minLength: count, maxLength: count }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.boolean(), { maxLength: 12 }),
      fc.array(fc.record({ width }, { requiredKeys: [] }), { minLength: count, maxLength: count }),
      fc.boolean(),
      fc.boolean(),
    ),
  )
  .map(([grid, withNext, columns, splitRows, keeps]) => ({
    title: 'Spans',
    page: { size: { width: 240, height: 160 }, margin: 15, edge: 5 },
    content: ['Before', { type: 'table', columns, rows: joined(grid, withNext), splitRows, withNext: keeps }, 'After'],
  }));

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  beforeAll(async () => {
    const font = (name: string) => readFileSync(new URL(`../../crates/pdf/tests/fonts/${name}.ttf`, import.meta.url));
    await onBoth(() => {
      for (const name of ['Arabic', 'Hebrew']) pdf.registerFont(name, { regular: font(name) });
    });
  });

  it('print everything alike', async () => {
    expect(await expectSame(everything)).toBe(true);
    const { native, js } = await onBoth(async () => readStructure(await pdf.render(everything)));
    if (!('value' in native) || !('value' in js)) throw new Error('both print it');
    expect(js.value.outline).toEqual(native.value.outline);
    expect(js.value.attachments).toEqual(native.value.attachments);
    expect(js.value.links.map(({ page: on, url }) => [on, url])).toEqual(
      native.value.links.map(({ page: on, url }) => [on, url]),
    );
  });

  it('print any document alike, or refuse it in the same words', async () => {
    let printed = 0;
    const property = fc.asyncProperty(documents, async (document) => {
      printed += (await expectSame(document)) ? 1 : 0;
    });
    await fc.assert(property, { numRuns: 200, seed: 19005 });
    expect(printed).toBeGreaterThan(100);
  }, 300_000);

  it('print tables of cells over columns and rows alike', async () => {
    let printed = 0;
    const property = fc.asyncProperty(spanning, async (document) => {
      printed += (await expectSame(document)) ? 1 : 0;
    });
    await fc.assert(property, { numRuns: 150, seed: 32000 });
    expect(printed).toBeGreaterThan(75);
  }, 300_000);

  it('refuse any broken text in the same words', async () => {
    const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    let refused = 0;
    const property = fc.asyncProperty(anything, fc.nat(4), async (broken, at) => {
      const content: pdf.Block[] = [
        [broken],
        [{ type: 'table', columns: [{}, {}], rows: [['a', broken]] } as pdf.Table],
        [{ type: 'list', items: ['a', [{ type: 'box', content: [broken] }]] } as pdf.List],
        [
          {
            type: 'drawing',
            alt: '',
            width: 9,
            height: 9,
            shapes: [{ type: 'text', text: broken, x: 0, y: 5 }],
          } as pdf.Drawing,
        ],
        [
          {
            type: 'columns',
            columns: [{ content: [{ type: 'paragraph', text: ['a', { text: broken }] }] }],
          } as pdf.Columns,
        ],
      ][at] as pdf.Block[];
      refused += (await expectSame({ title: 'x', content })) ? 0 : 1;
    });
    await fc.assert(property, { numRuns: 200, seed: 14289 });
    expect(refused).toBeGreaterThan(100);
  }, 120_000);
});
