/** The fonts of `packs/`, published as `clinicore-fonts`. */
import { createRequire } from 'node:module';
import { pdf } from 'clinicore';
import { describe, expect, it } from 'vitest';
import type * as packs from '../../packs/index.js';
import { backends, useBackend } from '../backends';
import { readPdf } from '../pdf-reader';
import { invoice } from './templates/data';
import { isMissing, needs, said } from './tools';

const require = createRequire(import.meta.url);
const fonts = require('../../packs') as typeof packs;

/** Letters and digits of each script: ranges of code points, inclusive. */
const LETTERS: Record<keyof typeof fonts, [first: number, last: number][]> = {
  // With those of Persian and Urdu, and the Arabic and the Persian digits.
  'Noto Sans Arabic': [
    [0x621, 0x63a],
    [0x641, 0x652],
    [0x660, 0x669],
    [0x679, 0x6d3],
    [0x6f0, 0x6f9],
  ],
  'Noto Sans Bengali': [
    [0x985, 0x98c],
    [0x995, 0x9a8],
    [0x9e6, 0x9f3],
  ],
  'Noto Sans Devanagari': [
    [0x904, 0x939],
    [0x958, 0x96f],
  ],
  'Noto Sans Hebrew': [
    [0x5b0, 0x5bd],
    [0x5d0, 0x5ea],
  ],
  'Noto Sans Thai': [
    [0xe01, 0xe3a],
    [0xe3f, 0xe5b],
  ],
};
const SENTENCES = [
  'فاتورة رقم 2026-00042 نظّارات مُحَمَّد لا',
  'উপহার কোন চশমা স্ত্রী পৌষ ১২৩',
  'हिन्दी क्षत्रिय प्रिय श्री दृष्टि १२३',
  'חשבונית מספר 2026-00042 משקפיים שָׁלוֹם',
  'แว่นตา น้ำ ใบสั่ง ที่ พิมพ์ ๑๒๓',
];

const families = Object.entries(fonts);
const register = () => {
  for (const [family, files] of families) pdf.registerFont(family, files);
};
const inBoth = (text: string): pdf.Block[] => [text, { type: 'paragraph', text, style: { weight: 'bold' } }];

describe.each(backends)('clinicore-fonts on the %s backend', (name) => {
  it.each(families)('%s has the letters of its script in both weights', async (family) => {
    useBackend(name);
    register();
    const ranges = LETTERS[family as keyof typeof fonts];
    const letters = ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
    const text = letters.map((letter) => String.fromCodePoint(letter).normalize('NFC')).join(' ');
    await expect(pdf.render({ title: family, content: inBoth(text) })).resolves.toBeInstanceOf(Uint8Array);
  });

  it.skipIf(isMissing('pdffonts'))(`are embedded in part${needs('pdffonts')}`, async () => {
    useBackend(name);
    register();
    const file = await pdf.render({ title: 'Test', content: SENTENCES.flatMap(inBoth) });
    const embedded = said('pdffonts', ['FILE'], file);
    for (const [family] of families) {
      const postScript = family.replaceAll(' ', '');
      for (const weight of ['Regular', 'Bold']) expect(embedded).toMatch(new RegExp(`\\+${postScript}-?${weight}`));
    }
    expect(file.length).toBeLessThan(200_000);
  });
});

describe.each(backends)('an invoice from right to left, on the %s backend', (name) => {
  const lines = Array.from({ length: 60 }, () => ({
    description: 'עדשה',
    quantity: '1',
    unitPrice: 100,
    taxRate: '17',
  }));
  const data = { ...invoice, currency: 'ILS', lines };
  const carried = async (labels: Partial<pdf.InvoiceLabels>) => {
    useBackend(name);
    pdf.registerFont('Noto Sans Hebrew', fonts['Noto Sans Hebrew']);
    const { pages } = await readPdf(await pdf.invoice(data, { locale: 'he', labels }));
    expect(pages.length).toBeGreaterThan(1);
    return pages.map(({ runs }) => runs);
  };

  it('carries its sums at the left, the words at the right', async () => {
    const [first = [], second = []] = await carried({ carriedForward: 'להעברה', broughtForward: 'מהעברה' });
    const said = (runs: typeof first, word: string) => {
      const label = runs.find(({ text }) => text === word || text === [...word].reverse().join(''));
      if (label === undefined) throw new Error('the words are missing');
      const sum = runs.find((run) => run !== label && Math.abs(run.y - label.y) < 1.5);
      return { label, sum };
    };
    for (const { label, sum } of [said(first, 'להעברה'), said(second, 'מהעברה')]) {
      expect(sum?.text).toMatch(/^\d+\.00$/);
      expect(label.x).toBeGreaterThan(500);
      expect(sum?.x).toBeLessThan(100);
    }
  });

  it('carries them with words in English, too', async () => {
    const texts = (await carried({})).flat().map(({ text }) => text);
    expect(texts).toContain('Carried forward');
  });
});
