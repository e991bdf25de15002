import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as billModule from '../../../js/pdf/templates/bill';
import type { CheckedLine } from '../../../js/pdf/templates/sale';

const require = createRequire(import.meta.url);
const { Bill, split } = require('../../../dist/pdf/templates/bill.js') as typeof billModule;

/** A fraction: the arithmetic that the sums are held to shares nothing with theirs. */
type Fraction = readonly [over: bigint, under: bigint];
const fraction = (decimal: string): Fraction => {
  const digits = decimal.split('.')[1]?.length ?? 0;
  return [BigInt(decimal.replace('.', '')), 10n ** BigInt(digits)];
};
const times = (...factors: Fraction[]): Fraction =>
  factors.reduce(([a, b], [c, d]) => [a * c, b * d] as const, [1n, 1n] as const);
/** To the nearest integer, halves away from zero. */
const rounded = ([over, under]: Fraction): bigint => {
  const size = over < 0n ? -over : over;
  const whole = size / under;
  const up = 2n * (size % under) >= under ? whole + 1n : whole;
  return over < 0n ? -up : up;
};

const decimals = (integers: number, places: number) =>
  fc.tuple(fc.nat(10 ** integers - 1), fc.nat(10 ** places - 1)).map(([whole, part]) => {
    return `${whole}.${String(part).padStart(places, '0')}`;
  });
const percent = fc.oneof(fc.nat(100).map(String), decimals(2, 4));
const lines = fc.array(
  fc.record({
    quantity: fc.oneof(fc.integer({ min: -20, max: 50 }).map(String), decimals(3, 6)),
    unitPrice: fc.nat(10 ** 7),
    discount: fc.oneof(fc.constant(0), fc.nat(5000)),
    discountPercent: fc.option(percent, { nil: undefined }),
    taxRate: fc.constantFrom('0', '5.5', '7', '19', '19.0', '8.125', '100'),
  }),
  { minLength: 1, maxLength: 20 },
);
const discounts = fc.array(
  fc.oneof(
    fc.nat(10 ** 6).map((amount) => ({ reason: undefined, amount, percent: undefined })),
    percent.map((share) => ({ reason: undefined, amount: undefined, percent: share })),
  ),
  { maxLength: 3 },
);
const payments = fc.array(
  fc.nat(10 ** 6).map((amount) => ({ amount, date: undefined, description: undefined })),
  { maxLength: 3 },
);

type Priced = Pick<CheckedLine, 'quantity' | 'unitPrice' | 'discount' | 'discountPercent' | 'taxRate'>;
const checked = (line: Priced): CheckedLine => ({
  description: 'x',
  sku: undefined,
  unit: undefined,
  unitCode: 'C62',
  ...line,
  discount: line.discountPercent === undefined ? line.discount : 0,
  taxCategory: /^0/.test(line.taxRate) ? 'Z' : 'S',
});

