/** Any invoice obeys the calculation rules of EN 16931 (6.4), by arithmetic on nothing but what its XML says. */
import { pdf } from 'clinicore';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anInvoice } from './einvoice-arbitrary';
import { invoice } from './einvoice-samples';
import { all, type Element, readXml, texts } from './xml-reader';

/** Amounts of at most two decimals as cents. */
const cents = (text: string): bigint => {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) as unknown as [
    string,
    string,
    string,
    string?,
  ];
  const value = BigInt(whole + fraction.padEnd(2, '0'));
  return sign === '-' ? -value : value;
};
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const amounts = (element: Element, path: string) => texts(element, path).map(cents);
const amount = (element: Element, path: string) => sum(amounts(element, path));

/** A decimal as numerator over 10^6. */
const millionths = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(6, '0')) * (text.startsWith('-') ? -1n : 1n);
};
/** `numerator / 10^digits`, halves away from zero. */
const rounded = (numerator: bigint, digits: number): bigint => {
  const text = String(numerator < 0n ? -numerator : numerator).padStart(digits + 1, '0');
  const up = Number(text.at(-digits)) >= 5 ? 1n : 0n;
  const whole = BigInt(text.slice(0, -digits)) + up;
  return numerator < 0n ? -whole : whole;
};

describe('any e-invoice', () => {
  it('obeys BR-CO-10 to BR-CO-17, BR-S-08 and its like, and the rules of decimals', async () => {
    await fc.assert(
      fc.asyncProperty(anInvoice, fc.constantFrom('BASIC' as const, 'EN 16931' as const), async (data, facturX) => {
        const root = readXml(await pdf.invoiceXml(data, { facturX }));
        const [settlement] = all(root, 'ApplicableHeaderTradeSettlement') as [Element];
        const [sums] = all(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation') as [Element];
        const items = all(root, 'IncludedSupplyChainTradeLineItem');

        // A line's net amount (BT-131): its quantity times its price, rounded, less its allowance.
        for (const item of items) {
          const price = amount(item, 'NetPriceProductTradePrice/ChargeAmount');
          const before = rounded(millionths(texts(item, 'BilledQuantity')[0] as string) * price, 6);
          const allowance = amount(item, 'SpecifiedTradeAllowanceCharge/ActualAmount');
          expect(amount(item, 'LineTotalAmount')).toBe(before - allowance);
          for (const [at, rate] of texts(item, 'CalculationPercent').entries()) {
            expect(amounts(item, 'BasisAmount')[at]).toBe(before);
            expect(allowance).toBe(rounded(millionths(rate) * before, 8));
          }
        }

        const lines = amount(sums, 'LineTotalAmount');
        const allowances = amount(sums, 'AllowanceTotalAmount');
        const net = amount(sums, 'TaxBasisTotalAmount');
        const charged = amount(sums, 'TaxTotalAmount');
        const gross = amount(sums, 'GrandTotalAmount');
        expect(lines, 'BR-CO-10').toBe(sum(items.flatMap((item) => amounts(item, 'LineTotalAmount'))));
        const parts = all(settlement, 'ApplicableHeaderTradeSettlement/SpecifiedTradeAllowanceCharge');
        expect(allowances, 'BR-CO-11').toBe(sum(parts.map((part) => amount(part, 'ActualAmount'))));
        expect(all(sums, 'AllowanceTotalAmount').length, 'BR-CO-11').toBe(parts.length > 0 ? 1 : 0);
        expect(all(sums, 'ChargeTotalAmount'), 'BR-CO-12').toEqual([]);
        expect(net, 'BR-CO-13').toBe(lines - allowances);
        const breakdown = all(settlement, 'ApplicableHeaderTradeSettlement/ApplicableTradeTax');
        expect(charged, 'BR-CO-14').toBe(sum(breakdown.map((part) => amount(part, 'CalculatedAmount'))));
        expect(gross, 'BR-CO-15').toBe(net + charged);
        expect(amount(sums, 'DuePayableAmount'), 'BR-CO-16').toBe(gross - amount(sums, 'TotalPrepaidAmount'));
        const paid = sum((data.payments ?? []).map((payment) => BigInt(payment.amount)));
        expect(amount(sums, 'TotalPrepaidAmount'), 'BT-113').toBe(paid);

        const key = (element: Element) =>
          ['CategoryCode', 'RateApplicablePercent'].map((name) => texts(element, name)[0]).join(' ');
        expect(new Set(breakdown.map(key)).size, 'BR-Z-01, BR-E-01 …: each once').toBe(breakdown.length);
        const charges = items.map((item) => ({
          of: key(all(item, 'ApplicableTradeTax')[0] as Element),
          amount: amount(item, 'LineTotalAmount'),
        }));
        expect(new Set(breakdown.map(key)), 'BR-S-01 and its like').toEqual(new Set(charges.map(({ of }) => of)));
        const taken = parts.map((part) => ({
          of: key(all(part, 'CategoryTradeTax')[0] as Element),
          amount: amount(part, 'ActualAmount'),
        }));
        for (const part of breakdown) {
          const own = (list: { of: string; amount: bigint }[]) =>
            sum(list.filter(({ of }) => of === key(part)).map((one) => one.amount));
          expect(amount(part, 'BasisAmount'), 'BR-S-08 and its like').toBe(own(charges) - own(taken));
          const rate = millionths(texts(part, 'RateApplicablePercent')[0] as string);
          expect(amount(part, 'CalculatedAmount'), 'BR-CO-17, BR-S-09').toBe(
            rounded(rate * amount(part, 'BasisAmount'), 8),
          );
          const isCharged = texts(part, 'CategoryCode')[0] === 'S';
          expect(rate > 0n, 'BR-S-05, BR-Z-05').toBe(isCharged);
          const isExplained = !['S', 'Z'].includes(texts(part, 'CategoryCode')[0] as string);
          expect(texts(part, 'ExemptionReason').length, 'BR-E-10, BR-S-10 and their like').toBe(isExplained ? 1 : 0);
        }
        for (const name of ['ActualAmount', 'BasisAmount', 'CalculatedAmount', 'LineTotalAmount', 'GrandTotalAmount']) {
          for (const text of texts(root, name)) expect(text, 'BR-DEC').toMatch(/^-?\d+\.\d\d$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is XML, whatever characters its texts have', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((value) => value.trim() !== '' && !/\p{Cc}|\p{M}{9}|[\uFFFE\uFFFF]/u.test(value));
    await fc.assert(
      fc.asyncProperty(text, text, async (name, notes) => {
        const root = readXml(
          await pdf.invoiceXml({ ...invoice, buyer: { ...invoice.buyer, name }, notes: `${notes}\n]]> & <b>` }),
        );
        expect(texts(root, 'BuyerTradeParty/Name')).toEqual([name.normalize('NFC')]);
        expect(texts(root, 'IncludedNote/Content')).toEqual([`${notes}\n]]> & <b>`.normalize('NFC')]);
      }),
    );
  });
});
