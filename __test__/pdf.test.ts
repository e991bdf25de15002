import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';
import { type ReadPdf, type Run, readPdf } from './pdf-reader';

type Line = pdf.InvoiceLine;

const line: Line = { description: 'Single-vision lens', quantity: '2', unitPrice: 8900, taxRate: '19' };

const data: pdf.InvoiceData = {
  number: 'INV-2026-00042',
  issueDate: '2026-03-01',
  dueDate: '2026-03-15',
  currency: 'EUR',
  seller: {
    name: 'Optik Morgenstern GmbH',
    address: ['Lindenstraße 12', '10969 Berlin'],
    taxId: 'DE123456789',
    email: 'hallo@optik-morgenstern.example',
    phone: '+49 30 1234567',
  },
  buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
  lines: [
    { ...line, sku: 'L-160', unit: 'pcs', discount: 500 },
    { description: 'Čisticí roztok 360 ml – bez konzervantů', quantity: '1.5', unitPrice: 1290, taxRate: '7' },
    { description: 'Ωμέγα, Привет, Đặng & œuvre', quantity: '-1', unitPrice: 99, taxRate: '0' },
  ],
  paymentTerms: 'Payable within 14 days.\r\nIBAN DE02 1203 0000 0000 2020 51',
  notes: 'Thank you.',
};

/** `count` lines that differ, each telling its index. */
const many = (count: number): Line[] =>
  Array.from({ length: count }, (_, i) => ({
    ...line,
    description: `Item ${i}: ${'a rather long description of an item '.repeat(i % 4)}`,
    unitPrice: 1000 + i,
  }));

const rightEdge = ({ x, width }: Run) => x + width;
const allText = ({ pages }: ReadPdf) => pages.map(({ text }) => text).join('\n');
/** The text after a label, on the page with that index. */
const nextTo = (read: ReadPdf, page: number, label: string) => {
  const texts = read.pages[page]?.runs.map(({ text }) => text) ?? [];
  return texts[texts.indexOf(label) + 1];
};