describe('a bill', () => {
  it('adds up as fractions do', () => {
    fc.assert(
      fc.property(lines, discounts, payments, fc.boolean(), (sold, taken, paid, included) => {
        const bill = new Bill(included);
        const nets = sold.map((line, at) => bill.add(checked(line), `data.lines[${at}]`).net);
        const expected = sold.map(({ quantity, unitPrice, discount, discountPercent }) => {
          const before = rounded(times(fraction(quantity), [BigInt(unitPrice), 1n]));
          const off =
            discountPercent === undefined
              ? BigInt(discount) * (quantity.startsWith('-') ? -1n : 1n)
              : rounded(times(fraction(discountPercent), [before, 1n], [1n, 100n]));
          return before - off;
        });
        expect(nets).toEqual(expected);
        const sum = expected.reduce((a, b) => a + b, 0n);
        const off = taken.map(({ amount, percent }) =>
          percent === undefined ? BigInt(amount as number) : rounded(times(fraction(percent), [sum, 1n], [1n, 100n])),
        );
        fc.pre(off.every((amount) => amount <= (sum < 0n ? -sum : sum)));
        const totals = bill.totals(taken, paid);

        expect(totals.lines).toBe(sum);
        expect(totals.discounts.map(({ amount }) => amount)).toEqual(off);
        for (const { amount, shares } of totals.discounts) expect(shares.reduce((a, b) => a + b, 0n)).toBe(amount);
        const left = sum - off.reduce((a, b) => a + b, 0n);
        const base = (key: 'base' | 'amount') => totals.taxes.reduce((all, tax) => all + tax[key], 0n);
        expect(base('base') + (included ? base('amount') : 0n)).toBe(left);
        for (const { rate, base, amount } of totals.taxes) {
          const percentage: Fraction = [rate.units, 10n ** BigInt(rate.scale)];
          const [over, under] = percentage;
          // Of a price with the tax in it, the tax is rate / (100 + rate).
          const tax = included
            ? rounded([(base + amount) * over, 100n * under + over])
            : rounded(times(percentage, [base, 1n], [1n, 100n]));
          expect(amount).toBe(tax);
        }
        expect(totals.gross).toBe(totals.net + totals.tax);
        expect(totals.net).toBe(included ? left - totals.tax : left);
        expect(totals.due).toBe(totals.gross - paid.reduce((all, { amount }) => all + BigInt(amount), 0n));
      }),
      { numRuns: 2000, seed: 16931 },
    );
  });

  const sold = (quantity: string, unitPrice: number, taxRate: string, discount = 0, discountPercent?: string) =>
    checked({ quantity, unitPrice, discount, discountPercent, taxRate });

  it('gives back of a return what was paid for it: the price without the discount', () => {
    const bill = new Bill();
    expect(bill.add(sold('1', 10_000, '19', 1_000), 'x')).toEqual({ discount: 1_000n, net: 9_000n });
    expect(bill.add(sold('-1', 10_000, '19', 1_000), 'x')).toEqual({ discount: -1_000n, net: -9_000n });
    expect(bill.add(sold('-1', 10_000, '19', 0, '10'), 'x')).toEqual({ discount: -1_000n, net: -9_000n });
  });

  it('refuses a discount that is more than what lines and returns at other rates come to together', () => {
    const bill = new Bill();
    bill.add(sold('1', 100_000, '19'), 'data.lines[0]');
    bill.add(sold('-1', 99_999, '7'), 'data.lines[1]');
    const off = (amount: number) => bill.totals([{ reason: undefined, amount, percent: undefined }], []);
    expect(() => off(2)).toThrow(/^data\.discounts\[0\]\.amount must be at most what the lines add up to/);
    expect(off(1)).toMatchObject({ net: 0n, tax: 0n, gross: 0n });
  });

  it('has one tax for each category and rate, by rate', () => {
    const bill = new Bill();
    for (const taxRate of ['19', '7', '19.00', '0', '7.5']) {
      bill.add(
        { ...checked({ quantity: '1', unitPrice: 100, discount: 0, discountPercent: undefined, taxRate }) },
        'x',
      );
    }
    const rates = bill.totals([], []).taxes.map(({ rate, base }) => [rate.units, rate.scale, base]);
    expect(rates).toEqual([
      [0n, 0, 100n],
      [7n, 0, 100n],
      [75n, 1, 100n],
      [19n, 0, 200n],
    ]);
  });
});

describe('an amount is split', () => {
  it.each<[number, number[], number[]]>([
    // The largest remainder first, the first of equal ones before the others.
    [10, [1, 1, 1], [4, 3, 3]],
    [100, [2, 1], [67, 33]],
    [1, [1, 3], [0, 1]],
    [-10, [1, 1, 1], [-3, -3, -4]],
    [100, [300, -100], [150, -50]],
    [0, [5, -5], [0, 0]],
  ])('%s by %j as %j', (amount, weights, parts) => {
    expect(split(BigInt(amount), weights.map(BigInt), 'x')).toEqual(parts.map(BigInt));
  });

  it('so that the parts add up and none is a whole unit off', () => {
    const weights = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), weights, (amount, by) => {
        const whole = by.reduce((a, b) => a + b, 0n);
        fc.pre(whole !== 0n);
        const parts = split(amount, by, 'x');
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(amount);
        for (const [at, part] of parts.entries()) {
          const off = part * whole - amount * (by[at] as bigint);
          expect((off < 0n ? -off : off) < (whole < 0n ? -whole : whole)).toBe(true);
        }
      }),
    );
  });

  it('among nothing only if it is nothing', () => {
    expect(() => split(1n, [5n, -5n], 'data.discounts[0]')).toThrow(
      'data.discounts[0] cannot be shared among lines that add up to 0',
    );
  });
});
