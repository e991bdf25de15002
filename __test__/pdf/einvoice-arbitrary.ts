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
const percent = fc.integer({ min: 0, max: 9_999 }).map((hundredths) => String(hundredths / 100));
const tax = fc.constantFrom(
  ...(['19', '7', '25.5', '8.1', '5.5', '0.5'] as const).map((taxRate) => ({ taxRate })),
  ...(['Z', 'E', 'AE', 'K', 'G'] as const).map((taxCategory) => ({ taxRate: '0', taxCategory })),
);
const line = fc
  .tuple(
    quantity,
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.oneof(
      fc.constant({}),
      percent.map((discountPercent) => ({ discountPercent })),
      fc.integer({ min: 1, max: 5_000 }).map((discount) => ({ discount })),
    ),
    tax,
  )
  .map(
    ([quantity, unitPrice, discount, rate]): pdf.InvoiceLine => ({
      description: 'x',
      quantity,
      unitPrice,
      ...discount,
      ...rate,
    }),
  );
const discount = fc.oneof(
  percent.map((value) => ({ percent: value })),
  fc.integer({ min: 0, max: 100_000 }).map((value) => ({ amount: value })),
);
/** Lines at many rates and of many categories, with discounts of both kinds, returns, and payments. */
export const anInvoice = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
    discounts: fc.array(discount, { maxLength: 3 }),
    payments: fc.array(
      fc.integer({ min: 0, max: 1_000_000 }).map((value) => ({ amount: value })),
      { maxLength: 3 },
    ),
  })
  .map(
    (parts): pdf.InvoiceData => ({
      ...invoice,
      ...parts,
      exemptionReasons: { E: 'exempt', AE: 'reverse charge', K: 'within the EU', G: 'export' },
    }),
  )
  // What comes to nothing has no parts that a discount could be shared among.
  .filter(({ lines }) => lines.some(({ unitPrice }) => unitPrice > 1_000));
