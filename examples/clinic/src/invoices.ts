import type { InvoiceData, ReceiptData } from 'clinicore/pdf';
import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from './database/connect.js';
import { invoiceLines, invoices, orders, patients, products } from './database/schema.js';
import { pagesOf, ROWS_A_PAGE } from './pages.js';
import { type Period, within } from './period.js';
import { ACCOUNT, COUNTRY, PRACTICE } from './practice.js';

/** An invoice with everything that is printed on it; `undefined` when there is none. */
export async function findInvoice(database: Database, id: number) {
  const [found] = await database
    .select({ invoice: invoices, patient: patients })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .innerJoin(patients, eq(patients.id, orders.patientId))
    .where(eq(invoices.id, id));
  if (!found) return undefined;
  const lines = await database
    .select({
      description: invoiceLines.description,
      sku: products.sku,
      quantity: invoiceLines.quantity,
      unitPrice: invoiceLines.unitPrice,
      taxRate: invoiceLines.taxRate,
    })
    .from(invoiceLines)
    .leftJoin(products, eq(products.id, invoiceLines.productId))
    .where(eq(invoiceLines.invoiceId, id))
    .orderBy(asc(invoiceLines.position));
  return { ...found, lines, totals: (await totalsOf(database, [id])).get(id) ?? NOTHING };
}

/** See {@link findInvoice}. */
export type FoundInvoice = NonNullable<Awaited<ReturnType<typeof findInvoice>>>;

/** An invoice as it is printed. Its totals go along: should they not be the lines', no PDF is made. */
export function invoiceData({ invoice, patient, lines, totals: { net, tax } }: FoundInvoice): InvoiceData {
  const gross = net + tax;
  const isPaid = invoice.paidOn !== null;
  return {
    number: invoice.number,
    issueDate: invoice.issuedOn,
    dueDate: invoice.dueOn,
    currency: invoice.currency,
    seller: { ...PRACTICE, country: COUNTRY },
    buyer: { name: patient.name, address: [patient.street, patient.city], country: COUNTRY },
    lines: lines.map(printedLine),
    totals: { net, tax, gross },
    ...(invoice.paidOn !== null && gross > 0 && { payments: [{ amount: gross, date: invoice.paidOn }] }),
    bank: ACCOUNT,
    ...(invoice.currency === 'EUR' && { paymentCode: { type: 'epc' } }),
    paymentTerms: isPaid ? 'Paid. Thank you!' : 'Please pay by the due date.',
  };
}

/** The receipt for an invoice that was paid on a day. */
export function receiptData({ invoice, lines, totals: { net, tax } }: FoundInvoice, paidOn: string): ReceiptData {
  const gross = net + tax;
  return {
    number: invoice.number,
    issuedAt: paidOn,
    currency: invoice.currency,
    seller: PRACTICE,
    pricesIncludeTax: false,
    lines: lines.map(printedLine),
    ...(gross > 0 && { payments: [{ amount: gross }] }),
    totals: { net, tax, gross },
    notes: 'Thank you for your visit!',
  };
}

function printedLine({ description, sku, quantity, unitPrice, taxRate }: FoundInvoice['lines'][number]) {
  return {
    description,
    ...(sku !== null && { sku }),
    quantity: String(quantity),
    unitPrice,
    taxRate: String(taxRate / 100),
  };
}

/** What an invoice adds up to, in minor units. */
export interface Totals {
  net: number;
  tax: number;
}

/** What an invoice without lines adds up to. */
const NOTHING: Totals = { net: 0, tax: 0 };

/** One invoice in a list. */
export interface InvoiceSummary extends Totals {
  id: number;
  number: string;
  issuedOn: string;
  dueOn: string;
  paidOn: string | null;
  recordNumber: string;
  patient: string;
  currency: string;
}

const summary = {
  id: invoices.id,
  number: invoices.number,
  issuedOn: invoices.issuedOn,
  dueOn: invoices.dueOn,
  paidOn: invoices.paidOn,
  recordNumber: patients.recordNumber,
  patient: patients.name,
  currency: invoices.currency,
};

/** Which invoices to show. */
export interface InvoiceFilter {
  /** Those before the one with this id. */
  before?: number | undefined;
  unpaid?: boolean | undefined;
}

const INVOICES_SHOWN = 25;

/** The latest invoices, the newest first. */
export async function latestInvoices(database: Database, { before, unpaid }: InvoiceFilter): Promise<InvoiceSummary[]> {
  const rows = await database
    .select(summary)
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .innerJoin(patients, eq(patients.id, orders.patientId))
    .where(
      and(before === undefined ? undefined : lt(invoices.id, before), unpaid ? isNull(invoices.paidOn) : undefined),
    )
    .orderBy(desc(invoices.id))
    .limit(INVOICES_SHOWN);
  return withTotals(database, rows);
}

/** The invoices of a period of issue in the order of their ids, a page at a time. */
export function invoicePages(database: Database, period: Period): AsyncGenerator<InvoiceSummary[]> {
  return pagesOf(async (after) => {
    const page = await database
      .select(summary)
      .from(invoices)
      .innerJoin(orders, eq(orders.id, invoices.orderId))
      .innerJoin(patients, eq(patients.id, orders.patientId))
      .where(and(gt(invoices.id, after?.id ?? 0), within(invoices.issuedOn, period)))
      .orderBy(asc(invoices.id))
      .limit(ROWS_A_PAGE);
    return withTotals(database, page);
  });
}

/** Invoices, each with what it adds up to. */
export async function withTotals<Row extends { id: number }>(
  database: Database,
  rows: Row[],
): Promise<(Row & Totals)[]> {
  const totals = await totalsOf(
    database,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ...(totals.get(row.id) ?? NOTHING) }));
}

/** The ids of the invoices of a period. */
export async function invoiceIds(database: Database, period: Period): Promise<number[]> {
  const rows = await database
    .select({ id: invoices.id })
    .from(invoices)
    .where(within(invoices.issuedOn, period))
    .orderBy(asc(invoices.id));
  return rows.map(({ id }) => id);
}

/** Net and tax of invoices by their ids: the tax of each rate is rounded half away from zero, as EN 16931 has it. */
async function totalsOf(database: Database, ids: number[]): Promise<Map<number, Totals>> {
  const sum = sql`sum(${invoiceLines.quantity}::bigint * ${invoiceLines.unitPrice})`;
  const rates = await database
    .select({
      invoiceId: invoiceLines.invoiceId,
      net: sum.mapWith(Number),
      tax: sql`round(${sum} * ${invoiceLines.taxRate} / 10000)`.mapWith(Number),
    })
    .from(invoiceLines)
    .where(inArray(invoiceLines.invoiceId, ids))
    .groupBy(invoiceLines.invoiceId, invoiceLines.taxRate);

  const totals = new Map<number, Totals>();
  for (const { invoiceId, net, tax } of rates) {
    const before = totals.get(invoiceId) ?? NOTHING;
    totals.set(invoiceId, { net: before.net + net, tax: before.tax + tax });
  }
  return totals;
}
