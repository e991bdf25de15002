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

const rateKey = ([over, under]: Fraction) => Number(over) / Number(under);

const decimals = (integers: number, places: number) =>
  fc.tuple(fc.nat(10 ** integers - 1), fc.nat(10 ** places - 1)).map(([whole, part]) => {
    return `${whole}.${String(part).padStart(places, '0')}`;
  });
const percent = fc.oneof(fc.nat(100).map(String), decimals(2, 4));
const beforeDiscount = ({ quantity, unitPrice }: { quantity: string; unitPrice: number }) =>
  rounded(times(fraction(quantity), [BigInt(unitPrice), 1n]));
const line = fc
  .record({
    quantity: fc.oneof(fc.integer({ min: -20, max: 50 }).map(String), decimals(3, 6)),
    unitPrice: fc.oneof(fc.nat(10), fc.nat(10 ** 7)),
    discountPercent: fc.option(percent, { nil: undefined }),
    taxRate: fc.constantFrom('0', '5.5', '7', '19', '19.0', '8.125', '100'),
  })
  .chain((given) => {
    const most = Math.abs(Number(beforeDiscount(given)));
    return fc.oneof(fc.constant(0), fc.constant(most), fc.nat(most)).map((discount) => ({ ...given, discount }));
  });
const lines = fc.array(line, { minLength: 1, maxLength: 20 });
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
        const expected = sold.map(({ discount, discountPercent, ...line }) => {
          const before = beforeDiscount(line);
          const off =
            discountPercent === undefined
              ? BigInt(discount) * (before < 0n ? -1n : 1n)
              : rounded(times(fraction(discountPercent), [before, 1n], [1n, 100n]));
          return before - off;
        });
        expect(nets).toEqual(expected);
        const sum = expected.reduce((a, b) => a + b, 0n);
        const sign = sum < 0n ? -1n : 1n;
        const off = taken.map(({ amount, percent }) =>
          percent === undefined
            ? BigInt(amount as number) * sign
            : rounded(times(fraction(percent), [sum, 1n], [1n, 100n])),
        );
        fc.pre(off.reduce((a, b) => a + b, 0n) * sign <= sum * sign);
        const totals = bill.totals(taken, paid);

        expect(totals.lines).toBe(sum);
        expect(totals.discounts.map(({ amount }) => amount)).toEqual(off);
        for (const { amount, shares } of totals.discounts) expect(shares.reduce((a, b) => a + b, 0n)).toBe(amount);
        const left = sum - off.reduce((a, b) => a + b, 0n);
        const base = (key: 'base' | 'amount') => totals.taxes.reduce((all, tax) => all + tax[key], 0n);
        expect(base('base') + (included ? base('amount') : 0n)).toBe(left);
        // Neither the whole, nor what is sold or given back at one rate, is turned into its opposite.
        expect(left * sum).toBeGreaterThanOrEqual(0n);
        for (const { rate, base, amount } of totals.taxes) {
          const ofRate = sold.flatMap(({ taxRate }, at) =>
            rateKey(fraction(taxRate)) === rateKey([rate.units, 10n ** BigInt(rate.scale)])
              ? [expected[at] as bigint]
              : [],
          );
          const before = ofRate.reduce((a, b) => a + b, 0n);
          expect((base + (included ? amount : 0n)) * before).toBeGreaterThanOrEqual(0n);
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

  it.each([
    ['a line', '2', 5_000, 10_001, 10_000],
    ['a return, of which no more than all can be kept back', '-1', 5_000, 5_001, 5_000],
    ['nothing', '0', 5_000, 1, 0],
    ['what is free', '3', 0, 1, 0],
  ])('refuses a discount above %s', (_, quantity, unitPrice, discount, most) => {
    expect(() => new Bill().add(sold(quantity, unitPrice, '19', discount), 'data.lines[3]')).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        message: `data.lines[3].discount must be at most ${most}, what the line comes to, got ${discount}`,
        details: { argument: 'data.lines[3].discount', limit: most, given: discount },
      }),
    );
    expect(new Bill().add(sold(quantity, unitPrice, '19', most), 'x').net).toBe(0n);
  });

  const whole = (lines: [quantity: string, unitPrice: number, taxRate: string][], ...off: (number | string)[]) => {
    const bill = new Bill();
    for (const line of lines) bill.add(sold(...line), 'x');
    return bill.totals(
      off.map((one) => ({
        reason: undefined,
        amount: typeof one === 'number' ? one : undefined,
        percent: typeof one === 'string' ? one : undefined,
      })),
      [],
    );
  };
  const refusal = (argument: string) =>
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', details: expect.objectContaining({ argument }) });

  it('refuses a discount on the whole above what is left of it', () => {
    const lines: [string, number, string][] = [['1', 10_000, '19']];
    expect(() => whole(lines, 10_001)).toThrow(refusal('data.discounts[0].amount'));
    expect(() => whole(lines, 6_000, 4_001)).toThrow(refusal('data.discounts[1].amount'));
    expect(() => whole(lines, 1, '100')).toThrow(refusal('data.discounts[1].percent'));
    expect(() => whole(lines, '60', '40.01')).toThrow(refusal('data.discounts[1].percent'));
    expect(whole(lines, '60', 4_000)).toMatchObject({ net: 0n, tax: 0n, gross: 0n });
    expect(() => whole([['0', 10_000, '19']], 1)).toThrow(refusal('data.discounts[0].amount'));
  });

  it('takes a discount on the whole off what is given back where more is returned than sold', () => {
    const lines: [string, number, string][] = [
      ['-1', 10_000, '19'],
      ['1', 2_000, '7'],
    ];
    expect(whole(lines, 800)).toMatchObject({ net: -7_200n, discounts: [{ amount: -800n, shares: [200n, -1_000n] }] });
    expect(whole(lines, '10').discounts).toEqual(whole(lines, 800).discounts);
    expect(whole(lines, 8_000).gross).toBe(0n);
    expect(() => whole(lines, 8_001)).toThrow(refusal('data.discounts[0].amount'));
  });

  it('takes a discount on lines and returns at other rates off both, and neither beyond nothing', () => {
    const lines: [string, number, string][] = [
      ['1', 100_000, '19'],
      ['-1', 99_999, '7'],
    ];
    expect(whole(lines, 1)).toMatchObject({ net: 0n, tax: 0n, gross: 0n });
    expect(() => whole(lines, 2)).toThrow(refusal('data.discounts[0].amount'));
    expect(() => whole([...lines, ['-1', 1, '7']], 1)).toThrow(refusal('data.discounts[0].amount'));
  });

  it('takes percentages that come to 100 as the whole, whatever they round to', () => {
    expect(whole([['1', 3, '19']], '50', '50').discounts.map(({ amount }) => amount)).toEqual([2n, 1n]);
    const thirds = whole([['1', 5, '19']], '33.3333', '33.3333', '33.3334');
    expect(thirds.discounts.map(({ amount }) => amount)).toEqual([2n, 2n, 1n]);
    expect(thirds.gross).toBe(0n);
  });

  it('takes discounts one after the other off each rate, so that none goes below nothing', () => {
    const { discounts, taxes } = whole(
      [
        ['1', 1, '7'],
        ['1', 1, '19'],
      ],
      1,
      1,
    );
    expect(discounts.map(({ shares }) => shares)).toEqual([
      [1n, 0n],
      [0n, 1n],
    ]);
    expect(taxes.map(({ base }) => base)).toEqual([0n, 0n]);
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
    [0, [0, 0], [0, 0]],
  ])('%s by %j as %j', (amount, weights, parts) => {
    expect(split(BigInt(amount), weights.map(BigInt))).toEqual(parts.map(BigInt));
  });

  it('so that the parts add up and none is a whole unit off', () => {
    const weights = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), weights, (amount, by) => {
        const whole = by.reduce((a, b) => a + b, 0n);
        fc.pre(whole !== 0n);
        const parts = split(amount, by);
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(amount);
        for (const [at, part] of parts.entries()) {
          const off = part * whole - amount * (by[at] as bigint);
          expect((off < 0n ? -off : off) < (whole < 0n ? -whole : whole)).toBe(true);
        }
      }),
    );
  });
});
