/** What every block prints, on both backends, as read by pdf.js. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { type ReadPdf, type Run, readPdf, readStructure } from '../pdf-reader';
import { png } from './pictures';

const render = (document: Partial<pdf.PdfDocument>, options?: pdf.RenderOptions) =>
  pdf.render({ title: 'Test', content: [], ...document }, options);
const read = async (document: Partial<pdf.PdfDocument>, options?: pdf.RenderOptions) =>
  readPdf(await render(document, options));
/** What stands on each page, from the top: what is repeated on all may be drawn before or after the rest. */
const textsOf = ({ pages }: ReadPdf) =>
  pages.map(({ runs }) =>
    [...runs].sort((a, b) => (Math.abs(a.y - b.y) > 1 ? a.y - b.y : a.x - b.x)).map(({ text }) => text),
  );
const find = ({ pages }: ReadPdf, text: string): Run & { page: number } => {
  const found = pages
    .flatMap(({ runs }, page) => runs.map((run) => ({ ...run, page })))
    .find((run) => run.text === text);
  if (!found)
    throw new Error(`${JSON.stringify(text)} is not on any page: ${JSON.stringify(pages.map((p) => p.text))}`);
  return found;
};
/** Paper on which little has room: 200 points wide and high between margins of 20. */
const small: pdf.PageOptions = { size: { width: 240, height: 240 }, margin: 20, edge: 5 };
const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join('\n');

