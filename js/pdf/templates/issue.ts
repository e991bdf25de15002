/** The way of invoices and credit notes alike: read, add up, lay out, render. */
import { type Fields, line, paragraph } from '../../validate';
import { currency, numberFormat } from '../locale';
import { agree, Bill } from './bill';
import type { Fact } from './look';
import { type CheckedParty, party } from './party';
import { bankAccount, type CheckedAccount, type CheckedPaymentCode, paymentCode } from './payment';
import {
  type CheckedDiscount,
  type CheckedPayment,
  dayText,
  discounts,
  type ExemptionReasons,
  exemptionReasons,
  explained,
  type InvoiceTotals,
  payments,
  readLines,
  soldLines,
  totals,
} from './sale';
import { type SaleLabels, saleDocument } from './sale-document';
import type { Making, Template } from './template';

/** What an invoice and a credit note both say, checked, but for the lines. */
export interface CheckedSale {
  number: string;
  issueDate: string;
  currency: string;
  seller: CheckedParty;
  buyer: CheckedParty;
  discounts: CheckedDiscount[];
  exemptionReasons: ExemptionReasons;
  payments: CheckedPayment[];
  bank: CheckedAccount | undefined;
  paymentCode: CheckedPaymentCode | undefined;
  notes: string | undefined;
  paymentTerms: string | undefined;
  totals: InvoiceTotals | undefined;
}

/** The names of what {@link issue} reads. */
export const SALE_FIELDS = [
  'number',
  'issueDate',
  'currency',
  'seller',
  'buyer',
  'lines',
  'discounts',
  'exemptionReasons',
  'payments',
  'bank',
  'paymentCode',
  'notes',
  'paymentTerms',
  'totals',
];

/**
 * An invoice or a credit note, to be made.
 *
 * @param own what else it says, checked
 * @param factsOf what is printed beside the title
 */
export function issue(
  { of, locale, look, labels, pageSize }: Pick<Template<SaleLabels>, 'of' | 'locale' | 'look' | 'labels' | 'pageSize'>,
  source: Fields,
  own: object,
  factsOf: (sale: CheckedSale) => Fact[],
): Making {
  const sale = checkedSale(source);
  const unread = source.get('lines', soldLines);
  // In the order of the fields, so that an error names the first that is wrong.
  const { number, issueDate, currency: _, seller, buyer, ...others } = sale;
  const read = { number, issueDate, ...own, seller, buyer, lines: [] as object[], ...others };
  const numbers = numberFormat(locale, sale.currency);
  return of(read, async (goOn) => {
    const bill = new Bill();
    const sold = await readLines(unread, bill, goOn);
    read.lines = sold;
    explained(sold, sale.exemptionReasons);
    const sums = bill.totals(sale.discounts, sale.payments);
    agree(sale.totals, sums);
    const parts = { sale, facts: factsOf(sale), sold, totals: sums, look, labels, numbers, pageSize };
    return { document: await saleDocument(parts, goOn) };
  });
}

function checkedSale(source: Fields): CheckedSale {
  return {
    number: source.get('number', line, 60),
    issueDate: source.get('issueDate', dayText),
    currency: source.get('currency', currency),
    seller: source.get('seller', party),
    buyer: source.get('buyer', party),
    discounts: source.optional('discounts', [] as CheckedDiscount[], discounts),
    exemptionReasons: source.optional('exemptionReasons', {}, exemptionReasons),
    payments: source.optional('payments', [] as CheckedPayment[], payments),
    bank: source.optional('bank', undefined, bankAccount),
    paymentCode: source.optional('paymentCode', undefined, paymentCode),
    paymentTerms: source.optional('paymentTerms', undefined, paragraph, 5000),
    notes: source.optional('notes', undefined, paragraph, 5000),
    totals: source.optional('totals', undefined, totals),
  };
}
