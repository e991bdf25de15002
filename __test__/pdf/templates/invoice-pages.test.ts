/** What an invoice prints, and how it goes over pages. */
import { readFileSync } from 'node:fs';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import type { Run } from '../../pdf-reader';
import { isMissing, needs, said } from '../tools';
import { allText, data, line, many, nextTo, render, rightEdge, withLine } from './invoices';

describe.each(backends)('invoice on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('prints everything it was given, and what it adds up to', async () => {
    const read = await render();
    const text = allText(read);
    for (const said of [
      ...Object.values(data.seller).flat().slice(0, 3),
      'Tax ID DE123456789',
      'Jana Nováková',
      'Dlouhá 733/29',
      'Mar 1, 2026',
      'Mar 15, 2026',
      'L-160',
      '2 pcs',
      'Čisticí roztok 360 ml – bez konzervantů',
      'Ωμέγα, Привет, Đặng & œuvre',
      'IBAN DE02 1203 0000 0000 2020 51',
      'Thank you.',
    ]) {
      expect(text.split('\n')).toContain(said);
    }
    // 2 × 89.00 − 5.00 = 173.00; 1.5 × 12.90 = 19.35; −0.99. Taxes 32.87 and 1.3545, so 1.35.
    expect(nextTo(read, 0, 'Subtotal')).toBe('€191.36');
    expect(nextTo(read, 0, 'Tax 0% on -€0.99')).toBe('€0.00');
    expect(nextTo(read, 0, 'Tax 7% on €19.35')).toBe('€1.35');
    expect(nextTo(read, 0, 'Tax 19% on €173.00')).toBe('€32.87');
    expect(nextTo(read, 0, 'Total')).toBe('€225.58');
    expect(read.pages).toHaveLength(1);
    expect(text).toContain('Page 1 of 1');
  });

  it('says what it is: title, author, language, date', async () => {
    const { pages: _, ...about } = await render({}, { locale: 'de-at', labels: { title: 'Rechnung' } });
    expect(about).toEqual({
      title: 'Rechnung INV-2026-00042',
      author: 'Optik Morgenstern GmbH',
      language: 'de-AT',
      created: 'D:20260301000000Z',
    });
  });

  it('gives the same bytes for the same input', async () => {
    const options = { locale: 'cs', accentColor: '#aa3311', pageSize: 'Letter' } as const;
    expect((await pdf.invoice(data, options)).equals(await pdf.invoice(data, options))).toBe(true);
    const { width, height } = (await render({}, options)).pages[0] ?? {};
    expect([width, height]).toEqual([612, 792]);
  });

  const golden = JSON.parse(readFileSync(new URL('../../golden/pdf/totals.json', import.meta.url), 'utf8'));
  it('adds up as Python decimal with ROUND_HALF_UP does (golden/pdf/totals.json)', async () => {
    for (const { lines, totals } of golden) {
      const own = lines.map(({ net: _, ...rest }: { net: number }) => ({ ...rest, description: 'x' }));
      await pdf.invoice({ ...data, lines: own, totals });
      for (const key of ['net', 'tax', 'gross']) {
        const wrong = { ...totals, [key]: totals[key] + 1 };
        const { code, details } = await failure(() => pdf.invoice({ ...data, lines: own, totals: wrong }));
        expect({ code, details }).toEqual({
          code: 'ERR_INVALID_ARGUMENT',
          details: { argument: `data.totals.${key}`, required: totals[key], given: totals[key] + 1 },
        });
      }
    }
  });

  it('repeats the head on every page and carries the right sum over every break', async () => {
    const lines = many(150);
    const read = await render({ lines, paymentTerms: undefined, notes: undefined });
    const last = read.pages.length - 1;
    expect(last).toBeGreaterThan(5);
    let sum = 0;
    for (const [index, page] of read.pages.entries()) {
      const texts = page.runs.map(({ text }) => text);
      expect(texts.filter((text) => text === 'Unit price')).toHaveLength(1);
      expect(texts).toContain(`Page ${index + 1} of ${read.pages.length}`);
      const amount = (cents: number) => (cents / 100).toLocaleString('en', { minimumFractionDigits: 2 });
      if (index > 0) expect(nextTo(read, index, 'Brought forward')).toBe(amount(sum));
      for (const text of texts) {
        const item = /^Item (\d+):/.exec(text);
        if (item) sum += 2 * (1000 + Number(item[1]));
      }
      if (index < last) expect(nextTo(read, index, 'Carried forward')).toBe(amount(sum));
    }
    expect(sum).toBe(lines.reduce((total, { unitPrice }) => total + 2 * unitPrice, 0));
  });

  it('never leaves the totals alone on a page', async () => {
    for (let count = 1; count < 60; count += 1) {
      const read = await render({ lines: many(count) });
      const page = read.pages.find(({ text }) => text.includes('Subtotal'));
      expect(page?.text, `${count} lines`).toMatch(/^Item \d+:/m);
    }
  });

  it('sets the columns of numbers flush right', async () => {
    const { pages } = await render({ lines: many(20).map((one, i) => ({ ...one, unitPrice: 10 ** (i % 9) })) });
    const runs = pages.flatMap((page) => page.runs);
    const edge = rightEdge(runs.find(({ text }) => text === 'Amount') as Run);
    const amounts = runs.filter(({ text }) => /^[\d,]+\.\d\d$/.test(text) && text !== '');
    const flush = amounts.filter((run) => Math.abs(rightEdge(run) - edge) < 0.05);
    expect(flush.length).toBeGreaterThanOrEqual(20);
  });

  it('keeps every text inside the margins, breaking words no column can hold', async () => {
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
    const read = await render(
      {
        seller: { name: long.slice(0, 120), address: [long.slice(0, 100)], email: long.slice(0, 200) },
        buyer: { name: long.slice(0, 120), address: Array(6).fill(long.slice(0, 100)) },
        lines: [{ ...line, description: long, unit: 'W'.repeat(20), unitPrice: Number.MAX_SAFE_INTEGER / 4 - 0.75 }],
        notes: long.repeat(10),
      },
      { labels: { title: 'Rechnungsdokument'.repeat(3), amount: 'Betrag'.repeat(8), page: 'W'.repeat(60) } },
    );
    for (const { runs, width, height } of read.pages) {
      for (const run of runs) {
        expect(run.x, run.text).toBeGreaterThanOrEqual(47.9);
        expect(rightEdge(run), run.text).toBeLessThanOrEqual(width - 47.9 + 1);
        expect(run.y, run.text).toBeLessThan(height - 20);
      }
    }
    expect(allText(read).replace(/\s/g, '')).toContain(long);
  });

  it('splits a row higher than a page, its numbers beside the first part', async () => {
    const description = Array.from({ length: 120 }, (_, i) => `part ${i}`).join('\n');
    const read = await render({ lines: [{ ...line, description }] });
    expect(read.pages.length).toBeGreaterThan(1);
    const parts = [...allText(read).matchAll(/^part (\d+)$/gm)].map((match) => Number(match[1]));
    expect(parts).toEqual(Array.from({ length: 120 }, (_, i) => i));
    const withNumbers = read.pages.filter(({ runs }) => runs.some(({ text }) => text === '89.00'));
    expect(withNumbers).toHaveLength(1);
    expect(withNumbers[0]?.text).toContain('part 0\n');
  });

  it.each([
    ['de-DE', 'EUR', '1.234.567,89', '1.234.567,89\u00a0€', '01.03.2026'],
    ['en-US', 'USD', '1,234,567.89', '$1,234,567.89', 'Mar 1, 2026'],
    ['fr-FR', 'EUR', '1\u202f234\u202f567,89', '1\u202f234\u202f567,89\u00a0€', '1 mars 2026'],
    ['en-IN', 'INR', '12,34,567.89', '₹12,34,567.89', '1 Mar 2026'],
    ['sv-SE', 'SEK', '1\u00a0234\u00a0567,89', '1\u00a0234\u00a0567,89\u00a0kr', '1 mars 2026'],
    ['en', 'JPY', '123,456,789', '¥123,456,789', 'Mar 1, 2026'],
    ['en', 'KWD', '123,456.789', 'KWD\u00a0123,456.789', 'Mar 1, 2026'],
    ['en', 'IQD', '123,456.789', 'IQD\u00a0123,456.789', 'Mar 1, 2026'],
  ])('prints numbers and dates as %s does, in %s', async (locale, currency, amount, money, date) => {
    const lines = [{ ...line, quantity: '1', unitPrice: 123456789, taxRate: '0' }];
    const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
    const texts = allText(await render({ currency, lines }, { locale }))
      .split('\n')
      .map(plain);
    for (const want of [amount, money, date]) expect(texts).toContain(plain(want));
  });

  it.each([
    ['fr-CH', 'CHF', '1 234 567,5', '7,7%', '1 234 567.89'],
    ['de-AT', 'EUR', '1 234 567,5', '7,7 %', '1.234.567,89'],
  ])('prints quantities and rates as %s writes numbers, not as it writes %s', async (locale, currency, ...wants) => {
    const lines = [
      { ...line, quantity: '1234567.5', unitPrice: 1, taxRate: '7.7' },
      { ...line, quantity: '1', unitPrice: 123456789 },
    ];
    const texts = allText(await render({ currency, lines }, { locale }));
    // Between the thousands of fr-CH ICU 78.2 has a space, 78.3 an apostrophe.
    for (const want of wants) expect(texts.replace(/[\u00a0\u202f'’]/g, ' ').split('\n')).toContain(want);
  });

  it('knows the Caribbean guilder, which replaced ANG in 2025', async () => {
    const lines = [{ ...line, quantity: '1', unitPrice: 123456789 }];
    expect(allText(await render({ currency: 'XCG', lines })).split('\n')).toContain('1,234,567.89');
  });

  it('never cuts a number, however many digits it has', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const lines = [
      { ...line, quantity: '-123456789.123456', unit: 'metres of cloth', unitPrice: 1 },
      { ...line, quantity: '1', unitPrice: most, discount: most },
    ];
    for (const [currency, largest] of [
      ['USD', '90,071,992,547,409.91'],
      ['JPY', '9,007,199,254,740,991'],
    ] as const) {
      const texts = allText(await render({ currency, lines })).split('\n');
      for (const want of [largest, `-${largest}`]) expect(texts).toContain(want);
      expect(texts.find((text) => text.startsWith('-123,456,789.123456'))).toBeDefined();
    }
  });

  it('takes room from long words before it cuts a number', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const lines = [
      { ...line, description: 'x'.repeat(200), quantity: '-999999.9', unitPrice: 1, taxRate: '0' },
      { ...line, quantity: '1', unitPrice: most - 2e9, taxRate: '0' },
      { ...line, quantity: '-1', unitPrice: most - 2e9, taxRate: '0' },
    ];
    const texts = allText(await render({ lines }, { labels: { taxRate: 'W'.repeat(12) } })).split('\n');
    for (const want of ['-999,999.9', '90,071,972,547,409.91', '-90,071,972,547,409.91']) {
      expect(texts).toContain(want);
    }
  });

  it('goes on with totals that are higher than a page', async () => {
    const lines = many(20).map((one, i) => ({ ...one, taxRate: String(i) }));
    const read = await render({ lines }, { labels: { tax: `{rate} ${'‱'.repeat(50)}` } });
    const text = allText(read);
    for (let i = 0; i < 20; i++) expect(text).toContain(`${i}% ‱`);
    expect(
      nextTo(
        read,
        read.pages.findIndex((page) => page.text.includes('\nTotal\n')),
        'Total',
      ),
    ).toBeDefined();
  });

  it('gives a column of numbers the room of its widest, not of the one with the most characters', async () => {
    const lines = ['1,234,567', '12.345678'].map((quantity) => ({ ...line, quantity: quantity.replaceAll(',', '') }));
    const labels = { quantity: 'Q' };
    const { pages } = await render({ lines }, { labels });
    const runs = pages[0]?.runs as Run[];
    const [x, ...others] = ['1,234,567', '12.345678'].map((text) =>
      rightEdge(runs.find((run) => run.text === text) as Run),
    );
    expect(others[0]).toBeCloseTo(x as number, 1);
  });

  it('takes lines in any unit of quantity and says them as the locale does', async () => {
    const lines = [
      { ...line, quantity: '1234.500', unit: 'ml' },
      { ...line, quantity: '-0.000001' },
    ];
    const texts = allText(await render({ lines }, { locale: 'de' }));
    expect(texts).toContain('1.234,5 ml');
    expect(texts).toContain('-0,000001');
  });

  it('takes eight marks on one letter', async () => {
    expect(allText(await render({ notes: `q${'\u0303'.repeat(8)}` }))).toContain('q\u0303');
  });

  it('is unmoved by what the process drew before', async () => {
    // U+0131 and the dotless form of i under an accent share a glyph: whose text it is must not depend on history.
    const dotless = withLine({ description: 'ısı i\u0307\u0301' });
    const first = await pdf.invoice({ ...data, ...dotless });
    await pdf.invoice({ ...data, ...withLine({ description: 'i\u0307\u0301' }) });
    expect((await pdf.invoice({ ...data, ...dotless })).equals(first)).toBe(true);
  });

  it.skipIf(isMissing('qpdf'))(`is a file that qpdf finds no fault with${needs('qpdf')}`, async () => {
    const file = await pdf.invoice({ ...data, lines: many(40) });
    expect(said('qpdf', ['--check', 'FILE'], file)).toContain('No syntax or stream encoding errors found');
  });
});
