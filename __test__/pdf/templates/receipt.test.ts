import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { type ReadPdf, readPdf, readStructure } from '../../pdf-reader';
import { receipt } from './data';

describe.each(backends)('a receipt on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const render = async (changes: Partial<pdf.ReceiptData> = {}, options?: pdf.ReceiptOptions) =>
    readPdf(await pdf.receipt({ ...receipt, ...changes }, options));
  const texts = ({ pages }: ReadPdf) => pages.flatMap(({ runs }) => runs.map(({ text }) => text));
  /** The text after a label. */
  const nextTo = (read: ReadPdf, label: string) => texts(read)[texts(read).indexOf(label) + 1];

  it('says what was sold, when, and how it was paid', async () => {
    const read = await render({
      cashier: 'Rita',
      payments: [{ description: 'Cash', amount: 5000 }],
      notes: 'Thank you!',
    });
    const said = texts(read);
    for (const text of ['Optik Morgenstern GmbH', 'No. 2026-004711', 'Served by Rita', 'Thank you!', '2 × 12.90']) {
      expect(said).toContain(text);
    }
    expect(said.map((text) => text.replace('\u202f', ' '))).toContain('Mar 1, 2026, 2:35 PM');
    // 2 × 12.90 + 22.90, with the tax in it: 25.80 × 19 / 119 = 4.1193 and 22.90 × 7 / 107 = 1.4981.
    expect(nextTo(read, 'Total')).toBe('€48.70');
    expect(nextTo(read, 'Change')).toBe('€1.30');
    expect(said.slice(said.indexOf('7%'), said.indexOf('7%') + 4)).toEqual(['7%', '21.40', '1.50', '22.90']);
    expect(said.slice(said.indexOf('19%'), said.indexOf('19%') + 4)).toEqual(['19%', '21.68', '4.12', '25.80']);
  });

  it('adds the tax to prices without it', async () => {
    const read = await render({ pricesIncludeTax: false, totals: { net: 4870, tax: 650, gross: 5520 } });
    // 25.80 × 19 % = 4.902 and 22.90 × 7 % = 1.603.
    expect(nextTo(read, 'Total')).toBe('€55.20');
  });

  it('says the day alone where no time is given', async () => {
    expect(texts(await render({ issuedAt: '2026-03-01' }))).toContain('Mar 1, 2026');
  });

  it('says what is still due', async () => {
    const read = await render({ payments: [{ description: 'Voucher', amount: 2000 }] });
    expect(nextTo(read, 'Voucher')).toBe('€20.00');
    expect(nextTo(read, 'Still due')).toBe('€28.70');
  });

  it.each([
    ['80mm', 226.77],
    ['58mm', 164.41],
  ] as const)('is one page of %s, as high as what stands on it', async (roll, width) => {
    const heights: number[] = [];
    for (const count of [1, 2, 300]) {
      const line = { description: 'Cloth', quantity: '1', unitPrice: 390, taxRate: '19' };
      const read = await render({ lines: Array(count).fill(line) }, { roll });
      expect(read.pages).toHaveLength(1);
      const [page] = read.pages as [ReadPdf['pages'][number]];
      expect(page.width).toBeCloseTo(width, 1);
      const lowest = Math.max(...page.runs.map(({ y }) => y));
      expect(page.height - lowest).toBeGreaterThan(15);
      expect(page.height - lowest).toBeLessThan(30);
      for (const run of page.runs) {
        expect(run.x).toBeGreaterThanOrEqual(13.9);
        expect(run.x + run.width).toBeLessThanOrEqual(width - 13);
      }
      heights.push(page.height);
    }
    const [one, two, many] = heights as [number, number, number];
    expect(many - one).toBeCloseTo(299 * (two - one), 0);
  });

  it.each(
    (['80mm', '58mm'] as const).flatMap((roll) =>
      [1e4, 1e7, 1e10, 1e12, 2e15].flatMap((price) =>
        ['EUR', 'KWD', 'JPY'].map((currency) => [roll, price, currency] as const),
      ),
    ),
  )('breaks no amount on %s of %d and more %s', async (roll, price, currency) => {
    const lines = [
      {
        description: 'Multi-purpose solution',
        sku: 'MPS',
        quantity: '3',
        unitPrice: price,
        discount: price / 10,
        taxRate: '19',
      },
      { description: 'Lenses', quantity: '1', unitPrice: price + 290, taxRate: '7' },
      { description: 'Returned', quantity: '-0.5', unit: 'packs', unitPrice: price, taxRate: '7' },
    ];
    const discounts = [{ percent: '2.5' }];
    const data = { ...receipt, currency, lines, discounts, payments: [{ description: 'By card', amount: 4 * price }] };
    const margin = roll === '80mm' ? 14 : 14.2;
    const digits = (text: string) => text.replace(/\D/g, '');
    for (const locale of ['en', 'de-CH', 'fr', 'en-IN']) {
      const { content } = await pdf.receiptDocument(data, { roll, locale });
      const given: string[] = [];
      JSON.parse(JSON.stringify(content), (_, value) => {
        // Groups of digits are set apart by blanks that do not break.
        if (typeof value === 'string' && !value.startsWith('#')) given.push(...value.split(/[ \n]/).map(digits));
      });
      const amounts = given.filter((text) => text.length > 3);
      expect(amounts.length).toBeGreaterThan(15);
      const [page] = (await readPdf(await pdf.receipt(data, { roll, locale }))).pages as [ReadPdf['pages'][number]];
      const printed = page.runs.map(({ text }) => digits(text));
      for (const amount of amounts)
        expect(
          printed.some((text) => text.includes(amount)),
          amount,
        ).toBe(true);
      for (const run of page.runs) {
        expect(run.x).toBeGreaterThan(margin - 0.1);
        expect(run.x + run.width, run.text).toBeLessThan(page.width - margin + 0.1);
      }
    }
  });

  it('names what each amount is in the heading of a row', async () => {
    const { tags } = await readStructure(await pdf.receipt({ ...receipt, payments: [{ amount: 5000 }] }));
    const rows = (tags[0] as string).match(/TR\(T[HD]/g) as string[];
    // Two lines, the sum, two payments; the head and two rates.
    expect(rows).toEqual(Array(8).fill('TR(TH'));
    expect(tags[0]).not.toContain('TR(TH TH)');
  });

  it.each<[string, object, string, string]>([
    ['no lines', { lines: [] }, 'ERR_INVALID_ARGUMENT', 'data.lines'],
    ['more than 1,000 lines', { lines: Array(1001).fill(receipt.lines[0]) }, 'ERR_LIMIT_EXCEEDED', 'data.lines'],
    ['a time without its day', { issuedAt: '14:35' }, 'ERR_INVALID_ARGUMENT', 'data.issuedAt'],
    ['30 February', { issuedAt: '2026-02-30T10:00' }, 'ERR_INVALID_ARGUMENT', 'data.issuedAt'],
    ['24 hours', { issuedAt: '2026-02-03T24:00' }, 'ERR_INVALID_ARGUMENT', 'data.issuedAt'],
    [
      'totals of another sum',
      { totals: { net: 4870, tax: 0, gross: 4870 } },
      'ERR_INVALID_ARGUMENT',
      'data.totals.net',
    ],
    [
      'a discount above its line',
      { lines: [{ ...receipt.lines[0], discount: 2581 }] },
      'ERR_INVALID_ARGUMENT',
      'data.lines[0].discount',
    ],
    [
      'a discount above the whole',
      { discounts: [{ amount: 4871 }] },
      'ERR_INVALID_ARGUMENT',
      'data.discounts[0].amount',
    ],
    ['an emoji', { notes: 'Bye 👋' }, 'ERR_UNSUPPORTED', 'data.notes'],
  ])('is refused with %s', async (_, changes, code, argument) => {
    expect(await failure(() => pdf.receipt({ ...receipt, ...changes }))).toMatchObject({ code, details: { argument } });
  });

  it('knows two rolls', async () => {
    const options = { roll: '100mm' } as unknown as pdf.ReceiptOptions;
    expect(await failure(() => pdf.receipt(receipt, options))).toMatchObject({ details: { argument: 'options.roll' } });
    const paged = { pageSize: 'A4' } as pdf.ReceiptOptions;
    expect(await failure(() => pdf.receipt(receipt, paged))).toMatchObject({ details: { argument: 'options' } });
  });
});
