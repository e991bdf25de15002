/** The receipt, on a roll of paper. */
import { boolean, type Fields, line, matching, oneOf, paragraph, record, text } from '../../validate';
import { currency, numberFormat } from '../locale';
import type { PdfDocument } from '../model';
import { agree, Bill } from './bill';
import { type CheckedParty, type Party, party } from './party';
import { laidOut } from './receipt-document';
import {
  type CheckedDiscount,
  type CheckedPayment,
  dayText,
  discounts,
  type ExemptionReasons,
  exemptionReasons,
  explained,
  type InvoiceDiscount,
  type InvoiceLine,
  type InvoicePayment,
  type InvoiceTotals,
  payments,
  readLines,
  soldLines,
  totals,
} from './sale';
import { type DocumentOptions, type Making, type PdfTemplateOptions, template } from './template';

/** What a receipt says. */
export interface ReceiptData {
  /** At most 60 characters. */
  number: string;
  /** When it was issued: `YYYY-MM-DD`, or with the time on the clock `YYYY-MM-DDTHH:MM`. Its day is the PDF's creation date. */
  issuedAt: string;
  /** ISO 4217 code such as `'EUR'`. */
  currency: string;
  /** Who sells. */
  seller: Party;
  /** Who served: at most 60 characters. */
  cashier?: string | undefined;
  /** Whether the prices have the tax in them, which then is worked out of them for each rate. Default true. */
  pricesIncludeTax?: boolean | undefined;
  /** What is sold: 1 to 1,000 lines. */
  lines: InvoiceLine[];
  /** What is taken off the whole, as on an invoice. */
  discounts?: InvoiceDiscount[] | undefined;
  /** Why nothing is charged, as on an invoice. */
  exemptionReasons?: ExemptionReasons | undefined;
  /** How it was paid, each with its method as `description`. More than the total is answered by change. */
  payments?: InvoicePayment[] | undefined;
  /** Totals you have computed already: refused if the lines do not add up to them. `due` is negative where there is change. */
  totals?: InvoiceTotals | undefined;
  /** Printed at the end: at most 1,000 characters, line breaks allowed. */
  notes?: string | undefined;
  /** What a QR code at the end says, such as a cash register's signature: at most 1,000 characters. */
  fiscalCode?: string | undefined;
}

/** The template's words, each one line of at most 60 characters. */
export interface ReceiptLabels {
  /** Heading of the document: `'Receipt'`. */
  title: string;
  /** Before its number: `'No.'`. */
  number: string;
  /** Before who served: `'Served by'`. */
  cashier: string;
  /** Before the seller's tax number: `'Tax ID'`. */
  taxId: string;
  /** Name of a discount: `'Discount'`. */
  discount: string;
  /** Before the sum of the lines, where something was taken off the whole: `'Subtotal'`. */
  subtotal: string;
  /** Before what is to be paid: `'Total'`. */
  total: string;
  /** Before a payment without description: `'Paid'`. */
  paid: string;
  /** Before what is given back: `'Change'`. */
  change: string;
  /** Before what is still to be paid, where something was paid: `'Still due'`. */
  due: string;
  /** Head of the column of tax rates: `'Tax'`. */
  taxRate: string;
  /** Head of the column of amounts without tax: `'Net'`. */
  net: string;
  /** Head of the column of taxes: `'Tax amount'`. */
  tax: string;
  /** Head of the column of amounts with tax: `'Gross'`. */
  gross: string;
  /** What the QR code is: `'Signature of the cash register'`. */
  fiscalCode: string;
}

/** Options of {@link receipt}. */
export interface ReceiptOptions extends Omit<PdfTemplateOptions<ReceiptLabels>, 'pageSize'> {
  /** The paper's width. Default `'80mm'`. */
  roll?: '80mm' | '58mm';
}

/** A {@link ReceiptData} that passed the front door, but for the lines. */
export interface CheckedReceipt {
  number: string;
  issuedAt: string;
  currency: string;
  seller: CheckedParty;
  cashier: string | undefined;
  pricesIncludeTax: boolean;
  discounts: CheckedDiscount[];
  exemptionReasons: ExemptionReasons;
  payments: CheckedPayment[];
  totals: InvoiceTotals | undefined;
  notes: string | undefined;
  fiscalCode: string | undefined;
}