describe.each(backends)('render on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('says what the file is', async () => {
    const about = { title: 'Grüße', author: 'Clinic', language: 'de-at', created: '2026-03-01T09:30:15Z' };
    expect(await read({ ...about, content: ['x'] })).toMatchObject({
      ...about,
      language: 'de-AT',
      created: 'D:20260301093015Z',
    });
    expect((await read({ content: ['x'] })).created).toBe('');
  });

  it('gives the same bytes for the same document', async () => {
    const document = { content: ['Ωμέγα', { type: 'code', code: 'qr', value: 'x', alt: 'x' }] as pdf.Block[] };
    for (const profile of ['accessible', 'plain'] as const) {
      const first = await render(document, { profile });
      await render({ content: ['in between'] });
      expect((await render(document, { profile })).equals(first)).toBe(true);
    }
  });

  it('prints nothing for a document without content, on one page', async () => {
    expect(textsOf(await read({}))).toEqual([[]]);
  });

  it('sets paragraphs left, right, in the middle and to both sides', async () => {
    const long = 'a rather long text that goes on over more than one line of this small page';
    const page = await read({
      page: small,
      content: [
        'start',
        { type: 'paragraph', text: 'end', align: 'end' },
        { type: 'paragraph', text: 'centre', align: 'center' },
        { type: 'paragraph', text: long, align: 'justify' },
      ],
    });
    expect(find(page, 'start').x).toBeCloseTo(20, 1);
    const end = find(page, 'end');
    expect(end.x + end.width).toBeCloseTo(220, 1);
    const centre = find(page, 'centre');
    expect(centre.x + centre.width / 2).toBeCloseTo(120, 1);
    const [first] = page.pages[0]?.runs.filter(({ y }) => y > centre.y + 1) ?? [];
    const sameLine = page.pages[0]?.runs.filter(({ y }) => Math.abs(y - (first as Run).y) < 1) ?? [];
    const last = sameLine.at(-1) as Run;
    expect(last.x + last.width).toBeCloseTo(220, 0);
  });

  it('puts baselines where size and line height put them', async () => {
    const page = await read({
      page: small,
      content: [
        { type: 'paragraph', text: 'one\ntwo', style: { size: 20, lineHeight: 1.5 } },
        { type: 'paragraph', text: 'three', before: 10 },
      ],
    });
    expect(find(page, 'one').y).toBeCloseTo(20 + 15 + 7.8, 1);
    expect(find(page, 'two').y).toBeCloseTo(20 + 30 + 15 + 7.8, 1);
    expect(find(page, 'three').y).toBeCloseTo(20 + 60 + 10 + 7 + 3.9, 1);
  });

  it('parts words where it is asked to, with a hyphen, and cuts those that are wider than the page', async () => {
    const word = 'Donaudampfschifffahrtsgesellschaftskapitän';
    const narrow = { ...small, size: { width: 140, height: 240 } };
    const paragraph = { type: 'paragraph', text: word } as const;
    const parted = await read({ page: narrow, language: 'de', content: [{ ...paragraph, hyphenate: true }] });
    expect(parted.pages[0]?.runs.slice(0, -1).every(({ text }) => /[-\u00ad\u2010]$/.test(text))).toBe(true);
    expect(parted.pages[0]?.text.replace(/[-\u00ad\u2010]\n/g, '')).toBe(word);
    const cut = await read({ page: narrow, content: [paragraph] });
    expect(cut.pages[0]?.runs.length).toBeGreaterThan(1);
    expect(cut.pages[0]?.text.replaceAll('\n', '')).toBe(word);
    for (const { x, width } of cut.pages[0]?.runs ?? []) expect(x + width).toBeLessThanOrEqual(120.5);
  });

  it('cuts off what is more than the lines asked for', async () => {
    const page = await read({ page: small, content: [{ type: 'paragraph', text: lines(9), lines: 2 }, 'after'] });
    expect(textsOf(page)[0]).toEqual(['line 0', 'line 1', 'after']);
  });

  it('leaves two lines of a paragraph on each page', async () => {
    // 14 points a line, 200 of room: the 14 lines of the first paragraph leave room for one of the second.
    const page = await read({ page: small, content: [lines(13), { type: 'paragraph', text: 'p\nq\nr\ns' }] });
    expect(textsOf(page)).toEqual([Array.from({ length: 13 }, (_, i) => `line ${i}`), ['p', 'q', 'r', 's']]);
    const widow = await read({ page: small, content: [lines(11), { type: 'paragraph', text: 'p\nq\nr\ns' }] });
    expect(textsOf(widow).map((texts) => texts.slice(-2))).toEqual([
      ['p', 'q'],
      ['r', 's'],
    ]);
  });

  it('keeps together what is to be kept together, and a heading with what follows', async () => {
    const box: pdf.Block = { type: 'box', padding: 0, together: true, content: ['p', 'q', 'r'] };
    expect(textsOf(await read({ page: small, content: [lines(13), box] }))[1]).toEqual(['p', 'q', 'r']);
    const heading: pdf.Block = { type: 'heading', level: 1, text: 'H', style: { size: 10 } };
    expect(textsOf(await read({ page: small, content: [lines(12), heading, 'p\nq'] }))[1]).toEqual(['H', 'p', 'q']);
    const higher: pdf.Block = { type: 'box', together: true, content: [lines(30)] };
    const broken = await read({ page: small, content: ['first', higher] });
    expect(textsOf(broken)[0]?.slice(0, 2)).toEqual(['first', 'line 0']);
  });

  it('begins a new page where it is told to', async () => {
    expect(textsOf(await read({ content: ['a', { type: 'pageBreak' }, 'b'] }))).toEqual([['a'], ['b']]);
  });

  it('numbers and marks the items of lists', async () => {
    const page = await read({
      content: [
        { type: 'list', items: ['one', 'two'] },
        {
          type: 'list',
          ordered: true,
          items: [
            'one',
            [
              { type: 'paragraph', text: 'two' },
              { type: 'list', items: ['in'] },
            ],
          ],
        },
      ],
    });
    expect(textsOf(page)[0]).toEqual(['•', 'one', '•', 'two', '1.', 'one', '2.', 'two', '•', 'in']);
    expect(find(page, 'in').x).toBeGreaterThan(find(page, 'two').x + 5);
  });

  it('sets columns side by side, and frames around boxes', async () => {
    const page = await read({
      page: small,
      content: [
        {
          type: 'columns',
          gap: 20,
          columns: [{ width: 40, content: ['a'] }, { content: ['b'] }, { width: '2*', content: ['c\nd'] }],
        },
        {
          type: 'box',
          padding: [5, 10],
          border: { width: 1, color: '#000000' },
          background: '#eeeeee',
          content: ['in'],
        },
        { type: 'rule', before: 3 },
        { type: 'space', height: 30 },
        'after',
      ],
    });
    // 200 wide: 40, then a third and two thirds of what two gaps leave.
    expect(find(page, 'a').x).toBeCloseTo(20, 1);
    expect(find(page, 'b').x).toBeCloseTo(80, 1);
    expect(find(page, 'c').x).toBeCloseTo(140, 1);
    expect(find(page, 'a').y).toBeCloseTo(find(page, 'c').y, 2);
    expect(find(page, 'in').x).toBeCloseTo(20 + 1 + 10, 1);
    expect(find(page, 'in').y - find(page, 'd').y).toBeCloseTo(14 + 1 + 5, 1);
    expect(find(page, 'after').y - find(page, 'in').y).toBeCloseTo(14 + 5 + 1 + 3 + 0.5 + 30, 1);
  });

  it('makes one page as high as the content', async () => {
    const roll: pdf.PageOptions = { size: { width: 226, height: 'auto' }, margin: 10 };
    const short = await read({ page: roll, content: [lines(2)] });
    const long = await read({ page: roll, content: [lines(300)] });
    expect(short.pages.map(({ height }) => Math.round(height))).toEqual([10 + 2 * 14 + 10]);
    expect(long.pages.map(({ height }) => Math.round(height))).toEqual([10 + 300 * 14 + 10]);
  });

  it('repeats header and footer with the number of the page, and has others at first', async () => {
    const page = await read({
      page: small,
      header: [{ type: 'paragraph', text: ['top ', { field: 'page' }, '/', { field: 'pages' }] }],
      footer: [{ type: 'paragraph', text: ['Page ', { field: 'page' }, ' of ', { field: 'pages' }], align: 'end' }],
      firstPage: { header: ['first'], footer: [] },
      content: [lines(40)],
    });
    const texts = textsOf(page);
    expect(texts.length).toBe(3);
    expect(texts.map((on) => on.filter((text) => !text.startsWith('line')))).toEqual([
      ['first'],
      ['top 2/3', 'Page 2 of 3'],
      ['top 3/3', 'Page 3 of 3'],
    ]);
    expect(texts.flat().filter((text) => text.startsWith('line'))).toHaveLength(40);
    // The header's top is 5 from the edge, its baseline 7 + 3.9 below; the footer's bottom 5 from the other.
    expect(find(page, 'top 2/3').y).toBeCloseTo(5 + 10.9, 1);
    expect(find(page, 'Page 2 of 3').y).toBeCloseTo(240 - 5 - 14 + 10.9, 1);
  });

  it('prints what texts say of pages as it is, and numbers only where a field is', async () => {
    const title = 'Order {page}/{pages}';
    const page = await read({
      page: small,
      header: [title, { type: 'list', items: [[{ field: 'pages', style: { weight: 'bold' } }, ' pages']] }],
      footer: [
        { type: 'table', columns: [{ width: 'auto' }, {}], rows: [[title, { text: ['Nr. ', { field: 'page' }] }]] },
      ],
      content: [title, { type: 'pageBreak' }, 'end'],
    });
    for (const [index, texts] of textsOf(page).entries()) {
      const said = texts.join(' ').replace(/ +/g, ' ');
      expect(said.split(title)).toHaveLength(index === 0 ? 4 : 3);
      expect(said).toContain('• 2 pages');
      expect(said).toContain(`Nr. ${index + 1}`);
    }
  });

  it('has a slip at the foot of the last page, below its footer, or on one more', async () => {
    const slip: pdf.Slip = {
      height: 60,
      areas: [
        { x: 100, y: 20, width: 50, content: ['right'] },
        { x: 10, y: 5, width: 50, content: ['left'] },
      ],
    };
    const made = (count: number) =>
      read({ page: small, slip, firstPage: { footer: [] }, footer: ['foot'], content: [lines(count)] });
    const one = await made(8);
    expect(textsOf(one).map((texts) => texts.slice(-2))).toEqual([['left', 'right']]);
    // The page is 240 high; the baseline 7 + 3.9 below a line's top.
    expect(find(one, 'left')).toMatchObject({ x: 10, y: expect.closeTo(180 + 5 + 10.9, 1) });
    expect(find(one, 'right')).toMatchObject({ x: 100, y: expect.closeTo(180 + 20 + 10.9, 1) });
    const two = await made(12);
    expect(two.pages).toHaveLength(2);
    expect(textsOf(two)[1]).toEqual(['foot', 'left', 'right']);
    expect(find(two, 'foot').y).toBeCloseTo(180 - 5 - 14 + 10.9, 1);
  });

  it('is pushed away by a header that is higher than the margin', async () => {
    const page = await read({ page: small, header: [lines(4)], content: ['content'] });
    expect(find(page, 'content').y).toBeGreaterThan(find(page, 'line 3').y + 10);
  });

  it('shows pictures in the size asked for, and smaller where there is less room', async () => {
    const images = { photo: png(300, 100) };
    const height = async (image: Partial<pdf.Image>) =>
      find(
        await read({ page: small, images, content: [{ type: 'image', image: 'photo', alt: 'x', ...image }, 'after'] }),
        'after',
      ).y -
      10.9 -
      20;
    expect(await height({ width: 60 })).toBeCloseTo(20, 1);
    expect(await height({ height: 30 })).toBeCloseTo(30, 1);
    expect(await height({ width: 60, height: 60 })).toBeCloseTo(20, 1);
    expect(await height({})).toBeCloseTo(200 / 3, 1);
  });

  it('takes JPEG files as they are', async () => {
    const photo = readFileSync(join(import.meta.dirname, '../fixtures/photo.jpg'));
    const file = await render({ images: { photo }, content: [{ type: 'image', image: 'photo', alt: 'x', width: 40 }] });
    expect(file.includes(photo.subarray(-300))).toBe(true);
  });

  it('draws texts of drawings and pictures where they belong', async () => {
    const svg =
      '<svg width="200" height="100"><text x="100" y="50" text-anchor="middle" font-size="20">in the picture</text></svg>';
    const page = await read({
      page: small,
      content: [
        { type: 'drawing', alt: 'x', width: 100, height: 50, shapes: [{ type: 'text', text: 'drawn', x: 10, y: 40 }] },
        { type: 'svg', svg, alt: 'x', width: 100 },
      ],
    });
    expect(find(page, 'drawn')).toMatchObject({ x: expect.closeTo(30, 1), y: expect.closeTo(60, 1) });
    const text = find(page, 'in the picture');
    expect(text.x + text.width / 2).toBeCloseTo(20 + 50, 1);
    expect(text.y).toBeCloseTo(20 + 50 + 25, 1);
  });

  it('prints the value under a bar code unless told not to', async () => {
    const code = { type: 'code', code: 'ean13', value: '400638133393', alt: 'x' } as const;
    expect((await read({ content: [code] })).pages[0]?.text.replace(/\s/g, '')).toBe('4006381333931');
    expect(textsOf(await read({ content: [{ ...code, showText: false }] }))).toEqual([[]]);
  });

  it('marks every page with the watermark', async () => {
    const texts = textsOf(await read({ watermark: 'DRAFT', content: ['a', { type: 'pageBreak' }, 'b'] }));
    expect(texts.map((on) => on.join('').replace(/[ab]/, ''))).toEqual(['DRAFT', 'DRAFT']);
  });

  it('makes links, an outline and attachments', async () => {
    const data = Buffer.from('a;b\n1;2\n');
    const file = await render({
      page: small,
      content: [
        { type: 'heading', level: 1, text: 'One' },
        { type: 'heading', level: 2, text: ['Two ', { text: 'bold', style: { weight: 'bold' } }] },
        { type: 'paragraph', text: ['see ', { text: 'here', link: 'https://example.org/a?b=c' }] },
        { type: 'heading', level: 1, text: 'Three' },
      ],
      attachments: [{ name: 'data.csv', data, mimeType: 'text/csv' }],
    });
    const { outline, links, attachments } = await readStructure(file);
    expect(outline).toEqual(['One', '  Two bold', 'Three']);
    expect(attachments).toEqual([{ name: 'data.csv', content: data }]);
    expect(links).toEqual([{ page: 1, url: 'https://example.org/a?b=c', rect: expect.anything() }]);
    const here = find(await readPdf(file), 'here');
    const [left, top, right, bottom] = (links[0] as { rect: number[] }).rect;
    expect([left, right]).toEqual([expect.closeTo(here.x, 0), expect.closeTo(here.x + here.width, 0)]);
    expect(top).toBeLessThan(here.y);
    expect(bottom).toBeGreaterThanOrEqual(here.y);
  });

  it('is tagged in reading order', async () => {
    const [tags] = (
      await readStructure(
        await render({
          header: ['not tagged'],
          content: [
            { type: 'heading', level: 1, text: 'H' },
            'p',
            { type: 'list', items: ['i'] },
            { type: 'table', columns: [{}, {}], head: [['A', 'B']], rows: [['1', '2']] },
            { type: 'code', code: 'qr', value: 'x', alt: 'a code' },
            { type: 'code', code: 'qr', value: 'x', alt: '' },
            { type: 'paragraph', text: [{ text: 'link', link: 'https://example.org' }] },
          ],
        }),
      )
    ).tags;
    expect(tags?.replace(/\((Span|NonStruct)*\)/g, '')).toMatch(
      /Document\(H1.* P.* L\(LI\(Lbl.* LBody.*\)\) Table\(THead\(TR\(TH.* TH.*\)\) TBody\(TR\(TD.* TD.*\)\)\) Figure "a code" P\(Link.*\)\)/,
    );
    expect(tags?.match(/Figure/g)).toHaveLength(1);
    const [plain] = (await readStructure(await render({ content: ['p'] }, { profile: 'plain' }))).tags;
    expect(plain ?? '').toBe('');
  });

  it('refuses a character that no font has, wherever it stands', async () => {
    const arabic = 'a \u0639';
    const at = async (document: Partial<pdf.PdfDocument>) => {
      const { code, message, details } = await failure(() => render(document));
      expect(code).toBe('ERR_UNSUPPORTED');
      expect(details).toMatchObject({ codePoint: 'U+0639' });
      const { argument } = details as { argument: string };
      expect(message).toBe(`${argument} contains U+0639, which the document's fonts cannot draw`);
      return argument;
    };
    const rows = (count: number) => Array.from({ length: count }, (_, i) => ['x', i === count - 1 ? arabic : 'y']);
    expect(await at({ content: ['a', arabic] })).toBe('document.content[1]');
    expect(await at({ content: [{ type: 'box', content: [arabic] }] })).toBe('document.content[0].content[0]');
    expect(await at({ content: [{ type: 'table', columns: [{}, {}], rows: rows(3) }] })).toBe(
      'document.content[0].rows[2].cells[1]',
    );
    expect(await at({ content: ['a', { type: 'table', columns: [{}, {}], rows: rows(900) }] })).toBe(
      'document.content[1].rows[899].cells[1]',
    );
    expect(await at({ footer: ['x', arabic] })).toBe('document.footer[1]');
    expect(await at({ watermark: arabic })).toContain('document.watermark');
  });
});
