/** An invoice or credit note as a document: who, what, the sums, how to pay. */

import { type NumberFormat, printedDate } from '../locale';
import type { Block, Cell, PdfDocument, Row, Table } from '../model';
import { decimal, moneyText, percentText } from '../money';
import type { Totals } from './bill';
import { refuse } from './iban';
import type { CheckedSale } from './issue';
import { beside, type Fact, facts, type Look, noted, sheet } from './look';
import { addressee, details, letterhead } from './party';
import { type PaymentLabels, payable, paymentBlocks } from './payment';
import type { Sold } from './sale';
import { linesTable } from './sale-table';

/** Words of invoices and credit notes alike, each one line of at most 60 characters. */
export interface SaleLabels extends PaymentLabels {
  /** Heading of the document. */
  title: string;
  /** Above the buyer. */
  billTo: string;
  /** Before a tax number: `'Tax ID'`. */
  taxId: string;
  /** Head of the column of descriptions: `'Description'`. */
  description: string;
  /** Head of the column of quantities: `'Quantity'`. */
  quantity: string;
  /** Head of the column of prices: `'Unit price'`. */
  unitPrice: string;
  /** Head of the column of discounts, left out when there are none, and name of those on the whole: `'Discount'`. */
  discount: string;
  /** Head of the column of tax rates: `'Tax'`. */
  taxRate: string;
  /** Head of the column of net amounts: `'Amount'`. */
  amount: string;
  /** Before the running sum at the end of a page: `'Carried forward'`. */
  carriedForward: string;
  /** Before the running sum at the start of the next: `'Brought forward'`. */
  broughtForward: string;
  /** Before the sum of the lines: `'Subtotal'`. */
  subtotal: string;
  /** Before the sum without tax, where something was taken off the whole: `'Net'`. */
  net: string;
  /** Before each tax, where `{rate}` and `{base}` stand for the rate and the amount it is on: `'Tax {rate} on {base}'`. */
  tax: string;
  /** Before the sum with tax. */
  total: string;
  /** Before what was paid already: `'Paid'`. */
  paid: string;
  /** Before what is still to be paid: `'Amount due'`. */
  due: string;
  /** Above the payment terms: `'Payment terms'`. */
  paymentTerms: string;
  /** Above the notes: `'Notes'`. */
  notes: string;
  /** In the foot, where `{page}` and `{pages}` stand for its number and how many there are: `'Page {page} of {pages}'`. */
  page: string;
}

/** What an invoice or a credit note is made of. */
export interface SaleParts {
  sale: CheckedSale;
  /** Number, dates and references, printed beside the buyer. */
  facts: Fact[];
  sold: readonly Sold[];
  totals: Totals;
  look: Look;
  labels: SaleLabels;
  numbers: NumberFormat;
  pageSize: 'A4' | 'Letter';
}

/** @param goOn asked at each turn of the event loop between batches of lines */
export async function saleDocument(parts: SaleParts, goOn: () => void): Promise<PdfDocument> {
  const { sale, sold, look, labels, numbers, pageSize } = parts;
  const lines = await linesTable(sold, look, labels, numbers, goOn);
  const { seller, buyer, number } = sale;
  const payment = payable(sale, parts.totals.due, look, labels);
  if (payment.slip !== undefined && pageSize !== 'A4') refuse('options.pageSize', "'A4' for a Swiss QR-bill");
  const document = sheet(
    look,
    { title: `${labels.title} ${number}`, author: seller.name, created: sale.issueDate, pageSize, page: labels.page },
    [
      letterhead(look, seller, labels.taxId, labels.title, [facts(look, parts.facts)]),
      {
        type: 'box',
        padding: 0,
        together: true,
        after: 28,
        content: addressee(look, buyer.name, details(buyer, labels.taxId), labels.billTo),
      },
      lines,
      {
        ...beside(
          28,
          { width: '1*', content: paymentBlocks(sale, payment, look, labels) },
          { width: 250, content: sums(parts) },
        ),
        before: 10,
        together: true,
      },
      ...noted(look, labels.paymentTerms, sale.paymentTerms),
      ...noted(look, labels.notes, sale.notes),
    ],
  );
  return { ...document, slip: payment.slip };
}

/** The sums, flush with the table's last column. */
function sums({ sale, totals, look, labels, numbers }: SaleParts): Block[] {
  const money = (amount: bigint) => moneyText(amount, numbers);
  const discounts = totals.discounts.map(({ amount }, at): Row => {
    const { reason = labels.discount, percent } = sale.discounts[at] as CheckedSale['discounts'][number];
    const share = percent === undefined ? '' : ` ${percentText(decimal(percent), numbers)}`;
    return [`${reason}${share}`, money(-amount)];
  });
  const taxes = totals.taxes.map(({ category, rate, base, amount }): Row => {
    const label = labels.tax
      .replaceAll('{rate}', () => percentText(rate, numbers))
      .replaceAll('{base}', () => money(base));
    const reason = sale.exemptionReasons[category as keyof CheckedSale['exemptionReasons']];
    return [reason === undefined ? label : { text: [label, { text: `\n${reason}`, style: 'small' }] }, money(amount)];
  });
  const payments = sale.payments.map(({ description = labels.paid, date, amount }): Row => {
    const on = date === undefined ? '' : `, ${printedDate(new Date(date), look.language)}`;
    return [`${description}${on}`, money(-BigInt(amount))];
  });
  const group = (rows: Row[], style?: string): Table => ({
    type: 'table',
    columns: [
      { width: '1*', align: look.start, ...(style !== undefined && { style }) },
      { width: 'auto', align: look.end, ...(style !== undefined && { style }) },
    ],
    rows: rows.map((row): Row => {
      const [name, ...figures] = row as Cell[];
      return [typeof name === 'object' ? { ...name, heading: true } : { text: name, heading: true }, ...figures];
    }),
    padding: [2.5, 6],
    lines: { head: null, row: null },
  });
  const net: Row[] = discounts.length === 0 ? [] : [[labels.net, money(totals.net)]];
  const due: Block[] =
    payments.length === 0
      ? []
      : [
          group(payments),
          {
            type: 'box',
            background: look.tint,
            padding: [3, 0],
            before: 4,
            content: [group([[labels.due, money(totals.due)]], 'total')],
          },
        ];
  return [
    group([[labels.subtotal, money(totals.lines)], ...discounts, ...net, ...taxes]),
    { type: 'rule', thickness: 1, color: look.accent, before: 4, after: 4 },
    group([[labels.total, money(totals.gross)]], payments.length === 0 ? 'total' : 'large'),
    ...due,
  ];
}
