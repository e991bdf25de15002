/** The invoice. */
import { line, record } from '../../validate';
import { type EinvoiceDocumentOptions, type InvoiceXmlOptions, saleProfile } from '../einvoice/options';
import { printedDate } from '../locale';
import type { PdfDocument } from '../model';
import type { Profile } from '../profile';
import { type Issued, issue, issueXml, SALE_FIELDS } from './issue';
import type { BankAccount, PaymentCode } from './payment';
import {
  dayText,
  type ExemptionReasons,
  type InvoiceDiscount,
  type InvoiceLine,
  type InvoicePayment,
  type InvoiceTotals,
} from './sale';
import type { SaleLabels } from './sale-document';
import { type Making, type PdfTemplateOptions, template } from './template';
import type { TradeParty } from './trade-party';

/**
 * What an invoice says. Texts are drawn as given, in Unicode's composed form (NFC), in which at most 8 combining marks
 * may stand on one character.
 */
export interface InvoiceData {
  /** The invoice's number, at most 60 characters. */
  number: string;
  /** Day of issue, `YYYY-MM-DD`; also the PDF's creation date. */
  issueDate: string;
  /** Day it is to be paid, `YYYY-MM-DD`. */
  dueDate?: string | undefined;
  /** Day the goods were handed over, `YYYY-MM-DD`. */
  deliveryDate?: string | undefined;
  /** What the buyer asked to be printed, such as a cost centre or a routing id (BT-10): at most 60 characters. */
  buyerReference?: string | undefined;
  /** Number of the order it is for, at most 60 characters. */
  orderNumber?: string | undefined;
  /** The invoice that this one corrects: its number, at most 60 characters, and its day, `YYYY-MM-DD`. */
  corrects?:
    | {
        /** At most 60 characters. */
        number: string;
        /** `YYYY-MM-DD`. */
        date?: string | undefined;
      }
    | undefined;
  /** ISO 4217 code such as `'EUR'`. It says what a minor unit is: a hundredth of a EUR, a JPY, a thousandth of a KWD. */
  currency: string;
  /** Who sells. */
  seller: TradeParty;
  /** Who buys. */
  buyer: TradeParty;
  /** What is sold: 1 to 100,000 lines with at most 20 different tax rates, on at most 10,000 pages. */
  lines: InvoiceLine[];
  /**
   * What is taken off the whole, at most 20: each amount, or percentage of the lines' sum, is shared among the tax rates in
   * proportion to what they are on.
   */
  discounts?: InvoiceDiscount[] | undefined;
  /** Why nothing is charged, for each of these tax categories that a line has: at most 300 characters. */
  exemptionReasons?: ExemptionReasons | undefined;
  /** Deposits and other payments that came before, at most 50. What is left is the amount due. */
  payments?: InvoicePayment[] | undefined;
  /** Where to pay to. */
  bank?: BankAccount | undefined;
  /** A QR code to pay the amount due with, or a Swiss bill's slip; needs `bank`, and is left out when nothing is due. */
  paymentCode?: PaymentCode | undefined;
  /** Printed under the totals: at most 5,000 characters, line breaks allowed. */
  notes?: string | undefined;
  /** How to pay, printed above the notes: at most 5,000 characters, line breaks allowed. */
  paymentTerms?: string | undefined;
  /** Totals you have computed already: refused if the lines do not add up to them. */
  totals?: InvoiceTotals | undefined;
}

/** The template's words, each one line of at most 60 characters. */
export interface InvoiceLabels extends SaleLabels {
  /** Heading of the document: `'Invoice'`. */
  title: string;
  /** Before the invoice's number: `'Invoice no.'`. */
  number: string;
  /** Before the day of issue: `'Date'`. */
  issueDate: string;
  /** Before the day it is to be paid: `'Due date'`. */
  dueDate: string;
  /** Before the day of delivery: `'Delivery date'`. */
  deliveryDate: string;
  /** Before the buyer's reference: `'Your reference'`. */
  buyerReference: string;
  /** Before the order's number: `'Order no.'`. */
  orderNumber: string;
  /** Before the number of an invoice that is corrected: `'Corrects invoice'`. */
  corrects: string;
  /** Above the buyer: `'Bill to'`. */
  billTo: string;
  /** Before the sum with tax: `'Total'`. */
  total: string;
}

