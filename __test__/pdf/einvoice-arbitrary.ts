/** Invoices at random, as fast-check makes them. */
import type { pdf } from 'clinicore';
import * as fc from 'fast-check';
import { invoice } from './einvoice-samples';

const quantity = fc
  .tuple(fc.boolean(), fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 999_999 }))
  .map(
    ([isReturn, whole, fraction]) =>
      `${isReturn && whole % 5 === 0 ? '-' : ''}${whole}.${String(fraction).padStart(6, '0')}`,
  );
const percent = (most: number) =>
  fc.integer({ min: 0, max: 100 * most - 1 }).map((hundredths) => String(hundredths / 100));
const tax = fc.constantFrom(
  ...(['19', '7', '25.5', '8.1', '5.5', '0.5'] as const).map((taxRate) => ({ taxRate })),
  ...(['Z', 'E', 'AE', 'K', 'G'] as const).map((taxCategory) => ({ taxRate: '0', taxCategory })),
);
const line = fc.tuple(quantity, fc.integer({ min: 0, max: 1_000_000 }), tax).chain(([quantity, unitPrice, rate]) => {
  const given: pdf.InvoiceLine = { description: 'x', quantity, unitPrice, ...rate };
  return fc.oneof(
    fc.constant(given),
    percent(100).map((discountPercent) => ({ ...given, discountPercent })),
    // There is always one and more, so that its price is never more than the line comes to.
    fc.integer({ min: 0, max: unitPrice }).map((discount) => ({ ...given, discount })),
  );
});

/** At most three, each at most a third of what the lines come to, but for what rounding may make of them. */
function discountsOn(lines: readonly pdf.InvoiceLine[]) {
  const nets = lines.map(({ quantity, unitPrice, discount = 0, discountPercent = '0' }) => {
    const before = Number(quantity) * unitPrice * (1 - Number(discountPercent) / 100);
    return before - Math.sign(before) * discount;
  });
  const whole = Math.abs(nets.reduce((sum, net) => sum + net, 0));
  const third = Math.max(0, Math.floor((whole - lines.length) / 3) - 1);
  const discount = fc.oneof(
    percent(33).map((value) => ({ percent: value })),
    fc.integer({ min: 0, max: third }).map((value) => ({ amount: value })),
  );
  return fc.array(discount, { maxLength: 3 });
}

const payments = fc.array(
  fc.integer({ min: 0, max: 1_000_000 }).map((value) => ({ amount: value })),
  { maxLength: 3 },
);

/** Lines at many rates and of many categories, with discounts of both kinds, returns, and payments: none is refused. */
export const anInvoice = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .chain((lines) => fc.record({ lines: fc.constant(lines), discounts: discountsOn(lines), payments }))
  .map(
    (parts): pdf.InvoiceData => ({
      ...invoice,
      ...parts,
      exemptionReasons: { E: 'exempt', AE: 'reverse charge', K: 'within the EU', G: 'export' },
    }),
  );
