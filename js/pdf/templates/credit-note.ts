/** The credit note: an invoice taken back, in whole or in part. */
import { line, record } from '../../validate';
import { type EinvoiceDocumentOptions, type InvoiceXmlOptions, saleProfile } from '../einvoice/options';
import { printedDate } from '../locale';
import type { PdfDocument } from '../model';
import type { Profile } from '../profile';
import { INVOICE_LABELS, type InvoiceData, type InvoiceLabels } from './invoice';
import { type Issued, issue, issueXml, SALE_FIELDS } from './issue';
import { dayText } from './sale';
import { type Making, type PdfTemplateOptions, template } from './template';

/** What a credit note says: as an invoice, with amounts that are given back. */
export interface CreditNoteData
  extends Omit<InvoiceData, 'dueDate' | 'orderNumber' | 'corrects' | 'payments' | 'bank' | 'paymentCode' | 'totals'> {
  /** Number of the invoice it corrects, at most 60 characters. */
  invoiceNumber: string;
  /** Day that invoice was issued, `YYYY-MM-DD`. */
  invoiceDate?: string | undefined;
  /** Why, one line of at most 200 characters. */
  reason?: string | undefined;
  /** Totals you have computed already: refused if the lines do not add up to them. */
  totals?:
    | {
        /** Without tax, in minor units. */
        net: number;
        /** All tax, in minor units. */
        tax: number;
        /** With tax, in minor units. */
        gross: number;
      }
    | undefined;
}

/**
 * The template's words, each one line of at most 60 characters: those of an invoice, of which some have no place here, and
 * more.
 */
export interface CreditNoteLabels extends InvoiceLabels {
  /** Heading of the document: `'Credit note'`. */
  title: string;
  /** Before its own number: `'Credit note no.'`. */
  number: string;
  /** Above the buyer: `'Credit to'`. */
  billTo: string;
  /** Before the sum with tax: `'Total credit'`. */
  total: string;
  /** Before the number of the invoice: `'For invoice'`. */
  invoiceNumber: string;
  /** Before that invoice's day: `'Invoice date'`. */
  invoiceDate: string;
  /** Above the reason: `'Reason'`. */
  reason: string;
}

/** Options of {@link creditNote}. */
export interface CreditNoteOptions extends PdfTemplateOptions<CreditNoteLabels> {
  /** Colour of headings and rules, `'#rrggbb'`, where the theme has none. Default `'#0f6277'`. */
  accentColor?: string;
  /** As of {@link invoice}. */
  profile?: Profile;
}

/**
 * Makes a credit note as a PDF: as {@link invoice}, with the invoice it corrects and why.
 *
 * Quantities and prices are those given back, so they are positive; a line with a negative quantity takes from the credit.
 *
 * @param data what the credit note says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link invoice} does
 *
 * @example
 * const file = await pdf.creditNote({
 *   number: 'CN-2026-00003',
 *   issueDate: '2026-03-10',
 *   invoiceNumber: 'INV-2026-00042',
 *   reason: 'One lens was returned',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
 *   lines: [{ description: 'Single-vision lens', quantity: '1', unitPrice: 8900, taxRate: '19' }],
 * });
 */
export async function creditNote(data: CreditNoteData, options: CreditNoteOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link creditNote} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link creditNote}
 * @param options as of {@link creditNote}, but those of rendering; `profile` as of {@link invoiceDocument}
 * @throws ClinicoreError as {@link creditNote} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.creditNoteDocument(data, { locale: 'de' });
 * document.watermark = 'Draft';
 * const file = await pdf.render(document);
 */
export async function creditNoteDocument(
  data: CreditNoteData,
  options: EinvoiceDocumentOptions<CreditNoteOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

/**
 * The credit note as data alone, as {@link invoiceXml} gives an invoice.
 *
 * @param data as of {@link creditNote}; of what an invoice needs, `paymentTerms` say how the amount is given back
 * @param options as of {@link invoiceXml}
 * @returns XML in UTF-8, for a file `factur-x.xml`
 * @throws ClinicoreError as {@link invoiceXml} does
 *
 * @example
 * const xml = await pdf.creditNoteXml({
 *   number: 'CN-2026-00003',
 *   issueDate: '2026-03-10',
 *   invoiceNumber: 'INV-2026-00042',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789', country: 'DE' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'], country: 'CZ' },
 *   lines: [{ description: 'Single-vision lens', quantity: '1', unitPrice: 8900, taxRate: '19' }],
 *   paymentTerms: 'Paid back to your account within 14 days',
 * });
 */
export async function creditNoteXml(data: CreditNoteData, options: InvoiceXmlOptions = {}): Promise<string> {
  return issueXml(options, issued(data).issued);
}

function making(data: CreditNoteData, options: CreditNoteOptions): Making {
  const how = template(options, LABELS, ['pageSize', 'accentColor'], saleProfile);
  const { labels } = how;
  const date = (day: string | undefined) => day && printedDate(new Date(day), how.locale);
  const { issued: note, own } = issued(data);
  return issue(how, note, ({ number, issueDate }) => [
    [labels.number, number],
    [labels.issueDate, date(issueDate)],
    [labels.invoiceNumber, own.invoiceNumber],
    [labels.invoiceDate, date(own.invoiceDate)],
    [labels.buyerReference, own.buyerReference],
    [labels.deliveryDate, date(own.deliveryDate)],
    [labels.reason, own.reason],
  ]);
}

function issued(data: CreditNoteData) {
  const source = record(data, 'data').only([...FIELDS, ...OWN_FIELDS]);
  const own = {
    invoiceNumber: source.get('invoiceNumber', line, 60),
    invoiceDate: source.optional('invoiceDate', undefined, dayText),
    deliveryDate: source.optional('deliveryDate', undefined, dayText),
    reason: source.optional('reason', undefined, line, 200),
    buyerReference: source.optional('buyerReference', undefined, line, 60),
  };
  const { invoiceNumber: number, invoiceDate: date, ...others } = own;
  const issued: Issued = { source, own, terms: { ...others, preceding: { number, date }, typeCode: '381' } };
  return { issued, own };
}

const OWN_FIELDS = ['invoiceNumber', 'invoiceDate', 'deliveryDate', 'reason', 'buyerReference'];
const FIELDS = SALE_FIELDS.filter((name) => !['payments', 'bank', 'paymentCode'].includes(name));

const LABELS: CreditNoteLabels = {
  ...INVOICE_LABELS,
  title: 'Credit note',
  number: 'Credit note no.',
  billTo: 'Credit to',
  total: 'Total credit',
  invoiceNumber: 'For invoice',
  invoiceDate: 'Invoice date',
  reason: 'Reason',
};