/** Options of {@link invoice}. */
export interface InvoiceOptions extends PdfTemplateOptions<InvoiceLabels> {
  /** Colour of headings and rules, `'#rrggbb'`, where the theme has none. Default `'#0f6277'`. */
  accentColor?: string;
  /**
   * As of `render`; `'einvoice'` makes a PDF/A-3b that holds the invoice as data too (Factur-X, in Germany ZUGFeRD), in the
   * profile EN 16931. `{ name: 'archive', facturX: 'BASIC' }` makes one of another level. See {@link invoiceXml}.
   */
  profile?: Profile;
}

/**
 * Makes an invoice as a PDF: A4 or Letter, over as many pages as its lines need, with the table's head and the running
 * sum on every page, discounts, the tax of each rate, what was paid and what is due, and "page x of y".
 *
 * Amounts are computed exactly, in integers. The embedded font (Noto Sans) covers Latin, Greek and Cyrillic; a character
 * that neither it nor a registered font has is refused, never printed as a box. The same arguments always give the same
 * bytes on the same backend, and the same text at the same places on both.
 *
 * Up to 500 lines are read before the call returns its promise, as everything else is. Further ones are read in order,
 * in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * @param data what the invoice says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, no lines, a control character, too many marks
 *   on a character, an IBAN or reference with wrong check digits, a tax category without its reason, totals that do not
 *   add up: `details.required` is the right one), `ERR_UNSUPPORTED` (a character the fonts lack: `details.argument`
 *   is the field, `details.codePoint` the character; `options.locale` where it comes from the locale's dates or
 *   numbers), `ERR_LIMIT_EXCEEDED` (too many lines, tax rates or pages, a text too long for its field, an amount above
 *   2^53 - 1), `ERR_ABORTED`, `ERR_BUSY`
 * @see EN 16931-1 for the rounding of taxes, EPC069-12 for the SEPA code, SIX's guidelines for the Swiss one
 *
 * @example
 * const file = await pdf.invoice({
 *   number: 'INV-2026-00042',
 *   issueDate: '2026-03-01',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
 *   lines: [{ description: 'Single-vision lens', quantity: '2', unitPrice: 8900, taxRate: '19' }],
 *   bank: { iban: 'DE02 1203 0000 0000 2020 51' },
 *   paymentCode: { type: 'epc' },
 * }, { locale: 'de-DE', labels: { title: 'Rechnung' } });
 */
export async function invoice(data: InvoiceData, options: InvoiceOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link invoice} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link invoice}
 * @param options as of {@link invoice}, but those of rendering; of an e-invoice the `profile`, which attaches the XML: render
 *   it in the same one
 * @throws ClinicoreError as {@link invoice} does for what is wrong with the data
 *
 * @example
 * const profile = 'einvoice';
 * const documents = invoices.map((data) => () => pdf.invoiceDocument(data, { profile }));
 * for await (const { file, error } of pdf.renderMany(documents, { profile })) await keep(file, error);
 */