describe.each(backends)('invoice on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const render = async (changes: Partial<pdf.InvoiceData> = {}, options?: pdf.InvoiceOptions) =>
    readPdf(await pdf.invoice({ ...data, ...changes }, options));

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

  const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/pdf/totals.json'), 'utf8'));
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
    for (const want of wants) expect(texts.replace(/[\u00a0\u202f]/g, ' ').split('\n')).toContain(want);
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

  const withLine = (changes: object) => ({ lines: [{ ...line }, { ...line, ...changes }] });
  it.each<[string, object, object, string, object]>([
    ['no lines', { lines: [] }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.lines' }],
    [
      'more than 100,000 lines',
      { lines: Array(100_001).fill(line) },
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines', limit: 100_000, given: 100_001 },
    ],
    [
      'more than 20 tax rates',
      { lines: many(21).map((one, i) => ({ ...one, taxRate: String(i) })) },
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines', limit: 20, given: 21 },
    ],
    [
      'Arabic, for want of glyphs',
      withLine({ description: 'lens عدسة' }),
      {},
      'ERR_UNSUPPORTED',
      { argument: 'data.lines[1].description', codePoint: 'U+0639' },
    ],
    [
      'an emoji in an address',
      { buyer: { name: 'A', address: ['x', '😀'] } },
      {},
      'ERR_UNSUPPORTED',
      { argument: 'data.buyer.address[1]', codePoint: 'U+1F600' },
    ],
    [
      'a right-to-left override in a name',
      { seller: { name: 'Evil \u202egnp.exe', address: [] } },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.seller.name', codePoint: 'U+202E' },
    ],
    [
      'a label without glyphs',
      {},
      { labels: { total: '合計' } },
      'ERR_UNSUPPORTED',
      { argument: 'options.labels.total', codePoint: 'U+5408' },
    ],
    ['a locale without glyphs', {}, { locale: 'zh' }, 'ERR_UNSUPPORTED', { argument: 'options.locale' }],
    [
      'a control character',
      withLine({ sku: 'a\u0007b' }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].sku', codePoint: 'U+0007' },
    ],
    [
      'a line break in a one-line field',
      { number: 'a\nb' },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.number', codePoint: 'U+000A' },
    ],
    [
      'nine marks on one letter',
      withLine({ description: `lens q${'\u0303'.repeat(9)}` }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].description', limit: 8 },
    ],
    [
      'more than 10,000 pages, be they of line breaks',
      { lines: Array(300).fill({ ...line, description: `a${'\n'.repeat(1998)}b` }) },
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data', limit: 10_000 },
    ],
    [
      'numbers that leave no room for descriptions',
      {
        lines: [
          { ...line, quantity: '-999999999.999999', unitPrice: 1, taxRate: '0' },
          {
            ...line,
            quantity: '1',
            unitPrice: Number.MAX_SAFE_INTEGER,
            discount: Number.MAX_SAFE_INTEGER,
            taxRate: '0',
          },
          { ...line, quantity: '-1', unitPrice: Number.MAX_SAFE_INTEGER - 2e9, taxRate: '0' },
        ],
      },
      { locale: 'en-IN' },
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines' },
    ],
    ['a lone surrogate', { notes: 'a\ud800' }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.notes' }],
    [
      'an empty name',
      { buyer: { name: ' ', address: [] } },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.buyer.name' },
    ],
    [
      'a quantity that is a number',
      withLine({ quantity: 2 }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].quantity' },
    ],
    [
      'a quantity in exponent form',
      withLine({ quantity: '1e3' }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].quantity' },
    ],
    [
      'a NaN price',
      withLine({ unitPrice: Number.NaN }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].unitPrice' },
    ],
    [
      'a price in fractions of a cent',
      withLine({ unitPrice: 0.5 }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].unitPrice' },
    ],
    [
      'a negative discount',
      withLine({ discount: -1 }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].discount' },
    ],
    ['a negative tax', withLine({ taxRate: '-1' }), {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.lines[1].taxRate' }],
    [
      'a line beyond 2^53 - 1',
      withLine({ quantity: '999999999', unitPrice: Number.MAX_SAFE_INTEGER }),
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines[1]', limit: Number.MAX_SAFE_INTEGER },
    ],
    [
      'a sum beyond 2^53 - 1',
      withLine({ quantity: '1', unitPrice: Number.MAX_SAFE_INTEGER }),
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines[1]', limit: Number.MAX_SAFE_INTEGER },
    ],
    ['an unknown currency', { currency: 'XXX' }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.currency' }],
    ['30 February', { issueDate: '2026-02-30' }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.issueDate' }],
    ['a Date for a day', { dueDate: new Date(0) }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.dueDate' }],
    ['an unknown field', { lineItems: [] }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data' }],
    ['an unknown label', {}, { labels: { sum: 'x' } }, 'ERR_INVALID_ARGUMENT', { argument: 'options.labels' }],
    ['a locale that is none', {}, { locale: 'not a locale' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.locale' }],
    ['a colour name', {}, { accentColor: 'red' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.accentColor' }],
    ['A5 paper', {}, { pageSize: 'A5' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.pageSize' }],
  ])('refuses %s', async (_, changes, options, code, details) => {
    const got = await failure(() => pdf.invoice({ ...data, ...changes }, options as pdf.InvoiceOptions));
    expect(got).toMatchObject({ code, details });
  });

  it('never quotes what it refuses', async () => {
    const { message } = await failure(() => pdf.invoice({ ...data, notes: 'secret عدسة' }));
    expect(message).toBe("data.notes contains U+0639, which the document's fonts cannot draw");
  });

  it('takes eight marks on one letter', async () => {
    expect(allText(await render({ notes: `q${'\u0303'.repeat(8)}` }))).toContain('q\u0303');
  });

  it('reads all of an invoice of 500 lines before it returns', async () => {
    const mine = { ...data, lines: many(500) };
    const before = mine.lines.map(({ description }) => description.split(':', 1)[0]);
    const call = pdf.invoice(mine);
    for (const one of mine.lines) one.description = 'changed';
    mine.lines.length = 0;
    const text = allText(await readPdf(await call));
    expect([...text.matchAll(/^Item \d+/gm)].map(([item]) => item)).toEqual(before);
  });

  it('lets the event loop turn while it reads more lines, and takes none that go meanwhile for read', async () => {
    const mine = { ...data, lines: many(3_000) };
    let turns = 0;
    let ticking = setImmediate(function tick() {
      turns++;
      ticking = setImmediate(tick);
    });
    const [first, last] = [mine.lines[0], mine.lines[2_999]] as [Line, Line];
    let turnsBeforeLast = 0;
    const taxRate = () => {
      turnsBeforeLast = turns;
      return '19';
    };
    Object.defineProperty(last, 'taxRate', { get: taxRate });
    const call = pdf.invoice(mine);
    Object.defineProperty(first, 'taxRate', { get: () => expect.unreachable('read twice') });
    await call;
    clearImmediate(ticking);
    expect(turnsBeforeLast).toBeGreaterThan(2);

    const shrinking = failure(() => pdf.invoice(mine));
    mine.lines.length = 1_500;
    expect(await shrinking).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('stops reading lines when its signal is aborted', async () => {
    const controller = new AbortController();
    const lines = many(20_000);
    let reads = 0;
    const taxRate = () => {
      reads++;
      return '19';
    };
    for (const one of lines) Object.defineProperty(one, 'taxRate', { get: taxRate });
    const aborted = failure(() => pdf.invoice({ ...data, lines }, { signal: controller.signal }));
    controller.abort();
    expect((await aborted).code).toBe('ERR_ABORTED');
    for (let i = 0; i < 100; i++) await new Promise(setImmediate);
    expect(reads).toBe(500);
  });

  it('prints every line of a long invoice, in order', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => ({ ...line, description: `Item ${i}` }));
    const items = [...allText(await render({ lines })).matchAll(/^Item (\d+)$/gm)].map(([, i]) => Number(i));
    expect(items).toEqual(lines.map((_, i) => i));
  });

  it('is not started when its signal is aborted already', async () => {
    const { code } = await failure(() => pdf.invoice(data, { signal: AbortSignal.abort() }));
    expect(code).toBe('ERR_ABORTED');
  });

  it('stops on the way when its signal is aborted', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const { code } = await failure(() =>
      pdf.invoice(
        { ...data, lines: many(20_000) },
        {
          signal: controller.signal,
          onProgress: (done) => {
            seen.push(done);
            if (done > 0) controller.abort();
          },
        },
      ),
    );
    expect(code).toBe('ERR_ABORTED');
    expect(Math.max(...seen)).toBeLessThan(20_000);
  });

  it('tells how far it is, in blocks and lines laid out and drawn', async () => {
    const seen: [number, number][] = [];
    await pdf.invoice({ ...data, lines: many(2000) }, { onProgress: (done, total) => seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]?.[1]).toBeGreaterThanOrEqual(4000);
    for (const [i, [done, total]] of seen.entries()) {
      expect(total).toBe(seen[0]?.[1]);
      expect(done).toBeGreaterThanOrEqual(seen[i - 1]?.[0] ?? 0);
      expect(done).toBeLessThanOrEqual(total);
    }
  });

  it('is unmoved by what the process drew before', async () => {
    // U+0131 and the dotless form of i under an accent share a glyph: whose text it is must not depend on history.
    const dotless = withLine({ description: 'ısı i\u0307\u0301' });
    const first = await pdf.invoice({ ...data, ...dotless });
    await pdf.invoice({ ...data, ...withLine({ description: 'i\u0307\u0301' }) });
    expect((await pdf.invoice({ ...data, ...dotless })).equals(first)).toBe(true);
  });

  const has = (tool: string) => {
    try {
      execFileSync(tool, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  const qpdf = has('qpdf');
  it.skipIf(!qpdf)(
    `is a file that qpdf finds no fault with${qpdf ? '' : ' (skipped: qpdf is not installed)'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'clinicore-pdf-'));
      const file = join(folder, 'invoice.pdf');
      writeFileSync(file, await pdf.invoice({ ...data, lines: many(40) }));
      const said = execFileSync('qpdf', ['--check', file], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(said).toContain('No syntax or stream encoding errors found');
    },
  );
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const place = ({ x, y, width }: Run) => [x, y, width];
  /** Pages, texts and their order must be the same, places within half a point; or else the refusals. Whether it printed. */
  async function expectSame(invoice: pdf.InvoiceData, options: pdf.InvoiceOptions): Promise<boolean> {
    const { native, js } = await onBoth(() => pdf.invoice(invoice, options));
    if (!('value' in native) || !('value' in js)) {
      expect(js).toEqual(native);
      return false;
    }
    const [a, b] = [await readPdf(native.value), await readPdf(js.value)];
    expect({ ...b, pages: b.pages.map(({ text }) => text) }).toEqual({ ...a, pages: a.pages.map(({ text }) => text) });
    const places = (read: ReadPdf) => read.pages.flatMap(({ runs }) => runs.flatMap(place));
    const others = places(b);
    const off = places(a).map((at, i) => Math.abs(at - (others[i] as number)));
    expect(Math.max(...off)).toBeLessThanOrEqual(0.5);
    return true;
  }

  const words = fc
    .array(
      fc.constantFrom(
        ...[
          'office',
          'AVATAR',
          'Čeština',
          'Привет,',
          'Ὀφθαλμός',
          'single-vision',
          '1.5/2',
          '(20%)',
          '“quoted”',
          'Đặng',
        ],
        ...['https://example.org/a?b=c&d', '1⁄2', 'a…b', 'naïve', 'x'.repeat(90), 'T.', '€5', '№7', '–', '  ', 'q̃'],
      ),
      { minLength: 1, maxLength: 14 },
    )
    .map((list) => list.join(' '));
  const letters = fc
    .string({ unit: fc.constantFrom(...'aäZž \n-/.,;:!?()„”«»0123456789%€ßœĐΩЖшїΐ'), minLength: 1, maxLength: 80 })
    .filter((text) => text.trim() !== '');
  const multiline = fc.oneof(words, letters).filter((text) => text.trim() !== '');
  const oneLine = (maxLength: number) =>
    multiline.map((text) => text.replace(/\n/g, ' ').slice(0, maxLength)).filter((text) => text.trim() !== '');
  // Large enough to need every digit of a column, small enough that sums stay below 2^53.
  const cents = fc.oneof(fc.nat(100_000), fc.nat(10 ** 11));
  const decimals = (integers: number, places: number) =>
    fc.tuple(fc.nat(10 ** integers - 1), fc.nat(10 ** places - 1)).map(([whole, part]) => `${whole}.${part}`);
  const lines = fc.array(
    fc
      .record(
        {
          description: multiline,
          sku: oneLine(60),
          quantity: fc.oneof(
            { weight: 4, arbitrary: fc.nat(50).map(String) },
            decimals(4, 6),
            decimals(3, 2).map((q) => `-${q}`),
          ),
          unit: oneLine(20),
          unitPrice: cents,
          taxRate: fc.constantFrom('0', '7', '19', '5.5', '19.0', '8.125'),
          off: fc.nat(100),
        },
        { requiredKeys: ['description', 'quantity', 'unitPrice', 'taxRate'] },
      )
      .map(({ off, ...line }) => {
        // A part of what the line comes to.
        const whole = Math.abs(Math.trunc(Number(line.quantity) * line.unitPrice));
        return off === undefined ? line : { ...line, discount: Math.floor((whole / 100) * off) };
      }),
    { minLength: 1, maxLength: 45 },
  );
  const party = fc.record(
    {
      name: oneLine(120),
      address: fc.array(oneLine(100), { maxLength: 6 }),
      taxId: oneLine(40),
      email: oneLine(100),
      phone: oneLine(40),
    },
    { requiredKeys: ['name', 'address'] },
  );
  const invoices = fc.record({
    number: oneLine(60),
    issueDate: fc.constantFrom('2026-03-01', '1999-12-31', '2024-02-29'),
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF'),
    seller: party,
    buyer: party,
    lines,
    notes: multiline,
    paymentTerms: multiline,
  });
  const options = fc.record({
    locale: fc.constantFrom('en', 'de-CH', 'fr', 'hi-IN', 'ru', 'el', 'sv', 'es', 'ar-EG', 'he'),
    pageSize: fc.constantFrom('A4' as const, 'Letter' as const),
    labels: fc.record({ carriedForward: oneLine(60), tax: oneLine(60), amount: oneLine(60) }, { requiredKeys: [] }),
  });

  it('print the same texts on the same pages at the same places', async () => {
    let printed = 0;
    const property = fc.asyncProperty(invoices, options, async (invoice, how) => {
      printed += (await expectSame(invoice, how)) ? 1 : 0;
    });
    await fc.assert(property, { numRuns: 60, seed: 16931 });
    expect(printed).toBeGreaterThan(40);
  });

  it('refuse the same invoices in the same words', async () => {
    const anything = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    const broken = fc.tuple(invoices, anything, fc.nat(6)).map(([invoice, text, at]) => {
      const first = invoice.lines[0] as Line;
      return [
        { ...invoice, number: text },
        { ...invoice, notes: text },
        { ...invoice, buyer: { ...invoice.buyer, address: [text] } },
        { ...invoice, lines: [...invoice.lines, { ...first, description: text }] },
        { ...invoice, lines: [...invoice.lines, { ...first, unit: text.slice(0, 20) }] },
        { ...invoice, totals: { net: 1, tax: 2, gross: 3 } },
        { ...invoice, lines: invoice.lines.map((one) => ({ ...one, unitPrice: Number.MAX_SAFE_INTEGER })) },
      ][at] as pdf.InvoiceData;
    });
    let refused = 0;
    const property = fc.asyncProperty(broken, options, async (invoice, how) => {
      refused += (await expectSame(invoice, how)) ? 0 : 1;
    });
    await fc.assert(property, { numRuns: 80, seed: 17 });
    expect(refused).toBeGreaterThan(30);
  });
});
