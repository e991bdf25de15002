/** The way of invoices and credit notes alike: read, add up, and lay out or write as an e-invoice. */
import { type Fields, line, paragraph } from '../../validate';
import { einvoice, einvoiceAttachment } from '../einvoice/einvoice';
import { type InvoiceXmlOptions, levelOf, xmlOptions } from '../einvoice/options';
import { identified } from '../einvoice/rules';
import type { Terms } from '../einvoice/terms';
import { currency, numberFormat } from '../locale';
import { agree, Bill, type Totals } from './bill';
import type { Fact } from './look';
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
  type Sold,
  soldLines,
  totals,
} from './sale';
import { type SaleLabels, saleDocument } from './sale-document';
import { inTermsOf, type Making, type Template } from './template';
import { type CheckedTradeParty, tradeParty } from './trade-party';

/** What an invoice and a credit note both say, checked, but for the lines. */
export interface CheckedSale {
  number: string;
  issueDate: string;
  currency: string;
  seller: CheckedTradeParty;
  buyer: CheckedTradeParty;
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

/** What an invoice or a credit note was read from: its data, what else than a sale it says, and what that means. */
export interface Issued {
  source: Fields;
  /** Checked. */
  own: object;
  terms: Terms;
}

/**
 * An invoice or a credit note, to be made.
 *
 * @param factsOf what is printed beside the title
 */
export function issue(
  how: Pick<Template<SaleLabels>, 'of' | 'locale' | 'look' | 'labels' | 'pageSize' | 'profile'>,
  { source, own, terms }: Issued,
  factsOf: (sale: CheckedSale) => Fact[],
): Making {
  const { look, labels, pageSize } = how;
  const { sale, data, addUp } = read(source, own);
  const numbers = numberFormat(how.locale, sale.currency);
  const level = levelOf(how.profile);
  if (level !== undefined) identified(sale, numbers);
  return how.of(data, async (goOn) => {
    const counted = await addUp(goOn);
    const parts = { ...counted, sale, facts: factsOf(sale), look, labels, numbers, pageSize };
    const document = await saleDocument(parts, goOn);
    if (level === undefined) return { document };
    const xml = await einvoice({ ...counted, sale, terms, level }, numbers, goOn);
    return { document: { ...document, attachments: [einvoiceAttachment(xml)] } };
  });
}

/** An invoice or a credit note as XML. */
export async function issueXml(options: InvoiceXmlOptions, { source, own, terms }: Issued): Promise<string> {
  const { level, goOn } = xmlOptions(options);
  const { sale, data, addUp } = read(source, own);
  const numbers = numberFormat('en', sale.currency);
  identified(sale, numbers);
  goOn();
  try {
    return await einvoice({ ...(await addUp(goOn)), sale, terms, level }, numbers, goOn);
  } catch (error) {
    throw inTermsOf(error, { data }, {});
  }
}

/** A sale whose lines are not read yet. */
interface Unread {
  sale: CheckedSale;
  /** All that was given and is checked, in the order of the fields, so that an error names the first that is wrong. */
  data: object;
  /** Reads the lines. */
  addUp(goOn: () => void): Promise<{ sold: Sold[]; totals: Totals }>;
}

function read(source: Fields, own: object): Unread {
  const sale = checkedSale(source);
  const unread = source.get('lines', soldLines);
  const { number, issueDate, currency: _, seller, buyer, ...others } = sale;
  const data = { number, issueDate, ...own, seller, buyer, lines: [] as object[], ...others };
  return {
    sale,
    data,
    async addUp(goOn) {
      const bill = new Bill();
      const sold = await readLines(unread, bill, goOn);
      data.lines = sold;
      explained(sold, sale.exemptionReasons);
      const totals = bill.totals(sale.discounts, sale.payments);
      agree(sale.totals, totals);
      return { sold, totals };
    },
  };
}

function checkedSale(source: Fields): CheckedSale {
  return {
    number: source.get('number', line, 60),
    issueDate: source.get('issueDate', dayText),
    currency: source.get('currency', currency),
    seller: source.get('seller', tradeParty),
    buyer: source.get('buyer', tradeParty),
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
