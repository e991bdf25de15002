/** Where lines and pages end, on both backends. */
import { readFileSync } from 'node:fs';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { readPdf } from '../pdf-reader';

const fonts = ['Arabic', 'Hebrew'].map(
  (family) => [family, readFileSync(new URL(`../../crates/pdf/tests/fonts/${family}.ttf`, import.meta.url))] as const,
);

/** How many letters of each line show, on a page with so much room between its margins. */
async function lines(block: pdf.Block, width: number): Promise<number[]> {
  const page = { size: { width: width + 20, height: 400 }, margin: 10 };
  const [read] = (await readPdf(await pdf.render({ title: 'Lines', page, content: [block] }))).pages;
  const heights = new Map<number, number>();
  for (const { y, text } of read?.runs ?? []) {
    const line = Math.round(y);
    heights.set(line, (heights.get(line) ?? 0) + text.replaceAll(' ', '').length);
  }
  return [...heights].sort(([a], [b]) => a - b).map(([, count]) => count);
}

describe.each(backends)('lines on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
    for (const [family, regular] of fonts) pdf.registerFont(family, { regular });
  });

  it('break after a space, even one after a Hebrew letter and a hyphen (UAX #14, LB18 before LB21a)', async () => {
    // Of a room for all but the last word.
    expect(await lines('מס- מספר', 35)).toEqual([3, 4]);
    expect(await lines('מס– מספר', 35)).toEqual([3, 4]);
    expect(await lines('מס - מספר', 35)).toEqual([3, 4]);
  });

  it('do not break between a hyphen and the Hebrew letter before it, nor before one after a slash (LB21a, LB21b)', async () => {
    expect(await lines('ab מס-ab', 30)).toEqual([2, 5]);
    expect(await lines('ab/ מס', 20)).toEqual([3, 2]);
    expect(await lines('ab מ/ס מ', 28)).toEqual([2, 4]);
  });

  it('do not break after a joiner, which else is part of the letter before it (LB8a, LB9)', async () => {
    // pdf.js leaves out what has a joiner: the bracket, and the first of the hyphens.
    expect(await lines('(\u200d ab', 12)).toEqual([1, 1]);
    expect(await lines('a-\u200dab', 18)).toEqual([2, 1]);
    expect(await lines('a-ab', 18)).toEqual([2, 2]);
  });

  it('are cut at the same letter whatever the last bit of a sum says', async () => {
    // 40 × 5.29 and 22.347 points: a thousandth more than there is room for.
    const text = ['x'.repeat(40), { text: 'efficientefficient', style: { weight: 'bold', size: 9 } }] as pdf.Text;
    expect(await lines({ type: 'paragraph', text }, 233.946)).toEqual([45, 13]);
    expect(await lines({ type: 'paragraph', text }, 233.947)).toEqual([46, 12]);
  });

  it('hold any text, even one word of a hundred thousand characters', async () => {
    for (const word of ['ab\u200dc', 'שָׁ']) {
      const text = word.repeat(Math.floor(100_000 / word.length));
      const { pages } = await readPdf(await pdf.render({ title: 'Word', content: [text] }));
      const read = pages.map(({ runs }) => runs.map((run) => run.text).join('')).join('');
      const first = word[0] as string;
      expect(read.split(first).length).toBe(text.split(first).length);
    }
  });

  it('join letters to a stroke and to a joiner in another style', async () => {
    const width = async (text: pdf.Text) => {
      const content: pdf.Block[] = [{ type: 'paragraph', text }];
      const { pages } = await readPdf(await pdf.render({ title: 'Joined', content }));
      return pages[0]?.runs.reduce((sum, run) => sum + run.width, 0) ?? 0;
    };
    const apart = (second: string): pdf.Text => ['ه', { text: second, style: { color: '#ff0000' } }];
    expect(await width(apart('ـ'))).toBeCloseTo(await width('هـ'), 1);
    // The letter's first form is wider than that of one alone.
    expect(await width(apart('\u200d'))).toBeGreaterThan((await width('ه')) + 1);
  });

  it('say nothing of what has no room', async () => {
    const code: pdf.Code = { type: 'code', code: 'ean13', value: '400638133393', alt: '' };
    const table: pdf.Table = { type: 'table', columns: [{ width: 12 }, {}], rows: [[{ content: [code] }, 'Text']] };
    const { pages } = await readPdf(await pdf.render({ title: 'Room', content: [table] }));
    expect(pages.map(({ text }) => text)).toEqual(['Text']);
  });

  it('take no page of their own for what takes no room', async () => {
    const page = { size: { width: 100, height: 40 }, margin: 10 };
    const empty: pdf.Block[] = [
      { type: 'list', items: [], before: 10 },
      { type: 'space', height: 0, before: 10 },
    ];
    for (const block of empty) {
      const content: pdf.Block[] = ['Text', block];
      expect((await readPdf(await pdf.render({ title: 'Page', page, content }))).pages).toHaveLength(1);
    }
  });
});
