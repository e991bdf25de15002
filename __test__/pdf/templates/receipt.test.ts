import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { type ReadPdf, readPdf } from '../../pdf-reader';
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