/**
 * Makes a receipt for a roll of 80 or 58 mm as a PDF: one page, exactly as high as what stands on it, in black.
 *
 * Amounts are computed exactly, in integers: the tax is worked out for each rate on the sum of its lines, out of prices
 * that have it in them or on top of those that have not.
 *
 * @param data what was sold and how it was paid
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link invoice} does
 *
 * @example
 * const file = await pdf.receipt({
 *   number: '2026-004711',
 *   issuedAt: '2026-03-01T14:35',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   lines: [{ description: 'Multi-purpose solution, 360 ml', quantity: '2', unitPrice: 1290, taxRate: '19' }],
 *   payments: [{ description: 'Cash', amount: 3000 }],
 * }, { locale: 'de-DE', roll: '80mm' });
 */
export async function receipt(data: ReceiptData, options: ReceiptOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link receipt} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link receipt}
 * @param options as of {@link receipt}, but those of rendering
 * @throws ClinicoreError as {@link receipt} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.receiptDocument(data, { roll: '58mm' });
 * document.content.push({ type: 'code', code: 'qr', value: 'https://clinic.example/feedback', alt: 'Tell us how it was' });
 * const file = await pdf.render(document);
 */
export async function receiptDocument(
  data: ReceiptData,
  options: DocumentOptions<ReceiptOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

function making(data: ReceiptData, options: ReceiptOptions): Making {
  const { fields, locale, labels, look, of } = template(options, LABELS, ['roll']);
  const roll = fields.optional('roll', '80mm', (value, path) => oneOf(value, path, ['80mm', '58mm']));
  const source = record(data, 'data').only(FIELDS);
  const checked = checkedReceipt(source);
  const unread = source.get('lines', soldLines, MAX_LINES);
  const { number, seller, cashier, ...rest } = checked;
  const read = { number, seller, cashier, lines: [] as object[], ...rest };
  const numbers = numberFormat(locale, checked.currency);
  return of(read, async (goOn) => {
    const bill = new Bill(checked.pricesIncludeTax);
    const sold = await readLines(unread, bill, goOn);
    read.lines = sold;
    explained(sold, checked.exemptionReasons);
    const sums = bill.totals(checked.discounts, checked.payments);
    agree(checked.totals, sums);
    return { document: laidOut({ receipt: checked, sold, sums, look, labels, numbers, roll }) };
  });
}

const LABELS: ReceiptLabels = {
  title: 'Receipt',
  number: 'No.',
  cashier: 'Served by',
  taxId: 'Tax ID',
  discount: 'Discount',
  subtotal: 'Subtotal',
  total: 'Total',
  paid: 'Paid',
  change: 'Change',
  due: 'Still due',
  taxRate: 'Tax',
  net: 'Net',
  tax: 'Tax amount',
  gross: 'Gross',
  fiscalCode: 'Signature of the cash register',
};

const MAX_LINES = 1_000;
const FIELDS = [
  'number',
  'issuedAt',
  'currency',
  'seller',
  'cashier',
  'pricesIncludeTax',
  'lines',
  'discounts',
  'exemptionReasons',
  'payments',
  'totals',
  'notes',
  'fiscalCode',
];

const checkedReceipt = (source: Fields): CheckedReceipt => ({
  number: source.get('number', line, 60),
  issuedAt: source.get('issuedAt', dayOrMinute),
  currency: source.get('currency', currency),
  seller: source.get('seller', party),
  cashier: source.optional('cashier', undefined, line, 60),
  pricesIncludeTax: source.optional('pricesIncludeTax', true, boolean),
  discounts: source.optional('discounts', [] as CheckedDiscount[], discounts),
  exemptionReasons: source.optional('exemptionReasons', {}, exemptionReasons),
  payments: source.optional('payments', [] as CheckedPayment[], payments),
  totals: source.optional('totals', undefined, totals),
  notes: source.optional('notes', undefined, paragraph, 1000),
  fiscalCode: source.optional('fiscalCode', undefined, text, 1000),
});

function dayOrMinute(value: unknown, path: string): string {
  const must = "a day such as '2026-03-01', or a day and time such as '2026-03-01T14:35'";
  const time = matching(value, path, /^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d)?$/, must);
  dayText(time.slice(0, 10), path);
  return time;
}