export async function invoiceDocument(
  data: InvoiceData,
  options: EinvoiceDocumentOptions<InvoiceOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

/**
 * The invoice as data alone: a Cross Industry Invoice (UN/CEFACT D22B) by the rules of EN 16931, as Factur-X and ZUGFeRD
 * attach it to a PDF, which {@link invoice} does with `profile: 'einvoice'`.
 *
 * @param data as of {@link invoice}; an e-invoice needs the `country` of seller and buyer, a VAT id (or `gln`, or
 *   `registrationId`) of the seller, `dueDate` or `paymentTerms` where an amount is due, and what its tax categories ask for
 * @param options `facturX`: how much it says, by default `'EN 16931'`; `signal`
 * @returns XML in UTF-8, for a file `factur-x.xml`
 * @throws ClinicoreError as {@link invoice} does for what is wrong with the data, and `ERR_INVALID_ARGUMENT` for what they
 *   lack: the message names the rule, such as BR-09
 * @see EN 16931-1 and Factur-X 1.07 (ZUGFeRD 2.3)
 *
 * @example
 * const xml = await pdf.invoiceXml({
 *   number: 'INV-2026-00042',
 *   issueDate: '2026-03-01',
 *   dueDate: '2026-03-15',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789', country: 'DE' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'], country: 'CZ' },
 *   lines: [{ description: 'Single-vision lens', quantity: '2', unitCode: 'H87', unitPrice: 8900, taxRate: '19' }],
 * });
 */
export async function invoiceXml(data: InvoiceData, options: InvoiceXmlOptions = {}): Promise<string> {
  return issueXml(options, issued(data).issued);
}

function making(data: InvoiceData, options: InvoiceOptions): Making {
  const how = template(options, INVOICE_LABELS, ['pageSize', 'accentColor'], saleProfile);
  const { labels } = how;
  const date = (day: string | undefined) => day && printedDate(new Date(day), how.locale);
  const { issued: invoice, own } = issued(data);
  const corrected = own.corrects && [own.corrects.number, date(own.corrects.date)].filter(Boolean).join('\n');
  return issue(how, invoice, ({ number, issueDate }) => [
    [labels.number, number],
    [labels.issueDate, date(issueDate)],
    [labels.dueDate, date(own.dueDate)],
    [labels.deliveryDate, date(own.deliveryDate)],
    [labels.buyerReference, own.buyerReference],
    [labels.orderNumber, own.orderNumber],
    [labels.corrects, corrected],
  ]);
}

const OWN_FIELDS = ['dueDate', 'deliveryDate', 'buyerReference', 'orderNumber', 'corrects'];

function issued(data: InvoiceData) {
  const source = record(data, 'data').only([...SALE_FIELDS, ...OWN_FIELDS]);
  const own = {
    dueDate: source.optional('dueDate', undefined, dayText),
    deliveryDate: source.optional('deliveryDate', undefined, dayText),
    buyerReference: source.optional('buyerReference', undefined, line, 60),
    orderNumber: source.optional('orderNumber', undefined, line, 60),
    corrects: source.optional('corrects', undefined, corrected),
  };
  const { corrects: preceding, ...others } = own;
  const issued: Issued = { source, own, terms: { ...others, preceding, typeCode: preceding ? '384' : '380' } };
  return { issued, own };
}

function corrected(value: unknown, path: string) {
  const fields = record(value, path).only(['number', 'date']);
  return { number: fields.get('number', line, 60), date: fields.optional('date', undefined, dayText) };
}

/** Words of {@link invoice} in English. */
export const INVOICE_LABELS: InvoiceLabels = {
  title: 'Invoice',
  number: 'Invoice no.',
  issueDate: 'Date',
  dueDate: 'Due date',
  deliveryDate: 'Delivery date',
  buyerReference: 'Your reference',
  orderNumber: 'Order no.',
  corrects: 'Corrects invoice',
  billTo: 'Bill to',
  taxId: 'Tax ID',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount',
  taxRate: 'Tax',
  amount: 'Amount',
  carriedForward: 'Carried forward',
  broughtForward: 'Brought forward',
  subtotal: 'Subtotal',
  net: 'Net',
  tax: 'Tax {rate} on {base}',
  total: 'Total',
  paid: 'Paid',
  due: 'Amount due',
  payment: 'Payment',
  paymentCode: 'Scan to pay',
  holder: 'Account holder',
  iban: 'IBAN',
  bic: 'BIC',
  bank: 'Bank',
  reference: 'Reference',
  paymentTerms: 'Payment terms',
  notes: 'Notes',
  page: 'Page {page} of {pages}',
};
